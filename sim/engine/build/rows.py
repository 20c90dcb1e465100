"""Rows of the rulebook from values by name, and the distributions they point to."""

from __future__ import annotations

import numpy as np

from sim.engine.luck.distributions import compile_distribution
from sim.engine.program.program import Array
from sim.model.values.distributions import Distribution
from sim.model.values.values import Term


class Distributions:
    """Distributions in order of use; equal ones are stored once."""

    def __init__(self) -> None:
        self.rows: list[tuple[float, ...]] = []
        self.points: list[float] = []
        self._known: dict[str, int] = {}

    def add(self, distribution: Distribution | None) -> int:
        if distribution is None:
            return -1
        key = distribution.model_dump_json()
        if key not in self._known:
            self._known[key] = len(self.rows)
            self.rows.append(compile_distribution(distribution, self.points))
        return self._known[key]


def term(value: Term | None) -> tuple[int, int]:
    """Amount (microseconds or working days; -1 = none) and whether it counts working days."""
    return (-1, 0) if value is None else (int(value.amount.value), int(value.working_days))


def fill(row: Array, values: dict[str, float]) -> None:
    for name, value in values.items():
        row[name] = value


def table_of(rows: list[dict[str, float]], dtype: np.dtype[np.void]) -> Array:
    table = np.zeros(len(rows), dtype)
    for index, row in enumerate(rows):
        fill(table[index], row)
    return table
