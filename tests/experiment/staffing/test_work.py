"""The work that is asked for, whatever today's roster lets through."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.engine.simulate import compile_scenario
from sim.experiment.lab import LAB
from sim.experiment.staffing.bounds import Bounds
from sim.experiment.staffing.formulas import erlang_of
from sim.experiment.staffing.outcome import Erlang
from sim.experiment.staffing.planner import Planner
from sim.experiment.staffing.requirements import requirements_of
from sim.experiment.staffing.roster import staffed_teams
from sim.experiment.staffing.trials import trials_of
from sim.experiment.staffing.work import Work, expected_cases
from sim.measure.layout import dimensions_of
from sim.model.town.scenario import Scenario

DATA = Path(__file__).resolve().parents[2] / "data"


def monday(**overrides: object) -> Scenario:
    return sim.load(DATA / "monday_morning.yaml", overrides=overrides)


def asked_of(scenario: Scenario) -> tuple[Work, dict[str, Bounds]]:
    with trials_of(scenario, LAB) as trials:
        return Planner(scenario, staffed_teams(scenario), trials, 2, whole_year=False, phase=lambda _name: None).measured_work()


def formulas(scenario: Scenario) -> Erlang:
    work, bounds = asked_of(scenario)
    found = erlang_of(scenario, "agents", requirements_of(scenario, ("agents",)), work, bounds["agents"])
    assert found is not None
    return found


@pytest.mark.parametrize("people", [1, 2, 10, 40])
def test_twenty_erlang_are_twenty_erlang_whoever_is_there_today(people: int) -> None:
    """300 calls an hour of 4 minutes: 20 erlang, so 24 people for 80% within 25 s, and 72 hours in three."""
    found = formulas(monday(**{"teams.agents.shifts.all.people": people}))
    assert found.busiest == pytest.approx(20, rel=0.02)  # 40,000 talks: a standard error of 0.5%; and a year may have 53 Mondays
    assert set(found.c[0, 18:24].tolist()) == {24}
    assert found.c.sum() / 2 == 72
    assert found.c.sum() == found.c[0, 18:24].sum()


def test_the_roster_of_today_changes_nothing_in_what_is_asked() -> None:
    few, many = (asked_of(monday(**{"teams.agents.shifts.all.people": people}))[0] for people in (2, 40))
    for quantity in ("live", "deferred", "arrivals"):
        assert np.array_equal(getattr(few, quantity)["agents"], getattr(many, quantity)["agents"]), quantity
    assert few.handling == many.handling


def test_as_many_cases_are_expected_as_the_scenario_says() -> None:
    """To the last digit: what luck did in the weeks that were simulated is weighed away."""
    compiled = compile_scenario(monday())
    expected = float(expected_cases(compiled, dimensions_of(compiled)).sum())
    assert expected == pytest.approx(900, rel=0.02)  # a year has 52 or 53 Mondays
    work, _ = asked_of(monday())
    assert work.arrivals["agents"][0, 18:24] == pytest.approx([expected / 6] * 6)


def test_work_that_may_wait_keeps_nobody_from_a_call() -> None:
    """Two hundred letters lie there when the day begins; who calls then is a call like any other."""
    mail = {
        "channels.mail": {"label": "mail", "kind": "deferred", "nest": "written", "open": "always", "promise": "5 working days"},
        "queues.mails": {"channel": "mail", "teams": "agents"},
        "services.letter": {
            "label": "a letter",
            "demand": {"rate": "200 per week"},
            "steps": {"write": {"label": "write", "options": {"mail": {"handling": "20 min"}}}},
        },
    }
    alone, blended = asked_of(monday())[0], asked_of(monday(**mail))[0]
    assert blended.deferred["agents"].sum() / 2 == pytest.approx(200 / 3, rel=0.1)
    assert blended.arrivals["agents"] == pytest.approx(alone.arrivals["agents"])
    assert blended.live["agents"].sum() == pytest.approx(alone.live["agents"].sum(), rel=0.03)


def test_nobody_who_asks_is_no_work() -> None:
    work, _ = asked_of(monday(**{"services.call.demand.rate": "0 per year"}))
    assert not work.arrivals["agents"].any()
    assert work.handling["agents"] == 0.0
