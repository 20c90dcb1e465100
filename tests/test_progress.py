"""Without a terminal, work that takes long says so now and then, and quick work nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

import sim.cli.progress as module
from sim.cli.progress import reporting
from sim.text.texts import Texts

TOWN = Path(__file__).parent / "data" / "town.yaml"


def test_lines_come_now_and_then_with_how_far_it_is(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(module, "FIRST", 0.01)
    monkeypatch.setattr(module, "EVERY", 0.05)
    told: list[str] = []

    def next_line_like(pattern: str) -> None:
        until = time.monotonic() + 20
        while not (told and re.fullmatch(pattern, told[-1])):
            assert time.monotonic() < until, told
            time.sleep(0.01)
            said = capsys.readouterr()
            assert said.out == ""
            told.extend(said.err.splitlines())

    with reporting(Texts("en"), "Simulating") as reporter:
        next_line_like(r"Simulating: \d+ s so far")
        reporter(3, 20)
        next_line_like(r"Simulating: 3 of 20 after \d+ s")
        reporter.describe("Searching")
        next_line_like(r"Searching: \d+ s so far")
    time.sleep(0.5)
    assert capsys.readouterr().err.count("\n") <= 1, "it ended"


def test_quick_work_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with reporting(Texts("nl"), "Simuleren") as reporter:
        reporter(1, 1)
    assert capsys.readouterr() == ("", "")


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT to a single process")
def test_a_huge_run_gives_a_first_sign_without_a_terminal() -> None:
    """Within 5 s on a machine that has nothing else to do; here the time is not held to that."""
    asked = ["run", str(TOWN), "--weeks", "500", "--replications", "5000", "--lang", "en"]
    command = [sys.executable, "-c", "from sim.cli import main; main()", *asked]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stderr is not None
        sign = next(line for line in process.stderr if re.fullmatch(r"(Simulating|Reading the scenarios): .*\d s.*\n", line))
        assert process.poll() is None
        process.kill()
    assert sign
