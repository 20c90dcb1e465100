"""Does work keep up? Where a backlog, a lead or the share of open cases grows through the window, figures of the window mislead.

What is not done in it makes a design look cheap. Each replication gives a slope per week; over the replications a one-sided
interval of Student's t tells whether it grows by more than matters. All slopes of all designs that are compared share one
false-alarm probability (Bonferroni): :data:`ALPHA` in all.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import stdtrit

from sim.experiment.intervals import ALPHA
from sim.experiment.result import Result
from sim.measure.layout import Array
from sim.measure.measurement import Measurement
from sim.model.scenario import Scenario
from sim.model.values import DAY, HOUR, WEEK, YEAR_DAYS

FEWEST_WEEKS = 4
"""Of points through which a slope is laid."""
LEADS_ON = 0.5
"""Part of the window that is left out at its start: a measure that begins there changes backlogs and leads until they settle."""

What = Literal["work", "appointments", "cases"]
State = Literal["balanced", "not balanced", "one replication", "too few weeks"]


@dataclass(frozen=True)
class Growth:
    """What grows: the work waiting in a queue, the time until the first appointment at a channel, or the open cases of a service.

    ``per_week``: hours of work, days, or open cases per case that comes in, a week; ``low`` is the end of its interval.
    ``short`` says by how much a week: hours of work, places or cases.
    """

    what: What
    name: str
    per_week: float
    low: float
    short: float


@dataclass(frozen=True)
class Balance:
    """Whether the work of one design keeps up in the window, and what does not, the largest shortage of each kind first."""

    state: State
    growing: tuple[Growth, ...] = ()

    @property
    def holds(self) -> bool:
        """False only where it was found that work does not keep up."""
        return self.state != "not balanced"


@dataclass(frozen=True, eq=False)
class _Series:
    """One thing that may grow: its slope in each replication, the growth that matters, and what is short in each."""

    what: What
    name: str
    slopes: Array  # (replications,), a week
    matters: float
    short: Array  # (replications,)


def balances(results: Sequence[Result], *, alpha: float = ALPHA) -> tuple[Balance, ...]:
    """The balance of each design; the first is today, and of the others only what grows faster than today's is held against them.

    Seasons let leads and backlogs grow today as well. Raises ``ValueError`` when no replication was finished.
    """
    if not all(result.measurements for result in results):
        raise ValueError("no replication was finished, so there is nothing to measure")
    found = [_series_of(result) for result in results]
    tests = max(1, sum(len(series) for series in found))
    today = {(one.what, one.name): one for one in found[0]}
    return tuple(_balance(result, series, today, alpha / tests) for result, series in zip(results, found, strict=True))


def _balance(result: Result, series: Sequence[_Series], today: dict[tuple[What, str], _Series], alpha: float) -> Balance:
    if result.done < 2:
        return Balance("one replication")
    if not series:
        return Balance("too few weeks")
    growing = []
    for one in series:
        same = today.get((one.what, one.name))
        low = _lower_end(one.slopes, alpha)
        beyond = low if same is None or same is one else _lower_end(one.slopes - same.slopes, alpha)
        if low > one.matters and (beyond > one.matters):
            growing.append(Growth(one.what, one.name, float(one.slopes.mean()), low, float(one.short.mean())))
    growing.sort(key=lambda growth: (growth.what, -growth.short, growth.name))
    return Balance("not balanced" if growing else "balanced", tuple(growing))


def _lower_end(slopes: Array, alpha: float) -> float:
    """One-sided; not a number where a replication has no slope, which is never beyond anything."""
    count = len(slopes)
    half = stdtrit(count - 1, 1 - alpha) * slopes.std(ddof=1) / math.sqrt(count)
    return float(slopes.mean() - half)


def _series_of(result: Result) -> list[_Series]:
    """Everything that may grow, in the weeks that count; nothing where these are too few."""
    scenario, first = result.scenario, result.measurements[min(result.measurements)]
    measured = [result.measurements[number] for number in sorted(result.measurements)]
    weeks = len(first.dimensions.weeks)
    begin = max(math.ceil(weeks * LEADS_ON), _settled(scenario))
    if weeks - begin < FEWEST_WEEKS:
        return []
    later = slice(begin, weeks)
    return [
        *_work(measured, scenario, later),
        *_appointments(measured, scenario, later, weeks),
        *_cases(measured, scenario, later),
    ]


def _settled(scenario: Scenario) -> int:
    """Weeks from the start of the window until the last measure is adopted by everybody who does."""
    ends = [measure.start.value + measure.ramp.value for measure in scenario.measures]
    return math.ceil(max(ends, default=0.0) / WEEK)


def _slopes(points: Array) -> Array:
    """Of least squares, a week, along the last axis."""
    week = np.arange(points.shape[-1]) - (points.shape[-1] - 1) / 2
    return np.asarray((points * week).sum(axis=-1) / (week**2).sum())


def _work(measured: Sequence[Measurement], scenario: Scenario, later: slice) -> list[_Series]:
    """Work waiting in each queue, in hours at the time that a piece there takes; what matters is that of the margin in fte."""
    waiting = np.array([one.total("queue_week", "waiting")[:, later] for one in measured])
    finished = np.sum([one.total("queue_work", "finished") for one in measured], axis=0)
    spent = np.sum([one.total("queue_work", "staff_time") for one in measured], axis=0)
    matters = scenario.margins.fte.value * scenario.costs.hours_per_fte.value * 7 / YEAR_DAYS
    found = []
    for number, name in enumerate(measured[0].dimensions.queues):
        if not finished[number]:
            continue
        hours = _slopes(waiting[:, number]) * (spent[number] / finished[number] / HOUR)
        found.append(_Series("work", name, hours, matters, hours))
    return found


def _appointments(measured: Sequence[Measurement], scenario: Scenario, later: slice, weeks: int) -> list[_Series]:
    """Time until the appointment of who books in a week, in days; short are places: what was asked for less what was on offer."""
    booked, refused, lead, places = (
        np.array([one.total("booking_week", name)[:, later] for one in measured])
        for name in ("booked", "no_slot", "slot_lead", "places")
    )
    matters = scenario.margins.lead_time.value / DAY / weeks
    found = []
    for number, name in enumerate(measured[0].dimensions.channels):
        if not booked[:, number].all():
            continue
        slopes = _slopes(lead[:, number] / booked[:, number] / DAY)
        short = (booked[:, number] + refused[:, number] - places[:, number]).mean(axis=-1)
        found.append(_Series("appointments", name, slopes, matters, np.maximum(short, 0.0)))
    return found


def _cases(measured: Sequence[Measurement], scenario: Scenario, later: slice) -> list[_Series]:
    """Open cases of each service beside those that come in a week; a service with an event date follows its season instead."""
    started, still_open = (
        np.array([one.total("case_week", name)[:, later] for one in measured], float) for name in ("started", "open")
    )
    dated = {name for design in scenario.designs for name, service in design.services.items() if service.event is not None}
    found = []
    for number, name in enumerate(measured[0].dimensions.services):
        coming = started[:, number].mean(axis=-1)
        if name in dated or not coming.all():
            continue
        more = _slopes(still_open[:, number])
        found.append(_Series("cases", name, more / coming, scenario.margins.share.value, np.maximum(more, 0.0)))
    return found


__all__ = ["Balance", "Growth", "balances"]
