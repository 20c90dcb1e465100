"""``PATH=VALUE`` as a person types it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sim.cli.failures import CommandError, usage
from sim.model.files.yaml_file import typed_value
from sim.text.texts import Texts

OF_THE_FILE = frozenset({"schema", "extends", "name", "set"})
"""Keys that are not about a municipality or a measure."""


def read_settings(texts: Iterable[str], say: Texts, *, known: Iterable[str] = ()) -> dict[str, Any]:
    """Values by path, in the form of a scenario file. ``known``: paths that another option sets.

    Raises ``CommandError`` for what is no setting or stands twice, ``ScenarioError`` for a value that cannot be read.
    """
    found = {path: typed_value(value, f"--set {path}") for path, value in typed_pairs("--set", texts, say, known=known)}
    for path in found.keys() & OF_THE_FILE:
        raise usage(say("{path} says what a file is; --set changes what stands in it.", path=path))
    return found


def typed_pairs(option: str, texts: Iterable[str], say: Texts, *, known: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """The two sides of each ``PATH=...``. Raises ``CommandError`` where there are no two, or a path stands twice."""
    seen = set(known)
    for text in texts:
        path, sign, value = (part.strip() for part in text.partition("="))
        if not path or not sign or not value:
            raise usage(
                say("{option} {text} is not PATH=VALUE, such as {option} channels.phone.lines=12.", option=option, text=text)
            )
        if path in seen:
            raise twice(path, say)
        seen.add(path)
        yield path, value


def twice(path: str, say: Texts) -> CommandError:
    return usage(say("{path} is set twice; keep one.", path=path))
