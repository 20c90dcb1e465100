"""A pytest plugin that runs the compiled engine as plain Python, to see which of its lines and branches the tests reach.

``NUMBA_DISABLE_JIT=1 PYTHONPATH=.:tests/engine python -m coverage run --branch --include='sim/engine/*' -m pytest -n 0
-p uncompiled`` with the tests wanted, then ``python -m coverage report -m``. It is some hundred times as slow as compiled code.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.engine.compiler import jit, views

jit.view = views.view  # before anything of the engine takes the plain one


class Row:
    """One record as compiled code sees it: its fields are attributes, whatever their names."""

    __slots__ = ("record",)

    def __init__(self, record: Any) -> None:
        object.__setattr__(self, "record", record)

    def __getattr__(self, name: str) -> Any:
        value = self.record[name]
        return np.int64(value) if isinstance(value, np.int32) else value  # compiled code widens what it reads

    def __setattr__(self, name: str, value: Any) -> None:
        self.record[name] = value

    __getitem__ = __getattr__
    __setitem__ = __setattr__


class Rows:
    """An array of records."""

    def __init__(self, array: Any) -> None:
        self.array, self.shape = array, array.shape

    def __len__(self) -> int:
        return len(self.array)

    def __getitem__(self, place: Any) -> Any:
        found = self.array[place]
        return Row(found) if isinstance(found, np.void) else found

    def __setitem__(self, place: Any, row: Row) -> None:
        self.array[place] = row.record


def member(view: Any, name: str) -> Any:
    """An attribute of a view that no compiled code reads."""
    array = view.__dict__.get("arrays", {}).get(name)
    if array is None:
        raise AttributeError(name)
    found = Rows(array) if array.dtype.names else array
    view.__dict__[name] = found
    return found


np.seterr(over="ignore", divide="ignore", invalid="ignore")  # as in compiled code: whole numbers wrap around, 0 / 0 is none
views.View.__getattr__ = member  # type: ignore[attr-defined]
