"""What open questions, asking when stuck, looking up and cases because of online cost: a year of a town with and without."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from benchmarks.places import REFERENCE
from sim.engine.simulate import CompiledScenario, compile_scenario, simulate
from sim.experiment.numbers.vary import range_at, with_value
from sim.model.files.loading import load
from sim.model.town.scenario import Scenario

YEAR = 52
OFF = {
    "behaviour.questions.per_case": 0,
    "behaviour.questions.opens": 0,
    "behaviour.reactions.dropped.ask": 0,
}
"""Beside the look-ups and the streams of every service."""


def measure(rounds: int) -> dict[str, Any]:
    """Seconds of the processor with the tables kept, by round, and how many contacts and look-ups there were."""
    scenario = load(REFERENCE, overrides={"period.weeks": YEAR})
    runs = {"with": compile_scenario(scenario), "without": compile_scenario(_without(scenario))}
    taken: dict[str, list[float]] = {name: [] for name in runs}
    counts: dict[str, dict[str, int]] = {}
    for number in range(rounds + 1):
        for name, compiled in runs.items():
            seconds, counts[name] = _run(compiled)
            if number:  # the first round loads machine code
                taken[name].append(seconds)
                print(f"a year {name} questions and look-ups: {seconds:.2f} s")
    return {"seconds": taken, "counts": counts}


def _without(scenario: Scenario) -> Scenario:
    """The same people ask, but nobody looks it up first: of those services the rate is that of who asks."""
    compiled = compile_scenario(scenario)
    tables = simulate(compiled, seed=1, replication=0)
    services = scenario.baseline.services
    looked_up = {f"services.{name}.look_up": None for name, service in services.items() if service.look_up}
    extra = {f"services.{name}.demand.because_online": 0 for name in services}
    off = load(REFERENCE, overrides={"period.weeks": YEAR, **OFF, **looked_up, **extra})
    for number, name in enumerate(compiled.names.services):
        of_service = tables.lookups[tables.lookups["service"] == number]
        answered = int(of_service["found"].sum() + of_service["let_go"].sum())
        asked = int(np.count_nonzero((tables.cases["service"] == number) & (tables.cases["parent"] < 0)))
        if answered:
            rate = f"services.{name}.demand.rate"
            off = with_value(off, rate, range_at(off, rate).value * asked / (asked + answered))
    return off


def _run(compiled: CompiledScenario) -> tuple[float, dict[str, int]]:
    began = time.process_time()
    tables = simulate(compiled, seed=1, replication=0)
    seconds = time.process_time() - began
    looked = int(tables.lookups["found"].sum() + tables.lookups["let_go"].sum())
    return seconds, {"contacts": len(tables.contacts), "look_ups": looked}
