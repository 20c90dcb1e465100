"""The unit of work: one replication of all scenarios, so that pairs meet in one place and little comes back.

Of a sweep a unit is one replication of all scenarios under one variation: there are many, and each is compiled where it runs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from sim.engine.simulate import CompiledScenario, compile_scenario, simulate_each
from sim.experiment.persons import GainsAndLosses, compare_persons
from sim.measure.measurement import Measurement, measure_with_roots
from sim.model.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Job:
    """What is replicated: scenarios, and the pairs of them (by number) whose persons are compared."""

    compiled: tuple[CompiledScenario, ...]
    seed: int
    engine: str
    pairs: tuple[tuple[int, int], ...] = ()


class Variation(Protocol):
    """What is changed in every scenario of a sweep, the same in each; it travels between processes."""

    def __call__(self, scenario: Scenario) -> Scenario: ...


@dataclass(frozen=True, eq=False)
class Sweep:
    """What is run under many variations: unit number n is a pair (variation, replication)."""

    scenarios: tuple[Scenario, ...]
    units: tuple[tuple[Variation, int], ...]
    seed: int
    engine: str


@dataclass(frozen=True, eq=False)
class Outcome:
    """What one unit came to (of a job its number is the replication): a measurement per scenario, gains and losses per pair."""

    replication: int
    measurements: tuple[Measurement, ...]
    gains: tuple[GainsAndLosses, ...]


def replicate(job: Job | Sweep, number: int, goes_on: Callable[[], bool] | None = None) -> Outcome:
    """Simulates and measures unit ``number`` of a job or a sweep.

    Raises ``sim.engine.simulate.Stopped`` as soon as ``goes_on`` (asked every simulated day) says no.
    """
    if isinstance(job, Job):
        return _replicate(job, number, goes_on)
    variation, replication = job.units[number]
    compiled = tuple(compile_scenario(variation(scenario)) for scenario in job.scenarios)
    return replace(_replicate(Job(compiled, job.seed, job.engine), replication, goes_on), replication=number)


def _replicate(job: Job, replication: int, goes_on: Callable[[], bool] | None) -> Outcome:
    """All scenarios of one replication; the tables of one scenario are in memory at a time."""
    measurements, roots = [], []
    found = simulate_each(
        job.compiled,
        seed=job.seed,
        replication=replication,
        engine=job.engine,
        on_day=None if goes_on is None else lambda _day, _days: goes_on(),
    )
    for compiled in job.compiled:
        measurement, root_cases = measure_with_roots(next(found), compiled, replication=replication)
        measurements.append(measurement.settled())
        roots.append(root_cases)
    gains = tuple(compare_persons(roots[a], roots[b], job.compiled[a], job.compiled[b]) for a, b in job.pairs)
    return Outcome(replication, tuple(measurements), gains)
