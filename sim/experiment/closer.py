"""A closer look at one replication of a comparison: how cases travelled, and the same citizens in two worlds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.engine.simulate import compile_scenario, window_logs
from sim.experiment.found.followed import Followed, follow
from sim.experiment.lab import LAB, Lab
from sim.experiment.numbers.world import resolved_in_world
from sim.measure.journeys import Flows, flows_of
from sim.measure.log import Log
from sim.measure.roots import lines_of, root_cases
from sim.model.town.scenario import Scenario


@dataclass(frozen=True)
class Closer:
    """``flows`` of each scenario; ``followed``: by number of the scenario that is compared with the first."""

    flows: tuple[Flows, ...]
    followed: dict[int, tuple[Followed, ...]]

    def beside_first(self, number: int) -> Closer:
        """Of the first scenario and this one alone."""
        return Closer((self.flows[0], self.flows[number]), {1: self.followed[number]})


def look_closer(scenarios: Sequence[Scenario], services: Sequence[str], lab: Lab = LAB) -> Closer:
    """Simulates replication 0 of each scenario again and reads what counts in its log.

    Raises ``sim.engine.simulate.Stopped`` as soon as the lab is stopped (asked every simulated week).
    """
    compiled = [compile_scenario(resolved_in_world(scenario, lab.world)) for scenario in scenarios]
    tables = window_logs(compiled, seed=lab.seed, replication=0, engine=lab.engine, on_day=lambda _day, _days: not lab.stopped)
    logs = [Log.of(found) for found in tables]
    roots = [root_cases(log, one, lines_of(log, one)) for log, one in zip(logs, compiled, strict=True)]
    flows = tuple(flows_of(log, one, services) for log, one in zip(logs, compiled, strict=True))
    followed = {
        number: follow((logs[0], logs[number]), (roots[0], roots[number]), (compiled[0], compiled[number]), services)
        for number in range(1, len(compiled))
    }
    return Closer(flows, followed)
