"""The run on the calendar: when the window is, when the office stops and when the run ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sim.model.town.scenario import Scenario
from sim.model.values.units import DAY, WEEK


def settles_late(scenario: Scenario) -> bool:
    """Do waits still change within the window because of a measure, so that they say too little of those after it?"""
    return any(
        one.start.value > 0 or one.ramp.value > 0 or one.until is not None or one.shock or one.learning
        for one in scenario.measures
    )


@dataclass(frozen=True)
class Clock:
    """The run on the calendar: its first Monday, and the measured window in microseconds since then."""

    start: date
    window_start: int
    window_end: int
    end: int
    office_end: int
    """When the office stops; the end of the run where it does not."""

    @property
    def days(self) -> int:
        return self.end // DAY

    @property
    def office_days(self) -> int:
        return self.office_end // DAY

    @classmethod
    def of(cls, scenario: Scenario) -> Clock:
        period = scenario.period
        before = period.prelude + period.warm_up
        start = period.start - timedelta(weeks=before)
        window_end = (before + period.weeks) * WEEK
        end = window_end + period.follow_up * WEEK
        office_end = end if settles_late(scenario) else min(end, window_end + period.office_after * WEEK)
        return cls(start, before * WEEK, window_end, end, office_end)
