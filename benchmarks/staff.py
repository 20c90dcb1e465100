"""Measure ``staff``: time and runs on the baseline, and the distance from brute force on a small case.

``python -m benchmarks.staff`` writes benchmarks/staff.md. Brute force tries every roster of one team over three half hours, from
the cheapest on, on the same weeks and the same luck as the search.
"""

from __future__ import annotations

import argparse
import itertools
import os
import platform
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.places import BASELINE, HERE
from sim.experiment.lab import Lab
from sim.experiment.staffing.outcome import StaffPlan
from sim.experiment.staffing.planner import Planner
from sim.experiment.staffing.requirements import requirements_of
from sim.experiment.staffing.roster import empty
from sim.experiment.staffing.search import Search, cost
from sim.experiment.staffing.trials import Basis, trials_of
from sim.measure.layout import Array
from sim.model.files.loading import load
from sim.model.town.scenario import Scenario

SMALL = HERE.parent / "tests" / "data" / "three_half_hours.yaml"
WEEKS, REPLICATIONS = 26, 4


@dataclass(frozen=True)
class Distance:
    """The search against brute force, in half hours a week and plans tried."""

    found: int
    cheapest: int
    plan: tuple[int, ...]
    cheapest_plan: tuple[int, ...]
    tried_by_search: int
    tried_by_brute_force: int

    @property
    def distance(self) -> int:
        return self.found - self.cheapest


def distance_from_brute_force(scenario: Scenario, seed: int, most: int = 12) -> Distance:
    """How much dearer than the cheapest plan that holds is the one that the search finds?"""
    team = next(iter(scenario.design.teams))
    with trials_of(scenario, Lab(seed)) as trials:
        planner = Planner(scenario, (team,), trials, REPLICATIONS, whole_year=False, phase=lambda _name: None)
        planner.searching = Basis(WEEKS, warm_up=1, follow_up=1)
        work, bounds = planner.measured_work()
        asked = requirements_of(scenario, (team,))
        search = Search(trials, planner.searching, range(REPLICATIONS), asked, bounds, work, planner.smallest_step())
        before = trials.asked
        plan, _ = planner.cheapest(search)
        tried = trials.asked - before
        cells = [(int(day), int(half_hour)) for day, half_hour in zip(*np.nonzero(bounds[team].allowed), strict=True)]
        tries = 0
        for people in _from_the_cheapest(len(cells), most):
            tries += 1
            grid = empty()
            for cell, count in zip(cells, people, strict=True):
                grid[cell] = count
            if bool((grid >= bounds[team].least).all()) and search.holds({team: grid}):
                break
        else:
            raise ValueError(f"no roster of at most {most} people holds")
    return Distance(cost(plan), cost({team: grid}), _people(plan[team], cells), _people(grid, cells), tried, tries)


def _from_the_cheapest(cells: int, most: int) -> Iterator[tuple[int, ...]]:
    return iter(sorted(itertools.product(range(1, most + 1), repeat=cells), key=lambda people: (sum(people), people)))


def _people(grid: Array, cells: list[tuple[int, int]]) -> tuple[int, ...]:
    return tuple(int(grid[cell]) for cell in cells)


def written(plan: StaffPlan, distances: list[Distance]) -> str:
    """The page."""
    chains = plan.chain.values()
    lines = [
        "# Benchmarks of staff",
        "",
        f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores.",
        "Repeat with `python -m benchmarks.staff`.",
        "",
        f"Baseline {BASELINE.stem}, {len(plan.teams)} teams, {plan.replications} replications a round, {plan.rounds} round(s):",
        f"{plan.seconds:.0f} s, {plan.tried} plans tried, {plan.runs} simulated periods,",
        f"{sum(chain.people_hours.needed for chain in chains):.1f} hours at work a week.",
        f"All norms that people can meet are met: {'yes' if plan.found else 'no'}.",
        "",
        f"One team over three half hours ({SMALL.stem}), {WEEKS} weeks, {REPLICATIONS} replications, on the same luck:",
        "",
        "| seed | found | cheapest | distance in half hours a week | plans tried by the search | by brute force |",
        "| ---: | --- | --- | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {seed} | {row.plan} = {row.found} | {row.cheapest_plan} = {row.cheapest} | {row.distance} | {row.tried_by_search} "
        f"| {row.tried_by_brute_force} |"
        for seed, row in enumerate(distances, start=1)
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    import sim

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    options = parser.parse_args()
    small = load(SMALL)
    distances = []
    for seed in range(1, options.seeds + 1):
        distances.append(distance_from_brute_force(small, seed))
        print(distances[-1])
    started = time.perf_counter()
    plan = sim.staff(load(BASELINE))
    page = written(replace(plan, seconds=time.perf_counter() - started), distances)
    print(page)
    Path(HERE / "staff.md").write_text(page)


if __name__ == "__main__":
    main()
