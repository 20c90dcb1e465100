"""Units of KPIs, and numbers written with them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from sim.report.texts import Texts, marked

Unit = Literal[
    "count", "contacts", "cases", "people", "share", "seconds", "minutes", "hours", "days", "working_days", "fte", "euros",
    "whole_euros", "hours_per_week", "contacts_per_case", "index",
]  # fmt: skip


@dataclass(frozen=True)
class Style:
    """How a unit is written: ``short`` behind a number, ``name`` in the head of a column, decimals, factor from the value."""

    short: str
    name: str
    decimals: int
    factor: float = 1.0


STYLES: dict[Unit, Style] = {
    "count": Style("", marked("number"), 0),
    "index": Style("", marked("per case"), 2),
    "contacts": Style("", marked("contacts"), 1),
    "contacts_per_case": Style("", marked("contacts per case"), 2),
    "cases": Style("", marked("number"), 1),
    "people": Style("", marked("people"), 0),
    "share": Style("%", "%", 1, 100.0),
    "seconds": Style(marked("s"), marked("seconds"), 0),
    "minutes": Style(marked("min"), marked("minutes"), 1),
    "hours": Style(marked("h"), marked("hours"), 1),
    "hours_per_week": Style(marked("h a week"), marked("hours a week"), 1),
    "days": Style(marked("days"), marked("days"), 1),
    "working_days": Style(marked("working days"), marked("working days"), 1),
    "fte": Style("fte", "fte", 2),
    "euros": Style("€", "euro", 2),
    "whole_euros": Style("€", "euro", 0),
}
MISSING = "–"


def written(say: Texts, value: float, unit: Unit, *, signed: bool = False, bare: bool = False, points: bool = False) -> str:
    """``value`` with its unit in the language of ``say``; ``bare`` leaves the unit off; NaN is a dash.

    Shares are per cent; with ``points`` (a difference of shares) percentage points.
    """
    if not math.isfinite(value):
        return MISSING
    style = STYLES[unit]
    number = say.number(value * style.factor, style.decimals, signed=signed)
    if bare or not style.short:
        return number
    if unit == "share":
        return number + (" " + say("percentage points") if points else "%")
    if unit in ("euros", "whole_euros"):
        return "€ " + number
    return f"{number} {say(style.short)}"


def written_interval(say: Texts, low: float, high: float, unit: Unit, *, signed: bool = False) -> str:
    """``1,2 tot 3,4`` without the unit; a dash when there is no interval (fewer than two replications)."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return MISSING
    ends = [written(say, end, unit, signed=signed, bare=True) for end in (low, high)]
    return say("{low} to {high}", low=ends[0], high=ends[1])


def unit_name(say: Texts, unit: Unit, *, points: bool = False) -> str:
    """The unit in words, for the head of a column."""
    return say("percentage points") if points and unit == "share" else say(STYLES[unit].name)
