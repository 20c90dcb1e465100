"""Replications of one scenario."""

from __future__ import annotations

import time
from typing import Unpack

from sim.experiment.found.balance import balances
from sim.experiment.found.result import Result
from sim.experiment.lab import LAB, Lab, LabOptions
from sim.experiment.numbers.whole import office_stops, with_whole_office
from sim.experiment.numbers.world import resolved_in_world
from sim.experiment.running.subject import Subject
from sim.experiment.running.work_unit import Job
from sim.model.town.scenario import Scenario

DEFAULT_REPLICATIONS = 10


def run(scenario: Scenario, *, replications: int = DEFAULT_REPLICATIONS, lab: Lab = LAB, **options: Unpack[LabOptions]) -> Result:
    """Simulates replications 0, 1, ... of a scenario and measures each; ``options`` are those of :class:`Lab`.

    Where work does not keep up, waits never settle: then all is run again with the office to the end.

    Raises ``ValueError`` for fewer than one replication.
    """
    if replications < 1:
        raise ValueError(f"replications must be at least 1, got {replications}")
    lab = lab.with_(**options)
    resolved = resolved_in_world(scenario, lab.world)
    found = _run(resolved, replications, lab)
    piles_up = found.done > 0 and not balances([found])[0].holds
    return _run(with_whole_office(resolved), replications, lab) if piles_up and office_stops(resolved) else found


def _run(scenario: Scenario, replications: int, lab: Lab) -> Result:
    started = time.perf_counter()
    with lab.running(Job((Subject(scenario),), lab.seed, lab.engine), replications) as replicator:
        replicator.run(range(replications), replications)
    measurements = {outcome.replication: outcome.measurements[0] for outcome in replicator.in_order()}
    return Result(scenario, lab.seed, lab.world, lab.engine, replications, measurements, time.perf_counter() - started)
