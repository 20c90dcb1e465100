"""What a scenario file says of itself holds no figure that a run came to: such a figure is filled in from what is stored."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from sim.model.files.extends import source_files
from sim.model.files.shipped import scenario_files
from sim.model.files.sources import SourceFile, read_source
from sim.model.files.yaml_file import file_text

FILES = scenario_files()
TEXTS = frozenset({"label", "about", "question", "look_at", "what"})
CHANGE = re.compile(r"(?<![\w.,])[+−-]\s?\d")
"""A number with its sign, as differences are written."""
NUMBER = re.compile(r"(?<![A-Za-z\d])\d+(?:[.,]\d+)*")
YEAR = re.compile(r"(19|20)\d\d")
SOURCE = re.compile(r"\b[A-Z]\d{1,2}\b|jaarverslag|annual report|Wmebv")
"""A sentence with the key of a source says what that source found."""
BASES = frozenset({"100"})
"""What a figure is counted per."""


def texts_of(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from texts_of(item, key if key in TEXTS else str(name))
    elif key in TEXTS and isinstance(value, str):
        yield value


def inputs_of(value: Any) -> Iterator[str]:
    """Every number of the file that is no word of its texts, as it is written."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            if name not in TEXTS:
                yield from inputs_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from inputs_of(item)
    else:
        yield from (number.replace("_", "") for number in re.findall(r"\d[\d_]*(?:\.\d+)?", str(value)))


def plain(file: Path) -> dict[str, Any]:
    return {name: entry.plain() for name, entry in read_source(SourceFile(str(file), file_text(file))).mapping.items()}


def found_numbers(text: str, inputs: frozenset[str]) -> list[str]:
    """Numbers in the text that are no input, no year, and not said of a source."""
    found = CHANGE.findall(text)
    for sentence in re.split(r"(?<=[.!?])\s", text):
        if not SOURCE.search(sentence):
            found += [one for one in NUMBER.findall(sentence) if not YEAR.fullmatch(one) and not _read(one) & inputs]
    return found


def _read(number: str) -> set[str]:
    """The ways to read a number: in Dutch and in English, and as a share."""
    read = {number.replace(",", "."), number.replace(".", "").replace(",", ""), number.replace(",", "")}
    return read | {f"{float(one) / 100:g}" for one in read if one.count(".") < 2}


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_no_text_of_a_scenario_holds_a_figure_that_was_found(file: Path) -> None:
    inputs = frozenset(one for source in source_files(file) for one in inputs_of(plain(Path(source.file)))) | BASES
    found = {text: numbers for text in texts_of(plain(file)) if (numbers := found_numbers(text, inputs))}
    assert found == {}


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Found: −76.9 and -2 contacts.", True),
        ("Found: 7.7 days.", True),
        ("The work rises by 3%.", True),
        ("Denmark found 40% (K1).", False),
        ("Since 2015, 45.000 households and 45,000 letters.", False),
        ("Contacts per 100 couples.", False),
        ("Answered within 25 seconds.", False),
    ],
)
def test_a_found_figure_is_told_from_an_input(text: str, *, is_found: bool) -> None:
    assert bool(found_numbers(text, frozenset({"45000", "25", "100"}))) == is_found
