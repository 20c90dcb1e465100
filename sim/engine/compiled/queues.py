"""Queues of the compiled engine: linked lists of threads, kept by (time of joining, entity)."""

from __future__ import annotations

from sim.engine.compiled.events import schedule, set_timer
from sim.engine.compiled.state import QUEUEING, State
from sim.engine.compiler.jit import internal
from sim.engine.program.codes import EVENT_DEADLINE, EVENT_OPENING, IDLE, OFF_DUTY, ON_BREAK
from sim.engine.program.program import Program
from sim.engine.rules.case import DAY, HOUR, QUARTER, WEEK
from sim.engine.rules.contact import wait_behind
from sim.engine.rules.run_out import ANNOUNCED, WAITED, is_noted, note, office_is_there, told_wait, wait_for_turn


@internal
def stands_before(state: State, a: int, b: int) -> bool:
    """Does thread ``a`` come before thread ``b`` in a queue?"""
    if state.threads[a].enqueued != state.threads[b].enqueued:
        return state.threads[a].enqueued < state.threads[b].enqueued
    one, other = state.threads[a].case, state.threads[b].case
    if one != other:
        return state.open_cases[one].case < state.open_cases[other].case
    return state.threads[a].side < state.threads[b].side


@internal
def count_length(state: State, queue: int, change: int) -> None:
    """Keep the length of the queue and its integral over time."""
    row, now = state.queues[queue], state.registers[0].now
    row.integral += row.length * (now - row.changed)
    row.changed = now
    row.length += change
    state.registers[0].waiting += change


@internal
def enqueue(state: State, program: Program, thread: int, queue: int, enqueued: int, leaves: int) -> None:
    """Join a queue at the place that belongs to the time of joining (in the past for paused work), until ``leaves``."""
    record = state.threads[thread]
    record.queue, record.enqueued, record.leaves, record.doing = queue, enqueued, leaves, QUEUEING
    insert(state, thread)
    if is_manned(state, program, queue):
        call_helpers(state, program, thread)
        call_dispatch(state)
    else:
        await_turn(state, program, thread)


