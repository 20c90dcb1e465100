"""The table of a sweep as a file (Parquet, Arrow or CSV, by its ending) or as a folder with both and a manifest."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import csv, feather, parquet

from sim.experiment.sweep.swept import Swept
from sim.report.answers.plain import plain
from sim.report.files.folder import FolderError, check_folder, synced, write_folder
from sim.report.files.layout import named_anew
from sim.report.told.digest import table_digest
from sim.report.told.versions import versions
from sim.text.pairs import marked

NAME = "sweep"
MADE = b"sweetspot"
"""Under this name a Parquet or an Arrow file carries its manifest."""
FIRST = "design"
"""The first column, by which an earlier table in CSV is known."""


def is_file(out: Path) -> bool:
    """Does a name ask for one file, and not for a folder?"""
    return out.suffix.lower() in WRITERS


def check_out(out: Path) -> None:
    """Sees to it, before a long run, that the table can be written later. Raises ``FolderError``."""
    if not is_file(out):
        if out.suffix and not out.is_dir():
            raise FolderError(marked("{path}: a table ends in .csv, .parquet or .arrow; a folder has no ending."), out)
        check_folder(out)
        return
    try:
        if out.exists() and not _is_earlier(out):
            raise FolderError(marked("{path} is there already and no earlier table of a sweep; give another name."), out)
        out.parent.mkdir(parents=True, exist_ok=True)
        trial = _beside(out)
        trial.touch()
        trial.unlink()
    except OSError as error:
        raise _unwritten(out, error) from error


def write_sweep(out: Path, found: Swept) -> Path:
    """Writes the table and what made it, whole or not at all; returns where. Raises ``FolderError``."""
    table, made = table_of(found), manifest_of(found)
    if not is_file(out):
        buffer = io.BytesIO()
        csv.write_csv(table, buffer)
        return write_folder(out, made, tables={NAME: table}, pages={f"{NAME}.csv": buffer.getvalue()})
    check_out(out)
    partial = _beside(out)
    try:
        WRITERS[out.suffix.lower()](table.replace_schema_metadata({MADE: json.dumps(made, ensure_ascii=False)}), partial)
        synced(partial)
        partial.replace(out)
    except OSError as error:
        raise _unwritten(out, error) from error
    finally:
        partial.unlink(missing_ok=True)
    return out


def table_of(found: Swept) -> pa.Table:
    """The table with the version of the program, so that a row says by itself what made it."""
    table = found.frame()
    return table.append_column("version", pa.array([dict(versions())["sweetspot"]] * len(table), pa.string()))


def manifest_of(found: Swept) -> dict[str, Any]:
    """All that made the table: the files as they were read, what was set and varied, seed, engine and versions."""
    (files,) = named_anew([found.designs.files])
    return {
        "kind": "sweep",
        "complete": found.complete,
        "designs": found.designs.count,
        "replications": found.asked,
        "worlds": list(found.worlds),
        "seed": found.seed,
        "engine": found.engine,
        "over": {path: plain(list(levels)) for path, levels in found.designs.levels.items()},
        "overrides": plain(dict(found.designs.overrides)),
        "figures": [plain(key) for key in found.figures],
        "versions": dict(versions()),
        "scenarios": [{"sources": plain(list(files))}],
        "tables": {NAME: table_digest(table_of(found))},
        "seconds": found.seconds,
    }


def _is_earlier(out: Path) -> bool:
    try:
        if out.suffix.lower() == ".csv":
            with out.open(encoding="utf-8") as stream:
                return stream.readline().replace('"', "").startswith(f"{FIRST},")
        schema = parquet.read_schema(out) if out.suffix.lower() == ".parquet" else feather.read_table(out).schema
    except (pa.ArrowInvalid, UnicodeDecodeError):
        return False
    return MADE in (schema.metadata or {})


def _beside(out: Path) -> Path:
    return out.with_name(f".{out.name}.partial")


def _unwritten(out: Path, error: OSError) -> FolderError:
    return FolderError(marked("{path} cannot be written: {reason}."), out, error.strerror or str(error))


def _write_parquet(table: pa.Table, path: Path) -> None:
    parquet.write_table(table, path, compression="zstd")


def _write_arrow(table: pa.Table, path: Path) -> None:
    feather.write_feather(table, str(path), compression="zstd")


def _write_csv(table: pa.Table, path: Path) -> None:
    csv.write_csv(table, path)


WRITERS: Mapping[str, Callable[[pa.Table, Path], None]] = {
    ".parquet": _write_parquet,
    ".arrow": _write_arrow,
    ".feather": _write_arrow,
    ".csv": _write_csv,
}
