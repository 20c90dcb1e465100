"""What is simulated: a scenario that is compiled when it must be, and no sooner.

Compiling the rosters and agendas of years takes longer than reading a stored answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from hashlib import blake2b
from typing import Self

from sim.engine.build.scenario import names_of
from sim.engine.office import with_office, without_office
from sim.engine.program.tables import Names
from sim.engine.simulate import Clock, CompiledScenario, compile_scenario
from sim.experiment.running.offices import a_season_is_too_short, content_of, known_office
from sim.model.town.scenario import SAYS_OF_ITSELF, Scenario
from sim.model.values.values import UNNAMED

Change = Callable[[CompiledScenario], CompiledScenario]

OURS = "sim."


class Subject:
    """A scenario to simulate; measuring can read it (it has a scenario, names and a clock) before it is compiled.

    ``change`` is made after compiling and leaves names and clock as they are, such as
    :func:`sim.experiment.numbers.neutral.with_neutral_case`. Where an ``office`` is given, none is run: people wait as in that of
    this scenario.
    """

    def __init__(
        self, scenario: Scenario, *, base: Subject | None = None, change: Change | None = None, office: Scenario | None = None
    ) -> None:
        self.scenario = scenario
        self._office = office
        self._base = base
        self._change = change

    @classmethod
    def of(cls, found: CompiledScenario | Subject) -> Self | Subject:
        if isinstance(found, Subject):
            return found
        subject = cls(found.scenario)
        subject.__dict__ |= {"compiled": found, "names": found.names, "clock": found.clock, "given": True}
        return subject

    def changed(self, change: Change) -> Subject:
        return Subject(self.scenario, base=self, change=change)

    @cached_property
    def names(self) -> Names:
        return names_of(self.scenario)

    @cached_property
    def clock(self) -> Clock:
        return Clock.of(self.scenario)

    @property
    def compiled(self) -> CompiledScenario:
        """Not a cached property: of these Python 3.11 works out one at a time, and others wait for a year of an office."""
        if "compiled" not in self.__dict__:
            self.__dict__["compiled"] = self._compiled()
        found: CompiledScenario = self.__dict__["compiled"]
        return found

    def _compiled(self) -> CompiledScenario:
        if self._base is not None and self._change is not None:
            return self._change(self._base.compiled)
        compiled = compile_scenario(self.scenario)
        if self._office is not None:
            return without_office(compiled, known_office(self._office))
        return with_office(compiled, known_office(self.scenario)) if a_season_is_too_short(compiled.clock) else compiled

    @property
    def to_compile(self) -> Subject:
        """Of which the program must be made; a change of it takes no time."""
        return self if self._base is None else self._base

    @property
    def is_compiled(self) -> bool:
        return "compiled" in self.__dict__

    @cached_property
    def digest(self) -> str:
        """Equal digests mean equal tables and measurements, for the same seed, replication, engine and version.

        Of the scenario but for its names in words, where the program follows from it alone; else of the program as well.
        """
        digest = blake2b(self.scenario.model_dump_json(exclude=set(SAYS_OF_ITSELF), context=UNNAMED).encode(), digest_size=16)
        if self._change is not None and _is_ours(self._change):
            digest.update(f"\0{self._change.__module__}.{self._change.__qualname__}".encode())
        elif self._change is not None or "given" in self.__dict__:
            for part in _bytes_of(self.compiled):
                digest.update(part)
        if self._office is not None:
            digest.update(f"\0{content_of(self._office)}".encode())
        return digest.hexdigest()


def _is_ours(change: Change) -> bool:
    """Is it a function of this program, so that its version says what it does?"""
    return change.__module__.startswith(OURS) and "<" not in change.__qualname__


def _bytes_of(compiled: CompiledScenario) -> Iterator[bytes]:
    yield repr((compiled.names, compiled.clock)).encode()
    for part in compiled.program:
        for array in part:
            yield f"\0{array.dtype.descr}{array.shape}".encode()
            yield array.tobytes()
