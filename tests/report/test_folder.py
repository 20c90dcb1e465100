from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

import sim.report.files.folder as module
from sim.report.files.folder import FolderError, check_folder, is_results_folder, manifest_hash, manifest_text, write_folder
from sim.text.texts import Texts

MANIFEST: dict[str, Any] = {"kind": "comparison", "seed": 1, "versions": {"sweetspot": "0.1.0"}, "seconds": 3.0}
TABLE = pa.table({"kpi": ["a", "b"], "value": [1.0, 2.0]})


def write(folder: Path, **more: Any) -> Path:
    log: Callable[[Path], None] = more.pop("log", lambda inside: parquet.write_table(TABLE, inside / "cases.parquet"))
    return write_folder(
        folder, MANIFEST | more, tables={"kpis": TABLE}, pages={"comparison.html": "<p>één</p>"}, logs={"log": log}
    )


def test_what_is_written_can_be_read_back(tmp_path: Path) -> None:
    folder = write(tmp_path / "results" / "demo")
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()) == [
        "comparison.html",
        "kpis.parquet",
        "log/cases.parquet",
        "manifest.json",
    ]
    assert parquet.read_table(folder / "kpis.parquet").equals(TABLE)
    assert (folder / "comparison.html").read_text(encoding="utf-8") == "<p>één</p>"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["schema_version"] == 1
    assert manifest["hash"] == manifest_hash(manifest)
    assert list((tmp_path / "results").iterdir()) == [folder], "nothing is left beside it"


def test_a_disk_that_fills_up_halfway_the_log_leaves_what_was_there(tmp_path: Path) -> None:
    def fills_up(inside: Path) -> None:
        (inside / "cases.parquet").write_bytes(b"half")
        raise OSError(28, "No space left on device")

    folder = write(tmp_path / "demo")
    with pytest.raises(FolderError, match="No space left on device"):
        write(folder, seed=2, log=fills_up)
    assert json.loads((folder / "manifest.json").read_text())["seed"] == 1
    assert list(tmp_path.iterdir()) == [folder]


def test_the_hash_leaves_times_out_and_sees_everything_else() -> None:
    assert manifest_hash(MANIFEST) == manifest_hash(MANIFEST | {"seconds": 9.9})
    assert manifest_hash(MANIFEST) != manifest_hash(MANIFEST | {"seed": 2})
    assert json.loads(manifest_text(MANIFEST))["hash"] == json.loads(manifest_text(dict(reversed(MANIFEST.items()))))["hash"]


def test_earlier_results_are_replaced_as_a_whole(tmp_path: Path) -> None:
    folder = write(tmp_path / "demo")
    (folder / "old.html").write_text("old")
    write(folder, seed=2)
    assert not (folder / "old.html").exists()
    assert json.loads((folder / "manifest.json").read_text())["seed"] == 2


def test_an_empty_folder_may_be_used(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    assert is_results_folder(write(tmp_path / "demo"))


def test_a_folder_with_other_files_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(FolderError) as caught:
        write(tmp_path)
    assert "geen eerdere resultaten" in caught.value.text(Texts("nl"))
    assert str(tmp_path) in caught.value.text(Texts("en"))
    assert (tmp_path / "thesis.docx").read_text() == "years of work"


def test_somebody_elses_manifest_makes_no_results_folder(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"name": "a web app", "schema_version": 1}')
    assert not is_results_folder(tmp_path)
    with pytest.raises(FolderError):
        check_folder(tmp_path)


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    with pytest.raises(FolderError, match="is a file"):
        check_folder(tmp_path / "x")
    with pytest.raises(FolderError):
        check_folder(tmp_path / "x" / "below")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user whom rights hold back")
def test_a_folder_without_rights_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(FolderError, match="cannot be written"):
            check_folder(tmp_path / "demo")
    finally:
        tmp_path.chmod(0o700)


def test_a_failure_half_way_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path / "demo")

    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "manifest_text", full)
    with pytest.raises(FolderError, match="No space left"):
        write(folder, seed=2)
    assert json.loads((folder / "manifest.json").read_text())["seed"] == 1
    assert list(tmp_path.iterdir()) == [folder]
