"""The event loop in C++ (benchmarks/cpp): compiled here, given the numbers of a workload, and read back."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.workloads import Days, compiled_workload, per_quarter, workload
from sim.engine.program.tables import CASES, CONTACTS, LEGS, Table, in_canonical_order

SOURCE = Path(__file__).parent / "cpp" / "event_loop.cpp"
OPTIONS = ("-std=c++20", "-O3", "-march=native", "-ffp-contract=off")
"""Fused multiplication and addition would round differently from our engine."""


@dataclass(frozen=True)
class LoopRun:
    """What one run of the loop printed; times in seconds, of the loop alone."""

    processor: float
    wall: float
    events: int
    table_bytes: int
    grown_bytes: int
    days: Days


def compiler() -> str | None:
    """g++, or what ``CXX`` names; None where there is none."""
    return shutil.which(os.environ.get("CXX", "g++"))


def build(folder: Path) -> Path:
    """Compiles the loop; the program."""
    program, found = folder / "event_loop", compiler()
    if found is None:
        raise FileNotFoundError("there is no C++ compiler (g++, or what CXX names)")
    subprocess.run([found, *OPTIONS, "-o", str(program), str(SOURCE)], check=True)
    return program


def run_loop(
    program: Path,
    name: str,
    *,
    weeks: int,
    keyed: bool,
    rows: bool = True,
    seed: int = 1,
    replication: int = 0,
    write: Path | None = None,
) -> LoopRun:
    """One run. With ``keyed`` draws are ours, and ``rows`` of our tables are filled; they go to folder ``write``, if any."""
    settings = _settings(name) | {
        "days": 7 * weeks,
        "seed": seed,
        "replication": replication,
        "draws": "keyed" if keyed else "sequential",
        "rows": "all" if rows else "none",
    }
    if write is not None:
        settings["write"] = write
    command = [str(program), *(f"{key}={value}" for key, value in settings.items())]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    days = np.array(found["days"], np.int64).reshape(7 * weeks, -1, 3)
    return LoopRun(found["processor_s"], found["wall_s"], found["events"], found["table_bytes"], found["grown_bytes"], days)


def written_tables(folder: Path) -> dict[str, Table]:
    """The tables that a run wrote, in the order of ours."""
    kinds = {"cases": CASES, "contacts": CONTACTS, "legs": LEGS}
    return {name: in_canonical_order(name, np.fromfile(folder / f"{name}.bin", kind)) for name, kind in kinds.items()}


def _settings(name: str) -> dict[str, Any]:
    """The numbers of a workload as our program has them: names of draws, means in microseconds."""
    program = compiled_workload(name, 1).program
    book, settings = program.rulebook, program.rulebook.settings[0]
    work = workload(name)
    found: dict[str, Any] = {
        "per_quarter": per_quarter(program),
        "stations": len(work.stations),
        "stream": program.demand.streams["hash"][0],
        "date": settings["date"],
        "segment": book.segments["hash"][0],
        "inhabitants": book.segments["size"][0],
        "label_count": settings["label_count"],
        "label_minute": settings["label_minute"],
        "label_citizen": settings["label_citizen"],
        "label_handling": book.steps["label_handling"][0],
        "label_resolved": book.steps["label_resolved"][0],
    }
    for number, station in enumerate(work.stations):
        found |= {
            f"agents{number}": -1 if station.agents is None else station.agents,
            f"handling{number}": station.handling * 1e6,
            f"patience{number}": (station.patience or 0.0) * 1e6,
            f"resolves{number}": station.resolves,
            f"label_patience{number}": book.options["label_patience"][number],
        }
    return found
