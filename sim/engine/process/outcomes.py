"""How a contact of the SimPy engine ends: it did what the step needed, or it failed and the citizen decides what next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.process.things import CaseRow, Process, Thread
from sim.engine.program import codes
from sim.engine.program.codes import EVENT_ARRIVAL
from sim.engine.rules.case import REMINDED, second_delay
from sim.engine.rules.choice import failed_at
from sim.engine.rules.contact import GIVE_UP, RETRY, is_complete, on_failure, try_again_at
from sim.engine.rules.help import effort_of_help, skill_at

if TYPE_CHECKING:
    from sim.engine.process.days import Town


class Outcomes:
    """What a contact was good for."""

    def __init__(self, town: Town) -> None:
        self.town, self.book = town, town.book

    def step_done(self, case: CaseRow) -> Process:
        """The contact did what the step needed; the second participant may still have to do his part."""
        now, thread = self.town.now, case.main
        choice, stage = self.town.options[thread.option], self.town.steps[thread.step]
        case.used = choice.channel
        case.worked = failed_at(case.worked, choice.channel)
        if stage.application or stage.only_incomplete:
            case.digital = self.town.channel_of[thread.option].digital
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
        if thread.side == 0 and channel.kind == codes.DEFERRED:
            case.promised = -1

    def fail(self, thread: Thread, outcome: int) -> Any:
        """The attempt came to nothing: the moment to try again, here or elsewhere; None = the citizen gives up."""
        town, case, choice = self.town, thread.case, self.town.options[thread.option]
        thread.failures = failed_at(thread.failures, choice.channel)
        case.failed = failed_at(case.failed, choice.channel)
        n = thread.base + thread.failed
        thread.failed += 1
        action, delay = on_failure(self.book, thread.step, case.case, n, outcome, case.kind.obligation)
        if action == GIVE_UP:
            return None
        again = town.now + delay
        thread.forced = -1
        if action == RETRY and choice.own_choice:
            thread.forced = thread.option
            kind = town.channel_of[thread.option].kind
            again = try_again_at(self.book, thread.step, choice.channel, kind, case.case, n, again)
        return self.try_again(thread, codes.AGAIN, again)

    def refer(self, thread: Thread) -> Any:
        """Sent to another channel: the citizen goes when he would have come back."""
        case, choice = thread.case, self.town.options[thread.option]
        thread.failures = failed_at(thread.failures, choice.channel)
        case.failed = failed_at(case.failed, choice.channel)
        thread.forced = choice.refer_option
        n = thread.base + thread.failed
        thread.failed += 1
        _, delay = on_failure(self.book, thread.step, case.case, n, codes.UNRESOLVED, 0)
        return self.try_again(thread, codes.REFERRAL, self.town.now + delay)

    def try_again(self, thread: Thread, cause: int, time: int) -> Any:
        thread.attempt += 1
        if thread.side == 0:
            thread.cause = cause
        return self.town.timer_signal(thread, time, EVENT_ARRIVAL)
