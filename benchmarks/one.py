"""One run of a municipality in a process of its own: ``python -m benchmarks.one FILE ENGINE WEEKS [INHABITANTS]``.

Prints a line of JSON. With a number of inhabitants the municipality grows or shrinks to it, with its teams, places and lines.
Times are of the run alone; one replication uses one core.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.machine import memory_bytes, peak_bytes
from sim.engine.simulate import compile_scenario, simulate
from sim.model.loading import load


def grown(file: Path, inhabitants: int) -> dict[str, Any]:
    """What is written over ``file`` so that it has this many inhabitants, and people, slots and lines in proportion."""
    scenario = load(file)
    factor = inhabitants / scenario.population.inhabitants
    changes: dict[str, Any] = {"population.inhabitants": inhabitants}
    for name, team in scenario.baseline.teams.items():
        for shift_name, shift in team.shifts.items():
            changes[f"teams.{name}.shifts.{shift_name}.people"] = round(shift.people * factor)
    for name, channel in scenario.baseline.channels.items():
        if channel.slots is not None:
            changes[f"channels.{name}.slots.places"] = round(channel.slots.places * factor)
        if channel.lines is not None:
            changes[f"channels.{name}.lines"] = round(channel.lines * factor)
    return changes


def measured(file: Path, engine: str, weeks: int, inhabitants: int | None) -> dict[str, Any]:
    """Contacts, seconds of processor and clock, bytes of the tables, and growth of memory."""
    if engine == "compiled":  # loads the machine code
        short = {"period.weeks": 1, "period.warm_up": 0, "period.prelude": 0, "period.follow_up": 0}
        simulate(compile_scenario(load(file, overrides=short)), seed=1, replication=0)
    changes = {} if inhabitants is None else grown(file, inhabitants)
    compiled = compile_scenario(load(file, overrides={"period.weeks": weeks, **changes}))
    gc.collect()
    before, wall, processor = memory_bytes(), time.perf_counter(), time.process_time()
    tables = simulate(compiled, seed=1, replication=0, engine=engine)
    processor, wall = time.process_time() - processor, time.perf_counter() - wall
    size = sum(table.nbytes for table in (tables.cases, tables.contacts, tables.legs))
    return {
        "contacts": len(tables.contacts),
        "processor_s": processor,
        "wall_s": wall,
        "table_bytes": size,
        "grown_bytes": peak_bytes() - before,
    }


def main() -> None:
    file, engine, weeks, *inhabitants = sys.argv[1:]
    print(json.dumps(measured(Path(file), engine, int(weeks), int(inhabitants[0]) if inhabitants else None)))


if __name__ == "__main__":
    main()
