"""Which design and which opening hours hold on each day of a run."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from math import ceil
from typing import NamedTuple

import numpy as np

from sim.engine.build.parts import kept
from sim.engine.program.program import CALENDAR, Array
from sim.engine.program.tables import Names
from sim.model.town.adoption import phases
from sim.model.town.channels import Channel
from sim.model.town.scenario import Scenario
from sim.model.values.calendar import QUARTER, QUARTERS_PER_DAY, ClosedDays, WeekHoursModel
from sim.model.values.units import DAY
from sim.model.values.values import Range

AFTER = 400
"""Days after the last that anybody plans for, so that who looks for the next open or working day finds it."""


Changes = tuple[tuple[int, int], ...]
"""When the office changes, microseconds since the start of the run, and to which design; today's at 0."""


def design_changes(scenario: Scenario, window_start: int) -> Changes:
    """The design of the office itself over time: that of all measures in force, whoever has adopted them."""
    return tuple(
        (0 if phase.start is None else window_start + int(phase.start), scenario.in_force.index(phase.in_force))
        for phase in phases(scenario.measures)
    )


def designs_of_days(scenario: Scenario, window_start: int, days: int) -> list[int]:
    """The number of the design in force on each of the first ``days`` days."""
    return list(map(int, design_by_day(design_changes(scenario, window_start), days)))


def design_by_day(changes: Changes, days: int) -> Array:
    """The number of the design in force on each of the first ``days`` days."""
    starts, designs = np.array(changes, np.int64).T
    by_day: Array = designs[np.searchsorted(starts, np.arange(days) * DAY, side="right") - 1]
    return by_day


def days_bookable(scenario: Scenario, days: int) -> int:
    """Up to which day appointments are made: of the run, and after it as far ahead as one can be booked."""
    channels = [channel for design in scenario.designs for channel in design.channels.values()]
    horizons = [channel.slots.horizon.value for channel in channels if channel.slots is not None]
    return days + ceil(max(horizons, default=0.0) / DAY)


