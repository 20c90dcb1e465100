"""Changes that start from what a town has.

``{plus: 2}``, ``{times: 0.8}``, ``{without: fri}`` and ``{also: {thu: "17:00-20:00"}}``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from sim.model.files.yaml_file import Entry, entry_of
from sim.model.values.calendar import WEEKDAYS, WeekHours, WeekHoursModel, clock, read_days
from sim.model.values.reasons import WrongValue
from sim.model.values.units import QUANTITY

NOT_SCALED = ("source", "group", "cv")
"""Parts of a range or a distribution that are no amounts of it."""


def is_relative(entry: Entry) -> bool:
    return len(entry.mapping) == 1 and next(iter(entry.mapping)) in CHANGES


def changed(existing: Entry, change: Entry) -> Entry | None:
    """What is there now with the change in it, at the place of the change; None where that cannot be done with such a value."""
    ((name, amount),) = change.mapping.items()
    try:
        value = CHANGES[name](existing.plain(), amount.plain())
    except (TypeError, ValueError, WrongValue):
        return None
    return None if value is None else replace(entry_of(value, change.file, change.line), line=change.line)


def _plus(value: Any, amount: Any) -> Any:
    return _each(value, amount, lambda one, other: one + other, scales=False)


def _times(value: Any, amount: Any) -> Any:
    return _each(value, amount, lambda one, other: one * other, scales=True)


def _each(value: Any, amount: Any, combine: Callable[[Any, Any], Any], *, scales: bool) -> Any:
    """Every number of a value combined with an amount; of two ranges low with low, and so on."""
    if isinstance(value, Mapping):
        amounts = amount if isinstance(amount, Mapping) else {}
        return {
            key: item if key in NOT_SCALED else _each(item, amounts.get(key, amounts.get("mid", amount)), combine, scales=scales)
            for key, item in value.items()
        } | {key: item for key, item in amounts.items() if key in ("source", "group")}
    if isinstance(amount, Mapping):
        parts = ("low", "mid", "high")
        ends = {key: _each(value, amount.get(key, amount["mid"]), combine, scales=scales) for key in parts}
        return ends | {key: item for key, item in amount.items() if key not in parts}
    if isinstance(value, list):
        return [_each(item, amount, combine, scales=scales) for item in value]
    if isinstance(value, bool) or value is None:
        raise TypeError
    if isinstance(value, str):
        return _quantity(value, amount, combine, scales=scales)
    found = combine(value, amount)
    return int(found) if isinstance(value, int) and found == int(found) else found


def _quantity(text: str, amount: Any, combine: Callable[[Any, Any], Any], *, scales: bool) -> str:
    """A number with a unit (`4 min`) times a number, or with another of the same unit on top."""
    match = QUANTITY.match(text)
    other = QUANTITY.match(amount) if isinstance(amount, str) else None
    if match is None or (not scales and (other is None or other[2] != match[2])):
        raise ValueError
    found = combine(float(match[1].replace(" ", "").replace("_", "")), float(other[1]) if other else amount)
    return f"{found:.10g} {match[2] or ''}".rstrip()


def _without(value: Any, days: Any) -> Any:
    """Opening hours, or the days of a shift, without some weekdays."""
    gone = read_days(str(days))
    if isinstance(value, str) and value[:3] in WEEKDAYS:
        left = [WEEKDAYS[day] for day in read_days(value) if day not in gone]
        return ", ".join(left) if left else None
    return {name: hours for name, hours in _by_day(value).items() if WEEKDAYS.index(name) not in gone}


def _also(value: Any, more: Any) -> Any:
    """Opening hours with more hours on some weekdays."""
    found = _by_day(value)
    for name, hours in _by_day(more).items():
        found[name] = [*found.get(name, []), *(span for span in hours if span not in found.get(name, []))]
    return {name: found[name] for name in WEEKDAYS if name in found}


def _by_day(value: Any) -> dict[str, list[str]]:
    hours: WeekHoursModel = TypeAdapter(WeekHours).validate_python(value)
    if hours.always:
        raise ValueError
    return {
        WEEKDAYS[day]: [f"{clock(opens)}-{clock(closes)}" for opens, closes in hours.stretches(day)] for day in sorted(hours.days)
    }


CHANGES: dict[str, Callable[[Any, Any], Any]] = {"plus": _plus, "times": _times, "without": _without, "also": _also}
