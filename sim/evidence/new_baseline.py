"""A scenario file of a municipality from its own figures: what differs from the reference, each number with its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, log, sqrt
from pathlib import Path
from typing import Any

import holidays

from sim.evidence.notation import WeekSpans
from sim.evidence.own_figures import OwnFigures
from sim.evidence.rosters import (
    CIVIL_AFFAIRS,
    CONTACT_CENTRE,
    OFFICE,
    people_of_fte,
    shifts_of,
    week_text,
)
from sim.evidence.targets import Rate, Target, Targets
from sim.model.town.scenario import Design, Scenario
from sim.model.values.calendar import year_length
from sim.model.values.units import SECOND

GENERAL = "algemene-vraag"
MARRIAGE = "huwelijksaangifte"
BIRTH = "geboorteaangifte"
CHANNELS = ("phone", "email", "walk_in", "appointment")
TEAMS = ("contact_centre", "civil_affairs", "wedding_team", "specialists")
ASK = f"services.{GENERAL}.steps.ask.options"
PATIENCE = "channels.phone.patience.time"
WRAP_UP = 45.0
"""Seconds; only for the first guess of how many people are needed."""
UNFILLED = 0.95
"""Of the appointment slots on offer, at most the share that is booked: 93% in the reference."""
KEPT = 0.91
"""Of the appointments, those that are kept (N1), for the number of slots."""


DOCUMENTS: dict[str, Rate] = {
    # Passports and cards together 90 to 168 per 1,000, 62% of them passports.
    "paspoort": Rate(0.056, 0.081, 0.104, "V12"),
    "identiteitskaart": Rate(0.034, 0.049, 0.064, "V12"),
    # 6% are renewed online.
    "rijbewijs": Rate(0.080, 0.105, 0.108, "V1 V13"),
}
"""What people come to the desk for, per inhabitant per year."""
BIRTHS = Rate(0.0085, 0.0092, 0.0100, "V10")
"""Births per inhabitant; those at a regional hospital may be many more. The spread is an assumption."""


@dataclass(frozen=True)
class Levers:
    """The numbers that are solved, so that simulated figures meet the targets.

    ``demand`` and ``weddings`` are cases per inhabitant per year, ``talk_time`` seconds of a general question, ``emails`` and
    ``walk_ins`` channel constants of general questions, ``documents`` a factor on all documents, ``people`` those on duty all day
    in the contact centre (in quarters), ``patience`` the mean in seconds.
    """

    demand: float
    talk_time: float
    emails: float
    walk_ins: float
    documents: float
    weddings: float
    people: float
    patience: float


@dataclass(frozen=True)
class Frame:
    """What is fixed before anything is solved: opening hours, and how much the reference has.

    ``scale`` is inhabitants as a multiple of the reference's.
    """

    own: OwnFigures
    targets: Targets
    reference: Scenario
    phone_hours: WeekSpans
    desk_hours: WeekSpans

    @property
    def scale(self) -> float:
        return self.own.inhabitants / self.reference.population.inhabitants

    @property
    def hours_per_fte(self) -> float:
        return self.reference.costs.hours_per_fte.value

    @property
    def closed(self) -> tuple[date, ...]:
        return extra_closed_days(self.own.year)

    def open_days(self, hours: WeekSpans) -> int:
        """Days of the year on which a channel with these hours is open."""
        first = date(self.own.year, 1, 1)
        closed_days = self.reference.closed_days.model_copy(update={"closed": self.closed, "open": ()})
        closed = closed_days.closed_dates(first, year_length(first))
        return sum(not shut and (first + timedelta(days=n)).weekday() in hours for n, shut in enumerate(closed))


def lacking(reference: Scenario) -> tuple[str, ...]:
    """The paths of what a new baseline takes from its reference and of what it sets there, as far as they are not there."""
    design = reference.baseline
    there: dict[str, object] = {f"channels.{name}": design.channels.get(name) for name in CHANNELS}
    there |= {f"channels.{name}.open": _open_days(design, name) for name in ("phone", "walk_in")}
    there |= {f"teams.{name}": design.teams.get(name) for name in TEAMS}
    there |= {f"services.{name}": design.services.get(name) for name in (GENERAL, MARRIAGE, *DOCUMENTS, BIRTH)}
    steps = design.services[GENERAL].steps if GENERAL in design.services else {}
    options = steps["ask"].options if "ask" in steps else {}
    there |= {f"{ASK}.{name}": options.get(name) for name in ("phone", "email", "walk_in")}
    return tuple(path for path, part in there.items() if not part)


def _open_days(design: Design, channel: str) -> bool:
    return channel not in design.channels or bool(_spans(design.channels[channel].open.days))


def frame_of(own: OwnFigures, targets: Targets, reference: Scenario) -> Frame:
    channels = reference.baseline.channels
    return Frame(
        own,
        targets,
        reference,
        own.phone_hours or _spans(channels["phone"].open.days),
        own.desk_hours or _spans(channels["walk_in"].open.days),
    )


def first_guess(frame: Frame) -> Levers:
    """Where solving starts: the reference's taste for channels, and demand, documents and people in proportion."""
    targets, ask = frame.targets, frame.reference.baseline.services[GENERAL].steps["ask"].options
    rate = frame.reference.baseline.services[GENERAL].demand.rate.amount.value
    patience = frame.reference.baseline.channels["phone"].patience
    return Levers(
        demand=rate * (targets.calls.value / frame.own.inhabitants) / REFERENCE_CALLS,
        talk_time=targets.talk_time.value * 0.95,
        emails=ask["email"].constant.value + _likelier(targets.emails.value / frame.own.inhabitants, REFERENCE_EMAILS),
        walk_ins=ask["walk_in"].constant.value + _likelier(targets.walk_ins.value / frame.own.inhabitants, REFERENCE_WALK_INS),
        documents=0.8 * reachable_visitors(frame) / (frame.own.inhabitants * sum(one.mid for one in DOCUMENTS.values())),
        weddings=targets.weddings.value / frame.own.inhabitants,
        people=_people(frame),
        patience=patience.time.mean.value / SECOND if patience else 600.0,
    )


