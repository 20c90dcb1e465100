"""Voorbeeldstad falls in the ranges that are known of Dutch municipalities (docs/sources.md), or it is said where not.

One replication of a year with fixed luck: no false alarm as long as no result changes. A year's calls differ by some 1% between
replications, the ranges by a factor two.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.evidence.reference import FILE, KNOWN, WEEKS, Known, missed, page_block
from sim.experiment.found.result import Result
from sim.measure.rows import Key

ROOT = Path(__file__).resolve().parents[1]
SCENARIO = ROOT / "scenarios" / FILE
NAMED = {
    "paspoort", "identiteitskaart", "rijbewijs", "verhuismelding", "huwelijksaangifte", "geboorteaangifte",
    "overlijdensaangifte", "brp-uittreksel", "parkeervergunning", "bijstand", "bijzonderebijstandsuitkering",
    "belastingkwijtschelding", "wmo-voorziening", "omgevingsvergunning", "melding-openbare-ruimte", "algemene-vraag",
}  # fmt: skip
MISSED = {"applications handed in online"}
"""What the town is known not to reach; docs/reference-municipality.md says why."""


@pytest.fixture(scope="module")
def year() -> Result:
    return sim.run(sim.load(SCENARIO, overrides={"period.weeks": WEEKS}), replications=1, jobs=1)


def test_it_has_the_services_that_planners_look_for() -> None:
    scenario = sim.load(SCENARIO)
    assert set(scenario.design.services) >= NAMED
    assert scenario.population.inhabitants == 100_000


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.name)
def test_what_comes_out_falls_in_the_known_range_or_is_known_to_miss_it(year: Result, known: Known) -> None:
    assert (known.low <= known.value(year) <= known.high) == (known.name not in MISSED), known.value(year)


def test_an_application_is_what_was_handed_in_and_not_a_visit_to_the_website(year: Result) -> None:
    """Fewer than half of what is done online is an application; the rest is looking up, trying again and sending papers."""
    visited = year.estimates()[Key("contacts_offered", "channel", "web")].mean
    (applied,) = [known for known in KNOWN if known.name in MISSED]
    assert 0 < applied.counted(year) < visited / 2


def test_the_page_says_what_is_missed(year: Result) -> None:
    told = page_block(year)
    assert {known.name for known, _ in missed(year)} == MISSED
    for known, _ in missed(year):
        assert f"**Missed:** {known.name}, too few" in told
    assert told.count("| **no** |") == len(MISSED)
    assert told.count("| yes |") == len(KNOWN) - len(MISSED)


def test_the_stored_page_tells_every_figure_and_what_is_missed() -> None:
    page = (ROOT / "docs" / "reference-municipality.md").read_text(encoding="utf-8")
    assert all(known.name in page for known in KNOWN)
    assert all(f"**Missed:** {name}" in page for name in MISSED)


def test_few_calls_are_abandoned(year: Result) -> None:
    assert year.estimates()[Key("abandonment_offered", "channel", "phone")].mean < 0.10


def test_hardly_any_case_runs_out_of_contacts(year: Result) -> None:
    assert year.estimates()[Key("exhausted")].mean < 0.01
