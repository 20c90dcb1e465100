"""The tables of the compiled engine, put in canonical order without sorting more than the cases.

While the run goes on, everything names a case by its row in the table of cases. As contacts are numbered within their
case, and legs within their contact, the place of every row follows from counting.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.engine.compiled.state import BLANK, State
from sim.engine.compiler.jit import compiled
from sim.engine.program.program import Array, Program
from sim.engine.program.tables import INTEGRALS, LOOKUPS, SLOTS, AsTheyCame, Table, Tables, in_canonical_order

Lines = tuple[Table, Table, Table]
"""Cases, contacts and legs."""
Numbers = np.ndarray[Any, np.dtype[np.signedinteger[Any]]]
Fates = np.ndarray[Any, np.dtype[np.int8]]
"""What becomes of the line of each case."""
TAKEN, STAYS, LEFT_OUT = range(3)
"""It is handed over and leaves, stays, or leaves without a trace."""


def tables_of(state: State, program: Program, end: int, fates: Fates | None = None, *, ordered: bool = True) -> Tables:
    """What happened until ``end``, in microseconds since the start of the run; of all lines, or of those that are taken."""
    registers = state.registers[0]
    return handed_over(
        lines_in(state),
        fates,
        ordered=ordered,
        duty=state.duty[: registers["duty_count"]],
        slots=in_canonical_order("slots", slots_table(state, program)),
        expectation=in_canonical_order("expectation", state.expectation_rows[: registers["expectation_count"]]),
        integrals=in_canonical_order("integrals", integrals_table(state, program, end)),
        lookups=lookups_table(state),
    )


def lines_in(state: State) -> Lines:
    """The rows that are in use."""
    registers = state.registers[0]
    cases, contacts = state.cases[: registers["case_count"]], state.contacts[: registers["contact_count"]]
    return cases, contacts, state.legs[: registers["leg_count"]]


def handed_over(lines: Lines, fates: Fates | None, *, ordered: bool, duty: Table, **others: Table) -> Tables:
    """The lines that are taken (None = all, and their rows are used up) as tables, or as they came."""
    if ordered:
        taken = lines if fates is None else copied_lines(*lines, fates)
        return Tables(*in_order(*taken), duty=in_canonical_order("duty", duty), **others)
    over = np.zeros(0, np.int8) if fates is None else (fates == TAKEN).astype(np.int8)
    return AsTheyCame(*lines, duty=np.ascontiguousarray(duty), over=over, **others)


def copied_lines(cases: Table, contacts: Table, legs: Table, fates: Fates) -> Lines:
    """The rows of lines that are taken, in the order in which they came; cases are named by their place among these."""
    taken = fates == TAKEN
    place = np.cumsum(taken) - 1
    lines = cases[taken], contacts[taken[contacts["case"]]], legs[taken[legs["case"]]]
    for table, name in zip((*lines, lines[1]), ("root", "case", "case", "root"), strict=True):
        table[name] = place[table[name]]
    return lines


def in_order(cases: Table, contacts: Table, legs: Table) -> Lines:
    """The rows of whole lines in canonical order, within the same memory; they name entities then."""
    order = np.argsort(cases["case"])
    rank, contacts_placed, legs_placed = (np.empty(len(table), np.int64) for table in (cases, contacts, legs))
    find_places(cases, contacts, legs, order, rank, contacts_placed, legs_placed)
    return _placed(cases, rank), _placed(contacts, contacts_placed), _placed(legs, legs_placed)


def note_open_cases(state: State) -> None:
    """At the end of the run: the cases that go on stand in the table as they are."""
    going_on = BLANK + 1 + np.flatnonzero(state.open_cases["started"][BLANK + 1 : state.registers[0]["open_count"]] >= 0)
    rows = state.lives["row"][going_on]
    state.cases[rows] = state.open_cases[going_on]
    state.cases["root"][rows] = state.lives["root_row"][going_on]


@compiled
def find_places(
    cases: Table, contacts: Table, legs: Table, order: Numbers, rank: Numbers, contacts_placed: Numbers, legs_placed: Numbers
) -> None:
    """The places of all rows when ``order`` lists the cases by entity; all then name entities and not rows."""
    before, total = np.empty(len(cases), np.int64), 0
    for place in range(len(cases)):
        row = order[place]
        rank[row], before[row] = place, total
        total += cases[row]["contacts"]
    for number in range(len(contacts)):
        contact = contacts[number]
        contacts_placed[number] = before[contact["case"]] + contact["contact"]
        contact["case"], contact["root"] = cases[contact["case"]]["case"], cases[contact["root"]]["case"]
    ahead = np.zeros(total + len(cases) + 1, np.int64)  # of each case back-office work, and then each contact
    for number in range(len(legs)):
        leg = legs[number]
        legs_placed[number] = before[leg["case"]] + rank[leg["case"]] + leg["contact"] + 1
        ahead[legs_placed[number] + 1] += 1
        leg["case"] = cases[leg["case"]]["case"]
    for group in range(1, len(ahead)):
        ahead[group] += ahead[group - 1]
    for number in range(len(legs)):
        legs_placed[number] = ahead[legs_placed[number]] + legs[number]["leg"]
    for row in range(len(cases)):
        case = cases[row]
        case["root"] = cases[case["root"]]["case"]


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


def slots_table(state: State, program: Program) -> Table:
    in_run = program.facility.slots["time"] < program.rulebook.settings[0]["end"]
    offered = program.facility.slots[in_run]
    slots = np.zeros(len(offered), SLOTS)
    for name in ("channel", "time", "places"):
        slots[name] = offered[name]
    slots["booked"], slots["no_shows"] = state.booked[in_run, 0], state.booked[in_run, 1]
    return slots


def integrals_table(state: State, program: Program, end: int) -> Table:
    queues, teams = state.queues, state.teams[: program.facility.serves.shape[1]]
    integrals = np.zeros(len(queues) + len(teams), INTEGRALS)
    integrals["kind"][len(queues) :] = 1
    integrals["index"] = [*range(len(queues)), *range(len(teams))]
    integrals["integral"][: len(queues)] = queues["integral"] + queues["length"] * (end - queues["changed"])
    integrals["integral"][len(queues) :] = teams["integral"] + teams["busy"] * (end - teams["changed"])
    return integrals


def lookups_table(state: State) -> Table:
    counts = state.looked_up
    days = np.argwhere(counts.any(axis=3))
    rows = np.zeros(len(days), LOOKUPS)
    rows["day"], rows["service"], rows["segment"] = days.T
    rows["found"], rows["let_go"] = counts[tuple(days.T)].T
    return rows
