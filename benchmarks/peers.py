"""The two pure workloads in every program, one after the other in rounds, and each against queueing theory."""

from __future__ import annotations

import statistics
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.cpp import build, compiler, run_loop, written_tables
from benchmarks.peer import CPP, PROGRAMS, Run
from benchmarks.processes import printed
from benchmarks.workloads import NAMES, Days, checks, compiled_workload, workload
from sim.engine.simulate import simulate

EQUAL_WEEKS = 2
THEORY_RUNS = 20
"""Runs of the C++ loop that are held against theory, beside those that are timed."""


def measure(rounds: int) -> dict[str, Any]:
    """Per workload and program the runs of all rounds and the checks against theory; whether the C++ tables are ours."""
    runs: dict[str, dict[str, list[Run]]] = {name: {} for name in NAMES}
    with tempfile.TemporaryDirectory() as folder:
        loop = build(Path(folder)) if compiler() else None
        held = {} if loop is None else {name: {program: _more(loop, name, program) for program in CPP} for name in NAMES}
        equal = loop is not None and all(same_tables(loop, name, EQUAL_WEEKS) for name in NAMES)
        for number in range(1, rounds + 1):
            for name in NAMES:
                for program in PROGRAMS:
                    if program in CPP and loop is None:
                        continue
                    run = printed("benchmarks.peer", program, name, number, *([loop] if loop else []))
                    runs[name].setdefault(program, []).append(run)
                    print(f"round {number}, {name}, {program}: {run['events'] / run['processor_s']:,.0f} events/s")
    return {
        "rounds": rounds,
        "same_tables": equal,
        "workloads": {
            name: {program: _summed_up(name, found, held.get(name, {}).get(program, [])) for program, found in runs[name].items()}
            for name in NAMES
        },
    }


def same_tables(loop: Path, name: str, weeks: int) -> bool:
    """Are the tables that the C++ loop writes with our draws those of the compiled engine, to the bit?"""
    with tempfile.TemporaryDirectory() as folder:
        run_loop(loop, name, weeks=weeks, keyed=True, write=Path(folder))
        theirs = written_tables(Path(folder))
    ours = simulate(compiled_workload(name, weeks), seed=1, replication=0)
    return all(getattr(ours, table).tobytes() == theirs[table].tobytes() for table in theirs)


def _more(loop: Path, name: str, program: str) -> list[Days]:
    weeks, keyed = PROGRAMS[program].weeks[name], program != "cpp-sequential"
    numbers = range(1, 1 + THEORY_RUNS)
    return [run_loop(loop, name, weeks=weeks, keyed=keyed, rows=False, replication=number).days for number in numbers]


def _summed_up(name: str, runs: list[Run], more: list[Days]) -> dict[str, Any]:
    found = checks(workload(name), [np.array(run["days"]) for run in runs] + more)
    return {
        "runs": [{key: value for key, value in run.items() if key != "days"} for run in runs],
        "checks": [asdict(check) | {"agrees": bool(check.agrees)} for check in found],
    }


def speeds(runs: list[Run]) -> list[float]:
    """Events per second of processor time, by round."""
    return [run["events"] / run["processor_s"] for run in runs]


def ratios(ours: list[Run], theirs: list[Run]) -> list[float]:
    """Our speed divided by theirs, round by round."""
    return [mine / other for mine, other in zip(speeds(ours), speeds(theirs), strict=True)]


def fastest(programs: dict[str, Any], names: tuple[str, ...]) -> str:
    """Which of these programs has the highest median speed."""
    return max(names, key=lambda program: statistics.median(speeds(programs[program]["runs"])))
