"""Do mailings reach anybody within what is simulated? None of it is refused, a part of it is warned of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from sim.model.calendar import ClosedDays, Profile, days_after
from sim.model.coverage import problem_at
from sim.model.errors import Problem
from sim.model.messages import Language
from sim.model.scenario import Design, Period, Scenario
from sim.model.services import Mailing
from sim.model.values import DAY, LabelText
from sim.model.warm_up import longest_of, shortest_of
from sim.model.yaml_file import Entry

TEXTS: dict[str, dict[Language, str]] = {
    "mailing.early": {
        "en": "the first letters of '{name}' leave on {day}, and letters and reactions count from {first} on. Those before it "
        "are missing; change day, or the start of the period or of the measure",
        "nl": "de eerste brieven van '{name}' gaan weg op {day}, en brieven en reacties tellen mee vanaf {first}. Die van "
        "daarvoor ontbreken; verander day, of het begin van de periode of van de maatregel",
    },
    "mailing.late": {
        "en": "the last reactions to '{name}' come on {day} or later, and {last} is the last day that is simulated. Those "
        "after it are missing; simulate more weeks, or change day or spread",
        "nl": "de laatste reacties op '{name}' komen op {day} of later, en {last} is de laatste dag die gesimuleerd wordt. Die "
        "van daarna ontbreken; simuleer meer weken, of verander day of spread",
    },
}


@dataclass(frozen=True)
class MailingWarning:
    """A part of the reactions to a mailing that falls outside what is simulated: a stable code, and its path in the file."""

    code: str
    path: str
    label: LabelText
    day: date
    first: date
    last: date

    def text(self, language: Language = "en") -> str:
        name = self.label.nl if language == "nl" else self.label.en
        return TEXTS[self.code][language].format(name=name, day=self.day, first=self.first, last=self.last)


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
    for span in _spans(design, before, begins, period, closed_days):
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


def mailing_warnings(scenario: Scenario) -> tuple[MailingWarning, ...]:
    """Mailings of which a part falls before or after what is simulated, each once."""
    found: dict[tuple[str, str], MailingWarning] = {}
    starts = [None, *(starts_on(scenario.period, measure.start.value) for measure in scenario.measures)]
    for design, before, begins in zip(scenario.designs, (None, *scenario.designs), starts, strict=False):
        for span in _spans(design, before, begins, scenario.period, scenario.closed_days):
            path, day = ".".join(span.path), span.mailing.day
            about = (path, span.mailing.label)
            if day < span.begins:
                found.setdefault((path, "early"), MailingWarning("mailing.early", *about, day, span.begins, span.last))
            if span.asked is None or span.latest > span.asked:
                found.setdefault((path, "late"), MailingWarning("mailing.late", *about, span.latest, span.begins, span.last))
    return tuple(found.values())


def starts_on(period: Period, start: float) -> date:
    """The date on which a measure comes into force."""
    return days_after(period.start, start // DAY)


def _spans(design: Design, before: Design | None, begins: date | None, period: Period, closed_days: ClosedDays) -> Iterator[Span]:
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
                days_after(sent, shortest_of(mailing.delay) // DAY),
                days_after(last_letter, longest_of(mailing.delay) // DAY),
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
