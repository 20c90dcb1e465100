"""Two threads against one, in one process: the compiled engine lets go of the interpreter while it simulates a week."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from benchmarks.places import REFERENCE
from sim.experiment.running.subject import Subject
from sim.experiment.running.work_unit import Job, replicate
from sim.model.files.loading import load

WEEKS, REPLICATIONS = 13, 8


def measure(rounds: int) -> dict[str, Any]:
    """Seconds on the clock for the same replications, measured, on one thread and on two, by round, one after the other."""
    job = Job((Subject(load(REFERENCE, overrides={"period.weeks": WEEKS})),), 1, "compiled")
    replicate(job, 0)
    taken: dict[str, list[float]] = {"one": [], "two": []}
    for _ in range(rounds):
        for name, threads in (("one", 1), ("two", 2)):
            taken[name].append(_seconds(job, threads))
        print(f"one thread {taken['one'][-1]:.2f} s, two {taken['two'][-1]:.2f} s")
    return {"replications": REPLICATIONS, "weeks": WEEKS, "seconds": taken}


def _seconds(job: Job, threads: int) -> float:
    with ThreadPoolExecutor(threads) as pool:
        began = time.perf_counter()
        done = list(pool.map(partial(replicate, job), range(REPLICATIONS)))
        taken = time.perf_counter() - began
    if min(int(one.measurements[0].total("contact", "requested").sum()) for one in done) == 0:
        raise ValueError("a replication without contacts cannot be timed")
    return taken
