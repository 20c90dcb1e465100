"""Compile queues, people and hours: who serves what, who is on duty when, when slots are offered and doors close."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np

from sim.engine.build.calendar import (
    Changes,
    days_bookable,
    design_by_day,
    design_changes,
    designs_of_days,
    open_quarters,
    week_of,
    weekdays_and_months,
)
from sim.engine.build.parts import Itself, keeping, kept
from sim.engine.luck.draws import agent_entity, name_hash22
from sim.engine.program.program import AGENTS, BREAKS, CLOSINGS, QUEUE_OPENS, QUEUES, SLOTS, STRETCHES, Array, Facility
from sim.engine.program.tables import Names
from sim.model.files.coverage import queue_of
from sim.model.town.channels import Channel, Team
from sim.model.town.scenario import Design, Scenario
from sim.model.values.calendar import QUARTER, QUARTERS_PER_DAY, ClosedDays
from sim.model.values.units import DAY

FEW = 8
"""Of so many sets of teams everybody's stretches are kept: of years they are megabytes."""
ALMOST = 1e-9
"""More than the rounding errors of a number of places."""


def back_office_queue(team: str) -> str:
    return f"back office {team}"


def queue_names(scenario: Scenario, teams: tuple[str, ...]) -> tuple[str, ...]:
    named = dict.fromkeys(name for design in scenario.designs for name in design.queues)
    return (*named, *(back_office_queue(team) for team in teams))


