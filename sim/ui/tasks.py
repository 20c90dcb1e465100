"""Other work in the background than questions: making a baseline, finding what decides. Knows nothing of Streamlit."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from sim.engine.simulate import Stopped
from sim.experiment.running.warming import Warming
from sim.ui.watched import Watched

AT_ONCE = 2
"""Pieces of work that run at the same time; others wait, so that questions keep room."""

LOG = logging.getLogger(__name__)
Found = TypeVar("Found")
TaskPhase = Literal["waiting", "compiling", "running", "done", "stopped", "failed"]
GOING_ON = ("waiting", "compiling", "running")


@dataclass
class Task(Watched, Generic[Found]):
    """How far a piece of work is. ``result`` is there when it is done; of work that was stopped nothing is kept.

    ``stage`` is how far its thread is, ``phase`` what a page says of it.
    """

    stage: TaskPhase = "waiting"
    result: Found | None = None

    @property
    def phase(self) -> TaskPhase:
        return "stopped" if self.halted and self.stage in GOING_ON else self.stage

    @property
    def running(self) -> bool:
        return self.phase in GOING_ON

    @property
    def share(self) -> float:
        return min(1.0, self.done / max(1, self.asked))


class TaskService:
    """Runs work in threads of the server; each visitor has at most one piece of each kind, a new one stops the one before."""

    def __init__(self, at_once: int = AT_ONCE, warming: Warming | None = None) -> None:
        """``warming`` compiles the engine before the first work begins."""
        self._warming = warming
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="task")
        self._lock = threading.Lock()
        self._tasks: dict[tuple[str, str], Task[Any]] = {}  # going on, by owner and kind

    def start(self, owner: str, kind: str, work: Callable[[Task[Found]], Found]) -> Task[Found]:
        """Begins; ``work`` gets its task, for progress and to ask whether it was stopped (then it raises ``Stopped``)."""
        task: Task[Found] = Task()
        with self._lock:
            previous = self._tasks.pop((owner, kind), None)
            if previous is not None:
                previous.stop()
            self._tasks[owner, kind] = task
        self._threads.submit(self._work, (owner, kind), task, work)
        return task

    def close(self) -> None:
        """Stops everything; waits for nobody."""
        with self._lock:
            for task in self._tasks.values():
                task.stop()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _work(self, of: tuple[str, str], task: Task[Found], work: Callable[[Task[Found]], Found]) -> None:
        try:
            if not task.stopped():
                if self._warming is not None:
                    task.stage = "compiling"
                    self._warming.wait(task.stopped)
                task.stage = "running"
                task.result = work(task)
            task.stage = "stopped" if task.result is None else "done"
        except Stopped:
            task.stage = "stopped"
        except Exception:
            task.error, task.stage = traceback.format_exc(), "stopped" if task.stopped() else "failed"
            if task.stage == "failed":
                LOG.exception("%s failed", of[1])
        with self._lock:
            if self._tasks.get(of) is task:
                del self._tasks[of]
