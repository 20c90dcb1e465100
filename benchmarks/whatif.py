"""A what-if of the marriage stories over eight weeks, from Python with the machine code in the cache.

The time runs from the moment that the files are read to the first verdict, and to the refined one; the engine was run once
before, as in a dashboard or a notebook that is open.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from benchmarks.places import SCENARIOS
from sim.experiment.compare import comparisons
from sim.model.loading import load

FOLDER = SCENARIOS / "huwelijk"
TODAY, STORY = "vandaag", "volledig-digitaal"
STORIES = (TODAY, STORY, "hybride", "verbeterd-digitaal")
WEEKS, LOOKS = 8, (3, 10)
THREADS = 2


def measure(rounds: int) -> dict[str, Any]:
    """Seconds on the clock to each look, by round, for one story beside today and for all of them."""
    _ask((TODAY, STORY), (1,))
    questions = {"one story beside today": (TODAY, STORY), "all stories beside today": STORIES}
    taken: dict[str, list[list[float]]] = {name: [] for name in questions}
    for _ in range(rounds):
        for name, stories in questions.items():
            taken[name].append(_ask(stories, LOOKS))
            print(f"{name}: {', '.join(f'{seconds:.1f} s' for seconds in taken[name][-1])}")
    return {"weeks": WEEKS, "looks": list(LOOKS), "threads": THREADS, "seconds": taken}


def _ask(stories: tuple[str, ...], looks: tuple[int, ...]) -> list[float]:
    began = time.perf_counter()
    scenarios = [load(FOLDER / f"{story}.yaml", overrides={"period.weeks": WEEKS}) for story in stories]
    with ThreadPoolExecutor(THREADS) as threads:
        return [time.perf_counter() - began for _ in comparisons(scenarios, looks=looks, threads=threads)]
