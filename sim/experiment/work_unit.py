"""The unit of work: one replication of all scenarios, so that pairs meet in one place and little comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.engine.simulate import CompiledScenario, simulate
from sim.experiment.persons import GainsAndLosses, compare_persons
from sim.measure.measurement import Measurement, measure_with_roots


@dataclass(frozen=True, eq=False)
class Job:
    """What is replicated: scenarios, and the pairs of them (by number) whose persons are compared."""

    compiled: tuple[CompiledScenario, ...]
    seed: int
    engine: str
    pairs: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, eq=False)
class Outcome:
    """What one replication came to: a measurement per scenario, gains and losses per pair."""

    replication: int
    measurements: tuple[Measurement, ...]
    gains: tuple[GainsAndLosses, ...]


def replicate(job: Job, replication: int, goes_on: Callable[[], bool] | None = None) -> Outcome:
    """Simulates and measures all scenarios of one replication; the tables of one scenario are in memory at a time.

    Raises ``sim.engine.simulate.Stopped`` as soon as ``goes_on`` (asked every simulated day) says no.
    """
    measurements, roots = [], []
    for compiled in job.compiled:
        tables = simulate(
            compiled,
            seed=job.seed,
            replication=replication,
            engine=job.engine,
            on_day=None if goes_on is None else lambda _day, _days: goes_on(),
        )
        measurement, root_cases = measure_with_roots(tables, compiled, replication=replication)
        measurements.append(measurement.settled())
        roots.append(root_cases)
    gains = tuple(compare_persons(roots[a], roots[b], job.compiled[a], job.compiled[b]) for a, b in job.pairs)
    return Outcome(replication, tuple(measurements), gains)
