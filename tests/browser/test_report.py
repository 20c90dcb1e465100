"""The written report in a browser: opens from the disk, offline, without accessibility violations, and prints on A4."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from sim.report.files.page import render
from sim.text.pairs import Language
from sim.text.texts import LANGUAGES, Texts
from sim.ui.questions import MARRIAGE
from sim.ui.shipped_answers import stored_answer
from tests.browser.looking import cut, violations
from tests.browser.visiting import PROJECTOR, SCREEN, visiting

A4 = (595, 842)
"""In points of 1/72 inch."""
UNFOLD = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
PRINTED = (703, 1017)
"""Between the margins of its style sheet (12 mm beside, 13 and 15 mm above and below), in pixels of 1/96 inch."""


@contextmanager
def reading(browser: Browser, folder: Path, lang: Language, size: tuple[int, int] = PROJECTOR) -> Iterator[Page]:
    """The report of the stored answer, read without a network."""
    written = folder / "report.html"
    written.write_text(render(stored_answer(MARRIAGE).answers[lang].findings, Texts(lang)), encoding="utf-8")
    with visiting(browser, written.as_uri(), size, offline=True) as visitor:
        visitor.page.goto(written.as_uri())
        yield visitor.page


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", [PROJECTOR, SCREEN], ids=lambda size: f"{size[0]}x{size[1]}")
def test_it_opens_offline_and_no_text_is_cut_off(browser: Browser, tmp_path: Path, lang: Language, size: tuple[int, int]) -> None:
    with reading(browser, tmp_path, lang, size) as page:
        page.evaluate(UNFOLD)
        assert page.evaluate("document.documentElement.lang") == lang
        assert cut(page) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_no_violation(browser: Browser, tmp_path: Path, lang: Language) -> None:
    with reading(browser, tmp_path, lang) as page:
        page.evaluate(UNFOLD)
        assert violations(page) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_prints_on_a4_without_a_word_cut_off(browser: Browser, tmp_path: Path, lang: Language) -> None:
    with reading(browser, tmp_path, lang, PRINTED) as page:
        printed = page.pdf(format="A4", prefer_css_page_size=True)
        sizes = {
            tuple(round(float(side)) for side in box) for box in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
        }
        assert sizes == {A4}
        page.emulate_media(media="print")
        assert cut(page) == []
