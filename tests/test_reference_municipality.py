"""Voorbeeldstad falls in the ranges that are known of Dutch municipalities (domain facts, section 11).

One replication of 13 weeks with fixed luck: no false alarm as long as no result changes. A quarter's calls differ by some 2%
between replications, the ranges by a factor two.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.experiment.result import Result
from sim.measure import Key

FILE = Path(__file__).resolve().parents[1] / "scenarios" / "municipalities" / "voorbeeldstad.yaml"
NAMED = {
    "paspoort", "identiteitskaart", "rijbewijs", "verhuismelding", "huwelijksaangifte", "geboorteaangifte",
    "overlijdensaangifte", "brp-uittreksel", "parkeervergunning", "bijstand", "bijzonderebijstandsuitkering",
    "belastingkwijtschelding", "wmo-voorziening", "omgevingsvergunning", "melding-openbare-ruimte", "algemene-vraag",
}  # fmt: skip
WEEKS_PER_YEAR = 365.25 / 7


@pytest.fixture(scope="module")
def year() -> Result:
    return sim.run(sim.load(FILE), replications=1, jobs=1)


def per_inhabitant(result: Result, kpi: str, channel: str, *, answered: bool = False) -> float:
    """A year's contacts per inhabitant at one channel; offered ones, or those that were answered."""
    scenario, estimates = result.scenario, result.estimates()
    count = estimates[Key(kpi, "channel", channel)].mean
    share = estimates[Key("reachability", "channel", channel)].mean if answered else 1.0
    return count * share / scenario.period.weeks * WEEKS_PER_YEAR / scenario.population.inhabitants


def test_it_has_the_services_that_planners_look_for() -> None:
    scenario = sim.load(FILE)
    assert set(scenario.design.services) >= NAMED
    assert scenario.population.inhabitants == 100_000


@pytest.mark.parametrize(
    ("channel", "low", "high"),
    [
        ("phone", 0.8, 2.0),
        ("email", 0.03, 0.40),
        ("post", 0.02, 0.15),
        ("messages", 0.01, 0.08),
        ("web", 0.4, 0.9),
    ],
)
def test_contacts_per_inhabitant_fall_in_the_known_range(year: Result, channel: str, low: float, high: float) -> None:
    assert low <= per_inhabitant(year, "contacts_offered", channel) <= high


def test_visits_per_inhabitant_fall_in_the_known_range(year: Result) -> None:
    visits = sum(per_inhabitant(year, "contacts_offered", channel, answered=True) for channel in ("walk_in", "appointment"))
    assert 0.25 <= visits <= 0.85


def test_no_shows_and_calls_answered_are_as_elsewhere(year: Result) -> None:
    estimates = year.estimates()
    assert 0.05 <= estimates[Key("no_show", "channel", "appointment")].mean <= 0.20
    assert estimates[Key("abandonment_offered", "channel", "phone")].mean < 0.10


def test_hardly_any_case_runs_out_of_contacts(year: Result) -> None:
    estimates = year.estimates()
    assert estimates[Key("exhausted")].mean < 0.01
