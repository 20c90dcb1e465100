"""Fetching ahead changes nothing, whatever is asked for."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest

from sim.engine.compiler.jit import compiled, fetch, view
from sim.engine.program.program import Array, record

ROW = record(("number", "i8"), ("more", "f8", (20,)))


class Rows(NamedTuple):
    rows: Array


@compiled
def total(kept: Rows, ahead: int) -> int:
    found = 0
    for row in range(len(kept.rows)):
        fetch(kept.rows, row + ahead)
        found += kept.rows[row].number
    return found


@pytest.mark.parametrize("ahead", [0, 1, 1_000, 10**12, -(10**12)])
def test_rows_that_are_there_and_rows_that_are_not(ahead: int) -> None:
    rows = np.zeros(100, ROW)
    rows["number"] = np.arange(100)
    before = rows.copy()
    assert total(view(Rows(rows)), ahead) == 4950
    assert rows.tobytes() == before.tobytes()
