"""Reading the manifest of earlier results, from their folder or their archive, without trusting either."""

from __future__ import annotations

import json
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from sim.model.files.sources import SourceFile
from sim.report.files.archive import SCENARIOS
from sim.report.files.folder import MANIFEST, SCHEMA_VERSION, FolderError
from sim.report.files.layout import Sources, laid_out
from sim.report.told.digest import table_digest
from sim.text.pairs import marked

MOST_MEMBERS = 1_000
MOST_BYTES = 200_000_000
MOST_RATIO = 200
"""How many times larger than its archive its content may be."""


class ArchiveError(FolderError):
    """A results folder or archive cannot be read."""


def read_manifest(path: Path) -> dict[str, Any]:
    """The manifest of a results folder or an archive.

    Of an archive nothing is unpacked: the manifest is read in memory, after the whole list of members was found to be safe
    and its scenario files to be those of the manifest.

    Raises ``ArchiveError`` when there is none, or the archive is none of ours, too large, damaged or dangerous.
    """
    if path.is_dir():
        return _parsed(_read_file(path / MANIFEST, path), path)
    if not path.is_file():
        raise ArchiveError(marked("{path} does not exist; give a results folder or an archive (results.zip)."), path)
    try:
        with zipfile.ZipFile(path) as opened:
            _check_members(opened, path)
            manifest = _parsed(_member(opened, MANIFEST, path), path)
            _check_scenarios(opened, manifest, path)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise ArchiveError(marked("{path} is no zip archive that can be read: {reason}."), path, _reason(error)) from error
    return manifest


def _read_file(file: Path, folder: Path) -> bytes:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise ArchiveError(marked("{path} is too large to be a results folder or archive."), folder)
        return file.read_bytes()
    except OSError as error:
        raise ArchiveError(marked("{path} holds no results: {reason}."), folder, _reason(error)) from error


def _parsed(content: bytes, path: Path) -> dict[str, Any]:
    try:
        found = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ArchiveError(marked("The manifest in {path} is damaged: {reason}."), path, str(error)[:200]) from error
    if not isinstance(found, dict) or "sweetspot" not in (found.get("versions") or {}):
        raise ArchiveError(marked("The manifest in {path} is not one of Sweetspot."), path)
    if (version := found.get("schema_version", SCHEMA_VERSION)) != SCHEMA_VERSION:
        sentence = marked(
            "The manifest in {path} has schema_version {reason}, which this version of Sweetspot does not know. Use the version "
            "of Sweetspot that wrote it, or a newer one."
        )
        raise ArchiveError(sentence, path, json.dumps(version)[:200])
    return found


def _check_members(opened: zipfile.ZipFile, path: Path) -> None:
    members = opened.infolist()
    if len(members) > MOST_MEMBERS:
        raise ArchiveError(marked("{path} holds too many files."), path)
    names = [member.filename for member in members]
    for member in members:
        name = member.filename
        parts = PurePosixPath(name.replace("\\", "/")).parts
        outside = name.startswith(("/", "\\")) or ".." in parts or ":" in name or "\0" in name
        if outside or stat.S_ISLNK(member.external_attr >> 16):
            raise ArchiveError(marked("{path} holds a file that points outside it: {reason}."), path, repr(name)[:200])
    if len(set(names)) < len(names):
        raise ArchiveError(marked("{path} holds two files of one name."), path)
    if any(member.flag_bits & 1 for member in members):
        raise ArchiveError(marked("{path} is locked with a password."), path)
    total = sum(member.file_size for member in members)
    if total > MOST_BYTES or total > MOST_RATIO * max(path.stat().st_size, 1):
        raise ArchiveError(marked("{path} is too large to be a results folder or archive."), path)


def _member(opened: zipfile.ZipFile, name: str, path: Path) -> bytes:
    """The content of a member; no more of it is read than the list of members says, whatever is in it."""
    try:
        member = opened.getinfo(name)
    except KeyError as error:
        raise ArchiveError(marked("{path} holds no {reason}."), path, name) from error
    with opened.open(member) as stream:
        content = stream.read(member.file_size + 1)
    if len(content) != member.file_size:
        raise ArchiveError(marked("{path} is too large to be a results folder or archive."), path)
    return content


def _check_scenarios(opened: zipfile.ZipFile, manifest: dict[str, Any], path: Path) -> None:
    """The scenario files beside the manifest are those it was made from; somebody may have changed them by hand."""
    texts, _ = laid_out(sources_of(manifest, path))
    names = set(opened.namelist())
    for name, text in texts.items():
        full = f"{SCENARIOS}/{name}"
        if full in names and _member(opened, full, path) != text.encode():
            sentence = marked("{reason} in {path} is not the file that made the results; run a changed file with compare.")
            raise ArchiveError(sentence, path, full)


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error))[:200]


def tables_in(path: Path) -> dict[str, str]:
    """The digest of each table in a results folder, by its name; empty text for one that cannot be read. An archive has none."""
    return {file.stem: _digest(file) for file in sorted(path.glob("*.parquet"))} if path.is_dir() else {}


def _digest(file: Path) -> str:
    try:
        return table_digest(parquet.read_table(file))
    except (pa.ArrowException, OSError, ValueError, TypeError):
        return ""


def told_beside(path: Path) -> list[str]:
    """What else a results folder or an archive holds: what is told from the figures, and what somebody put there."""
    if path.is_dir():
        return sorted(file.name for file in path.iterdir() if file.name != MANIFEST and file.suffix != ".parquet")
    with zipfile.ZipFile(path) as opened:
        names = [name for name in opened.namelist() if name != MANIFEST and not name.startswith(f"{SCENARIOS}/")]
    return sorted(name for name in names if name.isprintable())


def sources_of(manifest: dict[str, Any], path: Path) -> Sources:
    """The files of each scenario as they stand in the manifest. Raises :class:`ArchiveError` when they do not."""
    try:
        found = tuple(
            tuple(SourceFile(_text(file["file"]), _text(file["text"])) for file in scenario["sources"])
            for scenario in manifest["scenarios"]
        )
    except (KeyError, TypeError) as error:
        raise _damaged(path, "scenarios") from error
    if not found or not all(found) or sum(len(files) for files in found) > MOST_MEMBERS:
        raise _damaged(path, "scenarios")
    return found


def files_of(manifest: dict[str, Any], path: Path) -> tuple[str, ...]:
    """What the file of each scenario was called by who made the results. Raises as :func:`sources_of`."""
    try:
        return tuple(_text(scenario["file"]) for scenario in manifest["scenarios"])
    except (KeyError, TypeError) as error:
        raise _damaged(path, "scenarios") from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _damaged(path: Path, reason: str) -> ArchiveError:
    return ArchiveError(marked("The manifest in {path} is damaged: {reason}."), path, reason)
