"""Sheets of a workbook with real Excel tables, as bytes that are the same for the same content.

Nothing here knows what is told. A text is never a formula, a link or a number, whatever it begins with.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

CREATED = datetime(2026, 1, 1)
"""Fixed, so that equal results give equal files."""
PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LONGEST_TEXT = 32_767
LONGEST_HEAD = 255
LONGEST_NAME = 31
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|[\ud800-\udfff]")
LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\n")
WIDEST, NARROWEST = 60, 9
A4 = 9


@dataclass(frozen=True)
class Figure:
    """A number in a cell and how Excel shows it; NaN leaves the cell empty."""

    value: float
    form: str = "General"


Cell = str | Figure


class Book:
    """A workbook under construction: a sheet per call, in order."""

    def __init__(self, title: str) -> None:
        self._stream = BytesIO()
        self._book = Workbook(self._stream, PLAIN)
        self._book.set_properties({"title": clean(title), "created": CREATED, "comments": "Sweetspot"})
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self._names: set[str] = set()

    def lines(self, name: str, lines: Sequence[tuple[str, str]], *, bold: Sequence[int] = ()) -> None:
        """A sheet to read: a line per pair (what, text), those of ``bold`` as headings."""
        sheet = self._sheet(name)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 110)
        for row, (what, text) in enumerate(lines):
            for column, part in enumerate((what, text)):
                self._text(sheet, row, column, part, text_wrap=True, valign="top", bold=row in bold or column == 0)

    def table(self, name: str, table: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        """A sheet with one table, named ``table`` in formulas; no sheet where there are no rows."""
        if not rows:
            return
        sheet = self._sheet(name)
        heads = unlike([cut(clean(head), LONGEST_HEAD) for head in heads])
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                self._cell(sheet, number, column, cell)
        head = self._format(bold=True, text_wrap=True, valign="top")
        columns = [{"header": text, "header_format": head} for text in heads]
        sheet.add_table(0, 0, len(rows), len(heads) - 1, {"name": table, "columns": columns, "style": "Table Style Light 1"})
        for column, text in enumerate(heads):
            lengths = [len(cell) for row in rows if isinstance(cell := row[column], str)]
            sheet.set_column(column, column, min(max([*lengths, len(text) // 2, NARROWEST]) + 2, WIDEST))
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)

    def to_bytes(self) -> bytes:
        """The file; nothing can be added after it."""
        self._book.close()
        return self._stream.getvalue()

    def _sheet(self, name: str) -> Worksheet:
        sheet: Worksheet = self._book.add_worksheet(self._free_name(NOT_IN_NAMES.sub(" ", clean(name)).strip()))
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        return sheet

    def _free_name(self, name: str) -> str:
        """At most 31 characters, and not one that there is already."""
        number, free = 1, cut(name, LONGEST_NAME)
        while free.lower() in self._names:
            number += 1
            free = f"{cut(name, LONGEST_NAME - 4)} ({number})"
        self._names.add(free.lower())
        return free

    def _cell(self, sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
        if isinstance(cell, str):
            self._text(sheet, row, column, cell)
        elif math.isfinite(cell.value):
            sheet.write_number(row, column, cell.value, self._format(num_format=cell.form))

    def _text(self, sheet: Worksheet, row: int, column: int, text: str, **looks: object) -> None:
        text = clean(text)
        if text.startswith(LIKE_A_FORMULA):  # stays text when somebody edits the cell
            looks["quote_prefix"] = True
        sheet.write_string(row, column, text, self._format(**looks) if looks else None)

    def _format(self, **looks: object) -> Format:
        key = tuple(sorted(looks.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(looks)
        return self._formats[key]


def clean(text: str) -> str:
    return CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))[:LONGEST_TEXT]


def cut(text: str, most: int) -> str:
    """The beginning of the text, at most so many characters as Excel counts them: in units of UTF-16."""
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", errors="ignore")


def unlike(heads: Sequence[str]) -> list[str]:
    """The heads, with a number behind one that came before: the columns of a table have names of their own."""
    seen: dict[str, int] = {}
    found = []
    for head in heads:
        number = seen[head.lower()] = seen.get(head.lower(), 0) + 1
        found.append(head if number == 1 else f"{head} ({number})")
    return found
