"""Scenario files laid out anew, in a folder or an archive of their own, so that ``extends`` still finds its way."""

from __future__ import annotations

import posixpath
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from sim.report.source_files import SourceFile

Sources = Sequence[tuple[SourceFile, ...]]
ROOT = "/" + "/".join("x" * 40)
"""A place so deep that paths with .. stay below the top."""
EXTENDS = re.compile(r"^extends:[^\r\n]*", re.MULTILINE)


def laid_out(sources: Sources) -> tuple[dict[str, str], tuple[str, ...]]:
    """Texts by relative path, and the path of each scenario among them.

    ``sources`` are the files of each scenario, nearest first. Whatever their names are, the paths found have no root, no
    drive and no ``..``. A file that extends another by an absolute path does so by a relative one here.
    """
    whole = [[_absolute(file.file) for file in files] for files in sources]
    top = posixpath.commonpath([posixpath.dirname(path) for paths in whole for path in paths])
    texts: dict[str, str] = {}
    for paths, files in zip(whole, sources, strict=True):
        for number, (path, file) in enumerate(zip(paths, files, strict=True)):
            following = paths[number + 1] if number + 1 < len(paths) else ""
            texts[posixpath.relpath(path, top)] = _relative(file.text, path, following)
    return texts, tuple(posixpath.relpath(paths[0], top) for paths in whole)


@contextmanager
def laid_down(sources: Sources) -> Iterator[tuple[Path, ...]]:
    """The same in a folder of their own on disk, which is gone afterwards: the file of each scenario."""
    texts, scenarios = laid_out(sources)
    with tempfile.TemporaryDirectory(prefix="sweetspot-") as folder:
        for name, text in texts.items():
            file = Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        yield tuple(Path(folder, name) for name in scenarios)


def _absolute(name: str) -> str:
    """A path below a root of our own, without a drive, ``..`` or backslashes."""
    plain = re.sub(r"^[A-Za-z]:", "", name.replace("\\", "/"))
    return posixpath.normpath(posixpath.join(ROOT, plain)).replace("//", "/")


def _relative(text: str, path: str, following: str) -> str:
    """The text, its ``extends`` made relative where it was absolute."""
    found = EXTENDS.search(text)
    if not following or not found:
        return text
    written = found[0].removeprefix("extends:").strip().strip("\"'")
    if not (PurePosixPath(written).is_absolute() or re.match(r"[A-Za-z]:", written)):
        return text
    return EXTENDS.sub(f"extends: {posixpath.relpath(following, posixpath.dirname(path))}", text, count=1)