@internal
def is_manned(state: State, program: Program, queue: int) -> bool:
    """Is it the office that serves this queue, or a team without limit?"""
    book, now = program.rulebook, state.registers[0].now
    design = book.calendar[now // DAY].design
    return office_is_there(book, now) or program.facility.queues[design, queue].unlimited == 1


@internal
def await_turn(state: State, program: Program, thread: int) -> None:
    """Without an office: served after a wait as people had there, when patience does not end before."""
    record, now = state.threads[thread], state.registers[0].now
    case = state.open_cases[record.case].case
    n, waited = record.base + record.turns, now - record.enqueued
    record.turns += 1
    turn = now + wait_for_turn(program.rulebook, state.times, record.queue, record.step, case, n, record.enqueued, waited)
    if turn < record.leaves:
        set_timer(state, thread, turn, EVENT_DEADLINE)


@internal
def stop_office(state: State, program: Program) -> None:
    """The office stops: who stands in a queue is served after a wait as well."""
    for queue in range(len(state.queues)):
        if not is_manned(state, program, queue):
            thread = state.queues[queue].head
            while thread >= 0:
                await_turn(state, program, thread)
                thread = state.threads[thread].next


@internal
def note_turn(state: State, program: Program, queue: int, joined: int, team: int) -> None:
    """Remember how long it took to be served, for who gave up before as well, and by whom."""
    now = state.registers[0].now
    if is_noted(program.rulebook, joined, now):
        note(state.times, WAITED, queue, joined, now - joined, 1 + state.given_up[queue])
        state.given_up[queue] = 0
        if team >= 0:
            state.served[queue, team] += 1


@internal
def insert(state: State, thread: int) -> None:
    record = state.threads[thread]
    row = state.queues[record.queue]
    if record.enqueued < state.registers[0].now:
        before, after = -1, row.head
        while after >= 0 and stands_before(state, after, thread):
            before, after = after, state.threads[after].next
    else:
        before, after = row.tail, -1
        while before >= 0 and stands_before(state, thread, before):
            before, after = state.threads[before].previous, before
    record.previous, record.next = before, after
    if before >= 0:
        state.threads[before].next = thread
    else:
        row.head = thread
    if after >= 0:
        state.threads[after].previous = thread
    else:
        row.tail = thread
    count_length(state, record.queue, 1)


@internal
def call_helpers(state: State, program: Program, thread: int) -> None:
    """A dispatch pass at every moment from which another team takes what still waits then."""
    record, now = state.threads[thread], state.registers[0].now
    after = program.facility.after
    design = program.rulebook.calendar[now // DAY].design
    for team in range(after.shape[1]):
        time = record.enqueued + after[design, team, record.queue]
        if time > now:
            schedule(state, time, EVENT_OPENING, state.open_cases[record.case].case, 0, 0)


@internal
def helps(state: State, program: Program, design: int, team: int, queue: int) -> bool:
    """Does this team serve the queue, and has its head waited long enough for that?"""
    facility = program.facility
    if facility.serves[design, team, queue] == 0:
        return False
    after = facility.after[design, team, queue]
    return after == 0 or state.registers[0].now - state.threads[state.queues[queue].head].enqueued >= after


@internal
def is_shut(state: State, program: Program, queue: int) -> bool:
    """Is this queue outside the hours in which it is served?"""
    shut = program.facility.shut
    return shut.shape[1] > 0 and shut[queue, state.registers[0].now // QUARTER]


@internal
def call_dispatch(state: State) -> None:
    """One dispatch pass at the end of this instant."""
    state.registers[0].dispatch_due = 1


@internal
def leave_queue(state: State, thread: int) -> None:
    """Take a thread out of its queue, wherever it stands."""
    record = state.threads[thread]
    row = state.queues[record.queue]
    if record.previous >= 0:
        state.threads[record.previous].next = record.next
    else:
        row.head = record.next
    if record.next >= 0:
        state.threads[record.next].previous = record.previous
    else:
        row.tail = record.previous
    count_length(state, record.queue, -1)


@internal
def can_take_another(state: State, program: Program, design: int, agent: int, queue: int) -> bool:
    """May this agent begin another conversation beside those in hand? Not when he is about to go home or to have a break."""
    record, kind = state.agents[agent], program.facility.queues[design, queue]
    stays = record.leave_due == 0 and record.break_due == 0
    return stays and 0 < record.conversations < kind.concurrency and record.conversing_at == kind.channel


@internal
def announced_wait(state: State, program: Program, thread: int, queue: int) -> int:
    """What who would join now is told; 0 = somebody is free, -1 = nobody is there."""
    book, record, now = program.rulebook, state.threads[thread], state.registers[0].now
    if not is_manned(state, program, queue):
        case, n = state.open_cases[record.case].case, record.base + record.turns
        return told_wait(book, state.times, queue, record.step, case, n, now)
    announced = wait_now(state, program, queue)
    if is_noted(book, now, now):
        note(state.times, ANNOUNCED, queue, now, announced, 1)
    return announced


@internal
def wait_now(state: State, program: Program, queue: int) -> int:
    """What the office tells: how many stand before, and how many are there."""
    facility = program.facility
    design = program.rulebook.calendar[state.registers[0].now // DAY].design
    if is_shut(state, program, queue):
        return -1
    on_duty = 0
    for agent in range(len(state.agents)):
        team = facility.agents[agent].team
        if facility.serves[design, team, queue] > 0 and facility.after[design, team, queue] == 0:
            doing = state.agents[agent].doing
            if doing == IDLE or can_take_another(state, program, design, agent, queue):
                return 0
            if doing != OFF_DUTY and doing != ON_BREAK:
                on_duty += 1
    kind = facility.queues[design, queue]
    return wait_behind(state.queues[queue].length, kind.mean_handling, on_duty * kind.concurrency)


@internal
def note_wait(state: State, channel: int, joined: int, waited: int) -> None:
    """Remember a wait that ended today, for tomorrow's expectation."""
    weekday, hour = joined // DAY % 7, joined // HOUR % 24
    state.left[channel, weekday, hour, 0] += 1
    state.left[channel, weekday, hour, 1] += waited


@internal
def note_who_waits(state: State) -> None:
    """Remember who still waits to be helped, for a week already and longer than is expected."""
    for queue in range(len(state.queues)):
        thread = state.queues[queue].head
        while thread >= 0:
            record = state.threads[thread]
            if record.contact >= 0 and record.remaining == 0:
                channel, joined = state.contacts[record.contact].channel, record.enqueued
                weekday, hour, waited = joined // DAY % 7, joined // HOUR % 24, state.registers[0].now - joined
                if waited >= WEEK and waited > state.expectation[channel, weekday, hour]:
                    state.left[channel, weekday, hour, 2] += 1
                    state.left[channel, weekday, hour, 3] += waited
            thread = record.next
