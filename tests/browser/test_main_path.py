"""The path of a planner in the first minutes, clicked in both languages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from sim.report.answers.answer import Answer
from sim.report.words.several import overall
from sim.text.pairs import Language
from sim.text.texts import LANGUAGES, Texts
from sim.ui.app import NAMES
from sim.ui.components.hinge import settings_of
from sim.ui.pages import closer, dials
from sim.ui.questions import MARRIAGE
from sim.ui.shipped_answers import stored_answer
from tests.browser.conftest import Visit
from tests.browser.looking import cut
from tests.browser.outcome import IMPRESSION_WITHIN, progress, stop, stop_button
from tests.browser.visiting import keyed, slider


def answer(lang: Language) -> Answer:
    return stored_answer(MARRIAGE).answers[lang]


def go(page: Page, title: str) -> None:
    page.get_by_role("link", name=title, exact=False).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_from_the_verdict_by_the_dials_to_a_closer_look(visit: Visit, lang: Language) -> None:
    say, visitor = Texts(lang), visit()
    other: Language = "nl" if lang == "en" else "en"
    page = visitor.open("", other)

    page.get_by_role("radio", name=NAMES[lang]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say(MARRIAGE.title))
    expect(page.get_by_role("heading", level=2).first).to_have_text(overall(say, answer(lang).findings))
    expect(page).to_have_url(re.compile(f"lang={lang}"))

    slider(page, "hinge").press("End")
    expect(keyed(page, "hinge")).to_contain_text(say.number(answer(lang).findings.tipping[0].values[-1], 1))

    go(page, say(dials.PAGE.title))
    pair = stored_answer(MARRIAGE).pairs[0].answers[lang]
    expect(page.get_by_role("heading", level=2).first).to_have_text(overall(say, pair.findings))
    dial = slider(page, "dial-volledig-digitaal-reassurance")
    dial.press("End")
    expect(progress(visitor, lang)).to_be_visible(timeout=IMPRESSION_WITHIN)
    stop(visitor, lang)
    expect(page.get_by_role("table").first).to_be_visible()
    assert cut(page) == []

    go(page, say(closer.PAGE.title))
    keyed(page, "closer").get_by_role("radio").nth(1).click()
    for tab in page.get_by_role("tab").all():
        tab.click()
        expect(page.get_by_role("tabpanel", name=tab.inner_text())).not_to_be_empty()
    expect(page.get_by_role("tabpanel", name=say("The week"))).to_contain_text(answer(lang).findings.stories[2].label)


def test_the_slider_of_the_assumption_changes_the_sentence_below_it(visit: Visit) -> None:
    say = Texts("nl")
    page = visit().open()
    least = settings_of(answer("nl").findings.tipping[0])[0]
    slider(page, "hinge").press("Home")
    expect(page.get_by_text(f"Bij {say.number(least, 2)}").first).to_be_visible()


def test_two_visitors_do_not_see_each_others_dials(visit: Visit) -> None:
    key, other_key = "dial-volledig-digitaal-reassurance", "dial-volledig-digitaal-steering"
    mine, yours = visit(), visit()
    for visitor in (mine, yours):
        visitor.open("dials")
    found = {key: slider(mine.page, key).get_attribute("aria-valuetext") for key in (key, other_key)}
    slider(mine.page, key).press("End")
    expect(keyed(mine.page, key).get_by_role("slider")).not_to_have_attribute("aria-valuetext", found[key] or "")
    slider(yours.page, other_key).press("Home")
    expect(keyed(yours.page, other_key).get_by_role("slider")).not_to_have_attribute("aria-valuetext", found[other_key] or "")
    for visitor in (mine, yours):
        expect(stop_button(visitor)).to_be_visible()
    assert slider(yours.page, key).get_attribute("aria-valuetext") == found[key]
    assert slider(mine.page, other_key).get_attribute("aria-valuetext") == found[other_key]
    for visitor in (mine, yours):
        stop_button(visitor).click()
    late = visit()
    late.open("dials")
    for one in (key, other_key):
        assert slider(late.page, one).get_attribute("aria-valuetext") == found[one]
    expect(stop_button(late)).to_have_count(0)
