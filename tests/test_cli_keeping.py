from __future__ import annotations

import errno
import json
import os
import random
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main
from sim.cli.keeping import compile_first
from sim.engine.compiler.jit import cache_folder
from sim.experiment.running import cluster, memory
from sim.measure.warm import is_warm
from sim.report.files import folder as folder_module
from sim.report.files.folder import is_results_folder
from sim.text.texts import Texts
from tests.experiment.clusters import free_port

ROOT = Path(__file__).resolve().parents[1]
PLAIN = ROOT / "tests" / "report" / "two_agents.yaml"
QUICK = ["--replications", "2", "--weeks", "1", "--lang", "en"]


def call(*arguments: Any) -> int:
    """The exit code of a command."""
    with pytest.raises(SystemExit) as stopped:
        main([str(argument) for argument in arguments])
    code = stopped.value.code
    return code if isinstance(code, int) else int(code is not None)


def hash_of(folder: Path) -> str:
    return str(json.loads((folder / "manifest.json").read_text())["hash"])


def test_the_manifest_is_the_same_with_and_without_a_store_and_by_any_executor(tmp_path: Path) -> None:
    store = ["--store", tmp_path / "store"]
    asked = ["run", PLAIN, *QUICK]
    assert call(*asked, "--jobs", 1, "--out", tmp_path / "without", "--store", "off") == 0
    assert call(*asked, "--jobs", 2, "--executor", "threads", "--out", tmp_path / "fresh", *store) == 0
    assert call(*asked, "--jobs", 2, "--executor", "processes", "--out", tmp_path / "kept", *store) == 0
    assert len({hash_of(tmp_path / name) for name in ("without", "fresh", "kept")}) == 1


def test_the_store_says_what_it_holds_and_is_cleared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SWEETSPOT_STORE", str(tmp_path / "store"))
    assert call("run", PLAIN, *QUICK, "--jobs", 1) == 0
    capsys.readouterr()
    assert call("store", "--lang", "en") == 0
    told = capsys.readouterr().out
    assert str(tmp_path / "store") in told
    assert "2 pieces" in told
    assert call("store", "--clear", "--lang", "en") == 0
    assert "0 pieces" in capsys.readouterr().out
    assert call("store", "--store", "off", "--lang", "nl") == 0
    assert "niets bewaard" in capsys.readouterr().out


