"""Parameter worlds: the values that numbers with a range might have had."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

from sim.model.town.channels import Patience
from sim.model.town.options import HandOff
from sim.model.town.population import Population, Reaction, Stuck
from sim.model.town.scenario import Scenario
from sim.model.values.calendar import Profile, WeekHoursModel
from sim.model.values.distributions import Distribution
from sim.model.values.values import Frozen, Range, Rate, Term

Change = Callable[[str, Range], Range]
End = Literal["low", "high"]
WITHOUT_RANGES = (Profile, WeekHoursModel)
PARTS_OF_ONE: dict[type[Frozen], tuple[str, ...]] = {
    Reaction: ("retry", "switch"),
    Stuck: ("retry", "switch"),
    HandOff: ("transfer", "call_back", "refer"),
    Patience: ("at_once", "at_announcement"),
}
"""Shares that together are at most 1: where a world draws more, all are scaled down."""


def in_world(scenario: Scenario, uniform: Callable[[str], float]) -> Scenario:
    """The scenario with every range at the value it has in one parameter world.

    A range keeps its low and high; its value becomes the inverse triangular distribution (low, mid, high) of
    ``uniform(key)``, with ``key`` its group, or else its path in the file. Baseline and measures share the keys, so they
    share the value unless a measure gave another range. World 0 is the scenario itself: do not call this for it.

    Parameters
    ----------
    uniform
        A number between 0 and 1 for a key; a pure function, so that all scenarios of a comparison agree.
    """

    def change(path: str, value: Range) -> Range:
        if not value.is_ranged:
            return value
        return value.model_copy(update={"mid": triangular(value.low, value.mid, value.high, uniform(value.group or path))})

    changed: Scenario = _mapped(scenario, "", change)
    return changed


def at_end(scenario: Scenario, key: str, end: End) -> Scenario:
    """The scenario with every range of ``key`` (its group, or else its path) at its own low or high; all else as it is."""

    def change(path: str, value: Range) -> Range:
        if not value.is_ranged or (value.group or path) != key:
            return value
        return value.model_copy(update={"mid": value.low if end == "low" else value.high})

    changed: Scenario = _mapped(scenario, "", change, towards=key)
    if changed is scenario:  # a group, which may stand anywhere
        changed = _mapped(scenario, "", change)
    return changed


def ranges(scenario: Scenario) -> list[tuple[str, Range]]:
    """Every (path, range) with low below high: of the baseline, then those a measure gave another range."""
    return [(path, value) for path, value in values(scenario) if value.is_ranged]


def values(scenario: Scenario) -> list[tuple[str, Range]]:
    """Every (path, number) of the scenario, the same for the designs of measures only where they differ."""
    found: dict[tuple[str, Range], None] = {}

    def note(path: str, value: Range) -> Range:
        found[path, value] = None
        return value

    _mapped(scenario, "", note)
    return list(found)


def triangular(low: float, mid: float, high: float, u: float) -> float:
    """The value below which a share ``u`` of the triangular distribution lies."""
    width = high - low
    if u * width < mid - low:
        value = low + math.sqrt(u * width * (mid - low))
    else:
        value = high - math.sqrt((1.0 - u) * width * (high - mid))
    return min(max(value, low), high)


def _mapped(value: Any, path: str, change: Change, towards: str = "") -> Any:
    """``value`` with every range within it changed; the same object where nothing changes.

    ``towards`` a path: only what lies on the way to it.
    """
    if path and towards and not f"{towards}.".startswith(f"{path}."):
        return value
    if isinstance(value, Range):
        return change(path, value)
    if isinstance(value, dict):
        new = {key: _mapped(item, _join(path, str(key)), change, towards) for key, item in value.items()}
        return new if any(new[key] is not value[key] for key in value) else value
    if isinstance(value, Frozen) and not isinstance(value, WITHOUT_RANGES):
        return _with_parts(value, dict(_changed_fields(value, path, change, towards)))
    if isinstance(value, tuple):
        return _unless_equal(value, (_mapped(item, _join(path, str(n)), change, towards) for n, item in enumerate(value)))
    return value


def _unless_equal(old: tuple[Any, ...], new: Iterable[Any]) -> tuple[Any, ...]:
    """The new items; the same object where each is the one it was."""
    items = tuple(new)
    return items if any(a is not b for a, b in zip(items, old, strict=True)) else old


def _changed_fields(value: Frozen, path: str, change: Change, towards: str) -> Iterator[tuple[str, Any]]:
    for name in type(value).model_fields:
        old = getattr(value, name)
        if isinstance(value, Scenario) and name == "measures":
            new: Any = _unless_equal(old, (_mapped(one, f"measures.{one.name}", change, towards) for one in old))
        elif isinstance(value, Scenario) and name == "designs":
            new = _unless_equal(old, (_mapped(design, "", change, towards) for design in old))
        elif name == "set":
            continue
        else:
            new = _mapped(old, _field_path(value, name, path), change, towards)
        if new is not old:
            yield name, new


def _field_path(value: Frozen, name: str, path: str) -> str:
    """Where a field stands in the file; a rate, a term and a mean are written at the place of the whole."""
    if isinstance(value, Rate | Term) and name == "amount":
        return path
    if isinstance(value, Distribution) and name == "mean":
        return path if value.kind == "constant" else _join(path, value.kind)
    return _join(path, name)


def _with_parts(value: Frozen, changed: dict[str, Any]) -> Frozen:
    if not changed:
        return value
    new = value.model_copy(update=changed)
    if isinstance(new, Population):
        total = sum(segment.share.value for segment in new.segments.values())
        shares = {name: _scaled(segment.share, 1.0 / total) for name, segment in new.segments.items()}
        segments = {name: segment.model_copy(update={"share": shares[name]}) for name, segment in new.segments.items()}
        return new.model_copy(update={"segments": segments})
    parts = PARTS_OF_ONE.get(type(new), ())
    total = sum(getattr(new, part).value for part in parts)
    if total <= 1.0:
        return new
    return new.model_copy(update={part: _scaled(getattr(new, part), 1.0 / total) for part in parts})


def _scaled(value: Range, factor: float) -> Range:
    mid = value.mid * factor
    return value.model_copy(update={"low": min(value.low, mid), "mid": mid, "high": max(value.high, mid)})


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
