"""Simulating many designs: a few side by side, so that much fits in little memory, and none where it would take too long."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from sim.engine.build.scenario import names_of
from sim.experiment.found.balance import balances
from sim.experiment.found.result import Result
from sim.experiment.lab import Lab
from sim.experiment.numbers.whole import left_alone, office_stops, with_whole_office
from sim.experiment.numbers.world import resolved_in_world
from sim.experiment.running.kept import Kept
from sim.experiment.running.pools import Executor
from sim.experiment.running.subject import Subject
from sim.experiment.running.work_unit import Job, Outcome
from sim.experiment.sweep.points import DesignPoint, Designs
from sim.experiment.sweep.refused import SweepError
from sim.model.town.scenario import Scenario
from sim.text.pairs import marked

TOGETHER = 8
"""Designs that are simulated side by side: what they have in common at the start is simulated once."""
PACED = 2
"""Units of work per worker after which the pace is known."""
HOURS = 4.0
"""An evening: what would take longer is not gone on with unless that is asked for."""
HOUR = 3600.0

TOO_LONG = marked(
    "{designs} designs × {replications} repeats take about {hours} hours at the pace of the first, and {most} are allowed. Take "
    "fewer levels, repeats or weeks (--replications, --weeks), or allow more (--hours)."
)


@dataclass(frozen=True)
class Work:
    """How much there is to simulate: designs, each in every world, and replications of each."""

    designs: int
    replications: int

    @property
    def runs(self) -> int:
        return self.designs * self.replications


@dataclass(frozen=True)
class Pace:
    """How many seconds that is expected to take, from the first units of work on."""

    work: Work
    seconds: float


@dataclass
class Runner:
    """Runs designs and looks after how far that is. ``stopped`` as soon as somebody asked to.

    ``on_pace`` is told once, after ``PACED`` units per worker; what then is expected to take more than ``hours`` is given up.
    Of ``services``, where any are given, the cases are run without an office, for figures of these names: people wait as in a
    year of that of the file as it is. Else, where work does not keep up in a design, that is run again with the whole office to
    the end, as :func:`sim.experiment.run.run` does.
    The executor of the lab is open.
    """

    lab: Lab
    source: Designs
    work: Work
    hours: float = HOURS
    on_pace: Callable[[Pace], None] | None = None
    services: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    stopped: bool = False
    _done: int = field(default=0, init=False)
    _simulated: int = field(default=0, init=False)
    _units: int = field(default=0, init=False)
    _seconds: float = field(default=0.0, init=False)

    def designs(
        self, points: Sequence[DesignPoint], world: int, replications: Sequence[int]
    ) -> Iterator[tuple[DesignPoint, Result]]:
        """The result of each design in a world, of which a replication was finished.

        Raises ``SweepError`` where it takes too long, and what running replications raises.
        """
        for start in range(0, len(points), TOGETHER):
            if self.stopped:
                return
            some = points[start : start + TOGETHER]
            results = self._together(some, world, replications)
            yield from ((point, result) for point, result in zip(some, results, strict=True) if result.done)

    def _together(self, points: Sequence[DesignPoint], world: int, replications: Sequence[int]) -> list[Result]:
        scenarios = [resolved_in_world(self.source.scenario(point.levels), world) for point in points]
        if self.services:
            alone = [left_alone(one, self.services, self.figures) for one in scenarios]
            return self._run(alone, replications, world, [self._office(one, world) for one in scenarios])
        found = self._run(scenarios, replications, world)
        piling = [place for place, result in enumerate(found) if _piles_up(result)]
        again = self._run([with_whole_office(scenarios[place]) for place in piling], replications, world) if piling else []
        for place, result in zip(piling, again, strict=True):
            found[place] = result
        return found

    def _run(
        self, scenarios: Sequence[Scenario], replications: Sequence[int], world: int, offices: Sequence[Scenario] = ()
    ) -> list[Result]:
        lab, began, before = self.lab, time.perf_counter(), self._seconds
        run = zip_longest(scenarios, offices)
        job = Job(tuple(Subject(one, office=office) for one, office in run), lab.seed, lab.engine)
        kept = Kept(lab.store, lab.seed, lab.engine)
        known = {number for number in replications if kept.has(job.subjects, (), number)}

        def arrived(outcome: Outcome) -> None:
            self._seconds = before + time.perf_counter() - began
            self._advanced(len(scenarios), is_new=outcome.replication not in known)

        with lab.with_(on_progress=None).running(job, len(replications), arrived) as replicator:
            replicator.run(replications, len(replications))
        self.stopped = replicator.stopped
        outcomes = replicator.in_order()
        measured = [{one.replication: one.measurements[place] for one in outcomes} for place in range(len(scenarios))]
        return [
            Result(scenario, lab.seed, world, lab.engine, len(replications), measurements)
            for scenario, measurements in zip(scenarios, measured, strict=True)
        ]

    def _office(self, scenario: Scenario, world: int) -> Scenario:
        """In which office people wait where none is run: one for all designs, but for those that have other channels or teams."""
        written = resolved_in_world(self.source.as_written, world)
        return written if names_of(written) == names_of(scenario) else scenario

    def _advanced(self, designs: int, *, is_new: bool) -> None:
        """Tells how far it is, and once how long all of it takes."""
        self._done += designs
        if self.lab.on_progress is not None:
            self.lab.on_progress(self._done, max(self._done, self.work.runs))
        if not is_new:
            return
        self._units, self._simulated = self._units + 1, self._simulated + designs
        workers = self.lab.executor.workers if isinstance(self.lab.executor, Executor) else 1
        if self._units == PACED * workers:
            left = self.work.runs - self._done + self._simulated
            self._check(self._seconds / self._simulated * left)

    def _check(self, seconds: float) -> None:
        if self.on_pace is not None:
            self.on_pace(Pace(self.work, seconds))
        if seconds > self.hours * HOUR:
            told = {"designs": self.work.designs, "replications": self.work.replications}
            raise SweepError(TOO_LONG, **told, hours=round(seconds / HOUR, 1), most=self.hours)


def _piles_up(result: Result) -> bool:
    return result.done > 0 and office_stops(result.scenario) and not balances([result])[0].holds
