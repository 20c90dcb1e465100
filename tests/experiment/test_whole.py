"""When the office is run whole, and when not at all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.engine.build.clock import Clock
from sim.experiment.compare import compare
from sim.experiment.numbers.vary import only_services
from sim.experiment.numbers.whole import alike, left_alone, office_stops, with_whole_office
from sim.experiment.run import run
from sim.experiment.tipping import kpi_values
from sim.measure.rows import FOCUS, Focus, Key
from sim.model.files.loading import load
from sim.model.town.scenario import Scenario
from sim.model.values.units import WEEK
from tests.experiment.test_balance import TOWN, written

DATA = Path(__file__).resolve().parents[1] / "data"
WEDDINGS = Path(__file__).resolve().parents[2] / "scenarios" / "huwelijk" / "vandaag.yaml"
SMALL = {"population.inhabitants": 20_000, "period.weeks": 8, "period.follow_up": 40, "period.prelude": 40}
OF_A_CASE = ("staff_time_per_root_case", "remote_contacts_per_root_case", "citizen_effort")
SERVICE = ("huwelijksaangifte",)


@pytest.fixture(scope="module")
def weddings() -> Scenario:
    return load(WEDDINGS, overrides=SMALL)


def test_where_one_design_settles_late_all_that_it_is_compared_with_have_the_whole_office() -> None:
    today = load(DATA / "town.yaml", overrides={"period.follow_up": 12})
    late = load(DATA / "town_digital.yaml", overrides={"period.follow_up": 12})
    assert any(one.start.value > 0 for one in late.measures)
    assert [office_stops(one) for one in alike([today, today])] == [True, True]
    assert [office_stops(one) for one in alike([today, late])] == [False, False]
    found = compare([today, late], replications=2, jobs=1)
    assert [result.scenario.period.office_after for result in found.results] == [12, 12]


def test_where_work_does_not_keep_up_all_is_run_with_the_whole_office(tmp_path: Path) -> None:
    """1.5 erlang for two people, and for one."""
    text = TOWN.replace("follow_up: 1", "follow_up: 6")
    two, one = (written(tmp_path, text, weeks=8, warm_up=0, people=people) for people in (2, 1))
    assert run(two, replications=4, jobs=1).scenario.period.office_after == 2
    flooded = run(one, replications=4, jobs=1)
    assert flooded.scenario.period == with_whole_office(one).period
    beside = compare([two, one], replications=4, jobs=1)
    assert [found.holds for found in beside.balance] == [True, False]
    assert [result.scenario.period.office_after for result in beside.results] == [6, 6]
    assert flooded.measurements[0].same_as(beside.results[1].measurements[0])


def test_of_cases_nothing_before_the_window_is_simulated_where_there_is_no_office(weddings: Scenario) -> None:
    alone, whole = left_alone(weddings, SERVICE, OF_A_CASE), left_alone(weddings, SERVICE, [*OF_A_CASE, "service_level_offered"])
    assert Clock.of(alone).window_start == 0
    assert Clock.of(whole).window_start == (SMALL["period.prelude"] + weddings.period.warm_up) * WEEK
    assert Clock.of(alone).end - Clock.of(alone).window_end == Clock.of(whole).end - Clock.of(whole).window_end


def test_and_their_figures_stay_nearly_what_they_are(weddings: Scenario) -> None:
    """People with two cases differ, nobody else."""
    scenarios = [weddings, weddings]
    focus = Focus(SERVICE, ())

    def figures(cut: list[Scenario]) -> np.ndarray:
        found = compare(cut, replications=2, jobs=1, offices=scenarios, focus=focus, headlines=[Key(OF_A_CASE[0], FOCUS, FOCUS)])
        measured = [found.results[0].measurements[number] for number in range(2)]
        return np.array([kpi_values(measured, Key(kpi, FOCUS, FOCUS), focus, weddings) for kpi in OF_A_CASE])

    short = figures([left_alone(one, SERVICE, OF_A_CASE) for one in scenarios])
    long = figures([only_services(one, SERVICE) for one in scenarios])
    assert np.allclose(short, long, rtol=0.02)
    assert (long > 0).all()
