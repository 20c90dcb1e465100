"""How a contact of the SimPy engine ends: it did what the step needed, or it failed and the citizen decides what next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.process.questions import NOTHING_ASKED
from sim.engine.process.things import CaseRow, Process, Thread
from sim.engine.program import codes
from sim.engine.program.codes import EVENT_ARRIVAL
from sim.engine.rules.case import REMINDED, second_delay
from sim.engine.rules.choice import failed_at
from sim.engine.rules.contact import (
    GIVE_UP,
    RETRY,
    asks,
    delay_after,
    does_it_together,
    is_complete,
    on_failure,
    try_again_at,
)
from sim.engine.rules.help import TOGETHER, TOLD, effort_of_help, skill_at

if TYPE_CHECKING:
    from sim.engine.process.days import Town


class Outcomes:
    """What a contact was good for."""

    def __init__(self, town: Town) -> None:
        self.town, self.book = town, town.book

    def step_done(self, thread: Thread) -> Process:
        """The contact did what the step needed; the second participant may still have to do his part."""
        now, case = self.town.now, thread.case
        choice, stage = self.town.options[thread.option], self.town.steps[thread.step]
        case.used = choice.channel
        case.worked = failed_at(case.worked, choice.channel)
        if stage.application or stage.only_incomplete:
            case.digital = self.town.channel_of[thread.option].digital
            skill = skill_at(self.book, thread.option, case.design, case.citizen, case.segment, case.skill, case.guided)
            complete = is_complete(self.book, thread.option, case.case, thread.base, case.complexity, skill)
            case.incomplete = 0 if complete else 1
            if case.applied < 0:
                case.applied = now
            if stage.application:
                case.applied_channel = choice.channel
                self.town.questions.open_questions(thread)
            case.confirmed = now
            case.assurance = max(choice.certainty, case.kind.receipt if case.digital else 0.0)
        elif choice.certainty > 0 and case.confirmed >= 0:
            case.confirmed, case.assurance = now, max(case.assurance, choice.certainty)
        self.town.questions.settle(case, thread.step, thread.base + thread.served - 1, choice.explains, NOTHING_ASKED)
        if stage.has_second and not choice.together:
            yield from self.town.cases.await_second(case)

    def inquiry_answered(self, case: CaseRow) -> None:
        """An answer reassures, and reminds who forgot."""
        now, main, choice = self.town.now, case.main, self.town.options[case.side.option]
        case.used = choice.channel
        case.worked = failed_at(case.worked, choice.channel)
        if case.confirmed >= 0:
            case.confirmed, case.assurance = now, max(case.assurance, choice.certainty)
        if main.waits_for_second and case.second == 2 and now < case.reminded:
            case.second = 1
            case.reminders += 1
            delay = second_delay(self.book, main.step, case.case, main.base + REMINDED)
            self.town.set_timer(main, now + delay, EVENT_ARRIVAL)
        side = case.side
        self.town.questions.settle(case, side.step, side.base + side.served - 1, choice.explains, side.asked)
        if side.cause == codes.AGAIN:
            self.go_on(case, answered=True)

    def give_up(self, case: CaseRow) -> None:
        """The citizen leaves what he asked in an inquiry."""
        side = case.side
        self.town.questions.settle(case, side.step, 0, 0.0, side.asked)
        if side.cause == codes.AGAIN:
            self.go_on(case, answered=False)

    def go_on(self, case: CaseRow, *, answered: bool) -> None:
        """Who was stuck has asked: he goes on with what he was told, or as who asked nobody."""
        main = case.main
        case.stuck, n = False, main.base + main.failed - 1
        if answered:
            case.guided = TOGETHER if does_it_together(self.book, main.step, case.case, n) else TOLD
            main.forced = main.option
            self.try_again(main, codes.AGAIN, self.town.now)
        elif not self.react(main, codes.DROPPED, n):
            main.gave_up = True
            main.signal.succeed()

    def end_contact(self, thread: Thread, outcome: int) -> None:
        """Close the row of this attempt and add up the citizen's own time."""
        town, case, contact = self.town, thread.case, thread.contact
        choice, channel = town.options[thread.option], town.channel_of[thread.option]
        contact.ended, contact.outcome = town.now, outcome
        if channel.kind == codes.LIVE and contact.queued >= 0:
            town.in_system[choice.channel] -= 1
        if channel.kind == codes.DEFERRED or contact.answered >= 0:
            contact.citizen_time += choice.citizen_time
        if channel.helpers and contact.answered >= 0:
            contact.citizen_time += effort_of_help(self.book, thread.option, case.design, case.citizen, case.segment, case.skill)
        if channel.nest == codes.IN_PERSON and outcome not in (codes.NO_SLOT, codes.NO_SHOW, codes.CANCELLED):
            contact.citizen_time += town.segments[case.segment].travel
        case.citizen_time += contact.citizen_time
        if thread.side != codes.INQUIRIES and channel.kind == codes.DEFERRED:
            thread.promised = -1

    def fail(self, thread: Thread, outcome: int) -> Any:
        """The attempt came to nothing: a signal to try again, here or elsewhere, asked or not; None = the citizen gives up.

        What was looked up is asked then.
        """
        town, case, choice = self.town, thread.case, self.town.options[thread.option]
        if codes.NOBODY_THERE[outcome]:
            thread.unreached = failed_at(thread.unreached, choice.channel)
        else:
            thread.failures = failed_at(thread.failures, choice.channel)
        case.failed = failed_at(case.failed, choice.channel)
        thread.signal = signal = town.signal()
        if choice.step != thread.step:
            thread.forced, thread.served = -1, 0
            delay = delay_after(self.book, choice.step, case.case, thread.base, codes.DROPPED)
            self.try_again(thread, codes.AGAIN, town.now + delay)
            return signal
        n = thread.base + thread.failed
        thread.failed += 1
        if thread.side == codes.JOURNEY and asks(self.book, thread.step, case.case, n, outcome):
            case.stuck, case.asks_at = True, town.now + delay_after(self.book, thread.step, case.case, n, outcome)
            thread.timer = -1
            town.cases.plan_inquiry(case)
            return signal
        return signal if self.react(thread, outcome, n) else None

    def react(self, thread: Thread, outcome: int, n: int) -> bool:
        """Try again, try elsewhere, or give up: False."""
        town, case, choice = self.town, thread.case, self.town.options[thread.option]
        action, delay = on_failure(self.book, thread.step, case.case, n, outcome, case.kind.obligation)
        if action == GIVE_UP:
            return False
        again = town.now + delay
        thread.forced = -1
        if action == RETRY and choice.own_choice:
            thread.forced = thread.option
            kind = town.channel_of[thread.option].kind
            again = try_again_at(self.book, thread.step, choice.channel, kind, case.case, n, again)
        self.try_again(thread, codes.AGAIN, again)
        return True

    def refer(self, thread: Thread) -> Any:
        """Sent to another channel: the citizen goes when he would have come back."""
        case, choice = thread.case, self.town.options[thread.option]
        thread.failures = failed_at(thread.failures, choice.channel)
        case.failed = failed_at(case.failed, choice.channel)
        thread.forced = choice.refer_option
        n = thread.base + thread.failed
        thread.failed += 1
        _, delay = on_failure(self.book, thread.step, case.case, n, codes.UNRESOLVED, 0)
        thread.signal = self.town.signal()
        self.try_again(thread, codes.REFERRAL, self.town.now + delay)
        return thread.signal

    def try_again(self, thread: Thread, cause: int, time: int) -> None:
        thread.attempt += 1
        if thread.side != codes.INQUIRIES:
            thread.cause = cause
        self.town.set_timer(thread, time, EVENT_ARRIVAL)
