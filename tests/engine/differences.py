"""Where two logs differ first."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from sim.engine.program.tables import Table, Tables


@dataclass(frozen=True)
class Mismatch:
    """The first place where two sets of tables differ."""

    table: str
    row: int
    column: str
    left: Any
    right: Any
    left_row: Any
    right_row: Any

    def __str__(self) -> str:
        return (
            f"table {self.table}, row {self.row}, column {self.column}: {self.left} and {self.right}\n"
            f"  left  {self.left_row}\n  right {self.right_row}"
        )


def first_difference(left: Tables, right: Tables) -> Mismatch | None:
    """Where two sets of tables first differ, field by field and bit by bit; None when they are the same."""
    for field in fields(Tables):
        a, b = getattr(left, field.name), getattr(right, field.name)
        shared = min(len(a), len(b))
        if a[:shared].tobytes() != b[:shared].tobytes():
            for row in range(shared):
                if a[row].tobytes() != b[row].tobytes():
                    return _row_difference(field.name, row, a, b)
        if len(a) != len(b):
            longer = a if len(a) > len(b) else b
            return Mismatch(field.name, shared, "(rows)", len(a), len(b), longer[shared], None)
    return None


def _row_difference(name: str, row: int, a: Table, b: Table) -> Mismatch:
    for column in a.dtype.names or ():
        if a[row][column].tobytes() != b[row][column].tobytes():
            return Mismatch(name, row, column, a[row][column], b[row][column], _as_dict(a, row), _as_dict(b, row))
    return Mismatch(name, row, "(padding)", None, None, _as_dict(a, row), _as_dict(b, row))


def _as_dict(table: Table, row: int) -> dict[str, Any]:
    return {name: table[row][name].item() for name in table.dtype.names or ()}
