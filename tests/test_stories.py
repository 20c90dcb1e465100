"""Plans and stories: what each file says of itself, that it changes nothing but the design, and that all can be compared."""

from __future__ import annotations

import itertools
import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

import sim
from sim.experiment.compare import compare, narrowed
from sim.experiment.found.intervals import DECIDED
from sim.experiment.numbers.comparable import check_comparable
from sim.experiment.numbers.levels import LEVELS, at_level, keys_of
from sim.model.files.library import Story, library, plans
from sim.model.files.loading import load
from sim.model.files.plans.compose import plan_names
from sim.model.town.scenario import Scenario
from sim.model.town.worlds import ranges
from sim.report.answers.checking import check
from sim.report.answers.stories import level_told
from sim.text.pairs import Text
from sim.text.texts import Texts

STORIES, PLANS = library(), plans()
BASES = sorted({story.beside for story in PLANS})
LEVERS = re.compile(
    r"(channels|teams|queues)\.\w+(\.(open|outages|announced_wait|shifts\.\w+(\.people)?|(teams|helpers)(\.\w+)?))?"
    r"|services\.[\w-]+\.inquiry\.\w+"
    r"|services\.[\w-]+\.reassurance\.(status_visible|receipt)"
    r"|services\.[\w-]+\.questions\.page"
    r"|services\.[\w-]+\.demand\.mailings\.\w+\.spread"
    r"|services\.[\w-]+\.steps\.\w+\.(applies|confirms|explains|second_participant\.reminded_after)"
    r"|services\.[\w-]+\.steps\.\w+\.options\.\w+(\.(steering|complete|save|handling\.\w+))?"
)
"""What a story may set: how the service is run, which options a step has, what is sent, and how long the work takes."""
NOT_A_LEVER = {"paspoortgolf": re.compile(r"services\.(paspoort|identiteitskaart)\.demand\.rate")}
"""The wave is the calendar's doing: no design, but no trait of the citizens either."""
LETTERS = {"period.start": "2024-02-26"}
"""The week in which the letters of these stories leave."""
TINY = {
    "population.inhabitants": 3000,
    "period.weeks": 1,
    "period.warm_up": 1,
    "period.prelude": 0,
    "period.follow_up": 1,
}


def of_base(base: Path) -> list[Story]:
    return [story for story in PLANS if story.beside == base]


def ids(story: Story) -> str:
    return story.name


def test_the_library_has_the_plans_that_planners_ask_for_and_tells_eight_of_them_as_stories() -> None:
    assert len(STORIES) == 8
    assert PLANS[:8] == STORIES
    assert len({story.question for story in STORIES}) == 8
    assert len(PLANS) >= 24
    assert {plan.file.stem: plan.name for plan in PLANS} == plan_names()
    found = {plan.file.stem for plan in PLANS}
    assert found >= {"paspoortgolf", "alles-digitaal", "hybride", "chatbot-voor-de-telefoon"}
    assert found >= {"mislukte-start", "terugbellen-in-plaats-van-wachten"}


@pytest.mark.parametrize("story", PLANS, ids=ids)
def test_a_story_says_in_both_languages_what_it_asks_and_what_was_found(story: Story) -> None:
    for text in (story.label, story.question, story.about, story.look_at):
        assert text.nl
        assert text.en
    assert story.question.nl.strip().endswith("?")
    assert story.beside.is_file()
    scenario = story.scenario
    told = {name: getattr(scenario, name) for name in ("label", "question", "about", "look_at")}
    assert told == {name: getattr(story, name) for name in told}


@pytest.mark.parametrize("story", PLANS, ids=ids)
def test_a_story_breaks_no_law_and_starts_in_time(story: Story) -> None:
    found = check(story.file)
    assert found.warnings == ()
    assert found.warm_up == ()


@pytest.mark.parametrize("story", PLANS, ids=ids)
def test_a_story_differs_from_its_base_in_its_design_alone(story: Story) -> None:
    check_comparable([story.reference, story.scenario])
    assert story.scenario.baseline == story.reference.baseline
    other = NOT_A_LEVER.get(story.file.stem)
    for measure in story.scenario.measures:
        wrong = [path for path in measure.set if not LEVERS.fullmatch(path) and not (other and other.fullmatch(path))]
        assert wrong == []


def test_an_assumption_of_the_measure_is_about_what_the_measure_sets() -> None:
    of_measure = [(story, found) for story in PLANS if (found := story.scenario.deciding) is not None and found.of == "measure"]
    assert of_measure
    for story, deciding in of_measure:
        told = [path for path, _ in ranges(story.scenario) if any(fnmatchcase(path, one) for one in deciding.paths)]
        keys = {key for measure in story.scenario.measures for key in measure.set}
        assert told, story.name
        assert [path for path in told if not any(f"{path}.".startswith(f"{key}.") for key in keys)] == [], story.name


@pytest.mark.parametrize("story", PLANS, ids=ids)
def test_the_deciding_assumption_changes_what_it_is_said_to_change(story: Story) -> None:
    deciding = story.scenario.deciding
    assert deciding is not None
    assert keys_of(story.scenario, deciding)
    for level in LEVELS:
        reference, scenario = (at_level(one, deciding, level) for one in (story.reference, story.scenario))
        check_comparable([reference, scenario])
        assert (scenario == story.scenario) == (level == "mid")
        if deciding.of == "measure":
            assert reference == story.reference
            assert scenario.baseline == story.reference.baseline
        else:
            assert (reference == story.reference) == (level == "mid")
            assert scenario.baseline == reference.baseline


@pytest.mark.parametrize("base", BASES, ids=lambda base: base.stem)
def test_any_two_stories_of_one_municipality_give_a_verdict(base: Path) -> None:
    """Each with those next to it in the list and the one halfway on; the slow test has all pairs."""
    weeks = TINY | (LETTERS if base.stem.startswith("belastingbrieven") else {})
    scenarios = [load(file, overrides=weeks) for file in (base, *(story.file for story in of_base(base)))]
    found = compare(scenarios, replications=2, jobs=1, pairs="all")
    for place, far in itertools.product(range(len(scenarios)), {1, len(scenarios) // 2}):
        pair = sorted({place, (place - far) % len(scenarios)})
        if len(pair) < 2:
            continue
        comparison = narrowed(found, (pair[0], pair[1]))
        assert len(comparison.headline_differences) == len(comparison.headlines)
        assert level_told(comparison, "mid", "", Texts("en")).verdict


@pytest.mark.slow
def test_any_two_stories_give_a_verdict_as_they_are_shipped() -> None:
    base = next(base for base in BASES if base.stem == "voorbeeldstad")
    scenarios: list[Scenario] = [sim.load(base), *(story.scenario for story in of_base(base))]
    comparison = sim.compare(scenarios, replications=2, seed=1, jobs=1, pairs="all")
    assert len(comparison.pairs) == len(scenarios) * (len(scenarios) - 1) / 2
    for pair in comparison.pairs:
        told = {row.judgement for row in comparison.headline_differences if row.pair == pair}
        assert told <= DECIDED | {"undecided"}


def test_a_folder_of_ones_own_has_its_own_stories(tmp_path: Path) -> None:
    (tmp_path / "verhalen").mkdir()
    (tmp_path / "verhalen" / "een.yaml").write_text("schema: 1\nlabel: een\nquestion: Wat?\nbeside: basis.yaml\n")
    (tmp_path / "verhalen" / "basis.yaml").write_text("schema: 1\nlabel: basis\n")
    (story,) = library(tmp_path)
    assert story.beside == tmp_path / "verhalen" / "basis.yaml"
    assert story.question == Text("Wat?", "Wat?")
