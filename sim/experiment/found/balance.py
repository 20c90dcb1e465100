"""Does work keep up? Where a backlog, a lead or the share of open cases grows through the window, figures of the window mislead.

What is not done in it makes a design look cheap. Each replication gives a slope per week; over the replications a one-sided
interval of Student's t tells whether it grows by more than matters. All slopes of all designs that are compared share one
false-alarm probability (Bonferroni): :data:`ALPHA` in all.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
from scipy.special import stdtrit

from sim.engine.build.facility import back_office_queue
from sim.engine.program import codes
from sim.experiment.found.intervals import ALPHA
from sim.experiment.found.result import Result
from sim.measure.definition import Definition
from sim.measure.layout import Array
from sim.measure.measurement import Measurement
from sim.model.town.scenario import Scenario
from sim.model.values.units import DAY, HOUR, WEEK, YEAR_DAYS

FEWEST_WEEKS = 4
"""Of points through which a slope is laid."""
LEADS_ON = 0.5
"""Part of the window that is left out at its start: a measure that begins there changes backlogs and leads until they settle."""

What = Literal["work", "appointments", "cases"]
State = Literal["balanced", "not balanced", "unfinished", "one replication", "too few weeks"]


@dataclass(frozen=True)
class Growth:
    """What grows: the work waiting in a queue, the time until the first appointment at a channel, or the open cases of a service.

    ``per_week``: hours of work, days, or open cases per case that comes in, a week. ``short`` says by how much a week: hours of
    work, places or cases.
    """

    what: What
    name: str
    per_week: float
    short: float


@dataclass(frozen=True)
class Balance:
    """Whether the work of one design keeps up in the window, and what does not, the largest shortage of each kind first."""

    state: State
    growing: tuple[Growth, ...] = ()
    open_share: float = 0.0
    """Of the cases of the window, how many are still open when the run ends."""
    left_over: float = 0.0
    """Hours of work that wait when the window ends."""

    @property
    def holds(self) -> bool:
        """False where it was found that work does not keep up, or that too much of it is not done to say what it takes."""
        return self.state not in ("not balanced", "unfinished")


@dataclass(frozen=True, eq=False)
class _Series:
    """One thing that may grow, per replication: its slope a week, that slope without what the season adds, and what is short.

    ``matters`` is the slope from which on it matters.
    """

    what: What
    name: str
    slopes: Array
    out_of_season: Array
    matters: float
    short: Array


def needs_balance(definition: Definition) -> bool:
    """Is a KPI about staff, waits, time or costs, and so misleading where work is left over?"""
    how_served = definition.margin == "share" and codes.SELF_SERVICE not in definition.kinds
    timed = definition.unit in ("seconds", "minutes", "hours", "days", "fte", "euros")
    return definition.better != 0 and (how_served or timed)


def balances(results: Sequence[Result], *, alpha: float = ALPHA) -> tuple[Balance, ...]:
    """The balance of each design. The first is today.

    A busy season lets leads and backlogs grow that shrink again after it. So of today the growth counts that would be there if
    as much came in as in an average week of the year, and of the others the growth that matters and is faster than today's by
    as much as matters. Raises ``ValueError`` when no replication was finished.
    """
    if not all(result.measurements for result in results):
        raise ValueError("no replication was finished, so there is nothing to measure")
    found = [_series_of(result) for result in results]
    tests = max(1, sum(len(series) for series in found))
    today = {(one.what, one.name): one for one in found[0]}
    least = min(_left_over(result) for result in results)
    return tuple(_balance(result, series, today, alpha / tests, least) for result, series in zip(results, found, strict=True))


def _balance(
    result: Result, series: Sequence[_Series], today: dict[tuple[What, str], _Series], alpha: float, least: float
) -> Balance:
    """``least``: the hours of work that wait at the end of the window in the design in which these are fewest."""
    if result.done < 2:
        return Balance("one replication")
    if not series:
        share, left_over = _open_share(result), _left_over(result)
        weeks = len(result.measurements[min(result.measurements)].dimensions.weeks)
        too_much = share > result.scenario.margins.share.value or left_over - least > weeks * _hours_that_matter(result.scenario)
        return Balance("unfinished" if too_much else "too few weeks", open_share=share, left_over=left_over)
    growing = []
    for one in series:
        same = today.get((one.what, one.name))
        beside = one.slopes - same.slopes if same is not None and same is not one else one.out_of_season
        low = min(_lower_end(one.slopes, alpha), _lower_end(beside, alpha))
        if low > one.matters:
            growing.append(Growth(one.what, one.name, float(one.slopes.mean()), float(one.short.mean())))
    growing.sort(key=lambda growth: (growth.what, -growth.short, growth.name))
    return Balance("not balanced" if growing else "balanced", tuple(growing))


def _open_share(result: Result) -> float:
    still_open, roots = (
        sum(int(one.total("root", name).sum()) for one in result.measurements.values()) for name in ("open", "roots")
    )
    return still_open / roots if roots else 0.0


def _left_over(result: Result) -> float:
    """Hours of work that wait when the window ends, at the time that a piece takes in its queue, a mean."""
    waiting, finished, spent = (
        np.sum([one.total(family, name) for one in result.measurements.values()], axis=0, dtype=float)
        for family, name in (("queue_week", "waiting"), ("queue_work", "finished"), ("queue_work", "staff_time"))
    )
    return float((waiting[:, -1] * spent / np.maximum(finished, 1)).sum() / HOUR / result.done) if waiting.size else 0.0


def _hours_that_matter(scenario: Scenario) -> float:
    """The margin in fte, as hours a week."""
    return scenario.margins.fte.value * scenario.costs.hours_per_fte.value * 7 / YEAR_DAYS


def _lower_end(slopes: Array, alpha: float) -> float:
    """One-sided; not a number where a replication has no slope, which is never beyond anything."""
    count = len(slopes)
    return float(slopes.mean() - stdtrit(count - 1, 1 - alpha) * slopes.std(ddof=1) / math.sqrt(count))


def _series_of(result: Result) -> list[_Series]:
    """Everything that may grow, in the weeks that count; nothing where these are too few."""
    scenario, measured = result.scenario, [result.measurements[number] for number in sorted(result.measurements)]
    weeks = len(measured[0].dimensions.weeks)
    begin = max(math.ceil(weeks * LEADS_ON), _settled(scenario))
    if weeks - begin < FEWEST_WEEKS:
        return []
    later = _Later(scenario, measured, slice(begin, weeks))
    return [*later.work(), *later.appointments(), *later.cases()]


def _settled(scenario: Scenario) -> int:
    """Weeks from the start of the window until the last measure is adopted by everybody who does."""
    ends = [measure.start.value + measure.ramp.value for measure in scenario.measures]
    return math.ceil(max(ends, default=0.0) / WEEK)


def _slopes(points: Array) -> Array:
    """Of least squares, a week, along the last axis."""
    week = np.arange(points.shape[-1]) - (points.shape[-1] - 1) / 2
    return np.asarray((points * week).sum(axis=-1) / (week**2).sum())


@dataclass(frozen=True, eq=False)
class _Later:
    """The later weeks of the window of one design."""

    scenario: Scenario
    measured: Sequence[Measurement]
    weeks: slice

    def by_week(self, family: str, quantity: str) -> Array:
        """Shape (replications, members, weeks)."""
        return np.array([one.total(family, quantity)[..., self.weeks] for one in self.measured], float)

    def in_all(self, family: str, quantity: str) -> Array:
        """Of the whole window and all replications."""
        return np.asarray(np.sum([one.total(family, quantity) for one in self.measured], axis=0, dtype=float))

    def work(self) -> Iterator[_Series]:
        """Work waiting in each queue, in hours at the time that a piece there takes; what matters is the margin in fte."""
        waiting, finished = self.by_week("queue_week", "waiting"), self.in_all("queue_work", "finished")
        spent = self.in_all("queue_work", "staff_time") / HOUR
        a_week = spent / len(self.measured) / len(self.measured[0].dimensions.weeks)
        matters = _hours_that_matter(self.scenario)
        for number, name in enumerate(self.measured[0].dimensions.queues):
            if finished[number]:
                hours = _slopes(waiting[:, number]) * spent[number] / finished[number]
                in_season = a_week[number] * self.added_by_season(self.services_in(name))
                yield _Series("work", name, hours, hours - in_season, matters, hours)

    def appointments(self) -> Iterator[_Series]:
        """Time until the appointment of who books in a week, in days; short are places: asked for less what is on offer."""
        booked, refused, lead, places = (
            self.by_week("booking_week", name) for name in ("booked", "no_slot", "slot_lead", "places")
        )
        matters = self.scenario.margins.lead_time.value / DAY / len(self.measured[0].dimensions.weeks)
        asked_by_service = self.in_all("contact", "requested").sum(axis=2)
        for number, name in enumerate(self.measured[0].dimensions.channels):
            if not booked[:, number].all():
                continue
            slopes = _slopes(lead[:, number] / booked[:, number] / DAY)
            asked = (booked[:, number] + refused[:, number]).mean(axis=-1)
            short = np.maximum(asked - places[:, number].mean(axis=-1), 0.0)
            in_season = asked * self.added_by_season(asked_by_service[number])
            left = 1.0 if not in_season.any() else np.maximum(1.0 - in_season / np.maximum(short, 1.0), 0.0)
            yield _Series("appointments", name, slopes, slopes * left, matters, short)

    def cases(self) -> Iterator[_Series]:
        """Open cases of each service beside those that come in a week; one with an event date follows the season of that."""
        started, still_open = self.by_week("case_week", "started").mean(axis=-1), self.by_week("case_week", "open")
        services = self.scenario.design.services
        for number, name in enumerate(self.measured[0].dimensions.services):
            if name in services and services[name].event is None and started[:, number].all():
                more = _slopes(still_open[:, number])
                share, alone = more / started[:, number], np.arange(started.shape[1]) == number
                in_season = self.added_by_season(alone.astype(float))
                yield _Series("cases", name, share, share - in_season, self.scenario.margins.share.value, np.maximum(more, 0.0))

    def services_in(self, queue: str) -> Array:
        """How much of each service comes to the channel of this queue, or to the back office of its team."""
        dimensions = self.measured[0].dimensions
        for design in self.scenario.designs:
            if queue in design.queues:
                channel = dimensions.channels.index(design.queues[queue].channel)
                return np.asarray(self.in_all("contact", "requested").sum(axis=2)[channel])
        team = dimensions.teams.index(queue.removeprefix(back_office_queue("")))
        return np.asarray(self.in_all("work", "pieces")[team, len(dimensions.channels)])

    def added_by_season(self, mix: Array) -> float:
        """Which part of what comes in, in this mix of services, is left over because it is not an average time of the year.

        More may come in than in an average week, and more working days may be closed, each a fifth of what a week can do.
        """
        started = self.by_week("case_week", "started").mean(axis=(0, -1))
        busier = np.ones(len(started))
        services, inhabitants = self.scenario.design.services, self.scenario.population.inhabitants
        for number, name in enumerate(self.measured[0].dimensions.services):
            average = services[name].demand.rate.per_year(inhabitants) * 7 / YEAR_DAYS if name in services else 0.0
            busier[number] = started[number] / average if average and started[number] else 1.0
        total = mix.sum()
        return max(0.0, 1.0 - float((mix / busier).sum() / total) + self.closed_more()) if total else 0.0

    def closed_more(self) -> float:
        """Which part of the working days is closed in these weeks, less that of the whole year."""
        start, weeks = self.scenario.period.start, self.weeks.stop - self.weeks.start
        year = date(start.year, 1, 1)
        here = self._closed(start + timedelta(weeks=self.weeks.start), 7 * weeks)
        return here - self._closed(year, (date(start.year + 1, 1, 1) - year).days)

    def _closed(self, first: date, days: int) -> float:
        workdays = [(first + timedelta(days=day)).weekday() < 5 for day in range(days)]
        closed = self.scenario.closed_days.closed_dates(first, days)
        return sum(day and shut for day, shut in zip(workdays, closed, strict=True)) / sum(workdays)


__all__ = ["Balance", "Growth", "balances", "needs_balance"]
