from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measure.histogram import Histogram

observations = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2**32 - 1)), max_size=30)


def histogram(rows: list[tuple[int, int]]) -> Histogram:
    return Histogram.of(np.array([cell for cell, _ in rows], np.int64), np.array([value for _, value in rows], np.int64))


@given(observations, observations, observations)
def test_merging_is_associative_and_the_same_as_the_whole(a: list, b: list, c: list) -> None:  # type: ignore[type-arg]
    left = histogram(a).merge(histogram(b)).merge(histogram(c))
    right = histogram(a).merge(histogram(b).merge(histogram(c)))
    assert left == right == histogram(a + b + c)
    assert left.merge(Histogram.empty()) == left


@given(st.lists(st.integers(0, 100), min_size=1), st.integers(1, 100))
def test_a_quantile_is_the_smallest_value_that_enough_do_not_exceed(values: list[int], percent: int) -> None:
    found = histogram([(0, value) for value in values]).quantile_within(np.array([0]), percent)[0]
    assert sum(value <= found for value in values) * 100 >= percent * len(values)
    assert found in values
    assert sum(value < found for value in values) * 100 < percent * len(values)


def test_only_the_chosen_cells() -> None:
    known = histogram([(0, 1), (2, 5), (2, 5), (4, 3), (3, 9)])
    assert [known.quantile_within(np.array([2, 4]), percent) for percent in (33, 34, 100)] == [(3, 3), (5, 3), (5, 3)]
    quantile, total = known.quantile_within(np.array([1, 5]), 50)
    assert math.isnan(quantile)
    assert total == 0


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6)), max_size=30), st.sets(st.integers(0, 5), min_size=1))
def test_quantiles_of_cells_are_those_of_their_values_put_together(rows: list[tuple[int, int]], cells: set[int]) -> None:
    together = histogram([(0, value) for cell, value in rows if cell in cells])
    for percent in (1, 50, 90, 100):
        quantile, total = histogram(rows).quantile_within(np.array(sorted(cells)), percent)
        assert (quantile, total) == together.quantile_within(np.array([0]), percent) or not total


def test_times_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="whole units"):
        histogram([(0, -1)])


@given(observations, st.lists(st.sets(st.integers(0, 5), min_size=2, max_size=2), max_size=4), st.integers(1, 100))
def test_groups_of_cells_are_read_at_once_as_each_by_itself(
    rows: list[tuple[int, int]], groups: list[set[int]], percent: int
) -> None:
    known = histogram(rows)
    cells = np.array([sorted(group) for group in groups], np.int64).reshape(-1, 2)
    spread = known.within(cells)
    together = zip(spread.quantiles(percent), spread.sizes, strict=True)
    for group, (quantile, size) in zip(cells, together, strict=True):
        alone, count = known.quantile_within(group, percent)
        assert size == count
        assert quantile == alone or not count
