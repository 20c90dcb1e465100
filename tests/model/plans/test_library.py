"""The measures that come with the program, each alone on the towns that come with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.experiment.running.subject import Subject
from sim.measure.definitions import BY_NAME
from sim.model.files.errors import ScenarioError
from sim.model.files.extends import source_files
from sim.model.files.loading import load_files
from sim.model.files.plans.compose import with_measures
from sim.model.files.plans.found import measure_names, shipped_measure
from sim.model.files.plans.measure_file import GROUPS, Expected, MeasureFile, Parameter, read_measure
from sim.model.files.shipped import scenarios_folder
from sim.model.files.sources import SourceFile
from sim.model.town.scenario import Scenario
from sim.model.values.values import exactly

TOWNS = tuple(
    f"municipalities/{name}.yaml" for name in ("voorbeeldstad", "voorbeelddorp", "voorbeeldplaats", "voorbeeldgrootstad")
)
NEEDS = {
    "shared-centre": "municipalities/twee-gemeenten.yaml",
    "spread-letters": "municipalities/belastingbrieven-ineens.yaml",
}
"""Measures of something that not every town has, and a town that has it."""
MEASURES = {name: read_measure(shipped_measure(name)).file for name in measure_names()}
TOO_FEW_PEOPLE: list[tuple[str, str, Any]] = [("voorbeelddorp", "roster-shift", 3)]
"""Two people work there in the early shift, and three cannot leave it."""
EXPECTED = [(name, expected) for name, measure in MEASURES.items() for expected in measure.expect]
SHORT: Mapping[str, Any] = {"period.weeks": 4, "period.warm_up": 2, "period.prelude": 8, "period.follow_up": 8}
SOURCES = Path(__file__).resolve().parents[3] / "docs" / "sources.md"
LONGEST_WHY = 110


@cache
def files_of(town: str) -> tuple[SourceFile, ...]:
    return source_files(scenarios_folder() / town)


@cache
def today(town: str) -> Scenario:
    return load_files(files_of(town))


def alone(town: str, name: str, **said: Any) -> Scenario:
    return _alone(town, name, json.dumps(said))


@cache
def _alone(town: str, name: str, said: str) -> Scenario:
    return load_files(with_measures(files_of(town), [{name: json.loads(said)}]))


def towns_of(name: str) -> tuple[str, ...]:
    return (NEEDS[name],) if name in NEEDS else TOWNS


ON_TOWNS = [pytest.param(town, name, id=f"{name}-{Path(town).stem}") for name in MEASURES for town in towns_of(name)]
ON_A_TOWN = [pytest.param(towns_of(name)[0], name, id=name) for name in MEASURES]


def levels_of(parameter: Parameter) -> tuple[Any, ...]:
    """Every level of a parameter; of names both what a planner gets and one that all these towns have."""
    named = {"team": ("contact_centre",), "weekday": ("mon", "tue-wed"), "switch": ("on", "off"), "services": ("all",)}
    return (*(parameter.levels or named.get(parameter.type, ())), parameter.default)


@pytest.mark.parametrize(("town", "name"), ON_TOWNS)
def test_a_measure_alone_fits_the_town_and_changes_something_in_it(town: str, name: str) -> None:
    found = alone(town, name)
    (measure,) = found.measures
    assert measure.set
    assert found.designs[0] == today(town).designs[0]
    assert found.designs[1] != found.designs[0]


@pytest.mark.parametrize("name", NEEDS)
def test_where_a_town_lacks_what_a_measure_is_about_it_says_so(name: str) -> None:
    for town in TOWNS:
        with pytest.raises(ScenarioError) as caught:
            alone(town, name)
        assert {"scenario.measure_lacks", "scenario.reaches_nothing"} & {problem.code for problem in caught.value.problems}


@pytest.mark.parametrize(("town", "name"), ON_TOWNS)
def test_with_any_of_its_parameters_at_the_neutral_level_something_is_left_as_it_is(town: str, name: str) -> None:
    """So today is a design of every grid: with all of them neutral nothing is changed at all."""
    measure = MEASURES[name]
    neutral = {key: measure.neutral(key) for key in measure.parameters if measure.neutral(key) is not None}
    assert neutral
    whole = alone(town, name, **neutral)
    assert whole.measures == ()
    assert Subject(whole).digest == Subject(today(town)).digest
    with_all = set(alone(town, name).measures[0].set)
    for key, level in neutral.items():
        left = alone(town, name, **{key: level}).measures
        assert not left or set(left[0].set) < with_all, key


@pytest.mark.parametrize(("town", "name"), ON_A_TOWN)
def test_every_level_of_its_parameters_can_be_had(town: str, name: str) -> None:
    for key, parameter in MEASURES[name].parameters.items():
        for level in levels_of(parameter):
            if (Path(town).stem, name, level) in TOO_FEW_PEOPLE:
                with pytest.raises(ScenarioError) as caught:
                    alone(town, name, **{key: level})
                assert [problem.path for problem in caught.value.problems] == ["teams.contact_centre.shifts.early.people"]
                continue
            found = alone(town, name, **parameter.only_if, **{key: level})
            assert len(found.designs) == 1 + bool(found.measures)


@pytest.mark.parametrize(("name", "service"), [("conversation", "bijstand"), ("new-conversation", "wmo-voorziening")])
def test_a_conversation_for_complex_cases_is_for_those_only(name: str, service: str) -> None:
    found = alone("municipalities/voorbeeldstad.yaml", name, who="complex", above=0.75)
    step = found.design.services[service].steps["conversation"]
    assert step.applies_to is not None
    assert step.applies_to.complexity_above == exactly(0.75)
    assert step.applies_to.recognised.is_assumption
    assert step.wanted


def test_there_is_a_measure_for_every_card() -> None:
    assert len(MEASURES) >= 30
    assert {measure.group for measure in MEASURES.values()} == set(GROUPS)


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_says_in_a_line_why_one_would_and_has_a_few_parameters(name: str) -> None:
    measure = MEASURES[name]
    for text in (measure.why.nl, measure.why.en):
        assert text.endswith(".")
        assert len(text) <= LONGEST_WHY, text
    assert measure.why.nl != measure.why.en
    assert 1 <= len(measure.parameters) <= 4
    for text in (measure.legal.nl, measure.legal.en):
        assert not text or text.endswith(("?", ".")), text
    assert bool(measure.legal.nl) == bool(measure.legal.en)
    assert not measure.legal.nl or "?" in measure.legal.nl, "a note on the law is a question, no advice"


@pytest.mark.parametrize("name", MEASURES)
def test_its_numbers_rest_on_a_source_or_say_that_they_are_assumed(name: str) -> None:
    known = {*re.findall(r"^- \*\*([A-Z]\d+)\*\*", SOURCES.read_text(encoding="utf-8"), re.MULTILINE), "ASSUMPTION"}
    assert set(MEASURES[name].sources) <= known - {"ASSUMPTION"}
    for entry in ranges_in(MEASURES[name]):
        assert set(re.findall(r"\b[A-Z]\d+\b|ASSUMPTION", entry.get("source", ""))) & known, entry
        assert entry.keys() <= {"low", "mid", "high", "source", "group"} | {"when"}


def ranges_in(measure: MeasureFile) -> Iterator[dict[str, Any]]:
    def within(value: Any) -> Iterator[dict[str, Any]]:
        if isinstance(value, dict):
            if "mid" in value:
                yield value
            for item in value.values():
                yield from within(item)

    yield from within(measure.set)
    yield from within({key: parameter.levels for key, parameter in measure.parameters.items()})


def test_measures_that_are_used_together_leave_each_other_what_they_set() -> None:
    """Two cards that set one path would undo each other; these are the pairs that are known to do so, and why is plain."""
    found = [name for name in MEASURES if name not in NEEDS]
    sets = {name: set(alone(TOWNS[0], name).measures[0].set) for name in found}
    pairs = {frozenset((one, other)) for one in found for other in found if one < other and sets[one] & sets[other]}
    assert pairs == SAME_PATH


SAME_PATH = {
    frozenset(pair)
    for pair in (
        ("apply-online", "online-first"),
        ("apply-online", "digital-birth"),
        ("book-online", "online-first"),
        ("digital-birth", "online-first"),
        ("walk-in-closed", "appointment-only"),
        ("desk-closed", "evening-open"),
        ("more-people", "roster-shift"),
    )
}


@pytest.mark.parametrize(("name", "expected"), EXPECTED)
def test_what_must_follow_from_a_measure_is_a_figure_and_one_of_its_parameters(name: str, expected: Expected) -> None:
    assert expected.figure.partition(":")[0] in BY_NAME
    assert expected.of in MEASURES[name].parameters


@pytest.mark.slow
@pytest.mark.parametrize(("name", "expected"), EXPECTED)
def test_what_must_follow_from_a_measure_does(name: str, expected: Expected) -> None:
    parameter = MEASURES[name].parameters[expected.of]
    levels = tuple(parameter.levels) or (MEASURES[name].neutral(expected.of), parameter.default)
    (town,) = towns_of(name)[:1]
    figures = [figure(town, {name: {expected.of: level}}, expected.figure) for level in (levels[0], levels[-1])]
    assert figures[0] != figures[1]
    assert (figures[1] > figures[0]) == (expected.goes == "up"), figures


def figure(town: str, measures: Mapping[str, Any], key: str) -> float:
    """A figure of the weeks of a short run, of whom it is told behind its colon."""
    scenario = load_files(with_measures(files_of(town), [measures]), overrides=SHORT)
    name, _, member = key.partition(":")
    estimates = sim.run(scenario, replications=2, seed=1, jobs=1).estimates()
    return {str(key): found.mean for key, found in estimates.items()}[f"{name} ({member})" if member else name]
