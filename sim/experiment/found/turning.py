"""Where a difference changes sign along one assumption, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.experiment.found.intervals import ALPHA, t_intervals
from sim.measure.definitions import BY_NAME
from sim.measure.layout import Array
from sim.measure.rows import Key


@dataclass(frozen=True, eq=False)
class TippingPoint:
    """How the difference of one KPI (scenario ``pair[1]`` less ``pair[0]``) depends on one number, over the same replications.

    ``values`` (rising) are the settings that were run; ``differences`` has the paired difference of each replication at each,
    shape (replications, values). ``point`` is where the mean difference is zero, on straight lines between the settings; None
    where it does not change sign. ``low`` and ``high`` hold every setting at which the paired t-interval of the difference
    holds zero; None means that it goes on beyond the settings.
    """

    path: str
    key: Key
    unit: str
    better: int
    range_low: float
    range_mid: float
    range_high: float
    source: str
    values: tuple[float, ...]
    differences: Array
    point: float | None
    low: float | None
    high: float | None
    interval_low: Array  # of the difference at each value
    interval_high: Array
    pair: tuple[int, int] = (0, 1)
    left_out: tuple[float, ...] = ()  # settings that were asked and not run to the end, for they flood the model with contacts
    alone: bool = False  # the services outside the focus were left out

    def about(self, pair: tuple[int, int], left_out: tuple[float, ...] = (), *, alone: bool = False) -> TippingPoint:
        """The same, told of the scenarios with these numbers."""
        return replace(self, pair=pair, left_out=left_out, alone=alone)

    @property
    def mean(self) -> Array:
        """Mean difference at each value, NaN where no replication could tell it."""
        return t_intervals(self.differences).mean


def turning(
    path: str, key: Key, values: tuple[float, ...], differences: Array, assumed: tuple[float, float, float], source: str = ""
) -> TippingPoint:
    """The tipping point of ``differences``, shape (replications, values)."""
    definition = BY_NAME[key.kpi]
    intervals = t_intervals(differences, ALPHA)
    low, high = _doubtful(values, intervals.low, intervals.high)
    point = crossing(values, intervals.mean)
    inside = point is not None
    return TippingPoint(
        path, key, definition.unit, definition.better, *assumed, source, values, differences, point,
        low if inside else None, high if inside else None, intervals.low, intervals.high,
    )  # fmt: skip


def crossing(values: Sequence[float], heights: Array) -> float | None:
    """Where a line through the points is first zero or changes sign; None where it does neither, or is zero throughout."""
    if np.isnan(heights).any() or not np.any(heights):
        return None
    for n in range(len(values)):
        if heights[n] == 0:
            return float(values[n])
        if n + 1 < len(values) and heights[n] * heights[n + 1] < 0:
            share = heights[n] / (heights[n] - heights[n + 1])
            return float(values[n] + share * (values[n + 1] - values[n]))
    return None


def _doubtful(values: Sequence[float], low: Array, high: Array) -> tuple[float | None, float | None]:
    """The first and last setting at which the interval holds zero; None for an end that lies beyond the settings."""
    if np.isnan(low).any() or not np.isfinite(low).all():
        return None, None
    ends = sorted(found for found in (*_all_crossings(values, low), *_all_crossings(values, high)))
    first_holds, last_holds = (low[n] <= 0 <= high[n] for n in (0, -1))
    return (
        None if first_holds or not ends else ends[0],
        None if last_holds or not ends else ends[-1],
    )


def _all_crossings(values: Sequence[float], heights: Array) -> list[float]:
    found = []
    for n in range(len(values) - 1):
        part = crossing(values[n : n + 2], heights[n : n + 2])
        if part is not None:
            found.append(part)
    return found
