"""The reverse question: with so many fte, which norms are met, and which opening hours or division would be better?"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Unpack

import numpy as np

from sim.experiment.lab import LAB, Lab, LabOptions
from sim.experiment.staffing.bounds import Bounds, bounds_of, open_half_hours
from sim.experiment.staffing.chain import HOURS, hours_per_year, spent_of
from sim.experiment.staffing.outcome import Weeks
from sim.experiment.staffing.planner import ALPHA, FIRST_CONFIRMING, Planner
from sim.experiment.staffing.requirements import Judged, Requirement, judge, requirements_of
from sim.experiment.staffing.roster import in_force, present, staffed_teams, with_people
from sim.experiment.staffing.search import Search
from sim.experiment.staffing.staff import NobodyAtWorkError, NothingToStaffError
from sim.experiment.staffing.trials import shares, trials_of
from sim.measure.layout import Array
from sim.model.town.channels import Channel
from sim.model.town.scenario import Scenario
from sim.model.values.calendar import QUARTERS_PER_DAY, Hours, WeekHoursModel

Name = Literal["today", "even", "work", "shorter", "later"]
HOUR_IN_QUARTERS, HALF_HOUR_IN_QUARTERS = 4, 2


@dataclass(frozen=True, eq=False)
class Division:
    """One way to spread the hours, and what it comes to.

    ``today``: in the proportions of today's roster; ``even``: evenly over the hours of the team; ``work``: as the work comes,
    with the same margin in square roots of it; ``shorter``: as the work comes, open an hour less a day; ``later``: as the work
    comes, opening and closing half an hour later. ``people`` are grids (7, 48) of the teams asked about, ``overtime_hours`` the
    work after the end of their shifts, a week, which comes on top of the fte.
    """

    name: Name
    people: dict[str, Array]
    norms: tuple[tuple[Requirement, Judged], ...]
    overtime_hours: float

    @property
    def met(self) -> int:
        return sum(judged.verdict == "met" for _, judged in self.norms)

    @property
    def missed(self) -> int:
        return sum(judged.verdict == "not_met" for _, judged in self.norms)


@dataclass(frozen=True, eq=False)
class Available:
    """What so many rostered fte can do.

    ``divisions`` begin with today's; ``best`` meets most norms, and of equals misses fewest.
    """

    scenario: Scenario
    teams: tuple[str, ...]
    fte: float
    fte_today: float
    hours_per_week: dict[str, float]
    divisions: tuple[Division, ...]
    replications: int
    seed: int
    weeks: Weeks
    runs: int
    seconds: float = 0.0

    @property
    def best(self) -> Division:
        return max(self.divisions, key=lambda one: (one.met, -one.missed))


def with_fte(
    scenario: Scenario,
    fte: float,
    *,
    team: str | None = None,
    replications: int = 10,
    lab: Lab = LAB,
    **options: Unpack[LabOptions],
) -> Available:
    """Which norms hold with ``fte`` in ``team``, or in all teams with a roster together, for several ways to divide the hours.

    Teams together get what they have of today's fte. Other teams keep today's roster. An fte is as many hours at work as the
    scenario's productive hours per fte, spread over the working days of a year. ``options``
    are those of :class:`sim.experiment.lab.Lab`, without ``engine`` and ``world``.

    Raises ``NothingToStaffError`` for a team without a roster or with nobody ever at work in it, ``ValueError`` when ``fte`` is
    not above 0, and ``Stopped``.
    """
    if not fte > 0:
        raise ValueError(f"fte must be above 0, got {fte}")
    everybody = staffed_teams(scenario)
    teams = everybody if team is None else tuple(name for name in everybody if name == team)
    if not teams:
        raise NothingToStaffError(f"{team!r} is no team with a roster; choose from {', '.join(everybody)}")
    if not any(present(scenario.design.teams[name]).any() for name in teams):
        raise NothingToStaffError("nobody is on the roster today, so there is nothing to divide the fte by")
    started = time.perf_counter()
    with trials_of(scenario, lab.with_(**options), replications, 10 + 5 * replications) as trials:
        planner = Planner(scenario, everybody, trials, replications, whole_year=False, phase=lambda _name: None)
        found = _Divider(planner, teams, fte).answer()
    return replace(found, seconds=time.perf_counter() - started)


@dataclass
class _Divider:
    planner: Planner
    teams: tuple[str, ...]
    fte: float

    def answer(self) -> Available:
        planner, scenario = self.planner, self.planner.scenario
        today = {team: hours_per_year(scenario, team, present(scenario.design.teams[team])) for team in self.teams}
        if not any(today.values()):
            raise NobodyAtWorkError(f"nobody of {', '.join(self.teams)} is ever at work")
        work, bounds = planner.measured_work()
        asked = requirements_of(scenario, planner.teams)
        concerned = tuple(one for one in asked if set(one.teams) & set(self.teams))
        search = Search(planner.trials, planner.searching, (), concerned, bounds, work, 1, in_stretches=False)
        counts = self._half_hours(today)
        first = FIRST_CONFIRMING
        divisions = []
        for name, changed, people in self._divisions(search, counts):
            measured = planner.trials.of_scenario(
                with_people(changed, people), planner.searching, range(first, first + planner.replications)
            )
            found = shares(measured, concerned)
            counted = [number for number in range(len(concerned)) if not np.isnan(found[:, number]).all()]
            judged = tuple((concerned[number], judge(concerned[number], found[:, number], ALPHA)) for number in counted)
            overtime = sum(spent_of(measured, team).overtime * float(grid.sum()) * HOURS for team, grid in people.items())
            divisions.append(Division(name, people, judged, overtime))
        return Available(
            scenario,
            self.teams,
            self.fte,
            sum(today.values()) / scenario.costs.hours_per_fte.value,
            {team: count * HOURS for team, count in counts.items()},
            tuple(divisions),
            planner.replications,
            planner.trials.seed,
            planner.weeks_of(planner.searching),
            planner.trials.runs,
        )

    def _half_hours(self, today: dict[str, float]) -> dict[str, int]:
        """Half hours a week per team that the fte give."""
        scenario = self.planner.scenario
        scale = self.fte * scenario.costs.hours_per_fte.value / sum(today.values())
        return {team: max(1, round(float(present(scenario.design.teams[team]).sum()) * scale)) for team in self.teams}

    def _divisions(self, search: Search, counts: dict[str, int]) -> Iterator[tuple[Name, Scenario, dict[str, Array]]]:
        scenario = self.planner.scenario
        bounds = search.bounds
        rosters = {team: present(scenario.design.teams[team]) for team in self.teams}
        yield "today", scenario, {team: apportioned(rosters[team], counts[team]) for team in self.teams}
        yield "even", scenario, {team: apportioned(bounds[team].allowed * 1.0, counts[team]) for team in self.teams}
        yield "work", scenario, {team: as_work_comes(search, team, counts[team]) for team in self.teams}
        for name, changed in (("shorter", self._shorter(search)), ("later", moved(scenario, self.teams))):
            if changed is not None:
                inside = replace(search, bounds=self._inside(changed, bounds))
                yield name, changed, {team: as_work_comes(inside, team, counts[team]) for team in self.teams}  # type: ignore[misc]

    def _inside(self, changed: Scenario, bounds: dict[str, Bounds]) -> dict[str, Bounds]:
        """People are at work while a live channel or desk of theirs is open; where they have none, as they were."""
        found = {}
        within = bounds_of(changed, self.planner.teams, None)
        for team, bound in bounds.items():
            open_now = np.zeros_like(bound.allowed)
            for channel in live_channels(changed, (team,)):
                open_now |= open_half_hours(changed.design.channels[channel])
            found[team] = Bounds(open_now, within[team].least * open_now) if open_now.any() else bound
        return found

    def _shorter(self, search: Search) -> Scenario | None:
        """Open an hour less: at the end of the day where there is less live work."""
        scenario = self.planner.scenario
        live = sum(search.work.live[team].sum(axis=0) for team in self.teams)
        hours = np.flatnonzero(live)
        if not len(hours):
            return None
        early, late = float(live[hours[:2]].sum()), float(live[hours[-2:]].sum())
        return trimmed(scenario, self.teams, at_opening=early < late)


def apportioned(shape: Array, count: int) -> Array:
    """``count`` whole people-half-hours in the proportions of ``shape``, by largest remainder; of equals the earliest."""
    exact = shape * (count / shape.sum())
    people = np.floor(exact + 1e-9).astype(np.int64)
    left = count - int(people.sum())
    order = np.argsort(-(exact - people).ravel(), kind="stable")[:left]
    people.ravel()[order] += 1
    return np.asarray(people)


def as_work_comes(search: Search, team: str, count: int) -> Array:
    """``count`` people-half-hours with the same margin everywhere, the least people first; fewer of those when too many."""
    least = search.bounds[team].least
    if int(least.sum()) >= count:
        return apportioned(least * 1.0, count)
    return search.more(team, least, count - int(least.sum()))


def live_channels(scenario: Scenario, teams: Sequence[str]) -> tuple[str, ...]:
    """Live channels and desks that these teams serve."""
    design = scenario.design
    return tuple(
        name
        for name, channel in design.channels.items()
        if channel.kind in ("live", "appointment")
        and any(queue.channel == name and set(queue.teams) & set(teams) for queue in design.queues.values())
    )


def trimmed(scenario: Scenario, teams: Sequence[str], *, at_opening: bool) -> Scenario | None:
    """The live channels of these teams open an hour less a day; None where they have no such hours."""
    cut = (HOUR_IN_QUARTERS, 0) if at_opening else (0, -HOUR_IN_QUARTERS)
    return _with_hours(scenario, teams, *cut)


def moved(scenario: Scenario, teams: Sequence[str]) -> Scenario | None:
    """The live channels of these teams open and close half an hour later."""
    return _with_hours(scenario, teams, HALF_HOUR_IN_QUARTERS, HALF_HOUR_IN_QUARTERS)


def _with_hours(scenario: Scenario, teams: Sequence[str], opens: int, closes: int) -> Scenario | None:
    design = scenario.design
    changed = {name: _other_hours(design.channels[name], opens, closes) for name in live_channels(scenario, teams)}
    kept = {name: channel for name, channel in changed.items() if channel is not None}
    if not kept:
        return None
    return in_force(scenario, design.model_copy(update={"channels": design.channels | kept}))


def _other_hours(channel: Channel, opens: int, closes: int) -> Channel | None:
    """The channel with its day's opening and closing moved by so many quarter-hours; None where that cannot be."""
    if channel.open.always:
        return None
    days: dict[int, tuple[Hours, ...]] = {}
    later = max(closes, 0)  # closing later moves all hours of the day, closing earlier cuts them off
    for day, spans in channel.open.days.items():
        first = min(span.opens for span in spans) + opens
        last = max(span.closes for span in spans) + closes
        cut = [(max(span.opens + later, first), min(span.closes + later, last)) for span in spans]
        days[day] = tuple(Hours(opens=start, closes=end) for start, end in cut if end > start)
        if not days[day] or last > QUARTERS_PER_DAY:
            return None
    return channel.model_copy(update={"open": WeekHoursModel(days=days)})
