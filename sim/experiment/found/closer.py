"""A closer look at one replication of a comparison: how cases travelled, and the same citizens in two worlds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.engine.program.tables import Tables
from sim.experiment.found.followed import Followed, follow
from sim.measure.journeys import Flows, flows_of
from sim.measure.layout import Compiled
from sim.measure.log import Log
from sim.measure.roots import RootCases


@dataclass(frozen=True)
class Closer:
    """``flows`` of each scenario; ``followed``: by number of the scenario that is compared with the first."""

    flows: tuple[Flows, ...]
    followed: dict[int, tuple[Followed, ...]]

    def beside_first(self, number: int) -> Closer:
        """Of the first scenario and this one alone."""
        return Closer((self.flows[0], self.flows[number]), {1: self.followed[number]})


STAFF_TIME = "staff_time"
"""What of root cases is looked at here, beside what comparing persons reads."""


def closer_look(
    tables: Sequence[Tables], roots: Sequence[RootCases], compiled: Sequence[Compiled], services: Sequence[str]
) -> Closer:
    """What the logs of one replication of each scenario say of the cases of ``services`` (of none named: of all)."""
    logs = [Log.of(found) for found in tables]
    flows = tuple(flows_of(found, one, services) for found, one in zip(tables, compiled, strict=True))
    followed = {
        number: follow((logs[0], logs[number]), (roots[0], roots[number]), (compiled[0], compiled[number]), services)
        for number in range(1, len(compiled))
    }
    return Closer(flows, followed)
