"""What a number may be is what a file accepts: at the ends of its domain it is read, beyond them it is refused."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, get_args

import pytest

from sim.model.files.domains import OF_FORM, Domain, domain_at
from sim.model.files.errors import ScenarioError
from sim.model.files.loading import load
from sim.model.town.scenario import Scenario
from sim.model.values.units import LARGEST_NUMBER, LONGEST_TIME
from sim.model.values.values import FormName
from sim.report.words.sources import numbers

DATA = Path(__file__).parent.parent / "data"
TOWN = DATA / "town.yaml"
PLAIN = "services.paspoort.steps.question.options.phone"


@pytest.fixture(scope="module")
def town() -> Scenario:
    return load(TOWN)


def test_every_number_of_a_town_lies_in_its_domain(town: Scenario) -> None:
    found = [(path, value, form) for path, value, form in numbers(town) if not any(part.isdecimal() for part in path.split("."))]
    assert len(found) > 300
    for path, value, form in found:
        domain = domain_at([town], path)
        assert domain.holds(value.low), path
        assert domain.holds(value.high), path
        if form == "share":
            assert 0.0 <= domain.low <= domain.high <= 1.0
        if form not in ("number", "signed_duration"):
            assert domain.low >= 0.0


@pytest.mark.parametrize(
    ("path", "domain"),
    [
        (f"{PLAIN}.resolves", Domain(0.0, 1.0)),
        (f"{PLAIN}.handling", Domain(0.0, LONGEST_TIME)),
        (f"{PLAIN}.steering", Domain(-LARGEST_NUMBER, LARGEST_NUMBER)),
        ("services.paspoort.demand.rate", Domain(0.0, LARGEST_NUMBER)),
        ("norms.answered_share", Domain(0.0, 1.0)),
        ("margins.share", Domain(0.0, 1.0)),
        ("behaviour.choice.experience_fades", Domain(0.0, LONGEST_TIME, above=True)),
    ],
)
def test_the_domain_follows_from_the_type_of_the_field(town: Scenario, path: str, domain: Domain) -> None:
    assert domain_at([town], path) == domain


@pytest.mark.parametrize(
    ("path", "low", "high"),
    [
        (f"{PLAIN}.resolves", 0, 1),
        (f"{PLAIN}.hand_off.briefed", 0, LARGEST_NUMBER),
        ("channels.phone.patience.at_once", 0, 1),
        ("behaviour.choice.wait", -LARGEST_NUMBER, LARGEST_NUMBER),
        ("behaviour.choice.experience_fades", None, None),
        ("norms.abandoned_share", 0, 1),
        ("costs.direct", 0, LARGEST_NUMBER),
    ],
)
def test_a_file_accepts_exactly_what_is_in_the_domain(town: Scenario, path: str, low: float | None, high: float | None) -> None:
    domain = domain_at([town], path)
    if low is None or high is None:
        with pytest.raises(ScenarioError):
            load(TOWN, overrides={path: 0})
        assert not domain.holds(0.0)
        assert domain.holds(domain.clipped(-1.0))
        return
    extra: dict[str, Any] = {"channels.phone.patience.at_announcement": 0} if "patience" in path else {}
    extra |= {f"{PLAIN}.hand_off.transfer_to": "calls", f"{PLAIN}.hand_off.warm": "1 min"} if "briefed" in path else {}
    for end in (low, high):
        assert domain_at([load(TOWN, overrides=extra | {path: end})], path).holds(end)
    for beyond in (low - 1, math.nextafter(high, math.inf)):
        assert not domain_at([load(TOWN, overrides=extra)], path).holds(beyond)
        with pytest.raises(ScenarioError):
            load(TOWN, overrides=extra | {path: beyond})


def test_several_scenarios_have_what_is_in_all_of_their_domains(town: Scenario) -> None:
    path = "services.paspoort.steps.question.options.phone.steering"
    other = load(TOWN, overrides={"services.paspoort.steps.question.options.phone": None})
    assert domain_at([town, other], path) == domain_at([town], path)
    with pytest.raises(ValueError, match="not the path of a number"):
        domain_at([other], path)


def test_every_form_has_a_domain() -> None:
    assert set(OF_FORM) == set(get_args(FormName))
