"""Working on the entries of files: finding, merging, setting by path. Nothing is changed in place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sim.model.files.errors import Problem, listed, nearest
from sim.model.files.file_form import RANGE_KEYS, is_value_at, keys_at
from sim.model.files.yaml_file import Entry
from sim.model.values.distributions import KINDS

Path = tuple[str, ...]


class PathRefusedError(Exception):
    """A path that cannot be set; carries the problem without its place."""

    def __init__(self, code: str, near: tuple[str, ...] = (), **details: str) -> None:
        super().__init__(code)
        self.code, self.near, self.details = code, near, details


def path_of(text: str) -> Path:
    """The parts of a dotted path; what a measure sets is one part (``measures.x.set.<path>``).

    The time of patience may be written without ``time``, in a path as in the file.
    """
    parts = tuple(text.split("."))
    if parts[:1] == ("channels",) and parts[2:3] == ("patience",) and parts[3:4] and parts[3] in {*KINDS, "cv", *RANGE_KEYS}:
        return (*parts[:3], "time", *parts[3:])
    sets = parts[:1] == ("measures",) and parts[2:3] == ("set",) and len(parts) > 3
    return (*parts[:3], ".".join(parts[3:])) if sets else parts


def find(root: Entry, path: Sequence[str | int]) -> tuple[Entry, Path]:
    """The deepest entry on the way along ``path``, and the part of the path that leads to it."""
    entry, done = root, []
    for key in path:
        if isinstance(entry.value, Mapping) and str(key) in entry.value:
            entry = entry.value[str(key)]
        elif isinstance(entry.value, tuple) and str(key).isdecimal() and int(key) < len(entry.value):
            entry = entry.value[int(key)]
        else:
            break
        done.append(str(key))
    return entry, tuple(done)


def matches(root: Entry, pattern: Sequence[str]) -> Iterator[tuple[Path, Entry]]:
    """Every (path, entry) that a pattern leads to; ``*`` stands for any key or place in a list."""
    if not pattern:
        yield (), root
        return
    items = enumerate(root.value) if isinstance(root.value, tuple) else root.mapping.items()
    for key, entry in items:
        if pattern[0] in ("*", key):
            yield from (((str(key), *path), found) for path, found in matches(entry, pattern[1:]))


def replaced(root: Entry, path: Path, value: Entry | None) -> Entry:
    """``root`` with another entry at a path that is there; None removes."""
    if len(path) == 1:
        return with_key(root, path[0], value)
    return with_key(root, path[0], replaced(root.mapping[path[0]], path[1:], value))


def with_key(entry: Entry, key: str, value: Entry | None) -> Entry:
    """The same mapping with one key replaced, added, or (None) removed."""
    rest = {name: item for name, item in entry.mapping.items() if name != key or value is not None}
    return replace(entry, value=rest if value is None else rest | {key: value})


def unknown_key(path: Path, entry: Entry, allowed: Iterable[str]) -> Problem:
    names, key = list(allowed), path[-1]
    details = {"name": repr(key), "allowed": listed(names)}
    return Problem(entry.file, entry.line, ".".join(path), "scenario.unknown_key", None, details, nearest(key, names))


def merged(parent: Entry, child: Entry, problems: list[Problem], path: Path = ()) -> Entry:
    """``child`` laid over ``parent``: mappings merge, lists and values replace, null removes.

    A range and a distribution are values, although they are written as mappings. A null that removes nothing, at a key that
    has no meaning there or at a name that is not there, is added to ``problems``.
    """
    if not isinstance(child.value, Mapping):
        return child
    base = parent.mapping if not _both_values(parent, child) else {}
    result = dict(base)
    for key, item in child.value.items():
        if item.value is None and not is_set(path):
            if key not in parent.mapping:
                problems += _nothing_to_remove((*path, key), item, parent.mapping)
            result.pop(key, None)
        else:
            result[key] = merged(base.get(key, Entry({}, item.file, item.line)), item, problems, (*path, key))
    return replace(child, value=result)


def _nothing_to_remove(path: Path, entry: Entry, there: Mapping[str, Entry]) -> list[Problem]:
    """What is wrong with a null at a key that is not there: nothing where the key could have been."""
    *parts, key = path
    within = (*path_of(parts[3]), *parts[4:]) if len(parts) > 3 and is_set(tuple(parts[:3])) else tuple(parts)
    keys = keys_at(within)
    if key in keys.names or (key in RANGE_KEYS and is_value_at(within)):
        return []
    if not keys.free:
        return [unknown_key(path, entry, keys.names)]
    details = {"name": repr(key), "parent": ".".join(parts)}
    return [Problem(entry.file, entry.line, ".".join(path), "scenario.nothing_to_remove", None, details, nearest(key, there))]


def is_set(path: Path) -> bool:
    """Is this the ``set`` of a measure, where null means: remove when the measure starts?"""
    return len(path) == 3 and path[0] == "measures" and path[2] == "set"


def _both_values(parent: Entry, child: Entry) -> bool:
    return is_value(parent) and is_value(child)


def is_value(entry: Entry) -> bool:
    """Is this a range or a distribution, which are values although they are written as mappings?"""
    keys = set(entry.mapping)
    is_range = "mid" in keys and keys <= set(RANGE_KEYS)
    return is_range or (len(keys & KINDS.keys()) == 1 and keys - KINDS.keys() <= {"cv"})


def assigned(root: Entry, path: Path, value: Entry, problems: list[Problem]) -> Entry:
    """``root`` with ``value`` at ``path``; a null removes what stands there.

    The path must lead to something that is there, or to a key that is accepted there; what is wrong within the value is added
    to ``problems``.

    Raises ``PathRefusedError`` where the path leads nowhere.
    """
    return _assigned(root, path, value, (), problems)


def _assigned(entry: Entry, path: Path, value: Entry, done: Path, problems: list[Problem]) -> Entry:
    key, rest = path[0], path[1:]
    if isinstance(entry.value, tuple):
        return _assigned_in_list(entry, entry.value, path, value, done, problems)
    if not isinstance(entry.value, Mapping):
        raise PathRefusedError("scenario.path_through_value", parent=".".join(done), name=key)
    keys, present = keys_at(done), entry.value.get(key)
    removes = value.value is None and not is_set(done)
    if present is None and not (key in keys.names or (keys.free and not rest and key and not removes)):
        names = list(dict.fromkeys((*entry.value, *keys.names)))
        raise PathRefusedError(
            "scenario.unknown_path", nearest(key, names), name=repr(key), parent=".".join(done) or "-", allowed=listed(names)
        )
    if rest:
        inner = present or Entry({}, value.file, value.line)
        return with_key(entry, key, _assigned(inner, rest, value, (*done, key), problems))
    if removes:
        return with_key(entry, key, None)
    return with_key(entry, key, merged(Entry({}, value.file, value.line), value, problems, (*done, key)))


def _assigned_in_list(
    entry: Entry, items: tuple[Entry, ...], path: Path, value: Entry, done: Path, problems: list[Problem]
) -> Entry:
    key, rest = path[0], path[1:]
    if not key.isdecimal() or int(key) >= len(items):
        places = listed(str(place) for place in range(len(items)))
        raise PathRefusedError("scenario.unknown_path", name=repr(key), parent=".".join(done), allowed=places)
    new = list(items)
    new[int(key)] = _assigned(new[int(key)], rest, value, (*done, key), problems) if rest else value
    return replace(entry, value=tuple(new))


def set_all(root: Entry, values: Mapping[str, Entry], problems: list[Problem]) -> Entry:
    """``root`` with every value at its dotted path; what cannot be set is added to ``problems``."""
    for text, value in values.items():
        try:
            root = assigned(root, path_of(text), value, problems)
        except PathRefusedError as refused:
            problems.append(Problem(value.file, value.line, text, refused.code, None, refused.details, refused.near))
    return root
