"""How `use` may be written, and what a file that extends another makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.model.files.errors import ScenarioError
from sim.model.files.plans.use import is_file, named
from tests.model.plans.measures import PEOPLE, codes, use, write_measure

LINES = "teams.front.shifts.day.people: {plus: $people}"


@pytest.mark.parametrize("said", ["./own.yaml", "[./own.yaml]", "{own: {measure: own.yaml}}"])
def test_a_measure_a_list_and_a_mapping_say_the_same(tmp_path: Path, said: str) -> None:
    write_measure(tmp_path, parameters=PEOPLE, set_=LINES)
    found = use(tmp_path, said)
    assert [measure.name for measure in found.measures] == ["own"]
    assert found.design.teams["front"].shifts["day"].people == 5


def test_one_measure_may_be_used_twice_under_two_names(tmp_path: Path) -> None:
    write_measure(tmp_path, parameters=f"{PEOPLE}\nteam: {{label: {{nl: team, en: team}}, type: team, default: front}}",
                  set_=LINES.replace("front", "$team"))  # fmt: skip
    found = use(tmp_path, "{own: {measure: own.yaml}, registry: {measure: own.yaml, team: registry, people: 2}}")
    assert [measure.label.en for measure in found.measures] == ["own", "own (team registry; people 2)"]
    assert [found.design.teams[name].shifts["day"].people for name in ("front", "registry")] == [5, 4]


def test_a_file_that_extends_a_plan_changes_or_takes_out_what_that_uses(tmp_path: Path) -> None:
    write_measure(tmp_path, parameters=PEOPLE, set_=LINES)
    use(tmp_path, "{own: {measure: own.yaml}}")
    child = tmp_path / "child.yaml"
    child.write_text("schema: 1\nextends: plan.yaml\nlabel: {nl: kind, en: child}\nuse: {own: {people: 2}}\n", encoding="utf-8")
    assert sim.load(child).design.teams["front"].shifts["day"].people == 6
    child.write_text("schema: 1\nextends: plan.yaml\nlabel: {nl: kind, en: child}\nuse: {own: null}\n", encoding="utf-8")
    assert sim.load(child).measures == ()


@pytest.mark.parametrize("said", ["4", "{own: 4}", "{own: [people]}"])
def test_anything_else_under_it_is_refused(tmp_path: Path, said: str) -> None:
    write_measure(tmp_path, parameters=PEOPLE, set_=LINES)
    with pytest.raises(ScenarioError) as caught:
        use(tmp_path, said)
    assert set(codes(caught.value)) & {"scenario.not_a_mapping", "scenario.unknown_measure"}


def test_a_file_is_known_by_its_slash_or_its_ending() -> None:
    assert [is_file(name) for name in ("own", "own.yaml", "./own", "a\\own", "own.yml")] == [False, True, True, True, True]
    assert [named(name) for name in ("own", "own.yaml", "folder/own.yaml", "a\\own.yml")] == ["own"] * 4
