"""People of the compiled engine: shifts, breaks, and being free or not."""

from __future__ import annotations

from sim.engine.compiled.events import schedule, withdraw
from sim.engine.compiled.queues import call_dispatch, enqueue
from sim.engine.compiled.state import NONE, State
from sim.engine.compiler.jit import internal
from sim.engine.program import codes
from sim.engine.program.codes import EVENT_ROSTER, EVENT_SERVICE_END, IDLE, OFF_DUTY, ON_BREAK, SERVING, WRAPPING_UP
from sim.engine.program.program import Program
from sim.engine.rules.case import DAY, SECOND, draw
from sim.engine.rules.run_out import is_noted, own_share

SHIFT_BEGINS, BREAK_BEGINS, BREAK_ENDS, SHIFT_ENDS = range(4)
"""What a roster event is; its payload is 4 times the agent plus this."""
CONVERSATION_ENDS, WRAP_UP_ENDS = 1 << 40, 1 << 50
"""What the end of a service is about, where an agent holds several: its payload is one of these plus the thread or the leg."""


@internal
def take_number(state: State, agent: int) -> int:
    number = state.agents[agent].number
    state.agents[agent].number = number + 1
    return number


@internal
def schedule_roster(state: State, program: Program, agent: int, time: int, what: int) -> int:
    """Put a roster event of this agent on the calendar."""
    number = take_number(state, agent)
    return schedule(state, time, EVENT_ROSTER, program.facility.agents[agent].entity, number, 4 * agent + what)


@internal
def schedule_next_shift(state: State, program: Program, agent: int) -> None:
    person, record = program.facility.agents[agent], state.agents[agent]
    if record.next_stretch < person.stretches:
        stretch = program.facility.stretches[person.first_stretch + record.next_stretch]
        schedule_roster(state, program, agent, stretch.start, SHIFT_BEGINS)


@internal
def is_absent(program: Program, agent: int, number: int) -> bool:
    book, stretch, entity = program.rulebook, program.facility.stretches[number], program.facility.agents[agent].entity
    return stretch.absence > 0.0 and draw(book, entity, book.settings[0].label_absence, stretch.date) < stretch.absence


@internal
def begin_shift(state: State, program: Program, agent: int) -> None:
    """Come on duty, unless absent today; whoever still serves from the shift before goes on."""
    facility, record = program.facility, state.agents[agent]
    number = facility.agents[agent].first_stretch + record.next_stretch
    stretch = facility.stretches[number]
    record.next_stretch += 1
    if not is_absent(program, agent, number):
        record.next_break = stretch.first_break
        record.break_due = 0
        for pause in range(stretch.first_break, stretch.first_break + stretch.breaks):
            schedule_roster(state, program, agent, facility.breaks[pause].start, BREAK_BEGINS)
        schedule_roster(state, program, agent, stretch.end, SHIFT_ENDS)
        if record.leave_due:
            state.duty[record.shift_row].end = state.registers[0].now
            record.leave_due = 0
            if record.conversations > 0:
                call_dispatch(state)
        else:
            become_idle(state, program, agent)
        record.shift_row = new_duty(state, agent, codes.DUTY_SHIFT, stretch.start, stretch.end)
    schedule_next_shift(state, program, agent)


@internal
def new_duty(state: State, agent: int, kind: int, planned_start: int, planned_end: int) -> int:
    number = state.registers[0].duty_count
    state.registers[0].duty_count = number + 1
    row = state.duty[number]
    row.agent, row.kind, row.planned_start, row.planned_end = agent, kind, planned_start, planned_end
    row.start, row.end = state.registers[0].now, -1
    return number


