"""Rows of the rulebook from values by name, and the distributions they point to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from sim.engine.luck.distributions import compile_distribution
from sim.engine.luck.draws import Labels
from sim.engine.program.columns import FieldColumn
from sim.engine.program.program import Array
from sim.model.values.distributions import Distribution
from sim.model.values.values import Frozen, Range


class Distributions:
    """Distributions in order of use; equal ones are stored once."""

    def __init__(self) -> None:
        self.rows: list[tuple[float, ...]] = []
        self.points: list[float] = []
        self.added: list[tuple[Distribution, str]] = []
        """What each row was made of, and how that is written: to write it takes longer than to make the row."""
        self._known: dict[str, int] = {}

    def add(self, distribution: Distribution, written: str = "") -> int:
        key = written or distribution.model_dump_json()
        if key not in self._known:
            self._known[key] = len(self.rows)
            self.added.append((distribution, key))
            self.rows.append(compile_distribution(distribution, self.points))
        return self._known[key]


def values_of(of: Frozen, columns: Sequence[FieldColumn], distributions: Distributions) -> dict[str, float]:
    """What stands in these columns of a part of the model, by their names."""
    return {column.name: _value(_at(of, column.path), column, distributions) for column in columns}


def _at(of: Any, path: Sequence[str]) -> Any:
    for name in path:
        of = None if of is None else getattr(of, name)
    return of


def _value(value: Any, column: FieldColumn, distributions: Distributions) -> float:
    if isinstance(value, Range):
        return int(value.mid) if column.type == "i8" else value.mid
    if isinstance(value, Distribution):
        return distributions.add(value)
    if isinstance(value, str):
        return column.words.index(value)
    return column.absent if value is None else int(value)


def labelled(row: dict[str, float], dtype: np.dtype[np.void], labels: Labels, *names: str) -> dict[str, float]:
    """The row with the labels of its table that it has not yet, by these names."""
    return row | {column: labels.label(name, *names) for column, name in _labels_of(dtype) if column not in row}


@cache
def _labels_of(dtype: np.dtype[np.void]) -> tuple[tuple[str, str], ...]:
    """The columns of labels of a table, and what each is the label of."""
    return tuple((name, name.removeprefix("label_")) for name in dtype.names or () if name.startswith("label_"))


def fill(row: Array, values: Mapping[str, float]) -> None:
    for name, value in values.items():
        row[name] = value


def table_of(rows: list[dict[str, float]], dtype: np.dtype[np.void]) -> Array:
    """A column of which a row says nothing is 0."""
    nothing = dict.fromkeys(dtype.names or (), 0)
    return np.array([tuple((nothing | row).values()) for row in rows], dtype)
