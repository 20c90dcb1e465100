"""The tables of the SimPy engine, from the rows that were written during the run."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.engine.program.tables import (
    CASES,
    CONTACTS,
    DUTY,
    EXPECTATION,
    INTEGRALS,
    LEGS,
    LOOKUPS,
    SLOTS,
    Table,
    Tables,
    in_canonical_order,
)

if TYPE_CHECKING:
    from sim.engine.process.days import Town


def tables_of(town: Town, end: int) -> Tables:
    """What happened until ``end``, in microseconds since the start of the run."""
    tables = {
        "cases": table_of(town.cases.rows, CASES),
        "contacts": table_of(town.contacts.rows, CONTACTS),
        "legs": table_of(town.service.legs, LEGS),
        "duty": table_of(town.people.duty, DUTY),
        "slots": slots_table(town, end),
        "expectation": np.array(town.expectation_rows, EXPECTATION),
        "integrals": integrals_table(town, end),
        "lookups": lookups_table(town),
    }
    return Tables(**{name: in_canonical_order(name, table) for name, table in tables.items()})


def table_of(rows: Iterable[Any], dtype: np.dtype[np.void]) -> Table:
    """The rows as a structured array."""
    values = attrgetter(*(dtype.names or ()))
    return np.array([values(row) for row in rows], dtype)


def slots_table(town: Town, end: int) -> Table:
    """The slots of the run; what is booked for after it only stands with the contact."""
    return table_of((slot for agenda in town.slots.agenda.values() for slot in agenda if slot.time < end), SLOTS)


def integrals_table(town: Town, end: int) -> Table:
    queues, teams = enumerate(town.queues.all), enumerate(town.people.teams)
    rows = [(0, index, queue.integral + len(queue.places) * (end - queue.changed)) for index, queue in queues]
    rows += [(1, index, team.integral + team.busy * (end - team.changed)) for index, team in teams]
    return np.array(rows, INTEGRALS)


def lookups_table(town: Town) -> Table:
    counts = town.arrivals.looked_up
    days = sorted({key[:3] for key in counts})
    return np.array([(*day, counts[*day, 0], counts[*day, 1]) for day in days], LOOKUPS)
