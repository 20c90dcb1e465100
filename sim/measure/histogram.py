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

    def within(self, groups: Array) -> Spread:
        """What is in the cells of each group; ``groups`` are cells, rising, of shape (groups, cells)."""
        bounds = np.searchsorted(self.keys, np.stack([groups, groups + 1]) << CELL_BITS)
        lengths = bounds[1] - bounds[0]
        before = np.cumsum(lengths.ravel()) - lengths.ravel()
        places = np.repeat(bounds[0].ravel() - before, lengths.ravel()) + np.arange(lengths.sum())
        sizes = lengths.sum(axis=1)
        values, counts = self.keys[places] & LARGEST, self.counts[places]
        if groups.shape[1] > 1:
            order = np.argsort(np.repeat(np.arange(len(groups)) << CELL_BITS, sizes) | values)
            values, counts = values[order], counts[order]
        return Spread(values, np.concatenate([[0], np.cumsum(counts)]), np.concatenate([[0], np.cumsum(sizes)]))

    def quantile_within(self, cells: Array, percent: int) -> tuple[float, int]:
        """The smallest value that at least ``percent`` % of the observations of these cells (rising) do not exceed, and how many
        these are; NaN without any. Taken over whole units, so that merged and whole data give the same number.
        """
        spread = self.within(np.atleast_2d(cells))
        return float(spread.quantiles(percent)[0]), int(spread.sizes[0])

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Histogram) and np.array_equal(self.keys, other.keys) and np.array_equal(self.counts, other.counts)
        )

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, eq=False)
class Spread:
    """Observations by group, in each from small to large: different ``values``, how many ``reached`` before each of them and in
    all, and where groups ``begin`` among the values; both end with what follows the last.
    """

    values: Array
    reached: Array
    begin: Array

    @property
    def sizes(self) -> Array:
        """How many observations each group has."""
        sizes: Array = np.diff(self.reached[self.begin])
        return sizes

    def quantiles(self, percent: int) -> Array:
        """Of each group the smallest value that at least ``percent`` % do not exceed (1 to 100); NaN where it has none."""
        sizes = self.sizes
        enough = self.reached[self.begin[:-1]] * 100 + percent * sizes
        places = np.searchsorted(self.reached[1:] * 100, enough)
        found = np.full(len(sizes), np.nan)
        found[sizes > 0] = self.values[places[sizes > 0]]
        return found


def together(histograms: Sequence[Histogram]) -> Histogram:
    """What all of these count."""
    if len(histograms) == 1:
        return histograms[0]
    keys, place = np.unique(np.concatenate([one.keys for one in histograms]), return_inverse=True)
    counts = np.zeros(len(keys), np.int64)
    np.add.at(counts, place, np.concatenate([one.counts for one in histograms]))
    return Histogram(keys, counts)
