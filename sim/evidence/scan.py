"""Simulating years of the front office over mean patience and number of people, with the demand solved at every point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import log
from pathlib import Path

from sim.engine.simulate import compile_scenario, simulate
from sim.evidence.front_office import FrontOffice, front_office, mean_of
from sim.evidence.published import PUBLISHED, Published
from sim.experiment.numbers.vary import with_value
from sim.model.files.loading import load
from sim.model.town.scenario import Scenario
from sim.model.values.units import SECOND

DEMAND = "services.algemene-vraag.demand.rate"
PATIENCE = "channels.phone.patience.time"
FIRST_MONDAYS = {2016: "2016-01-04", 2017: "2017-01-02", 2018: "2018-01-01", 2019: "2019-01-07"}
"""52 weeks from the first Monday of the year are taken for the year."""
STARTS = {2016: (10, 3.17), 2017: (10, 3.06), 2018: (11, 2.91), 2019: (10, 2.66)}
"""Where the scan starts, the same whatever the files say: people, and general questions per inhabitant per year, also those that
are looked up and never asked."""
PATIENCES = (900, 720, 600, 480, 420, 360, 300, 240, 180, 120)
"""Mean patience in seconds, in the order in which the scan takes them: from one where the files are near, outward."""
CALLS_TOLERANCE = 0.005
"""How far the simulated calls may be from the published ones before the demand is solved again."""
MOST_TRIES = 10
REPLICATIONS = 2
SEED = 1


class NotSolvedError(Exception):
    """The figure did not come close enough to its target."""


@dataclass(frozen=True)
class Point:
    """One simulated year: ``patience`` the mean in seconds, ``people`` those on duty all day in the contact centre."""

    year: int
    patience: int
    people: int
    demand: float  # general questions per inhabitant per year
    figures: FrontOffice

    @property
    def published(self) -> Published:
        return PUBLISHED[self.year]

    @property
    def calls_residual(self) -> float:
        return self.figures.calls / self.published.calls - 1.0


def whole_year(folder: Path, year: int, people: int | None = None) -> Scenario:
    """The municipality file of a year, over the whole year; ``people`` all day in the contact centre, None = as in the file."""
    overrides: dict[str, object] = {
        "period.start": FIRST_MONDAYS[year],
        "period.weeks": 52,
        "period.warm_up": 4,
        "period.prelude": 104,
        "period.follow_up": 1,
    }
    if people is not None:
        overrides["teams.contact_centre.shifts.early.people"] = (people + 1) // 2
        overrides["teams.contact_centre.shifts.late.people"] = people // 2
    return load(folder / f"s-hertogenbosch-{year}.yaml", overrides=overrides)


def people_in_file(scenario: Scenario) -> int:
    """How many people are on duty all day, every weekday, in the contact centre of a municipality file."""
    shifts = scenario.baseline.teams["contact_centre"].shifts
    return shifts["early"].people + shifts["late"].people


def simulated_year(scenario: Scenario) -> FrontOffice:
    compiled = compile_scenario(scenario)
    return mean_of([front_office(simulate(compiled, seed=SEED, replication=n), compiled) for n in range(REPLICATIONS)])


Loss = Callable[[Point], float]


class Scan:
    """The points of the scan; each (year, patience, people) is simulated once, with the demand that gives the published calls."""

    def __init__(self, folder: Path, on_point: Callable[[Point], object]) -> None:
        self._folder, self._on_point = folder, on_point
        self._scenarios: dict[tuple[int, int], Scenario] = {}
        self._points: dict[tuple[int, int, int], Point] = {}

    @property
    def points(self) -> list[Point]:
        return [self._points[key] for key in sorted(self._points)]

    def run(self, patiences: tuple[int, ...], losses: tuple[Loss, ...]) -> None:
        """Every published year over all ``patiences``, each with the numbers of people around the best one."""
        for year in PUBLISHED:
            best = STARTS[year][0]
            for patience in patiences:
                best = self.around_best(year, patience, best, losses)

    def around_best(self, year: int, patience: int, start: int, losses: tuple[Loss, ...]) -> int:
        """Scans outward from ``start`` people until each loss has been seen to rise on both sides; the best by the first loss."""
        best = start
        for loss in reversed(losses):
            best = self._lowest(year, patience, best, loss)
        return best

    def _lowest(self, year: int, patience: int, start: int, loss: Loss) -> int:
        here = start
        while True:
            lower, higher = loss(self.point(year, patience, here - 1)), loss(self.point(year, patience, here + 1))
            now = loss(self.point(year, patience, here))
            if now <= min(lower, higher):
                return here
            here += -1 if lower < higher else 1

    def point(self, year: int, patience: int, people: int) -> Point:
        key = (year, patience, people)
        if key not in self._points:
            self._points[key] = self._solved(*key)
            self._on_point(self._points[key])
        return self._points[key]

    def _solved(self, year: int, patience: int, people: int) -> Point:
        """Demand by a secant on common random numbers, from the demand of the nearest point."""
        if (year, people) not in self._scenarios:
            self._scenarios[year, people] = whole_year(self._folder, year, people)
        scenario = with_value(self._scenarios[year, people], PATIENCE, patience * SECOND)
        demand, tried = self._guess(year, patience, people), list[tuple[float, float]]()
        for _ in range(MOST_TRIES):
            point = Point(year, patience, people, demand, simulated_year(with_value(scenario, DEMAND, demand)))
            if abs(point.calls_residual) < CALLS_TOLERANCE:
                return point
            tried.append((demand, point.figures.calls))
            demand = next_value(tried, point.published.calls)
        raise NotSolvedError(f"no demand found for {year}, patience {patience} s, {people} people")

    def _guess(self, year: int, patience: int, people: int) -> float:
        """The demand at the nearest point that is known, corrected for its residual."""
        known = [point for point in self._points.values() if point.year == year]
        if not known:
            return STARTS[year][1]

        def distance(point: Point) -> float:
            return abs(point.people - people) * 2.0 + abs(log(point.patience / patience))

        nearest = min(known, key=distance)
        return nearest.demand / (1.0 + nearest.calls_residual)


def next_value(tried: list[tuple[float, float]], target: float) -> float:
    """Where the straight line through the last two tries meets the target; a value and its figure are at least 0.

    A step is at most a factor 4, so that one flat stretch does not throw the search away.
    """
    value, reached = tried[-1]
    before, was = tried[-2] if len(tried) > 1 else (0.0, 0.0)
    slope = (reached - was) / (value - before) if value != before else 0.0
    if slope <= 0.0:
        return value * (2.0 if reached < target else 0.5)
    return min(max(value + (target - reached) / slope, value / 4.0), value * 4.0)
