"""Parameters in a measure file: where ``$name`` stands, and the value in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from sim.model.files.yaml_file import Entry

NAME = re.compile(r"\$([a-z][a-z_]*)")


def placeholders(part: Entry | str) -> set[str]:
    """The parameters that a text or any part of an entry names."""
    if isinstance(part, str):
        return set(NAME.findall(part))
    return {name for text in _texts(part) for name in NAME.findall(text)}


def _texts(entry: Entry) -> Iterator[str]:
    if isinstance(entry.value, str):
        yield entry.value
    elif isinstance(entry.value, tuple):
        for item in entry.value:
            yield from _texts(item)
    for key, item in entry.mapping.items():
        yield key
        yield from _texts(item)


def filled(entry: Entry, values: Mapping[str, Entry]) -> Entry:
    """The entry with the values of parameters in the places of their names.

    A text that is nothing but a name becomes the value itself, whatever it is; within a longer text it is written out.
    """
    if isinstance(entry.value, str):
        whole = NAME.fullmatch(entry.value)
        if whole and whole[1] in values:
            return filled(values[whole[1]], values)
        return replace(entry, value=filled_text(entry.value, values))
    if isinstance(entry.value, tuple):
        return replace(entry, value=tuple(filled(item, values) for item in entry.value))
    if isinstance(entry.value, Mapping):
        return replace(entry, value={filled_text(key, values): filled(item, values) for key, item in entry.value.items()})
    return entry


def filled_text(text: str, values: Mapping[str, Entry]) -> str:
    """The text with the names of parameters that have one value replaced by it; those of several (services) stay."""

    def written(match: re.Match[str]) -> str:
        value = values[match[1]].plain() if match[1] in values else None
        return match[0] if value is None or isinstance(value, list | dict) else str(value)

    return NAME.sub(written, text)
