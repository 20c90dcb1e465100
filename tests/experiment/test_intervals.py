from __future__ import annotations

import math

import numpy as np
import pytest

from sim.experiment.found.intervals import LOOKS, judge, look_alpha, pairing_gain, t_intervals, within
from tests.experiment.like_with_like import error_rate_of


def test_a_t_interval_by_hand() -> None:
    found = t_intervals(np.array([[1.0, 5.0], [2.0, 5.0], [3.0, np.nan]]))
    assert found.mean.tolist() == [2, 5]
    assert found.deviation.tolist() == [1, 0]
    assert found.high[0] == pytest.approx(2 + 4.302652730 / math.sqrt(3))  # t of 2 degrees of freedom at 97.5%
    assert (found.low[1], found.high[1], found.count[1]) == (5, 5, 2)


def test_an_interval_keeps_to_what_can_be() -> None:
    """A share of 99, 100 and 100% is not 98 to 101%; what is endless stays so, for then nothing is known."""
    found = within(t_intervals(np.array([[0.99, 1.0], [1.0, 4.0], [1.0, 2.0]])), np.array([0.0, 0.0]), np.array([1.0, np.inf]))
    assert (found.low[0] > 0.98, found.high[0]) == (True, 1.0)
    assert (found.low[1], found.high[1] > 6.0) == (0.0, True)
    assert found.mean.tolist() == [pytest.approx(0.99667, abs=1e-4), pytest.approx(7 / 3)]
    endless = within(t_intervals(np.array([[0.5]])), 0.0, 1.0)
    assert (endless.low[0], endless.high[0]) == (-math.inf, math.inf)


def test_one_value_has_an_endless_interval_and_none_has_none() -> None:
    found = t_intervals(np.array([[1.0, np.nan]]))
    assert (found.mean[0], found.low[0], found.high[0]) == (1, -math.inf, math.inf)
    assert math.isnan(found.mean[1])


@pytest.mark.parametrize(
    ("low", "high", "margin", "better", "judgement"),
    [
        (0.2, 0.4, 0.1, 1, "better"),
        (0.2, 0.4, 0.1, -1, "worse"),
        (-0.4, -0.2, 0.1, 1, "worse"),
        (-0.4, -0.2, 0.1, -1, "better"),
        (-0.1, 0.1, 0.1, 1, "same"),
        (0.0, 0.0, 0.1, -1, "equal"),
        (0.0, 0.0, 0.0, 1, "equal"),
        (0.0, 0.0, None, 0, "equal"),
        (0.05, 0.2, 0.1, 1, "undecided"),
        (-0.2, 0.2, 0.1, 1, "undecided"),
        (0.05, 0.2, None, 1, "changed"),
        (-0.05, 0.2, None, 1, "none"),
        (0.05, 0.2, 0.1, 0, "changed"),
        (-math.inf, math.inf, 0.1, 1, "untested"),
        (-math.inf, math.inf, None, 0, "untested"),
        (math.nan, math.nan, 0.1, 1, "nothing"),
        (math.nan, math.nan, None, 0, "nothing"),
    ],
)
def test_verdicts_follow_the_margin_and_the_direction(
    low: float, high: float, margin: float | None, better: int, judgement: str
) -> None:
    assert judge(low, high, margin, better) == judgement


def test_looks_together_stay_below_alpha() -> None:
    assert sum(look_alpha(look) for look in range(1, len(LOOKS) + 1)) < 0.05


def test_pairing_gain_tells_how_much_the_shared_luck_saves() -> None:
    rng = np.random.default_rng(1)
    luck = rng.normal(size=(400, 1))
    own = rng.normal(size=(400, 2)) * 0.5
    gain = pairing_gain(luck + own[:, :1], luck + own[:, 1:])
    # (1.25 + 1.25) / 0.5 = 5; beyond 3.7 or 6.8 with probability below 1 in 1,000.
    assert 3.7 < gain[0] < 6.8
    assert pairing_gain(luck, luck)[0] == math.inf
    assert math.isnan(pairing_gain(luck[:1], luck[:1])[0])


def test_the_error_rate_of_comparing_like_with_like_is_alpha() -> None:
    rng = np.random.default_rng(2)
    rate = error_rate_of(rng.normal(size=(2000 * 20, 6)), 10)
    assert rate.trials == 2000
    # Expected just below 5%; the sd of the share is 0.5%. Outside this band with probability below 1 in 1,000.
    assert 0.033 < rate.share < 0.067


def test_the_error_rate_sees_a_difference() -> None:
    rng = np.random.default_rng(3)
    values = rng.normal(size=(100 * 20, 2))
    values[np.arange(len(values)) % 20 >= 10] += 5
    assert error_rate_of(values, 10).share == 1
