"""Files that extend other files, and how each finds what it extends.

A file that its user names may extend any scenario file: by a path relative to itself, by a whole path, or by the name of one
that came with the program (``library/municipalities/voorbeeldstad.yaml``). Files that somebody sent extend only each other, or
what came with the program.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sim.model.files.errors import Problem, ScenarioError, nearest
from sim.model.files.measures import written_out
from sim.model.files.nearby import is_there, nearest_files
from sim.model.files.plans.found import named_measures, sent_measures
from sim.model.files.plans.use import use_written_out
from sim.model.files.shipped import LIBRARY, scenarios_folder, shipped_names
from sim.model.files.sources import SourceFile, chain_of, is_measure, measures_of, read_source
from sim.model.files.tree import merged, set_all, with_key
from sim.model.files.yaml_file import Entry, bytes_text, file_text, refuse, told_name

MOST_LEVELS = 10


def source_files(path: Path) -> tuple[SourceFile, ...]:
    """A file that its user names and those it extends, nearest first, then the measures that they use.

    Raises ``ScenarioError`` when a file of the chain cannot be read at all, or the chain has no end.
    """
    found: list[SourceFile] = []
    seen: list[Path] = []
    parent: Entry | None = None
    while True:
        resolved = _resolved(path)
        if parent is not None:
            _check_parent(parent, path, resolved, seen)
        seen.append(resolved)
        found.append(SourceFile(told_name(path), file_text(path)))
        if is_measure(found[-1]):
            raise refuse(found[-1].file, 1, "scenario.is_measure", name=Path(found[-1].file).stem)
        parent = _extends(found[-1])
        if parent is None:
            return (*found, *named_measures(found))
        path = _shipped(parent) if _names_library(parent) else path.parent / str(parent.value)


def sent_files(files: Sequence[SourceFile]) -> tuple[SourceFile, ...]:
    """Files that came from elsewhere, each extending the next, with the measures that they use.

    The last may extend one that came with the program, and so may the measures be.

    Nothing else is looked for on this computer, wherever they point. Raises ``ScenarioError`` for a file that is missing.
    """
    for file in files:
        bytes_text(file.text.encode("utf-8", "surrogatepass"), file.file)  # nobody looked at it yet
    chain = _sent_chain(chain_of(files))
    return (*chain, *sent_measures(chain, measures_of(files)))


def _sent_chain(files: Sequence[SourceFile]) -> tuple[SourceFile, ...]:
    if len(files) > MOST_LEVELS + 1:
        raise ScenarioError([Problem(files[0].file, 0, "extends", "scenario.extends_depth", None, {"most": str(MOST_LEVELS)})])
    for number, file in enumerate(files, 1):
        parent = _extends(file)
        if parent is None:
            return tuple(files[:number])
        if number == len(files):
            if not _names_library(parent):
                raise ScenarioError([_problem(parent, "scenario.extends_not_sent")])
            return (*files, *chain_of(source_files(_shipped(parent))))
    return ()


def read_chain(files: Sequence[SourceFile], problems: list[Problem]) -> Entry:
    """Files of which each extends the next, as one: the farthest first, each nearer one merged over it, then its ``set``."""
    entries = [read_source(file) for file in chain_of(files)]
    result = Entry({}, entries[0].file, 1)
    for entry in reversed(entries):
        own = use_written_out(written_out(with_key(with_key(entry, "extends", None), "set", None)))
        result = merged(result, own, problems)
        if "set" in entry.mapping:
            result = _with_set(result, entry.mapping["set"], problems)
    return result


def _with_set(root: Entry, changes: Entry, problems: list[Problem]) -> Entry:
    if changes.value is not None and not changes.mapping:
        problems.append(Problem(changes.file, changes.line, "set", "scenario.not_a_mapping", changes.plain()))
    prefixed: list[Problem] = []
    root = set_all(root, changes.mapping, prefixed)
    problems += [replace(problem, path=f"set.{problem.path}") for problem in prefixed]
    return root


def _extends(file: SourceFile) -> Entry | None:
    """What a file says that it extends: a text with something in it; None where it extends nothing."""
    found = read_source(file).mapping.get("extends")
    if found is None or found.value is None:
        return None
    if not isinstance(found.value, str) or not found.value.strip():
        raise ScenarioError([_problem(found, "scenario.extends_not_a_path")])
    return found


def _names_library(extends: Entry) -> bool:
    return str(extends.value).startswith(LIBRARY)


def _shipped(extends: Entry) -> Path:
    """The file of this name that came with the program: one of a list, so that no name leads elsewhere."""
    name, names = str(extends.value), shipped_names()
    if name not in names:
        raise ScenarioError([replace(_problem(extends, "scenario.extends_not_shipped"), near=nearest(name, names))])
    return scenarios_folder() / name.removeprefix(LIBRARY)


def _check_parent(extends: Entry, path: Path, resolved: Path, seen: list[Path]) -> None:
    if resolved in seen:
        chain = " -> ".join(step.name for step in (*seen[seen.index(resolved) :], resolved))
        raise ScenarioError([_problem(extends, "scenario.extends_circular", chain=chain)])
    if len(seen) > MOST_LEVELS:
        raise ScenarioError([_problem(extends, "scenario.extends_depth", most=str(MOST_LEVELS))])
    if not is_there(path):
        near = nearest_files(str(extends.value), path, extends.file)
        raise ScenarioError([replace(_problem(extends, "scenario.extends_missing", file=told_name(path)), near=near)])


def _resolved(path: Path) -> Path:
    """The one path of a file; as given where the system has none, which reading it will tell."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path


def _problem(extends: Entry, code: str, **details: str) -> Problem:
    return Problem(extends.file, extends.line, "extends", code, extends.plain(), details)
