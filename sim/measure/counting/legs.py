"""Work: what each leg counts for, and what the legs of a contact come to."""

from __future__ import annotations

from sim.engine.compiler.jit import internal
from sim.engine.program import codes
from sim.measure.counting.arrays import Chains, Known, Rows, Totals, Underway
from sim.measure.counting.weeks import count_busy, count_waiting


@internal
def count_legs(rows: Rows, known: Known, totals: Totals, chains: Chains, part: Underway, case: int, root: int) -> None:
    """The work of one case; ``root`` is the place of its root case, -1 = that does not count."""
    number = chains.first_leg[case]
    while number >= 0:
        count_leg(rows, known, totals, part, number)
        if root >= 0:
            count_for_root(rows, known, totals, part, number, root)
        number = chains.next_leg[number]


@internal
def forget_legs(rows: Rows, chains: Chains, part: Underway, case: int) -> None:
    """Nothing is noted any more of the contacts of this case."""
    number = chains.first_leg[case]
    while number >= 0:
        place = 1 + rows.legs[number].contact
        part.handling[place] = part.waits[place] = 0
        part.put_back[place] = -1
        number = chains.next_leg[number]


@internal
def count_leg(rows: Rows, known: Known, totals: Totals, part: Underway, number: int) -> None:
    leg = rows.legs[number]
    if leg.started >= 0 and leg.team >= 0:
        count_busy(totals, known, leg.team, leg.counted, leg.released)
    if leg.queue >= 0:
        count_work(rows, known, totals, number)
        note_queue(rows, known, totals, part, number)
    if leg.started < 0 and leg.contact >= 0:
        part.waits[1 + leg.contact] = 1


@internal
def count_for_root(rows: Rows, known: Known, totals: Totals, part: Underway, number: int, place: int) -> None:
    leg, root = rows.legs[number], part.roots[place]
    if leg.started < 0:
        if leg.contact >= 0 and leg.channel >= 0:
            kind = known.channels[leg.channel].kind
            root.still_waiting |= int(kind in (codes.LIVE, codes.APPOINTMENT))
    elif leg.queue >= 0:
        team = leg.team if leg.team >= 0 else totals.work.shape[0] - 1
        totals.root_work[root.service, team].staff_time += leg.spent
        root.staff_time += leg.spent
        if leg.contact < 0:
            root.back_office_time += leg.spent
        elif known.wanted[leg.step] == 1:
            root.wanted_time += leg.spent


@internal
def count_work(rows: Rows, known: Known, totals: Totals, number: int) -> None:
    """``pieces`` are legs that started in the window, whole. ``came_in`` are pieces of work that joined a queue in it, with
    ``passage`` from then to their end; ``unfinished`` are those that were not done when the run ended, and count until then.

    Of work that paused there is a leg per sitting; all say when it came in, and the last is not paused.
    """
    clock, leg = known.clock[0], rows.legs[number]
    team = leg.team if leg.team >= 0 else totals.work.shape[0] - 1
    channel = leg.channel if leg.channel >= 0 else totals.work.shape[1] - 1
    total, queue = totals.work[team, channel, leg.service], totals.queue_work[leg.queue]
    if clock.window_start <= leg.started < clock.window_end:
        total.pieces += 1
        total.staff_time += leg.spent
        queue.staff_time += leg.spent
        queue.finished += int(leg.end == codes.LEG_DONE)
    if leg.end == codes.LEG_PAUSED:
        return
    if clock.window_start <= leg.enqueued < clock.window_end:
        total.came_in += 1
        total.unfinished += int(leg.end == codes.LEG_OPEN)
        total.passage += (clock.end if leg.end == codes.LEG_OPEN else leg.ended) - leg.enqueued
    done = leg.end == codes.LEG_DONE and leg.ended <= clock.window_end
    if leg.contact < 0 and leg.enqueued < clock.window_end and not done:
        left = totals.backlog[totals.backlog.shape[0] - 1, leg.service]
        left.waiting += 1
        left.age += clock.window_end - leg.enqueued


@internal
def note_queue(rows: Rows, known: Known, totals: Totals, part: Underway, number: int) -> None:
    """Who stands in the queue when a week ends, and how long staff spent on a contact, with wrap-up.

    Work that was put back stands in the queue from when it was paused.
    """
    leg = rows.legs[number]
    place = 1 + leg.contact
    joined = part.put_back[place] if part.put_back[place] >= 0 else leg.enqueued
    part.put_back[place] = leg.ended if leg.end == codes.LEG_PAUSED else -1
    count_waiting(totals, known.clock[0].window_start, leg.queue, joined, leg.started)
    if leg.contact >= 0 and leg.released >= 0:
        part.handling[place] += leg.released - leg.started
