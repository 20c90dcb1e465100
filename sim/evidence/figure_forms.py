"""The twelve numbers that a baseline is made from: what they are called, how they are written, and what is possible."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.evidence.notation import read_count, read_decimal, read_share, read_talk_time, read_week_hours
from sim.model.values.values import LabelText

Reader = Callable[[str], Any]


@dataclass(frozen=True)
class FigureForm:
    """One number of the form.

    ``read`` makes a value of a text or raises ``ValueError``; ``expected`` says what it reads, so that it fits
    behind "expected". ``possible`` gives the lowest and highest value for a number of inhabitants (None = whatever can be read).
    ``where`` says where a municipality finds it. ``also`` are other names it has in files.
    """

    name: str
    label: LabelText
    read: Reader
    expected: LabelText
    where: LabelText
    possible: Callable[[int], tuple[float, float]] | None = None
    also: tuple[str, ...] = ()


def _text(nl: str, en: str) -> LabelText:
    return LabelText(nl=nl, en=en)


def _per_inhabitant(low: float, high: float) -> Callable[[int], tuple[float, float]]:
    """What is possible, as a share of the inhabitants; high is at least 20, for the smallest municipalities."""
    return lambda inhabitants: (low * inhabitants, max(20.0, high * inhabitants))


COUNT = _text("een heel getal, zoals 61000", "a whole number, such as 61000")
SHARE = _text("een percentage, zoals 45% of 0,45", "a percentage, such as 45% or 0.45")
FTE = _text("een aantal fte, zoals 12,5", "a number of fte, such as 12.5")
WEEK = _text(
    "dagen en uren op hele kwartieren, zoals ma-vr 8:30-17:00; do 17:00-20:00",
    "days and hours in whole quarters, such as mon-fri 8:30-17:00; thu 17:00-20:00",
)
EXCHANGE = _text("telefooncentrale (jaar- of maandrapport)", "phone exchange (report of the year or month)")
MODULE = _text("afsprakenmodule of klantgeleiding", "appointment module or queue system")
TEAMS = _text("formatie of begroting van het team", "formation or budget of the team")
SITE = _text("de eigen website", "the municipality's website")

FORMS: tuple[FigureForm, ...] = (
    FigureForm(
        "inhabitants",
        _text("inwoners", "inhabitants"),
        read_count,
        _text("een heel getal van 500 tot 2.000.000, zoals 50000", "a whole number from 500 to 2,000,000, such as 50000"),
        _text("CBS StatLine, bevolking op 1 januari", "CBS StatLine, population on 1 January"),
        lambda _: (500, 2_000_000),
        ("inwoners", "inwonertal"),
    ),
    FigureForm(
        "calls",
        _text("telefoontjes per jaar", "calls per year"),
        read_count,
        COUNT,
        _text(
            "telefooncentrale: aangeboden gesprekken in een jaar, met de opgehangen en zonder die buiten openingstijd",
            "phone exchange: calls offered in a year, with those abandoned, without those out of hours",
        ),
        _per_inhabitant(0.05, 10),
        ("telefoontjes", "gesprekken"),
    ),
    FigureForm(
        "talk_time",
        _text("gemiddelde gesprekstijd", "mean talk time"),
        read_talk_time,
        _text("minuten en seconden, zoals 4:52, 292 s of 4,9 min", "minutes and seconds, such as 4:52, 292 s or 4.9 min"),
        _text("telefooncentrale: gesprekstijd zonder nawerktijd", "phone exchange: talk time without wrap-up"),
        lambda _: (30, 1800),
        ("gesprekstijd",),
    ),
    FigureForm(
        "answered_within_norm",
        _text("opgenomen binnen de norm", "answered within the norm"),
        read_share,
        SHARE,
        _text(
            "telefooncentrale: servicelevel, als deel van alle aangeboden gesprekken; de norm is hier 25 seconden",
            "phone exchange: service level, as a share of all calls offered; the norm is 25 seconds here",
        ),
        None,
        ("binnen_norm", "servicelevel"),
    ),
    FigureForm(
        "abandoned",
        _text("opgehangen voor er is opgenomen", "abandoned before an answer"),
        read_share,
        SHARE,
        EXCHANGE,
        None,
        ("opgehangen", "afgehaakt"),
    ),
    FigureForm(
        "emails",
        _text("e-mails per jaar", "e-mails per year"),
        read_count,
        COUNT,
        _text("klantcontactsysteem: beantwoorde e-mails en webformulieren", "customer system: e-mails and web forms answered"),
        _per_inhabitant(0, 5),
        ("e_mails", "mails"),
    ),
    FigureForm(
        "appointments",
        _text("bezoekers op afspraak per jaar", "visitors by appointment per year"),
        read_count,
        COUNT,
        _text("afsprakenmodule: afspraken die zijn nagekomen", "appointment module: appointments that were kept"),
        _per_inhabitant(0, 3),
        ("afspraken", "bezoekers_op_afspraak"),
    ),
    FigureForm(
        "walk_ins",
        _text("bezoekers zonder afspraak per jaar", "visitors without appointment per year"),
        read_count,
        COUNT,
        MODULE,
        _per_inhabitant(0, 3),
        ("vrije_inloop", "inloop"),
    ),
    FigureForm(
        "weddings",
        _text("huwelijken en partnerschappen per jaar", "weddings and partnerships per year"),
        read_count,
        COUNT,
        _text("burgerlijke stand, of CBS 37772ned", "civil registry, or CBS 37772ned"),
        _per_inhabitant(0, 0.05),
        ("huwelijken",),
    ),
    FigureForm(
        "fte_contact_centre",
        _text("formatie klantcontactcentrum (fte)", "formation of the contact centre (fte)"),
        read_decimal,
        FTE,
        TEAMS,
        _per_inhabitant(0, 0.005),
        ("fte_klantcontact", "fte_kcc"),
    ),
    FigureForm(
        "fte_civil_affairs",
        _text("formatie burgerzaken (fte)", "formation of civil affairs (fte)"),
        read_decimal,
        FTE,
        TEAMS,
        _per_inhabitant(0, 0.005),
        ("fte_burgerzaken",),
    ),
    FigureForm(
        "phone_hours",
        _text("openingstijden telefoon", "opening hours phone"),
        read_week_hours,
        WEEK,
        SITE,
        None,
        ("telefoon_open", "openingstijden_telefoon"),
    ),
    FigureForm(
        "desk_hours",
        _text("openingstijden balie", "opening hours desk"),
        read_week_hours,
        WEEK,
        SITE,
        None,
        ("balie_open", "openingstijden_balie"),
    ),
)
"""In the order of the form. The opening hours of phone and desk count as one number, the twelfth."""
BY_NAME = {form.name: form for form in FORMS}
HOURS = frozenset({"phone_hours", "desk_hours"})
