"""Every page, in both languages: whole on a projector and on a large screen, readable, and without accessibility violations."""

from __future__ import annotations

import pytest

from sim.text.pairs import Language
from sim.text.texts import LANGUAGES
from sim.ui.app import PAGES
from tests.browser.conftest import Visit
from tests.browser.looking import cut, small, violations
from tests.browser.visiting import PROJECTOR, SCREEN, views


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", [page.path for page in PAGES], ids=lambda path: path or "start")
def test_every_view_is_whole_large_enough_and_open_to_all(visit: Visit, path: str, lang: Language) -> None:
    visitor = visit(PROJECTOR)
    page = visitor.open(path, lang)
    found: dict[str, list[str]] = {}
    for view in views(visitor):
        found |= {f"{view}: cut off": cut(page), f"{view}: too small": small(page), f"{view}: axe": violations(page)}
    page.set_viewport_size({"width": SCREEN[0], "height": SCREEN[1]})
    found |= {f"{view}: cut off on a large screen": cut(page) for view in views(visitor)}
    assert len(found) >= 4
    assert {what: faults for what, faults in found.items() if faults} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_verdict_and_all_figures_are_on_the_first_screen(visit: Visit, lang: Language) -> None:
    visitor = visit(PROJECTOR)
    table = visitor.open("", lang).get_by_role("table").first.bounding_box()
    assert table is not None
    assert table["y"] + table["height"] <= PROJECTOR[1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_document_says_its_language(visit: Visit, lang: Language) -> None:
    assert visit().open("", lang).evaluate("document.documentElement.lang") == lang
