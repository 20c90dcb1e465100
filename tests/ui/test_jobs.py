from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.experiment.compare import compare
from sim.experiment.running.store import Store
from sim.experiment.running.warming import Warming
from sim.model.files.loading import load
from sim.model.town.scenario import Scenario
from sim.report.answers.answer import StoredAnswer
from sim.report.gather.outcome import gather_comparison
from sim.report.told.recipe import Recipe
from sim.text.pairs import Text
from sim.text.texts import Texts
from sim.ui import jobs as module
from sim.ui import watched
from sim.ui.jobs import LOOKS, SEED, Asked, JobService, Run

DATA = Path(__file__).parents[1] / "data"
PLACE = Text("Example", "Voorbeeld")


@pytest.fixture(scope="module")
def scenarios() -> tuple[Scenario, ...]:
    return tuple(load(DATA / name, overrides={"period.weeks": 1}) for name in ("town.yaml", "town_digital.yaml"))


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[JobService]:
    monkeypatch.setattr(module, "LOOKS", (2, 3))
    service = JobService(workers=2)
    yield service
    service.close()


def asked(scenarios: tuple[Scenario, ...], **period: int) -> Asked:
    changed = tuple(one.model_copy(update={"period": one.period.model_copy(update=period)}) for one in scenarios)
    return Asked(changed, ("a.yaml", "b.yaml"), PLACE)


def finished(run: Run, seconds: float = 240.0) -> Run:
    until = time.monotonic() + seconds
    while run.look().running and time.monotonic() < until:
        time.sleep(0.02)
    return run


def test_the_answer_is_that_of_a_comparison_to_the_bit(service: JobService, scenarios: tuple[Scenario, ...]) -> None:
    run = finished(service.ask("visitor", asked(scenarios)))
    assert run.phase == "done", run.error
    assert run.quick is not None
    assert run.answers is not None
    told = run.answers["en"].findings.rows
    expected = gather_comparison(compare(scenarios, replications=3, jobs=1), ["a.yaml", "b.yaml"], Texts("en")).rows
    assert [repr(row.estimates) for row in told] == [repr(row.estimates) for row in expected]


def test_an_old_question_is_answered_at_once_whoever_asks_it(service: JobService, scenarios: tuple[Scenario, ...]) -> None:
    first = finished(service.ask("visitor", asked(scenarios)))
    assert service.ask("somebody else", asked(scenarios)) is first


def test_what_came_with_the_program_is_not_worked_out(service: JobService, scenarios: tuple[Scenario, ...]) -> None:
    question = asked(scenarios)
    first = finished(service.ask("visitor", question))
    assert first.answers is not None
    stored = StoredAnswer(question.key, first.answers, Recipe(LOOKS[-1], SEED), first.digests)
    fresh = JobService(known=[stored])
    try:
        run = fresh.ask("visitor", question)
        assert (run.phase, run.answers, run.digests) == ("done", first.answers, first.digests)
        assert fresh.finished(question.key) is run
    finally:
        fresh.close()


