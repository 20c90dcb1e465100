"""Setting one number of a scenario, in all its designs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.model.files.domains import domain_at
from sim.model.town.population import Population, Segment
from sim.model.town.scenario import Design, Scenario
from sim.model.town.worlds import PARTS_OF_ONE
from sim.model.values.distributions import Distribution
from sim.model.values.values import Frozen, Range, Rate, Term, exactly

OF_THE_DESIGN = frozenset(Design.model_fields)


TOGETHER = "+"
"""Between the paths of numbers that are varied in proportion: the first is the one that is told."""


def with_value(scenario: Scenario, path: str, value: float) -> Scenario:
    """The same scenario with the number at ``path`` set to ``value``, in the baseline and in the design of every measure.

    ``path`` is dotted, as in the file: ``services.huwelijksaangifte.reassurance.contacts_per_case``. A rate, a term and the mean
    of a distribution stand at the path of the whole, a mean also at the name of its distribution. Units are those of the model
    (microseconds, shares, cases per year). The range is widened where ``value`` lies outside it. Where shares are parts
    of one whole, such as ``retry`` and ``switch`` or those of the segments, the others make room. Of several paths with a ``+``
    between them the first number becomes ``value``, and the others as many times what they are as that one does.

    Raises ``ValueError`` when no design has a number there, or it can never be ``value`` (:mod:`sim.model.files.domains`).
    """
    lead, *others = path.split(TOGETHER)
    changed = _with_one(scenario, lead, value)
    assumed = range_at(scenario, lead).value
    if others and assumed == 0:
        raise ValueError(f"{lead} is 0, so nothing can be in proportion to it")
    for other in others:
        changed = _with_one(changed, other, range_at(scenario, other).value * value / assumed)
    return changed


def _with_one(scenario: Scenario, path: str, value: float) -> Scenario:
    domain = domain_at([scenario], path)
    if not domain.holds(value):
        raise ValueError(f"{path} cannot be {value:g}: it lies between {domain.low:g} and {domain.high:g}")
    return _changed(scenario, path, lambda old: _widened(old, value))


def with_lever(scenario: Scenario, path: str, value: float) -> Scenario:
    """The same scenario with the number at ``path`` set in the designs of its measures only: today stays as it is.

    Raises ``ValueError`` when no measure's design has a number there.
    """
    changed = with_value(scenario.model_copy(update={"designs": scenario.designs[1:]}), path, value)
    return scenario.model_copy(update={"designs": (scenario.baseline, *changed.designs)})


def only_services(scenario: Scenario, services: Sequence[str]) -> Scenario:
    """The same scenario in which nobody has a fresh case of any other service; its people and hours stay as they are."""
    silent = {"rate": Rate(amount=exactly(0.0)), "mailings": {}}
    designs = tuple(
        design.model_copy(
            update={
                "services": {
                    name: service
                    if name in services
                    else service.model_copy(update={"demand": service.demand.model_copy(update=silent)})
                    for name, service in design.services.items()
                }
            }
        )
        for design in scenario.designs
    )
    return scenario.model_copy(update={"designs": designs})


def range_at(scenario: Scenario, path: str) -> Range:
    """The number at ``path``, of the last design that has it. Raises ``ValueError`` when there is none.

    Of several numbers that move together it is the first; it may be as low and as high as any of them, in proportion.
    """
    lead, *others = (_number_at(scenario, one) for one in path.split(TOGETHER))
    shares = [(one.low / one.mid, one.high / one.mid) for one in (lead, *others) if one.mid > 0]
    if not others or len(shares) <= len(others):
        return lead
    ends = {"low": lead.mid * min(low for low, _ in shares), "high": lead.mid * max(high for _, high in shares)}
    return lead.model_copy(update=ends)


def _number_at(scenario: Scenario, path: str) -> Range:
    found: list[Range] = []

    def note(old: Range) -> Range:
        found.append(old)
        return old

    _changed(scenario, path, note)
    return found[-1]


def _widened(old: Range, value: float) -> Range:
    return old.model_copy(update={"low": min(old.low, value), "mid": value, "high": max(old.high, value)})


def _changed(scenario: Scenario, path: str, change: Any) -> Scenario:
    parts = path.split(".")
    if parts[0] not in OF_THE_DESIGN:
        changed: Scenario = _at(scenario, parts, change, path)
        return changed
    designs, missing = [], 0
    for design in scenario.designs:
        try:
            designs.append(_at(design, parts, change, path))
        except ValueError:  # a step or channel that only some designs have
            designs.append(design)
            missing += 1
    if missing == len(designs):
        raise _no_number(path)
    return scenario.model_copy(update={"designs": tuple(designs)})


def _at(value: Any, parts: list[str], change: Any, path: str) -> Any:
    """``value`` with the range at ``parts`` changed; only what lies on the way is copied."""
    if not parts:
        if isinstance(value, Range):
            return change(value)
        for kind, name in ((Rate, "amount"), (Term, "amount"), (Distribution, "mean")):
            if isinstance(value, kind):
                return value.model_copy(update={name: change(getattr(value, name))})
        raise _no_number(path)
    first, rest = parts[0], parts[1:]
    if isinstance(value, dict) and first in value:
        return value | {first: _at(value[first], rest, change, path)}
    if isinstance(value, Distribution) and first == value.kind and not rest:
        return value.model_copy(update={"mean": change(value.mean)})
    if isinstance(value, Frozen) and first in type(value).model_fields:
        changed = _at(getattr(value, first), rest, change, path)
        if isinstance(value, Population) and first == "segments":
            return value.model_copy(update={"segments": _segments_with_room(value.segments, changed, rest[0])})
        return _with_room(value.model_copy(update={first: changed}), first)
    raise _no_number(path)


def _with_room(value: Frozen, name: str) -> Frozen:
    """Of shares that are together at most 1, the others as large as ``name`` leaves room for."""
    parts = PARTS_OF_ONE.get(type(value), ())
    if name not in parts:
        return value
    others = [part for part in parts if part != name]
    total, room = sum(getattr(value, part).value for part in others), 1.0 - getattr(value, name).value
    if total <= room + 1e-9:
        return value
    return value.model_copy(update={part: _scaled(getattr(value, part), room / total) for part in others})


def _segments_with_room(old: dict[str, Segment], new: dict[str, Segment], name: str) -> dict[str, Segment]:
    """Of shares that are together 1, the others as large as that of ``name`` leaves room for."""
    before, now = old[name].share.value, new[name].share.value
    if before in (now, 1.0):
        return new
    fitted = {
        key: segment.model_copy(update={"share": _scaled(segment.share, (1.0 - now) / (1.0 - before))})
        for key, segment in new.items()
        if key != name
    }
    return new | fitted


def _scaled(old: Range, factor: float) -> Range:
    return _widened(old, old.value * factor)


def _no_number(path: str) -> ValueError:
    return ValueError(f"{path!r} is not the path of a number in this scenario")
