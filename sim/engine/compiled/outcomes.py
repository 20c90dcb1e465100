"""How a contact of the compiled engine ends: it did what the step needed, or it failed and the citizen decides what next."""

from __future__ import annotations

from sim.engine.compiled.cases import await_second, end_inquiry, finish_step, plan_inquiry, stop_step
from sim.engine.compiled.events import set_timer
from sim.engine.compiled.questions import NOTHING_ASKED, open_questions, settle
from sim.engine.compiled.state import ATTEMPTING, SECOND_AWAITED, STUCK, State
from sim.engine.compiler.jit import internal
from sim.engine.program import codes
from sim.engine.program.codes import EVENT_ARRIVAL, INQUIRIES, JOURNEY
from sim.engine.program.program import Program
from sim.engine.rules.case import REMINDED, second_delay
from sim.engine.rules.choice import channel_of, failed_at
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


@internal
def step_done(state: State, program: Program, thread: int) -> None:
    """The contact did what the step needed; the second participant may still have to do his part."""
    if state.threads[thread].side == INQUIRIES:
        inquiry_answered(state, program, thread)
        return
    book, now, case, record = program.rulebook, state.registers[0].now, state.threads[thread].case, state.threads[thread]
    row, life, choice, stage = state.open_cases[case], state.lives[case], book.options[record.option], book.steps[record.step]
    life.used = choice.channel
    life.worked = failed_at(life.worked, choice.channel)
    if stage.application or stage.only_incomplete:
        life.digital = book.channels[channel_of(book, row.design, record.option)].digital
        skill = skill_at(book, record.option, row.design, row.citizen, row.segment, row.skill, life.guided)
        complete = is_complete(book, record.option, row.case, record.base, row.complexity, skill)
        life.incomplete = 0 if complete else 1
        if row.applied < 0:
            row.applied = now
        if stage.application:
            row.applied_channel = choice.channel
            open_questions(state, program, thread)
        life.confirmed = now
        life.assurance = max(choice.certainty, book.services[life.service].receipt if life.digital else 0.0)
    elif choice.certainty > 0.0 and life.confirmed >= 0:
        life.confirmed, life.assurance = now, max(life.assurance, choice.certainty)
    settle(state, program, case, record.step, record.base + record.served - 1, choice.explains, NOTHING_ASKED)
    if stage.has_second and choice.together == 0:
        await_second(state, program, case)
    else:
        finish_step(state, program, thread)


@internal
def inquiry_answered(state: State, program: Program, thread: int) -> None:
    """An answer reassures, and reminds who forgot."""
    book, now, case, record = program.rulebook, state.registers[0].now, state.threads[thread].case, state.threads[thread]
    row, life, main, choice = state.open_cases[case], state.lives[case], state.threads[2 * case], book.options[record.option]
    life.used = choice.channel
    life.worked = failed_at(life.worked, choice.channel)
    if life.confirmed >= 0:
        life.confirmed, life.assurance = now, max(life.assurance, choice.certainty)
    if main.doing == SECOND_AWAITED and life.second == 2 and now < life.reminded:
        life.second = 1
        row.reminders += 1
        set_timer(state, 2 * case, now + second_delay(book, main.step, row.case, main.base + REMINDED), EVENT_ARRIVAL)
    settle(state, program, case, record.step, record.base + record.served - 1, choice.explains, record.asked)
    if record.cause == codes.AGAIN:
        go_on(state, program, case, 1)
    end_inquiry(state, program, thread)


@internal
def give_up(state: State, program: Program, thread: int, end: int) -> None:
    """The citizen leaves it: the case, or in an inquiry what he asked."""
    record = state.threads[thread]
    if record.side != INQUIRIES:
        stop_step(state, program, thread, end)
        return
    settle(state, program, record.case, record.step, 0, 0.0, record.asked)
    if record.cause == codes.AGAIN:
        go_on(state, program, record.case, 0)
    end_inquiry(state, program, thread)


@internal
def go_on(state: State, program: Program, case: int, answered: int) -> None:
    """Who was stuck has asked: he goes on with what he was told, or as who asked nobody."""
    book, life, thread = program.rulebook, state.lives[case], 2 * case
    main = state.threads[thread]
    life.stuck, n = 0, main.base + main.failed - 1
    if answered:
        life.guided = TOGETHER if does_it_together(book, main.step, state.open_cases[case].case, n) else TOLD
        main.forced = main.option
        try_again(state, thread, codes.AGAIN, state.registers[0].now)
    elif not react(state, program, thread, codes.DROPPED, n):
        stop_step(state, program, thread, codes.CASE_GAVE_UP)


