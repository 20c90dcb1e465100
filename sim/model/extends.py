"""Files that extend other files."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from sim.model.errors import Problem, ScenarioError
from sim.model.measures import written_out
from sim.model.tree import merged, set_all, with_key
from sim.model.validation import missing_key
from sim.model.yaml_file import Entry, read_yaml

MOST_LEVELS = 10
SCHEMA_VERSION = 1


def read_chain(path: Path, problems: list[Problem]) -> Entry:
    """A file with all it extends: the farthest parent first, each next file merged over it, then its ``set``.

    Raises
    ------
    ScenarioError
        When a file of the chain cannot be read at all, or the chain has no end.
    """
    files = _chain(path)
    for file in files:
        _check_schema(file)
    result = Entry({}, files[0].file, 1)
    for file in reversed(files):
        own = written_out(with_key(with_key(file, "extends", None), "set", None))
        result = merged(result, own)
        if "set" in file.mapping:
            result = _with_set(result, file.mapping["set"], problems)
    return result


def _with_set(root: Entry, changes: Entry, problems: list[Problem]) -> Entry:
    if changes.value is not None and not changes.mapping:
        problems.append(Problem(changes.file, changes.line, "set", "scenario.not_a_mapping", changes.plain()))
    prefixed: list[Problem] = []
    root = set_all(root, changes.mapping, prefixed)
    problems += [replace(problem, path=f"set.{problem.path}") for problem in prefixed]
    return root


def _chain(path: Path) -> list[Entry]:
    """The file and what it extends, nearest first."""
    seen: list[Path] = []
    files: list[Entry] = []
    parent: Entry | None = None
    while True:
        resolved = _resolved(path)
        if parent is not None:
            _check_parent(parent, path, resolved, seen)
        seen.append(resolved)
        files.append(read_yaml(path))
        parent = files[-1].mapping.get("extends")
        if parent is None or parent.value is None:
            return files
        if not isinstance(parent.value, str) or not parent.value.strip():
            raise ScenarioError([_problem(parent, "scenario.extends_not_a_path")])
        path = path.parent / parent.value


def _check_parent(extends: Entry, path: Path, resolved: Path, seen: list[Path]) -> None:
    if resolved in seen:
        chain = " -> ".join(step.name for step in (*seen[seen.index(resolved) :], resolved))
        raise ScenarioError([_problem(extends, "scenario.extends_circular", chain=chain)])
    if len(seen) > MOST_LEVELS:
        raise ScenarioError([_problem(extends, "scenario.extends_depth", most=str(MOST_LEVELS))])
    if not _exists(path):
        raise ScenarioError([_problem(extends, "scenario.extends_missing", file=os.path.normpath(path))])


def _resolved(path: Path) -> Path:
    """The one path of a file; as given where the system has none, which reading it will tell."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _check_schema(file: Entry) -> None:
    version = file.mapping.get("schema")
    if version is None:
        raise ScenarioError([missing_key((), file, "schema")])
    if version.value != SCHEMA_VERSION or isinstance(version.value, bool):
        raise ScenarioError([Problem(version.file, version.line, "schema", "scenario.schema_version", version.plain())])


def _problem(extends: Entry, code: str, **details: str) -> Problem:
    return Problem(extends.file, extends.line, "extends", code, extends.plain(), details)
