"""The text of a scenario file that extends another one than it did, or says one thing less."""

from __future__ import annotations

import json
import posixpath
import re

from sim.model.files.errors import ScenarioError
from sim.model.files.shipped import LIBRARY
from sim.model.files.yaml_file import Entry, place_of, read_yaml_text

PLAIN = re.compile(r"[\w.][\w./-]*")
"""A path that YAML needs no quotes for."""


def leading_to(text: str, target: str) -> str:
    """The text of a file that extends another, changed so that it does so by this path unless it does already."""
    before = _read(text)
    if before is None or _normal(str(before.plain().get("extends"))) == _normal(target):
        return text
    place = place_of(text, "extends")
    if place is None:
        return text
    path = target if PLAIN.fullmatch(target) else json.dumps(target, ensure_ascii=False)
    changed = text[: place[0]] + path + text[place[1] :]
    after = _read(changed)
    same = after is not None and after.plain() == before.plain() | {"extends": target}
    return changed if same else text  # an anchor in it is used elsewhere


def without(text: str, key: str) -> str:
    """The text of a file with the lines of one of its keys empty; as it is where that does more than leave out the key."""
    before = _read(text)
    if before is None or key not in before.mapping:
        return text
    changed = re.sub(rf"(?m)^{re.escape(key)}:.*\n?(?:[ \t].*\n?|\n)*", lambda lines: "\n" * lines[0].count("\n"), text)
    after = _read(changed)
    rest = {name: value for name, value in before.plain().items() if name != key}
    return changed if after is not None and after.plain() == rest else text


def _normal(path: str) -> str:
    return path if path.startswith(LIBRARY) else posixpath.normpath(path.strip())


def _read(text: str) -> Entry | None:
    try:
        return read_yaml_text(text, "")
    except ScenarioError:
        return None
