"""Root cases: which ones count, and what became of each with all that follows from it."""

from __future__ import annotations

from sim.engine.compiler.jit import compiled, internal
from sim.engine.program import codes
from sim.measure.counting.arrays import Array, Chains, Known, Rows, Totals, Underway
from sim.measure.counting.contacts import count_contacts
from sim.measure.counting.legs import count_legs, forget_legs
from sim.measure.counting.linked import root_of
from sim.measure.counting.quantities import ROOT, STEPS
from sim.measure.counting.weeks import count_open

NOT_REACHED = (
    codes.TRANSFERRED_LOST,
    codes.CLOSED,
    codes.LINES_FULL,
    codes.BALKED,
    codes.ABANDONED,
    codes.SENT_AWAY,
    codes.NO_SLOT,
)
"""Outcomes of contacts in which nobody of the municipality could do anything for the citizen."""
NOT_COUNTED = -1
LEAD_TIME_STEP = STEPS["lead_time"]
IS_NOT_REACHED = tuple(int(outcome in NOT_REACHED) for outcome in range(len(codes.OUTCOMES)))


@compiled
def number_roots(rows: Rows, known: Known, of_case: Array) -> int:
    """Numbers the root cases that started in the window, in their order; the others stay -1. Returns how many there are."""
    clock, count = known.clock[0], 0
    for row in range(len(rows.cases)):
        if root_of(rows, row) == row and clock.window_start <= rows.cases[row].started < clock.window_end:
            of_case[row] = count
            count += 1
    for row in range(len(rows.cases)):
        root = root_of(rows, row)
        if root >= 0:
            of_case[row] = of_case[root]
    return count


@internal
def count_line(rows: Rows, known: Known, totals: Totals, chains: Chains, part: Underway, head: int) -> None:
    """A case that begins a line with all that follows from it."""
    clock, root = known.clock[0], NOT_COUNTED
    if head < len(rows.cases) and root_of(rows, head) == head:
        case = rows.cases[head]
        count_open(totals, clock.window_start, case.service, case.started, case.ended)
        if clock.window_start <= case.started < clock.window_end:
            root = begin_root(rows, part, head)
            mark_what_came_back(rows, chains, part, head)
    row = head
    while row >= 0:
        count_legs(rows, known, totals, chains, part, row, root)
        count_contacts(rows, known, totals, chains, part, row, root)
        forget_legs(rows, chains, part, row)
        if root >= 0:
            count_case(rows, known, part, row, root)
        row = chains.next_case[row]
    if root >= 0:
        close_root(known, totals, part, root)


@internal
def begin_root(rows: Rows, part: Underway, head: int) -> int:
    """The place of a root case that counts, with nothing noted of it yet."""
    place = int(min(part.found[0].roots, len(part.roots) - 1))
    part.found[0].roots += 1
    for column in range(part.root_numbers.shape[1]):
        part.root_numbers[place, column] = 0
    root, case = part.roots[place], rows.cases[head]
    root.entity, root.service, root.segment, root.started = case.case, case.service, case.segment, case.started
    return place


@internal
def mark_what_came_back(rows: Rows, chains: Chains, part: Underway, head: int) -> None:
    """Cases from which another one of the line follows."""
    row = chains.next_case[head]
    while row >= 0:
        parent = chains.next_case[head]
        while parent >= 0 and rows.cases[parent].case != rows.cases[row].parent:
            parent = chains.next_case[parent]
        part.came_back[parent if parent >= 0 else head] = 1
        row = chains.next_case[row]


@internal
def count_case(rows: Rows, known: Known, part: Underway, row: int, number: int) -> None:
    case, root = rows.cases[row], part.roots[number]
    root.cases += 1
    root.ended = max(root.ended, case.ended)
    root.open |= int(case.end == codes.CASE_OPEN)
    root.gave_up |= int(case.end == codes.CASE_GAVE_UP)
    root.exhausted |= int(case.end == codes.CASE_EXHAUSTED)
    root.too_late |= int(case.too_late > 0)
    root.reminders += case.reminders
    root.citizen_time += case.citizen_time
    root.hidden += case.hidden
    if case.hidden == 1:
        root.discovered += int(case.discovered >= 0)
        root.unmet += int(case.discovered < 0 and part.came_back[row] == 0)
    if case.applied >= 0:
        root.applications += 1
        root.complete_first += int(case.corrections == 0)
        at = case.applied_channel
        root.digital += int(at >= 0 and known.channels[at].kind == codes.SELF_SERVICE)


@internal
def close_root(known: Known, totals: Totals, part: Underway, number: int) -> None:
    """What became of a root case, added to the totals.

    The ends exclude each other: still ``open`` if any case of the line is; else ``gave_up``, else ``exhausted`` if any case
    ended so; else ``hidden_unmet`` when a hidden need was neither brought out nor came back as a case; else ``resolved``.
    Who gave up or was exhausted is ``lost_waiting``, ``lost_unable`` or ``lost_unanswered`` where the service is a right or a
    choice; what is compulsory has to be done all the same, so there he is ``late``, as is who missed a latest date.
    ``first_contact`` are the resolved ones of which every step took one contact and from which nothing followed.
    """
    root = part.roots[number]
    root.roots = 1
    if root.open:
        root.gave_up = root.exhausted = 0
    elif root.gave_up:
        root.exhausted = 0
    stopped = root.gave_up + root.exhausted > 0
    ended_well = not stopped and not root.open
    resolved = ended_well and root.unmet == 0
    root.resolved, root.hidden_unmet = int(resolved), int(ended_well and root.unmet > 0)
    root.lead_time = root.ended - root.started if resolved else 0
    root.time_to_resolution = root.lead_time if resolved else known.clock[0].end - root.started
    compulsory = known.compulsory[root.service] == 1
    root.late = int(root.too_late > 0 or (stopped and compulsory))
    if stopped and not compulsory:
        tell_loss(part, number)
    if resolved:
        note_lead_time(totals, part, number)
    root.handed_off = int(root.transfers + root.call_backs + root.referrals > 0)
    only_first = root.contacts == root.need and root.failed == 0 and root.cases == 1
    root.first_contact = int(only_first and resolved)
    for quantity in range(len(ROOT)):
        totals.root[root.service, root.segment, quantity] += part.root_numbers[number, quantity]


@internal
def note_lead_time(totals: Totals, part: Underway, number: int) -> None:
    root, found = part.roots[number], part.found[0]
    part.lead_time_cell[found.lead_times] = root.service * totals.root.shape[1] + root.segment
    part.lead_time[found.lead_times] = root.lead_time // LEAD_TIME_STEP
    found.lead_times += 1


@internal
def tell_loss(part: Underway, number: int) -> None:
    """What the last contact that did not resolve broke off on.

    ``lost_waiting``: they did not get through, waited too long, or found no appointment. ``lost_unanswered``: what was promised
    never came. ``lost_unable``: they were served, or served themselves, and it did not work out; or they made no contact at all.
    """
    root = part.roots[number]
    if IS_NOT_REACHED[root.last_outcome]:
        root.lost_waiting = 1
    elif root.last_outcome == codes.PROMISE_BROKEN:
        root.lost_unanswered = 1
    else:
        root.lost_unable = 1
