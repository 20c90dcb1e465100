"""Replications of whole logs are worked out at the same time where there are processors and memory for it."""

from __future__ import annotations

import threading

import pytest

from sim.evidence import side_by_side as module
from sim.evidence.side_by_side import INHABITANTS_AT_ONCE, side_by_side


@pytest.fixture(autouse=True)
def _two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "usable_processors", lambda: 2)


def test_two_are_at_work_at_the_same_time_and_come_in_their_order() -> None:
    together = threading.Barrier(2, timeout=10)

    def work(number: int) -> int:
        together.wait()
        return number

    assert list(side_by_side(work, 4, inhabitants=1_000)) == [0, 1, 2, 3]


def test_of_a_town_too_large_for_that_one_at_a_time() -> None:
    at_work = threading.Semaphore(1)

    def work(number: int) -> int:
        assert at_work.acquire(blocking=False)
        at_work.release()
        return number

    assert list(side_by_side(work, 5, inhabitants=INHABITANTS_AT_ONCE + 1)) == [0, 1, 2, 3, 4]


def test_what_one_raises_is_raised_and_no_other_is_begun() -> None:
    begun = []

    def work(number: int) -> int:
        begun.append(number)
        raise ValueError(number)

    with pytest.raises(ValueError, match="0"):
        list(side_by_side(work, 100, inhabitants=1_000))
    assert len(begun) < 100
