"""A municipality's own figures: at most twelve numbers, checked all at once, with what was typed kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sim.evidence.figure_forms import BY_NAME, FORMS, FigureForm
from sim.evidence.notation import TwoReadingsError, WeekSpans, read_count
from sim.model.files.errors import clipped, nearest
from sim.model.words.written import number_text
from sim.text.pairs import Language, Text

LONGEST_NAME = 60
FIRST_YEAR, LAST_YEAR = 2000, 2100
UNKNOWN = frozenset({"", "?", "-", "onbekend", "unknown"})
"""What may be typed for a number that is not known."""
FORMULA = "=+-@|"
"""A text that begins so may be taken for a formula by a spreadsheet."""


@dataclass(frozen=True)
class OwnFigures:
    """What a municipality knows of itself, over one year; None = not known.

    Counts are per year, ``talk_time`` is in seconds, shares are between 0 and 1 and over all calls offered. Opening hours are
    spans of quarter-hours by weekday (:data:`sim.evidence.notation.WeekSpans`).
    """

    name: str
    year: int
    inhabitants: int
    calls: int | None = None
    talk_time: float | None = None
    answered_within_norm: float | None = None
    abandoned: float | None = None
    emails: int | None = None
    appointments: int | None = None
    walk_ins: int | None = None
    weddings: int | None = None
    fte_contact_centre: float | None = None
    fte_civil_affairs: float | None = None
    phone_hours: WeekSpans | None = None
    desk_hours: WeekSpans | None = None

    @property
    def source(self) -> str:
        """What a scenario file gives as the source of these numbers."""
        return f"own figures {self.year}"


MISSING = Text("expected {expected}", "verwacht {expected}")
TWO_WAYS = Text(
    "'{shown}' can be read in two ways, write {expected}", "'{shown}' is op twee manieren te lezen, schrijf {expected}"
)
IMPOSSIBLE = Text("'{shown}' is not possible, expected {expected}", "'{shown}' kan niet, verwacht {expected}")


@dataclass(frozen=True)
class FigureProblem:
    """One number that cannot be used: what it is called, what was typed, and what was expected.

    ``doubtful``: it can be read in two ways, and those are ``expected``.
    """

    name: str
    label: Text
    typed: str
    expected: Text
    doubtful: bool = False

    def text(self, language: Language = "en") -> str:
        shown = clipped(printable(self.typed), LONGEST_NAME)
        told = MISSING if not shown else TWO_WAYS if self.doubtful else IMPOSSIBLE
        label = printable(self.label.said(language))
        return f"{label}: {told.filled(shown=shown, expected=self.expected).said(language)}"


def printable(text: str) -> str:
    """A text that does nothing to a screen: what cannot be printed becomes a question mark."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


class FiguresError(Exception):
    """Own figures cannot be used. ``problems`` are all of them, ``typed`` is what was typed, by name, to show again."""

    def __init__(self, problems: Iterable[FigureProblem], typed: Mapping[str, str]) -> None:
        self.problems = tuple(problems)
        self.typed = dict(typed)
        super().__init__("\n".join(problem.text() for problem in self.problems))


NAME = Text("name of the municipality", "naam van de gemeente")
YEAR = Text("year of the figures", "jaar van de cijfers")


def parse_figures(typed: Mapping[str, str]) -> OwnFigures:
    """The figures in texts by name (``name``, ``year`` and those of :data:`sim.evidence.figure_forms.FORMS`).

    A text that is empty or a question mark is a number that is not known; only name, year and inhabitants must be there.

    Raises ``FiguresError`` with everything that is wrong.
    """
    problems: list[FigureProblem] = []
    values: dict[str, Any] = {
        "name": _read(typed, "name", NAME, _name, NAME_EXPECTED, problems),
        "year": _read(typed, "year", YEAR, _year, YEAR_EXPECTED, problems),
    }
    for form in FORMS:
        text = typed.get(form.name, "")
        if form.name == "inhabitants" or text.strip().lower() not in UNKNOWN:
            values[form.name] = _read(typed, form.name, form.label, form.read, form.expected, problems)
    problems += _unknown(typed)
    problems += _impossible(typed, values)
    if problems:
        raise FiguresError(problems, typed)
    return OwnFigures(**values)


