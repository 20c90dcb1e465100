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
    found = histogram([(0, value) for value in values]).quantile(percent)
    assert sum(value <= found for value in values) * 100 >= percent * len(values)
    assert found in values
    assert sum(value < found for value in values) * 100 < percent * len(values)


def test_only_the_chosen_cells() -> None:
    found = histogram([(0, 1), (2, 5), (2, 5), (4, 3), (3, 9)]).within(np.array([2, 4]))
    assert found == histogram([(0, 5), (0, 5), (0, 3)])
    assert math.isnan(histogram([(0, 1)]).within(np.array([3])).quantile(50))


def test_times_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="whole units"):
        histogram([(0, -1)])
