"""Numbers as people type them, in Dutch and in English."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.evidence.notation import TwoReadingsError, read_count, read_decimal, read_share, read_talk_time, read_week_hours
from sim.model.values.units import read_number
from sim.model.words.written import number
from sim.text.pairs import Language

READERS = (read_count, read_decimal, read_share, read_talk_time, read_week_hours)
DAY = ((34, 68),)


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (read_count, "1.163.408", 1_163_408),
        (read_count, "163,408", 163_408),
        (read_count, "1 163 408", 1_163_408),
        (read_count, "163408", 163_408),
        (read_count, "61,0", 61),
        (read_count, "61.0", 61),
        (read_decimal, "12,5", 12.5),
        (read_decimal, "12.5 fte", 12.5),
        (read_share, "45%", 0.45),
        (read_share, "0,45", 0.45),
        (read_share, "0.45", 0.45),
        (read_share, "45", 0.45),
        (read_share, "6,5 %", 0.065),
        (read_talk_time, "4:52", 292.0),
        (read_talk_time, "0:04:52", 292.0),
        (read_talk_time, "292 s", 292.0),
        (read_talk_time, "4,9 min", pytest.approx(294.0)),
        (read_talk_time, "4 min 52 s", 292.0),
        (read_week_hours, "ma-vr 8:30-17:00", dict.fromkeys(range(5), DAY)),
        (read_week_hours, "mon–fri 08.30–17.00", dict.fromkeys(range(5), DAY)),
        (read_week_hours, "di, do 8.30-17 uur", {1: DAY, 3: DAY}),
        (read_week_hours, "ma 9-12 en 13-17", {0: ((36, 48), (52, 68))}),
        (read_week_hours, "do 8:30-17:00; donderdag 17:00-20:00", {3: ((34, 80),)}),
    ],
)
def test_both_notations_are_read(read: Callable[[str], Any], text: str, value: object) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_count, "1.5"),  # a decimal, or thousands with a digit lost
        (read_count, "1.000,5"),
        (read_count, "-5"),
        (read_count, "0.500"),
        (read_count, "0,500"),
        (read_count, "=1+1"),
        (read_count, "1e5"),
        (read_decimal, "1.234,5"),
        (read_share, "1"),  # 1% or all?
        (read_share, "120"),
        (read_share, "-3%"),
        (read_talk_time, "292"),  # seconds or minutes?
        (read_talk_time, "4:72"),
        (read_week_hours, "ma-vr 8:20-17:00"),
        (read_week_hours, "vr-ma 9-17"),
        (read_week_hours, "ma 17-9"),
        (read_week_hours, "ma 9-17; ma 16-18"),
        (read_week_hours, "ma-vr"),
        (read_week_hours, "9-17"),
    ],
)
def test_what_is_unclear_or_wrong_is_refused(read: Callable[[str], Any], text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - what was expected is told by the form
        read(text)


@pytest.mark.parametrize(
    ("read", "text", "readings"),
    [
        (read_count, "48.000", ("48000", "48.0")),
        (read_count, "163.408", ("163408", "163.4080")),
        (read_decimal, "12.500", ("12500", "12.5")),
        (read_decimal, "1.363 fte", ("1363", "1.3630")),
        (read_share, "45.125%", ("45125", "45.1250")),
        (read_talk_time, "4.900 min", ("4900", "4.9")),
    ],
)
def test_a_dot_and_three_decimals_has_two_readings(read: Callable[[str], Any], text: str, readings: tuple[str, str]) -> None:
    with pytest.raises(TwoReadingsError) as caught:
        read(text)
    assert caught.value.readings == readings


@pytest.mark.parametrize(("read", "text"), [(read_decimal, "0.125"), (read_share, "0.125"), (read_share, "6,125%")])
def test_a_dot_that_can_be_nothing_else_is_read(read: Callable[[str], Any], text: str) -> None:
    assert read(text) > 0


WRITTEN = st.one_of(st.integers(0, 10**9).map(float), st.floats(0, 1e6), st.floats(0, 20))


@given(WRITTEN, st.sampled_from(["nl", "en"]))
def test_what_is_written_is_never_read_as_something_else(value: float, language: Language) -> None:
    """Of the Dutch way all readers, of the English way those of scenario files, which know no comma."""
    text = number(value, language)
    for read in (read_count, read_decimal, read_number) if language == "nl" else (read_number,):
        try:
            found = read(text)
        except ValueError:
            continue
        assert found == pytest.approx(value, rel=0.006)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in READERS:
        try:
            value = read(text)
        except ValueError:
            continue
        assert value is not None
