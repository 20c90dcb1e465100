"""Contacts of the SimPy engine: how a citizen asks, and is served, handed on or sent away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.process.things import Outcome, Thread
from sim.engine.program import codes
from sim.engine.program.codes import EVENT_ARRIVAL, EVENT_DEADLINE, EVENT_PATIENCE, EVENT_SERVICE_END
from sim.engine.program.tables import Contact
from sim.engine.rules import contact as rules
from sim.engine.rules.case import deadline
from sim.engine.rules.choice import Asker, Tried, choose_channel, failed_at, failures_at, is_down, is_open
from sim.engine.rules.help import ALONE, TOGETHER, goes_on_at, saves_after, skill_at
from sim.engine.rules.run_out import WAITED, is_noted, lines_were_full, note, note_lines, office_is_there

if TYPE_CHECKING:
    from sim.engine.process.days import Town

STEP_DONE = codes.CASE_RESOLVED
"""What reaching the municipality for a step gives when it worked; otherwise the way in which the case ends."""

TRIES_AGAIN = -1
"""What an attempt gives that is neither: another one follows."""

SERVED = -1
"""The staff did its part; what it led to is still to be seen."""

SENT_AWAY = -2
"""The signal to those who still wait when the doors close."""


class Contacts:
    """Every attempt of a citizen to reach the municipality."""

    def __init__(self, town: Town) -> None:
        self.town, self.book = town, town.book
        self.rows: list[Contact] = []

    def reach(self, thread: Thread) -> Outcome:
        """Try until the step is done, or until giving up; STEP_DONE or the way in which it ended."""
        end = TRIES_AGAIN
        while end == TRIES_AGAIN:
            end = yield from self.attempt(thread)
        return end

    def attempt(self, thread: Thread) -> Outcome:
        """The citizen tries: chooses a channel (or goes where he decided to go, or was sent) and asks."""
        town, settings = self.town, self.town.settings
        tired = thread.case.root_case.root_contacts >= settings.most_contacts
        if tired or thread.attempt >= settings.most_tries:
            return codes.CASE_EXHAUSTED
        thread.option = thread.forced if thread.forced >= 0 else self.choose(thread)
        if thread.option < 0:
            return codes.CASE_GAVE_UP
        self.new_contact(thread, thread.cause)
        outcome = yield from self.ask(thread)
        if outcome == codes.RESOLVED:
            return STEP_DONE
        again = town.outcomes.refer(thread) if outcome == codes.REFERRED else town.outcomes.fail(thread, outcome)
        if again is None:
            return codes.CASE_GAVE_UP
        yield again
        return codes.CASE_GAVE_UP if thread.gave_up else TRIES_AGAIN

    def choose(self, thread: Thread) -> int:
        """The option that the citizen takes now; -1 where none is open to him."""
        town, case = self.town, thread.case
        stage = town.steps[thread.step]
        if stage.options > 1:
            town.slots.look_at_slots(thread.step)
        who = Asker(case.design, case.case, case.citizen, case.segment, case.need, case.complexity, case.habit)
        tried = Tried(thread.failures, thread.unreached)
        return choose_channel(self.book, thread.step, who, tried, case.experience, town.now, town.expectation, town.first_free)

    def new_contact(self, thread: Thread, cause: int) -> None:
        """A row for this attempt."""
        town, case = self.town, thread.case
        contact = thread.contact = Contact()
        thread.legs = 0
        contact.case, contact.contact, contact.root = case.case, case.contacts, case.root
        contact.service, contact.segment, contact.design = case.service, case.segment, case.design
        choice = town.options[thread.option]
        contact.step, contact.channel = town.steps[choice.step].name, choice.channel
        contact.cause, contact.attempt, contact.requested = cause, thread.attempt, town.now
        contact.announced = contact.slot = contact.queued = contact.patience = contact.answered = contact.ended = contact.due = -1
        thread.asked = town.now
        self.rows.append(contact)
        case.contacts += 1
        case.root_case.root_contacts += 1

    def ask(self, thread: Thread) -> Outcome:
        """What happens when a citizen asks at this kind of channel, until the contact has ended: how."""
        town, choice = self.town, self.town.options[thread.option]
        kind = town.channel_of[thread.option].kind
        if kind == codes.SELF_SERVICE:
            if not is_open(self.book, choice.channel, town.now):
                outcome = codes.CLOSED
            elif is_down(self.book, choice.channel, town.now):
                outcome = codes.DROPPED
            else:
                outcome = yield from self.serve_oneself(thread)
        elif kind == codes.LIVE:
            outcome = yield from self.ask_live(thread)
        elif kind == codes.APPOINTMENT:
            outcome = yield from self.make_appointment(thread)
        else:
            outcome = yield from self.ask_in_writing(thread)
        while outcome == SERVED:
            outcome = yield from self.contact_served(thread)
        town.outcomes.end_contact(thread, outcome)
        if outcome == codes.CALL_BACK:
            outcome = yield from self.request_call_back(thread)
        return outcome

    def serve_oneself(self, thread: Thread) -> Outcome:
        """Do it oneself, in one go or in two (in the compiled engine: save_form, go_on_with_form)."""
        town, case, contact = self.town, thread.case, thread.contact
        hidden, n = int(case.hidden and case.discovered < 0), thread.base + thread.served
        guided = case.guided if thread.side == codes.JOURNEY else ALONE
        skill = skill_at(self.book, thread.option, case.design, case.citizen, case.segment, case.skill, guided)
        left, _, thread.resolved, thread.discovered = rules.serve(
            self.book, thread.option, case.service_index, case.case, n, case.complexity, skill, hidden, 0
        )
        thread.served += 1
        contact.answered = town.now
        until_saved = saves_after(self.book, thread.option, case.case, n, left)
        if guided == TOGETHER:
            thread.resolved, until_saved = 1, -1
        if until_saved >= 0:
            yield town.timer_signal(thread, town.now + until_saved, EVENT_SERVICE_END)
            contact.citizen_time += until_saved
            left -= until_saved
            moment, deleted = goes_on_at(self.book, thread.option, case.case, n, town.now)
            yield town.timer_signal(thread, moment, EVENT_DEADLINE if deleted else EVENT_ARRIVAL)
            if deleted:
                return codes.DROPPED
        yield town.timer_signal(thread, town.now + left, EVENT_SERVICE_END)
        contact.citizen_time += left
        return SERVED

    def ask_live(self, thread: Thread) -> Outcome:
        """Closed, lines full, called back instead, announced wait too long; else join the queue."""
        town, case, contact = self.town, thread.case, thread.contact
        choice, channel = town.options[thread.option], town.channel_of[thread.option]
        if not is_open(self.book, choice.channel, town.now):
            return codes.CLOSED
        if channel.lines >= 0 and self.lines_are_full(thread, channel.lines):
            return codes.LINES_FULL
        n = thread.base + failures_at(thread.joined, choice.channel)
        contact.patience = patient = self.draw_patience(thread)
        if channel.announced:
            contact.announced = town.queues.announced_wait(thread, choice.queue)
            if rules.takes_call_back(self.book, thread.option, case.design, case.case, n, contact.announced):
                return codes.CALL_BACK
            if patient < codes.NEVER and contact.announced > channel.tolerance * patient:
                return codes.BALKED
        town.in_system[choice.channel] += 1
        return (yield from self.stand_in_line(thread, choice.queue, patient))

    def lines_are_full(self, thread: Thread, lines: int) -> bool:
        """Are all of the lines taken, or would they be if the office were there?"""
        town, book, now = self.town, self.book, self.town.now
        channel = town.options[thread.option].channel
        if not office_is_there(book, now):
            n = thread.base + thread.attempt
            return bool(lines_were_full(book, town.noted.lines, thread.option, thread.case.case, n, now))
        full = town.in_system[channel] >= lines
        if is_noted(book, now, now):
            note_lines(town.noted.lines, channel, now, int(full))
        return full

    def draw_patience(self, thread: Thread) -> int:
        """Patience for the n-th queue joined at this channel in this step."""
        channel = self.town.options[thread.option].channel
        n = thread.base + failures_at(thread.joined, channel)
        thread.joined = failed_at(thread.joined, channel)
        return rules.patience(self.book, thread.option, thread.case.design, thread.case.case, n)

    def stand_in_line(self, thread: Thread, queue: int, patient: int) -> Outcome:
        """Wait in a live queue for as long as patience lasts, and be served."""
        town, contact = self.town, thread.contact
        if contact.queued < 0:
            contact.queued = town.now
        thread.timer = -1
        signal = thread.signal = town.signal()
        leaves = codes.NEVER
        if patient < codes.NEVER:
            leaves = town.now + max(1, patient)
            town.set_timer(thread, leaves, EVENT_PATIENCE)
        town.queues.enqueue(thread, queue, town.now, leaves)
        what = yield signal
        if what in (EVENT_PATIENCE, SENT_AWAY):
            self.leave_unserved(thread, sent_away=what == SENT_AWAY)
            if contact.transfers:
                return codes.TRANSFERRED_LOST
            return codes.ABANDONED if what == EVENT_PATIENCE else codes.SENT_AWAY
        town.service.close_leg(thread)
        if town.channel_of[thread.option].kind != codes.DEFERRED:
            contact.citizen_time += town.now - thread.leg.started
        return SERVED

    def leave_unserved(self, thread: Thread, *, sent_away: bool) -> None:
        """Out of the queue without service: patience ran out, or the doors closed (which took him out already)."""
        town, contact, queue = self.town, thread.contact, self.town.queues.all[thread.queue]
        waited = town.now - thread.enqueued
        if thread.place in queue.threads:
            queue.leave_queue(thread, town.now)
        if thread.held:
            town.people.let_go(thread, 0)
        contact.waited += waited
        town.queues.note_wait(contact.channel, thread.enqueued, waited)
        if is_noted(self.book, thread.enqueued, town.now):
            if sent_away:
                note(town.noted.times, WAITED, thread.queue, thread.enqueued, waited, 1)
            else:
                town.noted.given_up[thread.queue] += 1

    def make_appointment(self, thread: Thread) -> Outcome:
        """Book the slot that suits best; call it off, turn up and take a seat, or not.

        In the compiled engine what comes later is told in call_off and slot_comes.
        """
        town, case, contact = self.town, thread.case, thread.contact
        choice, channel = town.options[thread.option], town.channel_of[thread.option]
        n = thread.base + thread.bookings
        part = rules.preferred_part(self.book, thread.option, case.design, case.case, n)
        slot = town.slots.book_slot(choice.channel, channel, part)
        if slot is None:
            return codes.NO_SLOT
        thread.bookings += 1
        contact.slot = slot.time
        moment = rules.cancels_at(self.book, thread.option, case.case, n, town.now, slot.time)
        if moment >= 0:
            yield town.timer_signal(thread, moment, EVENT_DEADLINE)
            town.slots.give_back_slot(slot, channel)
            return codes.CANCELLED
        misses = rules.misses_appointment(self.book, thread.option, case.case, n, slot.time - town.now)
        late = 0 if misses else rules.lateness(self.book, thread.option, case.design, case.case, n)
        yield town.timer_signal(thread, max(town.now, slot.time + late), EVENT_DEADLINE)
        if misses or late > channel.grace:
            slot.no_shows += 1
            return codes.NO_SHOW
        contact.patience = patient = self.draw_patience(thread)
        return (yield from self.stand_in_line(thread, choice.queue, patient))

    def ask_in_writing(self, thread: Thread) -> Outcome:
        """Written requests and call-backs wait in a backlog with a promise, which may be broken."""
        town, case, contact = self.town, thread.case, thread.contact
        choice, channel = town.options[thread.option], town.channel_of[thread.option]
        contact.queued = town.now
        contact.due = deadline(self.book, town.now, channel.promise, channel.promise_working)
        n = thread.base + thread.attempt
        broken = contact.due >= 0 and rules.promise_is_broken(self.book, thread.option, case.design, case.case, n)
        if broken:
            waiting = town.timer_signal(thread, max(town.now + 1, contact.due), EVENT_DEADLINE)
        else:
            thread.timer = -1
            waiting = thread.signal = town.signal()
            town.queues.enqueue(thread, choice.queue, town.now, codes.NEVER)
        if thread.side != codes.INQUIRIES:
            thread.promised = contact.due
            town.cases.plan_inquiry(case)
        yield waiting
        if broken:
            return codes.PROMISE_BROKEN
        town.service.close_leg(thread)
        return SERVED

    def contact_served(self, thread: Thread) -> Outcome:
        """Served: resolved, handed off, or not helped."""
        case, contact, choice = thread.case, thread.contact, self.town.options[thread.option]
        if thread.discovered:
            contact.discovered = 1
            if case.discovered < 0:
                case.discovered = self.town.now
        if thread.resolved:
            return codes.RESOLVED
        hand_off = rules.route(self.book, thread.option, case.case, thread.base + thread.served - 1)
        if hand_off == rules.TRANSFER:
            contact.transfers += 1
            return (yield from self.stand_in_line(thread, choice.transfer_queue, self.draw_patience(thread)))
        if hand_off == rules.CALL_BACK_REQUEST:
            return codes.CALL_BACK
        if hand_off == rules.REFERRAL:
            return codes.REFERRED
        return codes.DROPPED if self.town.channel_of[thread.option].kind == codes.SELF_SERVICE else codes.UNRESOLVED

    def request_call_back(self, thread: Thread) -> Outcome:
        """The contact has ended with a note to call back, which is a contact of its own."""
        thread.option = self.town.options[thread.option].call_back_option
        self.new_contact(thread, codes.CALLED_BACK)
        return (yield from self.ask(thread))
