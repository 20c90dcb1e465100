"""What it costs that measures are adopted apart, and to read a plan: a year of a town with five measures and with one."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.places import REFERENCE
from sim.engine.simulate import CompiledScenario, compile_scenario, simulate
from sim.model.files.extends import source_files
from sim.model.files.loading import load, load_files
from sim.model.files.plans.compose import with_measures
from sim.model.town.scenario import Scenario
from sim.report.answers.checking import check

YEAR = {"period.weeks": 52}
FIVE = ("apply-online", "status", "call-back", "evening-open", "more-people")
TEN = (*FIVE, "chat", "announce-wait", "plain-letters", "save-form", "library-help")
RAMP = "26 weeks"
"""All are being adopted at the same time for half of the year: the most that there is to draw."""


def measure(rounds: int) -> dict[str, Any]:
    """Seconds of the processor by round: of a year with five measures and with one that changes the same, and of reading ten."""
    runs = {"five": compile_scenario(_apart()), "one": compile_scenario(_as_one())}
    taken: dict[str, list[float]] = {name: [] for name in (*runs, "loading", "checking")}
    contacts: dict[str, int] = {}
    for number in range(rounds + 1):
        for name, compiled in runs.items():
            seconds, contacts[name] = _run(compiled)
            if number:  # the first round loads machine code
                taken[name].append(seconds)
                print(f"a year, {name}: {seconds / contacts[name] * 1e6:.3f} µs a contact")
        loading, checking = _seconds(lambda: load_files(_ten())), _seconds(lambda: check(_ten()))
        if number:
            taken["loading"].append(loading)
            taken["checking"].append(checking)
            print(f"a plan of ten: loaded in {loading:.2f} s, checked in {checking:.2f} s")
    return {"seconds": taken, "contacts": contacts}


def _apart() -> Scenario:
    files = with_measures(source_files(REFERENCE), [f"{name}:ramp={RAMP}" for name in FIVE])
    return load_files(files, overrides=YEAR)


def _as_one() -> Scenario:
    """One measure that changes what the five do."""
    changes = {path: value for one in _apart().measures for path, value in one.set.items()}
    together = {"label": "all five", "start": "0 weeks", "ramp": RAMP, "set": changes}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "one.yaml")
        said = {"schema": 1, "extends": str(REFERENCE.resolve()), "label": "one", "measures": {"all": together}}
        file.write_text(json.dumps(said, default=str), encoding="utf-8")
        return load(file, overrides=YEAR)


def _ten() -> Any:
    return with_measures(source_files(REFERENCE), TEN)


def _seconds(read: Any) -> float:
    began = time.process_time()
    read()
    return time.process_time() - began


def _run(compiled: CompiledScenario) -> tuple[float, int]:
    began = time.process_time()
    tables = simulate(compiled, seed=1, replication=0)
    return time.process_time() - began, len(tables.contacts)
