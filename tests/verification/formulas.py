"""What queueing theory says about the plain models of scenarios/verification.

Rates are per hour and times in hours; an offered load is in agents (arrival rate times mean handling time).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import stats

HOURS_PER_DAY = 24
Floats = NDArray[np.float64]


def erlang_b(agents: int, load: float) -> float:
    """Chance that all agents are busy when nobody can wait (Erlang 1917)."""
    blocked = 1.0
    for number in range(1, agents + 1):
        blocked = load * blocked / (number + load * blocked)
    return blocked


def erlang_c(agents: int, load: float) -> float:
    """Chance to have to wait when patience is endless."""
    blocked = erlang_b(agents, load)
    return blocked / (1.0 - load / agents * (1.0 - blocked))


def mean_wait_erlang_c(agents: int, arrivals: float, handling: float) -> float:
    return erlang_c(agents, arrivals * handling) * handling / (agents - arrivals * handling)


def longer_than_erlang_c(agents: int, arrivals: float, handling: float, time: float) -> float:
    """Chance to wait longer than ``time``."""
    load = arrivals * handling
    return erlang_c(agents, load) * math.exp(-(agents - load) * time / handling)


def birth_death(births: Sequence[float], deaths: Sequence[float]) -> Floats:
    """Share of time in each state, when ``births[n]`` leads from n to n + 1 and ``deaths[n]`` from n + 1 to n."""
    logs = np.concatenate([[0.0], np.cumsum(np.log(births) - np.log(deaths))])
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum())


def lines_full(agents: int, lines: int, arrivals: float, handling: float) -> tuple[float, float]:
    """M/M/c/K: chance to find all lines taken, and mean wait of those who get in."""
    deaths = [min(number, agents) / handling for number in range(1, lines + 1)]
    states = birth_death([arrivals] * lines, deaths)
    waiting = sum(max(0, number - agents) * share for number, share in enumerate(states))
    return float(states[-1]), float(waiting / (arrivals * (1.0 - states[-1])))


def erlang_a(agents: int, arrivals: float, handling: float, patience: float) -> tuple[float, float, float]:
    """M/M/c+M: share that abandons, share that has to wait, and mean wait of all (Palm 1946; Garnett and others 2002)."""
    most = agents + 200 + min(5000, int(20 * arrivals * patience))
    deaths = [min(number, agents) / handling + max(0, number - agents) / patience for number in range(1, most + 1)]
    states = birth_death([arrivals] * most, deaths)
    waiting = float(sum(max(0, number - agents) * share for number, share in enumerate(states)))
    return waiting / patience / arrivals, float(states[agents:].sum()), waiting / arrivals


def mean_wait_one_agent(arrivals: float, handling: float, cv: float) -> float:
    """M/G/1 (Pollaczek and Khinchine); ``cv`` is the coefficient of variation of handling."""
    load = arrivals * handling
    return arrivals * handling**2 * (1.0 + cv**2) / 2.0 / (1.0 - load)


def mean_waits_priorities(classes: Sequence[tuple[float, float, float]]) -> list[float]:
    """M/G/1 with priorities that interrupt nobody (Cobham 1954); classes (arrivals, handling, cv), most urgent first."""
    residual = sum(arrivals * handling**2 * (1.0 + cv**2) / 2.0 for arrivals, handling, cv in classes)
    waits, before = [], 0.0
    for arrivals, handling, _ in classes:
        upto = before + arrivals * handling
        waits.append(residual / (1.0 - before) / (1.0 - upto))
        before = upto
    return waits


def lognormal_survival(mean: float, cv: float) -> Callable[[Floats], Floats]:
    """Chance that a lognormal time is longer than ..."""
    variance = math.log(1.0 + cv**2)
    mu, sigma = math.log(mean) - variance / 2.0, math.sqrt(variance)

    def survival(time: Floats) -> Floats:
        with np.errstate(divide="ignore"):
            return np.asarray(stats.norm.sf((np.log(time) - mu) / sigma))

    return survival


def mean_busy_by_hour(rates: Sequence[float], survival: Callable[[Floats], Floats], days: int = 8) -> Floats:
    """M_t/G/infinity: mean number of busy people in each hour of the day, for a demand that is the same every day.

    The mean at t is the integral of rate(u) times survival(t - u) over u up to t (Eick, Massey and Whitt 1993); over an hour,
    and for rates that are constant within each of the equal parts of the day, this is a second difference of the twice
    integrated survival. Demand of more than ``days`` days ago is left out.
    """
    step = 1.0 / 240
    time = np.arange(0.0, (days + 1) * HOURS_PER_DAY + step, step)
    once = _integrated(survival(time), step)
    twice = _integrated(once, step)

    def integral(upto: Floats) -> Floats:
        return np.asarray(np.interp(np.maximum(upto, 0.0), time, twice))

    part = HOURS_PER_DAY / len(rates)
    hours = np.arange(HOURS_PER_DAY, dtype=float)
    busy = np.zeros(HOURS_PER_DAY)
    for ago in range(days):
        for number, rate in enumerate(rates):
            begins = number * part - ago * HOURS_PER_DAY
            ends = begins + part
            busy += rate * (
                integral(hours + 1 - begins) - integral(hours + 1 - ends) - integral(hours - begins) + integral(hours - ends)
            )
    return busy


def _integrated(values: Floats, step: float) -> Floats:
    """Running integral by the trapezium rule."""
    return np.concatenate([[0.0], np.cumsum((values[1:] + values[:-1]) / 2.0) * step])