def test_a_store_that_cannot_be_written_is_done_without(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("no folder")
    assert call("run", PLAIN, *QUICK, "--jobs", 1, "--store", tmp_path / "file") == 0
    assert "is not kept" in capsys.readouterr().err


def test_no_executor_and_no_cluster_are_2(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert call("run", PLAIN, *QUICK, "--executor", "steam") == 2
    assert "choose from" in capsys.readouterr().err
    assert call("run", PLAIN, *QUICK, "--executor", "dask://") == 2
    pytest.importorskip("distributed", reason="needs the extra 'cluster'")
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1.0)
    capsys.readouterr()
    began = time.monotonic()
    for command in ("run", "staff"):
        options = QUICK if command == "run" else ["--lang", "en"]
        assert call(command, PLAIN, *options, "--executor", f"dask://127.0.0.1:{free_port()}") == 2
        said = capsys.readouterr()
        assert "No scheduler of a cluster answers" in said.err
        assert said.out == ""
    assert time.monotonic() - began < 20


def test_too_large_for_memory_is_refused_with_its_size(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "available_memory", lambda: 1e5)
    began = time.monotonic()
    assert call("run", PLAIN, "--weeks", "500", "--replications", "9", "--jobs", "2", "--lang", "en") == 1
    told = capsys.readouterr().err
    assert "too large for the memory" in told
    assert "--weeks" in told
    monkeypatch.setattr(memory, "available_memory", lambda: 2e8)
    assert call("run", PLAIN, "--weeks", "1", "--replications", "9", "--jobs", "9", "--lang", "en") == 1
    assert "--jobs" in capsys.readouterr().err
    assert time.monotonic() - began < 20


def test_a_full_disk_is_said_and_earlier_results_stay(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ["run", PLAIN, *QUICK, "--jobs", 1, "--out", tmp_path / "results"]
    assert call(*asked) == 0
    before = hash_of(tmp_path / "results")

    def full(path: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr(folder_module, "synced", full)
    capsys.readouterr()
    assert call(*asked, "--seed", 2) == 2
    said = capsys.readouterr()
    assert "cannot be written: No space left on device" in said.err
    assert "Traceback" not in said.err
    assert hash_of(tmp_path / "results") == before
    assert [path.name for path in tmp_path.iterdir()] == ["results"]


def test_warming_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("warm", "--lang", "en") == 0
    told = capsys.readouterr().out
    assert re.search(r"took [\d.]+ s|loads in [\d.]+ s", told)
    assert str(cache_folder()) in told
    assert is_warm()


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounts a small disk, as root")
def test_a_cache_that_cannot_be_written_is_told_when_the_engine_is_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("sim.measure.warm.is_warm", lambda: False)
    monkeypatch.setattr("sim.experiment.running.warming.Warming.wait", lambda *_: None)
    cache_folder.cache_clear()
    try:
        compile_first(Texts("en"))
        assert "your cache folder cannot be written" in capsys.readouterr().err
        compile_first(Texts("nl"))
        assert "uw cachemap kan niet worden geschreven" in capsys.readouterr().err
    finally:
        cache_folder.cache_clear()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    compile_first(Texts("en"))
    assert "cannot be written" not in capsys.readouterr().err
    cache_folder.cache_clear()


def test_a_disk_that_is_really_full(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", str(disk)], capture_output=True).returncode:  # noqa: S603, S607, PLW1510
        pytest.skip("this system does not let root mount")
    try:
        assert call("run", PLAIN, *QUICK, "--jobs", 1, "--store", disk / "store", "--out", disk / "results") == 2
        said = capsys.readouterr().err
        assert "cannot be written (No space left on device)" in said
        assert "cannot be written: No space left on device" in said
        assert not (disk / "results").exists()
    finally:
        subprocess.run(["umount", str(disk)], check=True)  # noqa: S603, S607


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
def test_killed_at_any_moment_nothing_half_is_left(tmp_path: Path) -> None:
    """Fifty times, at moments drawn over the time that a command takes: the results are there or not, the store is sound."""
    results, store = tmp_path / "results", tmp_path / "store"
    program = "from sim.cli import main; main()"
    asked = [sys.executable, "-c", program, "run", PLAIN, *QUICK, "--jobs", "2", "--executor", "threads", "--tables"]
    asked += ["--out", results, "--store", store]
    whole = [str(part) for part in asked]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    began = time.monotonic()
    subprocess.run(whole, env=environment, check=True, capture_output=True)  # noqa: S603
    seconds = time.monotonic() - began
    expected = hash_of(results)
    moments = random.Random(1)  # noqa: S311
    absent = 0
    for number in range(50):
        if number % 2 and results.exists():  # every other time there are earlier results
            results.rename(tmp_path / f"earlier-{number}")
        if number % 5 == 0:
            subprocess.run([*whole[:3], "store", "--clear", "--store", str(store)], env=environment, check=True)  # noqa: S603
        process = subprocess.Popen(whole, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
        # The end, where everything is written, is where it matters most.
        time.sleep(seconds * (moments.random() if number % 3 else moments.uniform(0.7, 1.0)))
        process.kill()
        process.wait()
        if results.exists():
            assert is_results_folder(results)
            assert hash_of(results) == expected
        else:
            absent += 1
    assert absent > 0, "some were killed in time"
    subprocess.run(whole, env=environment, check=True, capture_output=True)  # noqa: S603
    assert hash_of(results) == expected, "from a store that killed runs wrote"
