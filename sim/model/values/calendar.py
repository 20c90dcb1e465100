"""Dates, public holidays and weekly hours."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Annotated, Any, Literal, TypeVar

import holidays
from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from sim.model.values.keys import Key
from sim.model.values.names import FreeText
from sim.model.values.reasons import WrongValue
from sim.model.values.values import Frozen

Moment = TypeVar("Moment", bound=date)
FIRST_YEAR, LAST_YEAR = 1900, 2200
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
QUARTER = 15 * 60 * 1_000_000
QUARTERS_PER_DAY = 96
PARTS_OF_DAY = {"morning": (0, 48), "afternoon": (48, 72), "evening": (72, 96)}
"""First and last quarter-hour, half-open: to 12:00, to 18:00, to 24:00 (ASSUMPTION)."""
HOURS = re.compile(r"^\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*$")


def clock(quarter: int) -> str:
    """``09:30`` of quarter-hour 38 of a day."""
    return f"{quarter // 4:02d}:{quarter % 4 * 15:02d}"


def read_days(text: str) -> tuple[int, ...]:
    """Weekday numbers (0 = Monday) of a text such as ``mon-fri`` or ``tue, thu``."""
    days: list[int] = []
    for part in str(text).split(","):
        ends = [end.strip() for end in part.split("-")]
        if len(ends) > 2 or any(end not in WEEKDAYS for end in ends):
            raise WrongValue("weekdays", value=repr(text))
        first, last = WEEKDAYS.index(ends[0]), WEEKDAYS.index(ends[-1])
        if last < first:
            raise WrongValue("weekdays_order", value=repr(text))
        days.extend(range(first, last + 1))
    return tuple(sorted(set(days)))


def read_parts(text: str) -> tuple[int, ...]:
    """Parts of the week, numbered 3 x weekday + 0 (morning), 1 (afternoon) or 2 (evening), of a text such as ``wed afternoon``.

    Several days share a text, ``mon-fri morning``; without days it is every day, ``evening``.
    """
    days, _, part = str(text).strip().rpartition(" ")
    if part not in PARTS_OF_DAY:
        raise WrongValue("part_of_week", value=repr(text))
    at = list(PARTS_OF_DAY).index(part)
    return tuple(len(PARTS_OF_DAY) * day + at for day in (read_days(days) if days else range(7)))


def read_clock(hours: str, minutes: str) -> int:
    """Quarter-hours since midnight."""
    total = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or total > 24 * 60 or total % 15:
        raise WrongValue("quarter", value=f"'{hours}:{minutes}'")
    return total // 15


def read_hours(value: Any) -> tuple[int, int]:
    """First and last quarter-hour of a text such as ``09:00-17:00``; half-open."""
    match = HOURS.match(value) if isinstance(value, str) else None
    if match is None:
        raise WrongValue("hours", value=repr(value))
    opens, closes = read_clock(match[1], match[2]), read_clock(match[3], match[4])
    if closes <= opens:
        raise WrongValue("hours_order", value=repr(value))
    return opens, closes


class Hours(Frozen):
    """From one quarter-hour of the day to another, half-open."""

    opens: int
    closes: int

    @model_validator(mode="before")
    @classmethod
    def _parse(cls, value: Any) -> Any:
        if isinstance(value, str):
            opens, closes = read_hours(value)
            return {"opens": opens, "closes": closes}
        return value


def _week(value: Any) -> Any:
    if value == "always":
        return {"always": True, "days": {day: (Hours(opens=0, closes=QUARTERS_PER_DAY),) for day in range(7)}}
    if isinstance(value, str):
        value = {"mon-fri": value}
    if isinstance(value, dict) and "days" not in value:
        days: dict[int, Any] = {}
        for names, hours in value.items():
            spans = hours if isinstance(hours, list) else [hours]
            for day in read_days(names):
                days[day] = (*days.get(day, ()), *spans)
        return {"days": days}
    return value


class WeekHoursModel(Frozen):
    """Open hours of each weekday; ``always`` also ignores holidays."""

    days: dict[int, tuple[Hours, ...]]
    always: bool = False

    @model_validator(mode="after")
    def _apart(self) -> WeekHoursModel:
        for day, spans in self.days.items():
            ordered = sorted(spans, key=lambda span: span.opens)
            if any(a.closes > b.opens for a, b in pairwise(ordered)):
                raise WrongValue("hours_overlap", day=WEEKDAYS[day])
        return self

    def is_open(self, weekday: int, quarter: int) -> bool:
        return any(span.opens <= quarter < span.closes for span in self.days.get(weekday, ()))

    def stretches(self, weekday: int) -> list[tuple[int, int]]:
        """First and last quarter-hour, half-open, of every stretch in which it is open that day; spans that touch are one."""
        found: list[tuple[int, int]] = []
        for span in sorted(self.days.get(weekday, ()), key=lambda span: span.opens):
            if found and found[-1][1] == span.opens:
                found[-1] = (found[-1][0], span.closes)
            else:
                found.append((span.opens, span.closes))
        return found

    def quarters_by_part(self) -> list[int]:
        """How many quarter-hours it is open in each part of the week (see :func:`read_parts`)."""
        return [
            sum(self.is_open(weekday, quarter) for quarter in range(*span))
            for weekday in range(7)
            for span in PARTS_OF_DAY.values()
        ]


WeekHours = Annotated[WeekHoursModel, BeforeValidator(_week)]


def check_year(day: Moment) -> Moment:
    """The same date or time. Raises ``WrongValue`` in years so far off that what follows from it may be no date."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise WrongValue("year", value=day, first=date(FIRST_YEAR, 1, 1), last=date(LAST_YEAR, 12, 31))
    return day


