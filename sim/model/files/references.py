"""Do names in a scenario mean something? Checked on the file, so that every wrong name is found at its own line.

Where names stand follows from the types of the model (:mod:`sim.model.values.names`).
"""

from __future__ import annotations

import types
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path as FilePath
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from sim.model.files.errors import Problem, listed, nearest
from sim.model.files.file_form import SECTIONS, WRITTEN, ScenarioFile
from sim.model.files.nearby import files_beside, is_there, nearest_files
from sim.model.files.tree import Path, find, matches, path_of
from sim.model.files.yaml_file import Entry
from sim.model.values.names import Own, Refers, Thing
from sim.model.values.values import Range

WHERE: dict[Thing, Path] = {
    "channel": ("channels", "*"),
    "team": ("teams", "*"),
    "queue": ("queues", "*"),
    "service": ("services", "*"),
    "segment": ("population", "segments", "*"),
    "step": ("services", "*", "steps", "*"),
}
"""Where things have their names, with which others refer to them."""
INQUIRY = "inquiry"
"""What the contacts between the steps are called where steps are named."""


@dataclass(frozen=True)
class Place:
    """Where a text stands in a file (``*`` is anything), and what it is; ``is_key``: it is the last part of the path itself."""

    path: Path
    mark: object
    is_key: bool = False


@cache
def places() -> tuple[Place, ...]:
    """Every text of the form of a file with what its type says it is; None where the type says nothing."""
    return tuple(_texts(ScenarioFile, (), None))


def unknown_names(tree: Entry) -> list[Problem]:
    """Every name within a design that nothing in it has."""
    return _unknown(tree, [tree], in_design=True)


def unknown_elsewhere(root: Entry, trees: Sequence[Entry]) -> list[Problem]:
    """Every name outside the designs, such as in segments and measures, that nothing in any of the designs has."""
    return _unknown(root, trees, in_design=False)


def unknown_file(root: Entry, folder: FilePath) -> list[Problem]:
    """The file that a scenario names to be compared with, where it is not there, as seen from the ``folder`` of its own file.

    What a parent names is as seen from there, and about the parent.
    """
    found = root.mapping.get("beside")
    if found is None or found.file != root.file or not isinstance(found.value, str) or not found.value:
        return []
    target = folder / found.value
    if is_there(target) and not target.is_dir():
        return []
    details = {"name": repr(found.value), "allowed": listed(files_beside(target, root.file))}
    near = nearest_files(found.value, target, root.file)
    return [Problem(found.file, found.line, "beside", "scenario.unknown_file", None, details, near)]


def unknown_numbers(
    root: Entry, trees: Sequence[Entry], numbers: Callable[[], Sequence[tuple[str, Range]]], set_now: Collection[str]
) -> list[Problem]:
    """Patterns of a file itself that no number with a range has; ``numbers`` are asked only where it is not written at once.

    Whoever set a number (``set_now``, by path) may have taken its range away: that is no mistake of the file.
    """
    asked = [
        (path, entry, entry.value)
        for place in _referring("number")
        for path, entry in matches(root, place.path)
        if isinstance(entry.value, str)
        and entry.file == root.file
        and not _is_written(trees, entry.value)
        and not any(fnmatchcase(number, entry.value) for number in set_now)
    ]
    if not asked:
        return []
    ranged = dict.fromkeys(number for number, value in numbers() if value.is_ranged)
    fixed = {number for number, _ in numbers()}
    found = []
    for path, entry, text in asked:
        if any(fnmatchcase(number, text) for number in ranged):
            continue
        code = "unranged_number" if any(fnmatchcase(number, text) for number in fixed) else "unknown_number"
        near = nearest_paths(text, list(ranged))
        details = {"name": repr(text), "allowed": listed(near or ranged, most=10)}
        found.append(Problem(entry.file, entry.line, ".".join(path), f"scenario.{code}", None, details, near[:1]))
    return found


def _is_written(trees: Sequence[Entry], pattern: str) -> bool:
    """Does a range stand in the files at such a path? The quick answer for most; it may still be there when it does not."""
    parts = path_of(pattern)
    return any({"low", "mid", "high"} <= entry.mapping.keys() for tree in trees for _, entry in matches(tree, parts))


def bad_names(root: Entry) -> list[Problem]:
    """Names that could not be written in a path."""
    return [
        Problem(entry.file, entry.line, ".".join(path), "scenario.bad_name", None, {"name": repr(path[-1])})
        for place in places()
        if place.is_key and isinstance(place.mark, Own)
        for path, entry in matches(root, place.path)
        if not path[-1] or "." in path[-1] or path[-1] != path[-1].strip() or not path[-1].isprintable()
    ]


def _unknown(root: Entry, trees: Sequence[Entry], *, in_design: bool) -> list[Problem]:
    known = {thing: _names(trees, path) for thing, path in WHERE.items()}
    known["step"] = known["step"] | {INQUIRY} if known["step"] is not None else None
    found = []
    for thing, names in known.items():
        for place in _referring(thing):
            if names is None or (place.path[0] in SECTIONS) != in_design:
                continue
            for path, entry in matches(root, place.path):
                name = path[-1] if place.is_key else entry.value
                if isinstance(name, str) and name not in names:
                    details = {"name": repr(name), "allowed": listed(sorted(names))}
                    code = f"scenario.unknown_{thing}"
                    found.append(Problem(entry.file, entry.line, ".".join(path), code, None, details, nearest(name, names)))
    return found


def _referring(thing: Thing) -> list[Place]:
    return [place for place in places() if place.mark == Refers(thing)]


def _names(trees: Sequence[Entry], path: Path) -> set[str] | None:
    """The names that things have in any of the trees; None where their section is no mapping, which is reported by itself."""
    names: set[str] = set()
    for tree in trees:
        section = path[: path.index("*")]
        entry, done = find(tree, section)
        if done == section and not isinstance(entry.value, Mapping):
            return None
        names.update(found[-1] for found, _ in matches(tree, path))
    return names


def nearest_paths(text: str, paths: Sequence[str]) -> tuple[str, ...]:
    """The paths that look most like one, of those that have most of its first parts."""
    parts = text.split(".")

    def shared(path: str) -> int:
        pairs = zip(parts, path.split("."), strict=False)
        return next((n for n, (one, other) in enumerate(pairs) if one != other), len(parts))

    most = max((shared(path) for path in paths), default=0)
    return nearest(text, [path for path in paths if shared(path) == most])


def _texts(shape: Any, path: Path, mark: object, *, is_key: bool = False) -> Iterator[Place]:
    """The texts in a type. Values that are written as quantities have no texts that others could refer to."""
    origin = get_origin(shape)
    if origin is Annotated:
        base, *metadata = get_args(shape)
        yield from _texts(base, path, _mark(metadata) or mark, is_key=is_key)
    elif origin in (Union, types.UnionType):
        for part in get_args(shape):
            yield from _texts(part, path, mark, is_key=is_key)
    elif origin is dict:
        key, value = get_args(shape)
        yield from _texts(key, (*path, "*"), None, is_key=True)
        yield from _texts(value, (*path, "*"), None)
    elif origin is tuple:
        yield from _texts(get_args(shape)[0], (*path, "*"), mark)
    elif shape is str:
        yield Place(path, mark, is_key)
    elif isinstance(shape, type) and issubclass(shape, BaseModel) and shape not in WRITTEN:
        for name, field in shape.model_fields.items():
            yield from _texts(field.annotation, (*path, field.alias or name), _mark(field.metadata))


def _mark(metadata: Iterable[object]) -> object:
    return next((item for item in metadata if type(item).__module__ == Refers.__module__), None)
