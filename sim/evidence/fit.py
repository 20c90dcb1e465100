"""How well simulated years meet the published pairs (answered within 25 s, abandoned): losses, best fits, left-out years."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from sim.evidence.scan import Point

Denominator = Literal["offered", "answered"]
ROUNDING = 0.5
"""Published shares are whole percentages, so up to half a point is no difference."""


def within(point: Point, of: Denominator) -> float:
    """Share answered within the norm, in percent of the calls offered or of the calls answered."""
    share = point.figures.within_of_offered if of == "offered" else point.figures.within_of_answered
    return 100.0 * share


def abandoned(point: Point) -> float:
    return 100.0 * point.figures.abandoned


def misses(point: Point, of: Denominator) -> tuple[float, float]:
    """Simulated less published, in percentage points: (answered within 25 s, abandoned)."""
    return within(point, of) - 100.0 * point.published.within_25_s, abandoned(point) - 100.0 * point.published.abandoned


def loss(point: Point, of: Denominator = "offered", abandoned_weight: float = 1.0) -> float:
    """Squared misses of both members of the pair added up, in squared percentage points; weighted equally unless said."""
    first, second = misses(point, of)
    return first * first + abandoned_weight * second * second


def loss_of(of: Denominator) -> Callable[[Point], float]:
    return lambda point: loss(point, of)


@dataclass(frozen=True)
class Fit:
    """One mean patience for several years, each year with the number of people that fits it best."""

    patience: int
    of: Denominator
    points: tuple[Point, ...]

    @property
    def loss(self) -> float:
        return sum(loss(point, self.of) for point in self.points)

    @property
    def root_mean_square(self) -> float:
        """Typical miss of one published percentage, in percentage points."""
        return float((self.loss / (2 * len(self.points))) ** 0.5)

    @property
    def worst(self) -> float:
        return max(max(abs(miss) for miss in misses(point, self.of)) for point in self.points)


def fits(points: Iterable[Point], of: Denominator = "offered", leave_out: int | None = None) -> list[Fit]:
    """A fit per mean patience, in order of patience; ``leave_out`` is a year that does not count."""
    best: dict[tuple[int, int], Point] = {}
    for point in points:
        key = (point.patience, point.year)
        if point.year != leave_out and (key not in best or loss(point, of) < loss(best[key], of)):
            best[key] = point
    patiences = sorted({patience for patience, _ in best})
    return [Fit(p, of, tuple(best[key] for key in sorted(best) if key[0] == p)) for p in patiences]


def best_fit(points: Iterable[Point], of: Denominator = "offered", leave_out: int | None = None) -> Fit:
    return min(fits(points, of, leave_out), key=lambda fit: fit.loss)


def best_patience(points: Iterable[Point], of: Denominator, abandoned_weight: float) -> int:
    """The mean patience of the smallest loss when *abandoned* has another weight than *within 25 s*."""
    lowest: dict[tuple[int, int], float] = {}
    for point in points:
        key = (point.patience, point.year)
        lowest[key] = min(lowest.get(key, float("inf")), loss(point, of, abandoned_weight))
    patiences = sorted({patience for patience, _ in lowest})
    return min(patiences, key=lambda patience: sum(value for (p, _), value in lowest.items() if p == patience))


def within_rounding(points: Iterable[Point], of: Denominator = "offered") -> list[Point]:
    """The points whose pair rounds to the published one: both members at most half a percentage point off."""
    return [point for point in points if max(abs(miss) for miss in misses(point, of)) <= ROUNDING]


@dataclass(frozen=True)
class LeftOut:
    """A year predicted with the patience fitted on the other years; its number of people is still fitted to the year itself."""

    fitted: Fit
    predicted: Point


def leave_one_out(points: list[Point], of: Denominator = "offered") -> list[LeftOut]:
    found = []
    for year in sorted({point.year for point in points}):
        fitted = best_fit(points, of, leave_out=year)
        there = [point for point in points if point.year == year and point.patience == fitted.patience]
        found.append(LeftOut(fitted, min(there, key=loss_of(of))))
    return found
