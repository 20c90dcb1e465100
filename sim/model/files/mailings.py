"""Mailings that reach nobody within what is simulated are refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from sim.model.files.coverage import problem_at
from sim.model.files.errors import Problem
from sim.model.files.yaml_file import Entry
from sim.model.town.scenario import Design, Period
from sim.model.town.services import Mailing
from sim.model.values.calendar import ClosedDays, Profile, days_after
from sim.model.values.units import DAY


@dataclass(frozen=True)
class Span:
    """A mailing against the dates: its letters, their reactions but for the last in twenty, and what is simulated.

    ``first`` and ``last`` are of what is simulated; ``begins`` is when the mailing holds, ``asked`` the last day on which
    anybody can come with it.
    """

    path: tuple[str, ...]
    mailing: Mailing
    last_letter: date
    earliest: date
    latest: date
    begins: date
    first: date
    last: date
    asked: date | None


def unanswered(
    design: Design, before: Design | None, begins: date | None, period: Period, closed_days: ClosedDays, root: Entry
) -> Iterator[Problem]:
    """Mailings of a design that nobody can react to within the run; ``before`` is the design from before it ``begins``."""
    for span in spans(design, before, begins, period, closed_days):
        dates = {"first": span.first.isoformat(), "last": span.last.isoformat()}
        if span.last_letter < span.begins and before is not None:
            details = {"day": span.last_letter.isoformat(), "begins": span.begins.isoformat()}
            yield problem_at(root, (*span.path, "day"), "scenario.mailing_before_measure", **details)
        elif span.earliest > span.last or span.latest < span.first:
            details = dates | {"earliest": span.earliest.isoformat(), "latest": span.latest.isoformat()}
            yield problem_at(root, (*span.path, "day"), "scenario.mailing_outside", **details)
        elif span.asked is None or span.asked < span.earliest:
            details = {"earliest": span.earliest.isoformat(), "last": span.last.isoformat()}
            yield problem_at(root, (*span.path, "day"), "scenario.mailing_without_days", **details)


def starts_on(period: Period, start: float) -> date:
    return days_after(period.start, start // DAY)


def spans(design: Design, before: Design | None, begins: date | None, period: Period, closed_days: ClosedDays) -> Iterator[Span]:
    """Every mailing of the design that was not there before."""
    first = period.start - timedelta(weeks=period.warm_up)
    last = period.start + timedelta(weeks=period.weeks + period.follow_up) - timedelta(days=1)
    for name, service in design.services.items():
        known: Mapping[str, Mailing] = {}
        if before is not None and name in before.services:
            known = before.services[name].demand.mailings
        for key, mailing in service.demand.mailings.items():
            if known.get(key) == mailing or mailing.number.high * mailing.reacts.high <= 0:
                continue
            last_letter = days_after(mailing.day, max(0, ceil(mailing.spread.value / DAY) - 1))
            sent = max(mailing.day, begins) if begins is not None else mailing.day
            yield Span(
                ("services", name, "demand", "mailings", key),
                mailing,
                last_letter,
                days_after(sent, mailing.delay.shortest // DAY),
                days_after(last_letter, mailing.delay.longest // DAY),
                first if begins is None else max(first, begins),
                first,
                last,
                _last_asked(service.demand.profile, closed_days, first, last),
            )


def _last_asked(profile: Profile, closed_days: ClosedDays, first: date, last: date) -> date | None:
    """The last day of what is simulated on which anybody asks."""
    closed = closed_days.closed_dates(first, (last - first).days + 1)
    for number in reversed(range(len(closed))):
        day = first + timedelta(days=number)
        weight = profile.week[day.weekday()] * profile.year[day.month - 1] * (profile.when_closed if closed[number] else 1.0)
        if weight > 0:
            return day
    return None
