"""Intervals over replications, and what a difference amounts to."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy.special import ndtri, stdtrit

from sim.measure.layout import Array

ALPHA = 0.05
LOOKS = (10, 20, 40, 80)
ROUNDING = 1e12
"""A ratio of variances beyond which the smaller is nothing but rounding."""

Judgement = Literal["better", "worse", "same", "equal", "undecided", "untested", "nothing", "unbalanced", "changed", "none"]
"""``equal``: in every repeat; ``untested``: only one repeat could tell; ``nothing``: nothing to compare, in one story or in both;
``unbalanced``: the KPI means nothing, as in one of them work piles up.

``changed`` and ``none``: an exploratory difference whose interval does not, or does, hold zero, of a KPI without a margin.
"""
DECIDED: frozenset[Judgement] = frozenset({"better", "worse", "same", "equal", "nothing", "unbalanced"})
"""For these no more replications are run."""


@dataclass(frozen=True)
class Estimate:
    """A mean over replications with its interval, which is endless, or not known (NaN), with fewer than two.

    ``unfinished``: how many, on average, of what it counts were not over when the run ended; above 0 it is a lower bound.
    """

    value: float
    low: float
    high: float
    unfinished: float = 0.0


@dataclass(frozen=True)
class Difference:
    """What one scenario adds to another, with its interval and what that amounts to.

    ``margin`` is the smallest difference that matters; ``headline`` tells the few KPIs declared beforehand, whose intervals
    hold together, from the exploratory rest. ``variance_ratio``: how many times as many replications unpaired runs need for the
    same interval.
    """

    value: float
    low: float
    high: float
    judgement: Judgement
    margin: float | None = None
    headline: bool = False
    variance_ratio: float | None = None

    @property
    def shown(self) -> bool:
        """Does the whole interval lie on one side of nothing?"""
        return self.low > 0 or self.high < 0

    def scaled(self, factor: float) -> Difference:
        """So many times as much; what is endless is unknown."""
        value, low, high = (known(number) * factor for number in (self.value, self.low, self.high))
        margin = None if self.margin is None else self.margin * factor
        ratio = self.variance_ratio if self.variance_ratio is not None and math.isfinite(self.variance_ratio) else None
        return Difference(value, low, high, self.judgement, margin, self.headline, ratio)


@dataclass(frozen=True)
class WorldShare:
    """A number of plausible worlds, and their share of all with Wilson's 95% interval."""

    count: int
    share: float
    low: float
    high: float


def known(number: float) -> float:
    """NaN where it is endless, as the ends of an interval with one replication are."""
    return number if math.isfinite(number) else math.nan


@dataclass(frozen=True, eq=False)
class Intervals:
    """Mean, standard deviation and t-interval of each column; NaN with no value, an endless interval with one."""

    count: Array
    mean: Array
    deviation: Array
    low: Array
    high: Array


def t_intervals(values: Array, alpha: float | Array = ALPHA) -> Intervals:
    """Student's t-interval of each column of ``values`` (replications, columns); NaN values are left out.

    mean +- t(n - 1, 1 - alpha / 2) * s / sqrt(n), where s has n - 1 degrees of freedom.
    """
    known = ~np.isnan(values)
    count = known.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(known, values, 0.0).sum(axis=0) / count
        squares = np.where(known, (values - mean) ** 2, 0.0).sum(axis=0)
        deviation = np.where(count > 1, np.sqrt(squares / np.maximum(count - 1, 1)), np.nan)
        quantile = stdtrit(np.maximum(count - 1, 1), 1 - np.asarray(alpha) / 2)
        half = np.where(count > 1, quantile * deviation / np.sqrt(np.maximum(count, 1)), np.inf)
    return Intervals(count, mean, deviation, mean - half, mean + half)


def within(found: Intervals, least: Array | float, most: Array | float) -> Intervals:
    """The same with ends that can be: a share lies between 0 and 1, a time is not below 0. An endless interval stays endless."""
    low, high = np.clip(found.low, least, most), np.clip(found.high, least, most)
    low, high = (np.where(np.isinf(old), old, new) for old, new in ((found.low, low), (found.high, high)))
    return replace(found, low=low, high=high)


def judge(low: float, high: float, margin: float | None, better: int) -> Judgement:
    """What an interval of a difference amounts to.

    Whatever the KPI: nothing to compare without an interval (NaN), not tested where it is endless (one replication), equal where
    every replication is.
    With a ``margin`` d and a direction (+1 more is better, -1 less is): wholly beyond d on either side is better or worse,
    wholly within -d to d no practical difference, anything else not yet decided. Without, only whether it leaves out zero.
    """
    if math.isnan(low):
        return "nothing"
    if math.isinf(low):
        return "untested"
    if low == high == 0:
        return "equal"
    if margin is None or better == 0:
        return "changed" if low > 0 or high < 0 else "none"
    if low > margin or high < -margin:
        return "better" if (low > margin) == (better > 0) else "worse"
    return "same" if low >= -margin and high <= margin else "undecided"


def wilson(count: int, total: int, alpha: float = ALPHA) -> tuple[float, float]:
    """Wilson's score interval of a share ``count`` / ``total`` (Wilson 1927); the whole of [0, 1] when ``total`` is 0."""
    if total == 0:
        return 0.0, 1.0
    z, share = float(ndtri(1 - alpha / 2)), count / total
    centre = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z * np.sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return 0.0 if count == 0 else float(centre - half), 1.0 if count == total else float(centre + half)


def pairing_gain(first: Array, second: Array) -> Array:
    """(var A + var B) / var(B - A) per column of paired replications: how many times as many unpaired runs would need.

    Infinite where the difference is the same in every replication, but for the rounding of numbers; NaN with fewer than two.
    """
    if len(first) < 2:
        return np.full(first.shape[1], np.nan)
    apart = first.var(axis=0, ddof=1) + second.var(axis=0, ddof=1)
    together = (second - first).var(axis=0, ddof=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(together > 0, apart / together, np.where(apart > 0, np.inf, np.nan))
    return np.where(ratio > ROUNDING, np.inf, ratio)


def look_alpha(look: int, alpha: float = ALPHA) -> float:
    """The share of ``alpha`` that look ``look`` (1, 2, ...) may use: alpha / 2^look; all looks together stay below alpha."""
    return float(alpha / 2**look)
