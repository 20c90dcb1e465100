"""The things of the SimPy engine: cases and their threads, contacts, pieces of work, agents and queues."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import namedtuple
from operator import attrgetter
from typing import Any

import numpy as np

from sim.engine.program.tables import Case, Duty, Leg, Table


def rows_of(array: Any) -> list[Any]:
    """The records of a program array as plain named tuples, which Python reads faster."""
    row = namedtuple("row", array.dtype.names)  # type: ignore[misc]  # noqa: PYI024
    return [row(*values) for values in array.tolist()]


class CaseRow(Case):
    """A case, and what it is doing besides its two threads (``main`` and ``side``)."""

    main: Thread
    side: Thread
    root_case: CaseRow
    kind: Any  # its service, as a row of the program

    citizen_number: int = 0
    service_index: int = 0
    habit: int = 0
    experience: Any  # (channels,) what earlier cases of this citizen say of each channel
    used: int = 0
    worked: int = 0
    failed: int = 0
    round: int = 0
    incomplete: int = 0
    digital: int = 0
    check: int = 0
    confirmed: int = 0
    assurance: float = 0.0
    promised: int = 0
    second: int = 0
    reminded: int = 0
    work_legs: int = 0
    inquiries: int = 0
    worry_cause: int = 0
    root_contacts: int = 0


class LegRow(Leg):
    """One piece of work."""

    def release(self, now: int) -> None:
        """Whoever did this, alone in hand, is done with it."""
        self.released, self.spent = now, now - self.started


def table_of(rows: list[Any], dtype: np.dtype[np.void]) -> Table:
    """The rows as a structured array."""
    values = attrgetter(*(dtype.names or ()))
    return np.array([values(row) for row in rows], dtype)


class Thread:
    """One thread of a case: its journey (side 0), or its inquiries (side 1).

    ``signal`` is the SimPy event on which its process waits; ``timer`` the number of the timer that counts, -1 = none.
    """

    signal: Any
    leg: LegRow
    contact: Any  # the attempt in progress, None = none
    step: int
    cause: int
    base: int
    option: int
    forced: int
    attempt: int
    failures: int
    joined: int
    served: int
    failed: int
    bookings: int
    legs: int = 0
    queue: int = -1
    enqueued: int = 0
    ends: int = 0
    wrap_up: int = 0
    resolved: int = 0
    discovered: int = 0

    def __init__(self, case: CaseRow, side: int) -> None:
        self.case, self.side, self.entity = case, side, case.case
        self.number, self.timer, self.signal = 0, -1, None
        self.remaining, self.waits_for_second = 0, False
        self.begin_step(-1, 0, 0)

    def begin_step(self, step: int, cause: int, base: int) -> None:
        """Forget the attempts of the step before."""
        self.step, self.cause, self.base = step, cause, base
        self.option, self.forced, self.contact = -1, -1, None
        self.attempt = self.failures = self.joined = self.served = self.failed = self.bookings = 0

    @property
    def place(self) -> tuple[int, int, int]:
        """Where it stands in a queue: by time of joining, then entity."""
        return (self.enqueued, self.entity, self.side)


class Queue:
    """Who waits, in order of joining; with the integral of its length over time."""

    def __init__(self) -> None:
        self.places: list[tuple[int, int, int]] = []
        self.threads: dict[tuple[int, int, int], Thread] = {}
        self.integral, self.changed = 0, 0

    def __len__(self) -> int:
        return len(self.places)

    def count(self, now: int) -> None:
        self.integral += len(self.places) * (now - self.changed)
        self.changed = now

    @property
    def head(self) -> Thread:
        return self.threads[self.places[0]]

    def join(self, thread: Thread, now: int) -> None:
        self.count(now)
        place = thread.place
        insort(self.places, place)
        self.threads[place] = thread

    def leave(self, thread: Thread, now: int) -> None:
        self.count(now)
        place = thread.place
        del self.places[bisect_left(self.places, place)]
        del self.threads[place]


class Agent:
    """One person of a team.

    ``conversations`` are those in hand, wrap-up included, where several may go on at once (chat); all are at ``conversing_at``.
    """

    assignment: Any  # the SimPy event that brings the next work
    finished: Any  # the SimPy event that ends the work in hand: True = paused
    thread: Thread
    shift_row: Duty
    break_row: Duty

    def __init__(self, index: int, entity: int, team: int, stretches: list[Any]) -> None:
        self.index, self.entity, self.team, self.stretches = index, entity, team, stretches
        self.doing, self.idle_since, self.number = OFF_DUTY, 0, 0
        self.service_timer = self.break_timer = -1
        self.break_due = self.break_planned = 0
        self.leave_due = False
        self.conversations, self.conversing_at = 0, -1
        self.share = self.shared_at = self.dropped_at = 0

    def share_time(self, until: int) -> None:
        """What each of the conversations in hand had of the time since their number last changed."""
        if self.conversations:
            self.share += (until - self.shared_at) // self.conversations
        self.shared_at = until

    def drop_conversation(self, leg: LegRow, now: int) -> None:
        """One of them is out of his hands; he was busy with it alone since the one before was."""
        self.share_time(now)
        leg.spent += self.share
        leg.counted, self.dropped_at = max(leg.started, self.dropped_at), now


OFF_DUTY, IDLE, SERVING, WRAPPING_UP, ON_BREAK = "off duty", "idle", "serving", "wrapping up", "on break"


class Team:
    """How many of a team are busy, and the integral of that over time."""

    def __init__(self) -> None:
        self.busy, self.integral, self.changed = 0, 0, 0

    def count_busy(self, now: int, change: int) -> None:
        self.integral += self.busy * (now - self.changed)
        self.changed = now
        self.busy += change
