"""Whether scenarios may be compared: what must be equal, and what differs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from sim.model.town.scenario import Scenario
from sim.model.values.values import Range
from sim.text.pairs import Text, marked

EQUAL: dict[str, Callable[[Scenario], Any]] = {
    marked("the window and its dates"): lambda scenario: scenario.period,
    marked("closed days"): lambda scenario: scenario.closed_days,
    marked("the population"): lambda scenario: scenario.population,
    marked("how citizens behave"): lambda scenario: scenario.behaviour,
    marked("busyness"): lambda scenario: scenario.busyness,
    marked("the norms"): lambda scenario: scenario.norms,
    marked("the costs"): lambda scenario: scenario.costs,
    marked("the smallest differences that matter"): lambda scenario: scenario.margins,
}

NOTHING_SHARED = marked("the services: they have none in common")


class NotComparableError(Exception):
    """Scenarios that differ in more than their design. ``differences`` are pairs (name of the scenario, what differs)."""

    def __init__(self, reference: str, differences: Sequence[tuple[str, str]]) -> None:
        self.reference, self.differences = reference, tuple(differences)
        told = "; ".join(f"{name}: {what}" for name, what in differences)
        super().__init__(f"scenarios can only be compared when nothing but their design differs from {reference!r}. {told}")

    def __reduce__(self) -> tuple[type[NotComparableError], tuple[str, tuple[tuple[str, str], ...]]]:
        return NotComparableError, (self.reference, self.differences)


def check_comparable(scenarios: Sequence[Scenario]) -> None:
    """Raises :class:`NotComparableError` naming all that differs, or ``ValueError`` for fewer than two scenarios.

    Seed, replications and parameter world are equal because one comparison runs all of its scenarios.
    """
    if len(scenarios) < 2:
        raise ValueError("a comparison needs at least two scenarios")
    reference = scenarios[0]
    differences = [
        (scenario.name, what)
        for scenario in scenarios[1:]
        for what, part in EQUAL.items()
        if _without_words(part(scenario)) != _without_words(part(reference))
    ]
    differences += [(scenario.name, NOTHING_SHARED) for scenario in scenarios[1:] if _shares_nothing(scenario, reference)]
    if differences:
        raise NotComparableError(reference.name, differences)


def _without_words(value: Any) -> Any:
    """A value without its labels and sources: what it is called, or who says so, makes it no other town."""
    match value:
        case Text():
            return None
        case Range():
            return value.model_copy(update={"source": ""})
        case BaseModel():
            return {name: _without_words(getattr(value, name)) for name in type(value).model_fields}
        case Mapping():
            return {name: _without_words(part) for name, part in value.items()}
        case tuple():
            return tuple(map(_without_words, value))
    return value


def _shares_nothing(scenario: Scenario, reference: Scenario) -> bool:
    """True for two towns without one service in common: there is no figure that is about the same in both."""
    one, other = ({name for design in town.designs for name in design.services} for town in (scenario, reference))
    return bool(one and other) and one.isdisjoint(other)
