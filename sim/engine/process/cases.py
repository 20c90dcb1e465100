"""Cases of the SimPy engine: their steps from the first question to the end, told as processes, and the worries in between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.engine.luck.draws import child_entity
from sim.engine.process.contacts import STEP_DONE
from sim.engine.process.questions import NOTHING_ASKED
from sim.engine.process.things import CaseRow, Process, Thread
from sim.engine.program import codes
from sim.engine.program.codes import EVENT_ARRIVAL
from sim.engine.rules import case as rules
from sim.engine.rules.case import DAY
from sim.engine.rules.choice import experience_with, left_of
from sim.engine.rules.help import ALONE
from sim.engine.rules.run_out import counts_in_window
from sim.engine.rules.worry import LOOK_AGAIN, next_worry

if TYPE_CHECKING:
    from sim.engine.process.days import Town


class Cases:
    """Everybody who needs something, and what they do about it."""

    def __init__(self, town: Town) -> None:
        self.town, self.book = town, town.book
        self.rows: list[CaseRow] = []
        self.habits: dict[int, int] = {}
        self.experience: dict[int, tuple[int, list[float]]] = {}
        self.inexperienced = np.zeros(town.settings.channels)

    @staticmethod
    def new_case(entity: int, service: int, segment: int, citizen: int, parent: CaseRow | None) -> CaseRow:
        """A case that has yet to begin; ``service`` is without design, ``citizen`` -1 = to be drawn."""
        case = CaseRow(case=entity, service=service, segment=segment, citizen_number=citizen)
        case.parent, case.root = (parent.case, parent.root) if parent else (-1, entity)
        case.root_case = parent.root_case if parent else case
        case.followed = parent.followed if parent else False
        case.main, case.side = Thread(case, 0), Thread(case, 1)
        case.questions, case.beside = {}, []
        return case

    def goes_on(self, case: CaseRow) -> bool:
        """Is this case of a line that is followed, or does everything still count?"""
        return bool(self.town.now < self.town.settings.others_until) or case.followed

    def returning_need(self, parent: CaseRow, delay: int) -> None:
        """What was not found out comes back as a case of its own."""
        entity, service = child_entity(parent.case, parent.kind.label_child, 0), parent.kind.returns_service
        child = self.new_case(entity, service, parent.segment, parent.citizen_number, parent)
        self.town.start(self.later_life(child, self.town.now + max(1, delay)))

    def later_life(self, case: CaseRow, time: int) -> Process:
        yield self.town.timer_signal(case.main, time, EVENT_ARRIVAL)
        yield from self.life(case)

    def life(self, case: CaseRow, *, looks_up: bool = False) -> Process:
        """From the first question until it is answered or given up (in the compiled engine: enter_next, wait_for_all_beside)."""
        self.begin_case(case)
        step = self.next_step(case, case.kind.first_step)
        while step >= 0 and case.left == codes.CASE_OPEN:
            for side, other in enumerate(self.all_beside(case, step), codes.FIRST_BESIDE):
                case.beside.append(Thread(case, side))
                self.town.start(self.go_beside(case.beside[-1], other))
            yield from self.take_step(case.main, step, looks_up=looks_up)
            looks_up = False
            if case.beside:
                case.together = self.town.signal()
                self.plan_inquiry(case)
                yield case.together
                case.together = None
            step = self.next_step(case, self.after_all_beside(case, case.main.step))
        self.end_case(case, case.left or codes.CASE_RESOLVED)

    def take_step(self, thread: Thread, step: int, *, looks_up: bool = False) -> Process:
        """One step until it is done or given up, with what must be completed (in the compiled engine: start_step)."""
        case, town, cause = thread.case, self.town, codes.NEED
        while step >= 0:
            stage = town.steps[step]
            begins = self.enter_step(thread, step, cause)
            if looks_up:
                thread.forced, looks_up = case.kind.look_up, False
            yield begins
            cause = codes.NEED
            if stage.kind == codes.CONTACT_STEP:
                end = yield from town.contacts.reach(thread)
                if end != STEP_DONE:
                    case.left = case.left or end
                    return
                yield from town.outcomes.step_done(thread)
            elif stage.kind == codes.BACK_OFFICE_STEP:
                yield from self.back_office(thread, stage.queue)
                if self.back_office_done(thread):
                    step, cause = case.kind.correction, codes.CORRECTION
                    continue
            self.check_dates(thread)
            step = case.check if thread.side == codes.JOURNEY and stage.only_incomplete else -1

    def go_beside(self, thread: Thread, step: int) -> Process:
        """A step that goes on beside the journey; the last of them that is over lets the journey go on."""
        case = thread.case
        yield from self.take_step(thread, step)
        case.beside.remove(thread)
        if case.together is not None and not case.beside:
            case.together.succeed()
        else:
            self.plan_inquiry(case)

    def all_beside(self, case: CaseRow, step: int) -> list[int]:
        """The steps that go on beside this one, of those that apply."""
        others = range(step + 1, self.after_all_beside(case, step))
        return [other for other in others if rules.step_applies(self.book, other, case.case)]

    def after_all_beside(self, case: CaseRow, step: int) -> int:
        """The first step that waits for this one and for all that go on beside it; one past the last where none does."""
        last = case.kind.first_step + case.kind.steps
        return next((after for after in range(step + 1, last) if not self.town.steps[after].is_beside), last)

    def begin_case(self, case: CaseRow) -> None:
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
        case.experience = self.recall(case)
        case.check = case.confirmed = -1
        self.rows.append(case)
        if fresh:
            case.followed = bool(counts_in_window(book, now))
            self.town.questions.begin_questions(case)
        if case.kind.inquiry >= 0:
            self.town.start(self.inquire(case))

    def end_case(self, case: CaseRow, end: int) -> None:
        """The case is over; what was not found out may come back, and what is still asked comes by itself."""
        case.ended, case.end = self.town.now, end
        if end != codes.CASE_RESOLVED:
            self.town.questions.drop_questions(case)
        self.plan_inquiry(case)
        if case.used >= 0:
            self.habits[case.citizen_number] = case.used
        if self.town.settings.experience != 0.0:
            self.remember(case)
        if case.hidden and case.discovered < 0:
            delay = rules.follow_up(self.book, case.service_index, case.case)
            if delay >= 0:
                self.returning_need(case, delay)

    def recall(self, case: CaseRow) -> Any:
        """What earlier cases of this citizen say of each channel."""
        if case.citizen_number not in self.experience:
            return self.inexperienced
        written, experience = self.experience[case.citizen_number]
        return np.array([left_of(self.book, value, self.town.now - written) for value in experience])

    def remember(self, case: CaseRow) -> None:
        """What worked in this case counts for its channel from now on, what failed against it."""
        now = self.town.now
        written, before = self.experience.get(case.citizen_number, (now, self.inexperienced.tolist()))
        self.experience[case.citizen_number] = (
            now,
            [
                experience_with(self.book, value, now - written, case.worked, case.failed, channel)
                for channel, value in enumerate(before)
            ],
        )

    def next_step(self, case: CaseRow, candidate: int) -> int:
        """The first step from ``candidate`` on that applies; -1 after the last."""
        for step in range(candidate, case.kind.first_step + case.kind.steps):
            if not self.town.steps[step].only_incomplete and rules.step_applies(self.book, step, case.case):
                return step
        return -1

    def enter_step(self, thread: Thread, step: int, cause: int) -> Any:
        """Wait until the step begins (and back-office work is taken up)."""
        town, now, case = self.town, self.town.now, thread.case
        stage = town.steps[step]
        thread.begin_step(step, cause, case.round * rules.ROUND)
        if thread.side == codes.JOURNEY:
            case.guided = ALONE
        start = rules.step_start(self.book, step, case.case, thread.base, now, case.event)
        if stage.kind == codes.BACK_OFFICE_STEP:
            thread.promised = rules.deadline(self.book, start, stage.promise, stage.promise_working)
            start += rules.lead_time(self.book, step, case.case, thread.base)
        timer = town.timer_signal(thread, start, EVENT_ARRIVAL)
        self.plan_inquiry(case)
        return timer

    def back_office(self, thread: Thread, queue: int) -> Process:
        """Work of the back office, from the pile until it is done."""
        signal = thread.signal = self.town.signal()
        self.town.queues.enqueue(thread, queue, self.town.now, codes.NEVER)
        yield signal
        self.town.service.close_leg(thread)

    def back_office_done(self, thread: Thread) -> bool:
        """The back office has worked on the case: was it found incomplete, so that the citizen must complete it?"""
        case, stage = thread.case, self.town.steps[thread.step]
        thread.promised = -1
        if stage.checks and case.incomplete:
            case.corrections += 1
            if case.kind.correction >= 0 and case.corrections < self.town.settings.most_tries:
                case.round += 1
                case.check = thread.step
                return True
            case.incomplete = 0
        if stage.confirms > 0 and case.confirmed >= 0:
            case.confirmed, case.assurance = self.town.now, max(case.assurance, stage.confirms)
        self.town.questions.settle(case, thread.step, thread.base, stage.explains, NOTHING_ASKED)
        return False

    def check_dates(self, thread: Thread) -> None:
        """A step that was done after its latest date moves the event."""
        case, stage = thread.case, self.town.steps[thread.step]
        if stage.has_latest and case.event >= 0 and self.town.now > case.event + stage.latest:
            case.too_late += 1
            case.event = (self.town.now // DAY - stage.latest // DAY + case.kind.postponement // DAY) * DAY

    def await_second(self, case: CaseRow) -> Process:
        """The other participant still has to do his part, and may forget."""
        thread, town = case.main, self.town
        delay = rules.second_delay(self.book, thread.step, case.case, thread.base)
        case.second = 1
        if rules.second_forgets(self.book, thread.step, case.case, thread.base):
            case.second = 2
            case.reminded = town.now + town.steps[thread.step].reminded_after
            delay = case.reminded - town.now + rules.second_delay(self.book, thread.step, case.case, thread.base + rules.REMINDED)
        thread.waits_for_second = True
        timer = town.timer_signal(thread, town.now + delay, EVENT_ARRIVAL)
        self.plan_inquiry(case)
        yield timer
        self.second_done(case)

    @staticmethod
    def second_done(case: CaseRow) -> None:
        case.main.waits_for_second = False
        if case.second == 2:
            case.reminders += 1
        case.second = 0

    def inquire(self, case: CaseRow) -> Process:
        """Beside the journey: whenever a question or a worry wins, ask."""
        side = case.side
        side.signal = self.town.signal()
        while True:
            yield side.signal
            asks = case.inquiry_cause != LOOK_AGAIN
            if case.inquiry_cause == codes.QUESTION:
                asks = self.town.questions.still_asks(case)
            if asks:
                self.begin_inquiry(case)
                end = yield from self.town.contacts.reach(side)
                if end == STEP_DONE:
                    self.town.outcomes.inquiry_answered(case)
                else:
                    self.town.outcomes.give_up(case)
            self.end_inquiry(case)

    def begin_inquiry(self, case: CaseRow) -> None:
        """A question or a worry becomes a contact beside the journey."""
        case.inquiries += 1
        case.side.asked = self.town.now
        case.side.begin_step(case.kind.inquiry, case.inquiry_cause, case.inquiries * rules.ROUND)
        case.side.busy = True

    def end_inquiry(self, case: CaseRow) -> None:
        case.side.busy = False
        case.side.signal = self.town.signal()
        self.plan_inquiry(case)

    @staticmethod
    def first_promise(case: CaseRow) -> int:
        """The first of the promises made to the citizen that is not kept yet; -1 = none."""
        return min((thread.promised for thread in (case.main, *case.beside) if thread.promised >= 0), default=-1)

    def plan_inquiry(self, case: CaseRow) -> None:
        """When, if nothing changes, does the citizen ask: how to do it, what he wants to know, to be sure, what is late?"""
        side, kind, now = case.side, case.kind, self.town.now
        if side.busy or kind.inquiry < 0:
            return
        side.timer = -1
        moment, cause = codes.NEVER, codes.REASSURANCE
        if case.ended < 0:
            moment, cause = next_worry(
                self.book,
                case.service_index,
                case.case,
                case.need,
                now,
                case.confirmed,
                case.assurance,
                case.event,
                self.first_promise(case),
            )
        question = max(now, self.town.questions.next_question(case))
        if question <= moment:
            moment, cause = question, codes.QUESTION
        if case.stuck and max(now, case.asks_at) <= moment:
            moment, cause = max(now, case.asks_at), codes.AGAIN
        if moment < codes.NEVER:
            case.inquiry_cause = cause
            self.town.set_timer(side, moment, EVENT_ARRIVAL)
