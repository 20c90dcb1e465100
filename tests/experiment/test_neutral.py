from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.engine.simulate import compile_scenario, simulate
from sim.experiment.compare import compare
from sim.experiment.neutral import cases_in_window, with_neutral_case
from sim.model.scenario import Scenario

DATA = Path(__file__).resolve().parents[1] / "data"


@pytest.fixture(scope="module")
def town() -> Scenario:
    return sim.load(DATA / "town.yaml", overrides={"period.weeks": 1, "period.warm_up": 1, "period.follow_up": 1})


def fresh(scenario: Scenario, replication: int) -> set[int]:
    cases = simulate(compile_scenario(scenario), seed=3, replication=replication).cases
    return set(cases["case"][cases["parent"] == -1].tolist())


def test_one_case_more_is_expected_of_the_busiest_service_only(town: Scenario) -> None:
    before, after = cases_in_window(town), cases_in_window(with_neutral_case(town))
    assert before["paspoort"] > before["huwelijksaangifte"] > 0
    assert after["paspoort"] - before["paspoort"] == pytest.approx(1.0)
    assert after["huwelijksaangifte"] == before["huwelijksaangifte"]


def test_every_design_has_the_neutral_case() -> None:
    digital = sim.load(DATA / "town_digital.yaml")
    neutral = with_neutral_case(digital)
    assert len(neutral.designs) == len(digital.designs) > 1
    rates = [[design.services["paspoort"].demand.rate.amount.value for design in each.designs] for each in (digital, neutral)]
    ratios = np.divide(rates[1], rates[0])
    assert ratios == pytest.approx(ratios[0])
    assert ratios[0] > 1


def test_all_fresh_cases_of_the_baseline_are_still_there(town: Scenario) -> None:
    """Twelve more expected in four replications of three weeks: none at all in one of 160,000 seeds, and the seed is fixed."""
    neutral = with_neutral_case(town)
    added = 0
    for replication in range(4):
        before, after = fresh(town, replication), fresh(neutral, replication)
        assert before <= after
        added += len(after - before)
    assert 0 < added < 40


def test_the_floor_is_small_where_it_is_quiet() -> None:
    quiet = sim.load(DATA / "mm2.yaml", overrides={"services.call.demand.rate": "1 per hour"})
    found = compare([quiet, quiet], replications=4, jobs=1, neutral=with_neutral_case)
    assert found.floor is not None
    assert found.floor.per_replication("compared") > 500
    assert found.floor.per_replication("changed") < 1
    assert found.floor.per_replication("missing_in_second") == 0


def test_without_fresh_cases_nothing_is_added() -> None:
    silent = sim.load(DATA / "mm2.yaml", overrides={"services.call.demand.rate": "0 per hour"})
    assert with_neutral_case(silent) == silent
