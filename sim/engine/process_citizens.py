"""Citizens of the SimPy engine: the life of a case, told as processes."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from sim.engine import codes, rules
from sim.engine.codes import EVENT_ARRIVAL, EVENT_DEADLINE, EVENT_PATIENCE, EVENT_SERVICE_END
from sim.engine.draws import child_entity
from sim.engine.process_parts import IDLE, OFF_DUTY, ON_BREAK, CaseRow, Contact, Thread
from sim.engine.rules import DAY, REMINDED, ROUND

if TYPE_CHECKING:
    from sim.engine.process import Town

Process = Generator[Any, Any, None]
Outcome = Generator[Any, Any, int]

STEP_DONE = codes.CASE_RESOLVED
"""What reaching the municipality for a step gives when it worked; otherwise the way in which the case ends."""


class Citizens:
    """Everybody who needs something, and what they do about it."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.book = town.book
        self.cases: list[CaseRow] = []
        self.contacts: list[Contact] = []
        self.in_system = [0] * town.settings.channels
        self.habits: dict[int, int] = {}

    # --- the life of a case ---

    def fresh_case(self, entity: int, service: int, segment: int) -> None:
        """A question comes up that is nobody's consequence."""
        case = CaseRow(case=entity, service=service, segment=segment, parent=-1, root=entity, citizen_number=-1)
        case.root_case = case
        case.main, case.side = Thread(case, 0), Thread(case, 1)
        case.main.number = 1
        self.town.start(self.life(case))

    def returning_need(self, parent: CaseRow, delay: int) -> None:
        """What was not found out comes back as a case of its own."""
        kind = parent.kind
        entity = child_entity(parent.case, kind.label_child, 0)
        child = CaseRow(
            case=entity,
            service=kind.returns_service,
            segment=parent.segment,
            parent=parent.case,
            root=parent.root,
            citizen_number=parent.citizen_number,
        )
        child.root_case = parent.root_case
        child.main, child.side = Thread(child, 0), Thread(child, 1)
        self.town.start(self.later_life(child, self.town.now + max(1, delay)))

    def later_life(self, case: CaseRow, time: int) -> Process:
        yield self.town.set_timer(case.main, time, EVENT_ARRIVAL)
        yield from self.life(case)

    def life(self, case: CaseRow) -> Process:
        """From the first question until it is answered or given up."""
        self.begin(case)
        kind, town = case.kind, self.town
        step, cause = self.next_step(case, kind.first_step), codes.NEED
        end = codes.CASE_RESOLVED
        while step >= 0:
            stage = town.steps[step]
            yield self.enter(case, step, cause)
            cause = codes.NEED
            if stage.kind == codes.CONTACT_STEP:
                end = yield from self.reach(case.main)
                if end != STEP_DONE:
                    break
                yield from self.contact_step_done(case, stage)
            elif stage.kind == codes.BACK_OFFICE_STEP:
                yield from self.back_office(case.main, stage)
                if self.is_sent_back(case, stage):
                    step, cause = kind.correction, codes.CORRECTION
                    continue
            self.check_dates(case, stage)
            step = case.check if stage.only_incomplete and case.check >= 0 else self.next_step(case, step + 1)
        self.end(case, end)

    def begin(self, case: CaseRow) -> None:
        """Who is it, how hard is it, and when is the event?"""
        book, now, entity = self.book, self.town.now, case.case
        fresh = case.citizen_number < 0
        if fresh:
            case.citizen_number = rules.acting_citizen(book, case.segment, entity)
        case.citizen = rules.citizen_of(book, case.segment, case.citizen_number)
        case.started = now
        case.design = rules.design_for(book, case.citizen, now)
        case.service_index = case.design * self.town.settings.services + case.service
        case.kind = self.town.services[case.service_index]
        case.skill = rules.skill_of(book, case.segment, case.citizen)
        case.need = rules.need_of(book, case.segment, case.citizen)
        case.complexity = rules.complexity_of(book, case.service_index, entity)
        case.event = rules.event_of(book, case.service_index, entity, now)
        case.hidden = rules.has_hidden_need(book, case.service_index, entity) if fresh else 0
        case.ended = case.discovered = case.applied = case.applied_channel = -1
        case.habit, case.used = self.habits.get(case.citizen_number, -1), -1
        case.check = case.confirmed = case.promised = -1
        self.cases.append(case)
        if case.kind.inquiry >= 0:
            self.town.start(self.inquire(case))

    def end(self, case: CaseRow, end: int) -> None:
        case.ended, case.end = self.town.now, end
        case.side.timer = -1 if case.side.contact is None else case.side.timer
        if case.used >= 0:
            self.habits[case.citizen_number] = case.used
        if case.hidden and case.discovered < 0:
            delay = rules.follow_up(self.book, case.service_index, case.case)
            if delay >= 0:
                self.returning_need(case, delay)

    # --- steps ---

    def next_step(self, case: CaseRow, candidate: int) -> int:
        """The first step from ``candidate`` on that applies; -1 after the last."""
        for step in range(candidate, case.kind.first_step + case.kind.steps):
            if not self.town.steps[step].only_incomplete and rules.step_applies(self.book, step, case.case):
                return step
        return -1

    def enter(self, case: CaseRow, step: int, cause: int) -> Any:
        """Wait until the step begins (and back-office work is taken up)."""
        town, now = self.town, self.town.now
        stage = town.steps[step]
        case.main.begin_step(step, cause, case.round * ROUND)
        start = rules.step_start(self.book, step, case.case, case.main.base, now, case.event)
        if stage.kind == codes.BACK_OFFICE_STEP:
            case.promised = rules.deadline(self.book, start, stage.promise, stage.promise_working)
            start += rules.lead_time(self.book, step, case.case, case.main.base)
        timer = town.set_timer(case.main, start, EVENT_ARRIVAL)
        self.plan_worry(case)
        return timer

    def back_office(self, thread: Thread, stage: Any) -> Process:
        """Work of the back office, from the pile until it is done."""
        signal = thread.signal = self.town.signal()
        self.town.staff.enqueue(thread, stage.queue, self.town.now)
        yield signal
        self.town.close_leg(thread)

    def is_sent_back(self, case: CaseRow, stage: Any) -> bool:
        """Was the application found incomplete, so that the citizen must complete it?"""
        case.promised = -1
        if stage.checks and case.incomplete:
            case.corrections += 1
            if case.kind.correction >= 0 and case.corrections < self.town.settings.most_tries:
                case.round += 1
                case.check = case.main.step
                return True
            case.incomplete = 0
        if stage.confirms > 0 and case.confirmed >= 0:
            case.confirmed, case.assurance = self.town.now, stage.confirms
        return False

    def check_dates(self, case: CaseRow, stage: Any) -> None:
        """A step that was done after its latest date moves the event."""
        if stage.has_latest and case.event >= 0 and self.town.now > case.event + stage.latest:
            case.too_late += 1
            case.event = (self.town.now // DAY - stage.latest // DAY + case.kind.postponement // DAY) * DAY

    def contact_step_done(self, case: CaseRow, stage: Any) -> Process:
        """The contact did what the step needed; the second participant may still have to do his part."""
        now, thread = self.town.now, case.main
        choice = self.town.options[thread.option]
        case.used = choice.channel
        if stage.application or stage.only_incomplete:
            case.digital = self.channel(case, choice).digital
            complete = rules.is_complete(self.book, thread.option, case.case, thread.base, case.complexity, case.skill)
            case.incomplete = 0 if complete else 1
            if case.applied < 0:
                case.applied = now
            if stage.application:
                case.applied_channel = choice.channel
            case.confirmed = now
            case.assurance = max(choice.certainty, case.kind.receipt if case.digital else 0.0)
        elif choice.certainty > 0 and case.confirmed >= 0:
            case.confirmed, case.assurance = now, choice.certainty
        if stage.has_second and not choice.together:
            yield from self.await_second(case, stage)

    def await_second(self, case: CaseRow, stage: Any) -> Process:
        thread, town = case.main, self.town
        delay = rules.second_delay(self.book, thread.step, case.case, thread.base)
        case.second = 1
        if rules.second_forgets(self.book, thread.step, case.case, thread.base):
            case.second = 2
            after_reminder = rules.second_delay(self.book, thread.step, case.case, thread.base + REMINDED)
            delay = stage.reminded_after + after_reminder
        thread.waits_for_second = True
        timer = town.set_timer(thread, town.now + delay, EVENT_ARRIVAL)
        self.plan_worry(case)
        yield timer
        thread.waits_for_second = False
        if case.second == 2:
            case.reminders += 1
        case.second = 0

    # --- worry ---

    def inquire(self, case: CaseRow) -> Process:
        """Beside the journey: whenever worry wins, ask."""
        side = case.side
        side.signal = self.town.signal()
        while True:
            yield side.signal
            if case.worry_cause == rules.LOOK_AGAIN:
                side.signal = self.town.signal()
                self.plan_worry(case)
                continue
            case.inquiries += 1
            side.begin_step(case.kind.inquiry, case.worry_cause, case.inquiries * ROUND)
            side.contact = IN_PROGRESS
            end = yield from self.reach(side)
            if end == STEP_DONE:
                self.inquiry_answered(case)
            side.contact = None
            side.signal = self.town.signal()
            self.plan_worry(case)

    def inquiry_answered(self, case: CaseRow) -> None:
        town, choice = self.town, self.town.options[case.side.option]
        case.used = choice.channel
        if case.confirmed >= 0:
            case.confirmed, case.assurance = town.now, choice.certainty
        if case.main.waits_for_second and case.second == 2:
            case.second = 1
            case.reminders += 1
            delay = rules.second_delay(self.book, case.main.step, case.case, case.main.base + REMINDED)
            town.move_timer(case.main, town.now + delay, EVENT_ARRIVAL)

    def plan_worry(self, case: CaseRow) -> None:
        """When, if nothing changes, does the citizen ask to be sure, or about something late?"""
        side, kind = case.side, case.kind
        if side.contact is not None or kind.inquiry < 0:
            return
        side.timer = -1
        if case.ended >= 0:
            return
        moment, cause = rules.next_worry(
            self.book,
            case.service_index,
            case.case,
            case.need,
            self.town.now,
            case.confirmed,
            case.assurance,
            case.event,
            case.promised,
        )
        if moment < codes.NEVER:
            case.worry_cause = cause
            self.town.move_timer(side, moment, EVENT_ARRIVAL)

    # --- attempts ---

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
                if action == rules.GIVE_UP:
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
        return rules.choose_channel(
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
            town.now,
            town.expectation,
            town.first_free,
        )

    def react(self, thread: Thread, outcome: int) -> tuple[int, int]:
        """After a failed attempt: what to do, and when."""
        case, choice = thread.case, self.town.options[thread.option]
        thread.failures = rules.failed_at(thread.failures, choice.channel)
        n = thread.base + thread.failed
        thread.failed += 1
        reaction = rules.reaction_to(outcome)
        action, delay = rules.on_failure(self.book, thread.step, case.case, n, reaction, case.kind.obligation)
        time = self.town.now + delay
        thread.forced = -1
        if action == rules.RETRY and choice.own_choice:
            thread.forced = thread.option
            kind = self.channel(case, choice).kind
            time = rules.try_again_at(self.book, thread.step, choice.channel, kind, case.case, n, time)
        return action, time

    def go_elsewhere(self, thread: Thread) -> int:
        """Sent to another channel: when the citizen will be there."""
        choice = self.town.options[thread.option]
        thread.failures = rules.failed_at(thread.failures, choice.channel)
        thread.forced = choice.refer_option
        n = thread.base + thread.failed
        thread.failed += 1
        reaction = rules.reaction_to(codes.UNRESOLVED)
        _, delay = rules.on_failure(self.book, thread.step, thread.case.case, n, reaction, 0)
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
        self.contacts.append(thread.contact)
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
        if not rules.is_open(self.book, choice.channel, town.now):
            return codes.CLOSED
        hidden = int(case.hidden and case.discovered < 0)
        n = thread.base + thread.served
        duration, _, thread.resolved, thread.discovered = rules.serve(
            self.book, thread.option, case.service_index, case.case, n, case.complexity, case.skill, hidden
        )
        thread.served += 1
        contact.answered = town.now
        yield town.set_timer(thread, town.now + duration, EVENT_SERVICE_END)
        contact.citizen_time += town.now - contact.answered
        return SERVED

    def ask_live(self, thread: Thread, choice: Any) -> Outcome:
        """Closed, lines full, announced wait too long; else join the queue."""
        town, case, contact = self.town, thread.case, thread.contact
        channel = self.channel(case, choice)
        if not rules.is_open(self.book, choice.channel, town.now):
            return codes.CLOSED
        if 0 <= channel.lines <= self.in_system[choice.channel]:
            return codes.LINES_FULL
        contact.patience = patient = self.draw_patience(thread)
        if channel.announced:
            contact.announced = self.announced_wait(choice.queue)
            if patient < codes.NEVER and contact.announced > channel.tolerance * patient:
                return codes.BALKED
        self.in_system[choice.channel] += 1
        outcome = yield from self.stand_in_line(thread, choice.queue, patient)
        return outcome

    def announced_wait(self, queue: int) -> int:
        """Position times mean handling time over agents on duty; 0 when somebody is idle, -1 when nobody is there."""
        staff = self.town.staff
        present = [agent.doing for agent in staff.agents_for(queue) if agent.doing not in (OFF_DUTY, ON_BREAK)]
        if IDLE in present:
            return 0
        if not present:
            return -1
        return (len(staff.queues[queue]) + 1) * int(staff.kind(queue).mean_handling) // len(present)

    def draw_patience(self, thread: Thread) -> int:
        """Patience for the n-th queue joined at this channel in this step."""
        channel = self.town.options[thread.option].channel
        n = thread.base + rules.failures_at(thread.joined, channel)
        thread.joined = rules.failed_at(thread.joined, channel)
        return rules.patience(self.book, thread.option, thread.case.design, thread.case.case, n)

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
        """Book the first free slot; turn up and take a seat, or not."""
        town, case, contact = self.town, thread.case, thread.contact
        slot = town.slots.book(choice.channel, self.channel(case, choice))
        if slot is None:
            return codes.NO_SLOT
        thread.bookings += 1
        contact.slot = slot.time
        yield town.set_timer(thread, slot.time, EVENT_DEADLINE)
        ahead = town.now - contact.requested
        n = thread.base + thread.bookings - 1
        if rules.misses_appointment(self.book, thread.option, case.design, case.case, n, ahead):
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
        contact.due = rules.deadline(self.book, town.now, channel.promise, channel.promise_working)
        n = thread.base + thread.attempt
        broken = contact.due >= 0 and rules.promise_is_broken(self.book, thread.option, case.design, case.case, n)
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
        hand_off = rules.route(self.book, thread.option, case.case, thread.base + thread.served - 1)
        if hand_off == rules.TRANSFER:
            contact.transfers += 1
            outcome = yield from self.stand_in_line(thread, choice.transfer_queue, self.draw_patience(thread))
            return outcome
        if hand_off == rules.CALL_BACK_REQUEST:
            return codes.CALL_BACK
        if hand_off == rules.REFERRAL:
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
        if channel.nest == codes.IN_PERSON and outcome not in (codes.NO_SLOT, codes.NO_SHOW):
            contact.citizen_time += self.town.segments[case.segment].travel
        case.citizen_time += contact.citizen_time
        if thread.side == 0 and channel.kind == codes.DEFERRED:
            case.promised = -1


SERVED = -1
"""The staff did its part; what it led to is still to be seen."""

SENT_AWAY = -2

IN_PROGRESS: Any = object()
