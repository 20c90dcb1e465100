"""What a killed run leaves is swept; what a run is busy with stays, whoever runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import sim.report.files.beside as module
from sim.report.files.beside import A_DAY, HOST, beside, held, hidden_folder, sweep
from sim.report.files.folder import check_folder, write_folder

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such locks")
MANIFEST = {"versions": {"sweetspot": "0.1.0"}}
WRITER = """
import sys, time
from pathlib import Path
from sim.report.files.folder import write_folder

def log(inside):
    (inside / "half").write_text("half")
    print("writing", flush=True)
    time.sleep(600)

write_folder(Path(sys.argv[1]), {"versions": {"sweetspot": "0.1.0"}}, logs={"log_1": log})
"""


@contextmanager
def busy_writer(folder: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", WRITER, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:  # noqa: S603 (this very program)
        assert writer.stdout is not None
        assert writer.stdout.readline() == "writing\n"
        yield writer
        writer.kill()


def hidden(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


def left(folder: Path, name: str, *, days: float = 0.0) -> Path:
    made = folder / name
    (made / "log_1").mkdir(parents=True)
    (made / "log_1" / "half").write_text("half")
    for path in (made / "log_1" / "half", made / "log_1", made):
        os.utime(path, (time.time() - days * A_DAY,) * 2)
    return made


@POSIX
@pytest.mark.parametrize("name", ["results", "other"])
def test_a_killed_run_is_swept_by_the_next_that_writes_beside_it(name: str, tmp_path: Path) -> None:
    with busy_writer(tmp_path / "results") as writer:
        partial = f".results.partial-{HOST}-{writer.pid}"
        check_folder(tmp_path / name)
        write_folder(tmp_path / name, MANIFEST)
        assert hidden(tmp_path) == [partial], "somebody is busy with it"
        writer.kill()
        writer.wait(10)
    assert hidden(tmp_path) == [partial]
    check_folder(tmp_path / name)
    assert hidden(tmp_path) == []


@POSIX
def test_a_number_that_was_given_to_another_process_protects_nothing(tmp_path: Path) -> None:
    left(tmp_path, f".o.partial-{HOST}-{os.getpid()}-7")
    sweep(tmp_path)
    assert hidden(tmp_path) == []


def test_of_another_computer_only_what_nobody_touched_for_a_day_goes(tmp_path: Path) -> None:
    left(tmp_path, ".o.partial-elsewhere-1", days=0.9)
    left(tmp_path, ".o.partial-elsewhere-2", days=1.1)
    left(tmp_path, ".o.partial-3", days=1.1)
    (left(tmp_path, ".o.partial-elsewhere-4", days=1.1) / "log_1" / "half").write_text("more")
    sweep(tmp_path)
    assert hidden(tmp_path) == [".o.partial-elsewhere-1", ".o.partial-elsewhere-4"]


def test_without_locks_the_writer_is_looked_for_by_its_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "fcntl", None)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait(20)
    left(tmp_path, f".o.partial-{HOST}-{ended.pid}", days=0.0 if os.name != "nt" else 2.0)
    left(tmp_path, f".o.partial-{HOST}-{os.getpid()}")
    sweep(tmp_path)
    assert hidden(tmp_path) == [f".o.partial-{HOST}-{os.getpid()}"]


@POSIX
def test_results_that_were_put_aside_get_their_name_back(tmp_path: Path) -> None:
    write_folder(tmp_path / "o", MANIFEST | {"seed": 1})
    (tmp_path / "o").rename(beside(tmp_path / "o", "old", 5))  # killed between the two names
    check_folder(tmp_path / "o")
    assert json.loads((tmp_path / "o" / "manifest.json").read_text())["seed"] == 1
    left(tmp_path, f".o.old-{HOST}-5")  # killed after it
    check_folder(tmp_path / "o")
    assert hidden(tmp_path) == []
    assert json.loads((tmp_path / "o" / "manifest.json").read_text())["seed"] == 1


@POSIX
def test_nothing_that_is_not_ours_is_touched(tmp_path: Path) -> None:
    elsewhere = left(tmp_path / "elsewhere", "thesis")
    (tmp_path / f".o.partial-{HOST}-1").symlink_to(elsewhere)
    (tmp_path / f".o.partial-{HOST}-2").write_text("a file")
    for name in (".partial-1", ".o.partial", "o.partial-1", ".o.backup-1", f".o.partial-{HOST}-1.bak"):
        left(tmp_path, name, days=9)
    before = hidden(tmp_path)
    sweep(tmp_path)
    assert hidden(tmp_path) == before
    assert (elsewhere / "log_1" / "half").exists()


@POSIX
def test_a_folder_that_is_held_is_held_once(tmp_path: Path) -> None:
    with hidden_folder(tmp_path / "o", "partial") as made, held(made) as again:
        assert again is False
    with held(tmp_path / "none") as gone:
        assert gone is False
    assert hidden(tmp_path) == []


@POSIX
def test_a_folder_that_was_taken_for_left_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = beside(tmp_path / "o", "partial")
    make = Path.mkdir

    def mkdir_and_swept(path: Path, **options: bool) -> None:
        make(path, **options)
        if path == first:
            path.rmdir()

    monkeypatch.setattr(Path, "mkdir", mkdir_and_swept)
    with hidden_folder(tmp_path / "o", "partial") as made:
        assert made.is_dir()
        assert made != first
