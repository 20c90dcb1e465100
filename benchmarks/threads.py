"""Two threads against one, in one process: the compiled engine lets go of the interpreter while it simulates a day."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from benchmarks.places import REFERENCE
from sim.engine.simulate import CompiledScenario, compile_scenario, simulate
from sim.model.loading import load

WEEKS, REPLICATIONS = 13, 4


def measure(rounds: int) -> dict[str, Any]:
    """Seconds on the clock for the same replications on one thread and on two, by round, one after the other."""
    compiled = compile_scenario(load(REFERENCE, overrides={"period.weeks": WEEKS}))
    simulate(compiled, seed=1, replication=0)
    taken: dict[str, list[float]] = {"one": [], "two": []}
    for _ in range(rounds):
        for name, threads in (("one", 1), ("two", 2)):
            taken[name].append(_seconds(compiled, threads))
        print(f"one thread {taken['one'][-1]:.2f} s, two {taken['two'][-1]:.2f} s")
    return {"replications": REPLICATIONS, "weeks": WEEKS, "seconds": taken}


def _seconds(compiled: CompiledScenario, threads: int) -> float:
    with ThreadPoolExecutor(threads) as pool:
        began = time.perf_counter()
        contacts = list(
            pool.map(lambda number: len(simulate(compiled, seed=1, replication=number).contacts), range(REPLICATIONS))
        )
        taken = time.perf_counter() - began
    if min(contacts) == 0:
        raise ValueError("a replication without contacts cannot be timed")
    return taken
