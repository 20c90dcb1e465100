from __future__ import annotations

import io
import math
import re
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiment.found.intervals import Difference
from sim.report.files.sheets import Book, Figure, clean, unlike
from sim.report.files.workbook import _form, workbook
from sim.text.pairs import Language
from sim.text.texts import LANGUAGES, Texts
from tests.report.examples import LABELS, findings

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
Value = str | float | None


class Read:
    """What a reader of the file finds: sheets by name with their cells, tables by name with their heads, and formulas."""

    def __init__(self, content: bytes) -> None:
        self.zip = zipfile.ZipFile(io.BytesIO(content))
        strings = self._parsed("xl/sharedStrings.xml")
        self.strings = ["".join(part.text or "" for part in item.iter(MAIN + "t")) for item in strings.iter(MAIN + "si")]
        self.sheets = {}
        for number, sheet in enumerate(self._parsed("xl/workbook.xml").iter(MAIN + "sheet"), start=1):
            self.sheets[sheet.get("name", "")] = self._cells(f"xl/worksheets/sheet{number}.xml")
        names = [name for name in self.zip.namelist() if name.startswith("xl/tables/")]
        tables = [self._parsed(name) for name in names]
        self.tables = {table.get("name", ""): [c.get("name", "") for c in table.iter(MAIN + "tableColumn")] for table in tables}
        pages = [name for name in self.zip.namelist() if name.startswith("xl/worksheets/sheet")]
        self.formulas = [formula.text for name in pages for formula in self._parsed(name).iter(MAIN + "f")]
        self.number_formats = "".join(one.get("formatCode", "") for one in self._parsed("xl/styles.xml").iter(MAIN + "numFmt"))
        self.links = [name for name in pages for _ in self._parsed(name).iter(MAIN + "hyperlink")]

    def _parsed(self, name: str) -> ET.Element:
        return ET.fromstring(self.zip.read(name))  # noqa: S314 - our own file

    def _cells(self, name: str) -> list[list[Value]]:
        return [[self._value(cell) for cell in row.iter(MAIN + "c")] for row in self._parsed(name).iter(MAIN + "row")]

    def _value(self, cell: ET.Element) -> Value:
        value = cell.find(MAIN + "v")
        if value is None or value.text is None:
            return None
        return self.strings[int(value.text)] if cell.get("t") == "s" else float(value.text)


def test_the_year_and_the_mark_of_a_baseline_that_is_not_recognised_stand_first() -> None:
    told = replace(findings(), data="Cijfers van 2023.", marks=("Niet herkenbaar, eerst kalibreren.",))
    read_me = next(iter(Read(workbook(told, Texts("nl"))).sheets.values()))
    assert [row[-1] for row in read_me[1:3]] == ["Cijfers van 2023.", "Niet herkenbaar, eerst kalibreren."]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sheet_but_the_first_is_a_table_with_its_heads(lang: Language) -> None:
    read = Read(workbook(findings(), Texts(lang)))
    assert len(read.tables) == len(read.sheets) - 1
    first_rows = [rows[0] for rows in list(read.sheets.values())[1:]]
    assert sorted(map(str, first_rows)) == sorted(map(str, read.tables.values()))
    assert all(0 < len(name) <= 31 for name in read.sheets)
    assert {"Verdict", "Differences", "Assumptions", "HalfHours", "Sensitivity", "PlausibleWorlds"} <= set(read.tables)


def test_the_sheets_are_in_the_language_of_the_reader() -> None:
    assert list(Read(workbook(findings(), Texts("nl"))).sheets)[:2] == ["Lees mij", "Oordeel"]
    assert list(Read(workbook(findings(), Texts("en"))).sheets)[:2] == ["Read me", "Verdict"]


def test_numbers_are_numbers_in_the_unit_that_stands_beside_them() -> None:
    sheets = Read(workbook(findings(), Texts("en"))).sheets
    level = next(row for row in sheets["Front office"] if row[0] == "service level")
    assert level[3] == "%"
    assert level[4] == pytest.approx(45.2)
    change = next(row for row in sheets["Differences"] if row[1] == "service level" and row[3] == LABELS[1])
    assert change[7:9] == ["percentage points", pytest.approx(-0.5)], "in the scale of the values beside it"
    patience = next(row for row in sheets["Assumptions"] if row[0] == "channels.phone.patience.time")
    assert patience[1:5] == ["minutes", 2.0, 5.0, 15.0]
    assert sheets["Half hours"][1][1] == pytest.approx(9 / 24), "nine o'clock as Excel counts it"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_row_is_in_one_scale(lang: Language) -> None:
    read = Read(workbook(findings(), Texts(lang)))
    rows = next(rows for name, rows in read.sheets.items() if name in ("Verschillen", "Differences"))[1:]
    assert len(rows) > 20
    for row in rows:
        today, story, difference = (float(row[place] or 0) for place in (5, 6, 8))
        assert story - today == pytest.approx(difference), row
        low, high = row[9], row[10]
        if low is not None and high is not None:
            assert float(low) <= difference <= float(high), row
    assert "%" not in read.number_formats, "a share is stored as it is shown: 45.2, not 0.452"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_has_its_unit_in_its_row_or_in_its_head(lang: Language) -> None:
    say, read = Texts(lang), Read(workbook(findings(), Texts(lang)))
    in_head = re.compile(rf"\((%|{say('people')}|{say('number')}|min)\)|€|{say('Called or came in the half hour from')}")
    for name, (heads, *rows) in list(read.sheets.items())[1:]:
        if say("Unit") in heads:
            continue
        numbers = {head for row in rows for head, cell in zip(heads, row, strict=False) if isinstance(cell, float)}
        assert [head for head in numbers if not in_head.search(str(head))] == [], name