def test_an_old_question_opens_at_once_after_a_restart(
    scenarios: tuple[Scenario, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOOKS", (2, 3))
    question = asked(scenarios)
    first = JobService(workers=2, store=Store(tmp_path))
    before = finished(first.ask("visitor", question))
    assert before.phase == "done", before.error
    first.close()
    second = JobService(workers=2, store=Store(tmp_path))
    second.ask("visitor", asked(scenarios, weeks=2)).stop()  # reads what reading needs
    began = time.thread_time()  # of the processor: the other cores may be busy
    again = second.ask("visitor", question)
    seconds = time.thread_time() - began
    assert again.phase == "done"
    assert repr(again.answers) == repr(before.answers)
    assert again.digests == before.digests
    assert seconds < 0.3, f"{seconds:.2f} s"
    assert second.ask("somebody else", question) is again
    second.close()


def test_a_new_question_stops_the_one_before_of_the_same_visitor_only(
    service: JobService, scenarios: tuple[Scenario, ...]
) -> None:
    mine = service.ask("me", asked(scenarios, weeks=12))
    yours = service.ask("you", asked(scenarios, weeks=10))
    new = service.ask("me", asked(scenarios, weeks=11))
    assert mine.stopped()
    assert not yours.stopped()
    assert new is not mine
    assert finished(mine).phase in ("stopped", "done")  # it may just have been ready
    for run in (yours, new):
        run.stop()


def test_a_first_impression_does_not_wait_for_the_front_office_of_others(
    service: JobService, scenarios: tuple[Scenario, ...]
) -> None:
    others_are_ready = threading.Event()
    for _ in range(4):
        service._executor._pool.submit(others_are_ready.wait)
    run = service.ask("visitor", asked(scenarios))
    until = time.monotonic() + 240
    while run.quick is None and run.look().running and time.monotonic() < until:
        time.sleep(0.02)
    assert run.quick is not None
    assert run.answers is None
    others_are_ready.set()
    assert finished(run).phase == "done"


def test_what_is_stopped_stays_stopped_until_something_else_was_asked(
    service: JobService, scenarios: tuple[Scenario, ...]
) -> None:
    run = service.ask("visitor", asked(scenarios, weeks=40))
    run.stop()
    began = time.monotonic()
    assert finished(run).phase == "stopped"
    assert time.monotonic() - began < 60
    assert service.ask("visitor", asked(scenarios, weeks=40)) is run  # the page is drawn again
    service.ask("visitor", asked(scenarios, weeks=39)).stop()
    again = service.ask("visitor", asked(scenarios, weeks=40))
    assert again is not run
    again.stop()


def test_a_run_that_no_page_looks_at_stops_by_itself(
    service: JobService, scenarios: tuple[Scenario, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watched, "UNSEEN", 0.2)
    run = service.ask("visitor", asked(scenarios, weeks=40))
    until = time.monotonic() + 120
    while run.running and time.monotonic() < until:
        time.sleep(0.05)
    assert run.phase == "stopped"


def test_what_goes_wrong_is_said(service: JobService, scenarios: tuple[Scenario, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is on fire")

    monkeypatch.setattr(module, "compare", broken)
    run = finished(service.ask("visitor", asked(scenarios)))
    assert run.phase == "failed"
    assert "the disk is on fire" in run.error


def test_only_so_many_answers_are_kept(
    service: JobService, scenarios: tuple[Scenario, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KEPT", 1)
    first = finished(service.ask("visitor", asked(scenarios)))
    finished(service.ask("visitor", asked(scenarios, weeks=2)))
    again = service.ask("visitor", asked(scenarios))
    assert again is not first
    again.stop()


def test_what_stays_for_good_is_out_of_the_sight_of_the_collector() -> None:
    """Streamlit collects all garbage after every drawing, and keeps every other thread from the interpreter meanwhile."""
    gc.unfreeze()
    service = JobService(workers=1)
    until = time.monotonic() + 60.0
    while gc.get_freeze_count() < 50_000 and time.monotonic() < until:
        time.sleep(0.05)
    assert gc.get_freeze_count() >= 50_000
    service.close()
    gc.unfreeze()


def test_cold_the_page_is_free_at_once_and_the_next_question_uses_what_was_compiled(
    scenarios: tuple[Scenario, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stood for minutes with 0 of 3 repeats and a Stop that did nothing."""
    compiled = threading.Event()

    class Held(Warming):
        def _run(self) -> None:
            self._compiling.set()
            compiled.wait(60)
            self._done.set()

    monkeypatch.setattr(module, "LOOKS", (2, 3))
    warming = Held()
    service = JobService(workers=2, warming=warming)
    run = service.ask("visitor", asked(scenarios))
    until = time.monotonic() + 20
    while run.phase == "waiting" and time.monotonic() < until:
        time.sleep(0.005)
    assert run.phase == "compiling"
    run.stop()
    assert (run.phase, run.running) == ("stopped", False)
    until = time.monotonic() + 1
    while run.stage != "stopped" and time.monotonic() < until:
        time.sleep(0.005)
    assert run.stage == "stopped", "its thread is free for others as well"
    assert warming.compiling
    again = service.ask("visitor", asked(scenarios, weeks=2))
    compiled.set()
    assert finished(again).phase == "done", again.error
    service.close()


def test_stop_frees_the_page_whatever_its_thread_is_in_the_middle_of(
    service: JobService, scenarios: tuple[Scenario, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    busy, may_end = threading.Event(), threading.Event()

    def deaf(*_: object, **__: object) -> None:
        busy.set()
        may_end.wait(20)

    monkeypatch.setattr(module, "compare", deaf)
    run = service.ask("visitor", asked(scenarios))
    assert busy.wait(60)
    run.stop()
    assert (run.phase, run.running) == ("stopped", False)
    may_end.set()
