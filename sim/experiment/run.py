"""Replications of one scenario."""

from __future__ import annotations

import time

from sim.engine.simulate import compile_scenario
from sim.experiment.executors import Progress, Replicator, Stop, worker_count
from sim.experiment.result import Result
from sim.experiment.work_unit import Job
from sim.experiment.world import resolved_in_world
from sim.model.scenario import Scenario

DEFAULT_REPLICATIONS = 10


def run(
    scenario: Scenario,
    *,
    replications: int = DEFAULT_REPLICATIONS,
    seed: int = 1,
    jobs: int | None = None,
    engine: str = "auto",
    world: int = 0,
    on_progress: Progress | None = None,
    stop: Stop | None = None,
) -> Result:
    """Simulates replications 0, 1, ... of a scenario and measures each.

    Parameters
    ----------
    jobs
        Number of processes; None = as many as the machine has processors. The numbers are the same to the bit.
    engine
        ``auto`` and ``compiled`` are the compiled engine, ``simpy`` the model of record.
    world
        Parameter world; 0 = every number at its middle value.
    on_progress
        Called with (replications finished, replications asked).
    stop
        Asked often; when it says True (or at Ctrl-C) the run ends and keeps the replications that are finished.

    Raises
    ------
    ValueError
        For a number of replications or jobs below 1, or a seed or world that is none.
    """
    if replications < 1:
        raise ValueError(f"replications must be at least 1, got {replications}")
    started = time.perf_counter()
    resolved = resolved_in_world(scenario, world)
    job = Job((compile_scenario(resolved),), seed, engine)
    with Replicator(job, worker_count(jobs, replications), stop, on_progress) as replicator:
        replicator.run(range(replications), replications)
    measurements = {outcome.replication: outcome.measurements[0] for outcome in replicator.in_order()}
    return Result(resolved, seed, world, engine, replications, measurements, time.perf_counter() - started)
