"""The results folder: a manifest, Parquet tables and pages, complete or not there at all.

Everything is written to a folder beside the wanted one, which gets its name when it is complete. So a killed run never
looks finished, and earlier results stay until there are new ones; what it left is swept by the next that writes beside it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from sim.report.files.beside import beside, held, hidden_folder, sweep
from sim.report.told.digest import json_digest
from sim.text.pairs import marked
from sim.text.texts import Texts

SCHEMA_VERSION = 1
MANIFEST = "manifest.json"
NOT_HASHED = ("hash", "seconds")
"""What differs between equal runs, and the hash itself."""


class FolderError(Exception):
    """A results folder cannot be written, or not be read. ``sentence`` is a msgid with ``{path}`` and ``{reason}``."""

    def __init__(self, sentence: str, path: Path, reason: str = "") -> None:
        super().__init__(sentence.replace("{path}", str(path)).replace("{reason}", reason))
        self.sentence = sentence
        self.path = path
        self.reason = reason

    def text(self, say: Texts) -> str:
        return say(self.sentence, path=self.path, reason=self.reason)


def check_folder(folder: Path) -> None:
    """Sees to it, before a long run, that ``folder`` can be written later.

    Raises ``FolderError`` when it is a file, holds something that is no earlier result, or cannot be made.
    """
    try:
        if folder.exists() and not folder.is_dir():
            raise FolderError(marked("{path} is a file; give the name of a folder."), folder)
        if folder.is_dir() and any(folder.iterdir()) and not is_results_folder(folder):
            raise FolderError(
                marked("{path} holds files that are no earlier results; give the name of a new or empty folder."), folder
            )
        sweep(folder.absolute().parent)
        with hidden_folder(folder, "trial"):
            pass
    except OSError as error:
        raise FolderError(marked("{path} cannot be written: {reason}."), folder, _reason(error)) from error


def is_results_folder(folder: Path) -> bool:
    """Does ``folder`` hold earlier results, which new ones may replace?"""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and "schema_version" in manifest and "sweetspot" in manifest.get("versions", {})


def write_folder(
    folder: Path,
    manifest: Mapping[str, Any],
    *,
    tables: Mapping[str, pa.Table] | None = None,
    pages: Mapping[str, str | bytes] | None = None,
    logs: Mapping[str, Callable[[Path], None]] | None = None,
) -> Path:
    """Writes the manifest (with its hash), ``NAME.parquet`` per table and the pages by file name; returns the folder.

    Each of ``logs`` is handed a folder of its name, to write what is too large to be in memory as a whole.

    Raises ``FolderError`` when it cannot be written; what was there before then still stands.
    """
    check_folder(folder)
    try:
        with hidden_folder(folder, "partial") as partial:
            for name, table in (tables or {}).items():
                parquet.write_table(table, partial / f"{name}.parquet", compression="zstd")
            for name, page in (pages or {}).items():
                (partial / name).write_bytes(page.encode() if isinstance(page, str) else page)
            for name, write in (logs or {}).items():
                (partial / name).mkdir()
                write(partial / name)
            (partial / MANIFEST).write_text(manifest_text(manifest), encoding="utf-8")
            for path in (*(path for path in partial.rglob("*") if path.is_file()), partial):
                synced(path)
            _take_place(partial, folder)
    except OSError as error:
        raise FolderError(marked("{path} cannot be written: {reason}."), folder, _reason(error)) from error
    return folder


def synced(path: Path) -> None:
    """Puts a file or folder on the disk now: a name that survives a power cut then has what belongs to it."""
    if os.name == "nt":  # a folder cannot be opened there
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def manifest_text(manifest: Mapping[str, Any]) -> str:
    """The manifest as JSON, with ``schema_version`` and the BLAKE2s ``hash`` of all that does not differ between equal runs."""
    whole = {"schema_version": SCHEMA_VERSION} | dict(manifest)
    return json.dumps(whole | {"hash": manifest_hash(whole)}, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def manifest_hash(manifest: Mapping[str, Any]) -> str:
    """BLAKE2s of the canonical JSON of a manifest without its hash and its times."""
    kept = {key: value for key, value in manifest.items() if key not in NOT_HASHED}
    return json_digest(kept)


def _take_place(partial: Path, folder: Path) -> None:
    """Gives ``partial`` the name ``folder``; what had that name goes after it is replaced."""
    if not folder.exists():
        partial.rename(folder)
        return
    old = beside(folder, "old")
    with held(folder):  # so that nobody takes it for one that was left, between its two names
        folder.rename(old)
        try:
            partial.rename(folder)
        except OSError:
            old.rename(folder)
            raise
        shutil.rmtree(old, ignore_errors=True)


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
