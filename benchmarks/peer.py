"""One run of one program on one workload, in a process of its own: ``python -m benchmarks.peer PROGRAM WORKLOAD SEED [LOOP]``.

Prints a line of JSON. ``LOOP`` is the compiled event loop in C++. Times are of the run alone: no imports, no compiling.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import peer_ciw, peer_simpy
from benchmarks.cpp import run_loop
from benchmarks.machine import memory_bytes, peak_bytes
from benchmarks.workloads import CONTACTS, Days, compiled_workload, days_of, events_of, workload
from sim.engine.program.codes import NEVER
from sim.engine.simulate import CompiledScenario, simulate, simulate_each
from sim.experiment.running.part_by_part import PartByPart

LONG = {"w1": 10, "w2": 3}
SHORT = {"w1": 1, "w2": 1}
"""Weeks of a run: about half a million contacts, and for what is slow some 50,000 and 160,000."""


@dataclass(frozen=True)
class Program:
    """What the page calls it, and how many weeks one run is."""

    label: str
    weeks: dict[str, int]


PROGRAMS = {
    "compiled": Program("Sweetspot, compiled engine, tables kept", LONG),
    "compiled-rows": Program("Sweetspot, compiled engine, rows as they come", LONG),
    "compiled-figures": Program("Sweetspot, compiled engine, figures only, measuring included", LONG),
    "cpp-keyed": Program("C++ event loop, our draws and columns", LONG),
    "cpp-figures": Program("C++ event loop, our draws, no rows", LONG),
    "cpp-sequential": Program("C++ event loop, sequential random numbers", LONG),
    "simpy-tuned": Program("SimPy, tuned", SHORT),
    "simpy-plain": Program("SimPy, plain", SHORT),
    "ciw": Program("Ciw", SHORT),
    "simpy-ours": Program("Sweetspot, SimPy engine, tables kept", SHORT),
}
PYTHON_PEERS = ("simpy-tuned", "simpy-plain", "ciw")
CPP = ("cpp-keyed", "cpp-figures", "cpp-sequential")

Run = dict[str, Any]


def measured(program: str, name: str, weeks: int, seed: int, loop: Path | None) -> Run:
    """Seconds of processor and clock, events, sums per day and station, bytes of tables and growth of memory."""
    if program in CPP:
        if loop is None:
            raise ValueError(f"{program} needs the compiled event loop")
        found = run_loop(loop, name, weeks=weeks, keyed=program != "cpp-sequential", rows=program == "cpp-keyed", seed=seed)
        return _row(found.processor, found.wall, found.events, found.days, found.table_bytes, found.grown_bytes)
    if program == "ciw":
        before = memory_bytes()
        events, days, processor, wall = peer_ciw.run(workload(name), 7 * weeks, seed)
        return _row(processor, wall, events, days, 0, peak_bytes() - before)
    if program in PYTHON_PEERS:
        return _python(peer_simpy.tuned if program == "simpy-tuned" else peer_simpy.plain, name, weeks, seed)
    if program in TIMED:
        return _timed(TIMED[program], name, weeks, seed)
    return _ours("compiled" if program == "compiled" else "simpy", name, weeks, seed)


def _python(run: Callable[..., tuple[int, Days]], name: str, weeks: int, seed: int) -> Run:
    work = workload(name)
    before, wall, processor = memory_bytes(), time.perf_counter(), time.process_time()
    events, days = run(work, 7 * weeks, seed)
    processor, wall = time.process_time() - processor, time.perf_counter() - wall
    return _row(processor, wall, events, days, 0, peak_bytes() - before)


def _ours(engine: str, name: str, weeks: int, seed: int) -> Run:
    compiled = compiled_workload(name, weeks)
    if engine == "compiled":
        simulate(compiled_workload(name, 1), seed=seed, replication=1)  # loads the machine code
        gc.collect()
    before = memory_bytes()
    if engine == "compiled":  # not timed, as of the event loop in C++: memory is there afterwards
        simulate(compiled, seed=seed, replication=1)
    wall, processor = time.perf_counter(), time.process_time()
    tables = simulate(compiled, seed=seed, replication=0, engine=engine)
    processor, wall = time.process_time() - processor, time.perf_counter() - wall
    grown, size = peak_bytes() - before, sum(table.nbytes for table in (tables.cases, tables.contacts, tables.legs))
    days = days_of(tables, 7 * weeks, len(workload(name).stations))
    return _row(processor, wall, events_of(tables), days, size, grown)


def _as_they_come(compiled: CompiledScenario, seed: int, replication: int) -> None:
    """Rows in memory, in no order."""
    simulate_each([compiled], lambda _number, _part: None, seed=seed, replication=replication, rows=NEVER)


def _figures(compiled: CompiledScenario, seed: int, replication: int) -> None:
    """All figures, from parts that are measured as they come."""
    measured = PartByPart(compiled, replication, persons=False)
    simulate_each([compiled], lambda _number, part: measured.take(part), seed=seed, replication=replication)
    measured.whole()


TIMED = {"compiled-rows": _as_they_come, "compiled-figures": _figures}
"""What of our own is timed beside tables in order; what happened is read from those."""


def _timed(run: Callable[[CompiledScenario, int, int], None], name: str, weeks: int, seed: int) -> Run:
    compiled = compiled_workload(name, weeks)
    run(compiled, seed, 1)  # loads the machine code, and memory is there afterwards
    wall, processor = time.perf_counter(), time.process_time()
    run(compiled, seed, 0)
    processor, wall = time.process_time() - processor, time.perf_counter() - wall
    tables = simulate(compiled, seed=seed, replication=0)
    return _row(processor, wall, events_of(tables), days_of(tables, 7 * weeks, len(workload(name).stations)), 0, 0)


def _row(processor: float, wall: float, events: int, days: Days, table_bytes: int, grown_bytes: int) -> Run:
    return {
        "processor_s": processor,
        "wall_s": wall,
        "events": events,
        "contacts": int(days[:, :, CONTACTS].sum()),
        "table_bytes": table_bytes,
        "grown_bytes": grown_bytes,
        "days": days.tolist(),
    }


def main() -> None:
    program, name, seed, *loop = sys.argv[1:]
    weeks = PROGRAMS[program].weeks[name]
    print(json.dumps(measured(program, name, weeks, int(seed), Path(loop[0]) if loop else None)))


if __name__ == "__main__":
    main()
