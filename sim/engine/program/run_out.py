"""What is known of the office when it has stopped, so that who joins a queue then waits as people waited before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
ALL_HOURS = 7 * 24
"""The band of all hours of the week together, after those of each hour."""
EXACT, CLASSES = 4, 104
"""Seconds with a class of their own, and classes of time in all: up to two years (:mod:`sim.engine.rules.run_out`)."""


class Noted(NamedTuple):
    """Counts, zero where nothing is known yet."""

    times: Array  # (2, queues, hours of the week and all, classes) i4: how many waited so long, and were told so much
    given_up: Array  # (queues,) i8: who left unserved since the last one was served
    served: Array  # (queues, teams) i8: pieces of work by the team that did them
    conversations: (
        Array  # (queues, 2) i8: seconds of staff, and seconds that conversations lasted, where several are held at once
    )
    lines: Array  # (channels, hours of the week and all, 2) i8: who asked, and who found all lines taken
    ahead: Array  # (channels, 2) i8: bookings, and microseconds until the first free appointment


@dataclass(frozen=True, eq=False)
class Office:
    """What is known of an office: its waits, and what citizens expect, (channels, 7, 24) i8 microseconds."""

    noted: Noted
    expectation: Array


def nothing_noted(queues: int, teams: int, channels: int) -> Noted:
    return Noted(
        times=np.zeros((2, queues, ALL_HOURS + 1, CLASSES), np.int32),
        given_up=np.zeros(queues, np.int64),
        served=np.zeros((queues, teams), np.int64),
        conversations=np.zeros((queues, 2), np.int64),
        lines=np.zeros((channels, ALL_HOURS + 1, 2), np.int64),
        ahead=np.zeros((channels, 2), np.int64),
    )
