"""Where replications run: one after the other here, in processes, or in threads. The same bits any way."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sim.engine.simulate import Stopped
from sim.experiment.work_unit import Job, Outcome, Sweep, replicate

Stop = Callable[[], bool]
Progress = Callable[[int, int], None]
POLL = 0.1
"""Seconds between two looks at whether to stop."""
AHEAD = 2
"""Replications handed out per worker, done or not: enough to keep it busy, few enough to stop soon."""


@dataclass
class Replicator:
    """Runs replications of one job and keeps what is finished, also when it is stopped halfway.

    ``outcomes`` are by replication; ``stopped`` tells that somebody asked to stop (or pressed Ctrl-C). A context manager: the
    worker processes live as long as it does. With ``threads`` of the caller's no process is started: right for the compiled
    engine inside a server, because it holds the interpreter only between simulated days.
    """

    job: Job | Sweep
    workers: int = 1
    stop: Stop | None = None
    on_progress: Progress | None = None
    threads: ThreadPoolExecutor | None = None
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    stopped: bool = False
    _opened: ExitStack = field(default_factory=ExitStack)
    _pool: ProcessPoolExecutor | None = None
    _folder: Path | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._opened.close()

    def run(self, replications: Sequence[int], asked: int) -> None:
        """Adds the outcomes of these replications; ``asked`` is how many there will be in all, for the progress."""
        try:
            for outcome in self._run(replications):
                self.outcomes[outcome.replication] = outcome
                if self.on_progress is not None:
                    self.on_progress(len(self.outcomes), asked)
        except (KeyboardInterrupt, Stopped):
            self.stopped = True

    def take(self, job: Job) -> None:
        """Goes on with another job, in the same processes and with no outcomes yet."""
        self.job, self.outcomes = job, {}

    def in_order(self) -> list[Outcome]:
        """The finished replications, by number."""
        return [self.outcomes[number] for number in sorted(self.outcomes)]

    def _goes_on(self) -> bool:
        return self.stop is None or not self.stop()

    def _run(self, replications: Sequence[int]) -> Iterator[Outcome]:
        if self.threads is not None:
            return self._in_threads(self.threads, replications)
        return self._serially(replications) if self.workers == 1 else self._in_processes(replications)

    def _in_threads(self, threads: ThreadPoolExecutor, replications: Sequence[int]) -> Iterator[Outcome]:
        pending = {threads.submit(replicate, self.job, number, self._goes_on) for number in replications}
        try:
            while pending:
                done, pending = wait(pending, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
        finally:
            for future in pending:
                future.cancel()

    def _serially(self, replications: Sequence[int]) -> Iterator[Outcome]:
        for number in replications:
            if not self._goes_on():
                self.stopped = True
                return
            yield replicate(self.job, number, self._goes_on)

    def _in_processes(self, replications: Sequence[int]) -> Iterator[Outcome]:
        folder, pool, packed = self._open()
        waiting = iter(replications)
        pending: set[Future[Outcome]] = set()

        def hand_out() -> None:
            with _starting_processes():  # they start when work is submitted
                for number in islice(waiting, AHEAD * self.workers - len(pending)):
                    pending.add(pool.submit(_replicate_packed, packed, number, str(folder / "stop")))

        try:
            hand_out()
            while pending:
                done, pending = wait(pending, timeout=POLL, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
                if not self._goes_on():
                    yield from _finish(pending, folder)
                    self.stopped = True
                    return
                hand_out()
        except KeyboardInterrupt:
            yield from _finish(pending, folder)
            raise

    def _open(self) -> tuple[Path, ProcessPoolExecutor, bytes]:
        if self._pool is None or self._folder is None:
            self._folder = Path(self._opened.enter_context(tempfile.TemporaryDirectory(prefix="sweetspot-")))
            pool = ProcessPoolExecutor(self.workers, mp_context=get_context("spawn"), initializer=_leave_interrupts_to_parent)
            self._pool = self._opened.enter_context(pool)
            self._opened.callback((self._folder / "stop").touch)  # before the pool waits for its workers
        return self._folder, self._pool, pickle.dumps(self.job)


def worker_count(jobs: int | None, replications: int) -> int:
    """How many processes: what was asked for, or as many as this machine lets us use, but no more than there is work."""
    if jobs is not None and jobs < 1:
        raise ValueError(f"jobs must be at least 1, got {jobs}")
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(jobs or usable, replications))


def _finish(pending: set[Future[Outcome]], folder: Path) -> Iterator[Outcome]:
    """Tells the workers to stop; yields what they had finished by then."""
    (folder / "stop").touch()
    for future in pending:
        future.cancel()
    for future in pending:
        if not future.cancelled() and future.exception() is None:
            yield future.result()


def _replicate_packed(packed: bytes, replication: int, stop_file: str) -> Outcome:
    stop = Path(stop_file)
    return replicate(_unpacked(packed), replication, lambda: not stop.exists())


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> Job | Sweep:
    job: Job | Sweep = pickle.loads(packed)  # noqa: S301 (written by our own parent process)
    return job


def _leave_interrupts_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _starting_processes() -> Iterator[None]:
    """New processes ignore Ctrl-C from their first moment, and do not run the user's script again.

    They need nothing of the script, and scripts seldom guard against being run again.
    """
    main = sys.modules["__main__"].__dict__
    hidden: dict[str, Any] = {name: main[name] for name in ("__file__", "__spec__") if name in main}
    in_main_thread = threading.current_thread() is threading.main_thread()
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN) if in_main_thread else None
    try:
        main.pop("__file__", None)
        main["__spec__"] = None
        yield
    finally:
        main.update(hidden)
        if in_main_thread:
            signal.signal(signal.SIGINT, handler)
