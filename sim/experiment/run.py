"""Replications of one scenario."""

from __future__ import annotations

import time

from sim.experiment.found.result import Result
from sim.experiment.numbers.world import resolved_in_world
from sim.experiment.running.executors import Progress, Replicator, Stop, Where, opened
from sim.experiment.running.store import Store
from sim.experiment.running.subject import Subject
from sim.experiment.running.work_unit import Job
from sim.model.town.scenario import Scenario

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
    executor: Where = "auto",
    store: Store | None = None,
) -> Result:
    """Simulates replications 0, 1, ... of a scenario and measures each.

    Parameters
    ----------
    jobs
        Number of workers; None = as many as the machine has processors.
    engine
        ``auto`` and ``compiled`` are the compiled engine, ``simpy`` the model of record.
    world
        Parameter world; 0 = every number at its middle value.
    on_progress
        Called with (replications finished, replications asked).
    stop
        Asked often; when it says True (or at Ctrl-C) the run ends and keeps the replications that are finished.
    executor
        Where replications run: ``serial``, ``threads``, ``processes``, ``dask`` (a cluster of this machine), ``dask://HOST:PORT``,
        or what :func:`sim.experiment.running.executors.opened` gives. ``auto``: threads for the compiled engine, processes for
        SimPy. The numbers are the same to the bit.
    store
        Where replications that were simulated before are found, and new ones kept (``sim.Store.of_user()``); None = nowhere.

    Raises
    ------
    ValueError
        For a number of replications or jobs below 1, a seed or world that is none, or an executor that does not exist.
    sim.experiment.running.cluster.ClusterError
        For a cluster that is not there, is lost, or runs another version of this program.
    """
    if replications < 1:
        raise ValueError(f"replications must be at least 1, got {replications}")
    started = time.perf_counter()
    resolved = resolved_in_world(scenario, world)
    job = Job((Subject(resolved),), seed, engine)
    with opened(executor, jobs, replications, engine) as where, Replicator(job, where, stop, on_progress, store) as replicator:
        replicator.run(range(replications), replications)
    measurements = {outcome.replication: outcome.measurements[0] for outcome in replicator.in_order()}
    return Result(resolved, seed, world, engine, replications, measurements, time.perf_counter() - started)
