"""Compiling ahead: a week of a shipped municipality through both engines and the measuring."""

from __future__ import annotations

from collections.abc import Sequence

from sim.experiment.subject import Subject
from sim.experiment.work_unit import Job, replicate
from sim.model.loading import load
from sim.model.shipped import scenarios_folder

SCENARIO = "huwelijk/hybride.yaml"
"""It has measures, so that behaviour before and after them is compiled."""
ENGINES = ("compiled", "simpy")


def warm(engines: Sequence[str] = ENGINES) -> None:
    """Compiles everything that simulating with these engines calls, and keeps the machine code for later processes."""
    scenario = load(scenarios_folder() / SCENARIO)
    week = scenario.period.model_copy(update={"weeks": 1, "prelude": 0, "warm_up": 0, "follow_up": 0})
    subject = Subject(scenario.model_copy(update={"period": week}))
    for engine in engines:
        replicate(Job((subject,), 1, engine), 0)
