"""What the pages show of an answer of the visitor's own: to take along, what decides, other assumptions, a closer look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from sim.model.town.recognition import Compared, Recognition
from sim.report.told.findings import SensitivityTold
from sim.report.words.certainty import leaning, sure
from sim.report.words.limits import limits
from sim.report.words.measure_first import measure_first
from sim.report.words.sensitivity import deciding
from sim.text.pairs import Language
from sim.text.texts import LANGUAGES, Texts
from sim.ui.jobs import Run
from sim.ui.pages import closer, dials
from sim.ui.questions import MARRIAGE
from sim.ui.session import shipped_scenarios
from sim.ui.shipped_answers import stored_answer
from sim.ui.tasks import Task
from sim.ui.town import plain
from tests.ui.test_pages import Service, page, serving, words

__all__ = ["serving"]
Swings = dict[Language, tuple[SensitivityTold, ...]]


def answered(key: str = "one") -> Run:
    return Run(key, stage="done", answers=stored_answer(MARRIAGE).answers, digests={"kpis": "0"})


def offered(found: AppTest) -> list[str]:
    return [str(button.proto.label) for button in found.get("download_button")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_page_can_be_taken_along_and_says_what_decides(lang: Language) -> None:
    found = page("start", lang)
    assert len(offered(found)) == 3
    stored = stored_answer(MARRIAGE).answers[lang].findings
    assert deciding(Texts(lang), stored.sensitivity[0]) in words(found)
    lines = [line.strip() for line in words(found).splitlines()]
    assert f"{sure(Texts(lang), stored)} {plain(leaning(Texts(lang), stored))}" in lines
    found.segmented_control(key="start-tornado").set_value(1).run()
    assert not found.exception
    assert deciding(Texts(lang), stored.sensitivity[1]) in words(found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_dial_in_sight_says_how_far_it_goes_and_where_that_comes_from(
    lang: Language, serving: Callable[[Run], Service]
) -> None:
    serving(answered())
    found = page("dials", lang)
    told = [str(part.value) for part in found.caption]
    assumption = {"nl": "0,10 tot 0,60; uit zichzelf 0,30; aanname", "en": "0.10 to 0.60; by itself 0.30; assumption"}[lang]
    assert assumption in told
    assert sum("; uit zichzelf " in line or "; by itself " in line for line in told) == len(found.select_slider)


def test_an_archive_is_offered_only_where_the_files_say_all_of_it(serving: Callable[[Run], Service]) -> None:
    service = serving(answered())
    found = page("dials")
    assert len(offered(found)) == 3
    assert service.asked[-1].mind is None
    found.select_slider(key="dial-volledig-digitaal-reassurance").set_value(0.5).run()
    assert len(offered(found)) == 2
    mind = service.asked[-1].mind
    assert mind is not None
    assert "Bevestigingscontacten per klantvraag: 0,50 (0,30)" in mind.nl
    assert "0.50 (0.30)" in mind.en


@pytest.mark.parametrize("lang", LANGUAGES)
def test_any_other_assumption_can_be_turned_and_is_put_back(lang: Language, serving: Callable[[Run], Service]) -> None:
    service = serving(answered())
    found = page("dials", lang)
    before = service.asked[-1].key
    others = found.multiselect(key="dial-volledig-digitaal-others")
    assert len(others.options) > 40
    others.set_value(["behaviour.choice.wait"]).run()
    assert not found.exception, found.exception
    assert service.asked[-1].key == before
    found.select_slider(key="dial-volledig-digitaal-behaviour.choice.wait").set_value(0.8).run()
    asked = service.asked[-1]
    assert asked.key != before
    assert {scenario.behaviour.choice.wait.mid for scenario in asked.scenarios} == {0.8}
    found.button[0].click().run()
    assert service.asked[-1].key == before


class Tasks:
    """A service whose work is as far as the test wants."""

    def __init__(self, task: Task[Any]) -> None:
        self.task, self.kinds = task, list[str]()

    def start(self, _owner: str, kind: str, _work: object) -> Task[Any]:
        self.kinds.append(kind)
        return self.task


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_decides_is_found_on_demand(
    lang: Language, serving: Callable[[Run], Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    serving(answered())
    task: Task[Swings] = Task(stage="running", done=1, asked=2)
    service = Tasks(task)
    monkeypatch.setattr(dials, "tasks", lambda: service)
    found = page("dials", lang)
    assert service.kinds == []
    found.button(key="find-out").click().run()
    assert service.kinds == ["deciding"]
    assert any("50%" in str(getattr(part.proto, "text", "")) for part in found.get("progress"))
    found.button(key="deciding-stop").click().run()
    assert task.stopped()
    stored = stored_answer(MARRIAGE).answers
    task.result, task.stage = {one: answer.findings.sensitivity for one, answer in stored.items()}, "done"
    found.run()
    assert not found.exception, found.exception
    assert deciding(Texts(lang), stored[lang].findings.sensitivity[0]) in words(found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_town_that_is_not_recognised_is_marked_above_the_dials(
    lang: Language, serving: Callable[[Run], Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    serving(answered())
    off = Recognition(figures={"calls": Compared(own=1000, simulated=1500)})
    scenarios = tuple(one.model_copy(update={"recognition": off}) for one in shipped_scenarios(MARRIAGE))
    monkeypatch.setattr(dials, "scenarios_of", lambda _question: scenarios)
    found = page("dials", lang)
    mark = {"nl": "eerst", "en": "calibrate first"}[lang]
    assert any(mark in str(part.value) for part in found.warning)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_closer_look_can_be_at_the_last_own_answer(lang: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    class Jobs:
        def finished(self, key: str) -> Run | None:
            return answered() if key == "mine" else None

    monkeypatch.setattr(closer, "jobs", Jobs)
    found = page("closer", lang)
    assert not [one for one in found.segmented_control if one.key == "closer-answer"]
    found.session_state["answered"] = "mine"
    found.run()
    found.segmented_control(key="closer-answer").set_value(True).run()
    assert not found.exception


@pytest.mark.parametrize("lang", LANGUAGES)
def test_about_says_assumptions_limits_what_to_measure_and_how_it_was_made(
    lang: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SWEETSPOT_CONTACT", "")
    found = page("about", lang)
    say, findings = Texts(lang), stored_answer(MARRIAGE).answers[lang].findings
    told = words(found)
    assert all(sentence in told for sentence in limits(say, findings))
    assert all(one.title in told for one in measure_first(say, findings))
    assert str(len(findings.assumptions)) in told
    assert "European Union Public Licence" in told
    assert "SWEETSPOT_CONTACT" in str(found.info[0].value)
    made = found.table[-1].value
    assert list(made.iloc[:, 1])[3] == str(findings.making.seed)
    found.toggle(key="about-bare").set_value(True).run()
    assert not found.exception
    assert {"aanname", "assumption"} & set(found.table[0].value.iloc[:, -1])
    monkeypatch.setenv("SWEETSPOT_CONTACT", "team@voorbeeld.test")
    found.run()
    assert "voorbeeld" in words(found)
