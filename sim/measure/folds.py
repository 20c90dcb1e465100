"""Vectorised sums by group, exact in int64."""

from __future__ import annotations

import numpy as np

from sim.engine.compiler.jit import compiled
from sim.measure.counting.quantities import HALF_HOUR, HALF_HOURS_PER_WEEK
from sim.measure.layout import Array


def count_by(groups: Array, size: int) -> Array:
    """How many rows each group has; int64 of length ``size``."""
    return np.bincount(groups, minlength=size).astype(np.int64)


def sum_by(groups: Array, values: Array, size: int) -> Array:
    """Sum of ``values``, whole numbers or flags, of each group; int64 of length ``size``."""
    totals = np.zeros(size, np.int64)
    if values.dtype == np.bool_:
        _count(totals, _whole(groups), np.ascontiguousarray(values))
    else:
        _add(totals, _whole(groups), _whole(values))
    return totals


def _whole(numbers: Array) -> Array:
    return np.ascontiguousarray(numbers, np.int64)


@compiled
def _add(totals: Array, groups: Array, values: Array) -> None:
    for row in range(len(groups)):
        totals[groups[row]] += values[row]


@compiled
def _count(totals: Array, groups: Array, flags: Array) -> None:
    """The flags are few or many: adding each is faster than picking those that are set."""
    for row in range(len(groups)):
        totals[groups[row]] += flags[row]


def cell_of(axes: list[Array], shape: tuple[int, ...]) -> Array:
    """The number of the cell of each row, in C order."""
    cell = np.zeros(len(axes[0]), np.int64)
    for codes, size in zip(axes, shape, strict=True):
        cell = cell * size + codes
    return cell


def half_hour_of_week(times: Array) -> Array:
    """0 = Monday 00:00 to 00:30, ... 335; runs start on a Monday."""
    return times // HALF_HOUR % HALF_HOURS_PER_WEEK


def spread(groups: Array, starts: Array, ends: Array, first: int, half_hours: int, size: int) -> Array:
    """Time that intervals [start, end) spend in each half hour from ``first`` (microseconds, a whole half hour) on.

    Shape (size, half_hours), int64 microseconds; what lies outside is cut off.
    """
    totals = np.zeros((size, half_hours), np.int64)
    starts = np.maximum(starts, first) - first
    ends = np.minimum(ends, first + half_hours * HALF_HOUR) - first
    rows = np.flatnonzero(ends > starts)
    groups, starts, ends = groups[rows], starts[rows], ends[rows]
    while len(starts):
        bins = starts // HALF_HOUR
        stops = np.minimum((bins + 1) * HALF_HOUR, ends)
        np.add.at(totals, (groups, bins), stops - starts)
        left = stops < ends
        groups, starts, ends = groups[left], stops[left], ends[left]
    return totals
