from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from sim.evidence.patterns import words as pattern_words
from sim.evidence.patterns.stored import stored_table
from sim.report.words.names import capital
from sim.report.words.rebound import rebound
from sim.report.words.several import overall
from sim.report.words.short import in_short
from sim.report.words.verdict import kpi_name
from sim.text.pairs import Language
from sim.text.texts import LANGUAGES, Texts
from sim.ui import jobs
from sim.ui.jobs import Asked, Run
from sim.ui.pages import dials
from sim.ui.questions import MARRIAGE
from sim.ui.shipped_answers import stored_answer, stored_plans
from sim.ui.town import plain

WAIT = 60
DASHBOARD = Path(__file__).parents[2] / "dashboard.py"


def draw(name: str, lang: str) -> None:
    """What a visitor of one page gets; Streamlit runs this as a script of its own."""
    from importlib import import_module  # noqa: PLC0415

    from sim.text.texts import Texts  # noqa: PLC0415

    import_module(f"sim.ui.pages.{name}").PAGE.show(Texts("nl" if lang == "nl" else "en"))


def page(name: str, lang: Language = "nl") -> AppTest:
    found = AppTest.from_function(draw, kwargs={"name": name, "lang": lang}, default_timeout=WAIT).run()
    assert not found.exception, found.exception
    return found


def words(found: AppTest) -> str:
    parts: list[Any] = [*found.title, *found.header, *found.subheader, *found.markdown, *found.caption]
    return "\n".join(str(part.value) for part in parts)


class Service:
    """A job service whose runs are where the test wants them."""

    def __init__(self, run: Run) -> None:
        self.run, self.asked = run, list[Asked]()

    def ask(self, _owner: str, asked: Asked) -> Run:
        self.asked.append(asked)
        return self.run


@pytest.fixture
def serving(monkeypatch: pytest.MonkeyPatch) -> Callable[[Run], Service]:
    def serve(run: Run) -> Service:
        service = Service(run)
        monkeypatch.setattr(dials, "jobs", lambda: service)
        return service

    return serve


def test_the_dashboard_opens_in_dutch_on_the_answer() -> None:
    found = AppTest.from_file(DASHBOARD, default_timeout=WAIT).run()
    assert not found.exception
    assert found.title[0].value == "Wat gebeurt er als trouwen digitaal wordt?"


