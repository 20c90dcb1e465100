"""Open questions in the compiled engine: of each case a list of those that nothing has settled yet."""

from __future__ import annotations

from sim.engine.compiled.state import BLANK, NONE, State
from sim.engine.compiler.jit import internal
from sim.engine.program.codes import NEVER
from sim.engine.program.program import Program
from sim.engine.rules import questions as rules

NOTHING_ASKED = -1
"""As the time until which questions are asked: this is no answer to a question."""


@internal
def begin_questions(state: State, program: Program, case: int) -> None:
    """The questions with which a fresh case begins."""
    book, row, service = program.rulebook, state.open_cases[case], state.lives[case].service
    for number in range(rules.questions_at_start(book, service, row.case, row.complexity, row.need)):
        question = rules.question_at_start(book, service, row.case, number)
        add_question(state, case, question, rules.urgent_before(book, question, row.started, row.event))


@internal
def open_questions(state: State, program: Program, thread: int) -> None:
    """The questions that the application opens which was just handed in; those urgent after the event are none."""
    book, now, case, record = program.rulebook, state.registers[0].now, state.threads[thread].case, state.threads[thread]
    row, n = state.open_cases[case], record.base + record.served - 1
    for number in range(rules.questions_opened(book, state.lives[case].service, record.option, row.case, n, row.complexity)):
        question = rules.question_opened(book, record.step, row.case, n, number)
        moment = rules.urgent_within(book, question, now)
        if row.event < 0 or moment < row.event:
            add_question(state, case, question, moment)


@internal
def add_question(state: State, case: int, question: int, moment: int) -> None:
    place = state.registers[0].free_question
    if place == NONE:
        place = state.registers[0].question_count
        state.registers[0].question_count = place + 1
    else:
        state.registers[0].free_question = state.questions[place].next
    row = state.questions[place]
    row.question, row.moment, row.next = question, moment, state.lives[case].questions
    state.lives[case].questions = place


@internal
def drop_question(state: State, case: int, place: int, before: int) -> None:
    """It is settled; ``before`` is the one that comes before it in the list of the case, BLANK = none."""
    if before == BLANK:
        state.lives[case].questions = state.questions[place].next
    else:
        state.questions[before].next = state.questions[place].next
    state.questions[place].next = state.registers[0].free_question
    state.registers[0].free_question = place


@internal
def settle(state: State, program: Program, case: int, step: int, n: int, share: float, asked_until: int) -> int:
    """What one service or letter settles: each question with chance ``share``, and those asked, urgent by ``asked_until``.

    How much longer that takes.
    """
    book, time, before = program.rulebook, 0, BLANK
    place = state.lives[case].questions
    while place != BLANK:
        row = state.questions[place]
        following = row.next
        if row.moment <= asked_until or rules.is_settled(book, step, row.question, n, share):
            time += rules.time_taken(book, row.question)
            drop_question(state, case, place, before)
        else:
            before = place
        place = following
    return time


@internal
def still_asks(state: State, program: Program, case: int) -> bool:
    """Is a question urgent to which the citizen did not find the answer on the status page? None is after the event."""
    book, now, row, before = program.rulebook, state.registers[0].now, state.open_cases[case], BLANK
    if 0 <= row.event <= now:
        drop_questions(state, case)
    found, place = False, state.lives[case].questions
    while place != BLANK:
        question = state.questions[place]
        following, urgent = question.next, question.moment <= now
        if urgent and rules.is_read(book, state.lives[case].service, row.citizen, row.segment, question.question):
            drop_question(state, case, place, before)
        else:
            found = found or urgent
            before = place
        place = following
    return found


@internal
def next_question(state: State, case: int) -> int:
    """When the next question of a case is urgent; NEVER where there is none."""
    moment, place = NEVER, state.lives[case].questions
    while place != BLANK:
        moment = min(moment, state.questions[place].moment)
        place = state.questions[place].next
    return moment


@internal
def drop_questions(state: State, case: int) -> None:
    """Who gives up has no more questions, and after the event nobody has."""
    while state.lives[case].questions != BLANK:
        drop_question(state, case, state.lives[case].questions, BLANK)
