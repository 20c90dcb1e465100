"""What is wrong with a scenario file: all problems at once, each with its place, in English or Dutch."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.model.files.messages import DID_YOU_MEAN, FROM_MEASURE, GOT, MESSAGES, MORE
from sim.text.pairs import Language

LONGEST_VALUE = 60
LONGEST_DETAIL = 600
MOST_LINES = 100
MOST_NAMES = 200


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and where.

    ``line`` counts from 1; 0 means there is no line (a whole file, or an override given by a program). ``path`` is dotted, as
    in the file. ``code`` is stable (``scenario.unknown_key``); ``value`` is what was read, None where there is nothing to
    show; ``details`` fill the text of the code; ``near`` are valid names that look like what was written. ``measure`` is the
    measure that brings the problem about, empty where it is there from the start.
    """

    file: str
    line: int
    path: str
    code: str
    value: Any = None
    details: Mapping[str, str] = field(default_factory=dict)
    near: tuple[str, ...] = ()
    measure: str = ""

    @property
    def message(self) -> str:
        """The problem in English, without its place."""
        return self.text("en")

    def text(self, language: Language = "en") -> str:
        """What is wrong (got what); what is allowed. Did you mean ...?"""
        details = {name: clipped(detail, LONGEST_DETAIL) for name, detail in self.details.items()}
        wrong, _, allowed = MESSAGES[self.code].said(language).partition("; ")
        wrong, allowed = wrong.format_map(details), allowed.format_map(details)
        shown = show(self.value)
        if shown and shown not in wrong:
            wrong += f" ({GOT.said(language)} {shown})"
        text = f"{wrong}; {allowed}" if allowed else wrong
        if self.near:
            text += f". {DID_YOU_MEAN.said(language).format(names=', '.join(map(repr, self.near)))}"
        if self.measure:
            text += f" ({FROM_MEASURE.said(language).format(name=self.measure)})"
        return text

    def line_of_text(self, language: Language = "en") -> str:
        """The problem with its place, ``file:line: path: text``, without signs that move the cursor of a terminal."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        whole = ": ".join(part for part in (place, clipped(self.path, LONGEST_DETAIL), self.text(language)) if part)
        return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in whole)

    def __str__(self) -> str:
        return self.line_of_text()


class ScenarioError(Exception):
    """A scenario cannot be used. ``problems`` holds everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.text())

    def text(self, language: Language = "en") -> str:
        """One line per problem; of very many the first, and how many more there are."""
        lines = [problem.line_of_text(language) for problem in self.problems[:MOST_LINES]]
        more = len(self.problems) - len(lines)
        return "\n".join([*lines, MORE.said(language).format(count=more)] if more else lines)

    def __str__(self) -> str:
        return self.text()

    def __reduce__(self) -> tuple[Any, ...]:
        return (ScenarioError, (self.problems,))


def show(value: Any) -> str:
    """A value as a short text; empty for None and for mappings, which are no news to the reader."""
    if value is None or isinstance(value, Mapping):
        return ""
    text = repr(value) if isinstance(value, bool | int | float | str | list | tuple) else f"'{value}'"
    return clipped(text, LONGEST_VALUE)


def clipped(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 3] + "..."


def nearest(name: str, valid: Iterable[str]) -> tuple[str, ...]:
    """At most three valid names that look like ``name``, best first; none among very many, where looking takes too long."""
    names = sorted(valid)
    return tuple(difflib.get_close_matches(name, names, n=3, cutoff=0.6)) if len(names) <= MOST_NAMES else ()


def listed(names: Iterable[str], most: int = 40) -> str:
    """Names in a row, the rest counted."""
    names = list(names)
    rest = f", ... ({len(names) - most})" if len(names) > most else ""
    return (", ".join(names[:most]) + rest) or "-"
