"""Units of KPIs, and numbers written with them, to what is known of them.

How far a number is known is what its interval says: two figures of half its width. Every screen, page and text writes through
here, so a figure looks the same wherever it stands. Files for machines keep what was computed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from sim.text.pairs import marked
from sim.text.texts import Texts

Unit = Literal[
    "count", "contacts", "cases", "people", "share", "seconds", "minutes", "hours", "days", "working_days", "fte", "euros",
    "whole_euros", "hours_per_week", "contacts_per_case", "index",
]  # fmt: skip


@dataclass(frozen=True)
class Style:
    """How a unit is written: ``short`` behind a number, ``name`` in the head of a column, most decimals, factor from the value.

    ``decimals`` below zero are tens (-1), hundreds (-2) and so on.
    """

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
    "whole_euros": Style("€", "euro", -2),
}
MISSING, AT_LEAST = "–", "≥ "
WHOLE: tuple[Unit, ...] = ("people", "count", "whole_euros")
"""Units of which there are no parts."""
FIGURES = 2
"""As many figures of half the width of an interval are told."""


class Known(Protocol):
    """A number and its interval; the ends are NaN where chance was not measured."""

    @property
    def value(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...


def decimals_of(unit: Unit, low: float = math.nan, high: float = math.nan) -> int:
    """How many decimals say what an interval allows, never more than the unit has; below zero tens, hundreds and so on.

    Without an interval, or with one of no width, as many as the unit has. What is sure not to be nothing is not written as
    nothing: where an end of its interval would be, it gets a decimal or two more.
    """
    style = STYLES[unit]
    half = abs(high - low) / 2 * style.factor
    if not math.isfinite(half) or half == 0:
        return style.decimals
    allowed = figures_of(half)
    if unit == "euros" and allowed == 1:
        return 0  # nobody writes ten cents
    decimals = min(style.decimals, allowed)
    if low * high > 0 and unit not in WHOLE:
        nearest = min(abs(low), abs(high)) * style.factor
        return next((more for more in (decimals, decimals + 1) if round(nearest, more)), decimals + 2)
    return decimals


def figures_of(half: float) -> int:
    """How many decimals tell two figures of half the width of an interval; below zero tens, hundreds and so on."""
    return FIGURES - 1 - math.floor(math.log10(half))


def estimated(say: Texts, found: Known, unit: Unit, *, signed: bool = False, bare: bool = False, points: bool = False) -> str:
    """The value of ``found`` as far as its interval says that it is known; ``≥`` says that it is a lower bound."""
    decimals = decimals_of(unit, found.low, found.high)
    told = written(say, found.value, unit, signed=signed, bare=bare, points=points, decimals=decimals)
    return AT_LEAST + told if getattr(found, "unfinished", 0.0) > 0 else told


def exactly(say: Texts, value: float, unit: Unit, *, points: bool = False) -> str:
    """A number that somebody chose, with no more decimals than it has."""
    style = STYLES[unit]
    return written(say, value, unit, points=points, decimals=fewest_decimals(value * style.factor, style.decimals))


def fewest_decimals(value: float, most: int) -> int:
    """How many decimals, of at most so many, say the same as ``most`` do."""
    shown = round(value, most)
    return next((fewer for fewer in range(most) if round(shown, fewer) == shown), most)


def written(
    say: Texts,
    value: float,
    unit: Unit,
    *,
    signed: bool = False,
    bare: bool = False,
    points: bool = False,
    decimals: int | None = None,
) -> str:
    """``value`` with its unit in the language of ``say``; ``bare`` leaves the unit off; NaN is a dash.

    Shares are per cent; with ``points`` (a difference of shares) percentage points. People are whole: fewer than half a person
    is ``<1``. ``decimals``: as many as the unit has when left out.
    """
    if not math.isfinite(value):
        return MISSING
    style = STYLES[unit]
    if unit == "people" and not signed and 0 < value < 0.5:
        return "<1"
    number = say.number(value * style.factor, style.decimals if decimals is None else decimals, signed=signed)
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
    decimals = decimals_of(unit, low, high)
    ends = [written(say, end, unit, signed=signed, bare=True, decimals=decimals) for end in (low, high)]
    return say("{low} to {high}", low=ends[0], high=ends[1])


def unit_name(say: Texts, unit: Unit, *, points: bool = False) -> str:
    """The unit in words, for the head of a column."""
    return say("percentage points") if points and unit == "share" else say(STYLES[unit].name)


def whole_amounts(say: Texts, parts: Sequence[float]) -> list[str]:
    """The parts in whole numbers that add up to their rounded sum; what is left of less than one is ``<1``."""
    found = zip(parts, whole_parts(parts), strict=True)
    return ["<1" if number == 0 and part > 0 else say.number(number) for part, number in found]


def whole_parts(parts: Sequence[float]) -> list[int]:
    """The parts in whole numbers that add up to their rounded sum: the largest remainders go up."""
    found = [math.floor(part) for part in parts]
    up = round(math.fsum(parts)) - sum(found)
    for place in sorted(range(len(parts)), key=lambda place: found[place] - parts[place])[: max(0, up)]:
        found[place] += 1
    return found


def rounding(say: Texts) -> str:
    """Why the figures of a table need not add up to the last figure."""
    return say(
        "Every figure is rounded to what chance lets us know of it. A difference is known better than the two figures it is "
        "between, because both meet the same citizens, so it need not be exactly theirs."
    )
