"""Beginnings of runs, kept in memory: who turns a lever does not change what happened before the window.

What a scenario does until its window, the prelude and the warm-up, is a good part of a run, and the same for every design of one
town under the same luck.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from sim.engine.shared_beginning import shared_days
from sim.engine.simulate import CompiledScenario

if TYPE_CHECKING:
    from sim.engine.compiled.days import Snapshot

LIMIT = 300_000_000
"""Bytes in all: some twenty replications of a town of 150,000 inhabitants."""


class KeptBeginnings:
    """The last that were used, within :data:`LIMIT`; for threads of one process."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[int, int, int], tuple[CompiledScenario, Snapshot]] = OrderedDict()
        self._size = 0

    def of(self, compiled: CompiledScenario, seed: int, replication: int) -> Snapshot | None:
        """A run with this luck that does until there what this scenario does."""
        with self._lock:
            same_luck = [(key, *kept) for key, kept in reversed(self._kept.items()) if key[:2] == (seed, replication)]
        for key, other, snapshot in same_luck:
            if shared_days(other, compiled) >= snapshot.day:
                with self._lock:
                    if key in self._kept:
                        self._kept.move_to_end(key)
                return snapshot
        return None

    def keep(self, compiled: CompiledScenario, seed: int, replication: int, snapshot: Snapshot) -> None:
        key = (seed, replication, id(compiled))  # the scenario is kept as well, so that no other gets its number
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = compiled, snapshot
            self._size += snapshot.size
            while self._size > self._limit:
                _, (_, oldest) = self._kept.popitem(last=False)
                self._size -= oldest.size
