"""How long somebody waits for an answer: questions of planners and analysts, with the machine code in the cache."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.places import SCENARIOS
from sim.experiment.compare import compare
from sim.experiment.found.headlines import focus_of
from sim.experiment.numbers.dials import dials_of, turned
from sim.experiment.running.store import Store
from sim.experiment.sensitivity import sensitivity
from sim.experiment.sweep.sweep import sweep
from sim.model.files.loading import load
from sim.model.town.scenario import Scenario
from sim.text.pairs import Text
from sim.ui.jobs import Asked, JobService

HYBRID = SCENARIOS / "huwelijk" / "hybride.yaml"
LEVELS = {
    "behaviour.questions.per_case": "0.33..2/10",
    "services.huwelijksaangifte.complexity": "0.1..0.9/10",
}
"""Ten of each: a hundred designs."""
LOOK = 0.01


def measure(rounds: int) -> dict[str, Any]:
    """Per question the rounds: seconds on the clock and of the processor, of a dial to each of its answers."""
    stories = [_story("vandaag"), _story("volledig-digitaal")]
    compare(stories, replications=1)
    taken: dict[str, list[dict[str, float]]] = {}
    for _ in range(rounds):
        for name, ask in _questions(stories).items():
            taken.setdefault(name, []).append(_timed(ask))
            print(f"{name}: {taken[name][-1]}", flush=True)
        for name, seconds in _dials(*stories).items():
            taken.setdefault(name, []).append(seconds)
            print(f"{name}: {seconds}", flush=True)
    return {"seconds": taken}


def _questions(stories: list[Scenario]) -> dict[str, Callable[[], object]]:
    kpi = "remote_contacts_per_root_case:focus"

    def hundred(*, halving: bool) -> object:
        return sweep(HYBRID, LEVELS, kpis=[kpi], best=kpi, halving=halving, hours=24.0)

    return {
        "compare, two stories, 20 replications": lambda: compare(stories, replications=20),
        "sensitivity of the marriage verdict": lambda: sensitivity(stories),
        "100 designs, 10 replications": lambda: hundred(halving=False),
        "100 designs, with halving": lambda: hundred(halving=True),
    }


def _timed(ask: Callable[[], object]) -> dict[str, float]:
    clock, processor = time.perf_counter(), time.process_time()
    ask()
    return {"clock": time.perf_counter() - clock, "processor": time.process_time() - processor}


def _dials(today: Scenario, story: Scenario) -> dict[str, dict[str, float]]:
    """An assumption and then a lever turned to its end, on a server that answered the question as it stands."""
    dials = dials_of(story, focus_of([today, story]))
    with tempfile.TemporaryDirectory() as folder:
        jobs = JobService(store=Store(Path(folder)))
        _answered(jobs, today, story, {})
        found = {}
        for kind in ("assumption", "lever"):
            dial = next(one for one in dials if one.kind == kind)
            scenarios = turned(today, story, dials, {dial.name: dial.high})
            found[f"a dial turned, {kind}"] = _answered(jobs, *scenarios, {"offices": (today, story)})
        jobs.close()
        return found


def _answered(jobs: JobService, today: Scenario, story: Scenario, more: dict[str, Any]) -> dict[str, float]:
    clock, processor = time.perf_counter(), time.process_time()
    run = jobs.ask("benchmark", Asked((today, story), ("today", "story"), Text("", ""), **more))
    found: dict[str, float] = {}
    while run.running:
        for name, answer in (("impression", run.quick), ("provisional", run.answers)):
            if answer is not None:
                found.setdefault(name, time.perf_counter() - clock)
        time.sleep(LOOK)
    if run.phase != "done":
        raise RuntimeError(run.error or run.phase)
    return found | {"clock": time.perf_counter() - clock, "processor": time.process_time() - processor}


def _story(name: str) -> Scenario:
    return load(SCENARIOS / "huwelijk" / f"{name}.yaml")
