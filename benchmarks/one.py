"""One run of a municipality in a process of its own: ``python -m benchmarks.one FILE ENGINE KEPT WEEKS [INHABITANTS]``.

KEPT is ``tables``, or ``figures``: then the run is measured part by part, as in an experiment, and no table is kept. Prints a
line of JSON. With a number of inhabitants the municipality grows or shrinks to it, with its teams, places and lines.
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
from sim.engine.program.tables import Tables
from sim.engine.simulate import simulate
from sim.experiment.running.subject import Subject
from sim.experiment.running.work_unit import Job, replicate
from sim.model.files.loading import load


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
            changes[f"channels.{name}.slots.places"] = max(1, round(channel.slots.places * factor))
        if channel.lines is not None:
            changes[f"channels.{name}.lines"] = round(channel.lines * factor)
    return changes


def measured(file: Path, engine: str, kept: str, weeks: int, inhabitants: int | None) -> dict[str, Any]:
    """Contacts (where tables are kept), seconds of processor and clock, bytes of the tables, and growth of memory."""
    if engine == "compiled":  # loads the machine code
        short = {"period.weeks": 1, "period.warm_up": 0, "period.prelude": 0, "period.follow_up": 0}
        _run(Subject(load(file, overrides=short)), engine, kept)
    changes = {} if inhabitants is None else grown(file, inhabitants)
    subject = Subject(load(file, overrides={"period.weeks": weeks, **changes}))
    _ = subject.compiled
    gc.collect()
    before, wall, processor = memory_bytes(), time.perf_counter(), time.process_time()
    tables = _run(subject, engine, kept)
    processor, wall = time.process_time() - processor, time.perf_counter() - wall
    size = 0 if tables is None else sum(table.nbytes for table in (tables.cases, tables.contacts, tables.legs))
    return {
        "contacts": 0 if tables is None else len(tables.contacts),
        "processor_s": processor,
        "wall_s": wall,
        "table_bytes": size,
        "grown_bytes": peak_bytes() - before,
    }


def _run(subject: Subject, engine: str, kept: str) -> Tables | None:
    if kept == "tables":
        return simulate(subject.compiled, seed=1, replication=0, engine=engine)
    replicate(Job((subject,), 1, engine), 0)
    return None


def main() -> None:
    file, engine, kept, weeks, *inhabitants = sys.argv[1:]
    print(json.dumps(measured(Path(file), engine, kept, int(weeks), int(inhabitants[0]) if inhabitants else None)))


if __name__ == "__main__":
    main()
