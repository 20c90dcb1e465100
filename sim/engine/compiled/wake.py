"""What each event of the compiled engine means."""

from __future__ import annotations

from sim.engine.compiled.cases import begin_case, end_inquiry, finish_step, goes_on, second_done
from sim.engine.compiled.contacts import attempt, call_off, contact_served, go_on_with_form, leave_unserved, save_form, slot_comes
from sim.engine.compiled.outcomes import fail
from sim.engine.compiled.people import (
    BREAK_BEGINS,
    BREAK_ENDS,
    CONVERSATION_ENDS,
    SHIFT_BEGINS,
    WRAP_UP_ENDS,
    begin_shift,
    drop_conversation,
    end_break,
    end_shift,
    reach_break,
)
from sim.engine.compiled.questions import still_asks
from sim.engine.compiled.queues import call_dispatch, enqueue
from sim.engine.compiled.service import end_conversation, end_service, start_service, work_done
from sim.engine.compiled.state import (
    ATTEMPTING,
    BOOKED,
    CALLING_OFF,
    DOING_ALONE,
    FILLING_IN,
    FORM_SAVED,
    IDLE_THREAD,
    NONE,
    QUEUEING,
    SECOND_AWAITED,
    STARTING,
    State,
)
from sim.engine.compiler.jit import internal
from sim.engine.program import codes
from sim.engine.program.codes import EVENT_ARRIVAL, EVENT_DEADLINE, EVENT_OPENING, EVENT_PATIENCE, EVENT_ROSTER, EVENT_SERVICE_END
from sim.engine.program.program import Program
from sim.engine.rules.case import ROUND
from sim.engine.rules.worry import LOOK_AGAIN


@internal
def handle(state: State, program: Program, kind: int, payload: int) -> None:
    """One event of the calendar."""
    if kind == EVENT_SERVICE_END and payload >= WRAP_UP_ENDS:
        drop_conversation(state, program, payload - WRAP_UP_ENDS)
    elif kind == EVENT_SERVICE_END and payload >= CONVERSATION_ENDS:
        end_conversation(state, program, payload - CONVERSATION_ENDS)
    elif kind == EVENT_SERVICE_END and payload >= 0:
        end_service(state, program, payload)
    elif kind == EVENT_OPENING:
        call_dispatch(state)
    elif kind == EVENT_ROSTER:
        agent, what = payload // 4, payload % 4
        if what == SHIFT_BEGINS:
            begin_shift(state, program, agent)
        elif what == BREAK_BEGINS:
            reach_break(state, program, agent)
        elif what == BREAK_ENDS:
            end_break(state, program, agent)
        else:
            end_shift(state, program, agent)
    else:
        thread = -1 - payload if kind == EVENT_SERVICE_END else payload
        state.threads[thread].timer = NONE
        wake(state, program, thread, kind)


@internal
def wake(state: State, program: Program, thread: int, kind: int) -> None:
    """A thread's time has come: what was it waiting for?"""
    record = state.threads[thread]
    case, doing = record.case, record.doing
    if kind == EVENT_ARRIVAL and not goes_on(state, program, case):
        return
    if kind == EVENT_PATIENCE:
        leave_unserved(state, program, thread, codes.ABANDONED)
    elif kind == EVENT_DEADLINE:
        if doing == QUEUEING:
            start_service(state, program, thread, NONE)
        elif doing == BOOKED:
            slot_comes(state, program, thread)
        elif doing == CALLING_OFF:
            call_off(state, program, thread)
        elif doing == FORM_SAVED:
            fail(state, program, thread, codes.DROPPED)
        else:
            fail(state, program, thread, codes.PROMISE_BROKEN)
    elif kind == EVENT_SERVICE_END:
        if doing == FILLING_IN:
            save_form(state, program, thread)
        elif doing == DOING_ALONE:
            state.contacts[record.contact].citizen_time += state.registers[0].now - record.since
            contact_served(state, program, thread)
        else:
            work_done(state, program, thread)
    elif doing == STARTING:
        if state.open_cases[case].started < 0:
            begin_case(state, program, case, 0)
        else:
            start_step(state, program, thread)
    elif doing == ATTEMPTING:
        attempt(state, program, thread)
    elif doing == FORM_SAVED:
        go_on_with_form(state, thread)
    elif doing == SECOND_AWAITED:
        second_done(state, program, case)
    elif doing == IDLE_THREAD:
        begin_inquiry(state, program, case)


@internal
def start_step(state: State, program: Program, thread: int) -> None:
    """The moment of the step has come."""
    main = state.threads[thread]
    stage = program.rulebook.steps[main.step]
    if stage.kind == codes.CONTACT_STEP:
        attempt(state, program, thread)
    elif stage.kind == codes.BACK_OFFICE_STEP:
        enqueue(state, program, thread, stage.queue, state.registers[0].now, codes.NEVER)
    else:
        finish_step(state, program, thread)


@internal
def begin_inquiry(state: State, program: Program, case: int) -> None:
    """A question or a worry becomes a contact beside the journey."""
    life, side = state.lives[case], state.threads[2 * case + 1]
    asks = life.inquiry_cause != LOOK_AGAIN
    if life.inquiry_cause == codes.QUESTION:
        asks = still_asks(state, program, case)
    if not asks:
        end_inquiry(state, program, 2 * case + 1)
        return
    life.inquiries += 1
    side.step, side.cause, side.forced = program.rulebook.services[life.service].inquiry, life.inquiry_cause, -1
    side.turns = 0
    side.attempt = side.failures = side.unreached = side.joined = side.served = side.failed = side.bookings = side.remaining = 0
    side.base, side.asked, side.doing = life.inquiries * ROUND, state.registers[0].now, ATTEMPTING
    attempt(state, program, 2 * case + 1)
