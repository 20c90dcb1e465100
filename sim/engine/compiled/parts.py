"""A run of the compiled engine in parts, so that memory holds what goes on and not what has been.

A line is a root case with all that follows from it. Between two days the lines that are over are handed over where they lie,
and when they have been read the rows of the others close ranks. What still names a row learns its new place.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.engine.compiled.events import CLASSES
from sim.engine.compiled.people import WRAP_UP_ENDS
from sim.engine.compiled.state import BLANK, State
from sim.engine.compiled.tables import LEFT_OUT, STAYS, Fates, Numbers, handed_over, lines_in
from sim.engine.compiler.jit import compiled
from sim.engine.program.codes import EVENT_SERVICE_END
from sim.engine.program.program import Array
from sim.engine.program.tables import DUTY, EXPECTATION, INTEGRALS, SLOTS, Table, Tables


def what_is_over(state: State, seen: State, before: int, *, ordered: bool) -> tuple[Tables, Fates]:
    """What is over in ``state`` (of which ``seen`` is a view), and the fates of all; lines and duty that began from ``before`` on
    are left out.

    Microseconds since the start of the run. ``ordered``: copied, and in canonical order; else as it stands in the state. Slots,
    expectations and integrals wait for the end of the run.
    """
    fates = np.zeros(state.registers[0]["case_count"], np.int8)
    find_lines(seen, fates, before)
    duty = _duty_that_is_over(state)
    others = {
        "duty": duty[duty["start"] < before],
        "slots": np.zeros(0, SLOTS),
        "expectation": np.zeros(0, EXPECTATION),
        "integrals": np.zeros(0, INTEGRALS),
    }
    return handed_over(lines_in(state), fates, ordered=ordered, **others), fates


def fates_at_the_end(state: State, seen: State, before: int) -> Fates:
    """When the run is over and every case stands in the table: all lines that began before ``before`` are taken."""
    fates = np.zeros(state.registers[0]["case_count"], np.int8)
    find_lines_at_the_end(seen, fates, before)
    return fates


def close_ranks(state: State, seen: State, fates: Fates) -> None:
    """The rows of lines that stay move to the front; the others are gone."""
    registers = state.registers[0]
    counts = ("case_count", "contact_count", "leg_count")
    before = [int(registers[count]) for count in counts]
    places = [np.empty(used, np.int32) for used in before]
    move_to_front(seen, fates, *places)
    rename(seen, *places)
    for count, used, table in zip(counts, before, (state.cases, state.contacts, state.legs), strict=True):
        _clear(table[registers[count] : used])


@compiled
def find_lines(state: State, fates: Fates, before: int) -> None:
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
def find_lines_at_the_end(state: State, fates: Fates, before: int) -> None:
    """The same when the run is over and every case stands in the table."""
    for row in range(state.registers[0].case_count):
        if state.cases[state.cases[row].root].started >= before:
            fates[row] = LEFT_OUT


@compiled
def move_to_front(state: State, fates: Fates, case_places: Numbers, contact_places: Numbers, leg_places: Numbers) -> None:
    """Moves what stays to the front. The places of a row are where it is now; -1 = nowhere."""
    registers, stay = state.registers[0], 0
    for row in range(registers.case_count):
        case_places[row] = -1
        if fates[row] == STAYS:
            case = state.cases[row]
            case_places[row] = stay
            case.root = case_places[case.root] if 0 <= case.root <= row else case.root
            state.cases[stay] = case
            stay += 1
    registers.case_count, stay = stay, 0
    for number in range(registers.contact_count):
        contact, contact_places[number] = state.contacts[number], -1
        if fates[contact.case] == STAYS:
            contact.case, contact.root = case_places[contact.case], case_places[contact.root]
            contact_places[number] = stay
            state.contacts[stay] = contact
            stay += 1
    registers.contact_count, stay = stay, 0
    for number in range(registers.leg_count):
        leg, leg_places[number] = state.legs[number], -1
        if fates[leg.case] == STAYS:
            leg.case = case_places[leg.case]
            leg_places[number] = stay
            state.legs[stay] = leg
            stay += 1
    registers.leg_count = stay


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


__all__ = ["close_ranks", "fates_at_the_end", "what_is_over"]