def test_a_number_is_shown_as_far_as_it_is_known() -> None:
    assert _form("share", Difference(0.41234, 0.39, 0.43, "better")) == "#,##0.0"
    assert _form("share", Difference(0.41234, 0.2, 0.6, "better")) == "#,##0"
    assert _form("fte", Difference(-1.2345, -1.3, -1.1, "better"), signed=True) == "+#,##0.00;-#,##0.00;#,##0.00"
    assert _form("whole_euros", Difference(12_345.6, 12_000.0, 13_000.0, "better")) == "#,##0", (
        "a format cannot round to hundreds"
    )


def test_the_verdict_stands_first_and_what_made_it_below() -> None:
    said = [str(cell) for row in Read(workbook(findings(), Texts("nl"))).sheets["Lees mij"] for cell in row]
    assert said[0] == "Trouwen in ’s-Hertogenbosch"
    verdict = next(n for n, text in enumerate(said) if text.startswith("Volledig digitaal is op sommige punten beter"))
    assert verdict < said.index("Toevalsgetal (seed)") < said.index("Dit zegt het niet")


def test_equal_findings_give_equal_bytes() -> None:
    assert workbook(findings(), Texts("nl")) == workbook(findings(), Texts("nl"))


@pytest.mark.parametrize("nasty", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "http://example.org", "007"])
def test_text_is_never_a_formula_a_link_or_a_number(nasty: str) -> None:
    whole = findings()
    stories = tuple(replace(story, label=nasty, about=nasty) for story in whole.stories)
    read = Read(workbook(replace(whole, title=nasty, stories=stories), Texts("en")))
    assert read.formulas == []
    assert read.links == []
    assert nasty in [row[3] for row in read.sheets["Differences"]], "as text"
    if nasty[0] in "=+-@\t":
        assert 'quotePrefix="1"' in read.zip.read("xl/styles.xml").decode()


def test_a_single_run_has_no_differences() -> None:
    whole = findings()
    rows = tuple(replace(row, estimates=row.estimates[:1], differences=(None,)) for row in whole.rows)
    alone = replace(whole, stories=whole.stories[:1], rows=rows, gains=(), tipping=(), curves=(), sensitivity=(), plausible=())
    alone = replace(alone, lost=())
    assert set(Read(workbook(alone, Texts("en"))).tables) == {"PerCase", "Team", "FrontOffice", "Assumptions"}


def test_who_gave_up_has_a_sheet_with_people_and_per_cent_by_group() -> None:
    heads, *rows = Read(workbook(findings(), Texts("en"))).sheets["Who gave up"]
    old = next(row for row in rows if row[1] == "75 jaar en ouder")
    cells = dict(zip(heads, old, strict=True))
    assert cells[f"{LABELS[0]} (people)"] == 21.0
    assert cells[f"{LABELS[1]} (%)"] == pytest.approx(40.0)
    assert cells[f"{LABELS[1]}: more than {LABELS[0]} (people)"] == 19.0
    assert len(rows) == 6


def test_what_could_not_be_measured_is_an_empty_cell() -> None:
    book = Book("x")
    book.table("a", "a", ["what", "value"], [["mean", Figure(math.nan)], ["high", Figure(math.inf)]])
    assert Read(book.to_bytes()).sheets["a"][1:] == [["mean"], ["high"]]


@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_any_text_can_be_a_head_a_cell_and_a_sheet(texts: list[str]) -> None:
    book = Book(texts[0])
    for text in texts:
        book.table(text or "x", f"table_{len(book._names)}", texts, [texts])
    read = Read(book.to_bytes())
    assert len(read.sheets) == len(texts)
    cells = [cell or "" for cell in next(iter(read.sheets.values()))[1]]
    assert [str(cell) for cell in cells] == [clean(text) for text in texts]


def test_heads_of_one_name_get_a_number() -> None:
    assert unlike(["A", "a", "b", "A"]) == ["A", "a (2)", "b", "A (3)"]
