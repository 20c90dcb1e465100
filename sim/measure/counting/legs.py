"""Work: what each leg counts for, and what the legs of a contact come to."""

from __future__ import annotations

import numpy as np

from sim.engine.compiler.jit import internal
from sim.engine.program import codes
from sim.measure.counting.arrays import Held, Known, Rows, Totals, Underway
from sim.measure.counting.linked import case_of_contact, case_of_leg
from sim.measure.counting.weeks import count_busy, count_waiting


@internal
def count_legs(rows: Rows, known: Known, totals: Totals, part: Underway, held: Held) -> None:
    unlimited, back_office = totals.work.shape[0] - 1, totals.work.shape[1] - 1
    for number in range(len(rows.legs)):
        leg = rows.legs[number]
        team = leg.team if leg.team >= 0 else unlimited
        channel = leg.channel if leg.channel >= 0 else back_office
        begun = leg.started >= 0
        if begun and leg.team >= 0:
            count_busy(totals, known, leg.team, leg.counted, leg.released)
        if leg.queue >= 0:
            count_work(rows, known, totals, number, team, channel)
            note_queue(rows, known, totals, held, number)
        if not begun and leg.contact >= 0:
            held.waits[held.first[case_of_leg(rows, number)] + 1 + leg.contact] = 1
        root_number = part.of_case[case_of_leg(rows, number)]
        if root_number < 0:
            continue
        root = part.roots[root_number]
        if begun and leg.queue >= 0:
            totals.root_work[root.service, team].staff_time += leg.spent
            root.staff_time += leg.spent
            if leg.contact < 0:
                root.back_office_time += leg.spent
            elif known.wanted[leg.step] == 1:
                root.wanted_time += leg.spent
        if not begun and leg.contact >= 0 and leg.channel >= 0:
            kind = known.channels[leg.channel].kind
            root.still_waiting |= int(kind in (codes.LIVE, codes.APPOINTMENT))


@internal
def count_work(rows: Rows, known: Known, totals: Totals, number: int, team: int, channel: int) -> None:
    """``pieces`` are legs that started in the window, whole. ``came_in`` are pieces of work that joined a queue in it, with
    ``passage`` from then to their end; ``unfinished`` are those that were not done when the run ended, and count until then.

    Of work that paused there is a leg per sitting; all say when it came in, and the last is not paused.
    """
    clock, leg = known.clock[0], rows.legs[number]
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
def note_queue(rows: Rows, known: Known, totals: Totals, held: Held, number: int) -> None:
    """Who stands in the queue when a week ends, and how long staff spent on a contact, with wrap-up.

    Work that was put back stands in the queue from when it was paused.
    """
    leg = rows.legs[number]
    place = held.first[case_of_leg(rows, number)] + 1 + leg.contact
    joined = held.put_back[place] if held.put_back[place] >= 0 else leg.enqueued
    held.put_back[place] = leg.ended if leg.end == codes.LEG_PAUSED else -1
    count_waiting(totals, known.clock[0].window_start, leg.queue, joined, leg.started)
    if leg.contact >= 0 and leg.released >= 0:
        held.handling[place] += leg.released - leg.started


@internal
def held_of(rows: Rows, cases: int) -> Held:
    """A place for each contact of each case, and one more for its back-office work."""
    first = np.zeros(cases + 1, np.int64)
    for number in range(len(rows.contacts)):
        case = case_of_contact(rows, number)
        first[case + 1] = max(first[case + 1], rows.contacts[number].contact + 2)
    for number in range(len(rows.legs)):
        case = case_of_leg(rows, number)
        first[case + 1] = max(first[case + 1], rows.legs[number].contact + 2)
    for case in range(cases):
        first[case + 1] += first[case]
    places = first[cases]
    return Held(first, np.zeros(places, np.int64), np.zeros(places, np.int8), np.full(places, -1, np.int64))
