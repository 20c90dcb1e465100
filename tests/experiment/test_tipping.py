from __future__ import annotations

import numpy as np
import pytest

from sim.experiment.found.turning import crossing, turning
from sim.measure.rows import Key

VALUES = (0.0, 1.0, 2.0)
KEY = Key("work_in_fte")
LUCK = np.array([[-0.2], [-0.1], [0.0], [0.1], [0.2]])


def test_a_crossing_lies_on_the_straight_line_between_settings() -> None:
    assert crossing(VALUES, np.array([-1.0, 1.0, 3.0])) == 0.5
    assert crossing(VALUES, np.array([-3.0, -1.0, 3.0])) == 1.25
    assert crossing(VALUES, np.array([-1.0, 0.0, 1.0])) == 1
    assert crossing(VALUES, np.array([1.0, 2.0, 3.0])) is None
    assert crossing(VALUES, np.zeros(3)) is None
    assert crossing(VALUES, np.array([1.0, np.nan, -3.0])) is None


def test_the_answer_turns_within_the_range() -> None:
    found = turning("path", KEY, VALUES, np.array([-1.0, 1.0, 3.0]) + LUCK, (0.25, 0.5, 1.25), "ASSUMPTION")
    assert found.point == pytest.approx(0.5)
    # The interval of the difference is +- 2.776 * 0.1581 / sqrt(5) everywhere, and the line rises by 2 per unit.
    half = 2.7764451 * np.sqrt(0.025) / np.sqrt(5) / 2
    assert found.low == pytest.approx(0.5 - half)
    assert found.high == pytest.approx(0.5 + half)


def test_the_answer_turns_outside_the_range() -> None:
    found = turning("path", KEY, VALUES, np.array([-1.0, 1.0, 3.0]) + LUCK, (1.0, 1.5, 2.0))
    assert found.point == pytest.approx(0.5), "below the range that was assumed"


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_without_a_turn_one_scenario_takes_more_throughout(sign: float) -> None:
    found = turning("path", KEY, VALUES, sign * np.array([1.0, 2.0, 3.0]) + LUCK, (0.0, 1.0, 2.0))
    assert found.point is None
    assert found.low is None
    assert found.mean * sign == pytest.approx([1.0, 2.0, 3.0])


def test_an_interval_that_goes_on_beyond_the_settings_has_no_end() -> None:
    found = turning("path", KEY, VALUES, np.array([-0.1, 0.1, 3.0]) + LUCK, (0.0, 1.0, 2.0))
    assert found.low is None
    assert found.high is not None


def test_with_one_replication_there_is_a_point_and_no_interval() -> None:
    found = turning("path", KEY, VALUES, np.array([[-1.0, 1.0, 3.0]]), (0.0, 1.0, 2.0))
    assert (found.point, found.low, found.high) == (0.5, None, None)
