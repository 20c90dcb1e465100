"""Open questions in the SimPy engine: of each case those that nothing has settled yet, and when they are urgent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.process.things import CaseRow, Thread
from sim.engine.program.codes import NEVER
from sim.engine.rules import questions as rules

if TYPE_CHECKING:
    from sim.engine.process.days import Town

NOTHING_ASKED = -1
"""As the time until which questions are asked: this is no answer to a question."""


class Questions:
    """What citizens still want to know."""

    def __init__(self, town: Town) -> None:
        self.town, self.book = town, town.book

    def begin_questions(self, case: CaseRow) -> None:
        """The questions with which a fresh case begins."""
        service = case.service_index
        for number in range(rules.questions_at_start(self.book, service, case.case, case.complexity, case.need)):
            question = rules.question_at_start(self.book, service, case.case, number)
            case.questions[question] = rules.urgent_before(self.book, question, case.started, case.event)

    def open_questions(self, thread: Thread) -> None:
        """The questions that the application opens which was just handed in; those urgent after the event are none."""
        case, n = thread.case, thread.base + thread.served - 1
        opened = rules.questions_opened(self.book, case.service_index, thread.option, case.case, n, case.complexity)
        for number in range(opened):
            question = rules.question_opened(self.book, thread.step, case.case, n, number)
            moment = rules.urgent_within(self.book, question, self.town.now)
            if case.event < 0 or moment < case.event:
                case.questions[question] = moment

    def settle(self, case: CaseRow, step: int, n: int, share: float, asked_until: int) -> int:
        """What one service or letter settles: each question with chance ``share``, and those asked, urgent by ``asked_until``.

        How much longer that takes.
        """
        settled = [
            question
            for question, moment in case.questions.items()
            if moment <= asked_until or rules.is_settled(self.book, step, question, n, share)
        ]
        for question in settled:
            del case.questions[question]
        return sum(rules.time_taken(self.book, question) for question in settled)

    def still_asks(self, case: CaseRow) -> bool:
        """Is a question urgent to which the citizen did not find the answer on the status page? None is after the event."""
        if 0 <= case.event <= self.town.now:
            self.drop_questions(case)
        urgent = [question for question, moment in case.questions.items() if moment <= self.town.now]
        read = [one for one in urgent if rules.is_read(self.book, case.service_index, case.citizen, case.segment, one)]
        for question in read:
            del case.questions[question]
        return len(read) < len(urgent)

    @staticmethod
    def next_question(case: CaseRow) -> int:
        """When the next question of a case is urgent; NEVER where there is none."""
        return min(case.questions.values(), default=NEVER)

    @staticmethod
    def drop_questions(case: CaseRow) -> None:
        """Who gives up has no more questions, and after the event nobody has."""
        case.questions.clear()
