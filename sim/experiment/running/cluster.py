"""A cluster of machines: a Dask scheduler and its workers, or one of this machine alone for a try.

Dask hands out the units, and again those of a worker that was lost. It comes with the extra ``cluster`` and is not imported
before somebody asks for one.
"""

from __future__ import annotations

import logging
import pickle
import time
import warnings
from concurrent.futures import CancelledError, Future
from functools import partial
from importlib import import_module
from typing import Any, Self

from sim.experiment.running.engine_version import engine_version
from sim.experiment.running.pools import AHEAD, Batch, Executor, starting_processes, unpacked_job
from sim.experiment.running.store import Store
from sim.experiment.running.work_unit import GoesOn, Job, Outcome, Sweep, replicate
from sim.text.pairs import marked

CONNECT_SECONDS = 5.0
"""How long to wait for an answer of the scheduler and of a first worker."""
LOOK_SECONDS = 1.0
"""Between two looks at how many workers there are."""
TRIM_EVERY = 50
"""Of so many units the one that runs looks at the size of the store of its machine."""
ALONE_SECONDS = 60.0
"""How long a cluster may be without any worker, before it counts as lost."""

ABSENT = marked("For a cluster the package distributed is needed: pip install 'sweetspot[cluster]'.")
UNREACHABLE = marked("No scheduler of a cluster answers at {address}. Start one with: dask scheduler")
NO_WORKERS = marked("The cluster at {address} has no workers. Start some with: dask worker {address}")
NO_PROGRAM = marked("Worker {worker} of the cluster cannot run Sweetspot: {reason}. Install the same version there as here.")
OTHER_VERSION = marked(
    "Worker {worker} of the cluster runs another version of Sweetspot or of its packages ({theirs}, here {ours}). "
    "Install the same versions there as here."
)
LOST = marked("The cluster at {address} is lost: the scheduler or all of its workers are gone.")
FAILING = marked(
    "The work was lost on several workers of the cluster at {address} one after the other; they may be short of memory."
)


class ClusterError(Exception):
    """A cluster cannot be used. ``sentence`` is one of those above, ``about`` what to put into it."""

    def __init__(self, sentence: str, **about: str) -> None:
        super().__init__(sentence.format(**about))
        self.sentence, self.about = sentence, about

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(ClusterError, **self.about), (self.sentence,)


