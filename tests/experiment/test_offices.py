"""What is known of offices is worked out once, also for those who ask at the same time."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import sim
from sim.engine.office import Office
from sim.engine.program.run_out import Noted
from sim.experiment.running import offices
from sim.model.town.scenario import Scenario


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offices, "_KNOWN", offices._Known())


def scenario() -> Scenario:
    return sim.load("tests/data/town.yaml")


def an_office() -> Office:
    nothing = np.zeros(0)
    return Office(Noted(*[nothing] * len(Noted._fields)), nothing)


@pytest.mark.usefixtures("known")
def test_who_asks_at_the_same_time_waits_for_the_same_year(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, may_end = [], threading.Event()

    def office_of(one: Scenario) -> Office:
        asked.append(one)
        may_end.wait(10)
        return an_office()

    monkeypatch.setattr(offices, "office_of", office_of)
    with ThreadPoolExecutor(3) as threads:
        found = [threads.submit(offices.known_office, scenario()) for _ in range(3)]
        may_end.set()
        assert len({id(one.result()) for one in found}) == 1
    assert len(asked) == 1


@pytest.mark.usefixtures("known")
def test_what_fails_is_told_to_all_and_tried_again_when_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: Scenario) -> Office:
        raise MemoryError

    monkeypatch.setattr(offices, "office_of", fails)
    with pytest.raises(MemoryError):
        offices.known_office(scenario())
    monkeypatch.setattr(offices, "office_of", lambda _: an_office())
    assert offices.known_office(scenario()).expectation.size == 0
