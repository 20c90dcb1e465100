"""Distributions of durations as records of an array, and their compiled inversion."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.engine.compiler.jit import compiled
from sim.engine.luck.arithmetic import log
from sim.engine.luck.draws import exponential, lognormal, triangular
from sim.model.values.values import Distribution

Record = np.void
Points = np.ndarray[Any, np.dtype[np.float64]]

DISTRIBUTION = np.dtype(
    [
        ("kind", "i8"),  # one of the kinds below
        ("mean", "f8"),  # microseconds
        ("mu", "f8"),  # lognormal: mean and standard deviation of the logarithm of the microseconds
        ("sigma", "f8"),
        ("first", "i8"),  # empirical: its points in the shared list are [first, first + count)
        ("count", "i8"),
        ("low", "f8"),  # uniform and triangular, microseconds
        ("mid", "f8"),
        ("high", "f8"),
    ],
    align=True,
)
KINDS = ("constant", "exponential", "lognormal", "uniform", "triangular", "empirical")
CONSTANT, EXPONENTIAL, LOGNORMAL, UNIFORM, TRIANGULAR, EMPIRICAL = range(6)

LONGEST = 2**61


def compile_distribution(
    distribution: Distribution, points: list[float]
) -> tuple[int, float, float, float, int, int, float, float, float]:
    """One record of dtype ``DISTRIBUTION``; the points of an empirical distribution are added to ``points``.

    A lognormal with mean 0 or coefficient of variation 0, and any distribution of equal points, is a constant.
    """
    kind, mean, own = KINDS.index(distribution.kind), distribution.mean.value, distribution.points
    mu = sigma = low = mid = high = 0.0
    first = count = 0
    if kind == LOGNORMAL:
        variance = log(1.0 + distribution.cv.value * distribution.cv.value)
        if mean == 0.0 or variance == 0.0:
            kind = CONSTANT
        else:
            mu, sigma = float(log(mean) - 0.5 * variance), math.sqrt(variance)
    elif own and own[0] == own[-1]:
        kind, mean = CONSTANT, own[0]
    elif kind == UNIFORM:
        low, high = own
    elif kind == TRIANGULAR:
        low, mid, high = own
    elif kind == EMPIRICAL:
        first, count = len(points), len(own)
        points.extend(own)
    return kind, mean, mu, sigma, first, count, low, mid, high


@compiled
def sample(record: Record, points: Points, u: float) -> int:
    """The duration with distribution function ``u``: whole microseconds, rounded down once, at most 2**61.

    ``record`` is one element of an array of dtype ``DISTRIBUTION``, ``points`` the float64 array that empirical
    distributions share (it may be empty). Rising in ``u``.
    """
    kind = record["kind"]
    if kind == EXPONENTIAL:
        duration = exponential(u, record["mean"])
    elif kind == LOGNORMAL:
        duration = lognormal(u, record["mu"], record["sigma"])
    elif kind == UNIFORM:
        duration = record["low"] + u * (record["high"] - record["low"])
    elif kind == TRIANGULAR:
        duration = triangular(u, record["low"], record["mid"], record["high"])
    elif kind == EMPIRICAL:
        duration = interpolated(points, record["first"], record["count"], u)
    else:
        duration = record["mean"]
    if duration >= LONGEST:
        return LONGEST
    return math.floor(duration)


@compiled
def interpolated(points: Points, first: int, count: int, u: float) -> float:
    """The value at ``u`` of the broken line through ``count`` (2 or more) equally likely points in rising order."""
    position = u * (count - 1)
    below = min(math.floor(position), count - 2)
    start, end = points[first + below], points[first + below + 1]
    return float(start + (end - start) * (position - below))
