"""Compiling ahead: a week of a shipped municipality through both engines and the measuring, here or in a process of its own."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Sequence
from functools import cache
from multiprocessing import get_context

from sim.engine.simulate import Stopped, simulate_in_parts
from sim.experiment.running.pools import leave_interrupts_to_parent, starting_processes
from sim.experiment.running.subject import Subject
from sim.experiment.running.work_unit import Job, replicate
from sim.measure.warm import is_warm
from sim.model.files.loading import load
from sim.model.files.shipped import scenarios_folder

SCENARIO = "huwelijk/hybride.yaml"
"""It has measures, so that behaviour before and after them is compiled."""
ENGINES = ("compiled", "simpy")
POLL = 0.05
"""Seconds between two looks at whether somebody still waits."""
LOG = logging.getLogger(__name__)


def warm(engines: Sequence[str] = ENGINES) -> None:
    """Compiles everything that simulating with these engines calls, and keeps the machine code for later processes."""
    scenario = load(scenarios_folder() / SCENARIO)
    week = scenario.period.model_copy(update={"weeks": 1, "prelude": 0, "warm_up": 0, "follow_up": 0})
    subject = Subject(scenario.model_copy(update={"period": week}))
    for engine in engines:
        replicate(Job((subject,), 1, engine), 0)
        simulate_in_parts(subject.compiled, lambda _part: None, seed=1, replication=0, engine=engine, rows=1)


class Warming:
    """Compiling in a process of its own, which leaves the interpreter to others: whoever waits for it can stop at once.

    It goes on when nobody waits any more, for whoever comes next; it ends with this process.
    """

    def __init__(self, work: Callable[[], None] | None = None, needed: Callable[[], bool] | None = None) -> None:
        """``work`` compiles (in another process), ``needed`` says beforehand whether that is needed."""
        self._work, self._needed = work or _compile, needed or (lambda: not is_warm())
        self._lock = threading.Lock()
        self._done = threading.Event()
        self._began: float | None = None
        self._compiling = threading.Event()

    @property
    def compiling(self) -> bool:
        """Is it at work? Not when all was compiled before."""
        return self._compiling.is_set() and not self._done.is_set()

    @property
    def seconds(self) -> float:
        return 0.0 if self._began is None else time.monotonic() - self._began

    def begin(self) -> None:
        """Begins, unless that was done before; waits for nothing."""
        with self._lock:
            if self._began is None:
                self._began = time.monotonic()
                threading.Thread(target=self._run, name="compiling", daemon=True).start()

    def wait(self, stopped: Callable[[], bool]) -> None:
        """Waits until all is compiled, beginning where nobody did. Raises ``Stopped`` as soon as ``stopped`` says so."""
        self.begin()
        while not self._done.wait(POLL):
            if stopped():
                raise Stopped

    def _run(self) -> None:
        try:
            if self._needed():
                self._compiling.set()
                with starting_processes():
                    process = get_context("spawn").Process(target=self._work, name="compiling", daemon=True)
                    process.start()
                process.join()
                if process.exitcode not in (0, -signal.SIGTERM):  # the latter when this process ends
                    LOG.warning("compiling ahead ended with %s; the first repeat compiles", process.exitcode)
        except Exception:
            LOG.exception("compiling ahead failed; the first repeat compiles")
        finally:
            self._done.set()


@cache
def warming() -> Warming:
    """The one of this process: the dashboard begins it before there is a visitor, and shares it among them."""
    return Warming()


def _compile() -> None:
    leave_interrupts_to_parent()
    warm(("compiled",))
