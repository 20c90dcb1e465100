"""How much memory is expected before a run, beside what a run takes in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.engine.simulate import compile_scenario
from sim.experiment.running.memory import TooLargeError, bytes_needed, check_memory
from sim.experiment.running.subject import Subject
from sim.model.files.loading import load
from tests.experiment import memory_used

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "scenarios" / "municipalities" / "voorbeeldstad.yaml"


def used(weeks: int, engine: str) -> float:
    """Most memory in use, above what a process has that is ready to begin."""
    command = [sys.executable, memory_used.__file__, str(REFERENCE), str(weeks), engine]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "MALLOC_ARENA_MAX": "1"}
    told = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout  # noqa: S603
    return float(json.loads(told))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells how much a process uses at most")
@pytest.mark.parametrize("weeks", [4, 26])
def test_a_run_takes_no_more_than_was_expected_and_not_much_less(weeks: int) -> None:
    expected = bytes_needed(compile_scenario(load(REFERENCE, overrides={"period.weeks": weeks})), "compiled")
    assert 0.4 * expected < used(weeks, "compiled") < 1.1 * expected


def test_four_times_the_weeks_take_hardly_more_and_the_engine_of_record_four_times_as_much() -> None:
    def expected(weeks: int, engine: str, **more: bool) -> float:
        changes = {"period.weeks": weeks, "period.prelude": 0, "period.follow_up": 0, "period.warm_up": 0}
        return bytes_needed(compile_scenario(load(REFERENCE, overrides=changes)), engine, **more)

    assert expected(104, "compiled") < 1.6 * expected(26, "compiled")
    assert expected(104, "simpy") > 3.9 * expected(26, "simpy")
    assert expected(104, "compiled", compared=True) > expected(104, "compiled")


def test_what_does_not_fit_is_refused_before_it_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.experiment.running.memory.available_memory", lambda: 9e7)
    subject = Subject(load(REFERENCE))
    check_memory([subject], "simpy", 1)  # not compiled, so it will not be simulated
    _ = subject.compiled
    check_memory([subject], "compiled", 1)
    with pytest.raises(TooLargeError, match="--jobs 2"):
        check_memory([subject], "compiled", 4)
    with pytest.raises(TooLargeError, match="Simulate fewer weeks"):
        check_memory([subject], "simpy", 1)
