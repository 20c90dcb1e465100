"""Which design and which opening hours hold on each day of a run."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import numpy as np

from sim.engine.program import CALENDAR, Array
from sim.engine.tables import Names
from sim.model.calendar import QUARTER, QUARTERS_PER_DAY
from sim.model.scenario import Scenario
from sim.model.values import DAY, Range


def design_starts(scenario: Scenario, window_start: int) -> list[int]:
    """When each design comes into force, microseconds since the start of the run; the baseline at 0."""
    return [0, *(window_start + int(measure.start.value) for measure in scenario.measures)]


def designs_of_days(scenario: Scenario, window_start: int, days: int) -> list[int]:
    """The number of the design in force on each of the first ``days`` days."""
    starts = np.array(design_starts(scenario, window_start))
    return [int(number) for number in np.searchsorted(starts, np.arange(days) * DAY, side="right") - 1]


def days_known(scenario: Scenario, days: int) -> int:
    """How many days the calendar covers: the run, and the furthest event date after it."""
    furthest = [
        service.event.furthest.value
        for design in scenario.designs
        for service in design.services.values()
        if service.event is not None
    ]
    return days + int(max(furthest, default=0.0) // DAY) + 400


def build_calendar(scenario: Scenario, start: date, days: int, window_start: int) -> Array:
    length = days_known(scenario, days)
    closed = scenario.closed_days.closed_dates(start, length)
    calendar = np.zeros(length, CALENDAR)
    designs = designs_of_days(scenario, window_start, length)
    for day in range(length):
        today = start + timedelta(days=day)
        calendar[day] = (
            today.weekday(),
            today.month - 1,
            int(today.weekday() < 5 and not closed[day]),
            designs[day],
        )
    return calendar


def quarters_down(scenario: Scenario, names: Names, start: date, days: int, window_start: int, kind: str) -> Array:
    """(channels, days * 96) bool: is a channel of this kind out of order in that quarter-hour?"""
    result = np.zeros((len(names.channels), days * QUARTERS_PER_DAY), np.bool_)
    design_of_quarter = np.repeat(designs_of_days(scenario, window_start, days), QUARTERS_PER_DAY)
    for number, design in enumerate(scenario.designs):
        for channel, name in enumerate(names.channels):
            if name not in design.channels or design.channels[name].kind != kind:
                continue
            for outage in design.channels[name].outages:
                begins = _since_start(outage.begins, start, window_start)
                first, last = max(0, int(begins // QUARTER)), max(0, int(-(-(begins + outage.length.value) // QUARTER)))
                result[channel, first:last] |= design_of_quarter[first:last] == number
    return result


def _since_start(moment: datetime | Range, start: date, window_start: int) -> float:
    """Microseconds since the start of the run of a moment as it is written."""
    if isinstance(moment, datetime):
        return float((moment - datetime.combine(start, time())) // timedelta(microseconds=1))
    return window_start + moment.value


def open_quarters(scenario: Scenario, names: Names, start: date, days: int, window_start: int) -> Array:
    """(channels, days * 96) bool: is the channel open in that quarter-hour? A live channel that is out of order is not."""
    closed = scenario.closed_days.closed_dates(start, days)
    result = np.zeros((len(names.channels), days * QUARTERS_PER_DAY), np.bool_)
    weeks = {}
    for number, design in enumerate(scenario.designs):
        for channel, name in enumerate(names.channels):
            if name in design.channels:
                hours = design.channels[name].open
                weeks[number, channel] = (
                    np.array([[hours.is_open(day, quarter) for quarter in range(QUARTERS_PER_DAY)] for day in range(7)]),
                    hours.always,
                )
    for day, number in enumerate(designs_of_days(scenario, window_start, days)):
        weekday = (start + timedelta(days=day)).weekday()
        for channel in range(len(names.channels)):
            if (number, channel) in weeks:
                week, always = weeks[number, channel]
                if always or not closed[day]:
                    result[channel, day * QUARTERS_PER_DAY : (day + 1) * QUARTERS_PER_DAY] = week[weekday]
    working: Array = result & ~quarters_down(scenario, names, start, days, window_start, "live")
    return working


def next_open_quarters(is_open: Array) -> Array:
    """For each channel and quarter-hour the first open one from there on; -1 where there is none."""
    last = is_open.shape[1]
    own = np.where(is_open, np.arange(last), last)
    following = np.minimum.accumulate(own[:, ::-1], axis=1)[:, ::-1]
    return np.where(following == last, -1, following).astype(np.int32)
