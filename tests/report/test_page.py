from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from sim.report.files.page import render
from sim.report.told.findings import Story
from sim.text.pairs import Language
from sim.text.texts import LANGUAGES, Texts
from tests.report.examples import findings, tipping_point

VOID = {"meta", "br", "hr", "img", "input", "link"}


class Outline(HTMLParser):
    """Whether tags close in order, the headings, the cells of table heads, and what is fetched."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.headings: list[int] = []
        self.heads_without_scope = 0
        self.pictures_without_name = 0
        self.ids: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.heads_without_scope += tag == "th" and "scope" not in found
        self.pictures_without_name += tag == "svg" and not (found.get("role") == "img" and found.get("aria-labelledby"))
        self.ids += [found["id"] or ""] if "id" in found else []
        for name in ("src", "href", "action", "data"):
            if name in found and not (found[name] or "").startswith("#"):
                self.fetched.append(f"{tag} {name}={found[name]}")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes out of order"


def outline(page: str) -> Outline:
    parser = Outline()
    parser.feed(page)
    parser.close()
    return parser


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_well_formed_and_accessible(lang: Language) -> None:
    page = render(findings(), Texts(lang))
    found = outline(page)
    assert found.open == []
    assert f'<html lang="{lang}">' in page
    assert found.headings[0] == 1
    assert found.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(found.headings, found.headings[1:], strict=False))
    assert found.heads_without_scope == 0
    assert found.pictures_without_name == 0
    assert len(found.ids) == len(set(found.ids))
    for name in re.findall(r'aria-labelledby="([^"]+)"', page):
        assert set(name.split()) <= set(found.ids)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_fetches_nothing(lang: Language) -> None:
    page = render(findings(), Texts(lang))
    assert outline(page).fetched == []
    assert "url(" not in page
    assert "@import" not in page
    assert "<script" not in page
    assert set(re.findall(r"https?://[^\s\"'<]+", page)) <= {"http://www.w3.org/2000/svg"}


def test_the_verdict_comes_before_the_numbers() -> None:
    page = render(findings(), Texts("nl"))
    assert page.index("Het oordeel") < page.index("<svg") < page.index("<table")
    assert "Omslagpunt" in page[: page.index("<svg")]


def test_text_from_files_cannot_become_html() -> None:
    nasty = '<script>alert("x")</script> & {{ 7 * 7 }}'
    whole = findings()
    page = render(
        replace(
            whole,
            title=nasty,
            stories=tuple(replace(story, label=nasty, about=nasty, warnings=(nasty,)) for story in whole.stories),
        ),
        Texts("en"),
    )
    assert "<script" not in page
    assert "{{ 7 * 7 }}" in page
    assert outline(page).open == []


def test_an_unfinished_run_says_so() -> None:
    assert "Eerder gestopt: 12 van 20 herhalingen" in render(findings(12, 20), Texts("nl"))
    assert "Eerder gestopt" not in render(findings(), Texts("nl"))


def test_a_single_run_has_a_page_without_a_comparison() -> None:
    whole = findings()
    rows = tuple(replace(row, estimates=row.estimates[:1], differences=(None,)) for row in whole.rows)
    alone = replace(whole, stories=whole.stories[:1], rows=rows, gains=(), lost=(), tipping=(), curves=())
    page = render(alone, Texts("en"))
    assert outline(page).open == []
    assert "The verdict" not in page
    assert "212.0" in page


def test_a_tipping_point_that_does_not_exist_is_said_so() -> None:
    page = render(replace(findings(), tipping=(tipping_point(None),)), Texts("en"))
    assert "There is no tipping point" in page


def test_every_value_in_a_story_is_shown_with_its_interval_and_words() -> None:
    page = render(findings(), Texts("en"))
    cell = page[page.index("286.4") :][:400]
    assert "+74.4" in cell
    assert "(+65.9 to +82.9)" in cell
    assert "worse" in cell


def test_an_unsourced_assumption_is_called_one() -> None:
    assert ">aanname" in render(findings(), Texts("nl"))


def test_legal_warnings_are_on_the_page() -> None:
    story = Story("x", "X", "", "x.yaml", ("stap moet in persoon",))
    whole = findings()
    assert "stap moet in persoon" in render(replace(whole, stories=(*whole.stories[:3], story)), Texts("nl"))


def test_gains_and_losses_stand_beside_the_noise_floor() -> None:
    whole = findings()
    page = render(whole, Texts("nl"))
    assert "Van 183 klantvragen zijn er 61 beter af en 29 slechter af; voor 140 verandert er iets." in page
    assert "Ruisvloer (3 herhalingen): ongeveer één neutrale klantvraag erbij verandert al iets voor 32 van deze" in page
    unmeasured = replace(whole, gains=tuple(replace(gain, floor=None) for gain in whole.gains))
    assert "Ruisvloer" not in render(unmeasured, Texts("nl"))


def test_who_gave_up_is_shown_by_group_as_people_and_per_cent() -> None:
    page = render(findings(), Texts("nl"))
    table = page[page.index('id="lost-title"') :]
    table = table[: table.index("</table>")]
    assert table.index("Gaf het op, in totaal") < table.index("75 jaar en ouder") < table.index("Te laat, of verplicht")
    old = table[table.index("75 jaar en ouder") :][:600]
    assert "21" in old
    assert "21,0% (18,9 tot 23,1)" in old
    assert "+19 (+17 tot +21)" in old
    assert 'id="lost-title"' not in render(replace(findings(), lost=()), Texts("nl"))
