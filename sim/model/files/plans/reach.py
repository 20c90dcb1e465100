"""The places of a town that a path with wildcards reaches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.model.files.file_form import keys_at, model_at
from sim.model.files.tree import Path
from sim.model.files.yaml_file import Entry


def is_wild(pattern: Path) -> bool:
    """Does it lead to every place of a kind, rather than to one?"""
    return any(part == "*" or "|" in part for part in pattern)


def reached(root: Entry, pattern: Path, *, there: bool = False) -> list[Path]:
    """The paths that a pattern leads to: ``*`` is every name, ``a|b`` either, anything else itself.

    The last part need not be there, but must be accepted there; with ``there`` it must be.
    """
    return list(_reached(root, pattern, (), there))


def _reached(entry: Entry, rest: Path, done: Path, there: bool) -> Iterator[Path]:  # noqa: FBT001 - handed on as it is
    if not rest:
        yield done
        return
    part, more, items = rest[0], rest[1:], _items(entry)
    if part == "*" or "|" in part:
        names = [name for name in items if part == "*" or name in part.split("|")]
    else:
        names = [part] if part in items else []
    for name in names:
        yield from _reached(items[name], more, (*done, name), there)
    if part not in items and part != "*" and "|" not in part and not there and _fits(entry, done, part, is_last=not more):
        yield from _reached(Entry({}, entry.file, entry.line), more, (*done, part), there)


def _items(entry: Entry) -> Mapping[str, Entry]:
    if isinstance(entry.value, tuple):
        return {str(number): item for number, item in enumerate(entry.value)}
    return entry.mapping


def _fits(entry: Entry, done: Path, key: str, *, is_last: bool) -> bool:
    """May a key stand here that does not yet; and if more follows, is what it holds whole without anything said?"""
    if not isinstance(entry.value, Mapping):
        return False
    keys = keys_at(done)
    if is_last:
        return keys.accept(key)
    model = model_at((*done, key)) if key in keys.names else None
    return model is not None and not any(field.is_required() for field in model.model_fields.values())