class Cluster(Executor):
    """An executor on the workers of a Dask cluster. Workers keep what they find in the store of their own machine's user."""

    is_here = False

    def __init__(self, client: Any, address: str, local: Any = None) -> None:
        self._client, self._address, self._local = client, address, local
        self._packed: tuple[Job | Sweep, Any] | None = None
        self.ahead, self._seen, self._looked = AHEAD, time.monotonic(), 0.0

    @classmethod
    def at(cls, address: str) -> Self:
        """The cluster whose scheduler listens at ``HOST:PORT``. Raises :class:`ClusterError`."""
        address = address if "://" in address else f"tcp://{address}"
        distributed = _distributed()
        try:
            client = distributed.Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(UNREACHABLE, address=address) from error
        return cls._checked(client, address)

    @classmethod
    def here(cls, workers: int) -> Self:
        """A scheduler and so many workers on this machine alone, as processes, until it is closed."""
        distributed = _distributed()
        with starting_processes():
            local = distributed.LocalCluster(
                workers,
                threads_per_worker=1,
                dashboard_address="127.0.0.1:0",  # else it takes the one port on which every scheduler wants to listen
                scheduler_kwargs={"dashboard": False},
                silence_logs="ERROR",
            )
        client = distributed.Client(local, timeout=CONNECT_SECONDS, set_as_default=False)
        return cls._checked(client, local.scheduler_address, local)

    @classmethod
    def _checked(cls, client: Any, address: str, local: Any = None) -> Self:
        cluster = cls(client, address, local)
        try:
            cluster.check_versions()
        except BaseException:
            cluster.close()
            raise
        return cluster

    def check_versions(self) -> None:
        """Raises :class:`ClusterError` where there is no worker, or one that does not run what is run here."""
        try:
            self._client.wait_for_workers(1, timeout=CONNECT_SECONDS)
            found = self._client.run(version_of_worker, on_error="return")
        except TimeoutError as error:
            raise ClusterError(NO_WORKERS, address=self._address) from error
        except OSError as error:
            raise ClusterError(LOST, address=self._address) from error
        self.check()
        for worker, theirs in found.items():
            if isinstance(theirs, BaseException):
                raise ClusterError(NO_PROGRAM, worker=worker, reason=f"{type(theirs).__name__}: {theirs}")
            if theirs != engine_version():
                raise ClusterError(OTHER_VERSION, worker=worker, theirs=theirs, ours=engine_version())

    def batch(self, job: Job | Sweep, store: Store | None, goes_on: GoesOn) -> Batch:  # noqa: ARG002 - the parent asks, and halts
        if self._packed is None or self._packed[0] is not job:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", "Sending large graph")  # once for each job, and on purpose
                # A task of its own and not scattered data: when the workers that hold it are lost, it is made again.
                self._packed = (job, self._client.submit(bytes, pickle.dumps(job), pure=False))
        return _ClusterBatch(self._client, self._packed[1], keeps=store is not None)

    def check(self, error: BaseException | None = None) -> None:
        """Raises :class:`ClusterError` when the scheduler is gone, or there has been no worker for a minute.

        Or when ``error`` says that the work was lost again and again.
        """
        if type(error).__name__ == "KilledWorker":
            raise ClusterError(FAILING, address=self._address) from error
        if self._client.status != "running" or isinstance(error, CancelledError):
            raise ClusterError(LOST, address=self._address)
        now = time.monotonic()
        if now - self._looked > LOOK_SECONDS:
            try:
                threads = sum(self._client.nthreads().values())
            except OSError as lost:
                raise ClusterError(LOST, address=self._address) from lost
            self.workers, self.ahead = max(1, threads), AHEAD * max(1, threads)
            self._looked, self._seen = now, now if threads else self._seen
        if now - self._seen > ALONE_SECONDS:
            raise ClusterError(LOST, address=self._address)

    def close(self) -> None:
        self._packed = None
        self._client.close(timeout=2)
        if self._local is not None:
            self._local.close(timeout=10)


class _ClusterBatch:
    def __init__(self, client: Any, packed: Any, *, keeps: bool) -> None:
        self._client, self._packed, self._keeps = client, packed, keeps

    def submit(self, number: int) -> Future[Outcome]:
        return _future_of(
            self._client.submit(_replicate_there, self._packed, number, engine_version(), keeps=self._keeps, pure=False)
        )

    def halt(self) -> None:
        """A future that is cancelled stops its unit: :func:`_goes_on`."""


def _future_of(task: Any) -> Future[Outcome]:
    """A future of a task; cancelling it cancels the task, as long as that has not ended.

    The one that Distributed makes of it complains aloud where a task ends while it is cancelled.
    """
    future: Future[Outcome] = Future()

    def ended(_task: Any) -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            future.set_result(task.result())
        except BaseException as error:  # noqa: BLE001 - it is raised where the result is asked
            future.set_exception(error)

    def cancelled(_future: Future[Outcome]) -> None:
        if future.cancelled():
            task.cancel()

    future.add_done_callback(cancelled)
    task.add_done_callback(ended)
    return future


def version_of_worker() -> str:
    """Run on each worker: the version of what it runs."""
    return engine_version()


def _replicate_there(packed: bytes, number: int, version: str, *, keeps: bool) -> Outcome:
    """Run on a worker; it may have joined after the versions were compared."""
    worker = import_module("distributed").get_worker()
    if version != engine_version():
        raise ClusterError(OTHER_VERSION, worker=worker.address, theirs=engine_version(), ours=version)
    key = worker.get_current_task()
    store = Store.of_user() if keeps else None
    if store is not None and number % TRIM_EVERY == 0:
        store.trim()
    return replicate(unpacked_job(packed), number, lambda: _goes_on(worker, key), store)


def _goes_on(worker: Any, key: str) -> bool:
    """Does anybody still want this task? It is forgotten or cancelled when its future is, or when its client went."""
    task = worker.state.tasks.get(key)
    return task is not None and task.state == "executing"


def _distributed() -> Any:
    try:
        found = import_module("distributed")
    except ImportError as error:
        raise ClusterError(ABSENT) from error
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # a lost cluster is told as a ClusterError
    return found
