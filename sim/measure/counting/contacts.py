"""Contacts: what each counts for, in the window, for its root case, and in what lies there when the window ends."""

from __future__ import annotations

from sim.engine.compiler.jit import internal
from sim.engine.program import codes
from sim.measure.counting.arrays import Held, Known, Rows, Totals, Underway
from sim.measure.counting.linked import case_of_contact
from sim.measure.counting.quantities import AVOIDABLE, CONTACT, HALF_HOUR, HALF_HOURS_PER_WEEK, HOURLY, ROOT, STEPS
from sim.model.values.units import DAY, WEEK

HOURLY_AT = tuple(CONTACT.index(name) for name in HOURLY)
REQUESTED = HOURLY.index("requested")
FIRST_CAUSE = ROOT.index(codes.CAUSES[0])
IS_FAILURE = tuple(cause in AVOIDABLE for cause in codes.CAUSES)
WAIT_STEP, LEAD_STEP = STEPS["wait"], STEPS["slot_lead"]


@internal
def count_contacts(rows: Rows, known: Known, totals: Totals, part: Underway, held: Held) -> None:
    clock = known.clock[0]
    for number in range(len(rows.contacts)):
        contact = rows.contacts[number]
        if part.of_case[case_of_contact(rows, number)] >= 0:
            count_for_root(rows, known, totals, part, number)
        if clock.window_start <= contact.requested < clock.window_end:
            describe(rows, known, part, held, number)
            count_in_window(rows, known, totals, part, number)
        count_bookings(rows, known, totals, number)
        count_backlog(rows, known, totals, number)


@internal
def count_backlog(rows: Rows, known: Known, totals: Totals, number: int) -> None:
    """What was asked in writing, whenever, and not answered at the end of the window; ``age`` is how long ago that is."""
    contact, moment = rows.contacts[number], known.clock[0].window_end
    if known.channels[contact.channel].kind != codes.DEFERRED or contact.requested >= moment:
        return
    if contact.ended < 0 or contact.ended > moment:
        left = totals.backlog[contact.channel, contact.service]
        left.waiting += 1
        left.age += moment - contact.requested


@internal
def describe(rows: Rows, known: Known, part: Underway, held: Held, number: int) -> None:
    """What one contact counts for: ``part.one``."""
    contact, one, clock = rows.contacts[number], part.one[0], known.clock[0]
    kind, outcome, ended = known.channels[contact.channel].kind, contact.outcome, contact.ended
    place = held.first[case_of_contact(rows, number)] + 1 + contact.contact
    answered, queued, booked = contact.answered >= 0, contact.queued >= 0, contact.slot >= 0
    # a letter that was begun and put back does not wait any more
    waits = held.waits[place] == 1 and (not answered or kind != codes.DEFERRED)
    unanswered = waits and not answered
    joined = contact.queued if queued and kind != codes.DEFERRED else contact.requested
    arrived = max(joined, contact.slot)  # who is early for an appointment waits from its time on
    wait = 0
    if unanswered or (answered and kind != codes.SELF_SERVICE):
        wait = max(0, (clock.end if unanswered else contact.answered) - arrived)
    due = contact.due >= 0 and kind == codes.DEFERRED and (ended >= 0 or clock.end > contact.due)
    handled = outcome != codes.OPEN and answered and held.handling[place] > 0

    describe_end(rows, part, number)
    one.requested = 1
    one.queued = int(queued)
    one.answered = int(answered)
    one.within_norm = int(answered and within_norm(rows, known, number, wait))
    one.booked = int(booked)
    one.kept_or_missed = int(booked and outcome not in (codes.OPEN, codes.CANCELLED))
    one.due = int(due)
    one.within_due = int(due and answered and 0 <= ended <= contact.due)
    one.transfers = contact.transfers
    one.discovered = int(contact.discovered == 1)
    one.still_waiting = int(waits)
    one.unanswered = int(unanswered)
    one.wait_answered = wait
    one.waited = contact.waited if queued and contact.waited > 0 else 0
    one.handled = int(handled)
    one.handling = held.handling[place] if handled else 0
    one.slot_lead = contact.slot - contact.requested if booked else 0


@internal
def describe_end(rows: Rows, part: Underway, number: int) -> None:
    """What follows from how it ended and why it was made."""
    contact, one = rows.contacts[number], part.one[0]
    outcome, cause = contact.outcome, contact.cause
    closed, first = outcome == codes.CLOSED, contact.answered >= 0 and cause == codes.NEED
    one.closed = int(closed)
    one.offered = int(not closed)
    one.lines_full = int(outcome == codes.LINES_FULL)
    one.balked = int(outcome == codes.BALKED)
    one.abandoned = int(outcome == codes.ABANDONED)
    one.sent_away = int(outcome == codes.SENT_AWAY)
    one.transferred_lost = int(outcome == codes.TRANSFERRED_LOST)
    one.dropped = int(outcome == codes.DROPPED)
    one.no_slot = int(outcome == codes.NO_SLOT)
    one.no_shows = int(outcome == codes.NO_SHOW)
    one.call_backs = int(outcome == codes.CALL_BACK)
    one.referrals = int(outcome == codes.REFERRED)
    one.first_answered = int(first)
    one.first_resolved = int(first and outcome == codes.RESOLVED)
    one.failure = int(IS_FAILURE[cause] and not closed)
    one.reassurance = int(cause == codes.REASSURANCE and not closed)
    one.question = int(cause == codes.QUESTION and not closed)


