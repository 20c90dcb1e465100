"""Does work keep up? Queues of which theory says whether they grow, and by how much."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.experiment.compare import compare
from sim.experiment.found.balance import Balance, balances
from sim.experiment.found.result import Result
from sim.experiment.run import run
from sim.measure.layout import Dimensions
from sim.measure.measurement import Measurement
from sim.measure.rows import Key
from sim.model.files.loading import load
from sim.model.town.scenario import Scenario
from sim.model.values.units import WEEK

TOWN = """\
schema: 1
label: {{nl: dorp, en: village}}
period: {{start: 2024-04-22, weeks: {weeks}, warm_up: {warm_up}, follow_up: 1}}
closed_days: {{holidays: none}}
population: {{inhabitants: 1000, segments: {{everyone: {{label: iedereen, share: 1}}}}}}
channels: {{phone: {{label: telefoon, kind: live, nest: live_remote, open: always}}}}
teams: {{a: {{label: ploeg, work_on_holidays: true, shifts: {{all: {{days: mon-sun, hours: "00:00-24:00", people: {people}}}}}}}}}
queues: {{calls: {{channel: phone, teams: a}}}}
services:
  call:
    label: bellen
    demand: {{rate: 6 per hour}}
    steps: {{call: {{label: bellen, options: {{phone: {{handling: {{exponential: 15 min}}}}}}}}}}
"""
DESK = """\
schema: 1
label: {{nl: loket, en: desk}}
period: {{start: 2024-04-22, weeks: 10, warm_up: 4, follow_up: 6}}
closed_days: {{holidays: none}}
population: {{inhabitants: 1000, segments: {{everyone: {{label: iedereen, share: 1}}}}}}
channels:
  desk: {{label: balie, kind: appointment, nest: in_person, open: {{mon-fri: "09:00-17:00"}}, slots: {{every: 60 min, places: {places}, notice: 0 days, horizon: 30 weeks}}}}
teams: {{a: {{label: ploeg, shifts: {{all: {{days: mon-fri, hours: "09:00-17:00", people: 4}}}}}}}}
queues: {{desk: {{channel: desk, teams: a}}}}
services:
  pass:
    label: paspoort
    demand: {{rate: 60 per week}}
    steps: {{ask: {{label: vragen, options: {{desk: {{handling: 30 min}}}}}}}}
