"""Changes that start from what a town has.

``{plus: 2}``, ``{minus: 2}``, ``{times: 0.8}``, ``{without: fri}`` and ``{also: {thu: "17:00-20:00"}}``.
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

ENDS = ("low", "mid", "high")
KEPT = ("cv",)
"""Parts of a distribution that are no amounts of it."""


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


def is_same(existing: Entry, new: Entry) -> bool:
    """Is it what is there already, however that is written?"""
    one, other = existing.plain(), new.plain()
    if one == other:
        return True
    try:
        return _spans(one) == _spans(other)
    except (TypeError, ValueError, WrongValue):
        return False


def _plus(value: Any, amount: Any) -> Any:
    return _each(value, amount, lambda one, other: one + other, scales=False)


def _times(value: Any, amount: Any) -> Any:
    return _each(value, amount, lambda one, other: one * other, scales=True)


def _minus(value: Any, amount: Any) -> Any:
    return _each(value, amount, lambda one, other: one - other, scales=False)


def _each(value: Any, amount: Any, combine: Callable[[Any, Any], Any], *, scales: bool) -> Any:
    """Every number of a value combined with an amount; of two ranges low with low, and so on."""
    if isinstance(amount, Mapping) or _is_range(value):
        return _ends(value, amount, combine, scales=scales)
    if isinstance(value, Mapping):
        return {key: item if key in KEPT else _each(item, amount, combine, scales=scales) for key, item in value.items()}
    if isinstance(value, list):
        return [_each(item, amount, combine, scales=scales) for item in value]
    if isinstance(value, bool) or value is None:
        raise TypeError
    if isinstance(value, str):
        return _quantity(value, amount, combine, scales=scales)
    found = combine(value, amount)
    return int(found) if isinstance(value, int) and found == int(found) else found


def _ends(value: Any, amount: Any, combine: Callable[[Any, Any], Any], *, scales: bool) -> Any:
    """A range of a value and an amount of which one is a range, or both; of a distribution, its mean becomes one."""
    if isinstance(value, Mapping) and not _is_range(value):
        return {key: item if key in KEPT else _ends(item, amount, combine, scales=scales) for key, item in value.items()}
    if isinstance(value, list):  # of points, which have no ranges
        return _each(value, amount["mid"], combine, scales=scales)
    first, second = (one if _is_range(one) else {"mid": one} for one in (value, amount))
    there = [end for end in ENDS if end in first or end in second]
    ends = {end: _each(first.get(end, first["mid"]), second.get(end, second["mid"]), combine, scales=scales) for end in there}
    sources = list(dict.fromkeys(one["source"] for one in (first, second) if "source" in one))
    groups = [one["group"] for one in (first, second) if "group" in one]
    return ends | ({"source": " ".join(sources)} if sources else {}) | ({"group": groups[-1]} if groups else {})


def _is_range(value: Any) -> bool:
    return isinstance(value, Mapping) and "mid" in value


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
    return _written({day: spans for day, spans in _spans(value).items() if day not in gone})


def _also(value: Any, more: Any) -> Any:
    """Opening hours with more hours on some weekdays; what touches or overlaps is one stretch."""
    found = {day: list(spans) for day, spans in _spans(value).items()}
    for day, spans in _spans(more).items():
        found[day] = _joined([*found.get(day, []), *spans])
    return _written(found)


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for opens, closes in sorted(spans):
        if found and opens <= found[-1][1]:
            found[-1] = (found[-1][0], max(closes, found[-1][1]))
        else:
            found.append((opens, closes))
    return found


def _spans(value: Any) -> dict[int, list[tuple[int, int]]]:
    hours: WeekHoursModel = TypeAdapter(WeekHours).validate_python(value)
    if hours.always:
        raise ValueError
    return {day: hours.stretches(day) for day in hours.days}


def _written(days: Mapping[int, list[tuple[int, int]]]) -> dict[str, list[str]]:
    return {WEEKDAYS[day]: [f"{clock(opens)}-{clock(closes)}" for opens, closes in days[day]] for day in sorted(days)}


CHANGES: dict[str, Callable[[Any, Any], Any]] = {
    "plus": _plus,
    "minus": _minus,
    "times": _times,
    "without": _without,
    "also": _also,
}