Day = Annotated[date, AfterValidator(check_year)]
"""A date as it stands in a file."""


class ClosedDays(Frozen):
    """Which dates are closed: public holidays, and dates of the municipality's own."""

    holidays: Annotated[Literal["NL", "none"], Key("feestdagen")] = "NL"
    """The list of public holidays: the Dutch one, or none."""
    closed: Annotated[tuple[Day, ...], Key("gesloten")] = ()
    """Other dates that are closed."""
    open: Annotated[tuple[Day, ...], Key("toch open")] = ()
    """Dates that a holiday list closes but this municipality does not."""

    def closed_dates(self, first: date, days: int) -> list[bool]:
        """For each of ``days`` dates from ``first`` on: is everything closed?"""
        return list(_closed_dates(self, first, days))


def days_after(day: date, days: float) -> date:
    """The date so many days later, the fraction left out; the last there is where that is too far off to be a date."""
    return day + timedelta(days=int(min(days, (date.max - day).days)))


def year_length(day: date) -> int:
    """How many days the calendar year of a date has."""
    return (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days


@lru_cache(maxsize=32)
def _closed_dates(closed_days: ClosedDays, first: date, days: int) -> tuple[bool, ...]:
    """Kept, because compiling a scenario asks for the same dates tens of times."""
    dates = [first + timedelta(days=n) for n in range(days)]
    years = range(first.year, dates[-1].year + 1)
    public = holidays.country_holidays("NL", years=years) if closed_days.holidays == "NL" else {}
    return tuple((day in public or day in closed_days.closed) and day not in closed_days.open for day in dates)


class Profile(Frozen):
    """How demand spreads over the week, the day and the year; only the proportions matter."""

    week: Annotated[tuple[float, ...], Key("week")] = Field(default=(1.0,) * 7, min_length=7, max_length=7)
    """Seven weights from Monday."""
    day: Annotated[dict[FreeText, float], Key("dag")] = Field(default={"00:00-24:00": 1.0})
    """A weight per hour band, such as `{"08:00-12:00": 3}`."""
    year: Annotated[tuple[float, ...], Key("jaar")] = Field(default=(1.0,) * 12, min_length=12, max_length=12)
    """Twelve weights from January."""
    when_closed: Annotated[float, Key("op gesloten dagen")] = Field(default=1.0, ge=0)
    """On closed dates the weight is this times that of the weekday."""

    @model_validator(mode="after")
    def _positive(self) -> Profile:
        for name in ("week", "year"):
            weights = getattr(self, name)
            if min(weights) < 0 or sum(weights) <= 0:
                raise WrongValue("weights", name=name)
        if sum(self.quarter_weights()) <= 0:
            raise WrongValue("weights", name="day")
        return self

    def quarter_weights(self) -> list[float]:
        """Weight of each of the 96 quarter-hours of a day."""
        weights = [0.0] * QUARTERS_PER_DAY
        for hours, weight in self.day.items():
            opens, closes = read_hours(hours)
            if weight < 0:
                raise WrongValue("negative_weight", weight=weight, hours=hours)
            for quarter in range(opens, closes):
                weights[quarter] += weight
        return weights