@internal
def end_contact(state: State, program: Program, thread: int, outcome: int) -> None:
    """Close the row of this attempt and add up the citizen's own time."""
    book, record = program.rulebook, state.threads[thread]
    row = state.open_cases[record.case]
    contact = state.contacts[record.contact]
    choice = book.options[record.option]
    channel = book.channels[channel_of(book, row.design, record.option)]
    contact.ended, contact.outcome = state.registers[0].now, outcome
    if channel.kind == codes.LIVE and contact.queued >= 0:
        state.in_system[choice.channel] -= 1
    if channel.kind == codes.DEFERRED or contact.answered >= 0:
        contact.citizen_time += choice.citizen_time
    if channel.helpers > 0 and contact.answered >= 0:
        contact.citizen_time += effort_of_help(book, record.option, row.design, row.citizen, row.segment, row.skill)
    stayed_away = outcome == codes.NO_SLOT or outcome == codes.NO_SHOW or outcome == codes.CANCELLED
    came = channel.nest == codes.IN_PERSON and not stayed_away
    if came:
        contact.citizen_time += book.segments[row.segment].travel
    row.citizen_time += contact.citizen_time
    if record.side != INQUIRIES and channel.kind == codes.DEFERRED:
        record.promised = -1


@internal
def fail(state: State, program: Program, thread: int, outcome: int) -> None:
    """The attempt came to nothing: ask, try again, try elsewhere, or give up. What was looked up is asked then."""
    book, now = program.rulebook, state.registers[0].now
    record = state.threads[thread]
    row, life = state.open_cases[record.case], state.lives[record.case]
    end_contact(state, program, thread, outcome)
    choice = book.options[record.option]
    if codes.NOBODY_THERE[outcome]:
        record.unreached = failed_at(record.unreached, choice.channel)
    else:
        record.failures = failed_at(record.failures, choice.channel)
    life.failed = failed_at(life.failed, choice.channel)
    if choice.step != record.step:
        record.forced, record.served = -1, 0
        try_again(state, thread, codes.AGAIN, now + delay_after(book, choice.step, row.case, record.base, codes.DROPPED))
        return
    n = record.base + record.failed
    record.failed += 1
    if record.side == JOURNEY and asks(book, record.step, row.case, n, outcome):
        record.doing, life.stuck = STUCK, 1
        life.asks_at = now + delay_after(book, record.step, row.case, n, outcome)
        plan_inquiry(state, program, record.case)
    elif not react(state, program, thread, outcome, n):
        give_up(state, program, thread, codes.CASE_GAVE_UP)


@internal
def react(state: State, program: Program, thread: int, outcome: int, n: int) -> bool:
    """Try again, try elsewhere, or give up: False."""
    book, now = program.rulebook, state.registers[0].now
    record = state.threads[thread]
    row, life = state.open_cases[record.case], state.lives[record.case]
    number = book.options[record.option].channel
    obligation = book.services[life.service].obligation
    action, delay = on_failure(book, record.step, row.case, n, outcome, obligation)
    if action == GIVE_UP:
        return False
    again = now + delay
    record.forced = -1
    if action == RETRY and book.options[record.option].own_choice:
        record.forced = record.option
        kind = book.channels[channel_of(book, row.design, record.option)].kind
        again = try_again_at(book, record.step, number, kind, row.case, n, again)
    try_again(state, thread, codes.AGAIN, again)
    return True


@internal
def refer(state: State, program: Program, thread: int) -> None:
    """Sent to another channel: the citizen goes when he would have come back."""
    book, now = program.rulebook, state.registers[0].now
    record = state.threads[thread]
    row, life = state.open_cases[record.case], state.lives[record.case]
    end_contact(state, program, thread, codes.REFERRED)
    choice = book.options[record.option]
    record.failures = failed_at(record.failures, choice.channel)
    life.failed = failed_at(life.failed, choice.channel)
    record.forced = choice.refer_option
    n = record.base + record.failed
    record.failed += 1
    _, delay = on_failure(book, record.step, row.case, n, codes.UNRESOLVED, 0)
    try_again(state, thread, codes.REFERRAL, now + delay)


@internal
def try_again(state: State, thread: int, cause: int, time: int) -> None:
    record = state.threads[thread]
    record.attempt += 1
    if record.side != INQUIRIES:
        record.cause = cause
    record.doing = ATTEMPTING
    set_timer(state, thread, time, EVENT_ARRIVAL)
