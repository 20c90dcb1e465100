"""Progress on standard error, and a clean stop with Ctrl-C."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from types import FrameType
from typing import Protocol, Self

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from sim.text.texts import Texts

FIRST, EVERY = 3.0, 30.0
"""Seconds until the first line where there is no terminal, so that it is there within 5 s of the command, and between lines."""


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


class Reporter(Protocol):
    """Told how far the work is, and what is done now."""

    def __call__(self, done: int, total: int) -> None: ...
    def describe(self, description: str) -> None: ...
    def tell(self, text: str) -> None:
        """Puts what was found so far on standard output, without a bar through it."""


@contextmanager
def reporting(say: Texts, description: str) -> Iterator[Reporter]:
    """Progress on standard error: a bar where a person is looking, else now and then a line; of quick work none."""
    screen = Console(stderr=True)
    if not screen.is_terminal:
        with _Lines(say, description) as lines:
            yield lines
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=screen, transient=True) as progress:
        yield _Bar(progress, description)


class _Bar:
    """Shows it with the time left."""

    def __init__(self, progress: Progress, description: str) -> None:
        self._progress = progress
        self._task = progress.add_task(description, total=None)

    def __call__(self, done: int, total: int) -> None:
        self._progress.update(self._task, completed=done, total=total)

    def describe(self, description: str) -> None:
        self._progress.update(self._task, description=description)

    def tell(self, text: str) -> None:
        self._progress.stop()
        typer.echo(text)
        self._progress.start()


class _Lines:
    """Writes a line after ``FIRST`` seconds and then every ``EVERY``, in a thread of its own: the work may be one long step."""

    def __init__(self, say: Texts, description: str) -> None:
        self._say, self._description, self._began = say, description, time.monotonic()
        self._done, self._total = 0, 0
        self._ended = Event()
        self._thread = Thread(target=self._write, name="progress", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def __call__(self, done: int, total: int) -> None:
        self._done, self._total = done, total

    def describe(self, description: str) -> None:
        self._description, self._done, self._total = description, 0, 0

    def tell(self, text: str) -> None:
        typer.echo(text)

    def _write(self) -> None:
        say, wait = self._say, FIRST
        while not self._ended.wait(wait):
            wait = EVERY
            told = {"what": self._description, "seconds": say.number(time.monotonic() - self._began, 0)}
            counted = {"done": self._done, "total": self._total}
            line = (
                say("{what}: {done} of {total} after {seconds} s", **told, **counted)
                if self._total
                else say("{what}: {seconds} s so far", **told)
            )
            with suppress(OSError):  # nobody reads it any more
                print(line, file=sys.stderr, flush=True)  # noqa: T201
