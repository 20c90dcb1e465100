"""Distributions of durations as records of an array, and how they are sampled."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.engine.compiler.jit import compiled, internal
from sim.engine.luck import inversions
from sim.engine.luck.arithmetic import log
from sim.engine.luck.inversions import Points, Record
from sim.model.values.distributions import KINDS, Distribution

DISTRIBUTION = np.dtype(
    [
        ("kind", "i8"),  # the place of its kind among KINDS
        ("mean", "f8"),  # microseconds
        ("mu", "f8"),  # with a cv: mean and standard deviation of the logarithm of the microseconds
        ("sigma", "f8"),
        ("first", "i8"),  # its points in the shared list are [first, first + count)
        ("count", "i8"),
    ],
    align=True,
)
CODES = {name: code for code, name in enumerate(KINDS)}
LONGEST = 2**61


def compile_distribution(distribution: Distribution, points: list[float]) -> tuple[int, float, float, float, int, int]:
    """One record of dtype ``DISTRIBUTION``; its points are added to ``points``. Without spread it is a constant."""
    kind, mean, own = CODES[distribution.kind], distribution.mean.value, distribution.points
    if own:
        if own[0] == own[-1]:
            return CODES["constant"], own[0], 0.0, 0.0, 0, 0
        points.extend(own)
    mu = sigma = 0.0
    if KINDS[distribution.kind].cv:
        variance = log(1.0 + distribution.cv.value * distribution.cv.value)
        if mean == 0.0 or variance == 0.0:
            return CODES["constant"], mean, 0.0, 0.0, 0, 0
        mu, sigma = float(log(mean) - 0.5 * variance), math.sqrt(variance)
    return kind, mean, mu, sigma, len(points) - len(own), len(own)


def _from(code: int) -> Any:
    """The inversion of the kinds from this one on."""
    own = getattr(inversions, list(KINDS)[code])
    if code == len(KINDS) - 1:
        return own
    others = _from(code + 1)

    @internal
    def inversion(record: Record, points: Points, u: float) -> float:
        if record["kind"] == code:
            return float(own(record, points, u))
        return float(others(record, points, u))

    return inversion


_inversion = _from(0)


@compiled
def sample(record: Record, points: Points, u: float) -> int:
    """The duration with distribution function ``u``: whole microseconds, rounded down once, at most 2**61.

    ``record`` is one element of an array of dtype ``DISTRIBUTION``, ``points`` the float64 array that distributions share (it
    may be empty). Rising in ``u``.
    """
    duration = _inversion(record, points, u)
    if duration >= LONGEST:
        return LONGEST
    return math.floor(duration)
