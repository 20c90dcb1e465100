"""The tables, read by column: all columns are copied out of the records together, when one is first asked for."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from sim.engine.program.tables import Table, Tables
from sim.measure.layout import Array

ROWS_AT_ONCE = 2048
"""As many records as the fast memory of a processor holds while their columns are copied one after the other."""


class Columns:
    """One table as contiguous arrays; ``columns[name]`` is the array of that column and must not be changed."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._read: dict[str, Array] = {}

    def __len__(self) -> int:
        return len(self._table)

    def __getitem__(self, name: str) -> Array:
        if not self._read:
            self._read = _columns_of(self._table)
        return self._read[name]

    def at(self, name: str, rows: Array) -> Array:
        found: Array = self[name][rows]
        return found

    def select(self, rows: Array) -> Selected:
        return Selected(self, rows)


def _columns_of(table: Table) -> dict[str, Array]:
    """Every column; a record is fetched from memory once and not once per column."""
    columns = {name: np.empty(len(table), table.dtype[name]) for name in table.dtype.names or ()}
    for first in range(0, len(table), ROWS_AT_ONCE):
        some = table[first : first + ROWS_AT_ONCE]
        for name, column in columns.items():
            column[first : first + ROWS_AT_ONCE] = some[name]
    return columns


class Selected:
    """Some rows of a table; each column is read once, when it is first asked for."""

    def __init__(self, columns: Columns, rows: Array) -> None:
        self._columns, self._rows = columns, rows
        self._read: dict[str, Array] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, name: str) -> Array:
        if name not in self._read:
            self._read[name] = self._columns.at(name, self._rows)
        return self._read[name]


@dataclass(frozen=True, eq=False)
class Log:
    """The tables of one replication that KPIs are measured from."""

    cases: Columns
    contacts: Columns
    legs: Columns
    duty: Columns
    slots: Columns
    lookups: Columns

    @classmethod
    def of(cls, tables: Tables) -> Log:
        return cls(*(Columns(getattr(tables, field.name)) for field in fields(cls)))
