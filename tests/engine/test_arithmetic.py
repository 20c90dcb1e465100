"""The functions against exact decimal arithmetic, and compiled code against the same Python code."""

import math
from collections.abc import Callable
from decimal import Decimal, localcontext
from operator import attrgetter
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import special

from sim.engine.luck.arithmetic import EXP_OVERFLOW, EXP_UNDERFLOW, exp, inverse_normal, log

plain = attrgetter("py_func")
SMALLEST = 5e-324
LARGEST = math.nextafter(math.inf, 0.0)


def units_off(found: float, exact: Decimal) -> float:
    """Distance in units in the last place of the value found."""
    return float(abs(Decimal(found) - exact) / Decimal(math.ulp(found)))


def same_bits(one: float, other: float) -> bool:
    return np.float64(one).tobytes() == np.float64(other).tobytes()


@given(st.floats(SMALLEST, LARGEST))
@example(SMALLEST)
@example(2.2250738585072014e-308)
@example(math.nextafter(1.0, 0.0))
@example(math.nextafter(1.0, 2.0))
@example(math.sqrt(2.0))
@example(LARGEST)
def test_log_is_within_one_unit_and_equal_without_the_compiler(x: float) -> None:
    with localcontext(prec=60):
        assert units_off(log(x), Decimal(x).ln()) < 1.0
    assert same_bits(log(x), plain(log)(x))


@given(st.floats(0.5, 2.0))
def test_log_is_within_one_unit_around_one(x: float) -> None:
    with localcontext(prec=60):
        exact = Decimal(x).ln()
    assert log(x) == exact == 0 if x == 1.0 else units_off(log(x), exact) < 1.0


@given(st.floats(EXP_UNDERFLOW, EXP_OVERFLOW))
@example(EXP_OVERFLOW)
@example(EXP_UNDERFLOW)
@example(-708.4)
@example(2.0**-29)
@example(-0.34657359027997264)
@example(-1.0397207708399179)
def test_exp_is_within_one_unit_and_equal_without_the_compiler(x: float) -> None:
    with localcontext(prec=60):
        assert units_off(exp(x), Decimal(x).exp()) < 1.0
    assert same_bits(exp(x), plain(exp)(x))


@given(st.floats(-2.0, 2.0))
def test_exp_is_within_one_unit_around_zero(x: float) -> None:
    with localcontext(prec=60):
        assert units_off(exp(x), Decimal(x).exp()) < 1.0
    assert same_bits(exp(x), plain(exp)(x))


@given(st.floats(1e-300, 1.0, exclude_max=True) | st.floats(0.001, 0.999))
@example(0.075)
@example(0.925)
@example(2.0**-53)
@example(1.0 - 2.0**-53)
def test_inverse_normal_agrees_with_scipy_and_is_equal_without_the_compiler(u: float) -> None:
    # both are approximations with relative errors of a few units; near 1/2 the value itself goes to 0 with u - 1/2
    assert inverse_normal(u) == pytest.approx(special.ndtri(u), rel=2e-15, abs=1e-16)
    assert same_bits(inverse_normal(u), plain(inverse_normal)(u))


@given(st.integers(1, 2**52 - 1))
def test_inverse_normal_is_antisymmetric(k: int) -> None:
    u = k * 2.0**-53  # so that 1 - u is exact
    assert inverse_normal(1.0 - u) == -inverse_normal(u)


@pytest.mark.parametrize("form", [lambda function: function, plain], ids=["compiled", "plain"])
def test_edges(form: Callable[[Any], Any]) -> None:
    of_log, of_exp, of_inverse = form(log), form(exp), form(inverse_normal)
    assert of_log(0.0) == of_log(-0.0) == -math.inf
    assert of_log(math.inf) == math.inf
    assert math.isnan(of_log(-SMALLEST))
    assert math.isnan(of_log(-math.inf))
    assert math.isnan(of_log(math.nan))
    assert same_bits(of_log(1.0), 0.0)
    assert of_exp(-math.inf) == of_exp(math.nextafter(EXP_UNDERFLOW, -math.inf)) == 0.0
    assert of_exp(math.inf) == of_exp(math.nextafter(EXP_OVERFLOW, math.inf)) == math.inf
    assert of_exp(EXP_UNDERFLOW) == SMALLEST
    assert math.isnan(of_exp(math.nan))
    assert of_exp(0.0) == of_exp(-0.0) == of_exp(SMALLEST) == 1.0
    assert of_inverse(0.5) == 0.0
    assert of_inverse(0.0) == of_inverse(-1.0) == -math.inf
    assert of_inverse(1.0) == of_inverse(2.0) == math.inf
    assert math.isnan(of_inverse(math.nan))
    assert of_inverse(SMALLEST) == pytest.approx(-38.467405617144344)


def test_known_bits() -> None:
    """Values that must never change, on any machine: the golden tables stand on them."""
    assert [exp(1.0).hex(), exp(-20.5).hex(), exp(300.25).hex()] == [
        "0x1.5bf0a8b14576ap+1",  # Java's StrictMath, which is fdlibm too, has this neighbour of e as well
        "0x1.57a3afeed00abp-30",
        "0x1.1fda3eaeb3d0ep+433",
    ]
    assert [log(2.0).hex(), log(0.1).hex(), log(1e300).hex()] == [
        "0x1.62e42fefa39efp-1",
        "-0x1.26bb1bbb55515p+1",
        "0x1.5963447f87fb5p+9",
    ]
    assert [inverse_normal(0.975).hex(), inverse_normal(1e-12).hex()] == ["0x1.f5c0331eeff82p+0", "-0x1.c234fba57a32ap+2"]