REFERENCE_CALLS, REFERENCE_EMAILS, REFERENCE_WALK_INS = 163_408 / 154_205, 3_753 / 154_205, 21_165 / 154_205
"""Per inhabitant per year in the reference (V1)."""
TASTE = 0.8
"""How far a constant must go for an e-fold of what it attracts: about the spread of the noise in the choice of a channel."""


def _likelier(wanted: float, there: float) -> float:
    return min(2.0, max(-2.0, TASTE * log(max(wanted, 1e-6) / there)))


BUSY_HOURS = 1.39
"""The load that people are there for, as a multiple of the mean: a first guess, as is the margin for what comes by chance."""


def _people(frame: Frame) -> float:
    """From the fte; where how calls are answered is to be met, from the offered load and its square root."""
    own, targets = frame.own, frame.targets
    open_days = frame.open_days(frame.phone_hours)
    if targets.answered_within_norm is None and targets.abandoned is None and own.fte_contact_centre is not None:
        return max(1.0, people_of_fte(own.fte_contact_centre, frame.hours_per_fte, open_days, frame.phone_hours, CONTACT_CENTRE))
    seconds = open_days * 3600 * _hours_a_day(frame.phone_hours)
    load = targets.calls.value * (targets.talk_time.value + WRAP_UP) / seconds
    wanted = targets.answered_within_norm if targets.answered_within_norm is not None else 0.7
    margin = 0.25 + 5.7 * (wanted - 0.67)
    return max(1.0, round(4 * (BUSY_HOURS * load + margin * sqrt(load))) / 4)


def desk_people(frame: Frame) -> float:
    """People on duty all day in civil affairs: from the fte, else as many as the reference has for its visitors, at least two."""
    if frame.own.fte_civil_affairs is not None:
        days = frame.open_days(frame.desk_hours)
        found = people_of_fte(frame.own.fte_civil_affairs, frame.hours_per_fte, days, frame.desk_hours, CIVIL_AFFAIRS)
        return max(1.0, found)
    visitors = frame.targets.appointments.value + frame.targets.walk_ins.value
    return max(2.0, ceil(REFERENCE_DESK * visitors))


REFERENCE_DESK = 10 / (39_884 + 21_165)
"""People at the desks of the reference per visitor a year."""


def places(frame: Frame) -> int:
    """Appointments offered every quarter of an hour: as many as the visitors need, at most one per person at the desks."""
    needed = ceil(frame.targets.appointments.value / KEPT / _quarters_for_appointments(frame) / UNFILLED)
    return max(1, min(needed, int(desk_people(frame))))


def reachable_visitors(frame: Frame) -> float:
    """The visitors by appointment that are solved for: those given, at most as many as the people at the desks have places for.

    More demand than that brings no more visitors, only people who try again; the recognition test shows what is lacking.
    """
    return min(frame.targets.appointments.value, places(frame) * _quarters_for_appointments(frame) * KEPT * UNFILLED)


def _quarters_for_appointments(frame: Frame) -> float:
    hours = _appointment_hours(frame.desk_hours)
    return frame.open_days(hours) * _hours_a_day(hours) * 4


