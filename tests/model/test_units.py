from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from sim.model.values.distributions import Distribution
from sim.model.values.reasons import WrongValue
from sim.model.values.units import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    WEEK,
    read_duration,
    read_number,
    read_positive_duration,
    read_rate,
    read_share,
    read_term,
    two_readings,
)
from sim.model.values.values import Duration, Range, Rate, Term, read_label
from sim.model.words.written import rate


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 min", 4 * MINUTE),
        ("290 s", 290 * SECOND),
        ("2.5 days", 2.5 * DAY),
        ("1 hour", HOUR),
        ("-14 days", -14 * DAY),
        ("1_000 s", 1000 * SECOND),
        ("3weeks", 3 * WEEK),
        (0, 0),
        ("0", 0),
    ],
)
def test_durations_are_microseconds(text: Any, expected: float) -> None:
    assert read_duration(text) == expected


NO_DURATION: tuple[Any, ...] = (
    "4",
    4,
    "four min",
    "4 mins and more",
    "",
    None,
    True,
    False,
    [],
    {},
    "4 min 3 s",
    "1e3 s",
    "9" * 400 + " s",
)


@pytest.mark.parametrize("value", NO_DURATION)
def test_what_is_no_duration(value: Any) -> None:
    with pytest.raises(ValueError, match=r"duration|longer"):
        read_duration(value)


def test_some_times_cannot_be_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        read_positive_duration("-1 min")


@pytest.mark.parametrize(("value", "expected"), [("25%", 0.25), (0.25, 0.25), ("0.25", 0.25), (1, 1.0), ("0%", 0.0)])
def test_shares(value: Any, expected: float) -> None:
    assert read_share(value) == expected


@pytest.mark.parametrize("value", ["150%", 1.5, -0.1, "-5%", "half", "%", None, True, float("nan")])
def test_what_is_no_share(value: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 each has a reason of its own
        read_share(value)


@pytest.mark.parametrize("value", [float("inf"), float("nan"), 10**400, "9" * 400])
def test_numbers_are_finite(value: Any) -> None:
    with pytest.raises(ValueError, match=r"too large|not a number"):
        read_number(value)


@given(st.floats(-1e11, 1e11))
def test_numbers_are_read_as_they_are(value: float) -> None:
    assert read_number(value) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("60 per 1000 inhabitants per year", (0.06, True, True)),
        ("2 per inhabitant per year", (2.0, True, True)),
        ("12 per year", (12.0, False, True)),
        ("24 per hour", (24 * 24 * 365.25, False, False)),
        ("7 per week", (365.25, False, False)),
    ],
)
def test_rates_are_per_year(text: str, expected: tuple[float, bool, bool]) -> None:
    amount, *written = read_rate(text)
    assert amount == pytest.approx(expected[0])
    assert tuple(written) == expected[1:]


@pytest.mark.parametrize("value", ["24", 24, "-1 per year", "3 per 0 inhabitants per year", "3 per month", None])
def test_what_is_no_rate(value: Any) -> None:
    with pytest.raises(ValueError, match=r"rate|inhabitants"):
        read_rate(value)


def test_a_range_keeps_its_source() -> None:
    value = TypeAdapter(Duration).validate_python({"low": "1 min", "mid": "2 min", "high": "4 min", "source": "T3"})
    assert value == Range(low=MINUTE, mid=2 * MINUTE, high=4 * MINUTE, source="T3")
    assert value.is_ranged
    assert not value.is_assumption


def test_a_rate_with_a_range() -> None:
    rate = Rate.model_validate({"low": "1 per year", "mid": "2 per year", "high": "3 per year", "source": "ASSUMPTION"})
    assert (rate.amount.low, rate.amount.high, rate.amount.is_assumption) == (1, 3, True)
    with pytest.raises(ValidationError, match="all per inhabitants, or all not"):
        Rate.model_validate({"mid": "2 per year", "high": "3 per inhabitant per year"})


def test_terms_count_working_days_or_time() -> None:
    assert Term.model_validate("5 working days").working_days
    assert Term.model_validate("5 working days").amount.value == 5
    assert Term.model_validate("5 days").amount.value == 5 * DAY
    with pytest.raises(ValidationError, match="negative"):
        Term.model_validate("-5 working days")


