"""Work in the background that a page looks at: how far it is, and when it stops. Knows nothing of Streamlit."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Self

UNSEEN = 30.0
"""Seconds after which work that no page looks at any more stops by itself."""


@dataclass(kw_only=True)
class Watched:
    """Done so much of what was ``asked``. ``error`` is for the log, not for the visitor."""

    done: int = 0
    asked: int = 1
    error: str = ""
    _stop: threading.Event = field(default_factory=threading.Event)
    _seen: float = field(default_factory=time.monotonic)

    def progress(self, done: int, asked: int) -> None:
        self.done, self.asked = done, asked

    def stop(self) -> None:
        self._stop.set()

    def look(self) -> Self:
        """The same, noting that a page looks at it."""
        self._seen = time.monotonic()
        return self

    @property
    def halted(self) -> bool:
        """Did somebody ask to stop? A page shows it as stopped from then on, whatever its thread is still in the middle of."""
        return self._stop.is_set()

    def left(self) -> bool:
        """Has the page that asked been closed, without anybody asking to stop?"""
        return not self.halted and time.monotonic() - self._seen > UNSEEN

    def stopped(self) -> bool:
        """Was it asked to stop, or has the page that asked been closed?"""
        return self.halted or self.left()
