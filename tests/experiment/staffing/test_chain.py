from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.experiment.staffing.chain import Spent, bookable, chain_of, working_days
from sim.measure.layout import Array
from sim.model.town.scenario import Scenario

DATA = Path(__file__).resolve().parents[2] / "data"


def small(**overrides: object) -> Scenario:
    return sim.load(DATA / "three_half_hours.yaml", overrides=overrides)


NO_OVERTIME = Spent(0.5, 0.0)


def plan(*people: int) -> Array:
    grid = np.zeros((7, 48), np.int64)
    grid[0, 18 : 18 + len(people)] = people
    return grid


def test_from_people_to_euros_by_hand() -> None:
    found = chain_of(small(), "agents", plan(6, 5, 3), Spent(0.7, 0.1), Spent(0.4, 0.0))
    mondays = 52 * 365.25 / 364  # no day is closed in this scenario
    assert found.people_hours.needed == 7.0
    assert found.people_hours.today == 7.5
    assert found.work_hours.needed == pytest.approx(4.9)
    assert found.work_hours.today == pytest.approx(3.0)
    assert found.work_in_fte.needed == pytest.approx(4.9 * mondays / 1363)
    assert found.rostered_fte.needed == pytest.approx(7.0 * mondays / 1363)
    assert found.overtime_hours.needed == pytest.approx(0.7), "a tenth of an hour for every hour on duty"
    assert found.overtime_fte.needed == pytest.approx(0.7 * mondays / 1363)
    assert found.paid_hours.needed == pytest.approx(7.7)
    assert found.formation.needed == pytest.approx(7.7 * mondays / 1363)
    assert found.direct.needed == pytest.approx(7.7 * mondays * 40)
    assert found.full.today == pytest.approx(7.5 * mondays * 60)
    assert (found.shortage_hours, found.surplus_hours) == (0.5, 1.0)
    assert found.bookable_hours == 0.0, "an hour is no shift that can be dropped"


def test_absence_is_counted_once() -> None:
    without = chain_of(small(), "agents", plan(5, 5, 5), NO_OVERTIME, NO_OVERTIME)
    with_absence = chain_of(small(**{"teams.agents.absence": 0.2}), "agents", plan(5, 5, 5), NO_OVERTIME, NO_OVERTIME)
    assert with_absence.formation.needed == without.formation.needed, "the productive hours per fte already exclude it"
    assert with_absence.scheduled_hours.needed == pytest.approx(7.5 / 0.8)
    assert with_absence.people_hours.today == pytest.approx(7.5 * 0.8)


def test_only_a_whole_person_over_a_whole_shift_can_be_booked() -> None:
    surplus = np.zeros((7, 48))
    surplus[0, 18:26] = 1.0  # four hours of one person
    surplus[1, 18:25] = 2.0  # two people for half an hour too little
    surplus[2, 18:34] = 0.9  # nobody whole
    assert bookable(surplus) == 4.0


def test_closed_days_do_not_count_unless_the_team_works_on_them() -> None:
    dutch = small(closed_days={"holidays": "NL"})
    closed, opened = working_days(dutch, on_holidays=False), working_days(dutch, on_holidays=True)
    assert opened.sum() == pytest.approx(365.25)
    assert (closed <= opened).all()
    # On a Monday in 2024: New Year, Easter Monday, Whit Monday.
    assert opened[0] - closed[0] == pytest.approx(3 * 365.25 / 364)
