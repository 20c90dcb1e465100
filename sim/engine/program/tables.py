"""The tables an engine returns: everything that happened, and nothing else.

Times are int64 microseconds since the start of the run (its Monday 00:00), -1 = did not happen. Names stand as codes: the
name tables are in :class:`Names`. Rows are in canonical order: by case, contact, leg; duty by agent and time; slots by
channel and time; expectation by day, channel, weekday and hour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Annotated, Any

import numpy as np

Table = np.ndarray[Any, np.dtype[np.void]]

I4 = Annotated[int, "i4"]
I8 = Annotated[int, "i8"]
F8 = Annotated[float, "f8"]
NOTHING = {"I4": 0, "I8": 0, "F8": 0.0}
"""A column that nobody wrote, by its type as text: not all annotations of a row can be evaluated."""


class Columns:
    """One row of a table while Python writes it. What is annotated as a number of some size is a column."""

    def __init__(self, **values: Any) -> None:
        self.__dict__ |= values

    def __init_subclass__(cls) -> None:
        for name, kind in cls.columns():
            setattr(cls, name, NOTHING[kind])

    @classmethod
    def columns(cls) -> list[tuple[str, str]]:
        """The columns that this class itself declares, and their types."""
        return [(name, kind) for name, kind in vars(cls).get("__annotations__", {}).items() if kind in NOTHING]

    @classmethod
    def dtype(cls) -> np.dtype[np.void]:
        return np.dtype([(name, kind.lower()) for name, kind in cls.columns()])


class Case(Columns):
    """A question of a citizen, and what became of it."""

    case: I8  # entity of the case
    parent: I8  # the case this one follows from, -1 for a fresh case
    root: I8  # the first case of the line (itself for a fresh case)
    citizen: I8
    service: I4
    segment: I4
    design: I4  # number of measures in force for this case
    started: I8
    ended: I8
    end: I4  # codes.ENDS
    event: I8  # 00:00 of the event date, -1 = the service has none
    complexity: F8
    need: F8  # need for certainty
    skill: F8
    contacts: I4  # contacts of the case itself
    too_late: I4  # times a latest date was missed
    corrections: I4  # times the application was found incomplete
    reminders: I4  # times the second participant had to be reminded
    hidden: I4  # 1 = has a hidden need
    discovered: I8  # when the hidden need came out
    applied: I8  # when the (first) application was handed in
    applied_channel: I4  # of the last application step
    citizen_time: I8  # minutes of the citizen himself, in microseconds: travel, doing, being served; no waiting


class Contact(Columns):
    """One attempt of a case at a channel."""

    case: I8
    contact: I4  # number within the case, from 0, in order of request
    root: I8
    service: I4
    segment: I4
    design: I4
    step: I4  # index into Names.steps
    channel: I4
    cause: I4  # codes.CAUSES
    attempt: I4  # n-th attempt of this step, from 0
    requested: I8  # the citizen asked: picked up the phone, opened the page, sent the mail, booked
    announced: I8  # the announced wait, -1 = none
    slot: I8  # start of the booked slot
    queued: I8  # joined the (first) queue
    patience: I8  # how long the citizen was prepared to wait in the first queue
    answered: I8  # first service began
    waited: I8  # time in queues until the end of the run, all legs together (0 for self-service)
    ended: I8
    outcome: I4  # codes.OUTCOMES
    transfers: I4
    due: I8  # when the promise falls due (deferred channels)
    discovered: I4  # 1 = brought out the hidden need
    citizen_time: I8


class Leg(Columns):
    """One piece of work."""

    case: I8
    contact: I4  # -1 = back-office work, no contact
    leg: I4  # number within the case's contact, or within its back-office work
    service: I4
    step: I4
    channel: I4  # -1 = back office
    queue: I4
    team: I4  # -1 = unlimited, or never started
    agent: I4  # index into Names.agents, -1 = none
    enqueued: I8
    started: I8  # -1 = still in the queue when the run ended
    ended: I8  # the citizen is done, or the work
    released: I8  # the agent is free again, after wrap-up
    spent: I8  # time of staff until then or the end of the run, divided among conversations in hand at once
    counted: I8  # from when until then no earlier conversation in hand has the agent busy, -1 = never started
    end: I4  # codes.LEG_ENDS
    cause: I4


class Duty(Columns):
    """One stretch of duty or break of an agent."""

    agent: I4
    kind: I4
    planned_start: I8
    start: I8
    planned_end: I8
    end: I8


class Slot(Columns):
    """A moment at which citizens can come by appointment."""

    channel: I4
    time: I8
    places: I4
    booked: I4
    no_shows: I4


class Expectation(Columns):
    """What is expected of a channel from the day on which somebody left its queue, or still waits there for long."""

    day: I4  # on which they left the queue
    channel: I4
    weekday: I4  # on which they joined it
    hour: I4  # at which they joined it
    expected: I8  # from the next day on
    left: I8
    waited: I8  # by who left; where nobody did, so far by who still waits, for a week or longer
    waiting: I8  # how many those are


class Lookup(Columns):
    """Who looked something up on a day and did not ask: no root cases. Days on which nobody did have no row."""

    day: I4
    service: I4
    segment: I4
    found: I8  # how many found it
    let_go: I8  # how many did not, and let it go


class Integral(Columns):
    """Kind 0: people or items waiting per queue; 1: busy agents per team (wrap-up included); microseconds times number."""

    kind: I4
    index: I4
    integral: I8


CASES = Case.dtype()
CONTACTS = Contact.dtype()
LEGS = Leg.dtype()
DUTY = Duty.dtype()
SLOTS = Slot.dtype()
EXPECTATION = Expectation.dtype()
INTEGRALS = Integral.dtype()
LOOKUPS = Lookup.dtype()


@dataclass(frozen=True)
class Names:
    """What the codes in the tables mean. ``steps`` and ``agents`` are pairs: (service, step) and (team, agent)."""

    services: tuple[str, ...]
    segments: tuple[str, ...]
    channels: tuple[str, ...]
    queues: tuple[str, ...]
    teams: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]
    agents: tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Tables:
    """The columnar log of one replication."""

    cases: Table
    contacts: Table
    legs: Table
    duty: Table
    slots: Table
    expectation: Table
    integrals: Table
    lookups: Table = field(default_factory=lambda: np.zeros(0, LOOKUPS))


@dataclass(frozen=True, eq=False)
class AsTheyCame(Tables):
    """Rows of cases, contacts and legs where the engine wrote them, in no order; they name a case by its row in the table of
    cases, ``parent`` alone is an entity. ``over`` says of each case whether its line is handed over, to be measured (1); the
    others are left alone. Empty = all are. When whoever takes them has returned, the engine goes on in the same memory.
    """

    over: np.ndarray[Any, np.dtype[np.int8]] = field(default_factory=lambda: np.zeros(0, np.int8))


ORDER = {
    "cases": ("case",),
    "contacts": ("case", "contact"),
    "legs": ("case", "contact", "leg"),
    "duty": ("agent", "start", "kind"),
    "slots": ("channel", "time"),
    "expectation": ("day", "channel", "weekday", "hour"),
    "integrals": ("kind", "index"),
    "lookups": ("day", "service", "segment"),
}


def in_canonical_order(name: str, table: Table) -> Table:
    """The rows of ``table`` sorted by the key of its kind."""
    order = np.lexsort([np.ascontiguousarray(table[key]) for key in reversed(ORDER[name])])
    whole_rows = np.ascontiguousarray(table).view(f"V{table.dtype.itemsize}")  # moved as bytes, not field by field
    return whole_rows[order].view(table.dtype)


def joined(parts: Sequence[Tables]) -> Tables:
    """The log that was handed over in these parts, which must be in canonical order: rows as they came cannot be told apart."""
    if any(isinstance(part, AsTheyCame) for part in parts):
        raise ValueError("parts whose rows stand as they came cannot be joined")
    whole = {}
    for table in fields(Tables):
        tables = [getattr(part, table.name) for part in parts]
        whole[table.name] = in_canonical_order(table.name, np.concatenate(tables))
    return Tables(**whole)