@pytest.mark.parametrize(("asked", "title"), [("en", "What happens"), ("nl", "Wat gebeurt"), ("xx", "Wat gebeurt")])
def test_the_address_says_the_language(asked: str, title: str) -> None:
    found = AppTest.from_file(DASHBOARD, default_timeout=WAIT)
    found.query_params["lang"] = asked
    found.run()
    assert not found.exception
    assert str(found.title[0].value).startswith(title)
    found.segmented_control(key="lang").set_value("en").run()
    assert str(found.title[0].value).startswith("What happens")
    assert found.query_params["lang"] in ("en", ["en"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_screen_says_the_verdict_of_the_stored_answer(lang: Language) -> None:
    answer = stored_answer(MARRIAGE).answers[lang]
    found = page("start", lang)
    assert found.header[0].value == overall(Texts(lang), answer.findings)
    table = found.table[0].value
    assert list(table.columns)[1:] == [story.label for story in answer.findings.stories]
    assert len(table) == len(answer.overview.rows)
    for line in in_short(Texts(lang), answer.findings)[1:]:
        assert plain(line) in words(found)
    assert plain(rebound(Texts(lang), answer.findings, 1)) in words(found)
    assert all(capital(kpi_name(Texts(lang), row)) not in table.iloc[:, 0].tolist() for row in answer.overview.apart)
    for forbidden in ("seed", "replicati", "p-waarde", "p-value"):
        assert forbidden not in words(found).lower()


def test_the_slider_of_the_assumption_changes_the_sentence() -> None:
    found = page("start")
    before = words(found)
    found.select_slider(key="hinge").set_value(2.0).run()
    assert not found.exception
    assert "Bij 2,00" in words(found)
    assert "Bij 2,00" not in before


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["closer", "about"])
def test_a_page_draws_in_both_languages(name: str, lang: Language) -> None:
    assert words(page(name, lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_closer_look_has_two_citizens_and_the_week_of_the_chosen_design(lang: Language) -> None:
    found = page("closer", lang)
    answer = stored_answer(MARRIAGE).answers[lang]
    for story in (1, 2, 3):
        found.segmented_control(key="closer").set_value(story).run()
        assert not found.exception
        assert all(followed.title in words(found) for followed in answer.followed[story])


def test_a_turned_dial_is_a_new_question_and_can_be_put_back(serving: Callable[[Run], Service]) -> None:
    service = serving(Run("one", stage="done", answers=stored_answer(MARRIAGE).answers))
    found = page("dials")
    assert overall(Texts("nl"), stored_answer(MARRIAGE).answers["nl"].findings) in words(found)
    found.select_slider(key="dial-volledig-digitaal-reassurance").set_value(0.5).run()
    assert not found.exception
    assert service.asked[-1].key != service.asked[0].key
    found.button[0].click().run()
    assert service.asked[-1].key == service.asked[0].key


@pytest.mark.parametrize(
    ("run", "told"),
    [
        (Run("b", stage="stopped"), "Gestopt"),
        (Run("c", stage="failed", error="Traceback"), "kon niet worden uitgerekend"),
    ],
)
def test_a_run_that_did_not_finish_says_so_and_shows_no_traceback(serving: Callable[[Run], Service], run: Run, told: str) -> None:
    serving(run)
    found = page("dials")
    said = " ".join(str(part.value) for part in [*found.info, *found.error])
    assert told in said
    assert "Traceback" not in said


def test_a_first_run_says_that_the_engine_is_compiled_and_how_long_that_takes(serving: Callable[[Run], Service]) -> None:
    serving(Run("d", stage="compiling", asked=3))
    assert re.search(r"wordt eerst .*: \d+ s bezig", str(page("dials").get("progress")[0].proto.text))


def test_the_stored_answer_belongs_to_the_scenarios_as_they_are() -> None:
    from sim.model.files.loading import load  # noqa: PLC0415
    from sim.ui.fingerprints import fingerprint  # noqa: PLC0415
    from sim.ui.make_answers import SEED  # noqa: PLC0415

    stored = stored_answer(MARRIAGE)
    done = stored.answers["nl"].findings.making.replications
    hint = f"the scenarios changed: run make answers, which writes {MARRIAGE.name}.json"
    scenarios = [load(file) for file in MARRIAGE.files]
    assert stored.fingerprint == fingerprint(scenarios, done, SEED), hint
    assert done >= 10
    pairs = [fingerprint((scenarios[0], other), jobs.LOOKS[-1], jobs.SEED) for other in scenarios[1:]]
    assert [pair.fingerprint for pair in stored.pairs] == pairs, "what the dials page says before a dial is turned"
    for pair in stored.pairs:
        for answer in pair.answers.values():
            assert answer.flows
            assert answer.followed[1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_staff_page_says_the_plan_of_the_chosen_design(lang: Language) -> None:
    plans = stored_plans(MARRIAGE).plans[lang]
    found = page("staffing", lang)
    for number, plan in enumerate(plans):
        found.segmented_control(key="staff-design").set_value(number).run()
        assert not found.exception
        assert found.header[0].value == plan.answer
        assert all(sentence in words(found) for sentence in plan.per_team)
        chain = next(table.value for table in found.table if plan.teams[0].name in table.value.columns)
        assert list(chain[plan.teams[0].name]) == [cell for _, cell in plan.teams[0].chain]


def test_the_stored_plans_belong_to_the_scenarios_as_they_are() -> None:
    from sim.model.files.loading import load  # noqa: PLC0415
    from sim.ui.fingerprints import fingerprint  # noqa: PLC0415
    from sim.ui.make_answers import SEED  # noqa: PLC0415

    stored = stored_plans(MARRIAGE)
    scenarios = [load(file) for file in MARRIAGE.files]
    assert stored.fingerprint == fingerprint(scenarios, stored.replications, SEED), "run make answers"
    assert stored.replications >= 10
    for lang in LANGUAGES:
        assert [plan.story for plan in stored.plans[lang]] == [Texts(lang)(scenario.label) for scenario in scenarios]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_about_the_program_tells_every_pattern_of_the_stored_table(lang: Language) -> None:
    say, told = Texts(lang), words(page("about", lang))
    for row in stored_table().rows:
        assert plain(pattern_words.line(say, row)) in told
        assert plain(pattern_words.warning(say, row)) in told
