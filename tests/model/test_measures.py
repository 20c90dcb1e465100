from __future__ import annotations

from pathlib import Path

import pytest

from sim.model.files.errors import ScenarioError
from sim.model.files.loading import load
from sim.model.values.units import WEEK

DATA = Path(__file__).parent.parent / "data"
DIGITAL = DATA / "town_digital.yaml"


def test_designs_follow_the_measures_in_order_of_their_start() -> None:
    scenario = load(DIGITAL)
    assert [(measure.name, measure.start.value) for measure in scenario.measures] == [("digital", 0.0), ("talk", 2.0 * WEEK)]
    assert scenario.in_force == ((), (0,), (1,), (0, 1))  # while the first ramps, some have only the second
    steps = [list(design.services["huwelijksaangifte"].steps) for design in scenario.designs]
    without, with_talk = ["notice", "check", "ceremony"], ["notice", "talk", "check", "ceremony"]
    assert steps == [without, without, with_talk, with_talk]


def test_measures_of_equal_start_keep_the_order_of_the_file() -> None:
    scenario = load(DIGITAL, overrides={"measures.talk.start": 0})
    assert [measure.name for measure in scenario.measures] == ["talk", "digital"]


def test_a_measure_changes_what_it_sets_and_nothing_else() -> None:
    before, after, *_ = load(DIGITAL).designs
    old, new = (design.services["huwelijksaangifte"].steps["notice"] for design in (before, after))
    assert (old.options["web"].steering.value, new.options["web"].steering.value) == (0.0, 1.5)
    assert (set(old.options), set(new.options)) == ({"web", "desk"}, {"web"})
    assert after.services["huwelijksaangifte"].reassurance.receipt.value == 0.5
    reassurance = before.services["huwelijksaangifte"].reassurance
    assert after.services["huwelijksaangifte"].reassurance.contacts_per_case == reassurance.contacts_per_case
    assert after.services["paspoort"].steps["question"].options["web"].resolves.source == "ASSUMPTION"


def test_what_no_measure_changes_is_the_same_value_in_all_designs() -> None:
    first, *others = load(DIGITAL).designs
    for design in others:
        assert all(design.channels[name] is channel for name, channel in first.channels.items())
        assert all(design.teams[name] is team for name, team in first.teams.items())


def test_a_child_may_remove_and_change_measures_of_its_parent(tmp_path: Path) -> None:
    file = tmp_path / "child.yaml"
    file.write_text(
        f"schema: 1\nextends: {DIGITAL}\nmeasures:\n  talk: null\n  digital:\n    ramp: null\n    set:\n"
        "      services.huwelijksaangifte.reassurance.receipt: 20%\n"
    )
    scenario = load(file)
    (measure,) = scenario.measures
    assert measure.ramp.value == 0
    assert scenario.design.services["huwelijksaangifte"].reassurance.receipt.value == 0.2
    assert "desk" not in scenario.design.services["huwelijksaangifte"].steps["notice"].options


def test_without_after_a_new_step_comes_last() -> None:
    step = {"label": "later", "kind": "back_office", "team": "registry", "work": "5 min"}
    scenario = load(DIGITAL, overrides={"measures.talk.set.services.huwelijksaangifte.steps.later": step})
    assert list(scenario.design.services["huwelijksaangifte"].steps)[-1] == "later"


def test_removing_what_is_not_there_is_a_problem() -> None:
    with pytest.raises(ScenarioError) as caught:
        load(DIGITAL, overrides={"measures.talk.set.services.huwelijksaangifte.steps.notise": None})
    (problem,) = caught.value.problems
    assert problem.code == "scenario.unknown_path"
    assert problem.near == ("notice",)


def test_the_name_of_a_measure_is_its_key() -> None:
    with pytest.raises(ScenarioError) as caught:
        load(DIGITAL, overrides={"measures.talk": {"name": "x", "label": "x", "set": {"channels.phone.lines": 3}}})
    assert [problem.code for problem in caught.value.problems] == ["scenario.unknown_key"]
