"""From fte to people to shifts: whole persons, the rest of a day, and everybody within the day."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.evidence.notation import read_week_hours
from sim.evidence.rosters import (
    CIVIL_AFFAIRS,
    CONTACT_CENTRE,
    OFFICE,
    RosterShape,
    fte_of_shifts,
    people_of_fte,
    shifts_of,
    week_text,
)
from sim.model.town.channels import Shift
from sim.model.values.units import HOUR

PHONE = read_week_hours("ma-vr 8:30-17:00")
HOURS = st.sampled_from(["ma-vr 8:30-17:00", "ma-vr 9-12", "ma-wo 8-17; do 8-20; vr 8-12", "ma-vr 9-17; za 10-12", "wo 0-24"])
SHAPES = st.sampled_from([CONTACT_CENTRE, CIVIL_AFFAIRS, OFFICE])


def people_at(shifts: dict[str, Shift], day: int, quarter: int) -> int:
    on_duty = [shift for shift in shifts.values() if day in shift.days and shift.hours.opens <= quarter < shift.hours.closes]
    return sum(shift.people for shift in on_duty)


def test_the_roster_of_the_reference() -> None:
    """10.4 people give nine all day, two on mornings and two on Mondays, as in the municipality file of 2019."""
    shifts = shifts_of(10.4, PHONE, CONTACT_CENTRE)
    assert {name: shift["people"] for name, shift in shifts.items()} == {"early": 5, "late": 4, "morning": 2, "monday": 2}


def test_what_is_left_over_is_part_of_a_day() -> None:
    shifts = shifts_of(2.5, PHONE, OFFICE)
    assert {name: shift["people"] for name, shift in shifts.items()} == {"early": 1, "late": 1, "part_day": 1}
    assert shifts["part_day"]["hours"] == "09:30-13:30"


def test_fte_become_hours_and_back() -> None:
    people = people_of_fte(10.0, 1363, 253, PHONE, OFFICE)
    assert people == pytest.approx(10 * 1363 / (253 * 8.0))
    whole = shifts_of(6, PHONE, RosterShape(after=0))
    assert fte_of_shifts(whole, 1363, 253 / 5) == pytest.approx(6 * 8.0 * 253 / 1363)


def test_an_evening_is_covered_by_who_comes_later() -> None:
    shifts = shifts_of(2, read_week_hours("ma-wo 8:30-17; do 8:30-20; vr 8:30-17"), OFFICE)
    assert shifts["early_2"]["hours"] == "08:30-17:00"
    assert shifts["late_2"]["hours"] == "11:30-20:15"


@given(st.integers(1, 160), HOURS, SHAPES)
def test_shifts_are_valid_and_as_long_as_the_people(quarters: int, hours: str, shape: RosterShape) -> None:
    open_hours = read_week_hours(hours)
    shifts = {name: Shift.model_validate(shift) for name, shift in shifts_of(quarters / 4, open_hours, shape).items()}
    assert shifts
    for shift in shifts.values():
        assert all(shift.hours.opens <= pause.at.opens < pause.at.closes <= shift.hours.closes for pause in shift.breaks)
        assert all(pause.length.value == HOUR / 2 for pause in shift.breaks)
    if quarters >= 4 and hours != "wo 0-24":  # two shifts do not cover a whole day and night
        for day, spans in open_hours.items():
            for opens, closes in spans:
                assert all(people_at(shifts, day, quarter) for quarter in range(opens, closes))


def test_days_alike_are_written_together() -> None:
    found = week_text(read_week_hours("ma-vr 9-12, 13-17; do 18-20"))
    assert found == {"mon, tue, wed, fri": ["09:00-12:00", "13:00-17:00"], "thu": ["09:00-12:00", "13:00-17:00", "18:00-20:00"]}