@pytest.mark.parametrize(
    ("content", "kind", "mean"),
    [
        ("4 min", "constant", 4 * MINUTE),
        ({"exponential": "4 min"}, "exponential", 4 * MINUTE),
        ({"lognormal": "4 min", "cv": 0.8}, "lognormal", 4 * MINUTE),
        ({"uniform": ["2 min", "6 min"]}, "uniform", 4 * MINUTE),
        ({"triangular": ["1 min", "2 min", "6 min"]}, "triangular", 3 * MINUTE),
    ],
)
def test_distributions(content: Any, kind: str, mean: float) -> None:
    distribution = Distribution.model_validate(content)
    assert (distribution.kind, distribution.mean.value) == (kind, mean)


@pytest.mark.parametrize(
    "content",
    [
        {"lognormal": "4 min"},
        {"exponential": "4 min", "cv": 1},
        {"uniform": ["6 min", "2 min"]},
        {"uniform": ["6 min"]},
        {"triangular": ["1 min", "2 min"]},
        {"kind": "exponential", "mean": {"low": -1, "mid": -1, "high": -1}},
        {"exponential": "4 min", "lognormal": "4 min"},
        {},
        [],
        None,
    ],
)
def test_what_is_no_distribution(content: Any) -> None:
    with pytest.raises(ValidationError):
        Distribution.model_validate(content)


@pytest.mark.parametrize(
    ("read", "value", "meant"),
    [
        (read_duration, "3 hrs", "3 hours"),
        (read_duration, "1,5 uur", "1.5 hours"),
        (read_duration, "4 minuten", "4 min"),
        (read_duration, "2 Weeks", "2 weeks"),
        (read_duration, "5 workdays", "5 days"),
        (read_duration, "10 secnds", "10 seconds"),
        (read_term, "5 workdays", "5 working days"),
        (read_term, "10 werkdagen", "10 working days"),
        (read_term, "5 working dais", "5 working days"),
        (read_term, "3 dagen", "3 days"),
        (read_rate, "60 per 1000 inwoners per jaar", "60 per 1000 inhabitants per year"),
        (read_rate, "30 per uur", "30 per hour"),
        (read_rate, "12/year", "12 per year"),
    ],
)
def test_an_unknown_unit_gets_the_nearest_right_one(read: Any, value: str, meant: str) -> None:
    with pytest.raises(WrongValue) as caught:
        read(value)
    assert caught.value.near == (meant,)
    read(meant)


@pytest.mark.parametrize("value", ["3 apples", "3", "some hours", "1.500 uur", 7, None, "3 hrs " + "x" * 200])
def test_what_means_nothing_gets_no_unit(value: Any) -> None:
    with pytest.raises(WrongValue) as caught:
        read_duration(value)
    assert caught.value.near == ()


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("48.000", ("48000", "48.0")),
        ("1.363", ("1363", "1.3630")),
        ("12345.670", ("12345670", "12345.67")),
        ("-14.500", ("-14500", "-14.5")),
        ("1_000.250", ("1000250", "1000.25")),
        ("0.125", None),
        ("48.00", None),
        ("48.0000", None),
        ("48", None),
        ("1.234.567", None),
        ("1.234e5", None),
    ],
)
def test_which_numbers_have_two_readings(text: str, readings: tuple[str, str] | None) -> None:
    assert two_readings(text) == readings
    for reading in readings or ():
        assert two_readings(reading) is None


def test_a_term_has_working_days_throughout_or_not_at_all() -> None:
    with pytest.raises(ValidationError, match="all in working days, or none"):
        Term.model_validate({"mid": "5 working days", "high": "9 days"})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("48 per hour", "1,152 per day"),
        ("7 per week", "1 per day"),
        ("365 per year", "365 per year"),
        ("2 per 1000 inhabitants per week", "0.2857 per 1000 inhabitants per day"),
        ("2 per 100 inhabitants per year", "20 per 1000 inhabitants per year"),
    ],
)
def test_a_rate_is_told_per_year_or_per_day_as_it_counts(text: str, told: str) -> None:
    assert rate(Rate.model_validate(text), "en") == told


def test_a_rate_is_all_per_year_or_not() -> None:
    with pytest.raises(ValueError, match=r"not written alike; .* all per year, or all not"):
        Rate.model_validate({"low": "10 per day", "mid": "4000 per year"})


@pytest.mark.parametrize("label", ["a\u202eb", "a\x07b", "\x1b[31mred", {"nl": "goed", "en": "a\u2066b"}])
def test_labels_that_steer_what_shows_them_are_refused(label: object) -> None:
    with pytest.raises(ValueError, match="cannot be shown"):
        read_label(label)


@pytest.mark.parametrize("label", ["één – €", "two\nlines", "مرحبا", "👩\u200d👧"])
def test_other_labels_are_read_as_they_are(label: str) -> None:
    assert read_label(label) == {"nl": label, "en": label}
