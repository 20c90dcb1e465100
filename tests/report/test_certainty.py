from __future__ import annotations

import ast
import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from sim.cli.screen import print_findings
from sim.experiment.found.intervals import ALPHA, LOOKS, look_alpha
from sim.report.answers.plain import as_json
from sim.report.files.page import render
from sim.report.files.workbook import workbook
from sim.report.told.findings import Findings, unsourced_among
from sim.report.words import certainty
from sim.text.extract import SIM, used_in
from sim.text.texts import LANGUAGES, Texts
from tests.report.examples import findings
from tests.report.test_workbook import Read

NL, EN = Texts("nl"), Texts("en")

SURENESS = re.compile(r"\bsure\w*\b|certain|confiden|\bintervals?\b|\bbound\b|\b9[579](\.\d+)?\s?%|zeker", re.IGNORECASE)
OF_CITIZENS = re.compile(r"\bto be sure\b|\(again, to be sure|Are you sure now|wanting certainty|certainty they need")
"""What inhabitants want to know for certain is no certainty of ours."""
WORDS = 3
"""Fewer words are a heading, such as "Interval" or "How sure"."""


def elsewhere() -> Iterator[tuple[str, str]]:
    """(file, text) of every text of some words that a reader may see and that is not made in ``certainty``."""
    for path in [*SIM.glob("report/**/*.py"), *SIM.glob("cli/*.py"), *SIM.glob("ui/**/*.py"), *SIM.glob("evidence/*.py")]:
        if path != Path(certainty.__file__):
            for text in _texts(ast.parse(path.read_text(encoding="utf-8"))):
                yield path.name, text
    for path in SIM.glob("report/templates/*.html"):
        for sentence in used_in(path):
            yield path.name, sentence if isinstance(sentence, str) else " ".join(sentence)


def _texts(tree: ast.Module) -> Iterator[str]:
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node.value


def test_every_sentence_about_certainty_is_made_in_one_place() -> None:
    texts = [(file, " ".join(text.split())) for file, text in elsewhere() if len(text.split()) >= WORDS]
    assert len(texts) > 500, "the texts were not found"
    found = [(file, text) for file, text in texts if SURENESS.search(text) and not OF_CITIZENS.search(text)]
    assert not found, "make these in sim/report/words/certainty.py, where what they claim is looked after"


@pytest.mark.parametrize(
    "text", ["We are 95% sure.", "The bound lies there.", "Met met zekerheid gehaald.", "Its interval is wide."]
)
def test_the_search_sees_such_sentences(text: str) -> None:
    assert SURENESS.search(text)
    assert not OF_CITIZENS.search(text)


def run_of(count: int = 20) -> Findings:
    """One scenario, with nothing to compare."""
    whole = findings(count, count)
    return replace(whole, stories=whole.stories[:1], sensitivity=())


def test_a_run_is_sure_of_each_interval_only() -> None:
    assert certainty.chance(EN, run_of()) == (
        "95% sure within this model of each interval by itself, not of all together (20 repeats)."
    )
    assert certainty.chance(NL, run_of()).startswith("95% zeker binnen dit model van elk interval afzonderlijk")
    assert certainty.others(EN, run_of()) == "", "it is said already"


def test_the_intervals_of_a_verdict_hold_together_and_the_others_do_not() -> None:
    assert certainty.chance(EN, findings()) == (
        "95% sure within this model: the intervals of the verdict hold together (20 repeats)."
    )
    assert certainty.others(EN, findings()) == "95% sure of every other interval by itself, not of all together."
    assert certainty.sure(EN, findings()) == "95% sure within this model."


def test_nothing_is_claimed_of_one_repeat_or_before_the_end() -> None:
    assert "chance is not measured" in certainty.chance(EN, findings(1, 1))
    assert certainty.others(EN, findings(1, 1)) == ""
    assert certainty.sure(EN, findings(1, 1)) == "This is a first impression; chance is not measured yet."
    assert certainty.sure(EN, findings(), final=False) == "How sure this is, is told when all repeats are there."


def test_what_the_looks_spend_together_is_what_is_said() -> None:
    """The looks may share no more than the error that the sentence tells, whichever of them is the last."""
    assert sum(look_alpha(number) for number in range(1, len(LOOKS) + 1)) <= ALPHA
    assert certainty.level(EN) == f"{100 * (1 - ALPHA):.0f}%"


@pytest.mark.parametrize(("sure", "told"), [(0.95, "95%"), (0.975, "97.5%"), (0.9875, "98.75%"), (0.999, "99.9%")])
def test_a_level_is_said_as_it_is(sure: float, told: str) -> None:
    assert certainty.level(EN, sure) == told


