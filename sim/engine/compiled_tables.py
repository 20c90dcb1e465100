"""The tables of the compiled engine, put in canonical order without sorting more than the cases.

While the run goes on, contacts and legs name a case by its row in the table of cases. As contacts are numbered within their
case, and legs within their contact, the place of every row follows from counting.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.engine.compiled_state import (
    BLANK,
    CASE_COUNT,
    CONTACT_COUNT,
    DUTY_COUNT,
    EXPECTATION_COUNT,
    LEG_COUNT,
    OPEN_COUNT,
    State,
)
from sim.engine.jit import compiled
from sim.engine.program import Array, Program
from sim.engine.tables import INTEGRALS, SLOTS, Table, Tables, in_canonical_order

Numbers = np.ndarray[Any, np.dtype[np.int64]]


def tables_of(state: State, program: Program, end: int) -> Tables:
    """What happened until ``end``, in microseconds since the start of the run."""
    registers = state.registers
    cases, contacts, legs = _all_cases(state), state.contacts[: registers[CONTACT_COUNT]], state.legs[: registers[LEG_COUNT]]
    order = np.argsort(cases["case"])
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    before = _before(cases["contacts"][order])
    case_of_leg = rank[legs["case"]]
    group = before[case_of_leg] + case_of_leg + legs["contact"] + 1  # back-office work, and then each contact
    contacts_placed = before[rank[contacts["case"]]] + contacts["contact"]
    legs_placed = _before(np.bincount(group))[group] + legs["leg"]
    for table, column in ((contacts, "case"), (contacts, "root"), (legs, "case")):
        table[column] = cases["case"][table[column]]
    return Tables(
        cases=_placed(cases, rank),
        contacts=_placed(contacts, contacts_placed),
        legs=_placed(legs, legs_placed),
        duty=in_canonical_order("duty", state.duty[: registers[DUTY_COUNT]]),
        slots=in_canonical_order("slots", _slots(state, program)),
        expectation=in_canonical_order("expectation", state.expectation_rows[: registers[EXPECTATION_COUNT]]),
        integrals=in_canonical_order("integrals", _integrals(state, program, end)),
    )


def _all_cases(state: State) -> Table:
    """The cases that are over, and those that were still going on."""
    cases, last = state.cases[: state.registers[CASE_COUNT]], state.registers[OPEN_COUNT]
    going_on = BLANK + 1 + np.flatnonzero(state.open_cases["started"][BLANK + 1 : last] >= 0)
    cases[state.lives["row"][going_on]] = state.open_cases[going_on]
    return cases


def _before(counts: Numbers) -> Numbers:
    """For each group, how many rows stand before it."""
    return np.cumsum(counts, dtype=np.int64) - counts


def _placed(table: Table, places: Numbers) -> Table:
    """Row i of ``table`` moved to ``places[i]``, within the same memory; ``places`` is used up."""
    put_in_place(table.view(np.uint32).reshape(len(table), table.dtype.itemsize // 4), places)
    return table


@compiled
def put_in_place(rows: Array, places: Numbers) -> None:
    """Move row i to ``places[i]``, for every i: each exchange puts one row where it belongs."""
    for row in range(len(rows)):
        while places[row] != row:
            place = places[row]
            for word in range(rows.shape[1]):
                rows[row, word], rows[place, word] = rows[place, word], rows[row, word]
            places[row], places[place] = places[place], place


def _integrals(state: State, program: Program, end: int) -> Table:
    queues, teams = state.queues, state.teams[: program.facility.serves.shape[1]]
    integrals = np.zeros(len(queues) + len(teams), INTEGRALS)
    integrals["kind"][len(queues) :] = 1
    integrals["index"] = [*range(len(queues)), *range(len(teams))]
    integrals["integral"][: len(queues)] = queues["integral"] + queues["length"] * (end - queues["changed"])
    integrals["integral"][len(queues) :] = teams["integral"] + teams["busy"] * (end - teams["changed"])
    return integrals


def _slots(state: State, program: Program) -> Table:
    offered = program.facility.slots
    slots = np.zeros(len(offered), SLOTS)
    for name in ("channel", "time", "places"):
        slots[name] = offered[name]
    slots["booked"], slots["no_shows"] = state.booked[:, 0], state.booked[:, 1]
    return slots
