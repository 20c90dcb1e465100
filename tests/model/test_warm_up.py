"""Weeks before the window: what is longer than them is named, with what to write."""

from __future__ import annotations

import math
import random
from pathlib import Path

import pytest

from sim.model.checks.warm_up import warm_up_warnings
from sim.model.checks.warned import Warned
from sim.model.files.loading import load
from sim.model.files.shipped import scenario_files
from sim.model.values.distributions import Distribution
from sim.model.values.units import DAY, WEEK

TESTS = Path(__file__).parent.parent
SCENARIOS = TESTS.parent / "scenarios"
TOWN = TESTS / "data" / "town.yaml"
LONG_ENOUGH = {"period.warm_up": 6, "period.prelude": 98}
CHECK = "services.huwelijksaangifte.steps.check"


def warnings_of(**overrides: object) -> list[Warned]:
    changed = {name.replace("__", "."): value for name, value in overrides.items()}
    return list(warm_up_warnings(load(TOWN, overrides=LONG_ENOUGH | changed)))


@pytest.mark.parametrize("file", scenario_files(), ids=lambda file: file.stem)
def test_shipped_scenarios_begin_early_enough(file: Path) -> None:
    assert warm_up_warnings(load(file)) == ()


def test_an_agenda_that_reaches_further_than_the_warm_up() -> None:
    assert warnings_of() == []
    (warning,) = warnings_of(channels__desk__slots__horizon="50 days")
    assert (warning.code, warning.path) == ("warm_up.horizon", "channels.desk.slots.horizon")
    assert warning.text("en").startswith("'desk' is booked up to 50 days ahead, and 6 weeks are simulated before the window")
    assert warning.text("nl").endswith("Schrijf period: {warm_up: 8} of meer")


def test_a_channel_that_nobody_uses_needs_no_warm_up() -> None:
    spare = {"label": "spare", "kind": "appointment", "nest": "in_person", "open": "09:00-17:00"}
    assert warnings_of(channels__spare=spare | {"slots": {"places": 1, "horizon": "30 weeks"}}) == []


def test_a_promise_counts_weeks_of_five_working_days() -> None:
    assert warnings_of(channels__email__promise="30 working days") == []
    (warning,) = warnings_of(channels__email__promise="31 working days")
    assert (warning.code, warning.path) == ("warm_up.promise", "channels.email.promise")
    assert "{warm_up: 7}" in warning.text("en")
    assert "31 working days" in warning.text("en")


def test_back_office_work_of_a_service_with_an_event_also_has_the_prelude() -> None:
    assert warnings_of(**{f"{CHECK}.lead": "100 weeks"}) == []
    (warning,) = warnings_of(**{f"{CHECK}.lead": "105 weeks"})
    assert (warning.code, warning.path) == ("warm_up.lead", f"{CHECK}.lead")
    passport = {"label": "check", "kind": "back_office", "team": "registry", "lead": "7 weeks", "promise": "8 weeks"}
    found = warnings_of(services__paspoort__steps__check=passport)
    assert [warning.code for warning in found] == ["warm_up.promise", "warm_up.lead"]
    assert ["{warm_up: 8}" in found[0].text(), "{warm_up: 7}" in found[1].text()] == [True, True]
    assert "check (passport)" in found[0].text("en")


def test_of_each_kind_the_longest_is_named() -> None:
    (warning,) = warnings_of(channels__email__promise="8 weeks", channels__call_back__promise="9 weeks")
    assert warning.path == "channels.call_back.promise"
    assert "{warm_up: 9}" in warning.text("en")


def test_the_prelude_covers_the_furthest_event() -> None:
    (warning,) = warnings_of(period__prelude=97)
    assert (warning.code, warning.path) == ("warm_up.event", "services.huwelijksaangifte.event")
    assert warning.text("en").endswith("Write period: {prelude: 98} or more")
    assert warnings_of(period__prelude=24, services__huwelijksaangifte__event__ahead="30 weeks") == []


@pytest.mark.parametrize(
    "written",
    [{"exponential": "3 days"}, {"lognormal": "3 days", "cv": 0.7}],
)
def test_the_longest_is_what_19_in_20_are_shorter_than(written: object) -> None:
    """Against plain draws; a share of 0.95 in 40,000 is off by more than 0.0055 once in a million times (5 sd)."""
    limit, generator = Distribution.model_validate(written).longest / DAY, random.Random(1)  # noqa: S311
    variance = math.log(1.49)
    shorter = sum(
        (
            generator.expovariate(1 / 3)
            if "exponential" in str(written)
            else generator.lognormvariate(math.log(3) - variance / 2, math.sqrt(variance))
        )
        < limit
        for _ in range(40_000)
    )
    assert shorter / 40_000 == pytest.approx(0.95, abs=0.0055)


def test_what_has_a_longest_uses_it() -> None:
    assert Distribution.model_validate({"triangular": ["1 weeks", "2 weeks", "9 weeks"]}).longest == 9 * WEEK
    assert Distribution.model_validate("2 weeks").longest == 2 * WEEK
