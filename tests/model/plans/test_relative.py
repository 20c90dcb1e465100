from __future__ import annotations

from typing import Any

import pytest

from sim.model.files.plans.relative import changed, is_relative, is_same
from sim.model.files.yaml_file import entry_of

HALF = {"low": 0.5, "mid": 0.6, "high": 1.0, "source": "ASSUMPTION", "group": "time"}


def after(value: Any, change: dict[str, Any]) -> Any:
    found = changed(entry_of(value, "town.yaml", 3), entry_of(change, "measure.yaml", 9))
    if found is None:
        return None
    assert (found.file, found.line) == ("measure.yaml", 9)
    return found.plain()


@pytest.mark.parametrize(
    ("value", "change", "new"),
    [
        (5, {"plus": 2}, 7),
        (5, {"minus": 2}, 3),
        (5, {"plus": -1}, 4),
        (4, {"times": 0.5}, 2),
        (3, {"times": 0.5}, 1.5),
        ("4 min", {"times": 1.5}, "6 min"),
        ("4 min", {"plus": "2 min"}, "6 min"),
        ("4 min", {"minus": "1 min"}, "3 min"),
        ("2 working days", {"times": 2}, "4 working days"),
        ({"low": 1, "mid": 2, "high": 3, "source": "V1"}, {"times": 2}, {"low": 2, "mid": 4, "high": 6, "source": "V1"}),
        ({"exponential": "45 s"}, {"times": 2}, {"exponential": "90 s"}),
        ({"lognormal": "10 min", "cv": 0.6}, {"times": 0.5}, {"lognormal": "5 min", "cv": 0.6}),
        ({"triangular": ["2 min", "4 min", "6 min"]}, {"times": 2}, {"triangular": ["4 min", "8 min", "12 min"]}),
    ],
)
def test_a_number_is_changed_wherever_it_stands(value: Any, change: dict[str, Any], new: Any) -> None:
    assert after(value, change) == new


def test_a_range_times_a_number_becomes_a_range_and_says_where_it_comes_from() -> None:
    assert after(10, {"times": HALF}) == {"low": 5, "mid": 6, "high": 10, "source": "ASSUMPTION", "group": "time"}


def test_of_two_ranges_low_goes_with_low_and_both_sources_are_told() -> None:
    known = {"low": 2, "mid": 4, "high": 6, "source": "T2"}
    assert after(known, {"times": HALF}) == {"low": 1, "mid": 2.4, "high": 6, "source": "T2 ASSUMPTION", "group": "time"}


def test_where_only_the_middle_was_known_the_ends_come_of_the_change() -> None:
    assert after({"mid": "100 s", "source": "V1"}, {"times": HALF}) == {
        "low": "50 s", "mid": "60 s", "high": "100 s", "source": "V1 ASSUMPTION", "group": "time",
    }  # fmt: skip


def test_of_a_distribution_the_mean_becomes_the_range_and_its_spread_stays() -> None:
    assert after({"lognormal": "10 min", "cv": 0.6}, {"times": HALF}) == {
        "lognormal": {"low": "5 min", "mid": "6 min", "high": "10 min", "source": "ASSUMPTION", "group": "time"},
        "cv": 0.6,
    }


@pytest.mark.parametrize(
    ("value", "change", "new"),
    [
        ({"mon-wed": "09:00-17:00"}, {"without": "tue"}, {"mon": ["09:00-17:00"], "wed": ["09:00-17:00"]}),
        ("09:00-17:00", {"without": "mon-thu"}, {"fri": ["09:00-17:00"]}),
        ("mon-fri", {"without": "wed"}, "mon, tue, thu, fri"),
        ({"mon": "09:00-17:00"}, {"also": {"mon": "17:00-20:00"}}, {"mon": ["09:00-20:00"]}),
        ({"mon": "09:00-17:00"}, {"also": {"mon": "16:00-20:00"}}, {"mon": ["09:00-20:00"]}),
        ({"mon": "09:00-12:00"}, {"also": {"mon": "18:00-20:00"}}, {"mon": ["09:00-12:00", "18:00-20:00"]}),
        ({"mon": "09:00-12:00"}, {"also": {"sat": "10:00-12:00"}}, {"mon": ["09:00-12:00"], "sat": ["10:00-12:00"]}),
    ],
)
def test_hours_lose_days_or_gain_hours(value: Any, change: dict[str, Any], new: Any) -> None:
    assert after(value, change) == new


@pytest.mark.parametrize(
    ("value", "change"),
    [
        ("always", {"without": "fri"}),
        ("always", {"also": {"mon": "17:00-20:00"}}),
        ({"mon-fri": "09:00-17:00"}, {"without": "vrijdag"}),
        ({"mon-fri": "09:00-17:00"}, {"also": {"mon": "20:00-17:00"}}),
        ("4 min", {"plus": 2}),
        ("4 min", {"plus": "2 hours"}),
        ("phone", {"times": 2}),
        (True, {"plus": 1}),
        (5, {"plus": "1"}),
        ({}, {"also": {"mon": 3}}),
    ],
)
def test_what_cannot_be_changed_so_is_not(value: Any, change: dict[str, Any]) -> None:
    assert after(value, change) is None


def test_a_change_is_one_word_and_its_amount() -> None:
    assert is_relative(entry_of({"times": 0.5}, ""))
    assert not is_relative(entry_of({"times": 0.5, "plus": 1}, ""))
    assert not is_relative(entry_of({"low": 1, "mid": 2, "high": 3}, ""))
    assert not is_relative(entry_of(4, ""))


def test_hours_that_are_so_already_are_no_change() -> None:
    as_text, by_day = (
        entry_of(value, "town.yaml") for value in ("09:00-17:00", {"mon-wed": "09:00-17:00", "thu-fri": "09:00-17:00"})
    )
    assert is_same(as_text, by_day)
    assert not is_same(as_text, entry_of({"mon-thu": "09:00-17:00"}, "town.yaml"))
    assert is_same(entry_of(4, "town.yaml"), entry_of(4, "measure.yaml"))
    assert not is_same(entry_of("4 min", "town.yaml"), entry_of("5 min", "measure.yaml"))
