"""Running replications: one after the other here, in threads, in processes, or on a cluster. The same bits any way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from types import TracebackType
from typing import Self

from sim.engine.simulate import CompiledScenario, Stopped
from sim.experiment.running.memory import check_memory
from sim.experiment.running.pools import Batch, Executor, Processes, Serial, Threads, usable_processors
from sim.experiment.running.store import Store
from sim.experiment.running.subject import Subject
from sim.experiment.running.work_unit import Job, Outcome, Sweep, keep, prepare, recalled

Stop = Callable[[], bool]
Progress = Callable[[int, int], None]
Where = Executor | str
"""An executor, or its name: ``auto``, ``serial``, ``threads``, ``processes``, ``dask`` or ``dask://HOST:PORT``."""
LOCAL = ("auto", "serial", "threads", "processes")
CLUSTER = "dask"
POLL = 0.1
"""Seconds between two looks at whether to stop."""
LOOKED_UP = 500
"""Replications looked up in the store before the first of them is simulated."""
TRIM_EVERY = 200
"""Replications simulated between two looks at the size of the store."""


@dataclass
class Replicator:
    """Runs replications of one job and keeps what is finished, also when it is stopped halfway.

    ``outcomes`` are by replication; ``stopped`` tells that somebody asked to stop (or pressed Ctrl-C). What the ``store`` has
    is not run at all. A context manager, which leaves the store within its size; the executor belongs to the caller.
    """

    job: Job | Sweep
    executor: Executor = field(default_factory=Serial)
    stop: Stop | None = None
    on_progress: Progress | None = None
    store: Store | None = None
    on_outcome: Callable[[Outcome], None] | None = None
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    stopped: bool = False
    _new: int = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.store is not None and self._new:
            self.store.trim()
            self._new = 0

    def run(self, replications: Sequence[int], asked: int) -> None:
        """Adds the outcomes of these replications; ``asked`` is how many there will be in all, for the progress.

        Raises what :meth:`each` does.
        """
        deque(self.each(replications, asked), maxlen=0)

    def each(self, replications: Sequence[int], asked: int) -> Generator[Outcome]:
        """The same, outcome by outcome as they come: others are worked on while the caller does something with one.

        Raises ``sim.experiment.running.cluster.ClusterError`` when a cluster is lost, and
        :class:`sim.experiment.running.memory.TooLargeError` for what does not fit in memory.
        """
        try:
            for outcome in self._run(replications):
                self.outcomes[outcome.replication] = outcome
                if self.on_outcome is not None:
                    self.on_outcome(outcome)
                if self.on_progress is not None:
                    self.on_progress(len(self.outcomes), asked)
                yield outcome
        except (KeyboardInterrupt, Stopped):
            self.stopped = True

    def take(self, compiled: tuple[CompiledScenario | Subject, ...]) -> None:
        """Goes on with other scenarios, in the same processes and with no outcomes yet."""
        self.job, self.outcomes = Job(compiled, self.job.seed, self.job.engine), {}

    def in_order(self) -> list[Outcome]:
        return [self.outcomes[number] for number in sorted(self.outcomes)]

    def _goes_on(self) -> bool:
        return self.stop is None or not self.stop()

    def _run(self, replications: Sequence[int]) -> Iterator[Outcome]:
        for start in range(0, len(replications), LOOKED_UP):
            if not self.stopped:
                yield from self._part(replications[start : start + LOOKED_UP])

    def _part(self, replications: Sequence[int]) -> Iterator[Outcome]:
        new: list[int] = []
        for number in replications:
            if not self._goes_on():
                self.stopped = True
                return
            known = recalled(self.job, number, self.store)
            if known is None:
                new.append(number)
            else:
                yield known
        if new:
            prepare(self.job, new, self.store)
            if self.executor.is_here and isinstance(self.job, Job):
                at_once = min(len(new), self.executor.workers)
                check_memory(self.job.subjects, self.job.engine, at_once, compared=bool(self.job.pairs))
            batch = self.executor.batch(self.job, self.store, self._goes_on)
            yield from self._simulated(new, batch)

    def _simulated(self, numbers: Sequence[int], batch: Batch) -> Iterator[Outcome]:
        waiting = iter(numbers)
        pending: set[Future[Outcome]] = set()

        def hand_out() -> None:
            for number in islice(waiting, max(0, self.executor.ahead - len(pending))):
                pending.add(batch.submit(number))

        try:
            hand_out()
            while pending:
                done, pending = wait(pending, timeout=POLL, return_when=FIRST_COMPLETED)
                for future in done:
                    yield self._taken(future)
                if not self._goes_on():
                    yield from _finish(pending, batch)
                    self.stopped = True
                    return
                self.executor.check()
                hand_out()
        except KeyboardInterrupt:
            yield from _finish(pending, batch)
            raise
        except BaseException:
            batch.halt()
            for future in pending:
                future.cancel()
            raise

    def _taken(self, future: Future[Outcome]) -> Outcome:
        try:
            outcome = future.result()
        except (Exception, CancelledError) as error:
            self.executor.check(error)  # a lost cluster says so itself
            raise
        self._new += 1
        if self.store is not None and not self.executor.is_here:
            keep(self.job, outcome, self.store)
        if self.store is not None and self._new % TRIM_EVERY == 0:
            self.store.trim()
        return outcome


