"""One file as it was read: what it is called, its text, and whether it is a scenario or a measure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sim.model.files.errors import Problem, ScenarioError
from sim.model.files.yaml_file import Entry, read_yaml_text, refuse

SCHEMA_VERSION = 1
HAS_SCHEMA = re.compile(r"""^["']?schema["']?[ \t]*:|\A\s*\{[^{}\[\]]*["']?schema["']?\s*:""", re.MULTILINE)


@dataclass(frozen=True)
class SourceFile:
    """One file as it was read: what it is called, and its text."""

    file: str
    text: str


def read_source(file: SourceFile) -> Entry:
    """The content of a scenario or measure file.

    Of what is neither nothing is told, for it may be anything that a path leads to. Raises ``ScenarioError``.
    """
    no_scenario = refuse(file.file, 1, "scenario.no_schema")
    try:
        entry = read_yaml_text(file.text, file.file)
    except ScenarioError as error:
        raise error if HAS_SCHEMA.search(file.text) else no_scenario from None
    version = entry.mapping.get("schema")
    if version is None:
        raise no_scenario
    if version.value != SCHEMA_VERSION or isinstance(version.value, bool):
        raise ScenarioError([Problem(version.file, version.line, "schema", "scenario.schema_version", version.plain())])
    return entry


def is_measure(file: SourceFile) -> bool:
    """Is it the file of a measure, rather than a scenario, or something that cannot be read?"""
    try:
        return "measure" in read_source(file).mapping
    except ScenarioError:
        return False


def chain_of(files: Sequence[SourceFile]) -> tuple[SourceFile, ...]:
    """The scenario files among those of a scenario: itself and what it extends, nearest first."""
    return tuple(file for file in files if not is_measure(file))


def measures_of(files: Sequence[SourceFile]) -> tuple[SourceFile, ...]:
    """The files of the measures that a scenario uses."""
    return tuple(file for file in files if is_measure(file))
