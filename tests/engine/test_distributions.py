"""Statistical tests use fixed seeds and fail below p = 1e-6: that is the chance of a false alarm for a new choice of seeds."""

import time
from operator import attrgetter
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.engine.compiler.jit import compiled
from sim.engine.luck.distributions import DISTRIBUTION, LONGEST, compile_distribution, sample
from sim.engine.luck.draws import uniform
from sim.model.values.distributions import KINDS, Distribution
from sim.model.values.units import MINUTE
from sim.model.values.values import exactly
from tests.engine.rule_towns import one_step, rule_town
from tests.engine.scenarios import compile_written

plain = attrgetter("py_func")
FALSE_ALARM = 1e-6
uniforms = st.integers(0, 2**52 - 1).map(lambda k: (k + 0.5) * 2.0**-52)
Array = np.ndarray[Any, Any]

WRITTEN: dict[str, Any] = {
    "constant": "4 min",
    "exponential": {"exponential": "4 min"},
    "lognormal": {"lognormal": "4 min", "cv": 0.8},
    "uniform": {"uniform": ["2 min", "6 min"]},
    "triangular": {"triangular": ["2 min", "3 min", "9 min"]},
    "empirical": {"empirical": ["1 min", "2 min", "2 min", "9 min"]},
}
assert WRITTEN.keys() == KINDS.keys()
SIGMA = float(np.sqrt(np.log(1 + 0.8**2)))
EXACT = {
    "exponential": stats.expon(scale=4 * MINUTE),
    "lognormal": stats.lognorm(SIGMA, scale=4 * MINUTE * np.exp(-(SIGMA**2) / 2)),
    "uniform": stats.uniform(2 * MINUTE, 4 * MINUTE),
    "triangular": stats.triang(1 / 7, loc=2 * MINUTE, scale=7 * MINUTE),
}
MEANS = {"triangular": 14 / 3, "empirical": 3.0}


def compile_all(*written: Any) -> tuple[Array, Array]:
    points: list[float] = []
    rows = [compile_distribution(Distribution.model_validate(text), points) for text in written]
    return np.array(rows, dtype=DISTRIBUTION), np.array(points)


RECORDS, POINTS = compile_all({"empirical": ["7 min", "8 min"]}, *WRITTEN.values())
NUMBER = {name: number for number, name in enumerate(WRITTEN, start=1)}


@compiled
def sample_all(records: Array, points: Array, number: int, into: Array) -> None:
    for entity in range(into.size):
        into[entity] = sample(records[number], points, uniform(11, 0, entity, 1, 0))


@pytest.mark.parametrize("name", WRITTEN)
@given(u=uniforms, higher=uniforms)
def test_sample_rises_in_u_and_is_equal_without_the_compiler(name: str, u: float, higher: float) -> None:
    record = RECORDS[NUMBER[name]]
    found = sample(record, POINTS, u)
    assert found == plain(sample)(record, POINTS, u)
    if higher > u + 1e-9:
        assert found <= sample(record, POINTS, higher)
    if name in EXACT:
        assert found == pytest.approx(np.floor(EXACT[name].ppf(u)), rel=1e-9, abs=1)


@pytest.mark.parametrize("name", WRITTEN)
def test_samples_have_their_distribution_and_mean(name: str) -> None:
    values = np.empty(20_000, np.int64)
    sample_all(RECORDS, POINTS, NUMBER[name], values)
    record = RECORDS[NUMBER[name]]
    mean = Distribution.model_validate(WRITTEN[name]).mean.value
    assert record["mean"] == mean == pytest.approx(MEANS.get(name, 4.0) * MINUTE)
    if name == "constant":
        assert set(values) == {4 * MINUTE}
        return
    standard_error = values.std() / np.sqrt(values.size)
    assert abs(values.mean() - mean) < stats.norm.isf(FALSE_ALARM / 2) * standard_error
    if name in EXACT:
        assert stats.kstest(values, EXACT[name].cdf).pvalue > FALSE_ALARM


def test_python_and_compiled_callers_get_the_same() -> None:
    values = np.empty(100, np.int64)
    for number in range(RECORDS.size):
        sample_all(RECORDS, POINTS, number, values)
        assert values.tolist() == [sample(RECORDS[number], POINTS, uniform(11, 0, entity, 1, 0)) for entity in range(100)]


@pytest.mark.parametrize(
    ("u", "minutes"),
    [(2.0**-53, 1.0), (1 / 6, 1.5), (0.5, 2.0), (2 / 3, 2.0), (5 / 6, 5.5), (1.0 - 2.0**-53, 9.0)],
)
def test_empirical_goes_through_its_points_in_straight_lines(u: float, minutes: float) -> None:
    assert sample(RECORDS[NUMBER["empirical"]], POINTS, u) == pytest.approx(minutes * MINUTE, abs=1.5)


def test_an_announced_wait_counts_with_the_mean_that_is_drawn() -> None:
    """Straight lines through 1, 2 and 9 minutes have a mean of 3.5 minutes, where the three points have 4."""
    handling = {"handling": {"empirical": ["1 min", "2 min", "9 min"]}, "wrap_up": "1 min"}
    queues = compile_written(rule_town(one_step({"phone": handling}, "10 per week"))).program.facility.queues
    assert queues["mean_handling"].max() == 4.5 * MINUTE


@pytest.mark.parametrize(
    "written",
    [
        {"lognormal": "4 min", "cv": 0},
        {"uniform": ["4 min", "4 min"]},
        {"triangular": ["4 min", "4 min", "4 min"]},
        {"empirical": ["4 min", "4 min", "4 min"]},
    ],
)
@given(u=uniforms)
def test_without_spread_everything_is_constant(written: Any, u: float) -> None:
    records, points = compile_all(written)
    assert sample(records[0], points, u) == records[0]["mean"] == 4 * MINUTE
    assert points.size == 0


@given(uniforms)
def test_triangular_with_its_mode_at_an_end(u: float) -> None:
    records, points = compile_all({"triangular": ["0 s", "0 s", "1 min"]}, {"triangular": ["0 s", "1 min", "1 min"]})
    found = [sample(record, points, u) for record in records]
    assert found == pytest.approx([MINUTE * (1.0 - np.sqrt(1.0 - u)), MINUTE * np.sqrt(u)], abs=1.5)


@given(uniforms)
def test_a_mean_of_nothing_is_nothing(u: float) -> None:
    records, points = compile_all("0 s", {"exponential": "0 s"}, {"lognormal": "0 s", "cv": 2})
    assert [sample(record, points, u) for record in records] == [0, 0, 0]


def test_endless_durations_are_cut() -> None:
    longest_written = exactly(1000 * 365 * 24 * 60 * MINUTE)
    constant = Distribution(kind="constant", mean=exactly(float(2**62)))
    lognormal = Distribution(kind="lognormal", mean=longest_written, cv=exactly(1e8))
    records, points = compile_all(constant, lognormal)
    assert sample(records[0], points, 0.5) == sample(records[1], points, 1.0 - 2.0**-53) == LONGEST == 2**61


def test_a_call_from_python_is_cheap() -> None:
    record, calls, best = RECORDS[NUMBER["lognormal"]], 2000, 1.0
    for _ in range(20):  # the quickest of many, so that a busy machine does not decide
        start = time.process_time()
        for _ in range(calls):
            sample(record, POINTS, 0.3)
        best = min(best, (time.process_time() - start) / calls)
    assert best < 3e-6