@internal
def within_norm(rows: Rows, known: Known, number: int, wait: int) -> bool:
    """Of an answered contact: within the norm of the channel; deferred: the answer sent before the deadline of the norm."""
    contact = rows.contacts[number]
    channel = known.channels[contact.channel]
    if channel.kind != codes.DEFERRED:
        return bool(channel.norm >= 0 and wait <= channel.norm)
    if channel.term >= 0:
        deadline = contact.requested + channel.term
    else:
        deadline = known.deadlines[contact.channel, contact.requested // DAY]
    return bool(0 <= contact.ended <= deadline)


@internal
def count_in_window(rows: Rows, known: Known, totals: Totals, part: Underway, number: int) -> None:
    """The families ``contact`` and ``hour``, and the histograms of waits and of time between booking and slot.

    A contact counts in the half hour of its visit: an appointment at its time, all else when it was asked for. ``requested``
    alone counts when it was asked for at all channels. Waits are of the answered, and so far of who still waits.
    """
    contact, one = rows.contacts[number], part.one[0]
    channel, service, segment = contact.channel, contact.service, contact.segment
    for quantity in range(len(CONTACT)):
        totals.contact[channel, service, segment, quantity] += part.one_numbers[quantity]
    asked = contact.requested // HALF_HOUR % HALF_HOURS_PER_WEEK
    visit = contact.slot // HALF_HOUR % HALF_HOURS_PER_WEEK if contact.slot >= 0 else asked
    for quantity in range(len(HOURLY)):
        totals.hour[channel, asked if quantity == REQUESTED else visit, quantity] += part.one_numbers[HOURLY_AT[quantity]]
    found = part.found[0]
    if known.channels[channel].kind != codes.SELF_SERVICE and (one.answered == 1 or one.unanswered == 1):
        part.wait_service[found.waits] = channel * totals.contact.shape[1] + service
        part.wait_segment[found.waits] = channel * totals.contact.shape[2] + segment
        part.wait[found.waits] = one.wait_answered // WAIT_STEP
        found.waits += 1
    if one.booked == 1:
        part.lead_cell[found.leads] = channel * totals.contact.shape[1] + service
        part.lead[found.leads] = one.slot_lead // LEAD_STEP
        found.leads += 1


@internal
def count_for_root(rows: Rows, known: Known, totals: Totals, part: Underway, number: int) -> None:
    """Contacts of a root case, whenever they were made; ``waiting`` is that of who must stay where he is."""
    contact, root_number = rows.contacts[number], part.of_case[case_of_contact(rows, number)]
    root, outcome = part.roots[root_number], contact.outcome
    root.contacts += 1
    part.root_numbers[root_number, FIRST_CAUSE + contact.cause] += 1
    root.transfers += contact.transfers
    root.call_backs += int(outcome == codes.CALL_BACK)
    root.referrals += int(outcome == codes.REFERRED)
    kind = known.channels[contact.channel].kind
    if contact.waited > 0 and kind in (codes.LIVE, codes.APPOINTMENT):
        root.waiting += contact.waited
    total = totals.root_contact[root.service, contact.channel, contact.cause]
    total.contacts += 1
    total.closed += int(outcome == codes.CLOSED)
    if outcome == codes.RESOLVED:
        return
    root.failed += 1
    if outcome != codes.OPEN and is_later(rows, part, number, root_number):
        root.last_requested, root.last_number = contact.requested, contact.contact
        root.last_case, root.last_outcome = rows.cases[case_of_contact(rows, number)].case, outcome


@internal
def is_later(rows: Rows, part: Underway, number: int, root_number: int) -> bool:
    """Was it asked for after the last one noted? Of equal times the later of a case, then the later case."""
    contact, root = rows.contacts[number], part.roots[root_number]
    if root.last_outcome == codes.OPEN or contact.requested != root.last_requested:
        return bool(root.last_outcome == codes.OPEN or contact.requested > root.last_requested)
    if contact.contact != root.last_number:
        return bool(contact.contact > root.last_number)
    return bool(rows.cases[case_of_contact(rows, number)].case >= root.last_case)


@internal
def count_bookings(rows: Rows, known: Known, totals: Totals, number: int) -> None:
    """Appointments asked for in each week: booked, with how far ahead, and refused."""
    contact = rows.contacts[number]
    week = (contact.requested - known.clock[0].window_start) // WEEK
    if week < 0 or week >= totals.booking_week.shape[1]:
        return
    total = totals.booking_week[contact.channel, week]
    if contact.slot >= 0:
        total.booked += 1
        total.slot_lead += contact.slot - contact.requested
    total.no_slot += int(contact.outcome == codes.NO_SLOT)
