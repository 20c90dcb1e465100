"""Rounding says what is known: one rule for every screen, page and text."""

from __future__ import annotations

import ast
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiment.found.intervals import Estimate
from sim.text.texts import Texts
from sim.text.units import STYLES, Unit, decimals_of, estimated, exactly, whole_amounts, whole_parts, written, written_interval

SIM = Path(__file__).resolve().parents[2] / "sim"
NL, EN = Texts("nl"), Texts("en")


@pytest.mark.parametrize(
    ("unit", "value", "half", "told", "interval"),
    [
        ("whole_euros", 1_512_345.0, 45_000.0, "€ 1,512,000", "1,467,000 to 1,557,000"),
        ("whole_euros", 1_512_345.0, 320_000.0, "€ 1,510,000", "1,190,000 to 1,830,000"),
        ("whole_euros", 1_512_345.0, 0.4, "€ 1,512,300", "1,512,300 to 1,512,300"),
        ("euros", 41.234, 3.4, "€ 41", "38 to 45"),
        ("euros", 41.234, 0.34, "€ 41.23", "40.89 to 41.57"),
        ("share", 0.66854, 0.123, "67%", "55 to 79"),
        ("share", 0.66854, 0.0123, "66.9%", "65.6 to 68.1"),
        ("contacts", 757.84, 31.0, "758", "727 to 789"),
        ("contacts", 757.84, 3.1, "757.8", "754.7 to 760.9"),
        ("count", 12_345.0, 480.0, "12,340", "11,860 to 12,820"),
        ("fte", 10.456, 0.04, "10.46 fte", "10.42 to 10.50"),
        ("people", 16.5, 0.2, "16", "16 to 17"),
    ],
)
def test_two_figures_of_half_the_interval(unit: Unit, value: float, half: float, told: str, interval: str) -> None:
    found = Estimate(value, value - half, value + half)
    assert estimated(EN, found, unit) == told
    assert written_interval(EN, found.low, found.high, unit) == interval


def test_what_is_sure_not_to_be_nothing_is_not_written_as_nothing() -> None:
    found = Estimate(-0.05, -0.08, -0.02)
    assert estimated(EN, found, "minutes", signed=True) == "−0.05 min"
    assert written_interval(EN, found.low, found.high, "minutes", signed=True) == "−0.08 to −0.02"
    assert estimated(EN, Estimate(0.008, 0.007, 0.009), "days") == "0.01 days"
    assert estimated(EN, Estimate(0.00002, 0.00001, 0.00003), "days") == "0.000 days", "two decimals more at most"
    unsure = Estimate(-0.03, -0.08, 0.02)
    assert estimated(EN, unsure, "minutes", signed=True) == "0.0 min"
    assert estimated(EN, Estimate(-0.4, -0.6, -0.2), "people", signed=True) == "0", "people are whole"


def test_without_an_interval_the_unit_says_how_many_decimals() -> None:
    for unit, style in STYLES.items():
        assert decimals_of(unit) == decimals_of(unit, 3.0, 3.0) == style.decimals
    assert estimated(NL, Estimate(12_345.6, math.nan, math.nan), "whole_euros") == "€ 12.300"


@given(st.sampled_from(sorted(STYLES)), st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_what_is_told_is_within_a_twentieth_of_half_the_interval_or_half_the_last_figure_of_its_unit(
    unit: Unit, value: float, half: float
) -> None:
    places = decimals_of(unit, value - half, value + half)
    scale = STYLES[unit].factor
    error = abs(round(value * scale, places) / scale - value)
    coarsest = max(10.0 ** -STYLES[unit].decimals if unit != "euros" else 1.0, 0.1 * half * scale * 1.001)
    assert error <= coarsest / 2 / scale + 1e-6


def test_people_are_whole() -> None:
    assert written(NL, 16.49, "people") == "16"
    assert written(NL, 0.3, "people") == "<1", "somebody, at times"
    assert written(NL, 0.0, "people") == "0"
    assert written(NL, -3.6, "people", signed=True) == "−4"


def test_what_somebody_chose_has_no_more_decimals_than_it_has() -> None:
    assert [exactly(NL, value, "minutes") for value in (5.0, 0.25, 8 + 1 / 3)] == ["5 min", "0,2 min", "8,3 min"]
    assert exactly(EN, 0.05, "share", points=True) == "5 percentage points"
    assert exactly(EN, 0.1, "fte") == "0.1 fte"


@given(st.lists(st.floats(0, 1e4), max_size=12))
def test_parts_add_up_and_are_off_by_less_than_one(parts: list[float]) -> None:
    found = whole_parts(parts)
    assert sum(found) == round(math.fsum(parts))
    assert all(abs(number - part) < 1 for number, part in zip(found, parts, strict=True))


def test_parts_by_hand() -> None:
    assert whole_parts([16.5, 16.5, 0.4]) == [17, 16, 0]
    assert whole_amounts(NL, [1516.5, 16.5, 0.4]) == ["1.517", "16", "<1"]


def test_nothing_that_has_an_interval_is_written_without_it() -> None:
    """``written(say, row.value, ...)`` forgets the interval of what it writes; ``estimated(say, row, ...)`` does not."""
    forgetful = []
    for path in SIM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "written"
                and len(node.args) > 1
            ):
                value = node.args[1]
                within = any(keyword.arg == "decimals" for keyword in node.keywords)
                if isinstance(value, ast.Attribute) and value.attr == "value" and not within:
                    forgetful.append(f"{path.name}:{node.lineno}")
    assert forgetful == []
