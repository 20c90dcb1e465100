"""What queueing formulas say of one half hour by itself: Erlang C (endless patience) and Erlang A (patience that ends).

Rates are per hour and times in hours. Both take arrivals as Poisson and handling times as exponential, a steady state within
every half hour, no one who calls again, and people who do nothing else. Sources: A.K. Erlang (1917) for C; C. Palm (1957), and
F. Baccelli and G. Hebuterne (1981) for the density of the virtual wait with impatience, as in A. Mandelbaum and S. Zeltyn,
"Service engineering in action: the Palm/Erlang-A queue" (2007).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.measure.layout import Array

STEPS = 4000
NEGLIGIBLE = 40.0
"""Exponents this far below the highest add nothing (e^-40)."""
MOST_AGENTS = 2000


@dataclass(frozen=True)
class Half:
    """One half hour: arrivals per hour, mean handling time and mean patience in hours (infinite: nobody leaves)."""

    arrivals: float
    handling: float
    patience: float = math.inf

    @property
    def load(self) -> float:
        return self.arrivals * self.handling


@dataclass(frozen=True)
class Outcome:
    """Shares of all who call: answered within the time, and gone before they were answered."""

    within: float
    abandoned: float


def erlang_c(half: Half, agents: int, time: float) -> Outcome:
    """P(W <= t) = 1 - C(n, a) e^-(n - a) t / h, where C = B / (1 - a / n (1 - B)); nobody is answered in time when a >= n."""
    load = half.load
    if load == 0:
        return Outcome(1.0, 0.0)
    if load >= agents:
        return Outcome(0.0, 0.0)
    blocked = 1.0
    for number in range(1, agents + 1):
        blocked = load * blocked / (number + load * blocked)
    waits = blocked / (1 - load / agents * (1 - blocked))
    return Outcome(1 - waits * math.exp(-(agents - load) * time / half.handling), 0.0)


def erlang_a(half: Half, agents: int, time: float) -> Outcome:
    """M/M/n+M: below n people in service as Erlang says; beyond that the virtual wait has the density

    v(x) = l p(n-1) exp(l / q (1 - e^-qx) - n m x), with l arrivals, m service and q leaving rate. Answered within t are those
    below n and the integral of v(x) e^-qx up to t; abandoned that of v(x) (1 - e^-qx).
    """
    if half.load == 0:
        return Outcome(1.0, 0.0)
    if agents == 0:
        return Outcome(0.0, 1.0)
    if math.isinf(half.patience):
        return erlang_c(half, agents, time)
    idle = np.cumsum(np.r_[0.0, [math.log(half.load / number) for number in range(1, agents)]])  # log of a^k / k!
    x = np.linspace(0.0, _furthest(half, agents), STEPS + 1)
    exponent = _exponent(half, agents, x)
    top = max(float(idle.max()), float(exponent.max()) + float(idle[-1]))
    below = float(np.exp(idle - top).sum())
    density = half.arrivals * np.exp(exponent + float(idle[-1]) - top)
    stays = np.exp(-x / half.patience)
    whole = below + float(np.trapezoid(density, x))
    answered = np.r_[0.0, np.cumsum((density * stays)[1:] + (density * stays)[:-1]) * (x[1] - x[0]) / 2]
    return Outcome((below + float(np.interp(time, x, answered))) / whole, float(np.trapezoid(density * (1 - stays), x)) / whole)


def people_by_erlang_c(half: Half, time: float, share: float) -> int:
    """The fewest people with whom ``share`` is answered within ``time``; 0 when nobody comes."""
    return _fewest(half, lambda agents: erlang_c(half, agents, time).within >= share)


def people_by_erlang_a(half: Half, time: float, share: float, abandoned: float) -> int:
    """The fewest people with whom ``share`` is answered within ``time`` and at most ``abandoned`` leave; 0 when nobody comes."""

    def enough(agents: int) -> bool:
        found = erlang_a(half, agents, time)
        return found.within >= share and found.abandoned <= abandoned

    return _fewest(half, enough)


def _fewest(half: Half, enough: Callable[[int], bool]) -> int:
    if half.load == 0:
        return 0
    return next((agents for agents in range(1, MOST_AGENTS) if enough(agents)), MOST_AGENTS)


def _exponent(half: Half, agents: int, x: Array | float) -> Array:
    return np.asarray(
        half.load / half.handling * half.patience * -np.expm1(-np.asarray(x) / half.patience)
        - agents / half.handling * np.asarray(x)
    )


def _furthest(half: Half, agents: int) -> float:
    """Where the density of the wait has become negligible."""
    peak = max(0.0, half.patience * math.log(half.load / agents)) if half.load > agents else 0.0
    highest = float(_exponent(half, agents, peak))
    reach = peak + half.handling / agents
    while float(_exponent(half, agents, reach)) > highest - NEGLIGIBLE:
        reach *= 2
    return reach
