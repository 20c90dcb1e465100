"""Scenarios of one replication at the same time, where a worker is free: the same bits, every piece of work done once."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from sim.engine.simulate import Stopped, _side_by_side, simulate_each
from sim.experiment.compare import compare, comparisons
from sim.experiment.lab import Lab
from sim.experiment.running import pools, work_unit
from sim.experiment.running.executors import Replicator
from sim.experiment.running.pools import Threads
from sim.experiment.running.subject import Subject
from sim.experiment.running.work_unit import Job, Outcome, replicate
from sim.model.files.loading import load
from tests.experiment.test_store import bits

HUWELIJK = Path(__file__).resolve().parents[2] / "scenarios" / "huwelijk"
SHORT = {"period.weeks": 1, "period.warm_up": 1, "period.prelude": 4, "period.follow_up": 4, "population.inhabitants": 40_000}
STORIES = ("vandaag", "volledig-digitaal", "hybride")


def scenarios() -> list[Any]:
    return [load(HUWELIJK / f"{name}.yaml", overrides=SHORT) for name in STORIES]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Of each piece of work that could be done aside: was it?"""
    found: list[bool] = []

    def noted(compiled: Any, take: Any, *, aside: Any, **options: Any) -> None:
        def asked(work: Any) -> Any:
            future = aside(work)
            found.append(future is not None)
            return future

        simulate_each(compiled, take, aside=None if aside is None else asked, **options)

    monkeypatch.setattr(work_unit, "simulate_each", noted)
    return found


def test_a_single_replication_takes_the_workers_that_are_free_and_has_the_same_bits(started: list[bool]) -> None:
    alone = bits(compare(scenarios(), replications=1, seed=3, executor="serial"))
    assert not started
    threads = Threads(3)
    together = bits(compare(scenarios(), replications=1, seed=3, executor=threads))
    threads.close()
    assert started == [True, True]
    assert together == alone


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The replications that were begun."""
    found: list[int] = []

    def noted(compiled: Any, take: Any, *, replication: int, **options: Any) -> None:
        found.append(replication)
        simulate_each(compiled, take, replication=replication, **options)

    monkeypatch.setattr(work_unit, "simulate_each", noted)
    return found


def test_the_next_look_is_worked_on_while_the_caller_reads_the_one_before(begun: list[int]) -> None:
    threads = Threads(2)
    looks = comparisons(scenarios(), looks=(1, 4), lab=Lab(3, executor=threads))
    first = next(looks)
    until = time.monotonic() + 60.0
    while len(begun) < 4 and time.monotonic() < until:
        time.sleep(0.01)
    assert sorted(begun) == [0, 1, 2, 3]
    assert bits(first) == bits(compare(scenarios(), replications=1, seed=3, executor="serial"))
    assert bits(next(looks)) == bits(compare(scenarios(), replications=4, seed=3, executor="serial"))
    threads.close()


def test_who_reads_no_further_look_stops_what_is_under_way(begun: list[int]) -> None:
    threads = Threads(2)
    looks = comparisons(scenarios(), looks=(1, 50), lab=Lab(3, executor=threads))
    next(looks)
    looks.close()
    threads.close()
    assert len(begun) < 10


def test_for_a_while_one_worker_fewer_works(monkeypatch: pytest.MonkeyPatch) -> None:
    lock, at_once, most = threading.Lock(), [0], [0]

    def slow(_job: Any, number: int, *_: Any) -> Outcome:
        with lock:
            at_once[0] += 1
            most[0] = max(most[0], at_once[0])
        time.sleep(0.02)
        with lock:
            at_once[0] -= 1
        return Outcome(number, (), ())

    monkeypatch.setattr(pools, "replicate", slow)
    for workers, seconds, expected in ((2, 0.0, 2), (2, 20.0, 1), (1, 0.05, 1)):
        threads, most[0] = Threads(workers), 0
        if seconds:
            threads.leave_room(seconds)
        batch = threads.batch(Job((), 1, "compiled"), None, lambda: True)
        assert [future.result().replication for future in [batch.submit(number) for number in range(8)]] == list(range(8))
        assert most == [expected]
        threads.close()


def test_no_more_work_at_once_than_there_are_workers(started: list[bool]) -> None:
    threads = Threads(2)
    compare(scenarios(), replications=1, seed=3, executor=threads)
    threads.close()
    assert started[:2] == [True, False]


def test_who_stops_stops_what_is_aside_too() -> None:
    job = Job(tuple(Subject(one) for one in scenarios()), 1, "compiled", ((0, 1),))
    for one in job.subjects:
        _ = one.compiled
    ends = time.monotonic() + 0.05
    threads = Threads(3)
    with Replicator(job, threads, stop=lambda: time.monotonic() > ends) as replicator:
        replicator.run(range(50), 50)
    threads.close()
    assert replicator.stopped
    assert not [thread for thread in threading.enumerate() if thread.name == "scenario"]
    with pytest.raises(Stopped):
        replicate(job, 0, lambda: False)


class Aside:
    """Starts the first ``many`` pieces of work in threads."""

    def __init__(self, many: int) -> None:
        self.many = many

    def __call__(self, work: Any) -> Future[None] | None:
        if not self.many:
            return None
        self.many -= 1
        future: Future[None] = Future()

        def worker() -> None:
            try:
                work()
            except ValueError as error:
                future.set_exception(error)
            else:
                future.set_result(None)

        threading.Thread(target=worker).start()
        return future


@pytest.mark.parametrize("many", [0, 1, 2, 5])
def test_every_piece_of_work_is_done_once(many: int) -> None:
    done: list[int] = []
    _side_by_side([partial(done.append, number) for number in range(4)], Aside(many))
    assert sorted(done) == [0, 1, 2, 3]
    _side_by_side([lambda: done.append(4)], None)
    assert done[-1] == 4


def test_an_error_aside_is_raised_and_one_here_waits_for_what_is_aside() -> None:
    done: list[str] = []

    def fails() -> None:
        raise ValueError("this one")

    def is_slow() -> None:
        time.sleep(0.05)
        done.append("slow")

    with pytest.raises(ValueError, match="this one"):
        _side_by_side([lambda: done.append("here"), fails], Aside(1))
    with pytest.raises(ValueError, match="this one"):
        _side_by_side([fails, is_slow], Aside(1))
    assert done == ["here", "slow"]