@contextmanager
def opened(where: Where, jobs: int | None, work: int, engine: str = "auto") -> Iterator[Executor]:
    """The executor of this name with ``jobs`` workers (at most one per piece of ``work``), closed at the end; or the one given.

    Raises ``ValueError`` for a name that is none, or fewer than one job; ``sim.experiment.running.cluster.ClusterError`` for a
    cluster that is not there or runs another version of this program.
    """
    if not isinstance(where, str):
        yield where
        return
    executor = _named(where, jobs, worker_count(jobs, work), engine)
    try:
        yield executor
    finally:
        executor.close()


def _named(name: str, jobs: int | None, workers: int, engine: str) -> Executor:
    if is_cluster(name):
        from sim.experiment.running.cluster import Cluster  # noqa: PLC0415 (an extra, loaded on demand)

        return Cluster.at(name.removeprefix("dask://")) if name != CLUSTER else Cluster.here(worker_count(jobs, 1024))
    if name not in LOCAL:
        raise ValueError(f"{name!r} is no executor; choose from {', '.join(LOCAL)}, {CLUSTER} or {CLUSTER}://HOST:PORT")
    if name == "serial" or workers == 1:
        return Serial()
    if name == "threads" or (name == "auto" and engine != "simpy"):
        return Threads(workers)
    return Processes(workers)


def is_executor(name: str) -> bool:
    return name in LOCAL or is_cluster(name)


def is_cluster(name: str) -> bool:
    """Does this name a cluster: ``dask`` for one of this machine alone, or ``dask://HOST:PORT``?"""
    host, _, port = name.removeprefix(f"{CLUSTER}://").rpartition(":")
    return name == CLUSTER or (name.startswith(f"{CLUSTER}://") and bool(host) and port.isdecimal())


def worker_count(jobs: int | None, replications: int) -> int:
    """How many workers: what was asked for, or as many as this machine lets us use, but no more than there is work."""
    if jobs is not None and jobs < 1:
        raise ValueError(f"jobs must be at least 1, got {jobs}")
    return max(1, min(jobs or usable_processors(), replications))


def _finish(pending: set[Future[Outcome]], batch: Batch) -> Iterator[Outcome]:
    """Tells the workers to stop; yields what they had finished by then."""
    batch.halt()
    for future in pending:
        future.cancel()
    for future in pending:
        if not future.cancelled() and future.exception() is None:
            yield future.result()
