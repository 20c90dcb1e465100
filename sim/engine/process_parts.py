"""The things of the SimPy engine: cases and their threads, contacts, pieces of work, agents and queues."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import namedtuple
from operator import attrgetter
from typing import Any

import numpy as np

from sim.engine.tables import CASES, CONTACTS, DUTY, LEGS, Table


def rows_of(array: Any) -> list[Any]:
    """The records of a program array as plain named tuples, which Python reads faster."""
    row = namedtuple("row", array.dtype.names)  # type: ignore[misc]  # noqa: PYI024
    return [row(*values) for values in array.tolist()]


class Row:
    """One row of a table while it is being written. A column that nobody wrote is 0, by way of the class."""

    dtype: np.dtype[np.void]

    def __init_subclass__(cls) -> None:
        for name in cls.dtype.names or ():
            setattr(cls, name, 0)

    def __init__(self, **values: Any) -> None:
        self.__dict__ |= values

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"{type(self).__name__} has no {name}")


class CaseRow(Row):
    """A case, and what it is doing besides its two threads (``main`` and ``side``)."""

    dtype = CASES
    main: Thread
    side: Thread
    root_case: CaseRow
    kind: Any
    assurance = 0.0
    root_contacts = work_legs = inquiries = worry_cause = 0
    round = second = incomplete = digital = 0


class Contact(Row):
    dtype = CONTACTS


class Leg(Row):
    dtype = LEGS


class Duty(Row):
    dtype = DUTY


def table_of(rows: list[Any], dtype: np.dtype[np.void]) -> Table:
    """The rows as a structured array."""
    values = attrgetter(*(dtype.names or ()))
    return np.array([values(row) for row in rows], dtype)


class Thread:
    """One thread of a case: its journey (side 0), or its inquiries (side 1).

    ``signal`` is the SimPy event on which its process waits; ``timer`` the number of the timer that counts, -1 = none.
    """

    __slots__ = (
        "attempt",
        "base",
        "bookings",
        "case",
        "cause",
        "contact",
        "discovered",
        "ends",
        "enqueued",
        "entity",
        "failed",
        "failures",
        "forced",
        "joined",
        "leg",
        "legs",
        "number",
        "option",
        "queue",
        "remaining",
        "resolved",
        "served",
        "side",
        "signal",
        "step",
        "timer",
        "waits_for_second",
        "wrap_up",
    )

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
    """One person of a team."""

    __slots__ = (
        "assignment",
        "break_due",
        "break_planned",
        "break_row",
        "break_timer",
        "doing",
        "entity",
        "finished",
        "idle_since",
        "index",
        "leave_due",
        "leg",
        "number",
        "service_timer",
        "shift_row",
        "stretches",
        "team",
        "thread",
    )

    def __init__(self, index: int, entity: int, team: int, stretches: list[Any]) -> None:
        self.index, self.entity, self.team, self.stretches = index, entity, team, stretches
        self.doing, self.idle_since, self.number = OFF_DUTY, 0, 0
        self.service_timer = self.break_timer = -1
        self.break_due = self.break_planned = 0
        self.leave_due = False
        self.assignment: Any = None
        self.finished: Any = None
        self.thread: Thread | None = None
        self.leg: Leg | None = None
        self.shift_row: Duty | None = None
        self.break_row: Duty | None = None


OFF_DUTY, IDLE, SERVING, WRAPPING_UP, ON_BREAK = "off duty", "idle", "serving", "wrapping up", "on break"


class Team:
    """How many of a team are busy, and the integral of that over time."""

    def __init__(self) -> None:
        self.busy, self.integral, self.changed = 0, 0, 0

    def count_busy(self, now: int, change: int) -> None:
        self.integral += self.busy * (now - self.changed)
        self.changed = now
        self.busy += change
