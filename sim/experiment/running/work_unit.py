"""The unit of work: one replication of all scenarios, so that pairs meet in one place and little comes back.

Of a sweep a unit is one replication of all scenarios under one variation: there are many, and each is compiled where it runs.
What a store holds of it already is not simulated again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from sim.engine.simulate import Aside, Beginnings, CompiledScenario, simulate_each
from sim.experiment.found.closer import Closer, closer_look
from sim.experiment.found.persons import GainsAndLosses, compare_persons
from sim.experiment.running.kept import Kept
from sim.experiment.running.part_by_part import PartByPart
from sim.experiment.running.store import Store
from sim.experiment.running.subject import Subject
from sim.measure.measurement import Measurement
from sim.measure.roots import RootCases
from sim.model.town.scenario import Scenario

GoesOn = Callable[[], bool]


FLOOR_REPLICATIONS = 3
"""Of so many, the first ones, the noise floor is measured: no result, but how much happens to persons when nothing does."""
LOOKED_INTO = 0
"""The replication that a closer look is at."""


@dataclass(frozen=True, eq=False)
class Job:
    """What is replicated: scenarios, and the pairs of them (by number) whose persons are compared.

    ``neutral`` is compared with the first scenario, in the first :data:`FLOOR_REPLICATIONS`. ``journeys``: the services of
    which replication :data:`LOOKED_INTO` gives a closer look (none named: all of them); None = no closer look.
    """

    compiled: tuple[CompiledScenario | Subject, ...]
    seed: int
    engine: str
    pairs: tuple[tuple[int, int], ...] = ()
    neutral: Subject | None = None
    journeys: tuple[str, ...] | None = None
    once: bool = False
    """Is this one unit of many, made for it alone? Whether scenarios became equal takes longer to find out than a run."""

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        """The neutral scenario comes last."""
        scenarios = tuple(Subject.of(one) for one in self.compiled)
        return scenarios if self.neutral is None else (*scenarios, self.neutral)

    @property
    def compared(self) -> tuple[tuple[int, int], ...]:
        return self.pairs if self.neutral is None else (*self.pairs, (0, len(self.compiled)))

    def at(self, replication: int) -> Job:
        """What is done of it in one replication."""
        if self.neutral is None or replication < FLOOR_REPLICATIONS:
            return self
        return replace(self, compiled=self.subjects[: len(self.compiled)], neutral=None)

    def looks_into(self, replication: int) -> bool:
        """Is the log read? It is kept nowhere, so that all scenarios are simulated, also those that a store has."""
        return self.journeys is not None and replication == LOOKED_INTO


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
    offices: tuple[Scenario | None, ...]
    """Of each scenario: run as it is, or without an office, as :class:`Subject` has it."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """What one unit came to (of a job its number is the replication): a measurement per scenario, gains and losses per pair.

    Those of the neutral scenario come last. ``closer`` is there where the job asked for it of this replication.
    """

    replication: int
    measurements: tuple[Measurement, ...]
    gains: tuple[GainsAndLosses, ...]
    closer: Closer | None = None


def replicate(
    job: Job | Sweep,
    number: int,
    goes_on: GoesOn | None = None,
    store: Store | None = None,
    aside: Aside | None = None,
    beginnings: Beginnings | None = None,
) -> Outcome:
    """Simulates and measures unit ``number`` of a job or a sweep, but for what the store has of it, and keeps what is new.

    Scenarios are simulated at the same time where ``aside`` finds somebody to do it, and from where they begin to differ from
    one of before where ``beginnings`` are kept. Raises ``sim.engine.simulate.Stopped`` as
    soon as ``goes_on`` (asked every simulated week) says no.
    """
    one, replication = _one_of(job, number)
    return replace(_replicate(one, replication, goes_on, store, aside, beginnings), replication=number)


def recalled(job: Job | Sweep, number: int, store: Store | None) -> Outcome | None:
    """The outcome of a unit where the store has all of it, and no log must be read. Nothing is compiled, nothing simulated."""
    if store is None:
        return None
    one, replication = _one_of(job, number)
    if one.looks_into(replication):
        return None
    kept, subjects = Kept(store, job.seed, job.engine), one.subjects
    if not kept.has(subjects, one.compared, replication):
        return None
    gains = [kept.gains(subjects[a], subjects[b], replication) for a, b in one.compared]
    measurements = [kept.measurement(subject, replication) for subject in subjects]
    sound, compared = [found for found in measurements if found is not None], [found for found in gains if found is not None]
    whole = len(sound) == len(measurements) and len(compared) == len(gains)
    return Outcome(number, tuple(sound), tuple(compared)) if whole else None


def keep(job: Job | Sweep, outcome: Outcome, store: Store) -> None:
    """Keeps what came from a machine that does not share the store; what comparing persons with others needs stays there."""
    one, replication = _one_of(job, outcome.replication)
    kept, subjects = Kept(store, job.seed, job.engine), one.subjects
    for subject, measurement in zip(subjects, outcome.measurements, strict=True):
        if not kept.has_run(subject, replication, persons=False):
            kept.keep_measurement(subject, replication, measurement)
    for (a, b), gains in zip(one.compared, outcome.gains, strict=True):
        kept.keep_gains(subjects[a], subjects[b], replication, gains)


def prepare(job: Job | Sweep, numbers: Iterable[int], store: Store | None) -> None:
    """Compiles what some of these units will need, so that it is done once and not by every worker."""
    if not isinstance(job, Job):
        return
    kept = Kept(store, job.seed, job.engine)
    needed: dict[str, Subject] = {}
    for number in numbers:
        one = job.at(number)
        paired = {place for pair in one.compared for place in pair}
        for place, subject in enumerate(one.subjects):
            if not subject.is_compiled and (one.looks_into(number) or not kept.has_run(subject, number, persons=place in paired)):
                needed[subject.to_compile.digest] = subject.to_compile
    with ThreadPoolExecutor() as threads:  # a year of an office leaves the interpreter to others
        deque(threads.map(lambda subject: subject.compiled, needed.values()), maxlen=0)


def _one_of(job: Job | Sweep, number: int) -> tuple[Job, int]:
    if isinstance(job, Job):
        return job.at(number), number
    variation, replication = job.units[number]
    varied = [variation(scenario) for scenario in job.scenarios]
    subjects = (Subject(one, office=office) for one, office in zip(varied, job.offices, strict=True))
    return Job(tuple(subjects), job.seed, job.engine, once=True), replication


def _replicate(
    job: Job,
    replication: int,
    goes_on: GoesOn | None,
    store: Store | None,
    aside: Aside | None,
    beginnings: Beginnings | None,
) -> Outcome:
    """All scenarios of one replication; of each no more is in memory at a time than goes on, but where its log is read."""
    kept, subjects = Kept(store, job.seed, job.engine), job.subjects
    gains = {pair: kept.gains(subjects[pair[0]], subjects[pair[1]], replication) for pair in job.compared}
    compared = {number for pair, found in gains.items() if found is None for number in pair}
    measurements: dict[int, Measurement] = {}
    roots: dict[int, RootCases] = {}
    for number, subject in enumerate(subjects):
        if job.looks_into(replication) and number < len(job.compiled):
            continue
        measurement = kept.measurement(subject, replication)
        persons = kept.persons(subject, replication) if number in compared else None
        if measurement is not None and (persons is not None or number not in compared):
            measurements[number] = measurement
            roots |= {} if persons is None else {number: persons}
    missing = [number for number in range(len(subjects)) if number not in measurements]
    simulated = _simulated(job, missing, replication, goes_on, aside, beginnings)
    for number, one in simulated.items():
        measurements[number], persons = one.whole()
        kept.keep_measurement(subjects[number], replication, measurements[number])
        if persons is not None:
            roots[number] = persons
            kept.keep_persons(subjects[number], replication, persons)
    told: list[GainsAndLosses] = []
    for (a, b), known in gains.items():
        found = known or compare_persons(roots[a], roots[b], subjects[a], subjects[b])
        if known is None:
            kept.keep_gains(subjects[a], subjects[b], replication, found)
        told.append(found)
    closer = _closer_look(job, simulated) if job.looks_into(replication) else None
    return Outcome(replication, tuple(measurements[number] for number in range(len(subjects))), tuple(told), closer)


def _closer_look(job: Job, simulated: Mapping[int, PartByPart]) -> Closer:
    looked_into = [simulated[number] for number in range(len(job.compiled))]
    tables, roots = [one.tables() for one in looked_into], [one.roots() for one in looked_into]
    return closer_look(tables, roots, [one.compiled for one in looked_into], job.journeys or ())


def _simulated(
    job: Job,
    numbers: Sequence[int],
    replication: int,
    goes_on: GoesOn | None,
    aside: Aside | None,
    beginnings: Beginnings | None,
) -> dict[int, PartByPart]:
    """These scenarios, measured part by part; of those that are compared the persons, and of those that are read the log.

    What they have in common at the start is simulated once, and so are scenarios that are equal but for their names.
    """
    paired = {number for pair in job.compared for number in pair}
    read = set(range(len(job.compiled))) if job.looks_into(replication) else set()
    alike: dict[str, list[int]] = {}
    for number in numbers:
        alike.setdefault(str(number) if job.once else job.subjects[number].digest, []).append(number)
    measured = [
        PartByPart(
            job.subjects[same[0]].compiled, replication, persons=not paired.isdisjoint(same), log=not read.isdisjoint(same)
        )
        for same in alike.values()
    ]
    if numbers:
        simulate_each(
            [one.compiled for one in measured],
            lambda place, part: measured[place].take(part),
            seed=job.seed,
            replication=replication,
            engine=job.engine,
            on_day=None if goes_on is None else lambda _day, _days: goes_on(),
            aside=aside,
            ordered=any(one.log for one in measured),
            beginnings=beginnings,
        )
    return {number: one for one, same in zip(measured, alike.values(), strict=True) for number in same}
