"""Scenario files laid out anew, with relative names of their own, so that ``extends`` still finds its way."""

from __future__ import annotations

import ntpath
import os
import posixpath
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from sim.model.files.plans.retarget import leading_to
from sim.model.files.shipped import LIBRARY, shipped_name
from sim.model.files.sources import SourceFile, is_measure

Sources = Sequence[tuple[SourceFile, ...]]
NO_NAME = re.compile(r'[<>:"|?*\\]|[^\w !#$%&\'()+,.;=@^`{}~\[\]-]|[. ]$')
"""What some system does not allow in the name of a file, or shows as nothing."""


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
            if is_measure(file):
                _placed(name, file.text, texts)
                continue
            target = posixpath.relpath(extended, posixpath.dirname(name)) if extended else ""
            extended = _placed(name, leading_to(file.text, target) if target else file.text, texts)
        scenarios.append(extended)
    return texts, tuple(scenarios)


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
