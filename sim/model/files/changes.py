"""What a scenario file changes in the file it extends, as both are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sim.model.files.errors import ScenarioError
from sim.model.files.extends import read_chain
from sim.model.files.loading import NO_OVERRIDES, load_files
from sim.model.files.plans.expand import WHERE_POSSIBLE, expanded
from sim.model.files.sources import SourceFile, chain_of, measures_of
from sim.model.files.tree import Path, is_value, set_all
from sim.model.files.yaml_file import Entry, entry_of
from sim.model.town.scenario import SAYS_OF_ITSELF, Scenario

Kind = Literal["adds", "changes", "removes"]
SECTIONS_OF_THINGS: tuple[Path, ...] = (
    ("population", "segments"),
    ("channels",),
    ("teams",),
    ("queues",),
    ("services",),
    ("profiles",),
    ("measures",),
)
"""Where things stand by their names."""
LANGUAGES = {"nl", "en"}


@dataclass(frozen=True)
class Change:
    """One value at a dotted path: what the parent has there and what the file has; None where that has nothing."""

    path: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Block:
    """What changes in one thing: the channel ``name``, say, of the ``section`` channels. Without a name it is of a section."""

    section: str
    name: str
    kind: Kind
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Changes:
    """What a file changes in the one it extends, ``file``; ``parent`` is the scenario of that, where it is one by itself."""

    file: str
    parent: Scenario | None
    blocks: tuple[Block, ...]


def changes_of(files: Sequence[SourceFile], overrides: Mapping[str, Any] = NO_OVERRIDES) -> Changes | None:
    """What the first file, which can be loaded, changes in those it extends; None where it extends nothing."""
    chain = chain_of(files)
    if len(chain) < 2:
        return None
    above = (*chain[1:], *measures_of(files))
    before, after = read_chain(above, []), read_chain(files, [])
    after = set_all(after, {path: entry_of(value, "overrides") for path, value in overrides.items()}, [])
    before, after = (expanded(root, files, [])[0] for root in (before, after))
    try:
        parent = load_files(above)
    except ScenarioError:
        parent = None
    return Changes(chain[1].file, parent, tuple(_blocks(before, after)))


def _blocks(before: Entry, after: Entry) -> Iterator[Block]:
    for section in _keys(before, after):
        if section in SAYS_OF_ITSELF | {"schema", "use", WHERE_POSSIBLE}:
            continue
        old, new = before.mapping.get(section), after.mapping.get(section)
        things = next((path for path in SECTIONS_OF_THINGS if path[0] == section), None)
        if things is None or len(things) > 1:
            inside = things[1:] if things else ()
            changes = tuple(_differences(_without(old, inside), _without(new, inside), section))
            if changes:
                yield Block(section, "", "changes", changes)
        if things is not None:
            yield from _things(_at(old, things[1:]), _at(new, things[1:]), things)


def _things(old: Entry | None, new: Entry | None, path: Path) -> Iterator[Block]:
    for name in _keys(old, new):
        before, after = (None if entry is None else entry.mapping.get(name) for entry in (old, new))
        kind: Kind = "adds" if before is None else "removes" if after is None else "changes"
        changes = tuple(_differences(before, after, ".".join((*path, name)))) if kind == "changes" else ()
        if changes or kind != "changes":
            yield Block(path[-1], name, kind, changes)


def _differences(before: Entry | None, after: Entry | None, path: str) -> Iterator[Change]:
    """The values that differ; what is removed is one of them, whatever it holds."""
    if after is not None and _has_parts(after) and (before is None or _has_parts(before)):
        for key in _keys(before, after):
            yield from _differences(_at(before, (key,)), after.mapping.get(key), f"{path}.{key}")
        return
    old_value, new_value = (None if entry is None else entry.plain() for entry in (before, after))
    if old_value != new_value:
        yield Change(path, old_value, new_value)


def _has_parts(entry: Entry) -> bool:
    """Is it a mapping of parts, and not a value that is written as a mapping?"""
    return bool(entry.mapping) and not is_value(entry) and not set(entry.mapping) <= LANGUAGES


def _keys(first: Entry | None, second: Entry | None) -> list[str]:
    return list(dict.fromkeys(key for entry in (first, second) if entry is not None for key in entry.mapping))


def _at(entry: Entry | None, path: Path) -> Entry | None:
    for key in path:
        entry = None if entry is None else entry.mapping.get(key)
    return entry


def _without(entry: Entry | None, path: Path) -> Entry | None:
    if entry is None or not path:
        return entry
    return Entry({key: item for key, item in entry.mapping.items() if key != path[0]}, entry.file, entry.line)
