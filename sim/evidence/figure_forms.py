"""The twelve numbers that a baseline is made from: what they are called, how they are written, and what is possible."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.evidence.notation import read_count, read_decimal, read_share, read_talk_time, read_week_hours
from sim.text.pairs import Text

Reader = Callable[[str], Any]


@dataclass(frozen=True)
class FigureForm:
    """One number of the form.

    ``read`` makes a value of a text or raises ``ValueError``; ``expected`` says what it reads, so that it fits
    behind "expected". ``possible`` gives the lowest and highest value for a number of inhabitants (None = whatever can be read).
    ``where`` says where a municipality finds it. ``also`` are other names it has in files.
    """

    name: str
    label: Text
    read: Reader
    expected: Text
    where: Text
    possible: Callable[[int], tuple[float, float]] | None = None
    also: tuple[str, ...] = ()


def _per_inhabitant(low: float, high: float) -> Callable[[int], tuple[float, float]]:
    """What is possible, as a share of the inhabitants; high is at least 20, for the smallest municipalities."""
    return lambda inhabitants: (low * inhabitants, max(20.0, high * inhabitants))


COUNT = Text("a whole number, such as 61000", "een heel getal, zoals 61000")
SHARE = Text("a percentage, such as 45% or 0.45", "een percentage, zoals 45% of 0,45")
FTE = Text("a number of fte, such as 12.5", "een aantal fte, zoals 12,5")
WEEK = Text(
    "days and hours in whole quarters, such as mon-fri 8:30-17:00; thu 17:00-20:00",
    "dagen en uren op hele kwartieren, zoals ma-vr 8:30-17:00; do 17:00-20:00",
)
EXCHANGE = Text("phone exchange (report of the year or month)", "telefooncentrale (jaar- of maandrapport)")
MODULE = Text("appointment module or queue system", "afsprakenmodule of klantgeleiding")
TEAMS = Text("formation or budget of the team", "formatie of begroting van het team")
SITE = Text("the municipality's website", "de eigen website")

FORMS: tuple[FigureForm, ...] = (
    FigureForm(
        "inhabitants",
        Text("inhabitants", "inwoners"),
        read_count,
        Text("a whole number from 500 to 2,000,000, such as 50000", "een heel getal van 500 tot 2.000.000, zoals 50000"),
        Text("CBS StatLine, population on 1 January", "CBS StatLine, bevolking op 1 januari"),
        lambda _: (500, 2_000_000),
        ("inwoners", "inwonertal"),
    ),
    FigureForm(
        "calls",
        Text("calls per year", "telefoontjes per jaar"),
        read_count,
        COUNT,
        Text(
            "phone exchange: calls offered in a year, with those abandoned, without those out of hours",
            "telefooncentrale: aangeboden gesprekken in een jaar, met de opgehangen en zonder die buiten openingstijd",
        ),
        _per_inhabitant(0.05, 10),
        ("telefoontjes", "gesprekken"),
    ),
    FigureForm(
        "talk_time",
        Text("mean talk time", "gemiddelde gesprekstijd"),
        read_talk_time,
        Text("minutes and seconds, such as 4:52, 292 s or 4.9 min", "minuten en seconden, zoals 4:52, 292 s of 4,9 min"),
        Text("phone exchange: talk time without wrap-up", "telefooncentrale: gesprekstijd zonder nawerktijd"),
        lambda _: (30, 1800),
        ("gesprekstijd",),
    ),
    FigureForm(
        "answered_within_norm",
        Text("answered within the norm", "opgenomen binnen de norm"),
        read_share,
        SHARE,
        Text(
            "phone exchange: service level, as a share of all calls offered; the norm is 25 seconds here",
            "telefooncentrale: servicelevel, als deel van alle aangeboden gesprekken; de norm is hier 25 seconden",
        ),
        None,
        ("binnen_norm", "servicelevel"),
    ),
    FigureForm(
        "abandoned",
        Text("abandoned before an answer", "opgehangen voor er is opgenomen"),
        read_share,
        SHARE,
        EXCHANGE,
        None,
        ("opgehangen", "afgehaakt"),
    ),
    FigureForm(
        "emails",
        Text("e-mails per year", "e-mails per jaar"),
        read_count,
        COUNT,
        Text("customer system: e-mails and web forms answered", "klantcontactsysteem: beantwoorde e-mails en webformulieren"),
        _per_inhabitant(0, 5),
        ("e_mails", "mails"),
    ),
    FigureForm(
        "appointments",
        Text("visitors by appointment per year", "bezoekers op afspraak per jaar"),
        read_count,
        COUNT,
        Text("appointment module: appointments that were kept", "afsprakenmodule: afspraken die zijn nagekomen"),
        _per_inhabitant(0, 3),
        ("afspraken", "bezoekers_op_afspraak"),
    ),
    FigureForm(
        "walk_ins",
        Text("visitors without appointment per year", "bezoekers zonder afspraak per jaar"),
        read_count,
        COUNT,
        MODULE,
        _per_inhabitant(0, 3),
        ("vrije_inloop", "inloop"),
    ),
    FigureForm(
        "weddings",
        Text("weddings and partnerships per year", "huwelijken en partnerschappen per jaar"),
        read_count,
        COUNT,
        Text("civil registry, or CBS 37772ned", "burgerlijke stand, of CBS 37772ned"),
        _per_inhabitant(0, 0.05),
        ("huwelijken",),
    ),
    FigureForm(
        "fte_contact_centre",
        Text("formation of the contact centre (fte)", "formatie klantcontactcentrum (fte)"),
        read_decimal,
        FTE,
        TEAMS,
        _per_inhabitant(0, 0.005),
        ("fte_klantcontact", "fte_kcc"),
    ),
    FigureForm(
        "fte_civil_affairs",
        Text("formation of civil affairs (fte)", "formatie burgerzaken (fte)"),
        read_decimal,
        FTE,
        TEAMS,
        _per_inhabitant(0, 0.005),
        ("fte_burgerzaken",),
    ),
    FigureForm(
        "phone_hours",
        Text("opening hours phone", "openingstijden telefoon"),
        read_week_hours,
        WEEK,
        SITE,
        None,
        ("telefoon_open", "openingstijden_telefoon"),
    ),
    FigureForm(
        "desk_hours",
        Text("opening hours desk", "openingstijden balie"),
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
