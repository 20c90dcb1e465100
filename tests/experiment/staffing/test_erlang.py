"""The formulas against chains solved state by state, and against numbers published."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.experiment.staffing.erlang import (
    Half,
    erlang_a,
    erlang_c,
    people_by_erlang_a,
    people_by_erlang_c,
)

MOST_WAITING = 600


def stationary(half: Half, agents: int) -> np.ndarray:
    """Chance of each number in the system, from the balance of a birth-death chain cut where it is empty."""
    service, leaving = 1 / half.handling, 0.0 if math.isinf(half.patience) else 1 / half.patience
    logs = [0.0]
    for number in range(1, agents + MOST_WAITING):
        rate = min(number, agents) * service + max(0, number - agents) * leaving
        logs.append(logs[-1] + math.log(half.arrivals / rate))
    chances = np.exp(np.array(logs) - max(logs))
    return np.asarray(chances / chances.sum())


@pytest.mark.parametrize(("load", "agents"), [(0.4, 1), (8.0, 10), (18.5, 20)])
def test_erlang_c_is_the_chance_that_all_are_busy(load: float, agents: int) -> None:
    half = Half(load / 0.1, 0.1)
    waits = float(stationary(half, agents)[agents:].sum())
    assert erlang_c(half, agents, 0.0).within == pytest.approx(1 - waits, abs=1e-6)
    later = erlang_c(half, agents, 0.05).within
    assert 1 - later == pytest.approx(waits * math.exp(-(agents - load) * 0.5), abs=1e-6)


def test_erlang_c_has_nobody_answered_when_work_outgrows_the_people() -> None:
    assert erlang_c(Half(100, 0.1), 10, 1.0).within == 0.0


@pytest.mark.parametrize(("load", "agents", "patience"), [(5.0, 4, 0.05), (10.0, 10, 0.1), (30.0, 24, 0.2), (9.0, 12, 0.02)])
def test_erlang_a_loses_as_many_as_the_chain(load: float, agents: int, patience: float) -> None:
    half = Half(load / 0.1, 0.1, patience)
    chances = stationary(half, agents)
    waiting = np.maximum(np.arange(len(chances)) - agents, 0)
    leave = float((chances * waiting).sum()) / patience / half.arrivals
    found = erlang_a(half, agents, 0.0)
    assert found.abandoned == pytest.approx(leave, abs=1e-5)
    assert found.within == pytest.approx(float(chances[:agents].sum()), abs=1e-5)
    assert erlang_a(half, agents, 50.0).within == pytest.approx(1 - leave, abs=1e-5)


def test_erlang_a_without_end_of_patience_is_erlang_c() -> None:
    half = Half(80, 0.1)
    assert erlang_a(half, 10, 0.02) == erlang_c(half, 10, 0.02)
    assert erlang_a(Half(80, 0.1, 1e4), 10, 0.02).within == pytest.approx(erlang_c(half, 10, 0.02).within, abs=1e-3)


def test_the_fewest_people_are_enough_and_one_less_is_not() -> None:
    half = Half(120, 0.1, 0.1)
    people = people_by_erlang_c(half, 0.005, 0.8)
    assert erlang_c(half, people, 0.005).within >= 0.8 > erlang_c(half, people - 1, 0.005).within
    people = people_by_erlang_a(half, 0.005, 0.8, 0.05)
    enough, fewer = erlang_a(half, people, 0.005), erlang_a(half, people - 1, 0.005)
    assert enough.within >= 0.8
    assert enough.abandoned <= 0.05
    assert fewer.within < 0.8 or fewer.abandoned > 0.05


def test_a_known_staffing_question() -> None:
    """100 calls an hour of 3 minutes, 80% within 20 seconds: a load of 5 erlang asks 8 people."""
    assert people_by_erlang_c(Half(100, 3 / 60), 20 / 3600, 0.8) == 8
    assert people_by_erlang_c(Half(0, 0.1), 0.01, 0.8) == 0


def test_twenty_erlang_ask_24_people() -> None:
    """300 calls an hour of 4 minutes, 80% within 25 seconds."""
    assert people_by_erlang_c(Half(300, 4 / 60), 25 / 3600, 0.8) == 24
