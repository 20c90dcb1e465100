"""The shipped baseline gives about the published figures; docs/validation.md says how nearly over whole years."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.engine.simulate import compile_scenario, simulate
from sim.evidence.front_office import FrontOffice, front_office
from sim.evidence.published import PUBLISHED
from sim.model.files.loading import load

FILES = Path(__file__).parents[2] / "scenarios" / "municipalities"
WEEKS = {"period.weeks": 12, "period.warm_up": 4, "period.prelude": 0, "period.follow_up": 1}
"""Without the weddings that are under way, which make 1.5 percent of the calls."""


@pytest.fixture(scope="module")
def autumn_of_2019() -> FrontOffice:
    """Weeks from the first Monday of September, without public holidays, so that a week is a 52nd of a working year and more."""
    compiled = compile_scenario(load(FILES / "s-hertogenbosch-2019.yaml", overrides=WEEKS | {"period.start": "2019-09-02"}))
    return front_office(simulate(compiled, seed=1, replication=0), compiled)


def test_calls_are_about_the_published_number(autumn_of_2019: FrontOffice) -> None:
    working_weeks = 52 * 5 / 253  # 2019 had 253 working days here; these weeks have 5 each
    assert autumn_of_2019.calls == pytest.approx(PUBLISHED[2019].calls * working_weeks, rel=0.08)


def test_talk_time_is_the_published_mean(autumn_of_2019: FrontOffice) -> None:
    assert autumn_of_2019.talk_time == pytest.approx(PUBLISHED[2019].talk_time, rel=0.03)


def test_within_of_answered_is_not_below_within_of_offered(autumn_of_2019: FrontOffice) -> None:
    assert 0.4 < autumn_of_2019.within_of_offered <= autumn_of_2019.within_of_answered < 0.95
    assert 0.01 < autumn_of_2019.abandoned < 0.15


@pytest.mark.parametrize("year", PUBLISHED)
def test_every_year_is_a_valid_file_of_its_own_data(year: int) -> None:
    scenario = load(FILES / f"s-hertogenbosch-{year}.yaml")
    services = scenario.baseline.services
    one = PUBLISHED[year]
    assert scenario.year_of_data == str(year)
    assert scenario.period.start.year == year
    assert services["paspoort"].demand.rate.amount.value == one.passports
    assert services["identiteitskaart"].demand.rate.amount.value == one.identity_cards
    assert services["rijbewijs"].demand.rate.amount.value == one.driving_licences - (one.licences_online or 0)
    assert ("messages" in services["algemene-vraag"].steps["ask"].options) == (one.messages is not None)


def test_patience_is_one_for_all_years() -> None:
    found = {load(FILES / f"s-hertogenbosch-{year}.yaml").baseline.channels["phone"].patience for year in PUBLISHED}
    assert len(found) == 1
