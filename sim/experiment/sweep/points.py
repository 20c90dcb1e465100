"""The design points of a sweep: every combination of levels of the keys that are varied."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any, Self

from sim.experiment.sweep.levels import levels_of
from sim.experiment.sweep.refused import SweepError
from sim.model.files.errors import Problem, ScenarioError
from sim.model.files.extends import read_chain, source_files
from sim.model.files.loading import load_files
from sim.model.files.sources import SourceFile
from sim.model.files.tree import path_of
from sim.model.town.scenario import Scenario
from sim.text.pairs import marked

MOST_POINTS = 20_000
"""Design points that one table is made of; what is found of one takes some kilobytes."""

NOTHING_VARIED = marked("Say what to vary: --over PATH=LEVELS, such as --over channels.phone.lines=8,10,12.")
TWICE = marked("{path} is set twice; keep one.")
TOO_MANY_POINTS = marked(
    "{points} designs are more than fit in one sweep (at most {most}). Take fewer levels, or fix some keys with --set and sweep "
    "these later."
)
Over = Mapping[str, str | Sequence[Any]]


@dataclass(frozen=True)
class DesignPoint:
    """One design: its number from 1, and the level of each key that is varied."""

    number: int
    levels: Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Designs:
    """What is varied in which files: the levels by path, beside what is set in all designs.

    Scenarios are read when they are asked for: one takes more than a megabyte.
    """

    files: tuple[SourceFile, ...]
    folder: Path | None
    overrides: Mapping[str, Any]
    levels: Mapping[str, tuple[Any, ...]]

    @classmethod
    def of(cls, file: str | Path | Sequence[SourceFile], over: Over, overrides: Mapping[str, Any]) -> Self:
        """The designs of a scenario file, or of files put together. A level is what ``overrides`` of :func:`sim.load` would set.

        Raises ``ScenarioError`` with all levels that the scenario refuses, and :class:`SweepError`.
        """
        if not over:
            raise SweepError(NOTHING_VARIED)
        paths = [path_of(path) for path in (*overrides, *over)]
        for path in over:
            if paths.count(path_of(path)) > 1:
                raise SweepError(TWICE, path=path)
        folder = Path(file).parent if isinstance(file, str | Path) else None
        files = source_files(Path(file)) if isinstance(file, str | Path) else tuple(file)
        root = read_chain(files, [])
        found = cls(files, folder, overrides, {path: levels_of(path, given, root) for path, given in over.items()})
        if found.count > MOST_POINTS:
            raise SweepError(TOO_MANY_POINTS, points=found.count, most=MOST_POINTS)
        found.check()
        return found

    @property
    def count(self) -> int:
        return math.prod(len(levels) for levels in self.levels.values())

    def points(self) -> tuple[DesignPoint, ...]:
        """Every combination, the last key fastest."""
        combined = product(*self.levels.values())
        return tuple(DesignPoint(n, dict(zip(self.levels, chosen, strict=True))) for n, chosen in enumerate(combined, start=1))

    def scenario(self, levels: Mapping[str, Any]) -> Scenario:
        """The scenario at these levels. Raises ``ScenarioError``."""
        return load_files(self.files, overrides={**self.overrides, **levels}, folder=self.folder)

    @cached_property
    def as_written(self) -> Scenario:
        """The scenario with no level set."""
        return self.scenario({})

    def check(self) -> None:
        """Reads each level that may be wrong by itself, beside the first of the others, so that a wrong one is told at once."""
        first = {path: levels[0] for path, levels in self.levels.items()}
        problems: dict[str, Problem] = {}
        for path, levels in self.levels.items():
            for level in _telling(levels):
                try:
                    self.scenario(first | {path: level})
                except ScenarioError as error:
                    problems |= {problem.line_of_text(): problem for problem in error.problems}
        if problems:
            raise ScenarioError(problems.values())


def _telling(levels: Sequence[Any]) -> list[Any]:
    """Of numbers, which lie in one interval or not, the ends and the first that is not whole; else all."""
    if not all(isinstance(level, int | float) and not isinstance(level, bool) for level in levels):
        return list(levels)
    broken = [level for level in levels if level != int(level)]
    return list(dict.fromkeys((min(levels), max(levels), *broken[:1])))