def agent_names(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """(team, 'shift/number') of everybody in any design; sorted, so that a name never depends on a position in the file."""
    people: dict[tuple[str, str], int] = {}
    for design in scenario.designs:
        for team_name, team in design.teams.items():
            for shift_name, shift in team.shifts.items():
                key = (team_name, shift_name)
                people[key] = max(people.get(key, 0), shift.people)
    return tuple((team, f"{shift}/{number}") for (team, shift), count in sorted(people.items()) for number in range(count))


def build_facility(scenario: Scenario, names: Names, start: date, days: int, window_start: int, office_days: int) -> Facility:
    """Rosters end after ``office_days``, hours and appointments go on."""
    queues, serves, after, speed = _queues(scenario, names)
    shut = quarters_shut(scenario, names, start, days, window_start)
    teams, changes = tuple(Itself(design.teams) for design in scenario.designs), design_changes(scenario, window_start)
    people = _people(teams, names.agents, names.teams, changes, scenario.closed_days, start, office_days)
    agents, stretches, breaks = (table.copy() for table in people)
    is_open = open_quarters(scenario, names, start, days, window_start)
    slots, first_slot = _slots(scenario, names, start, days, window_start)
    expectation = [
        next(design.channels[name].expected_wait.value for design in scenario.designs if name in design.channels)
        for name in names.channels
    ]
    return Facility(
        queues=queues,
        serves=serves,
        after=after,
        speed=speed,
        shut=shut if shut.any() else shut[:, :0].copy(),
        agents=agents,
        stretches=stretches,
        breaks=breaks,
        closings=_closings(scenario, names, is_open, shut, window_start),
        slots=slots,
        first_slot=first_slot,
        start_expectation=np.broadcast_to(
            np.array(expectation).astype(np.int64)[:, None, None], (len(expectation), 7, 24)
        ).copy(),
    )


def _queues(scenario: Scenario, names: Names) -> tuple[Array, Array, Array, Array]:
    queues = np.zeros((len(scenario.designs), len(names.queues)), QUEUES)
    serves = np.zeros((len(scenario.designs), len(names.teams), len(names.queues)), np.int32)
    after, speed = np.zeros(serves.shape, np.int64), np.ones(serves.shape)
    for number, design in enumerate(scenario.designs):
        handling = _mean_handling(design)
        for index, name in enumerate(names.queues):
            if name in design.queues:
                queue = design.queues[name]
                deferred = design.channels[queue.channel].kind == "deferred"
                unlimited = any(design.teams[team].unlimited for team in queue.teams)
                queues[number, index] = (
                    names.channels.index(queue.channel),
                    queue.priority,
                    int(queue.ageing.value),
                    int(deferred),
                    int(unlimited),
                    handling.get(name, 0),
                    design.channels[queue.channel].concurrency,
                )
                for team, skill in queue.skills.items():
                    place = (number, names.teams.index(team), index)
                    serves[place], after[place] = skill, queue.helps_after[team]
                    if name in design.teams[team].speed:
                        speed[place] = design.teams[team].speed[name].value
        for team_number, team in enumerate(names.teams):
            if team in design.teams:
                index = names.queues.index(back_office_queue(team))
                priority = design.teams[team].back_office_priority
                queues[number, index] = (-1, priority, 0, 1, int(design.teams[team].unlimited), 0, 1)
                serves[number, team_number, index] = 1
    return queues, serves, after, speed


def quarters_shut(scenario: Scenario, names: Names, start: date, days: int, window_start: int) -> Array:
    """(queues, days * 96) bool: is this queue outside the hours in which it is served?"""
    result = np.zeros((len(names.queues), days, QUARTERS_PER_DAY), np.bool_)
    designs = np.array(designs_of_days(scenario, window_start, days))
    weekdays = weekdays_and_months(start, days)[0]
    for number, design in enumerate(scenario.designs):
        for queue, name in enumerate(names.queues):
            hours = design.queues[name].hours if name in design.queues else None
            if hours is not None:
                result[queue, designs == number] = ~week_of(hours)[weekdays[designs == number]]
    return result.reshape(len(names.queues), days * QUARTERS_PER_DAY)


def _mean_handling(design: Design) -> dict[str, int]:
    """Mean handling time of the options served by each queue, for the announced wait."""
    means: dict[str, list[float]] = {}
    for service_name, service in design.services.items():
        groups = [*(step.options for step in service.steps.values()), service.inquiry]
        for options in groups:
            for channel, option in options.items():
                queue = queue_of(design, service_name, channel)
                if queue is not None:
                    means.setdefault(queue, []).append(option.handling.mean.value + option.wrap_up.mean.value)
    return {queue: int(sum(values) / len(values)) for queue, values in means.items()}


@keeping(FEW)
def _people(
    teams: tuple[Itself[dict[str, Team]], ...],
    people: tuple[tuple[str, str], ...],
    team_names: tuple[str, ...],
    changes: Changes,
    closed_days: ClosedDays,
    start: date,
    days: int,
) -> tuple[Array, Array, Array]:
    """Everybody with the stretches he works; people of a shift who are there under the same designs work the same ones."""
    agents = np.zeros(len(people), AGENTS)
    known: dict[tuple[str, str, tuple[bool, ...]], tuple[Array, ...]] = {}
    stretches, breaks = [np.zeros(0, STRETCHES)], [np.zeros(0, BREAKS)]
    first, first_break = 0, 0
    for index, (team_name, person) in enumerate(people):
        shift_name, number = person.rsplit("/", 1)
        there = tuple(_is_there(of_design.value, team_name, shift_name, int(number)) for of_design in teams)
        key = (team_name, shift_name, there)
        if key not in known:
            works = [
                _working_day(of_design.value[team_name], shift_name) if is_there else None
                for of_design, is_there in zip(teams, there, strict=True)
            ]
            known[key] = _stretches(tuple(works), changes, closed_days, start, days)
        worked, paused = known[key]
        worked = worked.copy()
        worked["first_break"] += first_break
        entity = agent_entity(name_hash22(team_name, shift_name), int(number))
        agents[index] = (entity, team_names.index(team_name), first, len(worked))
        stretches.append(worked)
        breaks.append(paused)
        first += len(worked)
        first_break += len(paused)
    return agents, np.concatenate(stretches), np.concatenate(breaks)


def _is_there(teams: dict[str, Team], team_name: str, shift_name: str, number: int) -> bool:
    team = teams.get(team_name)
    return team is not None and shift_name in team.shifts and number < team.shifts[shift_name].people


class WorkingDay(NamedTuple):
    """A day of somebody of a shift: hours and breaks in microseconds since midnight.

    ``goes_on`` where a day that begins when the one before ends is one stretch with it: nobody is absent and nobody has a break.
    """

    weekdays: tuple[int, ...]
    on_holidays: bool
    opens: int
    closes: int
    absence: float
    breaks: tuple[tuple[int, int], ...]
    goes_on: bool


def _working_day(team: Team, shift_name: str) -> WorkingDay:
    shift, absence = team.shifts[shift_name], team.absence.value
    opens, closes = shift.hours.opens * QUARTER, shift.hours.closes * QUARTER
    planned = sorted((pause.at.opens * QUARTER, int(pause.length.value)) for pause in shift.breaks)
    breaks = tuple(pause for pause in planned if opens <= pause[0] < closes)
    goes_on = absence == 0 and not shift.breaks
    return WorkingDay(shift.days, team.work_on_holidays, opens, closes, absence, breaks, goes_on)


@kept
def _stretches(
    works: tuple[WorkingDay | None, ...], changes: Changes, closed_days: ClosedDays, start: date, days: int
) -> tuple[Array, Array]:
    """The stretches and breaks of somebody by his working day under each design, None where he is not there."""
    stretches: list[tuple[int, int, int, float, int, int]] = []
    breaks: list[tuple[int, int]] = []
    closed = closed_days.closed_dates(start, days)
    day_zero = (start - date(1970, 1, 1)).days
    first_weekday = start.weekday()
    for day, design in enumerate(design_by_day(changes, days).tolist()):
        work = works[design]
        if work is None or (first_weekday + day) % 7 not in work.weekdays or (closed[day] and not work.on_holidays):
            continue
        on, off = day * DAY + work.opens, day * DAY + work.closes
        if stretches and stretches[-1][1] == on and work.goes_on and stretches[-1][5] == 0:
            begun = stretches[-1]
            stretches[-1] = (begun[0], off, *begun[2:])
            continue
        stretches.append((on, off, day_zero + day, work.absence, len(breaks), len(work.breaks)))
        breaks.extend((day * DAY + begins, length) for begins, length in work.breaks)
    return np.array(stretches, STRETCHES), np.array(breaks, BREAKS)


def _closings(scenario: Scenario, names: Names, is_open: Array, shut: Array, window_start: int) -> Array:
    """When a live channel sends away who is still waiting: its closing time plus the grace, by time and channel.

    Also when a queue with hours of its own is served again.
    """
    found = [np.zeros(0, CLOSINGS)]
    by_day = design_by_day(design_changes(scenario, window_start), is_open.shape[1] // QUARTERS_PER_DAY)
    for channel, name in enumerate(names.channels):
        closes = np.flatnonzero(is_open[channel, :-1] & ~is_open[channel, 1:]) + 1
        grace = np.array([_grace(design, name) for design in scenario.designs])[by_day[(closes - 1) // QUARTERS_PER_DAY]]
        rows = np.zeros(int((grace >= 0).sum()), CLOSINGS)
        rows["closed"] = closes[grace >= 0] * QUARTER
        rows["time"] = rows["closed"] + grace[grace >= 0]
        rows["channel"], rows["entity"] = channel, name_hash22("channel", name)
        found.append(rows)
    for queue, name in enumerate(names.queues):
        opens = (np.flatnonzero(shut[queue, :-1] & ~shut[queue, 1:]) + 1) * QUARTER
        rows = np.zeros(len(opens), CLOSINGS)
        rows["time"], rows["closed"] = opens, opens
        rows["channel"], rows["entity"] = QUEUE_OPENS, name_hash22("queue", name)
        found.append(rows)
    closings = np.concatenate(found)
    return closings[np.lexsort((closings["entity"], closings["time"]))]


def _grace(design: Design, channel: str) -> int:
    """How long who still waits when a channel closes is helped; -1 where nobody waits there."""
    known = design.channels.get(channel)
    return int(known.closing_grace.value) if known is not None and known.kind in ("live", "appointment") else -1


class Offer(NamedTuple):
    """The appointments of a channel under one design: at which times of each weekday, how many places, and on holidays too?"""

    times: tuple[tuple[int, ...], ...]
    places: int
    overbooking: float
    always: bool


def _slots(scenario: Scenario, names: Names, start: date, days: int, window_start: int) -> tuple[Array, Array]:
    """Every appointment slot that can be booked in the run, by channel and time, and where each channel's begin.

    The last lie after the run: who books near its end is as far ahead as anybody.
    """
    last, changes = days_bookable(scenario, days), design_changes(scenario, window_start)
    found = [np.zeros(0, SLOTS)]
    for number, name in enumerate(names.channels):
        offers = tuple(_offer(design.channels.get(name)) for design in scenario.designs)
        (slots,) = _offered(number, offers, changes, scenario.closed_days, start, last)
        found.append(slots)
    return np.concatenate(found), np.cumsum([len(slots) for slots in found])


def _offer(channel: Channel | None) -> Offer | None:
    if channel is None or channel.slots is None:
        return None
    times = tuple(tuple(channel.slots.times(channel.open, day)) for day in range(7))
    return Offer(times, channel.slots.places, channel.slots.overbooking.value, channel.open.always)


@kept
def _offered(
    channel: int, offers: tuple[Offer | None, ...], changes: Changes, closed_days: ClosedDays, start: date, days: int
) -> tuple[Array]:
    """The slots of a channel, by time. What is overbooked is spread evenly over a day."""
    closed = np.array(closed_days.closed_dates(start, days))
    designs, weekdays = design_by_day(changes, days), weekdays_and_months(start, days)[0]
    found = [np.zeros(0, SLOTS)]
    for number, offer in enumerate(offers):
        if offer is None:
            continue
        for weekday, times in enumerate(offer.times):
            on = np.flatnonzero((designs == number) & (offer.always | ~closed) & (weekdays == weekday))
            offered = np.zeros((len(on), len(times)), SLOTS)
            before, extra = np.arange(len(times)), offer.places * offer.overbooking
            offered["time"], offered["channel"] = on[:, None] * DAY + np.array(times, np.int64), channel
            offered["places"] = offer.places + np.floor((before + 1) * extra + ALMOST) - np.floor(before * extra + ALMOST)
            found.append(offered.ravel())
    slots = np.concatenate(found)
    return (slots[np.argsort(slots["time"])],)
