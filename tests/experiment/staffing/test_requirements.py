from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.experiment.staffing.bounds import bounds_of, open_half_hours
from sim.experiment.staffing.requirements import Requirement, judge, requirements_of, serving_teams
from sim.experiment.staffing.roster import staffed_teams
from sim.measure.rows import Key

DATA = Path(__file__).resolve().parents[2] / "data"
PHONE = Requirement("answered_within", "phone", "service_level_offered", 0.8, 1, 25.0, ("agents",))
LEAVING = Requirement("abandoned", "phone", "abandonment_offered", 0.07, -1, 0.0, ("agents",))


@pytest.mark.parametrize(
    ("requirement", "shares", "verdict"),
    [
        (PHONE, [0.85, 0.86, 0.84, 0.85], "met"),
        (PHONE, [0.75, 0.95, 0.70, 0.90], "unsure"),
        (PHONE, [0.60, 0.62, 0.61, 0.60], "not_met"),
        (LEAVING, [0.03, 0.02, 0.03, 0.02], "met"),
        (LEAVING, [0.10, 0.11, 0.12, 0.10], "not_met"),
        (PHONE, [float("nan"), float("nan")], "met"),
    ],
)
def test_a_norm_is_met_when_the_worse_end_meets_it(requirement: Requirement, shares: list[float], verdict: str) -> None:
    assert judge(requirement, np.array(shares), 0.05).verdict == verdict


def test_the_bound_is_students_one_sided() -> None:
    shares = np.array([0.80, 0.84, 0.82, 0.86])
    found = judge(PHONE, shares, 0.05)
    assert found.bound == pytest.approx(shares.mean() - 2.353363 * shares.std(ddof=1) / 2, abs=1e-6)


def test_every_channel_is_asked_what_its_kind_can_be_asked() -> None:
    scenario = sim.load(DATA / "town.yaml")
    asked = {one.key: one for one in requirements_of(scenario, staffed_teams(scenario))}
    channels = scenario.design.channels
    for name, channel in channels.items():
        if not serving_teams(scenario.design, name, staffed_teams(scenario)):
            continue
        if channel.kind == "live" and channel.nest != "in_person":
            assert asked[f"answered_within:{name}"].limit == scenario.norms.answer_within.value / 1e6
            assert asked[f"abandoned:{name}"].target == scenario.norms.abandoned_share.value
        elif channel.kind == "live":
            assert asked[f"desk_wait:{name}"].limit == scenario.norms.desk_wait.value / 1e6
        elif channel.kind == "self_service":
            assert not any(one.member == name for one in asked.values())
    assert {one.member for one in asked.values() if one.kind == "keeps_up"} == set(staffed_teams(scenario))


def test_minimum_staffing_holds_while_it_is_open_and_nowhere_else() -> None:
    scenario = sim.load(DATA / "three_half_hours.yaml", overrides={"channels.phone.minimum": 3})
    bounds = bounds_of(scenario, ("agents",))["agents"]
    is_open = open_half_hours(scenario.design.channels["phone"])
    assert is_open.sum() == 3
    assert np.array_equal(bounds.least, 3 * is_open)
    assert np.array_equal(bounds.allowed, is_open)


def test_nobody_sits_alone_at_a_desk_unless_the_file_says_so() -> None:
    scenario = sim.load(DATA / "town.yaml")
    desks = [channel for channel in scenario.design.channels.values() if channel.nest == "in_person"]
    assert desks
    assert all(desk.people_at_least == 2 for desk in desks if desk.minimum is None)
    assert sim.load(DATA / "three_half_hours.yaml").design.channels["phone"].people_at_least == 1


def test_a_norm_counts_what_every_other_page_counts() -> None:
    """The share of a norm under a roster is the KPI of that channel, of the same weeks and luck."""
    result = sim.run(sim.load(DATA / "town.yaml"), replications=2, jobs=1)
    told = 0
    for asked in requirements_of(result.scenario, staffed_teams(result.scenario)):
        if asked.kind == "keeps_up":
            continue
        key = Key(asked.kpi, "channel", asked.member)
        rows, values = result.evaluated()
        shares = [asked.share([one]) for one in result.measurements.values()]
        if key in rows.places:
            assert shares == pytest.approx(values[:, rows.places[key]], nan_ok=True), asked.key
            told += 1
    assert told >= 3
