"""Own figures in a small file: a spreadsheet of two columns saved as CSV, or YAML. Nothing in it is trusted or evaluated."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from sim.evidence.figure_forms import FORMS
from sim.evidence.own_figures import FigureProblem, FiguresError
from sim.model.files.errors import ScenarioError
from sim.model.files.yaml_file import Doubtful, Entry, bytes_text, read_yaml_text
from sim.text.pairs import Text

LARGEST = 64_000
"""Bytes; twelve numbers need a few hundred."""
MOST_ROWS = 200
YAML_ENDINGS = (".yaml", ".yml")
OTHER_NAMES = {"naam": "name", "gemeente": "name", "jaar": "year"} | {other: form.name for form in FORMS for other in form.also}
"""Other names that numbers have in files."""
HEADS = frozenset({"cijfer", "getal", "figure", "number", "naam van het cijfer"})
"""First cells of a row that is the head of a table."""


def read_figures(path: Path) -> dict[str, str]:
    """The typed texts in a file, by name, for :func:`sim.evidence.own_figures.parse_figures`.

    Raises ``FiguresError`` when the file cannot be read as what it is.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _refused(path.name, f"een bestand dat te lezen is ({reason})", f"a file that can be read ({reason})") from error
    return figures_in(content, path.name)


def figures_in(content: bytes, file: str) -> dict[str, str]:
    """The same of a file that was uploaded: its content and its name, of which only the ending counts.

    Raises ``FiguresError`` as :func:`read_figures`.
    """
    if len(content) > LARGEST:
        raise _refused(file, f"een bestand van hoogstens {LARGEST // 1000} kB", f"a file of at most {LARGEST // 1000} kB")
    if b"\x00" in content:
        raise _refused(
            file,
            "tekst: sla een rekenblad op als CSV (Bestand, Opslaan als, CSV)",
            "text: save a spreadsheet as CSV (File, Save as, CSV)",
        )
    if file.lower().endswith(YAML_ENDINGS):
        return _from_yaml(content, file)
    try:
        rows = _rows(content)
    except csv.Error as error:
        raise _refused(file, f"een CSV-bestand ({error})", f"a CSV file ({error})") from error
    return _from_rows(rows, file)


def _from_yaml(content: bytes, file: str) -> dict[str, str]:
    try:
        root = read_yaml_text(bytes_text(content, file), file)
    except ScenarioError as error:
        raise FiguresError([_problem(file, p.text("nl"), p.text("en")) for p in error.problems[:10]], {}) from error
    return _named(((name, _text(entry, file)) for name, entry in root.mapping.items()), file)


def _text(entry: Entry, file: str) -> str:
    value = entry.value.text if isinstance(entry.value, Doubtful) else entry.value
    if value is None:
        return ""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    raise _refused(file, f"een enkele waarde op regel {entry.line}", f"a single value on line {entry.line}")


def _rows(content: bytes) -> list[list[str]]:
    """The rows of a CSV file as spreadsheets save it: UTF-8 or Windows, with semicolons, tabs or commas.

    A value that holds the separator itself without quotes ("mon 9:00-12:00; tue 13:00-17:00") is put together again.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    head = text[:2000]
    delimiter = max(";\t,", key=head.count) if head.count(";") == 0 else ";"
    lines = io.StringIO(text, newline=None)  # whatever ends a line
    rows = [row for row in csv.reader(lines, delimiter=delimiter) if any(cell.strip() for cell in row)]
    return [[row[0], delimiter.join(row[1:]).rstrip(f"{delimiter} ")] if len(row) > 1 else row for row in rows]


def _from_rows(rows: list[list[str]], file: str) -> dict[str, str]:
    if len(rows) > MOST_ROWS:
        raise _refused(file, f"hoogstens {MOST_ROWS} regels", f"at most {MOST_ROWS} rows")
    if rows and rows[0][0].strip().lower() in HEADS:
        rows = rows[1:]
    pairs = []
    for row in rows:
        if row[0].lstrip().startswith("#"):
            continue
        if len(row) < 2:
            raise _refused(
                file,
                f"twee kolommen, naam en waarde, en niet alleen '{row[0][:40]}'",
                f"two columns, name and value, and not only '{row[0][:40]}'",
            )
        pairs.append((row[0], row[1]))
    return _named(pairs, file)


def _named(pairs: Iterable[tuple[str, str]], file: str) -> dict[str, str]:
    """By the names of the form; a number that stands there twice is refused."""
    found: dict[str, str] = {}
    for given, text in pairs:
        key = "_".join(given.strip().lower().replace("-", " ").split())
        name = OTHER_NAMES.get(key, key)
        if name in found:
            raise _refused(file, f"{name} een keer en niet vaker", f"{name} once and not twice")
        found[name] = text
    return found


def _problem(file: str, nl: str, en: str) -> FigureProblem:
    return FigureProblem("file", Text(file, file), "", Text(en, nl))


def _refused(file: str, nl: str, en: str) -> FiguresError:
    return FiguresError([_problem(file, nl, en)], {})