def test_the_assumptions_that_matter_most_are_those_without_a_source() -> None:
    """The second of the three that move the verdict has a source, so it is not named."""
    assert certainty.leaning(EN, findings()) == (
        "Leans on 1 assumption without a source; the 2 that matter most are “reassurance contacts” and “something new”."
    )
    assert "de 2 die het meest uitmaken zijn" in certainty.leaning(NL, findings())


def test_what_was_not_worked_out_says_how_to_find_out() -> None:
    bare = replace(findings(), sensitivity=())
    assert certainty.leaning(EN, bare).endswith("source; which matter most was not worked out (compare --sensitivity).")
    assert certainty.leaning(EN, bare, "ask").endswith("source; ask.")
    assert certainty.leaning(EN, run_of()) == "Leans on 1 assumption without a source.", "a run has no verdict"
    assert certainty.leaning(EN, replace(bare, assumptions=())) == "Leans on no assumption without a source."


def test_those_that_matter_may_all_have_a_source() -> None:
    whole = findings()
    swings = tuple(replace(swing, unsourced=False) for swing in whole.sensitivity[0].swings)
    sourced = replace(whole, sensitivity=(replace(whole.sensitivity[0], swings=swings),))
    assert certainty.leaning(EN, sourced).endswith("; none of them is among the numbers that matter most.")


def test_assumptions_of_one_group_count_once() -> None:
    one = findings().assumptions[0]
    grouped = [replace(one, path=f"at.{number}", group="together") for number in range(3)]
    assert unsourced_among([*grouped, replace(one, path="alone")]) == 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_chance_and_the_world_are_never_in_one_breath(lang: str) -> None:
    say = Texts("nl" if lang == "nl" else "en")
    chance = (
        certainty.sure(say, findings()),
        certainty.chance(say, findings()),
        certainty.chance(say, run_of()),
        certainty.plan_chance(say, 0.9875, 10),
        certainty.available_chance(say, 10),
        certainty.story_chance(say),
    )
    world = (certainty.leaning(say, findings()), certainty.story_leaning(say, 3))
    model, assumption = ("binnen dit model", "aanname") if lang == "nl" else ("within this model", "assumption")
    assert all(model in told and "bron" not in told and "source" not in told for told in chance)
    assert all(assumption in told and model not in told and "%" not in told for told in world)


def test_a_plan_tells_its_bound_and_its_certainty_apart() -> None:
    told = certainty.plan_chance(EN, 0.9875, 10)
    assert told.startswith("95% sure within this model of each norm by itself")
    assert "98.75% bound over 10 fresh repeats" in told


def test_where_the_answer_turns_is_told_with_its_certainty() -> None:
    assert certainty.turn(EN, "1", "2") == "95% sure: the turn lies between 1 and 2."
    assert "above 1" in certainty.turn(EN, "1", None)
    assert "below 2" in certainty.turn(EN, None, "2")
    assert certainty.turn(EN, None, None) == "Where exactly is not sure."


def pieces(place: str, say: Texts) -> list[str]:
    """What stands apart in a place where a verdict stands: sentences on lines, in cells or in paragraphs of their own."""
    told = findings()
    if place == "page":
        return re.findall(r"<p[^>]*>(.*?)</p>", html.unescape(render(told, say)), re.DOTALL)
    if place == "workbook":
        return [str(cell) for row in next(iter(Read(workbook(told, say)).sheets.values())) for cell in row]
    if place == "json":
        return list(as_json(told, say)["certainty"])
    screen = Console(width=400, highlight=False)
    with screen.capture() as captured:
        print_findings(screen, say, told)
    return [line.strip() for line in captured.get().splitlines()]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("place", ["screen", "page", "workbook", "json"])
def test_both_certainties_stand_apart_wherever_a_verdict_stands(place: str, lang: str) -> None:
    say = Texts("nl" if lang == "nl" else "en")
    found = pieces(place, say)
    assert certainty.chance(say, findings()) in found
    assert certainty.leaning(say, findings()) in found


def test_what_assumptions_do_is_told_with_its_certainty() -> None:
    assert [told[:24] for told in certainty.assumptions(EN, findings())] == [
        "One changes the verdict ",
        "In each world every numb",
    ]
    assert "95% sure of each by itself" in certainty.swings(EN, 3)
    assert "chance is not measured" in certainty.swings(EN, 1), "nothing was shown, and nothing was shown not to be"
    assert certainty.assumptions(EN, run_of()) == [certainty.worlds(EN)]
    for place in ("screen", "workbook"):
        assert set(certainty.assumptions(EN, findings())) <= set(pieces(place, EN))
