"""A what-if of the marriage stories over eight weeks, from Python with the machine code in the cache.

The time runs from the moment that the files are read to the first verdict, and to the refined one; the same was asked once before
with one replication, as in a dashboard or a notebook that is open.
"""

from __future__ import annotations

import time
from typing import Any

from benchmarks.places import SCENARIOS
from sim.experiment.compare import comparisons
from sim.experiment.found.headlines import focus_of
from sim.experiment.numbers.vary import only_services
from sim.model.files.loading import load
from sim.model.town.scenario import Scenario

STORIES = ("vandaag", "volledig-digitaal")
WEEKS, LOOKS = 8, (3, 10)
QUESTIONS = {"the marriage service alone": True, "all services": False}


def measure(rounds: int) -> dict[str, Any]:
    """Seconds on the clock to each look, by round, for the service that changes alone and for all of them."""
    _ask((1,), alone=True)
    taken: dict[str, list[list[float]]] = {name: [] for name in QUESTIONS}
    for _ in range(rounds):
        for name, alone in QUESTIONS.items():
            taken[name].append(_ask(LOOKS, alone=alone))
            print(f"what-if, {name}: {', '.join(f'{seconds:.1f} s' for seconds in taken[name][-1])}")
    return {"weeks": WEEKS, "looks": list(LOOKS), "seconds": taken}


def _ask(looks: tuple[int, ...], *, alone: bool) -> list[float]:
    began = time.perf_counter()
    scenarios = [_story(name) for name in STORIES]
    if alone:
        services = focus_of(scenarios).services
        scenarios = [only_services(scenario, services) for scenario in scenarios]
    return [time.perf_counter() - began for _ in comparisons(scenarios, looks=looks)]


def _story(name: str) -> Scenario:
    return load(SCENARIOS / "huwelijk" / f"{name}.yaml", overrides={"period.weeks": WEEKS})
