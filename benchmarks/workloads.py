"""The two pure workloads, read from their scenario files, and what queueing theory says about them.

A workload is a line of stations: who is not helped at one goes on to the next. All times are exponential and arrivals Poisson.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from sim.engine.program import codes
from sim.engine.program.tables import Tables
from sim.engine.simulate import CompiledScenario, compile_scenario
from sim.model.files.loading import load
from sim.model.values.units import DAY, SECOND
from tests.verification import formulas

HERE = Path(__file__).parent
NAMES = ("w1", "w2")
FALSE_ALARM = 1e-4
"""Chance, about, that a quantity of a right program falls outside its band."""
CONTACTS, ABANDONED, WAITED = range(3)

Days = NDArray[np.int64]
"""(days, stations, 3): contacts asked that day, those of them who abandoned, and what all of them waited, microseconds."""


@dataclass(frozen=True)
class Station:
    """``agents`` is None where nobody has to be waited for; times in seconds, ``patience`` None = endless."""

    name: str
    agents: int | None
    handling: float
    patience: float | None
    resolves: float


@dataclass(frozen=True)
class Workload:
    """``arrivals`` per second come to the first of the stations."""

    name: str
    arrivals: float
    stations: tuple[Station, ...]

    def rates(self) -> Iterator[tuple[Station, float]]:
        """The stations, and how many arrive at each, per second (who is impatient stands at the last)."""
        rate = self.arrivals
        for station in self.stations:
            yield station, rate
            rate *= 1.0 - station.resolves

    @property
    def contacts_per_week(self) -> float:
        return 7 * 86_400 * sum(rate for _, rate in self.rates())


@dataclass(frozen=True)
class Check:
    """One quantity of one program: theory beside what was measured, and the half width of its band."""

    quantity: str
    expected: float
    measured: float
    half_width: float

    @property
    def agrees(self) -> bool:
        return abs(self.measured - self.expected) <= self.half_width


def path(name: str) -> Path:
    return HERE / f"{name}.yaml"


@cache
def compiled_workload(name: str, weeks: int) -> CompiledScenario:
    """The workload as a program of ours, over this many weeks from an empty start."""
    period = {"period.weeks": weeks, "period.warm_up": 0, "period.follow_up": 0}
    return compile_scenario(load(path(name), overrides=period))


def workload(name: str) -> Workload:
    design = load(path(name)).baseline
    program = compiled_workload(name, 1).program
    (service,) = design.services.values()
    (step,) = service.steps.values()
    stations = []
    for channel, option in step.options.items():
        people = [design.teams[team] for queue in design.queues.values() if queue.channel == channel for team in queue.teams]
        patience = design.channels[channel].patience
        stations.append(
            Station(
                channel,
                sum(shift.people for team in people for shift in team.shifts.values()) if people else None,
                option.handling.mean.value / SECOND,
                patience.time.mean.value / SECOND if patience is not None else None,
                option.resolves.value,
            )
        )
    return Workload(name, per_quarter(program) / 900.0, tuple(stations))


def per_quarter(program: Any) -> float:
    """Mean number of arrivals in a quarter of an hour, which is the same at all hours."""
    return float(program.demand.rates[0, 0] * program.demand.quarters[0, 0, 0])


def expected(work: Workload) -> dict[str, tuple[int, int, float]]:
    """Per quantity its station, what is summed (ABANDONED or WAITED) per contact, and its value in theory; seconds."""
    found: dict[str, tuple[int, int, float]] = {}
    for number, (station, rate) in enumerate(work.rates()):
        if station.agents is None:
            continue
        hourly, handling = rate * 3600, station.handling / 3600
        if station.patience is None:
            wait = formulas.mean_wait_erlang_c(station.agents, hourly, handling)
        else:
            leaves, _, wait = formulas.erlang_a(station.agents, hourly, handling, station.patience / 3600)
            found[f"share that abandons, {station.name}"] = (number, ABANDONED, leaves)
        found[f"mean wait, {station.name} (s)"] = (number, WAITED, wait * 3600)
    return found


def checks(work: Workload, runs: list[Days]) -> list[Check]:
    """Each quantity against theory, over the days of independent runs; the first and last day of a run are left out.

    A quantity is a ratio of sums over days (what was waited, and contacts). Days are taken as independent: the queues forget
    within an hour. The band is the t interval of the ratio estimator (Cochran, Sampling Techniques, 1977, ch. 6).
    """
    days = np.concatenate([run[1:-1] for run in runs])
    found = []
    for quantity, (station, column, theory) in expected(work).items():
        contacts = days[:, station, CONTACTS].astype(float)
        values = days[:, station, column] / (SECOND if column == WAITED else 1)
        ratio = values.sum() / contacts.sum()
        error = np.std(values - ratio * contacts, ddof=1) / math.sqrt(len(days)) / contacts.mean()
        found.append(Check(quantity, theory, float(ratio), float(stats.t.ppf(1 - FALSE_ALARM / 2, len(days) - 1) * error)))
    return found


def days_of(tables: Tables, days: int, stations: int) -> Days:
    """The sums per day and station of a run of ours; channels are numbered as stations."""
    contacts = tables.contacts
    group = contacts["requested"] // DAY * stations + contacts["channel"]
    size = days * stations
    sums = np.stack(
        [
            np.bincount(group, minlength=size),
            np.bincount(group, contacts["outcome"] == codes.ABANDONED, minlength=size),
            np.bincount(group, contacts["waited"], minlength=size),
        ],
        axis=-1,
    )
    return sums.astype(np.int64).reshape(days, stations, 3)


def events_of(tables: Tables) -> int:
    """What happened: every arrival from outside, and every end of a service or of patience."""
    return len(tables.cases) + int(np.count_nonzero(tables.contacts["ended"] >= 0))
