"""The numbers with a range that may move a verdict: those of one group move together and are one number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.experiment.numbers.world import resolved_in_world
from sim.measure.rows import Focus
from sim.model.town.scenario import Scenario
from sim.model.town.worlds import End, at_end, ranges
from sim.model.values.values import Range


@dataclass(frozen=True)
class UncertainNumber:
    """``key`` is the group, or the path where there is none; ``path`` and ``range`` are of the first of its ``paths``."""

    key: str
    paths: tuple[str, ...]
    range: Range

    @property
    def path(self) -> str:
        return self.paths[0]

    @property
    def unsourced(self) -> bool:
        return self.range.is_assumption or not self.range.source


@dataclass(frozen=True)
class AsAssumed:
    """A variation that changes nothing."""

    def __call__(self, scenario: Scenario) -> Scenario:
        return scenario


@dataclass(frozen=True)
class AtEnd:
    """A variation: one number at the low or the high end of its range."""

    key: str
    end: End

    def __call__(self, scenario: Scenario) -> Scenario:
        return at_end(scenario, self.key, self.end)


@dataclass(frozen=True)
class InWorld:
    """A variation: every range at the value it has in one parameter world."""

    world: int

    def __call__(self, scenario: Scenario) -> Scenario:
        return resolved_in_world(scenario, self.world)


def uncertain_numbers(scenarios: Sequence[Scenario], focus: Focus) -> tuple[UncertainNumber, ...]:
    """The numbers of these scenarios, without those of services outside the focus (all, where nothing is in focus).

    The range told is the one of the last scenario that has the number: the one whose difference is asked for.
    """
    paths: dict[str, dict[str, None]] = {}
    found: dict[str, Range] = {}
    for scenario in scenarios:
        first: dict[str, Range] = {}
        for path, value in ranges(scenario):
            if not _touches(path, focus):
                continue
            key = value.group or path
            paths.setdefault(key, {})[path] = None
            first.setdefault(key, value)
        found |= first
    return tuple(UncertainNumber(key, tuple(paths[key]), found[key]) for key in paths)


def _touches(path: str, focus: Focus) -> bool:
    parts = path.split(".")
    return not focus.services or parts[0] != "services" or parts[1] in focus.services
