"""A run of the compiled engine in parts, so that memory holds what goes on and not what has been.

A line is a root case with all that follows from it. Between two days the lines that are over leave the arrays together, as
tables of their own, and the rows of the others close ranks. What still names a row learns its new place.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.engine.compiled.events import CLASSES
from sim.engine.compiled.service import WRAP_UP_ENDS
from sim.engine.compiled.state import BLANK, State
from sim.engine.compiled.tables import Lines, Numbers, handed_over
from sim.engine.compiler.jit import compiled, internal
from sim.engine.program.codes import EVENT_SERVICE_END
from sim.engine.program.program import Array
from sim.engine.program.tables import (
    CASES,
    CONTACTS,
    DUTY,
    EXPECTATION,
    INTEGRALS,
    LEGS,
    SLOTS,
    Table,
    Tables,
)

TAKEN, STAYS, LEFT_OUT = range(3)
"""What becomes of the rows of a line: they leave as tables, stay, or leave without a trace."""


def take_out(state: State, seen: State, before: int, *, ordered: bool) -> Tables:
    """What is over, out of ``state`` (of which ``seen`` is a view); lines and duty that began from ``before`` on are left out.

    Microseconds since the start of the run. ``ordered``: in canonical order, else as it came. Slots, expectations and integrals
    wait for the end of the run.
    """
    fates = np.zeros(state.registers[0]["case_count"], np.int64)
    find_lines(seen, fates, before)
    lines = separated(state, seen, fates)
    duty = _duty_that_is_over(state)
    return handed_over(
        lines,
        ordered=ordered,
        duty=duty[duty["start"] < before],
        slots=np.zeros(0, SLOTS),
        expectation=np.zeros(0, EXPECTATION),
        integrals=np.zeros(0, INTEGRALS),
    )


def take_last(state: State, seen: State, before: int) -> Lines:
    """When the run is over and every case stands in the table: all lines that began before ``before``."""
    fates = np.zeros(state.registers[0]["case_count"], np.int64)
    find_lines_at_the_end(seen, fates, before)
    return separated(state, seen, fates)


def separated(state: State, seen: State, fates: Numbers) -> Lines:
    """The rows of lines that are taken, in the order in which they came; cases are named by their place among these."""
    registers = state.registers[0]
    counts = {"case_count": CASES, "contact_count": CONTACTS, "leg_count": LEGS}
    before = {count: int(registers[count]) for count in counts}
    taken = np.zeros(3, np.int64)
    count_taken(seen, fates, taken)
    cases, contacts, legs = (np.empty(size, kind) for size, kind in zip(taken, counts.values(), strict=True))
    places = [np.empty(before[count], np.int64) for count in counts]
    separate(seen, fates, cases, contacts, legs, places[0], places[1], places[2])
    rename(seen, places[0], places[1], places[2])
    for count, table in zip(counts, (state.cases, state.contacts, state.legs), strict=True):
        _clear(table[registers[count] : before[count]])
    return cases, contacts, legs


@compiled
def find_lines(state: State, fates: Numbers, before: int) -> None:
    """The fate of each row of the table of cases.

    A line goes on while one of its cases is not over, or somebody still wraps up. The root case comes before all that follows.
    """
    for place in range(BLANK + 1, state.registers[0].open_count):
        life = state.lives[place]
        if life.line > 0 or state.open_cases[place].started >= 0:
            fates[life.row] = STAYS
    for number in range(state.registers[0].leg_count):
        leg = state.legs[number]
        if leg.released < 0 and fates[leg.case] != STAYS:
            fates[leg.case] = fates[state.cases[leg.case].root] = STAYS
    for row in range(state.registers[0].case_count):
        if fates[row] != STAYS:
            case = state.cases[row]
            if case.root != row:
                fates[row] = fates[case.root]
            elif case.started >= before:
                fates[row] = LEFT_OUT


@compiled
def find_lines_at_the_end(state: State, fates: Numbers, before: int) -> None:
    """The same when the run is over and every case stands in the table."""
    for row in range(state.registers[0].case_count):
        if state.cases[state.cases[row].root].started >= before:
            fates[row] = LEFT_OUT


@compiled
def count_taken(state: State, fates: Numbers, counts: Numbers) -> None:
    """How many cases, contacts and legs are taken."""
    for row in range(state.registers[0].case_count):
        counts[0] += fates[row] == TAKEN
    for number in range(state.registers[0].contact_count):
        counts[1] += fates[state.contacts[number].case] == TAKEN
    for number in range(state.registers[0].leg_count):
        counts[2] += fates[state.legs[number].case] == TAKEN


@compiled
def separate(
    state: State,
    fates: Numbers,
    cases: Table,
    contacts: Table,
    legs: Table,
    case_places: Numbers,
    contact_places: Numbers,
    leg_places: Numbers,
) -> None:
    """Copies what is taken into ``cases``, ``contacts`` and ``legs``, and moves what stays to the front.

    The places of a row are where it is now, among its own kind; -1 = nowhere.
    """
    taken, stay = 0, 0
    for row in range(state.registers[0].case_count):
        fate, case = fates[row], state.cases[row]
        place = case_places[row] = taken if fate == TAKEN else (stay if fate == STAYS else -1)
        if 0 <= case.root <= row:
            case.root = case_places[case.root]
        if fate == TAKEN:
            cases[place] = case
            taken += 1
        elif fate == STAYS:
            state.cases[place] = case
            stay += 1
    state.registers[0].case_count = stay
    for number in range(state.registers[0].contact_count):
        state.contacts[number].root = case_places[state.contacts[number].root]
    registers = state.registers[0]
    registers.contact_count = move(state.contacts, registers.contact_count, fates, contacts, case_places, contact_places)
    registers.leg_count = move(state.legs, registers.leg_count, fates, legs, case_places, leg_places)


@internal
def move(rows: Table, count: int, fates: Numbers, taken: Table, case_places: Numbers, places: Numbers) -> int:
    """Copies what of the rows of cases is taken into ``taken``, and moves what stays to the front; how much that is."""
    gone, stay = 0, 0
    for number in range(count):
        row = rows[number]
        fate = fates[row.case]
        row.case = case_places[row.case]
        places[number] = stay if fate == STAYS else -1
        if fate == TAKEN:
            taken[gone] = row
            gone += 1
        elif fate == STAYS:
            rows[stay] = row
            stay += 1
    return stay


@compiled
def rename(state: State, case_places: Numbers, contact_places: Numbers, leg_places: Numbers) -> None:
    """Whatever names a row names its new place. What names a row that is gone is itself no longer looked at."""
    for place in range(BLANK + 1, state.registers[0].open_count):
        life = state.lives[place]
        if 0 <= life.row < len(case_places):
            life.row = case_places[life.row]
        if 0 <= life.root_row < len(case_places):
            life.root_row = case_places[life.root_row]
        for thread in (2 * place, 2 * place + 1):
            record = state.threads[thread]
            if 0 <= record.contact < len(contact_places):
                record.contact = contact_places[record.contact]
            if 0 <= record.leg < len(leg_places):
                record.leg = leg_places[record.leg]
    for agent in range(len(state.agents)):
        person = state.agents[agent]
        if 0 <= person.leg < len(leg_places):
            person.leg = leg_places[person.leg]
    for number in range(state.registers[0].event_count):
        event = state.events[number]
        leg = event.payload - WRAP_UP_ENDS
        if event.moment % CLASSES == EVENT_SERVICE_END and 0 <= leg < len(leg_places):
            event.payload = WRAP_UP_ENDS + leg_places[leg]


def _duty_that_is_over(state: State) -> Table:
    """Shifts and breaks that have ended, out of the state."""
    used = int(state.registers[0]["duty_count"])
    rows = state.duty[:used]
    goes_on = rows["end"] < 0
    over: Table = rows[~goes_on]
    places = np.where(goes_on, np.cumsum(goes_on) - 1, -1)
    for name in ("shift_row", "break_row"):
        number: Array = state.agents[name]
        state.agents[name] = np.where((number >= 0) & (number < used), places[np.clip(number, 0, used - 1)] if used else -1, -1)
    stay: Table = rows[goes_on]
    state.duty[: len(stay)] = stay
    state.registers[0]["duty_count"] = len(stay)
    _clear(state.duty[len(stay) : used])
    return over.astype(DUTY)


def _clear(rows: np.ndarray[Any, Any]) -> None:
    """New rows are taken for empty ones."""
    rows.view(np.uint8)[:] = 0


__all__ = ["take_last", "take_out"]