def changes(frame: Frame, levers: Levers) -> dict[str, Any]:
    """Everything that the file sets, by dotted path, in the form of a scenario file."""
    own, targets = frame.own, frame.targets
    return {
        "population.inhabitants": own.inhabitants,
        "closed_days.closed": [day.isoformat() for day in frame.closed],
        "channels.phone.open": week_text(frame.phone_hours),
        "channels.walk_in.open": week_text(frame.desk_hours),
        "channels.appointment.open": week_text(_appointment_hours(frame.desk_hours)),
        "channels.appointment.slots.places": places(frame),
        "channels.phone.lines": max(10, ceil(60 * targets.calls.value / 163_408)),
        PATIENCE: {"exponential": _patience(frame, levers)},
        "teams.contact_centre.shifts": shifts_of(levers.people, frame.phone_hours, CONTACT_CENTRE),
        "teams.civil_affairs.shifts": shifts_of(desk_people(frame), frame.desk_hours, CIVIL_AFFAIRS),
        "teams.wedding_team.shifts": shifts_of(max(0.5, 1.5 * targets.weddings.value / 756), frame.desk_hours, OFFICE),
        "teams.specialists.shifts": shifts_of(max(1, ceil(12 * frame.scale)), frame.phone_hours, OFFICE),
        f"services.{GENERAL}.demand.rate": _rate(levers.demand, targets.calls),
        f"{ASK}.phone.handling": {
            "lognormal": _seconds(levers.talk_time, targets.talk_time),
            "cv": {"low": 0.7, "mid": 0.9, "high": 1.2, "source": "ASSUMPTION"},
        },
        f"{ASK}.email.constant": _constant(levers.emails, targets.emails),
        f"{ASK}.walk_in.constant": _constant(levers.walk_ins, targets.walk_ins),
        f"services.{MARRIAGE}.demand.rate": _rate(levers.weddings, targets.weddings),
        **{f"services.{name}.demand.rate": _documents(one, levers, targets) for name, one in DOCUMENTS.items()},
        f"services.{BIRTH}.demand.rate": _per_1000(
            BIRTHS.low, BIRTHS.mid, BIRTHS.high, f"scaled from inhabitants {BIRTHS.source}"
        ),
    }


def period_of(own: OwnFigures) -> dict[str, str]:
    """The measured window begins on the first Monday of March of the year of the figures."""
    return {"start": monday_from(date(own.year, 3, 1)).isoformat()}


def monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def extra_closed_days(year: int) -> tuple[date, ...]:
    """Good Friday and the day after Ascension Day, on which town halls are closed beside public holidays (ASSUMPTION)."""
    names = holidays.country_holidays("NL", years=year, language="en_US")
    easter = next(day for day, name in sorted(names.items()) if "Easter" in name and day.weekday() == 6)
    return (easter - timedelta(days=2), easter + timedelta(days=40))


def shipped_reference() -> Path:
    """The municipality file that new baselines extend: beside the package in a checkout, inside it when installed."""
    package = Path(__file__).resolve().parents[1]
    name = Path("scenarios") / "municipalities" / "s-hertogenbosch-2019.yaml"
    return next((root / name for root in (package.parent, package) if (root / name).is_file()), package.parent / name)


def _spans(days: dict[int, Any]) -> WeekSpans:
    return {day: tuple((span.opens, span.closes) for span in spans) for day, spans in sorted(days.items()) if spans}


def _hours_a_day(hours: WeekSpans) -> float:
    return sum(closes - opens for spans in hours.values() for opens, closes in spans) / 4 / len(hours)


def _appointment_hours(hours: WeekSpans) -> WeekSpans:
    """The last appointment starts a quarter before closing at the latest."""
    return {day: (*spans[:-1], (spans[-1][0], max(spans[-1][0] + 1, spans[-1][1] - 1))) for day, spans in hours.items()}


def _solved(target: Target) -> str:
    return f"{target.source}, solved"


def _rate(value: float, target: Target) -> dict[str, str]:
    low, high = target.spread
    return _per_1000(value * low, value, value * high, _solved(target))


def _per_1000(low: float, mid: float, high: float, source: str) -> dict[str, str]:
    unit = "per 1000 inhabitants per year"
    ends = {"low": low, "high": high} if low < high else {}
    return {name: f"{1000 * part:.2f} {unit}" for name, part in ({"mid": mid} | ends).items()} | {"source": source}


def _seconds(value: float, target: Target) -> dict[str, str]:
    low, high = target.spread
    ends = {"low": value * low, "high": value * high} if low < high else {}
    return {name: f"{part:.1f} s" for name, part in ({"mid": value} | ends).items()} | {"source": _solved(target)}


def _constant(value: float, target: Target) -> dict[str, Any]:
    """A range of the figure is a range of the logarithm of its odds, which is what a constant shifts."""
    low, high = (value + log(part) for part in target.spread)
    ends = {"low": round(low, 3), "high": round(high, 3)} if low < high else {}
    return {"mid": round(value, 3)} | ends | {"source": _solved(target)}


def _documents(one: Rate, levers: Levers, targets: Targets) -> dict[str, str]:
    target, factor = targets.appointments, levers.documents
    if target.origin == "own":
        return _per_1000(one.mid * factor, one.mid * factor, one.mid * factor, _solved(target))
    return _per_1000(one.low * factor, one.mid * factor, one.high * factor, f"scaled from inhabitants {one.source}, solved")


def _patience(frame: Frame, levers: Levers) -> dict[str, str]:
    source = "C1 C2" if frame.targets.abandoned is None else f"C1 C2, fitted to {frame.own.source}"
    return {"low": "300 s", "mid": f"{levers.patience:.0f} s", "high": "1200 s", "source": source}
