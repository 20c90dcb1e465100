"""A plan or measures on a town, as the command line and Python ask for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.model.files.errors import ScenarioError
from sim.model.files.extends import source_files
from sim.model.files.loading import load_files
from sim.model.files.plans.compose import plan_names, with_measures, with_plan
from sim.model.files.shipped import scenarios_folder
from sim.model.town.scenario import Scenario
from tests.model.plans.measures import PEOPLE, TOWN, codes, write_measure

VOORBEELDSTAD = scenarios_folder() / "municipalities" / "voorbeeldstad.yaml"


def measured(*given: Any, town: Path = VOORBEELDSTAD, **how: Any) -> Scenario:
    return load_files(with_measures(source_files(town), given, **how))


def planned(name: str, town: Path = VOORBEELDSTAD, **how: Any) -> Scenario:
    return load_files(with_plan(source_files(town), name, **how))


@pytest.mark.parametrize(
    "given",
    [
        "online-first:strength=2,of=verhuismelding",
        " online-first : strength = 2 , of = verhuismelding",
        {"online-first": {"strength": 2, "of": ["verhuismelding"]}},
        {"online-first": {"strength": 2, "of": "verhuismelding"}},
    ],
)
def test_a_measure_is_written_on_a_line_or_given_as_a_mapping(given: Any) -> None:
    (measure,) = measured(given).measures
    assert set(measure.set.values()) == {2}
    assert measure.label.nl == "alles online vooraan (hoe sterk 2; voor verhuismelding)"


def test_a_list_of_services_on_a_line_keeps_its_commas() -> None:
    (measure,) = measured("apply-online:of=verhuismelding,brp-uittreksel,strength=6").measures
    assert [path.split(".")[1] for path in measure.set] == ["verhuismelding", "brp-uittreksel"]
    assert set(measure.set.values()) == {6}


def test_several_measures_are_one_design_with_all_their_names(tmp_path: Path) -> None:
    found = measured("call-back", "evening-open:day=tue")
    assert len(found.measures) == 2
    assert found.label.en == "a call back instead of waiting + open in the evening (day Tuesday)"
    assert found.label.nl == "terugbellen in plaats van wachten + avond open (dag dinsdag)"
    own = write_measure(tmp_path, parameters=PEOPLE, set_="teams.front.shifts.day.people: {plus: $people}")
    assert measured(f"{own}:people=2", town=TOWN).design.teams["front"].shifts["day"].people == 6


def test_of_a_start_and_a_ramp_is_read_what_a_file_would_say() -> None:
    (measure,) = measured("online-first:start=4 weeks,ramp=2 weeks").measures
    week = 7 * 24 * 3600 * 1e6
    assert (measure.start.value, measure.ramp.value) == (4 * week, 2 * week)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("online-first:strength", "measure_typed"),
        ("online-first:=4", "measure_typed"),
        ("online-first:strength=", "measure_typed"),
        ("online-furst", "unknown_measure"),
        ("online-first:strength=many", "parameter_value"),
    ],
)
def test_what_is_written_wrongly_on_a_line_is_refused(given: str, code: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        measured(given)
    assert codes(caught.value) == [f"scenario.{code}"]


def test_a_plan_of_the_program_or_of_ones_own_fits_another_town_than_it_was_written_for(tmp_path: Path) -> None:
    assert planned("alleen-op-afspraak").measures == planned("library/verhalen/alleen-op-afspraak.yaml").measures
    plan = tmp_path / "mijn-plan.yaml"
    plan.write_text("schema: 1\nlabel: {nl: mijn plan, en: my plan}\nuse: {evening-open: {day: mon}}\n", encoding="utf-8")
    town = scenarios_folder() / "municipalities" / "s-hertogenbosch-2019.yaml"
    found = planned(str(plan), town)
    assert found.label.en == "my plan"
    assert found.population.inhabitants == 154_205
    assert found.design.teams["contact_centre"].shifts["evening"].people == 3


def test_what_a_town_lacks_of_a_plan_is_refused_and_left_out_on_request() -> None:
    with pytest.raises(ScenarioError):
        planned("alleen-op-afspraak", TOWN)
    with pytest.raises(ScenarioError) as caught:
        planned("alleen-op-afspraak", TOWN, where_possible=True)
    assert codes(caught.value) == ["scenario.nothing_possible"]
    with pytest.raises(ScenarioError):
        measured("apply-online:of=[verhuismelding,trouwen]")
    found = measured({"apply-online": {"of": ["verhuismelding", "trouwen"]}}, where_possible=True)
    assert [path.split(".")[1] for path in found.measures[0].set] == ["verhuismelding"]


def test_a_name_that_is_both_a_file_and_a_plan_of_the_program_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("alleen-op-afspraak.yaml").write_text("schema: 1\nlabel: a\nuse: call-back\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        planned("alleen-op-afspraak")
    assert codes(caught.value) == ["scenario.plan_or_file"]
    assert len(planned("./alleen-op-afspraak.yaml").measures) == 1
    assert len(planned("library/verhalen/alleen-op-afspraak.yaml").measures) == 1


def test_a_town_a_measure_and_a_name_of_nothing_are_no_plans(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        planned("alleen-op-afspraken")
    assert codes(caught.value) == ["scenario.unknown_plan"]
    assert "alleen-op-afspraak" in caught.value.problems[0].near
    own = write_measure(tmp_path, parameters=PEOPLE, set_="teams.front.shifts.day.people: {plus: $people}")
    for file, code in ((str(own), "is_measure"), (str(TOWN), "no_plan")):
        with pytest.raises(ScenarioError) as caught:
            planned(file)
        assert codes(caught.value) == [f"scenario.{code}"]


def test_the_plans_of_the_program_change_designs_and_nothing_else() -> None:
    assert "alleen-op-afspraak" in plan_names()
    assert "voorbeeldstad" not in plan_names()


def test_a_measure_that_is_given_twice_is_used_twice() -> None:
    town = source_files(scenarios_folder() / "municipalities" / "voorbeeldstad.yaml")
    found = load_files(with_measures(town, ["more-people:team=contact_centre", "more-people:team=civil_affairs"]))
    assert [one.name for one in found.measures] == ["more-people", "more-people-2"]


def test_what_is_no_mapping_of_parameters_is_refused() -> None:
    town = source_files(scenarios_folder() / "municipalities" / "voorbeeldstad.yaml")
    with pytest.raises(ScenarioError) as refused:
        with_measures(town, [{"more-people": 5}])
    assert codes(refused.value) == ["scenario.measure_typed"]


def test_a_desk_that_is_closed_that_day_already_is_no_change() -> None:
    town = source_files(scenarios_folder() / "municipalities" / "voorbeeldstad.yaml")
    with pytest.raises(ScenarioError) as refused:
        load_files(with_measures(town, ["desk-closed:day=sat"]))
    assert codes(refused.value) == ["scenario.reaches_nothing"]


def test_what_is_wrong_with_a_measure_is_told_where_it_was_asked() -> None:
    town = source_files(scenarios_folder() / "municipalities" / "voorbeeldstad.yaml")
    with pytest.raises(ScenarioError) as refused:
        load_files(with_measures(town, ["chat:start=10 weeks,until=4 weeks"]))
    (problem,) = refused.value.problems
    assert (problem.path, problem.code) == ("use.chat", "scenario.bad_value")


def test_what_is_so_today_is_of_the_town_and_not_of_a_plan(tmp_path: Path) -> None:
    """Else the plan would differ from the town in what was said to be so already."""
    plan = tmp_path / "plan.yaml"
    plan.write_text("schema: 1\nlabel: plan\nuse: {receipt: {start: today}, chat: {}}\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"plan\.yaml:3: this is no plan: .*use\.receipt\.start: today"):
        with_plan(source_files(VOORBEELDSTAD), str(plan))
