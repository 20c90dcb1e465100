"""How each kind of distribution is drawn, under its name in :data:`sim.model.values.distributions.KINDS`.

Each gives the duration with distribution function ``u``, in microseconds, from its record and the points that all share.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.engine.compiler.jit import internal
from sim.engine.luck.arithmetic import exp, inverse_normal, log

Record = np.void
Points = np.ndarray[Any, np.dtype[np.float64]]


@internal
def constant(record: Record, _points: Points, _u: float) -> float:
    return float(record["mean"])


@internal
def exponential(record: Record, _points: Points, u: float) -> float:
    return float(-record["mean"] * log(1.0 - u))


@internal
def lognormal(record: Record, _points: Points, u: float) -> float:
    return exp(record["mu"] + record["sigma"] * inverse_normal(u))


@internal
def uniform(record: Record, points: Points, u: float) -> float:
    low, high = points[record["first"]], points[record["first"] + 1]
    return float(low + u * (high - low))


@internal
def triangular(record: Record, points: Points, u: float) -> float:
    first = record["first"]
    low, mid, high = points[first], points[first + 1], points[first + 2]
    width = high - low
    if u * width < mid - low:
        return float(low + math.sqrt(u * width * (mid - low)))
    return float(high - math.sqrt((1.0 - u) * width * (high - mid)))


@internal
def empirical(record: Record, points: Points, u: float) -> float:
    """The broken line through equally likely points."""
    position = u * (record["count"] - 1)
    below = min(math.floor(position), record["count"] - 2)
    start, end = points[record["first"] + below], points[record["first"] + below + 1]
    return float(start + (end - start) * (position - below))
