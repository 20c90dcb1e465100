from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, ClassVar

import pytest

from sim.experiment.running import pools as module
from sim.experiment.running.executors import Replicator
from sim.experiment.running.pools import AHEAD, Processes
from sim.experiment.running.work_unit import Job, Outcome

WORKERS = 3
JOB = Job((), 1, "auto")


class CountingPool(ThreadPoolExecutor):
    """Threads in the place of processes, which counts the work handed out and not finished."""

    made: ClassVar[list[CountingPool]] = []

    def __init__(self, workers: int, **_options: Any) -> None:
        super().__init__(workers)
        self.handed_out: list[Future[Any]] = []
        self.most = 0
        self.made.append(self)

    def submit(self, *given: Any, **named: Any) -> Future[Any]:
        future = super().submit(*given, **named)
        self.handed_out.append(future)
        self.most = max(self.most, sum(not one.done() for one in self.handed_out))
        return future


def out_of_order(_packed: bytes, replication: int, _store: None, _stop_file: str) -> Outcome:
    time.sleep(0.02 if replication % WORKERS == 0 else 0.002)
    return Outcome(replication, (), ())


@pytest.fixture
def pools(monkeypatch: pytest.MonkeyPatch) -> list[CountingPool]:
    monkeypatch.setattr(module, "ProcessPoolExecutor", CountingPool)
    monkeypatch.setattr(module, "_replicate_packed", out_of_order)
    monkeypatch.setattr(CountingPool, "made", [])
    return CountingPool.made


def test_no_more_is_handed_out_than_keeps_the_workers_busy(pools: list[CountingPool]) -> None:
    seen: list[int] = []
    with (
        closing(Processes(WORKERS)) as executor,
        Replicator(JOB, executor, on_progress=lambda done, _asked: seen.append(done)) as replicator,
    ):
        replicator.run(range(20), 40)
        replicator.run(range(20, 40), 40)
    assert [outcome.replication for outcome in replicator.in_order()] == list(range(40))
    assert seen == list(range(1, 41))
    assert not replicator.stopped
    assert WORKERS <= pools[0].most <= AHEAD * WORKERS
    assert len(pools[0].handed_out) == 40


def test_stopping_hands_out_nothing_more(pools: list[CountingPool]) -> None:
    with closing(Processes(WORKERS)) as executor, Replicator(JOB, executor) as replicator:
        replicator.stop = lambda: len(replicator.outcomes) >= 5
        replicator.run(range(1000), 1000)
    assert replicator.stopped
    assert 5 <= len(replicator.outcomes) <= len(pools[0].handed_out) <= 5 + 2 * AHEAD * WORKERS


KILLED = """
import os, time
from sim.experiment.running.pools import Processes
if __name__ == "__main__":
    pool = Processes(2)
    waiting = [pool._pool.submit(os.getpid) for _ in range(2)]
    print(pool._folder.name, *{one.result() for one in waiting}, flush=True)
    time.sleep(600)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks in /proc")
def test_workers_end_with_a_parent_that_is_killed() -> None:
    """They waited for ever for work from nobody, and its folder for temporary files stayed."""
    with subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True) as parent:  # noqa: S603
        assert parent.stdout is not None
        folder, *workers = parent.stdout.readline().split()
        assert workers
        assert Path(folder).is_dir()
        parent.kill()
    until = time.monotonic() + 20
    while any(is_alive(number) for number in workers) or Path(folder).exists():
        assert time.monotonic() < until
        time.sleep(0.05)


def is_alive(number: str) -> bool:
    try:
        return Path("/proc", number, "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