@internal
def end_shift(state: State, program: Program, agent: int) -> None:
    """Go home: at once when idle; after the citizens in hand and the wrap-up; written and back-office work is left.

    Who stays with a citizen until the next answers leaves him.
    """
    record = state.agents[agent]
    if record.doing == IDLE or record.doing == ON_BREAK:
        go_home(state, program, agent)
    elif record.doing == SERVING and record.conversations == 0 and is_deferred(state, program, record.thread):
        pause_work(state, program, agent)
        go_home(state, program, agent)
    elif record.doing != OFF_DUTY:
        record.leave_due = 1
        if stays_with(state, agent):
            let_go(state, program, record.thread, 0)


@internal
def stays_with(state: State, agent: int) -> bool:
    """Does he stay with the one citizen in hand until the next answers?"""
    record = state.agents[agent]
    thread = state.threads[record.thread]
    is_alone = record.doing == WRAPPING_UP and record.conversations == 0
    return is_alone and thread.held > 0 and thread.leg == record.leg


@internal
def is_deferred(state: State, program: Program, thread: int) -> bool:
    design = program.rulebook.calendar[state.registers[0].now // DAY].design
    return program.facility.queues[design, state.threads[thread].queue].deferred == 1


@internal
def pause_work(state: State, program: Program, agent: int) -> None:
    """Put unfinished work back where it stood in its queue, with what is left to do."""
    record, now = state.agents[agent], state.registers[0].now
    work = state.threads[record.thread]
    leg = state.legs[record.leg]
    leg.ended, leg.end = now, codes.LEG_PAUSED
    release(state, record.leg)
    work.remaining = work.ends - now
    withdraw(state, record.service_timer)
    record.service_timer = NONE
    count_busy(state, program, agent, -1)
    enqueue(state, program, record.thread, work.queue, work.enqueued, codes.NEVER)


@internal
def release(state: State, leg: int) -> None:
    """Whoever did this piece of work, alone in hand, is done with it."""
    row, now = state.legs[leg], state.registers[0].now
    row.released, row.spent = now, now - row.started


@internal
def go_home(state: State, program: Program, agent: int) -> None:
    record, now = state.agents[agent], state.registers[0].now
    if record.doing == IDLE:
        no_longer_idle(state, program, agent)
    if record.doing == ON_BREAK:
        state.duty[record.break_row].end = now
        withdraw(state, record.break_timer)
    state.duty[record.shift_row].end = now
    record.doing, record.leave_due, record.break_due, record.break_timer, record.shift_row = OFF_DUTY, 0, 0, NONE, -1


@internal
def become_idle(state: State, program: Program, agent: int) -> None:
    """Last among the idle of the team, where of those who came at this same moment the lowest number goes first."""
    record, team, now = state.agents[agent], state.teams[program.facility.agents[agent].team], state.registers[0].now
    record.doing, record.idle_since = IDLE, now
    before, after = team.last_idle, NONE
    while before != NONE and before > agent and state.agents[before].idle_since == now:
        before, after = state.agents[before].previous_idle, before
    record.previous_idle, record.next_idle = before, after
    if before != NONE:
        state.agents[before].next_idle = agent
    else:
        team.first_idle = agent
    if after != NONE:
        state.agents[after].previous_idle = agent
    else:
        team.last_idle = agent
    call_dispatch(state)


@internal
def no_longer_idle(state: State, program: Program, agent: int) -> None:
    record, team = state.agents[agent], state.teams[program.facility.agents[agent].team]
    if record.previous_idle != NONE:
        state.agents[record.previous_idle].next_idle = record.next_idle
    else:
        team.first_idle = record.next_idle
    if record.next_idle != NONE:
        state.agents[record.next_idle].previous_idle = record.previous_idle
    else:
        team.last_idle = record.previous_idle


@internal
def reach_break(state: State, program: Program, agent: int) -> None:
    """A break is planned now: it starts late when somebody is being served, and keeps its length."""
    record = state.agents[agent]
    if record.doing == OFF_DUTY or record.next_break < 0:
        return
    if record.break_due == 0:
        record.break_planned = state.registers[0].now
    record.break_due += program.facility.breaks[record.next_break].length
    record.next_break += 1
    if record.doing == IDLE:
        no_longer_idle(state, program, agent)
        begin_break(state, program, agent)


@internal
def begin_break(state: State, program: Program, agent: int) -> None:
    record, now = state.agents[agent], state.registers[0].now
    record.doing = ON_BREAK
    record.break_row = new_duty(state, agent, codes.DUTY_BREAK, record.break_planned, record.break_planned + record.break_due)
    record.break_timer = schedule_roster(state, program, agent, now + record.break_due, BREAK_ENDS)
    record.break_due = 0


@internal
def end_break(state: State, program: Program, agent: int) -> None:
    record = state.agents[agent]
    record.break_timer = NONE
    state.duty[record.break_row].end = state.registers[0].now
    after_work(state, program, agent)


@internal
def after_work(state: State, program: Program, agent: int) -> None:
    """Free again: go home, take the break that is due, or be idle."""
    record = state.agents[agent]
    if record.leave_due:
        go_home(state, program, agent)
    elif record.break_due > 0:
        begin_break(state, program, agent)
    else:
        become_idle(state, program, agent)


@internal
def count_busy(state: State, program: Program, agent: int, change: int) -> None:
    """Keep the number of busy agents of the team and its integral over time."""
    team, now = state.teams[program.facility.agents[agent].team], state.registers[0].now
    team.integral += team.busy * (now - team.changed)
    team.changed = now
    team.busy += change


@internal
def schedule_service_end(state: State, program: Program, agent: int, time: int, payload: int) -> int:
    number = take_number(state, agent)
    return schedule(state, time, EVENT_SERVICE_END, program.facility.agents[agent].entity, number, payload)


@internal
def share_time(state: State, agent: int, until: int) -> None:
    """What each of the conversations in hand had of the time since their number last changed."""
    person = state.agents[agent]
    if person.conversations > 0:
        person.share += (until - person.shared_at) // person.conversations
    person.shared_at = until


@internal
def drop_conversation(state: State, program: Program, leg: int) -> None:
    """Nothing is left to do for a conversation; the agent is free when it was the last in hand."""
    row, agent, now = state.legs[leg], state.legs[leg].agent, state.registers[0].now
    person = state.agents[agent]
    row.released = now
    share_time(state, agent, now)
    row.spent += person.share
    row.counted, person.dropped_at = max(row.started, person.dropped_at), now
    if is_noted(program.rulebook, row.enqueued, now):
        state.conversations[row.queue, 0] += row.spent // SECOND
        state.conversations[row.queue, 1] += (now - row.started) // SECOND
    person.conversations -= 1
    if person.conversations > 0:
        call_dispatch(state)
    else:
        count_busy(state, program, agent, -1)
        after_work(state, program, agent)


@internal
def let_go(state: State, program: Program, thread: int, told: int) -> None:
    """Who stayed with the citizen is ``told`` busy to explain it to who answered (0: nobody did), wraps up and is free."""
    record, now = state.threads[thread], state.registers[0].now
    leg, agent = state.legs[record.leg], state.legs[record.leg].agent
    time = told + record.wrap_up
    record.held = 0
    if agent < 0:
        if leg.team >= 0:
            leg.spent += own_share(state.conversations, leg.queue, now - record.enqueued + told)
    elif time > 0:
        several = state.agents[agent].conversations > 0
        timer = schedule_service_end(state, program, agent, now + time, WRAP_UP_ENDS + record.leg if several else agent)
        if not several:
            state.agents[agent].service_timer = timer
    elif state.agents[agent].conversations > 0:
        drop_conversation(state, program, record.leg)
    else:
        end_work(state, program, agent)


@internal
def end_work(state: State, program: Program, agent: int) -> None:
    """Nothing is left to do for the one piece of work in hand."""
    release(state, state.agents[agent].leg)
    state.agents[agent].service_timer = NONE
    count_busy(state, program, agent, -1)
    after_work(state, program, agent)
