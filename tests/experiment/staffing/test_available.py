from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.experiment.staffing.available import apportioned, moved, trimmed, with_fte
from sim.experiment.staffing.bounds import open_half_hours
from sim.experiment.staffing.staff import NothingToStaffError
from sim.model.town.scenario import Scenario

DATA = Path(__file__).resolve().parents[2] / "data"


def small(**overrides: object) -> Scenario:
    return sim.load(DATA / "three_half_hours.yaml", overrides=overrides)


@given(st.lists(st.floats(0, 20), min_size=1, max_size=30).filter(lambda shape: sum(shape) > 0.01), st.integers(0, 300))
def test_people_are_divided_whole_and_as_near_as_can_be(shape: list[float], count: int) -> None:
    weights = np.array(shape)
    people = apportioned(weights, count)
    assert people.sum() == count
    assert (np.abs(people - weights * count / weights.sum()) < 1 + 1e-6).all()


def test_more_fte_meet_more_norms() -> None:
    few = with_fte(small(), 0.1, replications=4, jobs=1)
    many = with_fte(small(), 0.5, replications=4, jobs=1)
    assert few.divisions[0].missed > 0
    assert many.divisions[0].met == len(many.divisions[0].norms)
    assert few.hours_per_week["agents"] < many.hours_per_week["agents"]


def test_every_division_has_the_same_hours() -> None:
    found = with_fte(small(), 0.25, replications=4, jobs=1)
    assert [division.name for division in found.divisions] == ["today", "even", "work", "shorter", "later"]
    assert len({int(division.people["agents"].sum()) for division in found.divisions}) == 1
    assert found.best.met >= found.divisions[0].met


def test_people_where_the_calls_are_beat_people_spread_evenly() -> None:
    """Calls come as 8 : 1 : 1."""
    found = with_fte(
        small(**{"profiles.morning.day": {"09:00-09:30": 8, "09:30-10:00": 1, "10:00-10:30": 1}}), 0.29, replications=6, jobs=1
    )
    shares = {
        division.name: next(judged.value for asked, judged in division.norms if asked.kind == "answered_within")
        for division in found.divisions
    }
    assert shares["work"] > shares["even"] + 0.05
    assert found.best.name == "work"


def test_other_opening_hours_are_an_hour_less_and_half_an_hour_later() -> None:
    scenario = small()
    shorter = trimmed(scenario, ("agents",), at_opening=False)
    later = moved(scenario, ("agents",))
    assert shorter is not None
    assert later is not None
    assert np.flatnonzero(open_half_hours(shorter.design.channels["phone"])[0]).tolist() == [18]
    assert np.flatnonzero(open_half_hours(later.design.channels["phone"])[0]).tolist() == [19, 20, 21]


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        with_fte(small(), 0)
    with pytest.raises(NothingToStaffError, match="choose from agents"):
        with_fte(small(), 1, team="nobody")
