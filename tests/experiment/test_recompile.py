"""Compiling again after one number changed gives what compiling from nothing gives, to the bit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.engine.build.scenario import compile_scenario
from sim.experiment.numbers.recompile import compiled_with, is_of_rules
from sim.experiment.numbers.vary import with_value
from sim.model.files.loading import load
from sim.model.town.scenario import Scenario
from sim.model.town.worlds import ranges

ROOT = Path(__file__).resolve().parents[2]
SHORT = {"period.weeks": 2, "period.warm_up": 1, "period.prelude": 0, "period.follow_up": 1}
TOWN = load(ROOT / "tests" / "data" / "town_digital.yaml")
STORY = load(ROOT / "scenarios" / "huwelijk" / "hybride.yaml", overrides=SHORT)
OF_RULES = sorted({path for path, _ in ranges(STORY) if is_of_rules(path)})


def assert_the_same(scenario: Scenario, path: str, value: float) -> None:
    kept = compiled_with(compile_scenario(scenario), path, value)
    anew = compile_scenario(with_value(scenario, path, value))
    assert kept.scenario == anew.scenario
    assert (kept.names, kept.clock) == (anew.names, anew.clock)
    for name, part in anew.program._asdict().items():
        for field, array in part._asdict().items():
            assert getattr(getattr(kept.program, name), field).tobytes() == np.asarray(array).tobytes(), f"{name}.{field}"


def test_some_of_the_numbers_of_a_story_are_only_about_rules() -> None:
    assert "services.huwelijksaangifte.reassurance.contacts_per_case" in OF_RULES
    assert "behaviour.choice.wait" in OF_RULES
    assert not any(is_of_rules(path) for path in ("teams.front.absence", "services.paspoort.demand.rate", "services"))
    assert is_of_rules("behaviour.questions.per_case+behaviour.questions.opens")
    assert not is_of_rules("behaviour.questions.per_case+teams.front.absence")
    assert 10 < len(OF_RULES) < len(ranges(STORY)) / 2


@pytest.mark.parametrize("path", [path for path in OF_RULES if "huwelijksaangifte" in path or path.startswith("behaviour")])
def test_a_number_of_the_rules_changes_nothing_else(path: str) -> None:
    number = dict(ranges(STORY))[path]
    assert_the_same(STORY, path, number.low)


def test_any_other_number_is_compiled_from_nothing() -> None:
    assert_the_same(TOWN, "services.paspoort.demand.rate", 4000.0)
    assert_the_same(TOWN, "services.paspoort.steps.question.options.phone.handling", 600e6)
    assert_the_same(TOWN, "teams.front.absence", 0.2)
