"""Root cases: a fresh case with all that follows from it, the unit in which cost, effort and lead time are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.engine.compiler.jit import view
from sim.engine.program.tables import Tables
from sim.measure.counting.lines import number_roots
from sim.measure.counting.linked import linked
from sim.measure.known import known_of
from sim.measure.layout import Array, Compiled


@dataclass(frozen=True, eq=False)
class Lines:
    """The root cases that started in the window, arrays of R; by entity where the log is in canonical order."""

    entity: Array
    service: Array
    segment: Array
    started: Array

    def __len__(self) -> int:
        return len(self.entity)


@dataclass(frozen=True, eq=False)
class LinesOfLog(Lines):
    """The same, and which of them each row belongs to.

    ``of_case`` gives the number of the root case of each row of the table of cases, ``of_contact`` and ``of_leg`` of the rows of
    those tables; -1 where it started outside the window.
    """

    of_case: Array
    of_contact: Array
    of_leg: Array


def lines_of(tables: Tables, compiled: Compiled) -> LinesOfLog:
    """The root cases started in the window, [window_start, window_end), of a log in canonical order."""
    rows, cases = linked(tables)
    of_case = np.full(cases, -1, np.int64)
    number_roots(view(rows), view(known_of(compiled)), of_case)
    fresh = np.flatnonzero((rows.root == np.arange(len(rows.cases))) & (of_case[: len(rows.cases)] >= 0))
    entity, service, segment, started = (rows.cases[name][fresh] for name in ("case", "service", "segment", "started"))
    of_rows = of_case[: len(rows.cases)], of_case[rows.of_contact], of_case[rows.of_leg]
    return LinesOfLog(entity, service, segment, started, *of_rows)


@dataclass(frozen=True, eq=False)
class RootCases:
    """What became of each root case. ``values[name]`` is an int64 array of R: a count, 0 or 1, or microseconds; the names are
    those of :data:`sim.measure.counting.quantities.ROOT`.
    """

    lines: Lines
    values: dict[str, Array]

    def __getitem__(self, name: str) -> Array:
        return self.values[name]


def joined_roots(parts: Sequence[RootCases], names: Sequence[str]) -> RootCases:
    """The root cases of all ``parts`` of a log, by entity, with these values only."""
    entity = np.concatenate([part.lines.entity for part in parts])
    order = np.argsort(entity)
    service, segment, started = (
        np.concatenate([getattr(part.lines, name) for part in parts])[order] for name in ("service", "segment", "started")
    )
    lines = Lines(entity[order], service, segment, started)
    return RootCases(lines, {name: np.concatenate([part[name] for part in parts])[order] for name in names})
