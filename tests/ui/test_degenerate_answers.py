"""The pages on an answer in which something is missing: nobody comes, nobody works, a channel is gone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from sim.experiment.compare import compare
from sim.experiment.sensitivity import sensitivity
from sim.experiment.sweeping import default_questions
from sim.experiment.tipping import tipping_points
from sim.model.files.loading import load
from sim.report.answers.answer import StoredAnswer, answers_of
from sim.report.told.recipe import Recipe
from sim.text.pairs import Language, Text
from sim.ui.jobs import Run
from sim.ui.pages import about, closer, dials, start
from tests.degenerate_designs import (
    WEB,
    Change,
    beside,
    changed,
    everybody_lost,
    milestone_only,
    no_demand,
    only_self_service,
    write_pair,
)
from tests.ui.test_pages import Service, page, words

NO_NUMBER = re.compile(r"(?<![\w-])(nan|NaN|inf|∞)(?![\w-])")
CASES: dict[str, tuple[tuple[Change, ...], str, int]] = {
    "nobody comes": ((no_demand,), "more people", 2),
    "only self-service": ((only_self_service,), "fewer cases", 2),
    "only a date": ((milestone_only,), "nothing", 2),
    "everybody lost": ((everybody_lost,), "no phone", 2),
    "one repeat": ((), "more people", 1),
}


def answer_of(folder: Path, kinds: tuple[Change, ...], measure: str, replications: int) -> StoredAnswer:
    """As the dashboard has its answers: with tipping points where there is something to turn, journeys and what decides."""
    files = write_pair(folder, changed(*kinds), beside(measure))
    pair = [load(path) for path in files]
    comparison = compare(pair, replications=replications, closer=True, jobs=1)
    questions = default_questions(comparison.focus)
    turns = tipping_points(pair, WEB, (0.5, 0.8), questions, replications=replications, jobs=1) if _has_a_range(pair[1]) else ()
    swings = sensitivity(pair, questions, replications=1, jobs=1, focus=comparison.focus)
    answers = answers_of(comparison, [path.name for path in files], Text("Here", "Hier"), turns, swings)
    return StoredAnswer("made of", answers, Recipe(replications), {"kpis": "0"})


def _has_a_range(scenario: Any) -> bool:
    step = scenario.design.services["ask"].steps.get("ask")
    return step is not None and "web" in step.options and step.options["web"].resolves.is_ranged


@pytest.fixture(scope="module", params=list(CASES))
def stored(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> StoredAnswer:
    return answer_of(tmp_path_factory.mktemp("degenerate"), *CASES[request.param])


def shown(found: AppTest) -> str:
    tables = [str(table.value) for table in found.table]
    said = "\n".join([words(found), *tables, *(str(one.value) for one in found.info)])
    assert not NO_NUMBER.search(said), said
    return said


def test_an_answer_is_kept_and_read_again(stored: StoredAnswer) -> None:
    assert StoredAnswer.decoded(stored.encoded()).encoded() == stored.encoded()


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_first_page_and_what_is_behind_it_show_it(
    lang: Language, stored: StoredAnswer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (start, about, closer):
        monkeypatch.setattr(module, "stored_answer", lambda _name: stored)
    assert stored.answers[lang].findings.stories[1].label in shown(page("start", lang))
    shown(page("about", lang))
    shown(page("closer", lang))


def test_an_answer_of_the_dials_shows_it(stored: StoredAnswer, monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run("one", stage="done", answers=stored.answers, digests={"kpis": "0"})
    monkeypatch.setattr(dials, "jobs", lambda: Service(run))
    assert stored.answers["nl"].findings.stories[1].label in shown(page("dials"))
