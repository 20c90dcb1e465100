"""Contacts: what each counts for, in the window, for its root case, and in what lies there when the window ends."""

from __future__ import annotations

from sim.engine.compiler.jit import internal
from sim.engine.program import codes
from sim.measure.counting.arrays import Chains, Known, Rows, Totals, Underway
from sim.measure.counting.linked import case_of_contact
from sim.measure.counting.quantities import AVOIDABLE, HALF_HOUR, HALF_HOURS_PER_WEEK, ROOT, STEPS
from sim.model.values.units import DAY, WEEK

FIRST_CAUSE = ROOT.index(codes.CAUSES[0])
IS_FAILURE = tuple(cause in AVOIDABLE for cause in codes.CAUSES)
WAIT_STEP, LEAD_STEP = STEPS["wait"], STEPS["slot_lead"]


@internal
def count_contacts(rows: Rows, known: Known, totals: Totals, chains: Chains, part: Underway, case: int, root: int) -> None:
    """The contacts of one case, after its work; ``root`` is the place of its root case, -1 = that does not count."""
    clock, number = known.clock[0], chains.first_contact[case]
    while number >= 0:
        contact = rows.contacts[number]
        if root >= 0:
            count_for_root(rows, known, totals, part, number, root)
        if clock.window_start <= contact.requested < clock.window_end:
            count_in_window(rows, known, totals, part, number)
        count_bookings(rows, known, totals, number)
        count_backlog(rows, known, totals, number)
        number = chains.next_contact[number]


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
def count_in_window(rows: Rows, known: Known, totals: Totals, part: Underway, number: int) -> None:
    """The families ``contact`` and ``hour``, and the histograms of waits and of time between booking and slot.

    A contact counts in the half hour of its visit: an appointment at its time, all else when it was asked for. ``requested``
    alone counts when it was asked for at all channels. Waits are of the answered, and so far of who still waits.
    """
    contact = rows.contacts[number]
    count_end(rows, totals, number)
    total = totals.contact[contact.channel, contact.service, contact.segment]
    at = contact.slot if contact.slot >= 0 else contact.requested
    hour = totals.hour[contact.channel, at // HALF_HOUR % HALF_HOURS_PER_WEEK]
    totals.hour[contact.channel, contact.requested // HALF_HOUR % HALF_HOURS_PER_WEEK].requested += 1
    total.requested += 1
    total.transfers += contact.transfers
    total.discovered += int(contact.discovered == 1)
    if contact.outcome != codes.CLOSED:
        total.offered += 1
        hour.offered += 1
    hour.abandoned += int(contact.outcome == codes.ABANDONED)
    if contact.queued >= 0:
        waited = max(0, contact.waited)
        total.queued += 1
        hour.queued += 1
        total.waited += waited
        hour.waited += waited
    if contact.slot >= 0:
        count_booking(rows, totals, part, number)
    count_due(rows, known, totals, number)
    count_waits(rows, known, totals, part, number)
    handling = part.handling[1 + contact.contact]
    if contact.outcome != codes.OPEN and contact.answered >= 0 and handling > 0:
        total.handled += 1
        hour.handled += 1
        total.handling += handling
        hour.handling += handling


@internal
def count_end(rows: Rows, totals: Totals, number: int) -> None:
    """How it ended and why it was made."""
    contact = rows.contacts[number]
    total, outcome, cause = totals.contact[contact.channel, contact.service, contact.segment], contact.outcome, contact.cause
    total.closed += int(outcome == codes.CLOSED)
    total.lines_full += int(outcome == codes.LINES_FULL)
    total.balked += int(outcome == codes.BALKED)
    total.abandoned += int(outcome == codes.ABANDONED)
    total.sent_away += int(outcome == codes.SENT_AWAY)
    total.transferred_lost += int(outcome == codes.TRANSFERRED_LOST)
    total.dropped += int(outcome == codes.DROPPED)
    total.no_slot += int(outcome == codes.NO_SLOT)
    total.no_shows += int(outcome == codes.NO_SHOW)
    total.call_backs += int(outcome == codes.CALL_BACK)
    total.referrals += int(outcome == codes.REFERRED)
    if contact.answered >= 0 and cause == codes.NEED:
        total.first_answered += 1
        total.first_resolved += int(outcome == codes.RESOLVED)
    if outcome != codes.CLOSED:
        total.failure += int(IS_FAILURE[cause])
        total.reassurance += int(cause == codes.REASSURANCE)
        total.question += int(cause == codes.QUESTION)


@internal
def count_booking(rows: Rows, totals: Totals, part: Underway, number: int) -> None:
    contact, found = rows.contacts[number], part.found[0]
    total = totals.contact[contact.channel, contact.service, contact.segment]
    lead = contact.slot - contact.requested
    total.booked += 1
    total.kept_or_missed += int(contact.outcome not in (codes.OPEN, codes.CANCELLED))
    total.slot_lead += lead
    part.lead_cell[found.leads] = contact.channel * totals.contact.shape[1] + contact.service
    part.lead[found.leads] = lead // LEAD_STEP
    found.leads += 1


@internal
def count_due(rows: Rows, known: Known, totals: Totals, number: int) -> None:
    """A promise of which the outcome is known."""
    contact = rows.contacts[number]
    if contact.due < 0 or known.channels[contact.channel].kind != codes.DEFERRED:
        return
    if contact.ended >= 0 or known.clock[0].end > contact.due:
        total = totals.contact[contact.channel, contact.service, contact.segment]
        total.due += 1
        total.within_due += int(contact.answered >= 0 and 0 <= contact.ended <= contact.due)


@internal
def count_waits(rows: Rows, known: Known, totals: Totals, part: Underway, number: int) -> None:
    """Who was answered, within the norm or not, and who still waits.

    A letter that was begun and put back does not wait any more.
    """
    contact, end, found = rows.contacts[number], known.clock[0].end, part.found[0]
    kind, channel, answered = known.channels[contact.channel].kind, contact.channel, contact.answered >= 0
    waits = part.waits[1 + contact.contact] == 1 and (not answered or kind != codes.DEFERRED)
    unanswered = waits and not answered
    joined = contact.queued if contact.queued >= 0 and kind != codes.DEFERRED else contact.requested
    arrived = max(joined, contact.slot)  # who is early for an appointment waits from its time on
    wait = 0
    if unanswered or (answered and kind != codes.SELF_SERVICE):
        wait = max(0, (end if unanswered else contact.answered) - arrived)
    total = totals.contact[channel, contact.service, contact.segment]
    at = contact.slot if contact.slot >= 0 else contact.requested
    hour = totals.hour[channel, at // HALF_HOUR % HALF_HOURS_PER_WEEK]
    if answered:
        within = int(within_norm(rows, known, number, wait))
        total.answered += 1
        hour.answered += 1
        total.within_norm += within
        hour.within_norm += within
    total.still_waiting += int(waits)
    hour.still_waiting += int(waits)
    total.unanswered += int(unanswered)
    hour.unanswered += int(unanswered)
    total.wait_answered += wait
    hour.wait_answered += wait
    if kind != codes.SELF_SERVICE and (answered or unanswered):
        part.wait_service[found.waits] = channel * totals.contact.shape[1] + contact.service
        part.wait_segment[found.waits] = channel * totals.contact.shape[2] + contact.segment
        part.wait[found.waits] = wait // WAIT_STEP
        found.waits += 1


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
def count_for_root(rows: Rows, known: Known, totals: Totals, part: Underway, number: int, place: int) -> None:
    """Contacts of a root case, whenever they were made; ``waiting`` is that of who must stay where he is."""
    contact, root = rows.contacts[number], part.roots[place]
    outcome = contact.outcome
    root.contacts += 1
    part.root_numbers[place, FIRST_CAUSE + contact.cause] += 1
    root.transfers += contact.transfers
    root.call_backs += int(outcome == codes.CALL_BACK)
    root.referrals += int(outcome == codes.REFERRED)
    kind = known.channels[contact.channel].kind
    if contact.waited > 0 and kind in (codes.LIVE, codes.APPOINTMENT):
        root.waiting += contact.waited
    if known.wanted[contact.step] == 1 and outcome != codes.OPEN:  # the case has the time of contacts that are over
        root.citizen_wanted += contact.citizen_time
    total = totals.root_contact[root.service, contact.channel, contact.cause]
    total.contacts += 1
    total.closed += int(outcome == codes.CLOSED)
    if outcome == codes.RESOLVED:
        return
    root.failed += 1
    if outcome != codes.OPEN and is_later(rows, part, number, place):
        root.last_requested, root.last_number = contact.requested, contact.contact
        root.last_case, root.last_outcome = rows.cases[case_of_contact(rows, number)].case, outcome


@internal
def is_later(rows: Rows, part: Underway, number: int, place: int) -> bool:
    """Was it asked for after the last one noted? Of equal times the later of a case, then the later case."""
    contact, root = rows.contacts[number], part.roots[place]
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
