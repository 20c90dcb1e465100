"""The tables an engine returns: everything that happened, and nothing else.

Times are int64 microseconds since the start of the run (its Monday 00:00), -1 = did not happen. Names stand as codes: the
name tables are in :class:`Names`. Rows are in canonical order: by case, contact, leg; duty by agent and time; slots by
channel and time; expectation by day, channel, weekday and hour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

Table = np.ndarray[Any, np.dtype[np.void]]

CASES = np.dtype(
    [
        ("case", "i8"),  # entity of the case
        ("parent", "i8"),  # the case this one follows from, -1 for a fresh case
        ("root", "i8"),  # the first case of the line (itself for a fresh case)
        ("citizen", "i8"),
        ("service", "i4"),
        ("segment", "i4"),
        ("design", "i4"),  # number of measures in force for this case
        ("started", "i8"),
        ("ended", "i8"),
        ("end", "i4"),  # codes.ENDS
        ("event", "i8"),  # 00:00 of the event date, -1 = the service has none
        ("complexity", "f8"),
        ("need", "f8"),  # need for certainty
        ("skill", "f8"),
        ("contacts", "i4"),  # contacts of the case itself
        ("too_late", "i4"),  # times a latest date was missed
        ("corrections", "i4"),  # times the application was found incomplete
        ("reminders", "i4"),  # times the second participant had to be reminded
        ("hidden", "i4"),  # 1 = has a hidden need
        ("discovered", "i8"),  # when the hidden need came out
        ("applied", "i8"),  # when the (first) application was handed in
        ("applied_channel", "i4"),  # of the last application step
        ("citizen_time", "i8"),  # minutes of the citizen himself, in microseconds: travel, doing, being served; no waiting
    ]
)

CONTACTS = np.dtype(
    [
        ("case", "i8"),
        ("contact", "i4"),  # number within the case, from 0, in order of request
        ("root", "i8"),
        ("service", "i4"),
        ("segment", "i4"),
        ("design", "i4"),
        ("step", "i4"),  # index into Names.steps
        ("channel", "i4"),
        ("cause", "i4"),  # codes.CAUSES
        ("attempt", "i4"),  # n-th attempt of this step, from 0
        ("requested", "i8"),  # the citizen asked: picked up the phone, opened the page, sent the mail, booked
        ("announced", "i8"),  # the announced wait, -1 = none
        ("slot", "i8"),  # start of the booked slot
        ("queued", "i8"),  # joined the (first) queue
        ("patience", "i8"),  # how long the citizen was prepared to wait in the first queue
        ("answered", "i8"),  # first service began
        ("waited", "i8"),  # time in queues until the end of the run, all legs together (0 for self-service)
        ("ended", "i8"),
        ("outcome", "i4"),  # codes.OUTCOMES
        ("transfers", "i4"),
        ("due", "i8"),  # when the promise falls due (deferred channels)
        ("discovered", "i4"),  # 1 = brought out the hidden need
        ("citizen_time", "i8"),
    ]
)

LEGS = np.dtype(
    [
        ("case", "i8"),
        ("contact", "i4"),  # -1 = back-office work, no contact
        ("leg", "i4"),  # number within the case's contact, or within its back-office work
        ("service", "i4"),
        ("step", "i4"),
        ("channel", "i4"),  # -1 = back office
        ("queue", "i4"),
        ("team", "i4"),  # -1 = unlimited, or never started
        ("agent", "i4"),  # index into Names.agents, -1 = none
        ("enqueued", "i8"),
        ("started", "i8"),  # -1 = still in the queue when the run ended
        ("ended", "i8"),  # the citizen is done, or the work
        ("released", "i8"),  # the agent is free again, after wrap-up
        ("spent", "i8"),  # time of staff until then or the end of the run, divided among conversations in hand at once
        ("counted", "i8"),  # from when until then no earlier conversation in hand has the agent busy, -1 = never started
        ("end", "i4"),  # codes.LEG_ENDS
        ("cause", "i4"),
    ]
)

DUTY = np.dtype([("agent", "i4"), ("kind", "i4"), ("planned_start", "i8"), ("start", "i8"), ("planned_end", "i8"), ("end", "i8")])

SLOTS = np.dtype([("channel", "i4"), ("time", "i8"), ("places", "i4"), ("booked", "i4"), ("no_shows", "i4")])

EXPECTATION = np.dtype(
    [
        ("day", "i4"),  # on which they left the queue
        ("channel", "i4"),
        ("weekday", "i4"),  # on which they joined it
        ("hour", "i4"),  # at which they joined it
        ("expected", "i8"),  # from the next day on
        ("left", "i8"),
        ("waited", "i8"),  # by who left; where nobody did, so far by who still waits, for a week or longer
        ("waiting", "i8"),  # how many those are
    ]
)

INTEGRALS = np.dtype([("kind", "i4"), ("index", "i4"), ("integral", "i8")])
"""kind 0: people or items waiting per queue; 1: busy agents per team (wrap-up included); microseconds times number."""


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


ORDER = {
    "cases": ("case",),
    "contacts": ("case", "contact"),
    "legs": ("case", "contact", "leg"),
    "duty": ("agent", "start", "kind"),
    "slots": ("channel", "time"),
    "expectation": ("day", "channel", "weekday", "hour"),
    "integrals": ("kind", "index"),
}


def in_canonical_order(name: str, table: Table) -> Table:
    """The rows of ``table`` sorted by the key of its kind."""
    order = np.lexsort([np.ascontiguousarray(table[key]) for key in reversed(ORDER[name])])
    whole_rows = np.ascontiguousarray(table).view(f"V{table.dtype.itemsize}")  # moved as bytes, not field by field
    return whole_rows[order].view(table.dtype)


def joined(parts: Sequence[Tables]) -> Tables:
    """The log that was handed over in these parts."""
    whole = {}
    for field in fields(Tables):
        tables = [getattr(part, field.name) for part in parts]
        whole[field.name] = in_canonical_order(field.name, np.concatenate(tables))
    return Tables(**whole)


@dataclass(frozen=True)
class Mismatch:
    """The first place where two sets of tables differ."""

    table: str
    row: int
    column: str
    left: Any
    right: Any
    left_row: Any
    right_row: Any

    def __str__(self) -> str:
        return (
            f"table {self.table}, row {self.row}, column {self.column}: {self.left} and {self.right}\n"
            f"  left  {self.left_row}\n  right {self.right_row}"
        )


def first_difference(left: Tables, right: Tables) -> Mismatch | None:
    """Where two sets of tables first differ, field by field and bit by bit; None when they are the same."""
    for field in fields(Tables):
        a, b = getattr(left, field.name), getattr(right, field.name)
        shared = min(len(a), len(b))
        if a[:shared].tobytes() != b[:shared].tobytes():
            for row in range(shared):
                if a[row].tobytes() != b[row].tobytes():
                    return _row_difference(field.name, row, a, b)
        if len(a) != len(b):
            longer = a if len(a) > len(b) else b
            return Mismatch(field.name, shared, "(rows)", len(a), len(b), longer[shared], None)
    return None


def _row_difference(name: str, row: int, a: Table, b: Table) -> Mismatch:
    for column in a.dtype.names or ():
        if a[row][column].tobytes() != b[row][column].tobytes():
            return Mismatch(name, row, column, a[row][column], b[row][column], _as_dict(a, row), _as_dict(b, row))
    return Mismatch(name, row, "(padding)", None, None, _as_dict(a, row), _as_dict(b, row))


def _as_dict(table: Table, row: int) -> dict[str, Any]:
    return {name: table[row][name].item() for name in table.dtype.names or ()}
