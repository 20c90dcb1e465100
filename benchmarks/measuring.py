"""What measuring takes beside simulating, where figures alone are kept: the same run, its parts timed while they are measured."""

from __future__ import annotations

import time
from typing import Any

from benchmarks.places import REFERENCE
from benchmarks.workloads import compiled_workload
from sim.engine.program.tables import Tables
from sim.engine.simulate import CompiledScenario, compile_scenario, simulate_each
from sim.experiment.running.part_by_part import PartByPart
from sim.model.files.loading import load

WORKLOADS = {"W1, 12 weeks": ("w1", 12), "W2, 6 weeks": ("w2", 6)}
YEAR = 52


def measure(rounds: int) -> dict[str, Any]:
    """Seconds of the processor for simulating and for measuring, by run and round."""
    runs = {name: compiled_workload(*work) for name, work in WORKLOADS.items()}
    runs["a year of voorbeeldstad"] = compile_scenario(load(REFERENCE, overrides={"period.weeks": YEAR}))
    taken: dict[str, list[dict[str, float]]] = {name: [] for name in runs}
    for number in range(rounds + 1):
        for name, compiled in runs.items():
            found = _seconds(compiled)
            if number:  # the first round loads machine code
                taken[name].append(found)
                print(f"{name}: simulating {found['simulating']:.2f} s, measuring {found['measuring']:.2f} s")
    return {"seconds": taken}


def _seconds(compiled: CompiledScenario) -> dict[str, float]:
    measured, measuring = PartByPart(compiled, 0, persons=False), 0.0

    def take(_number: int, part: Tables) -> None:
        nonlocal measuring
        began = time.process_time()
        measured.take(part)
        measuring += time.process_time() - began

    began = time.process_time()
    simulate_each([compiled], take, seed=1, replication=0)
    simulated = time.process_time()
    measured.whole()
    measuring += time.process_time() - simulated
    return {"measuring": measuring, "simulating": time.process_time() - began - measuring}
