"""What a plan costs is never less than the work it does: work after the end of a shift is counted and paid."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.experiment.lab import LAB
from sim.experiment.staffing.chain import Spent, chain_of, spent_of
from sim.experiment.staffing.outcome import Chain, StaffPlan
from sim.experiment.staffing.roster import HALF_HOURS, present, staffed_teams
from sim.experiment.staffing.trials import Basis, trials_of
from sim.measure.layout import Array
from sim.model.town.scenario import Scenario
from tests.engine.random_values import Written
from tests.engine.scenarios import load_written, towns

DATA = Path(__file__).resolve().parents[2] / "data"
A_WEEK = 365.25 / 7
BASIS = Basis(1, warm_up=1, follow_up=1)


def monday(**overrides: object) -> Scenario:
    return sim.load(DATA / "monday_morning.yaml", overrides=overrides)


@pytest.fixture(scope="module")
def long_talks() -> StaffPlan:
    """60 calls of two hours in a morning of three: whoever calls after ten is still talking after twelve."""
    talks = monday(
        **{
            "services.call.demand.rate": "60 per week",
            "services.call.steps.call.options.phone.handling": "2 hours",
            "teams.agents.shifts.all.people": 4,
        }
    )
    return sim.staff(talks, replications=4, jobs=1, neighbours=False)


def test_work_after_the_end_of_a_shift_is_paid(long_talks: StaffPlan) -> None:
    chain = long_talks.chain["agents"]
    assert chain.work_hours.needed == pytest.approx(118, rel=0.03)  # 60 a week as a year of 53 Mondays has them, of 2 hours
    assert chain.overtime_hours.needed > 20
    assert chain.paid_hours.needed == pytest.approx(chain.people_hours.needed + chain.overtime_hours.needed)
    assert chain.work_in_fte.needed == pytest.approx(chain.work_hours.needed * A_WEEK / 1363, rel=1e-3)
    assert chain.formation.needed == pytest.approx(chain.paid_hours.needed * A_WEEK / 1363, rel=1e-3)
    assert chain.formation.needed >= 4.4
    assert chain.direct.needed == pytest.approx(chain.formation.needed * 1363 * 40)


def test_every_link_adds_up_today_too(long_talks: StaffPlan) -> None:
    chain = long_talks.chain["agents"]
    assert chain.overtime_hours.today > 2, "four people finish the talks they have at twelve"
    assert chain.work_hours.today > chain.people_hours.today
    for link in ("needed", "today"):
        rostered, overtime, whole = (getattr(one, link) for one in (chain.rostered_fte, chain.overtime_fte, chain.formation))
        assert whole == pytest.approx(rostered + overtime)


@given(st.floats(0, 1), st.floats(0, 5), st.lists(st.integers(0, 9), min_size=7, max_size=7))
def test_what_is_paid_is_never_less_than_the_work(busy: float, overtime: float, people: list[int]) -> None:
    grid = np.zeros((7, HALF_HOURS), np.int64)
    grid[:, 18:30] = np.array(people)[:, None]
    spent = Spent(busy + overtime, overtime)
    check(chain_of(monday(), "agents", grid, spent, spent))


@settings(max_examples=25, deadline=None)
@given(towns(), st.data())
def test_no_plan_of_any_town_costs_less_than_its_work(town: Written, data: st.DataObject) -> None:
    """Any people at any hours, not only what a search finds."""
    scenario = load_written(town)
    teams = staffed_teams(scenario)
    plan = {team: drawn(data, scenario, team) for team in teams}
    with trials_of(scenario, LAB) as trials:
        measured, today = trials.of_plan(plan, BASIS, range(2)), trials.of_scenario(scenario, BASIS, range(2))
    for team in teams:
        check(chain_of(scenario, team, plan[team], spent_of(measured, team), spent_of(today, team)))


def drawn(data: st.DataObject, scenario: Scenario, team: str) -> Array:
    people = data.draw(st.integers(0, 3), label=team)
    return np.asarray(np.where(present(scenario.design.teams[team]) > 0, people, 0))


def check(chain: Chain) -> None:
    for link in ("needed", "today"):
        formation, work = getattr(chain.formation, link), getattr(chain.work_in_fte, link)
        assert formation >= work - 1e-9
        assert getattr(chain.paid_hours, link) >= getattr(chain.work_hours, link) - 1e-9
