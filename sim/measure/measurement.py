"""The measurement of one or more replications: totals and histograms that merge, from which every KPI is read."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sim.measure.counting.quantities import QUANTITIES
from sim.measure.histogram import Histogram
from sim.measure.layout import AXES, HISTOGRAMS, Array, Dimensions
from sim.measure.work import pressure


@dataclass(frozen=True, eq=False)
class Measurement:
    """Totals of what happened in the windows of ``replications``.

    ``cubes[family]`` has shape (quantities, *axes) as in :mod:`sim.measure.counting.quantities`, int64. ``window`` is the length
    of the window in microseconds. ``load`` holds the half hours of replications that are not complete yet: (3, teams, half
    hours), int64 microseconds busy, on duty and finishing; :meth:`settled` turns them into the family ``pressure`` and
    ``longest`` (pressed half hours in a row, per team).

    Merging is associative and commutative, with :meth:`empty` as its unit. Tables may be cut into chunks that keep a root
    case and all that follows from it together; duty and slots may be cut anywhere.
    """

    dimensions: Dimensions
    window: int
    replications: frozenset[int]
    cubes: dict[str, Array]
    histograms: dict[str, Histogram]
    load: dict[int, Array]
    longest: Array

    @classmethod
    def empty(cls, dimensions: Dimensions, window: int) -> Measurement:
        cubes = {family: np.zeros((len(QUANTITIES[family]), *dimensions.shape(axes)), np.int64) for family, axes in AXES.items()}
        longest = np.zeros(dimensions.size("team"), np.int64)
        return cls(dimensions, window, frozenset(), cubes, {name: Histogram.empty() for name in HISTOGRAMS}, {}, longest)

    def merge(self, other: Measurement) -> Measurement:
        """Both together. Raises ``ValueError`` when they are of other dimensions or windows."""
        if self.dimensions != other.dimensions or self.window != other.window:
            raise ValueError("measurements of different dimensions or windows cannot be merged")
        shared = self.load.keys() & other.load.keys()
        joint = self.load | other.load | {number: self.load[number] + other.load[number] for number in shared}
        return Measurement(
            self.dimensions,
            self.window,
            self.replications | other.replications,
            {family: cube + other.cubes[family] for family, cube in self.cubes.items()},
            {name: histogram.merge(other.histograms[name]) for name, histogram in self.histograms.items()},
            joint,
            np.maximum(self.longest, other.longest),
        )

    def settled(self) -> Measurement:
        """The same, with the half hours counted: for replications of which everything has been measured."""
        cubes, longest = dict(self.cubes), self.longest
        for number in sorted(self.load):
            totals, row = pressure(self.load[number])
            cubes["pressure"] = cubes["pressure"] + totals
            longest = np.maximum(longest, row)
        return replace(self, cubes=cubes, longest=longest, load={})

    def total(self, family: str, quantity: str) -> Array:
        found: Array = self.cubes[family][QUANTITIES[family].index(quantity)]
        return found

    def same_as(self, other: Measurement) -> bool:
        """Whether both are equal to the bit."""
        return (
            (self.dimensions, self.window, self.replications) == (other.dimensions, other.window, other.replications)
            and all(np.array_equal(cube, other.cubes[family]) for family, cube in self.cubes.items())
            and self.histograms == other.histograms
            and self.load.keys() == other.load.keys()
            and all(np.array_equal(array, other.load[number]) for number, array in self.load.items())
            and np.array_equal(self.longest, other.longest)
        )
