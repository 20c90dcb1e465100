"""Contacts of the SimPy engine: how a citizen asks, and what the municipality makes of it."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from sim.engine.process.things import CaseRow, Thread
from sim.engine.program import codes
from sim.engine.program.codes import EVENT_ARRIVAL, EVENT_DEADLINE, EVENT_PATIENCE, EVENT_SERVICE_END
from sim.engine.program.tables import Contact
from sim.engine.rules.case import deadline
from sim.engine.rules.choice import choose_channel, failed_at, failures_at, is_down, is_open
from sim.engine.rules.contact import (
    CALL_BACK_REQUEST,
    GIVE_UP,
    REFERRAL,
    RETRY,
    TRANSFER,
    cancels_at,
    lateness,
    misses_appointment,
    on_failure,
    patience,
    preferred_part,
    promise_is_broken,
    reaction_to,
    route,
    serve,
    takes_call_back,
    try_again_at,
)
from sim.engine.rules.help import effort_of_help, goes_on_at, saves_after, skill_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.engine.process.days import Town

Outcome = Generator[Any, Any, int]

STEP_DONE = codes.CASE_RESOLVED
"""What reaching the municipality for a step gives when it worked; otherwise the way in which the case ends."""

SERVED = -1
"""The staff did its part; what it led to is still to be seen."""

SENT_AWAY = -2
"""The signal to those who still wait when the doors close."""


class Contacts:
    """Every attempt of a citizen to reach the municipality."""

    def __init__(self, town: Town, plan_worry: Callable[[CaseRow], None]) -> None:
        self.town = town
        self.book = town.book
        self.plan_worry = plan_worry
        self.rows: list[Contact] = []
        self.in_system = [0] * town.settings.channels

    def reach(self, thread: Thread) -> Outcome:
        """Try until the step is done, or until giving up; STEP_DONE or the way in which it ended."""
        town, case = self.town, thread.case
        while True:
            tired = case.root_case.root_contacts >= town.settings.most_contacts
            if tired or thread.attempt >= town.settings.most_tries:
                return codes.CASE_EXHAUSTED
            thread.option = self.choose(thread) if thread.forced < 0 else thread.forced
            if thread.option < 0:
                return codes.CASE_GAVE_UP
            self.new_contact(thread, thread.cause)
            outcome = yield from self.ask(thread)
            if outcome == codes.RESOLVED:
                return STEP_DONE
            if outcome == codes.REFERRED:
                time, cause = self.go_elsewhere(thread), codes.REFERRAL
            else:
                action, time = self.react(thread, outcome)
                cause = codes.AGAIN
                if action == GIVE_UP:
                    return codes.CASE_GAVE_UP
            thread.attempt += 1
            if thread.side == 0:
                thread.cause = cause
            yield town.set_timer(thread, time, EVENT_ARRIVAL)

    def choose(self, thread: Thread) -> int:
        town, case = self.town, thread.case
        stage = town.steps[thread.step]
        if stage.options > 1:
            for option in town.options[stage.first_option : stage.first_option + stage.options]:
                if self.channel(case, option).kind == codes.APPOINTMENT:
                    town.first_free[option.channel] = town.slots.wait(option.channel, self.channel(case, option))
        return choose_channel(
            self.book,
            thread.step,
            case.design,
            case.case,
            case.citizen,
            case.segment,
            case.need,
            case.complexity,
            case.habit,
            thread.failures,
            case.experience,
            town.now,
            town.expectation,
            town.first_free,
        )

    def react(self, thread: Thread, outcome: int) -> tuple[int, int]:
        """After a failed attempt: what to do, and when."""
        case, choice = thread.case, self.town.options[thread.option]
        thread.failures = failed_at(thread.failures, choice.channel)
        case.failed = failed_at(case.failed, choice.channel)
        n = thread.base + thread.failed
        thread.failed += 1
        reaction = reaction_to(outcome)
        action, delay = on_failure(self.book, thread.step, case.case, n, reaction, case.kind.obligation)
        time = self.town.now + delay
        thread.forced = -1
        if action == RETRY and choice.own_choice:
            thread.forced = thread.option
            kind = self.channel(case, choice).kind
            time = try_again_at(self.book, thread.step, choice.channel, kind, case.case, n, time)
        return action, time

    def go_elsewhere(self, thread: Thread) -> int:
        """Sent to another channel: when the citizen will be there."""
        choice = self.town.options[thread.option]
        thread.failures = failed_at(thread.failures, choice.channel)
        thread.case.failed = failed_at(thread.case.failed, choice.channel)
        thread.forced = choice.refer_option
        n = thread.base + thread.failed
        thread.failed += 1
        reaction = reaction_to(codes.UNRESOLVED)
        _, delay = on_failure(self.book, thread.step, thread.case.case, n, reaction, 0)
        return self.town.now + int(delay)

    def new_contact(self, thread: Thread, cause: int) -> None:
        case = thread.case
        thread.legs = 0
        thread.contact = Contact(
            case=case.case,
            contact=case.contacts,
            root=case.root,
            service=case.service,
            segment=case.segment,
            design=case.design,
            step=self.town.steps[thread.step].name,
            channel=self.town.options[thread.option].channel,
            cause=cause,
            attempt=thread.attempt,
            requested=self.town.now,
            announced=-1,
            slot=-1,
            queued=-1,
            patience=-1,
            answered=-1,
            ended=-1,
            due=-1,
        )
        self.rows.append(thread.contact)
        case.contacts += 1
        case.root_case.root_contacts += 1

    def channel(self, case: CaseRow, choice: Any) -> Any:
        """The channel of an option, as it is for this case."""
        return self.town.channels[case.design * self.town.settings.channels + choice.channel]

    def ask(self, thread: Thread) -> Outcome:
        """One attempt at the chosen channel, with everything the municipality makes of it; how the contact ended."""
        choice = self.town.options[thread.option]
        kind = self.channel(thread.case, choice).kind
        if kind == codes.SELF_SERVICE:
            outcome = yield from self.serve_oneself(thread, choice)
        elif kind == codes.LIVE:
            outcome = yield from self.ask_live(thread, choice)
        elif kind == codes.APPOINTMENT:
            outcome = yield from self.make_appointment(thread, choice)
        else:
            outcome = yield from self.ask_in_writing(thread, choice)
        while outcome == SERVED:
            outcome = yield from self.after_service(thread)
        self.end_contact(thread, outcome)
        if outcome == codes.CALL_BACK:
            thread.option = self.town.options[thread.option].call_back_option
            self.new_contact(thread, codes.CALLED_BACK)
            outcome = yield from self.ask_in_writing(thread, self.town.options[thread.option])
            while outcome == SERVED:
                outcome = yield from self.after_service(thread)
            self.end_contact(thread, outcome)
        return outcome

    def serve_oneself(self, thread: Thread, choice: Any) -> Outcome:
        town, case, contact = self.town, thread.case, thread.contact
        if not is_open(self.book, choice.channel, town.now):
            return codes.CLOSED
        if is_down(self.book, choice.channel, town.now):
            return codes.DROPPED
        hidden = int(case.hidden and case.discovered < 0)
        n = thread.base + thread.served
        skill = skill_at(self.book, thread.option, case.design, case.citizen, case.segment, case.skill)
        left, _, thread.resolved, thread.discovered = serve(
            self.book, thread.option, case.service_index, case.case, n, case.complexity, skill, hidden, 0
        )
        thread.served += 1
        contact.answered = town.now
        until_saved = saves_after(self.book, thread.option, case.case, n, left)
        if until_saved >= 0:
            yield town.set_timer(thread, town.now + until_saved, EVENT_SERVICE_END)
            contact.citizen_time += until_saved
            left -= until_saved
            moment, deleted = goes_on_at(self.book, thread.option, case.case, n, town.now)
            yield town.set_timer(thread, moment, EVENT_DEADLINE if deleted else EVENT_ARRIVAL)
            if deleted:
                return codes.DROPPED
        yield town.set_timer(thread, town.now + left, EVENT_SERVICE_END)
        contact.citizen_time += left
        return SERVED

    def ask_live(self, thread: Thread, choice: Any) -> Outcome:
        """Closed, lines full, called back instead, announced wait too long; else join the queue."""
        town, case, contact = self.town, thread.case, thread.contact
        channel = self.channel(case, choice)
        if not is_open(self.book, choice.channel, town.now):
            return codes.CLOSED
        if 0 <= channel.lines <= self.in_system[choice.channel]:
            return codes.LINES_FULL
        n = thread.base + failures_at(thread.joined, choice.channel)
        contact.patience = patient = self.draw_patience(thread)
        if channel.announced:
            contact.announced = town.staff.matching.announced_wait(choice.queue)
            if takes_call_back(self.book, thread.option, case.design, case.case, n, contact.announced):
                return codes.CALL_BACK
            if patient < codes.NEVER and contact.announced > channel.tolerance * patient:
                return codes.BALKED
        self.in_system[choice.channel] += 1
        outcome = yield from self.stand_in_line(thread, choice.queue, patient)
        return outcome

    def draw_patience(self, thread: Thread) -> int:
        """Patience for the n-th queue joined at this channel in this step."""
        channel = self.town.options[thread.option].channel
        n = thread.base + failures_at(thread.joined, channel)
        thread.joined = failed_at(thread.joined, channel)
        return patience(self.book, thread.option, thread.case.design, thread.case.case, n)

    def stand_in_line(self, thread: Thread, queue: int, patient: int) -> Outcome:
        """Wait in a live queue for as long as patience lasts, and be served."""
        town, contact = self.town, thread.contact
        if contact.queued < 0:
            contact.queued = town.now
        thread.timer = -1
        signal = thread.signal = town.signal()
        if patient < codes.NEVER:
            town.move_timer(thread, town.now + max(1, patient), EVENT_PATIENCE)
        town.staff.enqueue(thread, queue, town.now)
        what = yield signal
        if what in (EVENT_PATIENCE, SENT_AWAY):
            self.leave_unserved(thread)
            if contact.transfers:
                return codes.TRANSFERRED_LOST
            return codes.ABANDONED if what == EVENT_PATIENCE else codes.SENT_AWAY
        town.close_leg(thread)
        if self.channel(thread.case, town.options[thread.option]).kind != codes.DEFERRED:
            contact.citizen_time += town.now - thread.leg.started
        return SERVED

    def leave_unserved(self, thread: Thread) -> None:
        """Out of the queue without service."""
        town, contact = self.town, thread.contact
        waited = town.now - thread.enqueued
        if thread.place in town.staff.queues[thread.queue].threads:
            town.staff.queues[thread.queue].leave(thread, town.now)
        contact.waited += waited
        town.note_wait(contact.channel, thread.enqueued, waited)

    def make_appointment(self, thread: Thread, choice: Any) -> Outcome:
        """Book the slot that suits best; call it off, turn up and take a seat, or not."""
        town, case, contact = self.town, thread.case, thread.contact
        channel = self.channel(case, choice)
        part = preferred_part(self.book, thread.option, case.design, case.case, thread.base + thread.bookings)
        slot = town.slots.book(choice.channel, channel, part)
        if slot is None:
            return codes.NO_SLOT
        thread.bookings += 1
        contact.slot = slot.time
        n = thread.base + thread.bookings - 1
        moment = cancels_at(self.book, thread.option, case.design, case.case, n, town.now, slot.time)
        if moment >= 0:
            yield town.set_timer(thread, moment, EVENT_DEADLINE)
            town.slots.give_back(slot, channel)
            return codes.CANCELLED
        misses = misses_appointment(self.book, thread.option, case.design, case.case, n, slot.time - town.now)
        late = 0 if misses else lateness(self.book, thread.option, case.design, case.case, n)
        yield town.set_timer(thread, max(town.now, slot.time + late), EVENT_DEADLINE)
        if misses or late > channel.grace:
            slot.no_shows += 1
            return codes.NO_SHOW
        contact.patience = patient = self.draw_patience(thread)
        outcome = yield from self.stand_in_line(thread, choice.queue, patient)
        return outcome

    def ask_in_writing(self, thread: Thread, choice: Any) -> Outcome:
        """Written requests and call-backs wait in a backlog with a promise, which may be broken."""
        town, case, contact = self.town, thread.case, thread.contact
        channel = self.channel(case, choice)
        contact.queued = town.now
        contact.due = deadline(self.book, town.now, channel.promise, channel.promise_working)
        n = thread.base + thread.attempt
        broken = contact.due >= 0 and promise_is_broken(self.book, thread.option, case.design, case.case, n)
        if broken:
            waiting = town.set_timer(thread, max(town.now + 1, contact.due), EVENT_DEADLINE)
        else:
            thread.timer = -1
            waiting = thread.signal = town.signal()
            town.staff.enqueue(thread, choice.queue, town.now)
        if thread.side == 0:
            case.promised = contact.due
            self.plan_worry(case)
        yield waiting
        if broken:
            return codes.PROMISE_BROKEN
        town.close_leg(thread)
        return SERVED

    def after_service(self, thread: Thread) -> Outcome:
        """Served: resolved, handed off, or not helped."""
        case, contact = thread.case, thread.contact
        choice = self.town.options[thread.option]
        if thread.discovered:
            contact.discovered = 1
            if case.discovered < 0:
                case.discovered = self.town.now
        if thread.resolved:
            return codes.RESOLVED
        hand_off = route(self.book, thread.option, case.case, thread.base + thread.served - 1)
        if hand_off == TRANSFER:
            contact.transfers += 1
            outcome = yield from self.stand_in_line(thread, choice.transfer_queue, self.draw_patience(thread))
            return outcome
        if hand_off == CALL_BACK_REQUEST:
            return codes.CALL_BACK
        if hand_off == REFERRAL:
            return codes.REFERRED
        return codes.DROPPED if self.channel(case, choice).kind == codes.SELF_SERVICE else codes.UNRESOLVED

    def end_contact(self, thread: Thread, outcome: int) -> None:
        """Close the row of this attempt and add up the citizen's own time."""
        case, contact = thread.case, thread.contact
        choice = self.town.options[thread.option]
        channel = self.channel(case, choice)
        contact.ended, contact.outcome = self.town.now, outcome
        if channel.kind == codes.LIVE and contact.queued >= 0:
            self.in_system[choice.channel] -= 1
        if channel.kind == codes.DEFERRED or contact.answered >= 0:
            contact.citizen_time += choice.citizen_time
        if channel.helpers and contact.answered >= 0:
            contact.citizen_time += effort_of_help(self.book, thread.option, case.design, case.citizen, case.segment, case.skill)
        if channel.nest == codes.IN_PERSON and outcome not in (codes.NO_SLOT, codes.NO_SHOW, codes.CANCELLED):
            contact.citizen_time += self.town.segments[case.segment].travel
        case.citizen_time += contact.citizen_time
        if thread.side == 0 and channel.kind == codes.DEFERRED:
            case.promised = -1
