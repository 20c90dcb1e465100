"""The tables, read by column: each column is copied out of its records once, when it is first asked for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.engine.tables import Table, Tables
from sim.measure.layout import Array


class Columns:
    """One table as contiguous arrays; ``columns[name]`` is the array of that column and must not be changed."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._read: dict[str, Array] = {}

    def __len__(self) -> int:
        return len(self._table)

    def __getitem__(self, name: str) -> Array:
        if name not in self._read:
            self._read[name] = np.ascontiguousarray(self._table[name])
        return self._read[name]

    def at(self, name: str, rows: Array) -> Array:
        """Some rows of one column."""
        whole = self._read.get(name)
        found: Array = self._table[name][rows] if whole is None else whole[rows]
        return found

    def select(self, rows: Array) -> Selected:
        return Selected(self, rows)


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

    @classmethod
    def of(cls, tables: Tables) -> Log:
        return cls(*(Columns(table) for table in (tables.cases, tables.contacts, tables.legs, tables.duty, tables.slots)))
