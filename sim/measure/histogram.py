"""Histograms that merge: how often each whole unit of time occurred, per cell; quantiles are read from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.measure.layout import Array

CELL_BITS = 32
LARGEST = 2**CELL_BITS - 1


@dataclass(frozen=True, eq=False)
class Histogram:
    """Counts of (cell, value), sparse.

    ``keys`` (int64, rising) is cell * 2^32 + value, where value is a time in whole units, rounded down; ``counts`` (int64)
    is how often it occurred.
    """

    keys: Array
    counts: Array

    @classmethod
    def of(cls, cells: Array, values: Array) -> Histogram:
        """Counts the int64 ``values`` (0 to 2^32 - 1) of the rows of ``cells``."""
        if len(values) and (values.min() < 0 or values.max() > LARGEST):
            raise ValueError("a histogram holds whole units from 0 to 2^32 - 1")
        keys, counts = np.unique((cells.astype(np.int64) << CELL_BITS) | values.astype(np.int64), return_counts=True)
        return cls(keys, counts.astype(np.int64))

    @classmethod
    def empty(cls) -> Histogram:
        return cls(np.zeros(0, np.int64), np.zeros(0, np.int64))

    def merge(self, other: Histogram) -> Histogram:
        return together([self, other])

    def quantile_within(self, cells: Array, percent: int) -> tuple[float, int]:
        """The smallest value that at least ``percent`` % of the observations of these cells (rising) do not exceed, and how many
        these are; NaN without any. Taken over whole units, so that merged and whole data give the same number.
        """
        bounds = np.searchsorted(self.keys, np.concatenate([cells, cells + 1]) << CELL_BITS)
        first, last = bounds[: len(cells)], bounds[len(cells) :]
        taken = np.flatnonzero(last > first)
        if not len(taken):
            return float("nan"), 0
        runs = [slice(first[place], last[place]) for place in taken]
        values = np.concatenate([self.keys[run] for run in runs]) & LARGEST
        counts = np.concatenate([self.counts[run] for run in runs])
        if len(runs) > 1:
            order = np.argsort(values, kind="stable")
            values, counts = values[order], counts[order]
        reached = np.cumsum(counts)
        total = int(reached[-1])
        return float(values[np.searchsorted(reached * 100, percent * total)]), total

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Histogram) and np.array_equal(self.keys, other.keys) and np.array_equal(self.counts, other.counts)
        )

    __hash__ = None  # type: ignore[assignment]


def together(histograms: Sequence[Histogram]) -> Histogram:
    """What all of these count."""
    if len(histograms) == 1:
        return histograms[0]
    keys, place = np.unique(np.concatenate([one.keys for one in histograms]), return_inverse=True)
    counts = np.zeros(len(keys), np.int64)
    np.add.at(counts, place, np.concatenate([one.counts for one in histograms]))
    return Histogram(keys, counts)
