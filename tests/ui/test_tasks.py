from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from sim.engine.simulate import Stopped
from sim.experiment.running.warming import Warming
from sim.ui import watched
from sim.ui.tasks import Task, TaskService


@pytest.fixture
def service() -> Iterator[TaskService]:
    service = TaskService()
    yield service
    service.close()


def ended(task: Task[str], seconds: float = 10.0) -> Task[str]:
    until = time.monotonic() + seconds
    while task.look().running and time.monotonic() < until:
        time.sleep(0.005)
    return task


def patient(task: Task[str]) -> str:
    """Work that goes on until it is stopped."""
    for done in range(10_000):
        task.progress(done, 10_000)
        if task.stopped():
            raise Stopped
        time.sleep(0.005)
    return "at last"


def test_work_is_done_with_progress(service: TaskService) -> None:
    def work(task: Task[str]) -> str:
        task.progress(3, 4)
        return "ready"

    task = ended(service.start("me", "town", work))
    assert (task.phase, task.result, task.share) == ("done", "ready", 0.75)


def test_stop_stops_and_keeps_nothing(service: TaskService) -> None:
    task = service.start("me", "town", patient)
    task.stop()
    assert ended(task).phase == "stopped"
    assert task.result is None


def test_new_work_stops_the_same_kind_of_the_same_visitor_only(service: TaskService) -> None:
    mine, other, yours = (service.start(owner, kind, patient) for owner, kind in (("me", "a"), ("me", "b"), ("you", "a")))
    again = service.start("me", "a", patient)
    assert mine.stopped()
    assert not any(task.stopped() for task in (other, yours, again))
    for task in (other, yours, again):
        task.stop()


def test_work_that_no_page_looks_at_stops_by_itself(service: TaskService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "UNSEEN", 0.05)
    task = service.start("me", "town", patient)
    until = time.monotonic() + 10
    while task.running and time.monotonic() < until:
        time.sleep(0.01)
    assert task.phase == "stopped"


def test_what_goes_wrong_is_kept_for_the_log(service: TaskService, caplog: pytest.LogCaptureFixture) -> None:
    def broken(_: Task[str]) -> str:
        raise RuntimeError("the disk is on fire")

    task = ended(service.start("me", "town", broken))
    assert task.phase == "failed"
    assert "the disk is on fire" in task.error
    assert "town failed" in caplog.text


def test_two_pieces_at_once_and_the_third_waits(service: TaskService) -> None:
    begun = threading.Semaphore(0)

    def work(task: Task[str]) -> str:
        begun.release()
        return patient(task)

    tasks = [service.start(name, "town", work) for name in ("a", "b", "c")]
    assert begun.acquire(timeout=5)
    assert begun.acquire(timeout=5)
    assert tasks[2].phase == "waiting"
    for task in tasks:
        task.stop()


def test_a_page_is_free_at_once_whatever_the_thread_is_in_the_middle_of(service: TaskService) -> None:
    busy, may_end = threading.Event(), threading.Event()

    def deaf(_: Task[str]) -> str:
        busy.set()
        may_end.wait(20)
        return "too late"

    task = service.start("me", "town", deaf)
    assert busy.wait(5)
    task.stop()
    assert (task.running, task.phase) == (False, "stopped")
    may_end.set()


def test_the_first_work_waits_for_the_engine_and_can_be_stopped_meanwhile() -> None:
    compiled = threading.Event()
    service = TaskService(warming=waiting_for(compiled))
    task = service.start("me", "town", lambda _: "ready")
    until = time.monotonic() + 10
    while task.phase != "compiling" and time.monotonic() < until:
        time.sleep(0.005)
    assert task.phase == "compiling"
    task.stop()
    next_task = service.start("you", "town", lambda _: "ready")
    until = time.monotonic() + 10
    while task.stage != "stopped" and time.monotonic() < until:
        time.sleep(0.005)
    assert (task.stage, task.result) == ("stopped", None)
    assert next_task.running
    compiled.set()
    assert ended(next_task).result == "ready"
    service.close()


def waiting_for(compiled: threading.Event) -> Warming:
    """Compiling that ends when we say so."""

    class Held(Warming):
        def _run(self) -> None:
            compiled.wait(20)
            self._done.set()

    return Held()