"""  # noqa: E501
ERLANG = 1.5
"""6 calls an hour of 15 minutes."""


def written(tmp_path: Path, text: str, **values: int) -> Scenario:
    file = tmp_path / f"town{'-'.join(str(value) for value in values.values())}.yaml"
    file.write_text(text.format(**values))
    return load(file)


def result_of(scenario: Scenario, replications: int = 4) -> Result:
    return run(scenario, replications=replications, seed=1, jobs=1)


def test_a_queue_that_gets_more_than_it_can_do_is_not_in_balance(tmp_path: Path) -> None:
    """1.5 erlang for one person: each week 0.5 x 168 hours of work are left over."""
    found = balances([result_of(written(tmp_path, TOWN, weeks=8, warm_up=0, people=1))])[0]
    assert found.state == "not balanced"
    team = next(growth for growth in found.growing if growth.what == "work")
    assert team.name == "calls"
    assert team.short == pytest.approx((ERLANG - 1) * 168, rel=0.15)
    assert {growth.what for growth in found.growing} == {"work", "cases"}


def test_a_queue_that_keeps_up_is_in_balance(tmp_path: Path) -> None:
    """1.5 erlang for two people: busy for three quarters of the time. At most 5% of such runs would be called otherwise."""
    assert balances([result_of(written(tmp_path, TOWN, weeks=8, warm_up=1, people=2))]) == (Balance("balanced"),)


def test_appointments_that_are_asked_for_more_than_there_are(tmp_path: Path) -> None:
    """60 a week are asked for and 40 on offer: 20 places short, and every week the lead grows by half a week."""
    found = balances([result_of(written(tmp_path, DESK, places=1))])[0]
    growth = found.growing[0]
    assert (growth.what, growth.name) == ("appointments", "desk")
    assert growth.short == pytest.approx(20, abs=3)
    assert growth.per_week == pytest.approx(3.5, abs=0.6)


def test_appointments_enough_are_in_balance(tmp_path: Path) -> None:
    assert balances([result_of(written(tmp_path, DESK, places=2))])[0] == Balance("balanced")


def test_one_repeat_and_a_short_window_are_not_tested(tmp_path: Path) -> None:
    busy = written(tmp_path, TOWN, weeks=8, warm_up=0, people=1)
    assert balances([result_of(busy, 1)])[0].state == "one replication"
    short = written(tmp_path, TOWN, weeks=7, warm_up=0, people=2)
    assert balances([result_of(short, 2)])[0].state == "too few weeks"


def test_there_is_no_verdict_on_staff_and_waits_where_work_piles_up(tmp_path: Path) -> None:
    """One person takes less time than two in these weeks, as half of the work is left over: that is not better."""
    two, one = (written(tmp_path, TOWN, weeks=8, warm_up=0, people=people) for people in (2, 1))
    found = compare([two, one], replications=4, seed=1, jobs=1)
    assert [balance.holds for balance in found.balance] == [True, False]
    judged = {
        difference.key.kpi: difference.judgement for difference in found.differences if difference.key.dimension == "overall"
    }
    assert judged["work_in_fte"] == judged["average_time_in_queue"] == judged["citizen_effort"] == "unbalanced"
    assert judged["remote_contacts_per_root_case"] != "unbalanced"
    assert found.difference(Key("work_in_fte")).value < 0


def made_by_hand(scenario: Scenario, *, slope: float, noise: float, replications: int, seed: int) -> Result:
    """A queue of which the length grows so much a week, with noise on every week; every piece takes an hour."""
    random, measured = np.random.default_rng(seed), {}
    dimensions = Dimensions(("phone",), (1,), ("live_remote",), ("call",), ("everyone",), ("a",), ("calls",), tuple("12345678"))
    for number in range(replications):
        empty = Measurement.empty(dimensions, 8 * WEEK)
        lengths = np.round(1000 + slope * np.arange(8) + random.normal(0, noise, 8))
        empty.cubes["queue_week"][0, 0] = lengths
        empty.cubes["queue_work"][:, 0] = (100, 100 * 3_600_000_000)
        measured[number] = empty
    return Result(scenario, 1, 0, "compiled", replications, measured)


def test_steady_queues_are_seldom_called_growing(tmp_path: Path) -> None:
    """200 comparisons of two steady designs: with 5% false alarms at most, more than 20 have a chance of 0.3%."""
    scenario = written(tmp_path, TOWN, weeks=8, warm_up=0, people=1)
    alarms = 0
    for trial in range(200):
        pair = [made_by_hand(scenario, slope=2.6, noise=30, replications=5, seed=2 * trial + part) for part in (0, 1)]
        alarms += not all(balance.holds for balance in balances(pair))
    assert alarms <= 20


def test_growth_that_today_has_as_well_is_not_held_against_a_design(tmp_path: Path) -> None:
    """In a busy season today's queue grows by 20 hours a week, and so does that of the design: of today it is said."""
    scenario = written(tmp_path, TOWN, weeks=8, warm_up=0, people=1)
    today, design, faster = (
        made_by_hand(scenario, slope=slope, noise=1, replications=5, seed=seed) for seed, slope in enumerate((20, 20, 40))
    )
    assert [balance.holds for balance in balances([today, design, faster])] == [False, True, False]


def test_too_short_a_run_with_much_left_open_has_no_verdict_on_what_work_takes(tmp_path: Path) -> None:
    """In one week it cannot be tested whether work keeps up; of 1.5 erlang one person leaves half an erlang: 84 hours."""
    two, one = (written(tmp_path, TOWN, weeks=1, warm_up=0, people=people) for people in (2, 1))
    found = compare([two, one], replications=3, seed=1, jobs=1)
    assert [balance.state for balance in found.balance] == ["too few weeks", "unfinished"]
    assert found.balance[1].left_over == pytest.approx((ERLANG - 1) * 168, rel=0.3)
    assert found.difference(Key("work_in_fte")).judgement == "unbalanced"
