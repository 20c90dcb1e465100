"""Progress on standard error, and a clean stop with Ctrl-C."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event
from types import FrameType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from sim.report.texts import Texts


@dataclass
class Stop:
    """Whether the user asked to stop. Calling it tells; ``event`` is for who would rather wait."""

    event: Event = field(default_factory=Event)

    def __call__(self) -> bool:
        return self.event.is_set()


@contextmanager
def stopping(say: Texts) -> Iterator[Stop]:
    """Within it the first Ctrl-C only sets the stop; a second one ends at once."""
    stop = Stop()

    def interrupted(_signal: int, _frame: FrameType | None) -> None:
        if stop():
            raise KeyboardInterrupt
        stop.event.set()
        print(  # noqa: T201 - the user is told at once, whatever else is on the screen
            "\n" + say("Stopping; what is finished is kept. Press Ctrl-C again to stop at once."), file=sys.stderr, flush=True
        )

    before = signal.signal(signal.SIGINT, interrupted)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


class Reporter:
    """Told how many repeats are done; shows it with the time left where a person is looking."""

    def __init__(self, progress: Progress, description: str) -> None:
        self._progress = progress
        self._task = progress.add_task(description, total=None)

    def __call__(self, done: int, total: int) -> None:
        self._progress.update(self._task, completed=done, total=total)

    def describe(self, description: str) -> None:
        self._progress.update(self._task, description=description)


@contextmanager
def reporting(description: str) -> Iterator[Reporter]:
    """A progress bar on standard error, silent when that is no terminal."""
    screen = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as progress:
        yield Reporter(progress, description)