def days_known(scenario: Scenario, days: int) -> int:
    """How many days the calendar covers: the run, and the furthest appointment and event date after it."""
    furthest = [
        service.event.furthest.value
        for design in scenario.designs
        for service in design.services.values()
        if service.event is not None
    ]
    return max(days_bookable(scenario, days), days + int(max(furthest, default=0.0) // DAY)) + AFTER


def build_calendar(scenario: Scenario, start: date, days: int, window_start: int) -> Array:
    length = days_known(scenario, days)
    closed = np.array(scenario.closed_days.closed_dates(start, length))
    calendar = np.zeros(length, CALENDAR)
    calendar["weekday"], calendar["month"] = weekdays_and_months(start, length)
    calendar["working"] = (calendar["weekday"] < 5) & ~closed
    calendar["design"] = designs_of_days(scenario, window_start, length)
    return calendar


def weekdays_and_months(start: date, days: int) -> tuple[Array, Array]:
    """Of each date from ``start`` on, both counted from 0 (Monday, January)."""
    weekdays = (start.weekday() + np.arange(days)) % 7
    months = (np.datetime64(start, "D") + np.arange(days)).astype("datetime64[M]").astype(np.int64) % 12
    return weekdays, months


def week_of(hours: WeekHoursModel) -> Array:
    """(7, 96) bool: is it open in that quarter-hour of the week?"""
    week = np.zeros((7, QUARTERS_PER_DAY), np.bool_)
    for day, spans in hours.days.items():
        for span in spans:
            week[day, span.opens : span.closes] = True
    return week


class ChannelHours(NamedTuple):
    """When a channel is open under one design.

    ``week`` are the bytes of :func:`week_of`, ``always`` on holidays too, ``down`` from and to which quarter-hour of the run it
    is out of order, half-open.
    """

    week: bytes
    always: bool
    down: tuple[tuple[int, int], ...]


def quarters_down(scenario: Scenario, names: Names, start: date, days: int, window_start: int, kind: str) -> Array:
    """(channels, days * 96) bool: is a channel of this kind out of order in that quarter-hour?"""
    result = np.zeros((len(names.channels), days * QUARTERS_PER_DAY), np.bool_)
    design_of_quarter = np.repeat(designs_of_days(scenario, window_start, days), QUARTERS_PER_DAY)
    for number, design in enumerate(scenario.designs):
        for channel, name in enumerate(names.channels):
            if name in design.channels and design.channels[name].kind == kind:
                for first, last in _outages(design.channels[name], start, window_start):
                    result[channel, first:last] |= design_of_quarter[first:last] == number
    return result


def _outages(channel: Channel, start: date, window_start: int) -> tuple[tuple[int, int], ...]:
    """From and to which quarter-hour of the run a channel is out of order, half-open."""
    found = []
    for outage in channel.outages:
        begins = _since_start(outage.begins, start, window_start)
        found.append((max(0, int(begins // QUARTER)), max(0, int(-(-(begins + outage.length.value) // QUARTER)))))
    return tuple(found)


def _since_start(moment: datetime | Range, start: date, window_start: int) -> float:
    """Microseconds since the start of the run of a moment as it is written."""
    if isinstance(moment, datetime):
        return float((moment - datetime.combine(start, time())) // timedelta(microseconds=1))
    return window_start + moment.value


def open_quarters(scenario: Scenario, names: Names, start: date, days: int, window_start: int) -> Array:
    """(channels, days * 96) bool: is the channel open in that quarter-hour? A live channel that is out of order is not."""
    following = next_open_quarters(scenario, names, start, days, window_start)
    is_open: Array = following == np.arange(following.shape[1], dtype=np.int32)
    return is_open


def next_open_quarters(scenario: Scenario, names: Names, start: date, days: int, window_start: int) -> Array:
    """(channels, days * 96) int32: the first open quarter-hour from there on, also after the run; -1 = never again."""
    changes = design_changes(scenario, window_start)
    found = np.empty((len(names.channels), days * QUARTERS_PER_DAY), np.int32)
    for channel, name in enumerate(names.channels):
        hours = tuple(
            _hours(design.channels[name], start, window_start) if name in design.channels else None for design in scenario.designs
        )
        (found[channel],) = _next_open(hours, changes, scenario.closed_days, start, days)
    return found


def _hours(channel: Channel, start: date, window_start: int) -> ChannelHours:
    down = _outages(channel, start, window_start) if channel.kind == "live" else ()
    return ChannelHours(week_of(channel.open).tobytes(), channel.open.always, down)


@kept
def _next_open(
    hours: tuple[ChannelHours | None, ...], changes: Changes, closed_days: ClosedDays, start: date, days: int
) -> tuple[Array]:
    """(days * 96,) int32: the same of one channel, by its hours under each design (None where that has it not)."""
    length = days + AFTER
    closed = np.array(closed_days.closed_dates(start, length))
    is_open = np.zeros((length, QUARTERS_PER_DAY), np.bool_)
    down = np.zeros(length * QUARTERS_PER_DAY, np.bool_)
    designs, weekdays = design_by_day(changes, length), weekdays_and_months(start, length)[0]
    of_quarters = np.repeat(designs, QUARTERS_PER_DAY)
    for number, known in enumerate(hours):
        if known is not None:
            there = (designs == number) & (known.always | ~closed)
            is_open[there] = np.frombuffer(known.week, np.bool_).reshape(7, -1)[weekdays[there]]
            for first, last in known.down:
                down[first:last] |= of_quarters[first:last] == number
    last = len(down)
    own = np.where(is_open.ravel() & ~down, np.arange(last, dtype=np.int32), np.int32(last))
    following = np.minimum.accumulate(own[::-1])[::-1][: days * QUARTERS_PER_DAY]
    return (np.where(following == last, np.int32(-1), following),)
