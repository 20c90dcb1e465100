"""The formulas themselves, on values that are known by other ways."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from tests.verification.formulas import (
    erlang_a,
    erlang_b,
    erlang_c,
    lines_full,
    lognormal_survival,
    longer_than_erlang_c,
    mean_busy_by_hour,
    mean_wait_erlang_c,
    mean_wait_one_agent,
    mean_waits_priorities,
)


def test_erlang_b_and_c_have_their_tabulated_values() -> None:
    assert erlang_b(1, 3.0) == pytest.approx(0.75)
    assert erlang_b(10, 5.0) == pytest.approx(0.018385, abs=1e-6)
    assert erlang_c(2, 1.0) == pytest.approx(1 / 3)
    assert erlang_c(10, 8.0) == pytest.approx(0.4092, abs=1e-4)


def test_one_agent_waits_as_m_m_1() -> None:
    assert mean_wait_erlang_c(1, 5.0, 0.1) == pytest.approx(0.1)
    assert longer_than_erlang_c(1, 5.0, 0.1, 0.2) == pytest.approx(0.5 * math.exp(-1.0))


def test_lines_full_lies_between_erlang_b_and_erlang_c() -> None:
    assert lines_full(3, 3, 10.0, 0.2)[0] == pytest.approx(erlang_b(3, 2.0))
    blocked, wait = lines_full(3, 400, 10.0, 0.2)
    assert blocked == pytest.approx(0.0, abs=1e-12)
    assert wait == pytest.approx(mean_wait_erlang_c(3, 10.0, 0.2))


def test_erlang_a_is_a_poisson_number_when_patience_is_as_long_as_handling() -> None:
    abandons, must_wait, wait = erlang_a(4, 30.0, 0.1, 0.1)
    number = np.arange(200)
    shares = stats.poisson.pmf(number, 3.0)
    waiting = (np.maximum(number - 4, 0) * shares).sum()
    assert must_wait == pytest.approx(shares[4:].sum())
    assert wait == pytest.approx(waiting / 30.0)
    assert abandons == pytest.approx(waiting / 0.1 / 30.0)


def test_erlang_a_with_endless_patience_is_erlang_c() -> None:
    _, must_wait, wait = erlang_a(4, 30.0, 0.1, 1e6)
    assert must_wait == pytest.approx(erlang_c(4, 3.0), rel=1e-3)
    assert wait == pytest.approx(mean_wait_erlang_c(4, 30.0, 0.1), rel=1e-2)


def test_one_agent_with_exponential_handling_is_m_m_1_and_with_constant_half_of_it() -> None:
    assert mean_wait_one_agent(5.0, 0.1, 1.0) == pytest.approx(mean_wait_erlang_c(1, 5.0, 0.1))
    assert mean_wait_one_agent(5.0, 0.1, 0.0) == pytest.approx(mean_wait_erlang_c(1, 5.0, 0.1) / 2)


def test_priorities_keep_the_waiting_work() -> None:
    classes = [(6.0, 0.05, 1.0), (5.0, 0.1, 0.8)]
    urgent, other = mean_waits_priorities(classes)
    residual = sum(rate * time**2 * (1 + cv**2) / 2 for rate, time, cv in classes)
    load = 0.3 + 0.5
    assert 0.3 * urgent + 0.5 * other == pytest.approx(load * residual / (1 - load))
    assert urgent < other


def test_unlimited_staff_at_a_constant_rate_is_the_offered_load() -> None:
    busy = mean_busy_by_hour([20.0] * 96, lognormal_survival(1.5, 1.0))
    assert busy == pytest.approx(np.full(24, 30.0), rel=1e-4)


def test_unlimited_staff_with_exponential_handling_obeys_its_differential_equation() -> None:
    rates = [10.0] * 8 + [80.0] * 8 + [20.0] * 8
    busy = mean_busy_by_hour(rates, lambda time: np.exp(-time / 1.5))
    number, time, means = 30.0, 1.5, []
    for hour in range(24 * 4):
        load = rates[hour % 24] * time
        means.append(load + (number - load) * time * (1 - math.exp(-1 / time)))
        number = load + (number - load) * math.exp(-1 / time)
    assert busy == pytest.approx(np.array(means[-24:]), rel=1e-4)
