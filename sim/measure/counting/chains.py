"""The rows of a log as chains: a line is read from its root case on, whatever stands between its rows."""

from __future__ import annotations

from sim.engine.compiler.jit import compiled, fetch, internal
from sim.measure.counting.arrays import Chains, Rows
from sim.measure.counting.linked import case_of_contact, case_of_leg, is_over, root_of

AHEAD = 8
"""How many cases before it is counted the rows of a case are asked for."""


@compiled
def chain(rows: Rows, chains: Chains) -> int:
    """Fills the chains, in the order of the rows; the highest number of a contact within its case, -1 = there is none."""
    for case in range(len(chains.first_contact)):
        chains.next_case[case] = chains.first_contact[case] = chains.first_leg[case] = -1
    for row in range(len(rows.cases) - 1, -1, -1):
        root = root_of(rows, row) if is_over(rows, row) else -1
        if root >= 0 and root != row:
            chains.next_case[row], chains.next_case[root] = chains.next_case[root], row
    highest = -1
    for number in range(len(rows.contacts) - 1, -1, -1):
        case = case_of_contact(rows, number)
        chains.next_contact[number], chains.first_contact[case] = chains.first_contact[case], number
        highest = max(highest, rows.contacts[number].contact)
    for number in range(len(rows.legs) - 1, -1, -1):
        case = case_of_leg(rows, number)
        chains.next_leg[number], chains.first_leg[case] = chains.first_leg[case], number
        highest = max(highest, rows.legs[number].contact)
    return highest


@internal
def fetch_case(rows: Rows, chains: Chains, case: int) -> None:
    """Asks for the contacts and the work of a case, which lie far apart in large parts."""
    if case >= len(chains.first_contact) or not is_over(rows, case):
        return
    number = chains.first_contact[case]
    while number >= 0:
        fetch(rows.contacts, number)
        number = chains.next_contact[number]
    number = chains.first_leg[case]
    while number >= 0:
        fetch(rows.legs, number)
        number = chains.next_leg[number]
