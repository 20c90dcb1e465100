"""Where the measures are that scenario files use: among those of the program, or in a file of one's own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from sim.model.files.errors import Problem, ScenarioError, listed, nearest
from sim.model.files.nearby import is_there, nearest_files
from sim.model.files.plans.use import Use, is_file, named, uses_of
from sim.model.files.shipped import MEASURES, scenarios_folder
from sim.model.files.sources import SourceFile, is_measure, read_source
from sim.model.files.yaml_file import Entry, file_text, told_name


@cache
def measure_names() -> tuple[str, ...]:
    """The names of the measures that come with the program."""
    return tuple(sorted(file.stem for file in (scenarios_folder() / MEASURES).glob("*.yaml")))


def shipped_measure(name: str) -> SourceFile:
    """The file of a measure that comes with the program."""
    file = scenarios_folder() / MEASURES / f"{name}.yaml"
    return SourceFile(told_name(file), file_text(file))


def measure_asked(written: str) -> SourceFile:
    """The measure of this name, or in this file. Raises ``ScenarioError`` where there is none."""
    return named_measures([SourceFile("", f"schema: 1\nuse: {json.dumps(written)}\n")])[0]


def name_of(file: SourceFile) -> str:
    """What a measure file calls its measure."""
    return str(read_source(file).mapping["measure"].value)


def named_measures(chain: Sequence[SourceFile]) -> tuple[SourceFile, ...]:
    """The measures that files of this computer use, each once.

    Raises ``ScenarioError`` with all that are not there, and where two files have a measure of one name.
    """
    return _each(chain, lambda use, file: _own(use, Path(file.file).parent) if is_file(use.of) else _shipped(use))


def sent_measures(chain: Sequence[SourceFile], sent: Sequence[SourceFile]) -> tuple[SourceFile, ...]:
    """The measures that files from elsewhere use: those sent along, by their names, or those of the program."""
    by_name = {name_of(file): file for file in sent}

    def find(use: Use, _file: SourceFile) -> SourceFile:
        name = named(use.of)
        if name in by_name:
            return by_name[name]
        if is_file(use.of):
            raise ScenarioError([_problem(use, "scenario.measure_not_sent")])
        return _shipped(use)

    return _each(chain, find)


def _each(chain: Sequence[SourceFile], find: Callable[[Use, SourceFile], SourceFile]) -> tuple[SourceFile, ...]:
    found: dict[str, SourceFile] = {}
    problems: list[Problem] = []
    for file, use in _uses(chain):
        try:
            measure = find(use, file)
        except ScenarioError as error:
            problems += error.problems
            continue
        other = found.setdefault(name_of(measure), measure)
        if other != measure:
            problems.append(_problem(use, "scenario.measure_of_two_files", first=other.file, second=measure.file))
    if problems:
        raise ScenarioError(problems)
    return tuple(found.values())


def _uses(chain: Sequence[SourceFile]) -> Iterator[tuple[SourceFile, Use]]:
    """Every use, but for one that only says more of what a file further on uses already."""
    before: set[str] = set()
    for file in reversed(chain):
        found = list(uses_of(read_source(file)))
        for use in found:
            if "measure" in use.entry.mapping or use.name not in before:
                yield file, use
        before |= {use.name for use in found}


def _shipped(use: Use) -> SourceFile:
    if use.of not in measure_names():
        raise ScenarioError([unknown_measure(use.of, use.entry)])
    return shipped_measure(use.of)


def unknown_measure(name: str, entry: Entry) -> Problem:
    """The problem of a name that no measure of the program has."""
    details = {"name": repr(name), "allowed": listed(measure_names())}
    return Problem(entry.file, entry.line, "use", "scenario.unknown_measure", None, details, nearest(name, measure_names()))


def _own(use: Use, folder: Path) -> SourceFile:
    path = folder / use.of
    if not is_there(path):
        problem = _problem(use, "scenario.measure_missing", file=told_name(path))
        near = nearest_files(use.of, path, "")
        raise ScenarioError([Problem(problem.file, problem.line, problem.path, problem.code, None, problem.details, near)])
    found = SourceFile(told_name(path), file_text(path))
    if not is_measure(found):
        raise ScenarioError([Problem(found.file, 1, "", "scenario.no_measure")])
    if name_of(found) != path.stem:
        problem = Problem(found.file, 1, "measure", "scenario.measure_name", name_of(found), {"allowed": path.stem})
        raise ScenarioError([problem])
    return found


def _problem(use: Use, code: str, **details: str) -> Problem:
    return Problem(use.entry.file, use.entry.line, f"use.{use.name}", code, None, {"name": repr(use.of)} | details)
