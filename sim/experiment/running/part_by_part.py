"""Measuring a replication while it is simulated, from the parts in which it is handed over."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.engine.program.tables import Tables, joined
from sim.engine.simulate import CompiledScenario
from sim.experiment.found.persons import READ
from sim.measure.measurement import Measurement, measure_with_roots
from sim.measure.roots import RootCases, joined_roots

ENOUGH_CONTACTS = 16_384
"""Parts are put together until they have so many: to measure anything at all takes as long as to measure some thousands."""


@dataclass(eq=False)
class PartByPart:
    """What the parts of one replication come to. ``persons`` are kept where they will be compared with those of another, the
    parts themselves where they are to be read again (``log``).
    """

    compiled: CompiledScenario
    replication: int
    persons: bool
    log: bool = False
    _parts: list[Tables] = field(default_factory=list)
    _waiting: list[Tables] = field(default_factory=list)
    _measured: Measurement | None = None
    _roots: list[RootCases] = field(default_factory=list)

    def take(self, part: Tables) -> None:
        """Takes the next part, and measures what there is as soon as it is worth it."""
        if self.log:
            self._parts.append(part)
        self._waiting.append(part)
        if sum(len(one.contacts) for one in self._waiting) >= ENOUGH_CONTACTS:
            self._measure()

    def whole(self) -> tuple[Measurement, RootCases | None]:
        """The measurement of all parts, of which there was at least one, and the root cases."""
        if self._waiting:
            self._measure()
        if self._measured is None:
            raise ValueError("nothing was handed over to be measured")
        return self._measured.settled(), joined_roots(self._roots, READ) if self.persons else None

    def tables(self) -> Tables:
        """All parts together."""
        return joined(self._parts)

    def _measure(self) -> None:
        part = self._waiting[0] if len(self._waiting) == 1 else joined(self._waiting)
        self._waiting = []
        measured, roots = measure_with_roots(part, self.compiled, replication=self.replication)
        self._measured = measured if self._measured is None else self._measured.merge(measured)
        if self.persons:
            self._roots.append(joined_roots([roots], READ))
