"""Where units of work run on this machine: one after the other here, in threads, or in processes.

An executor hands out the units of a batch and gives a ``concurrent.futures.Future`` for each. The bits are the same with any.
"""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from itertools import count
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Any, Protocol

from sim.engine.simulate import Aside, Beginnings, Stopped
from sim.experiment.running.store import Store
from sim.experiment.running.work_unit import GoesOn, Job, Outcome, Sweep, replicate

AHEAD = 2
"""Replications handed out per worker, done or not: enough to keep it busy, few enough to stop soon."""


class Batch(Protocol):
    """Units of one job or sweep. ``submit`` hands out one; after ``halt`` those that run stop as soon as they look."""

    def submit(self, number: int) -> Future[Outcome]: ...
    def halt(self) -> None: ...


class Executor:
    """Where units run. ``workers`` is how many run at once, ``ahead`` how many may be handed out and not finished.

    ``is_here``: they run on this machine, in its memory, and with its store. ``check`` raises when this place can no longer
    finish anything, or did not finish what ended with ``error``; ``close`` lets go of it.
    """

    workers, ahead, is_here = 1, 1, True

    def batch(self, job: Job | Sweep, store: Store | None, goes_on: GoesOn) -> Batch:
        raise NotImplementedError

    def check(self, error: BaseException | None = None) -> None:
        """All is well."""

    def close(self) -> None:
        """Nothing was opened."""


class Serial(Executor):
    """One unit after the other, in the thread that asks."""

    def batch(self, job: Job | Sweep, store: Store | None, goes_on: GoesOn) -> Batch:
        return _SerialBatch(lambda number: replicate(job, number, goes_on, store))


class _SerialBatch:
    def __init__(self, work: Callable[[int], Outcome]) -> None:
        self._work = work

    def submit(self, number: int) -> Future[Outcome]:
        future: Future[Outcome] = Future()
        try:
            future.set_result(self._work(number))
        except Exception as error:  # noqa: BLE001 - it is raised where the result is asked
            future.set_exception(error)
        return future

    def halt(self) -> None:
        """Nothing runs while somebody else does."""


class Threads(Executor):
    """Threads of this process: right for the compiled engine, which needs the interpreter only between simulated weeks.

    Several batches may run at once, for several questions of a server. Where there are fewer units than workers, the scenarios
    of a unit are simulated at the same time. A server keeps ``beginnings`` from one question to the next.
    """

    def __init__(self, workers: int, beginnings: Beginnings | None = None) -> None:
        self._beginnings = beginnings
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="replication")
        self._places = threading.Semaphore(workers)
        self.workers, self.ahead = workers, AHEAD * workers

    def batch(self, job: Job | Sweep, store: Store | None, goes_on: GoesOn) -> Batch:
        def work(number: int, goes_on: GoesOn, aside: Aside) -> Outcome:
            return replicate(job, number, goes_on, store, aside, self._beginnings)

        return _ThreadBatch(self._pool, self._places, work, goes_on)

    def leave_room(self, seconds: float) -> None:
        """Works with one worker fewer for so long, where one is free: this process has something else to do."""
        if self._places.acquire(blocking=False):
            timer = threading.Timer(seconds, self._places.release)
            timer.daemon = True
            timer.start()

    def close(self, *, wait: bool = True) -> None:
        """Lets the threads end; ``wait`` for those that work."""
        self._pool.shutdown(wait=wait, cancel_futures=wait)


class _ThreadBatch:
    def __init__(
        self,
        pool: ThreadPoolExecutor,
        places: threading.Semaphore,
        work: Callable[[int, GoesOn, Aside], Outcome],
        goes_on: GoesOn,
    ) -> None:
        self._pool, self._places, self._replicate, self._wanted = pool, places, work, goes_on
        self._halted = threading.Event()

    def submit(self, number: int) -> Future[Outcome]:
        return self._pool.submit(self._work, number)

    def _work(self, number: int) -> Outcome:
        with self._places:
            return self._replicate(number, self._goes_on, self._aside)

    def _aside(self, work: Callable[[], None]) -> Future[None] | None:
        """Starts it in a thread of its own, as long as no more work than there are workers."""
        if not self._places.acquire(blocking=False):
            return None
        future: Future[None] = Future()

        def worker() -> None:
            error: BaseException | None = None
            try:
                work()
            except BaseException as raised:  # noqa: BLE001 - it is raised where the result is asked
                error = raised
            finally:
                self._places.release()
            future.set_exception(error) if error is not None else future.set_result(None)

        threading.Thread(target=worker, name="scenario", daemon=True).start()
        return future

    def halt(self) -> None:
        self._halted.set()

    def _goes_on(self) -> bool:
        return not self._halted.is_set() and self._wanted()


class Processes(Executor):
    """Processes of this machine, which start when there is work for them and live until ``close``.

    The pool raises by itself when it is broken.
    """

    def __init__(self, workers: int) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="sweetspot-")
        context = get_context("spawn")
        self._pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin_worker, initargs=(self._folder.name,))
        self._batches = count()
        self._packed: tuple[Job | Sweep, bytes] | None = None
        self._halts: list[Path] = []
        self.workers, self.ahead = workers, AHEAD * workers

    def batch(self, job: Job | Sweep, store: Store | None, goes_on: GoesOn) -> Batch:  # noqa: ARG002 - the parent asks, and halts
        if self._packed is None or self._packed[0] is not job:
            self._packed = (job, pickle.dumps(job))
        stop = Path(self._folder.name, f"stop-{next(self._batches)}")
        self._halts.append(stop)
        return _ProcessBatch(self._pool, self._packed[1], store, stop)

    def close(self) -> None:
        for stop in self._halts:
            stop.touch()  # before the pool waits for its workers
        self._pool.shutdown(cancel_futures=True)
        self._folder.cleanup()


class _ProcessBatch:
    def __init__(self, pool: ProcessPoolExecutor, packed: bytes, store: Store | None, stop: Path) -> None:
        self._pool, self._packed, self._store, self._stop = pool, packed, store, stop

    def submit(self, number: int) -> Future[Outcome]:
        with starting_processes():  # they start when work is submitted
            return self._pool.submit(_replicate_packed, self._packed, number, self._store, str(self._stop))

    def halt(self) -> None:
        self._stop.touch()


def _replicate_packed(packed: bytes, number: int, store: Store | None, stop_file: str) -> Outcome:
    stop = Path(stop_file)
    if stop.exists():
        raise Stopped
    return replicate(unpacked_job(packed), number, lambda: not stop.exists(), store)


@lru_cache(maxsize=1)
def unpacked_job(packed: bytes) -> Job | Sweep:
    """The job that a worker was sent, kept until it gets another."""
    job: Job | Sweep = pickle.loads(packed)  # noqa: S301 (written by our own parent process)
    return job


def leave_interrupts_to_parent() -> None:
    """In a process that was started: Ctrl-C is for the one that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _begin_worker(folder: str) -> None:
    leave_interrupts_to_parent()
    threading.Thread(target=_end_with_parent, args=(folder,), name="watching the parent", daemon=True).start()


def _end_with_parent(folder: str) -> None:
    """A parent that was killed can tell its workers nothing, nor tidy up: they would wait for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)


@contextmanager
def starting_processes() -> Iterator[None]:
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


def usable_processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
