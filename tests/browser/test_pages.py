"""Every page, in both languages: whole on a projector and on a large screen, readable, and without accessibility violations."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from sim.text.pairs import Language
from sim.text.texts import LANGUAGES
from sim.ui.app import PAGES
from tests.browser.conftest import Visit
from tests.browser.looking import cut, small, violations
from tests.browser.server import Server
from tests.browser.visiting import PROJECTOR, SCREEN, Visitor, views, visiting


@pytest.fixture(
    scope="module",
    params=itertools.product([page.path for page in PAGES], LANGUAGES),
    ids=lambda param: f"{param[0] or 'start'}-{param[1]}",
)
def opened(browser: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """A page that is drawn."""
    path, lang = request.param
    with visiting(browser, server.address) as visitor:
        visitor.open(path, lang)
        yield visitor


@pytest.mark.parametrize("size", [PROJECTOR, SCREEN], ids=lambda size: f"{size[0]}x{size[1]}")
def test_no_text_is_cut_off(opened: Visitor, size: tuple[int, int]) -> None:
    opened.page.set_viewport_size({"width": size[0], "height": size[1]})
    assert {view: found for view in views(opened) if (found := cut(opened.page))} == {}


def test_no_letter_is_too_small_for_a_projector(opened: Visitor) -> None:
    assert {view: found for view in views(opened) if (found := small(opened.page))} == {}


def test_axe_finds_no_violation(opened: Visitor) -> None:
    assert {view: found for view in views(opened) if (found := violations(opened.page))} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_verdict_and_all_figures_are_on_the_first_screen(visit: Visit, lang: Language) -> None:
    visitor = visit(PROJECTOR)
    table = visitor.open("", lang).get_by_role("table").first.bounding_box()
    assert table is not None
    assert table["y"] + table["height"] <= PROJECTOR[1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_document_says_its_language(visit: Visit, lang: Language) -> None:
    assert visit().open("", lang).evaluate("document.documentElement.lang") == lang
