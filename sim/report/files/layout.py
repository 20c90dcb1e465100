"""Scenario files laid out anew, with relative names of their own, so that ``extends`` still finds its way."""

from __future__ import annotations

import json
import ntpath
import os
import posixpath
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from sim.model.files.errors import ScenarioError
from sim.model.files.extends import SourceFile
from sim.model.files.shipped import LIBRARY, shipped_name
from sim.model.files.yaml_file import Entry, place_of, read_yaml_text

Sources = Sequence[tuple[SourceFile, ...]]
NO_NAME = re.compile(r'[<>:"|?*\\]|[^\w !#$%&\'()+,.;=@^`{}~\[\]-]|[. ]$')
"""What some system does not allow in the name of a file, or shows as nothing."""
PLAIN = re.compile(r"[\w.][\w./-]*")
"""A path that YAML needs no quotes for."""


def named_anew(sources: Sources) -> Sources:
    """Files as they were read on this computer, called as they are seen from the folder that holds all of them.

    Those that came with the program are called ``library/...``, wherever that is.
    """
    places = {file.file: _place(file.file) for files in sources for file in files}
    own = [place for place in places.values() if place[0] != LIBRARY]
    top = _top(own or places.values())
    names = {
        file: "/".join(filter(None, place[top:])) if not own or place[0] != LIBRARY else LIBRARY + "/".join(place[1:])
        for file, place in places.items()
    }
    return tuple(tuple(replace(file, file=names[file.file]) for file in files) for files in sources)


def laid_out(sources: Sources) -> tuple[dict[str, str], tuple[str, ...]]:
    """Texts by relative path, and the path of each scenario among them.

    ``sources`` are the files of each scenario, nearest first. Whatever their names are, the paths found have no root, no
    drive and no ``..``, and no two are the same to a system that does not see capitals. A file that names the one it extends
    in a way that does not lead there does so by a relative path here.
    """
    parts = [[_parts(file.file) for file in files] for files in sources]
    top = _top([place for places in parts for place in places])
    texts: dict[str, str] = {}
    scenarios = []
    for places, files in zip(parts, sources, strict=True):
        extended = ""
        for place, file in zip(reversed(places), reversed(files), strict=True):
            name = "/".join(place[top:])
            target = posixpath.relpath(extended, posixpath.dirname(name)) if extended else ""
            extended = _placed(name, leading_to(file.text, target) if target else file.text, texts)
        scenarios.append(extended)
    return texts, tuple(scenarios)


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


def _normal(path: str) -> str:
    return path if path.startswith(LIBRARY) else posixpath.normpath(path.strip())


def _read(text: str) -> Entry | None:
    try:
        return read_yaml_text(text, "")
    except ScenarioError:
        return None


def _place(file: str) -> tuple[str, ...]:
    """Where a file of this computer is, folder by folder; of one that came with the program from the folder of these."""
    shipped = shipped_name(Path(file))
    if shipped is not None:
        return (LIBRARY, *shipped.removeprefix(LIBRARY).split("/"))
    path = Path(os.path.abspath(file))  # noqa: PTH100 (Path.resolve would follow links, which have names of their own)
    return (path.anchor.strip("/\\:").replace("\\", "/"), *path.parts[1:])


def _parts(name: str) -> tuple[str, ...]:
    """A name that somebody wrote, on whatever system, as folders and a file below a folder of ours."""
    drive, rest = ntpath.splitdrive(name.replace("\\", "/"))
    below = [part for part in posixpath.normpath("/" + rest).split("/") if part]
    parts = [unicodedata.normalize("NFC", part) for part in (*drive.strip("/:").split("/"), *below) if part]
    return tuple(NO_NAME.sub("_", part) for part in parts) or ("_",)


def _top(places: Iterable[Sequence[str]]) -> int:
    levels = zip(*(place[:-1] for place in places), strict=False)
    return sum(1 for _ in takewhile(lambda folders: len(set(folders)) == 1, levels))


def _placed(name: str, text: str, texts: dict[str, str]) -> str:
    """Puts a text among the others under this name, or one like it where another text has that; returns the name."""
    folded = {taken.casefold(): taken for taken in texts}
    stem, ending = posixpath.splitext(name)
    number, free = 1, name
    while texts.get(folded.get(free.casefold(), ""), text) != text:
        number += 1
        free = f"{stem}-{number}{ending}"
    free = folded.get(free.casefold(), free)
    texts[free] = text
    return free