def slug(name: str) -> str:
    """A file name of a municipality's name: lower-case letters, digits and dashes, so it cannot lead to another folder."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
    words = "".join(letter if letter.isalnum() else " " for letter in plain).split()
    return "-".join(words)[:LONGEST_NAME] or "gemeente"


NAME_EXPECTED = Text(
    f"letters, at most {LONGEST_NAME} characters, no formula", f"letters, hoogstens {LONGEST_NAME} tekens en geen formule"
)
YEAR_EXPECTED = Text(
    f"a year from {FIRST_YEAR} to {LAST_YEAR}, such as 2024", f"een jaar van {FIRST_YEAR} tot {LAST_YEAR}, zoals 2024"
)


def _read(
    typed: Mapping[str, str],
    name: str,
    label: Text,
    read: Callable[[str], Any],
    expected: Text,
    problems: list[FigureProblem],
) -> Any:
    text = typed.get(name, "").strip()
    try:
        return read(text)
    except TwoReadingsError as error:
        whole, decimal = error.readings
        both = Text(f"{whole} or {decimal}", f"{whole} of {decimal.replace('.', ',')}")
        problems.append(FigureProblem(name, label, text, both, doubtful=True))
        return None
    except ValueError:
        problems.append(FigureProblem(name, label, text, expected))
        return None


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME or name[0] in FORMULA or not name.isprintable() or not any(map(str.isalpha, name)):
        raise ValueError
    return name


def _year(text: str) -> int:
    year = read_count(text)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError
    date(year, 1, 1)
    return year


def _unknown(typed: Mapping[str, str]) -> list[FigureProblem]:
    names = [field.name for field in fields(OwnFigures)]
    found = []
    for name, text in typed.items():
        if name not in names:
            near = ", ".join(nearest(name, names)) or ", ".join(names)
            expected = Text(f"one of: {near}", f"een van: {near}")
            found.append(FigureProblem(name, Text(name, name), text, expected))
    return found


def _impossible(typed: Mapping[str, str], values: Mapping[str, Any]) -> list[FigureProblem]:
    """Numbers that can be read but cannot be: far too large for so many inhabitants, shares that add up to more than all."""
    found = []
    inhabitants = values.get("inhabitants")
    for name, value in values.items():
        form = BY_NAME.get(name)
        if form is None or form.possible is None or value is None or (inhabitants is None and name != "talk_time"):
            continue
        low, high = form.possible(inhabitants or 0)
        if not low <= value <= high:
            found.append(
                FigureProblem(name, form.label, typed.get(name, "").strip(), _between(form, low, high, inhabitants or 0))
            )
    within, lost = values.get("answered_within_norm"), values.get("abandoned")
    if within is not None and lost is not None and within + lost > 1 + 1e-9:
        expected = Text(
            "at most 100% together with 'answered within the norm', since both are shares of all calls",
            "samen met 'opgenomen binnen de norm' hoogstens 100%, want beide zijn delen van alle gesprekken",
        )
        found.append(FigureProblem("abandoned", BY_NAME["abandoned"].label, typed["abandoned"].strip(), expected))
    return found


def _between(form: FigureForm, low: float, high: float, inhabitants: int) -> Text:
    if form.name == "inhabitants":
        return form.expected
    if form.name == "talk_time":
        return Text(f"{form.expected.en}, from 30 s to 30 min", f"{form.expected.nl}, van 30 s tot 30 min")
    told = Text("{low} to {high} for {inhabitants} inhabitants", "{low} tot {high} bij {inhabitants} inwoners")
    return told.filled(low=number_text(low), high=number_text(high), inhabitants=number_text(inhabitants))
