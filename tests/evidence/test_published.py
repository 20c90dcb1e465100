"""The published figures in the code are those of the data set they come from."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sim.evidence.published import PUBLISHED

FIGURES = Path(__file__).parents[2] / ".." / "shared" / "data" / "municipal_front_office_figures.csv"
INDICATORS = {
    "calls": ("inbound_calls", 1.0),
    "talk_time": ("mean_talk_time", 1.0),
    "within_25_s": ("service_level_25s", 0.01),
    "abandoned": ("abandon_rate", 0.01),
    "desk_contacts": ("service_desk_contacts", 1.0),
    "emails": ("inbound_email", 1.0),
    "messages": ("inbound_whatsapp", 1.0),
    "passports": ("passports_issued", 1.0),
    "identity_cards": ("identity_cards_issued", 1.0),
    "driving_licences": ("driving_licences_issued", 1.0),
    "licences_online": ("driving_licence_digital_applications", 1.0),
    "visitors": ("visitors_served", 1.0),
    "birth_desk": ("hospital_birth_desk_appointments", 1.0),
}


@pytest.mark.skipif(not FIGURES.exists(), reason=f"the published figures are not here: {FIGURES} is not part of the project")
@pytest.mark.parametrize("name", INDICATORS)
def test_published_figures_are_those_of_the_data_set(name: str) -> None:
    indicator, scale = INDICATORS[name]
    with FIGURES.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["place"] == "'s-Hertogenbosch" and row["indicator"] == indicator]
    in_data = {int(row["period"]): float(row["value"]) * scale for row in rows}
    in_code = {year: getattr(one, name) for year, one in PUBLISHED.items() if getattr(one, name) is not None}
    assert in_code == pytest.approx(in_data)


def test_years_stand_under_their_own_key() -> None:
    assert [one.year for one in PUBLISHED.values()] == list(PUBLISHED)
