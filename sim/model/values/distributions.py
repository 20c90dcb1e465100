"""How a duration varies: the kinds of distribution, and how they are written in scenario files.

All that is said of a kind stands in :data:`KINDS`; how it is drawn, under the same name, in :mod:`sim.engine.luck.inversions`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist
from typing import Any

from pydantic import model_validator

from sim.model.values.reasons import WrongValue
from sim.model.values.units import read_count, read_positive_duration
from sim.model.values.values import Frozen, Range, exactly, ranged
from sim.text.pairs import Text

Points = tuple[float, ...]


@dataclass(frozen=True)
class Kind:
    """A kind is written with its mean, or with a number of ``points`` in rising order."""

    words: Text
    """What comes before its numbers."""
    cv: bool = False
    """Whether a coefficient of variation stands beside the mean."""
    points: int = 0
    or_more: bool = False
    mean: Callable[[Points], float] = lambda points: sum(points) / len(points)
    """Of what is drawn, from the points."""
    quantile: Callable[[float, float, float], float] | None = None
    """Of a kind without a longest duration: what a share is shorter than, from mean, cv and that share."""

    @property
    def needed(self) -> str:
        """How many points, in words."""
        return f"{self.points}, {self.points + 1}, ..." if self.or_more else str(self.points)

    def takes(self, number: int) -> bool:
        """Can it be written with so many points?"""
        return number == self.points or (self.or_more and number > self.points)


def _mean_of_broken_line(points: Points) -> float:
    """The first and the last point weigh half."""
    return (sum(points) - 0.5 * (points[0] + points[-1])) / (len(points) - 1)


def _exponential(mean: float, _cv: float, share: float) -> float:
    return -log(1.0 - share) * mean


def _lognormal(mean: float, cv: float, share: float) -> float:
    variance = log(1.0 + cv**2)
    return mean * exp(sqrt(variance) * NormalDist().inv_cdf(share) - variance / 2.0)


KINDS = {
    "constant": Kind(Text(en="", nl="")),
    "exponential": Kind(Text(en="exponential, mean", nl="exponentieel, gemiddeld"), quantile=_exponential),
    "lognormal": Kind(Text(en="lognormal, mean", nl="lognormaal, gemiddeld"), cv=True, quantile=_lognormal),
    "uniform": Kind(Text(en="uniform", nl="gelijk verdeeld"), points=2),
    "triangular": Kind(Text(en="triangular", nl="driehoekig"), points=3),
    "empirical": Kind(Text(en="empirical", nl="gemeten"), points=2, or_more=True, mean=_mean_of_broken_line),
}
"""By the name in a scenario file. The engine numbers them in this order: a new one comes last."""
WITH_CV = ", ".join(name for name, kind in KINDS.items() if kind.cv)
WITH_POINTS = ", ".join(name for name, kind in KINDS.items() if kind.points)
OTHERS = ", ".join(name for name, kind in KINDS.items() if not kind.cv and not kind.points)
MOST = 0.95
"""Of a duration that has no longest, this share is shorter than what is taken for the longest."""


class Distribution(Frozen):
    """How a duration varies: ``4 min`` (constant), ``{exponential: 4 min}``, ``{lognormal: 4 min, cv: 0.8}``,
    ``{uniform: [2 min, 6 min]}``, ``{triangular: [2 min, 3 min, 9 min]}`` or ``{empirical: [1 min, 2 min, 9 min]}``
    (equally likely values, straight lines between them).
    """

    kind: str
    mean: Range
    cv: Range = exactly(0.0)
    points: Points = ()

    @model_validator(mode="before")
    @classmethod
    def _parse(cls, value: Any) -> Any:
        if isinstance(value, Distribution) or (isinstance(value, dict) and isinstance(value.get("mean"), Range)):
            return value
        parse = ranged(read_positive_duration)
        if not isinstance(value, dict) or "mid" in value:
            return {"kind": "constant", "mean": parse(value)}
        names = [name for name in KINDS if name in value]
        if len(names) != 1 or set(value) - {names[0], "cv"}:
            raise WrongValue("distribution", others=OTHERS, with_cv=WITH_CV, with_points=WITH_POINTS)
        name, kind, content = names[0], KINDS[names[0]], value[names[0]]
        if kind.cv != ("cv" in value):
            raise WrongValue("cv", with_cv=WITH_CV)
        if kind.points:
            points = _read_points(name, kind, content)
            return {"kind": name, "mean": exactly(kind.mean(points)), "points": points}
        result = {"kind": name, "mean": parse(content)}
        return result | ({"cv": ranged(read_count)(value["cv"])} if kind.cv else {})

    @property
    def is_bounded(self) -> bool:
        """Is there a longest duration?"""
        return KINDS[self.kind].quantile is None

    @property
    def longest(self) -> float:
        """The longest duration that it gives, in microseconds; where there is none, what ``MOST`` are shorter than."""
        quantile = KINDS[self.kind].quantile
        if quantile is not None:
            return quantile(self.mean.value, self.cv.value, MOST)
        return self.points[-1] if self.points else self.mean.value

    @property
    def shortest(self) -> float:
        """The shortest duration that it gives, in microseconds."""
        if not self.is_bounded:
            return 0.0
        return self.points[0] if self.points else self.mean.value


def _read_points(name: str, kind: Kind, content: Any) -> Points:
    if not isinstance(content, list) or not kind.takes(len(content)):
        raise WrongValue("durations", kind=name, needed=kind.needed)
    points = tuple(read_positive_duration(point) for point in content)
    if list(points) != sorted(points):
        raise WrongValue("durations_order", kind=name)
    return points


NONE = Distribution(kind="constant", mean=exactly(0.0))
