"""Measuring a replication while it is simulated, from the parts in which it is handed over."""

from __future__ import annotations

from functools import cached_property

from sim.engine.program.tables import Tables, joined
from sim.engine.simulate import CompiledScenario
from sim.experiment.found.closer import STAFF_TIME
from sim.experiment.found.persons import READ
from sim.measure.measurement import Measurement
from sim.measure.measuring import Measuring
from sim.measure.roots import RootCases, joined_roots


class PartByPart:
    """What the parts of one replication come to. ``persons`` are kept where they will be compared with those of another, the
    parts themselves, in canonical order, where they are to be read again (``log``).
    """

    def __init__(self, compiled: CompiledScenario, replication: int, *, persons: bool, log: bool = False) -> None:
        self.compiled, self.log = compiled, log
        self._replication, self._persons = replication, persons
        self._read = (*READ, STAFF_TIME) if log else READ
        self._parts: list[Tables] = []
        self._roots: list[RootCases] = []

    @cached_property
    def _measuring(self) -> Measuring:
        return Measuring(self.compiled, self._replication)

    def take(self, part: Tables) -> None:
        """Measures the next part."""
        if self.log:
            self._parts.append(part)
        if self._persons or self.log:
            self._roots.append(joined_roots([self._measuring.take_with_roots(part)], self._read))
        else:
            self._measuring.take(part)

    def whole(self) -> tuple[Measurement, RootCases | None]:
        """The measurement of all parts, and the root cases."""
        return self._measuring.measurement().settled(), joined_roots(self._roots, READ) if self._persons else None

    def roots(self) -> RootCases:
        """The root cases of what is to be read again."""
        return joined_roots(self._roots, self._read)

    def tables(self) -> Tables:
        """All parts together."""
        return joined(self._parts)
