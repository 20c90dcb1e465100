"""Citizens of the SimPy engine: the life of a case, told as processes."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.engine.luck.draws import child_entity
from sim.engine.process.contacts import STEP_DONE, Contacts
from sim.engine.process.things import CaseRow, Thread
from sim.engine.program import codes
from sim.engine.program.codes import EVENT_ARRIVAL
from sim.engine.rules.case import (
    DAY,
    REMINDED,
    ROUND,
    acting_citizen,
    citizen_of,
    complexity_of,
    deadline,
    design_for,
    event_of,
    follow_up,
    has_hidden_need,
    lead_time,
    need_of,
    second_delay,
    second_forgets,
    skill_of,
    step_applies,
    step_start,
)
from sim.engine.rules.choice import experience_with, failed_at, left_of
from sim.engine.rules.contact import is_complete
from sim.engine.rules.help import skill_at
from sim.engine.rules.worry import LOOK_AGAIN, next_worry

if TYPE_CHECKING:
    from sim.engine.process.days import Town

Process = Generator[Any, Any, None]

IN_PROGRESS: Any = object()
"""Marks an inquiry that has begun but has no contact yet."""


class Citizens:
    """Everybody who needs something, and what they do about it."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.book = town.book
        self.cases: list[CaseRow] = []
        self.contacts = Contacts(town, self.plan_worry)
        self.habits: dict[int, int] = {}
        self.experience: dict[int, tuple[int, list[float]]] = {}
        self.inexperienced = np.zeros(town.settings.channels)

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
                end = yield from self.contacts.reach(case.main)
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
            case.citizen_number = acting_citizen(book, case.segment, entity)
        case.citizen = citizen_of(book, case.segment, case.citizen_number)
        case.started = now
        case.design = design_for(book, case.citizen, now)
        case.service_index = case.design * self.town.settings.services + case.service
        case.kind = self.town.services[case.service_index]
        case.skill = skill_of(book, case.segment, case.citizen)
        case.need = need_of(book, case.segment, case.citizen)
        case.complexity = complexity_of(book, case.service_index, entity)
        case.event = event_of(book, case.service_index, entity, now)
        case.hidden = has_hidden_need(book, case.service_index, entity) if fresh else 0
        case.ended = case.discovered = case.applied = case.applied_channel = -1
        case.habit, case.used = self.habits.get(case.citizen_number, -1), -1
        case.experience = self.recall(case)
        case.check = case.confirmed = case.promised = -1
        self.cases.append(case)
        if case.kind.inquiry >= 0:
            self.town.start(self.inquire(case))

    def end(self, case: CaseRow, end: int) -> None:
        case.ended, case.end = self.town.now, end
        case.side.timer = -1 if case.side.contact is None else case.side.timer
        if case.used >= 0:
            self.habits[case.citizen_number] = case.used
        if self.town.settings.experience != 0.0:
            self.remember(case)
        if case.hidden and case.discovered < 0:
            delay = follow_up(self.book, case.service_index, case.case)
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

    # --- steps ---

    def next_step(self, case: CaseRow, candidate: int) -> int:
        """The first step from ``candidate`` on that applies; -1 after the last."""
        for step in range(candidate, case.kind.first_step + case.kind.steps):
            if not self.town.steps[step].only_incomplete and step_applies(self.book, step, case.case):
                return step
        return -1

    def enter(self, case: CaseRow, step: int, cause: int) -> Any:
        """Wait until the step begins (and back-office work is taken up)."""
        town, now = self.town, self.town.now
        stage = town.steps[step]
        case.main.begin_step(step, cause, case.round * ROUND)
        start = step_start(self.book, step, case.case, case.main.base, now, case.event)
        if stage.kind == codes.BACK_OFFICE_STEP:
            case.promised = deadline(self.book, start, stage.promise, stage.promise_working)
            start += lead_time(self.book, step, case.case, case.main.base)
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
            case.confirmed, case.assurance = self.town.now, max(case.assurance, stage.confirms)
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
        case.worked = failed_at(case.worked, choice.channel)
        if stage.application or stage.only_incomplete:
            case.digital = self.contacts.channel(case, choice).digital
            skill = skill_at(self.book, thread.option, case.design, case.citizen, case.segment, case.skill)
            complete = is_complete(self.book, thread.option, case.case, thread.base, case.complexity, skill)
            case.incomplete = 0 if complete else 1
            if case.applied < 0:
                case.applied = now
            if stage.application:
                case.applied_channel = choice.channel
            case.confirmed = now
            case.assurance = max(choice.certainty, case.kind.receipt if case.digital else 0.0)
        elif choice.certainty > 0 and case.confirmed >= 0:
            case.confirmed, case.assurance = now, max(case.assurance, choice.certainty)
        if stage.has_second and not choice.together:
            yield from self.await_second(case, stage)

    def await_second(self, case: CaseRow, stage: Any) -> Process:
        thread, town = case.main, self.town
        delay = second_delay(self.book, thread.step, case.case, thread.base)
        case.second = 1
        if second_forgets(self.book, thread.step, case.case, thread.base):
            case.second = 2
            after_reminder = second_delay(self.book, thread.step, case.case, thread.base + REMINDED)
            case.reminded = town.now + stage.reminded_after
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
            if case.worry_cause == LOOK_AGAIN:
                side.signal = self.town.signal()
                self.plan_worry(case)
                continue
            case.inquiries += 1
            side.begin_step(case.kind.inquiry, case.worry_cause, case.inquiries * ROUND)
            side.contact = IN_PROGRESS
            end = yield from self.contacts.reach(side)
            if end == STEP_DONE:
                self.inquiry_answered(case)
            side.contact = None
            side.signal = self.town.signal()
            self.plan_worry(case)

    def inquiry_answered(self, case: CaseRow) -> None:
        town, choice = self.town, self.town.options[case.side.option]
        case.used = choice.channel
        case.worked = failed_at(case.worked, choice.channel)
        if case.confirmed >= 0:
            case.confirmed, case.assurance = town.now, max(case.assurance, choice.certainty)
        if case.main.waits_for_second and case.second == 2 and town.now < case.reminded:
            case.second = 1
            case.reminders += 1
            delay = second_delay(self.book, case.main.step, case.case, case.main.base + REMINDED)
            town.move_timer(case.main, town.now + delay, EVENT_ARRIVAL)

    def plan_worry(self, case: CaseRow) -> None:
        """When, if nothing changes, does the citizen ask to be sure, or about something late?"""
        side, kind = case.side, case.kind
        if side.contact is not None or kind.inquiry < 0:
            return
        side.timer = -1
        if case.ended >= 0:
            return
        moment, cause = next_worry(
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
