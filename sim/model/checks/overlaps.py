"""What is set twice: by two measures that are in force at the same time, or by a measure and from outside. None is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from sim.model.checks.warned import Warned
from sim.model.files.tree import path_of
from sim.model.town.measure import Measure
from sim.model.town.scenario import Scenario
from sim.text.pairs import Text

TEXTS: dict[str, Text] = {
    "measure.overlap": Text(
        "'{first}' and '{second}' both set this; while both are in force that of '{second}' holds",
        "'{first}' en '{second}' zetten dit allebei; zolang beide gelden, geldt die van '{second}'",
    ),
    "measure.overrules": Text(
        "what is set for every file holds until '{second}' begins, which sets it too",
        "wat voor elk bestand is gezet, geldt tot '{second}' begint, die het ook zet",
    ),
}


def overlap_warnings(scenario: Scenario, overrides: Iterable[str] = ()) -> tuple[Warned, ...]:
    """Each path that two measures set, and each of ``overrides`` that a measure sets too."""
    found = [*_measures(scenario.measures)]
    for path in overrides:
        for measure in scenario.measures:
            if any(_same(path, other) for other in measure.set):
                said = TEXTS["measure.overrules"].filled(second=measure.label)
                found.append(Warned("measure.overrules", path, said))
    return tuple(found)


def _measures(measures: Sequence[Measure]) -> Iterator[Warned]:
    for first, second in combinations(measures, 2):
        if first.until is not None and first.until.value <= second.start.value:
            continue
        for path in second.set:
            if any(_same(path, other) for other in first.set):
                said = TEXTS["measure.overlap"].filled(first=first.label, second=second.label)
                yield Warned("measure.overlap", f"measures.{second.name}.set.{path}", said)


def _same(one: str, other: str) -> bool:
    """Is it one place, or a part of the other?"""
    first, second = path_of(one), path_of(other)
    return first[: len(second)] == second[: len(first)]
