"""Trying plans by simulation: the same weeks and the same luck for each, remembered, and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import reduce

import numpy as np

from sim.engine.simulate import CompiledScenario, Stopped, compile_scenario
from sim.experiment.lab import Lab
from sim.experiment.running.executors import Replicator
from sim.experiment.running.work_unit import Job
from sim.experiment.staffing.requirements import Requirement
from sim.experiment.staffing.roster import with_people
from sim.measure.layout import Array
from sim.measure.measurement import Measurement
from sim.model.town.scenario import Scenario

Plan = Mapping[str, Array]


@dataclass(frozen=True)
class Basis:
    """The weeks that stand for the year: ``blocks`` windows of ``weeks`` weeks that begin ``apart`` weeks after each other.

    Each block weighs ``apart`` weeks when there are several, and one block weighs the whole year.
    """

    weeks: int
    blocks: int = 1
    apart: int = 13
    warm_up: int = 4
    follow_up: int = 2
    prelude: int = 0

    def scenarios(self, scenario: Scenario) -> tuple[Scenario, ...]:
        """The scenario with each block as its measured window."""
        return tuple(
            scenario.model_copy(
                update={
                    "period": scenario.period.model_copy(
                        update={
                            "start": scenario.period.start + timedelta(weeks=self.apart * number),
                            "weeks": self.weeks,
                            "warm_up": self.warm_up,
                            "follow_up": self.follow_up,
                            "prelude": self.prelude,
                        }
                    )
                }
            )
            for number in range(self.blocks)
        )


def joined(measurements: Sequence[Measurement]) -> Measurement:
    """Measurements as one, such as the blocks of one replication; their half hours of pressure are settled already."""
    return reduce(Measurement.merge, measurements)


@dataclass
class Trials:
    """Runs plans of one scenario; made by :func:`trials_of`.

    ``runs`` counts the replications of blocks that were simulated, ``asked`` how many plans were tried.
    """

    scenario: Scenario
    replicator: Replicator
    on_run: Callable[[int], None]
    runs: int = 0
    asked: int = 0
    _known: dict[tuple[object, ...], tuple[Measurement, ...]] = field(default_factory=dict)

    @property
    def seed(self) -> int:
        return self.replicator.job.seed

    def of_plan(self, plan: Plan, basis: Basis, replications: Sequence[int]) -> tuple[Measurement, ...]:
        """One measurement per replication, all blocks together."""
        key = (basis, tuple(replications), *((team, np.asarray(plan[team]).tobytes()) for team in sorted(plan)))
        if key not in self._known:
            self._known[key] = self.of_compiled(self.compiled_plan(plan, basis), replications)
        return self._known[key]

    def compiled_plan(self, plan: Plan, basis: Basis) -> tuple[CompiledScenario, ...]:
        return compiled_blocks(with_people(self.scenario, plan), basis)

    def of_scenario(self, scenario: Scenario, basis: Basis, replications: Sequence[int]) -> tuple[Measurement, ...]:
        """The same of a scenario as it stands."""
        return self.of_compiled(compiled_blocks(scenario, basis), replications)

    def of_compiled(self, compiled: tuple[CompiledScenario, ...], replications: Sequence[int]) -> tuple[Measurement, ...]:
        """Raises ``Stopped`` when somebody asked to stop before all was done."""
        replicator = self.replicator
        replicator.take(compiled)
        replicator.on_progress = lambda _done, _asked: self._ran(len(compiled))
        replicator.run(replications, len(replications))
        if replicator.stopped:
            raise Stopped
        self.asked += 1
        return tuple(joined(outcome.measurements) for outcome in replicator.in_order())

    def _ran(self, blocks: int) -> None:
        self.runs += blocks
        self.on_run(self.runs)


def compiled_blocks(scenario: Scenario, basis: Basis) -> tuple[CompiledScenario, ...]:
    return tuple(compile_scenario(block) for block in basis.scenarios(scenario))


@contextmanager
def trials_of(scenario: Scenario, lab: Lab, work: int = 1, expected: int = 0) -> Iterator[Trials]:
    """Trials of plans of a scenario; ``work``: replications at once, ``expected``: about how many there will be in all."""
    lab.refuse(engine="a staff plan is computed by the compiled engine", world="a staff plan takes every number at its middle")

    def ran(runs: int) -> None:
        if lab.on_progress is not None:
            lab.on_progress(runs, max(expected, runs + 1))

    with lab.running(Job((), lab.seed, "compiled"), work) as replicator:
        yield Trials(scenario, replicator, ran)


def shares(measurements: Sequence[Measurement], requirements: Sequence[Requirement]) -> Array:
    """Shape (replications, requirements), NaN where there was nothing to count."""
    return np.array([[requirement.share([one]) for requirement in requirements] for one in measurements])
