"""Compiling in a process of its own: nobody has to wait for it, and it goes on for whoever comes next."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from sim.engine.simulate import Stopped
from sim.experiment.running.warming import Warming, warm
from sim.measure.warm import is_warm


class Slow:
    """Compiling that leaves a file when it is ready; it travels to another process."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self.folder, self.seconds = folder, seconds

    def __call__(self) -> None:
        (self.folder / "begun").touch()
        time.sleep(self.seconds)
        (self.folder / "ready").touch()


def broken() -> None:
    raise RuntimeError("no compiler")


def never() -> bool:
    return False


def test_who_stops_is_free_at_once_and_compiling_goes_on_for_the_next(tmp_path: Path) -> None:
    warming, stop, freed = Warming(Slow(tmp_path, 3.0), lambda: True), threading.Event(), threading.Event()

    def ask() -> None:
        with pytest.raises(Stopped):
            warming.wait(stop.is_set)
        freed.set()

    threading.Thread(target=ask).start()
    until = time.monotonic() + 60
    while not (tmp_path / "begun").exists():
        assert time.monotonic() < until
        time.sleep(0.01)
    assert warming.compiling
    stop.set()
    assert freed.wait(1.0), "within a second"
    assert warming.compiling
    assert not (tmp_path / "ready").exists()
    warming.wait(never)
    assert (tmp_path / "ready").exists()
    assert not warming.compiling
    assert warming.seconds >= 3.0


def test_what_is_compiled_already_is_not_waited_for(tmp_path: Path) -> None:
    warming = Warming(Slow(tmp_path, 3.0), lambda: False)
    warming.wait(never)
    assert not warming.compiling
    assert not (tmp_path / "begun").exists()


def test_where_it_fails_the_first_repeat_compiles(caplog: pytest.LogCaptureFixture) -> None:
    Warming(broken, lambda: True).wait(never)
    assert "compiling ahead ended with 1" in caplog.text


def test_warming_leaves_nothing_to_compile() -> None:
    """Parts of a run are handed over only in a long run: what does that has to be compiled as well."""
    warm(("compiled",))
    assert is_warm()
