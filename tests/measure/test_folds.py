"""The compiled sums of measuring, against NumPy."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.measure.folds import sum_by
from sim.measure.log import ROWS_AT_ONCE, Columns

ROWS = st.lists(st.tuples(st.integers(0, 8), st.integers(-(2**40), 2**40)), max_size=50)


@given(ROWS)
def test_sums_by_group(rows: list[tuple[int, int]]) -> None:
    groups, values = np.array([group for group, _ in rows], np.int32), np.array([value for _, value in rows], np.int64)
    expected = [sum(value for group, value in rows if group == number) for number in range(9)]
    assert sum_by(groups, values, 9).tolist() == expected
    flags = [sum(value > 0 for group, value in rows if group == number) for number in range(9)]
    assert sum_by(groups, values > 0, 9).tolist() == flags


def test_columns_of_more_rows_than_are_read_at_once() -> None:
    table = np.zeros(2 * ROWS_AT_ONCE + 3, [("a", "i4"), ("b", "f8")])
    table["a"], table["b"] = np.arange(len(table)), np.arange(len(table)) / 7
    columns = Columns(table)
    assert np.array_equal(columns["a"], table["a"])
    assert np.array_equal(columns["b"], table["b"])
    assert columns["b"].flags.c_contiguous
    assert columns.at("a", np.array([ROWS_AT_ONCE, 5])).tolist() == [ROWS_AT_ONCE, 5]
