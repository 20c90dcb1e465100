"""Where the answer turns, in plain words."""

from __future__ import annotations

import math

from sim.report.told.findings import TippingTold
from sim.report.words.certainty import turn
from sim.report.words.kpis import kpi_words
from sim.report.words.sensitivity import left_out
from sim.report.words.sources import written_as
from sim.text.texts import Texts
from sim.text.units import figures_of

PLAIN = ("number", "count")
DECIMALS = 2


def tipping(say: Texts, found: TippingTold) -> str:
    """The tipping point, how sure it is, and where the assumption lies, in the words of that assumption."""
    basis = left_out(say) if found.alone else ""
    parts = (_turn(say, found), _between(say, found), _left_out(say, found), _assumed(say, found), basis)
    return " ".join(part for part in parts if part)


def turns(say: Texts, found: TippingTold) -> str:
    """Where the answer turns, how sure that is, and where the assumption lies, without how it was worked out."""
    return " ".join(filter(None, (_turn(say, found), _between(say, found), _assumed(say, found))))


def setting(say: Texts, found: TippingTold, *values: float) -> str:
    """``0,6 bevestigingscontacten per klantvraag``, or the path where the parameter has no name; two values are a range."""
    numbers = [amount(say, found, value) for value in values]
    text = numbers[0] if len(numbers) == 1 else say("{low} to {high}", low=numbers[0], high=numbers[1])
    return _with_label(found, text)


def _with_label(found: TippingTold, text: str) -> str:
    return f"{text} ({found.parameter})" if found.label == found.parameter else f"{text} {found.label}"


def amount(say: Texts, found: TippingTold, value: float) -> str:
    """A value of the parameter as it is written."""
    return say.number(value, DECIMALS) if found.form in PLAIN else written_as(value, found.form, say)


def turning_point(say: Texts, found: TippingTold) -> str:
    """Where the difference changes sign, as far as that is known; empty where it does not."""
    return "" if found.point is None else _known(say, found, found.point)


def _known(say: Texts, found: TippingTold, value: float) -> str:
    """The tipping point or an end of its interval, to two figures of half the width of that."""
    ends = [end for end in (found.low, found.point, found.high) if end is not None]
    half = (max(ends) - min(ends)) / (2 if len(ends) > 2 else 1)
    if half == 0:
        return amount(say, found, value)
    decimals = figures_of(half)
    if found.form in PLAIN:
        return say.number(value, min(DECIMALS, decimals))
    return written_as(round(value, decimals), found.form, say)


def _turn(say: Texts, found: TippingTold) -> str:
    names = {"story": found.story, "reference": found.reference, "kpi": kpi_words(say, found)}
    first, last = found.differences[0].value, found.differences[-1].value
    if found.point is not None:
        names |= {"point": _with_label(found, turning_point(say, found))}
        if last > first:
            return say("From {point} on, {story} takes more {kpi} than {reference}.", **names)
        return say("Up to {point}, {story} takes more {kpi} than {reference}.", **names)
    names |= {"range": setting(say, found, found.values[0], found.values[-1])}
    if any(math.isnan(difference.value) for difference in found.differences):
        return say(
            "No tipping point can be told: from {range}, there is not always something to compare in {kpi} between {story} and "
            "{reference}.",
            **names,
        )
    if all(difference.value == 0 for difference in found.differences):
        if found.unit == "contacts":
            return say("There is no tipping point: from {range}, {story} takes as many {kpi} as {reference}.", **names)
        return say("There is no tipping point: from {range}, {story} takes as much {kpi} as {reference}.", **names)
    if all(difference.low <= 0 <= difference.high for difference in found.differences):
        return say(
            "No tipping point was found: from {range}, chance hides whether {story} or {reference} takes more {kpi}.", **names
        )
    if last > 0:
        return say("There is no tipping point: from {range}, {story} takes more {kpi} than {reference}.", **names)
    if found.unit == "contacts":
        return say("There is no tipping point: from {range}, {story} takes fewer {kpi} than {reference}.", **names)
    return say("There is no tipping point: from {range}, {story} takes less {kpi} than {reference}.", **names)


def _between(say: Texts, found: TippingTold) -> str:
    if found.point is None:
        return ""
    first, last = (None if end is None else _known(say, found, end) for end in (found.low, found.high))
    return turn(say, first, last)


def _left_out(say: Texts, found: TippingTold) -> str:
    if not found.left_out:
        return ""
    value = amount(say, found, found.left_out[0])
    if found.left_out[0] < found.range_low:
        return say("{value} and less was not looked at: so many contacts overrun the model.", value=value)
    return say("{value} and more was not looked at: so many contacts overrun the model.", value=value)


def _assumed(say: Texts, found: TippingTold) -> str:
    mid, low, high = (amount(say, found, value) for value in (found.mid, found.range_low, found.range_high))
    assumed = say("We assume {mid}; {low} to {high} is possible.", mid=mid, low=low, high=high)
    if found.point is None or found.range_low <= found.point <= found.range_high:
        return assumed
    reached = found.low is None or found.high is None or (found.low <= found.range_high and found.high >= found.range_low)
    if reached:
        return f"{assumed} {say('So the turn lies at the edge of what we think possible.')}"
    return f"{assumed} {say('So the turn lies outside what we think possible.')}"
