"""Work of the compiled engine: who serves whom, and what happens until a piece of work is done."""

from __future__ import annotations

from sim.engine.compiled.cases import back_office_done
from sim.engine.compiled.contacts import contact_served
from sim.engine.compiled.events import set_timer, stop_timer
from sim.engine.compiled.people import (
    CONVERSATION_ENDS,
    WRAP_UP_ENDS,
    count_busy,
    drop_conversation,
    end_work,
    let_go,
    no_longer_idle,
    release,
    schedule_service_end,
    share_time,
)
from sim.engine.compiled.questions import NOTHING_ASKED, settle
from sim.engine.compiled.queues import (
    can_take_another,
    helps,
    is_manned,
    is_shut,
    leave_queue,
    note_turn,
    note_wait,
    stands_before,
)
from sim.engine.compiled.state import IN_SERVICE, NONE, State
from sim.engine.compiler.jit import compiled, internal
from sim.engine.program import codes
from sim.engine.program.codes import EVENT_SERVICE_END, IDLE, INQUIRIES, SERVING, WRAPPING_UP
from sim.engine.program.program import Program
from sim.engine.rules.case import DAY, back_office_work
from sim.engine.rules.choice import channel_of
from sim.engine.rules.contact import at_speed, explains, serve, while_learning
from sim.engine.rules.run_out import own_share, team_at_turn


@internal
def dispatch(state: State, program: Program) -> None:
    """Match who waits and who is free, best queue head first, until nothing more fits."""
    state.registers[0].dispatch_due = 0
    design = program.rulebook.calendar[state.registers[0].now // DAY].design
    while state.registers[0].waiting > 0:
        queue = best_queue(state, program, design)
        if queue < 0:
            return
        agent = -1
        if program.facility.queues[design, queue].unlimited == 0:
            agent = best_agent(state, program, design, queue)
        start_service(state, program, state.queues[queue].head, agent)


@internal
def best_queue(state: State, program: Program, design: int) -> int:
    """The queue whose head goes first among those that a free agent serves: by aged priority, time of joining, entity."""
    facility, now = program.facility, state.registers[0].now
    best, best_rank = -1, 0
    for queue in range(len(state.queues)):
        if state.queues[queue].length == 0 or is_shut(state, program, queue):
            continue
        kind = facility.queues[design, queue]
        if kind.unlimited == 0 and not somebody_free(state, program, design, queue):
            continue
        head = state.threads[state.queues[queue].head]
        rank = kind.priority
        if kind.ageing > 0:
            rank -= (now - head.enqueued) // kind.ageing
        if best < 0 or rank < best_rank or (rank == best_rank and goes_first(state, queue, best)):
            best, best_rank = queue, rank
    return best


@internal
def goes_first(state: State, queue: int, other: int) -> bool:
    """Of two heads of the same rank: who joined first, and then by entity."""
    return stands_before(state, state.queues[queue].head, state.queues[other].head)


@internal
def somebody_free(state: State, program: Program, design: int, queue: int) -> bool:
    if program.facility.queues[design, queue].concurrency > 1:
        return best_of_all(state, program, design, queue) >= 0
    for team in range(len(state.teams)):
        if state.teams[team].first_idle != NONE and helps(state, program, design, team, queue):
            return True
    return False


@internal
def best_agent(state: State, program: Program, design: int, queue: int) -> int:
    """Of those who are idle or have room: best skill priority, least in hand, longest idle, lowest number; -1 = nobody.

    Where nobody takes several at once, it is the first of the idle of one of the teams.
    """
    if program.facility.queues[design, queue].concurrency > 1:
        return best_of_all(state, program, design, queue)
    best, best_skill = NONE, 0
    for team in range(len(state.teams)):
        agent = state.teams[team].first_idle
        if agent == NONE or not helps(state, program, design, team, queue):
            continue
        skill = program.facility.serves[design, team, queue]
        better = best == NONE or skill < best_skill
        if not better and skill == best_skill:
            since, longest = state.agents[agent].idle_since, state.agents[best].idle_since
            better = since < longest or (since == longest and agent < best)
        if better:
            best, best_skill = agent, skill
    return best


@internal
def best_of_all(state: State, program: Program, design: int, queue: int) -> int:
    """The same where an agent may hold several conversations at once."""
    facility = program.facility
    best, best_skill = -1, 0
    for agent in range(len(state.agents)):
        record = state.agents[agent]
        if record.doing != IDLE and not can_take_another(state, program, design, agent, queue):
            continue
        team = facility.agents[agent].team
        if not helps(state, program, design, team, queue):
            continue
        skill = facility.serves[design, team, queue]
        better = best < 0 or skill < best_skill
        if not better and skill == best_skill:
            other = state.agents[best]
            fewer, longer = record.conversations < other.conversations, record.idle_since < other.idle_since
            better = fewer or (record.conversations == other.conversations and longer)
        if better:
            best, best_skill = agent, skill
    return best


@internal
def start_service(state: State, program: Program, thread: int, agent: int) -> None:
    """A piece of work begins: with a citizen, on his letter, or on his case. Without an office a team does it."""
    book, now, case = program.rulebook, state.registers[0].now, state.threads[thread].case
    record, row, life = state.threads[thread], state.open_cases[case], state.lives[case]
    leave_queue(state, thread)
    stop_timer(state, thread)
    told = record.held
    if told > 0:
        let_go(state, program, thread, told)
    paused = record.remaining > 0
    team = program.facility.agents[agent].team if agent >= 0 else team_without_office(state, program, thread)
    if not paused:
        note_turn(state, program, record.queue, record.enqueued, team)
    is_contact = record.contact >= 0
    if paused:
        duration = record.remaining
    elif is_contact:
        duration = serve_contact(state, program, thread)
    else:
        duration = back_office_work(book, record.step, row.case, record.base, life.digital, life.incomplete)
        record.wrap_up = 0
    if not paused:
        learning = book.options[record.option].learning if is_contact else book.steps[record.step].learning
        duration = while_learning(book, learning, duration, now)
        record.wrap_up = while_learning(book, learning, record.wrap_up, now)
        record.held = while_learning(book, learning, record.held, now)
    if team >= 0 and not paused:
        speed = program.facility.speed[book.calendar[now // DAY].design, team, record.queue]
        duration, record.wrap_up = at_speed(duration, speed, 1), at_speed(record.wrap_up, speed, 0)
        record.held = at_speed(record.held, speed, min(1, record.held))
    duration += told
    record.remaining = 0
    record.ends, record.agent, record.doing = now + duration, agent, IN_SERVICE
    record.leg = new_leg(state, program, thread, agent, team)
    if agent < 0:
        set_timer(state, thread, now + duration, EVENT_SERVICE_END)
        return
    person = state.agents[agent]
    if person.doing == IDLE:
        no_longer_idle(state, program, agent)
        count_busy(state, program, agent, 1)
    person.doing, person.thread, person.leg = SERVING, thread, record.leg
    kind = program.facility.queues[book.calendar[now // DAY].design, record.queue]
    if kind.concurrency > 1:
        share_time(state, agent, now)
        state.legs[record.leg].spent = -person.share
        person.conversations += 1
        person.conversing_at = kind.channel
        schedule_service_end(state, program, agent, now + duration, CONVERSATION_ENDS + thread)
        return
    person.service_timer = schedule_service_end(state, program, agent, now + duration, agent)


@internal
def team_without_office(state: State, program: Program, thread: int) -> int:
    """Who would serve him, if the office were still there; -1 where nobody has to."""
    book, record, now = program.rulebook, state.threads[thread], state.registers[0].now
    if is_manned(state, program, record.queue):
        return -1
    case, design, serves = state.open_cases[record.case].case, book.calendar[now // DAY].design, program.facility.serves
    return team_at_turn(book, state.served, serves, design, record.queue, record.step, case, record.base + record.turns - 1)


@internal
def serve_contact(state: State, program: Program, thread: int) -> int:
    book, case, now = program.rulebook, state.threads[thread].case, state.registers[0].now
    record, row, life = state.threads[thread], state.open_cases[case], state.lives[case]
    hidden, n, contact = (
        1 if row.hidden and row.discovered < 0 else 0,
        record.base + record.served,
        state.contacts[record.contact],
    )
    duration, record.wrap_up, record.resolved, record.discovered = serve(
        book, record.option, life.service, row.case, n, row.complexity, row.skill, hidden, contact.transfers
    )
    at_once, record.held = explains(book, record.option, record.queue, row.case, n, record.resolved)
    record.wrap_up += at_once
    asked_until = record.asked if record.side == INQUIRIES and record.resolved else NOTHING_ASKED
    duration += settle(state, program, case, record.step, n, book.options[record.option].dialogue, asked_until)
    record.served += 1
    contact.waited += now - record.enqueued
    note_wait(state, contact.channel, record.enqueued, now - record.enqueued)
    if contact.answered < 0:
        contact.answered = now
    return duration


@internal
def new_leg(state: State, program: Program, thread: int, agent: int, team: int) -> int:
    book, case = program.rulebook, state.threads[thread].case
    record, row, life = state.threads[thread], state.open_cases[case], state.lives[case]
    number = state.registers[0].leg_count
    state.registers[0].leg_count = number + 1
    leg = state.legs[number]
    leg.case, leg.service, leg.step, leg.queue = life.row, row.service, book.steps[record.step].name, record.queue
    leg.agent, leg.team = agent, team
    leg.enqueued, leg.ended, leg.released, leg.end = record.enqueued, -1, -1, codes.LEG_OPEN
    leg.started = leg.counted = state.registers[0].now
    if record.contact >= 0:
        leg.contact, leg.leg = state.contacts[record.contact].contact, record.legs
        leg.channel, leg.cause = state.contacts[record.contact].channel, state.contacts[record.contact].cause
        record.legs += 1
    else:
        leg.contact, leg.leg, leg.channel, leg.cause = -1, life.work_legs, -1, record.cause
        life.work_legs += 1
    return number


@compiled
def note_unfinished(state: State, program: Program, end: int) -> None:
    """At the end of the run: what is in hand is cut off, and a leg that never started stands for all that is in a queue.

    Who waits there has waited until then.
    """
    for agent in range(len(state.agents)):
        share_time(state, agent, end)
    for number in range(state.registers[0].leg_count):
        leg = state.legs[number]
        if leg.released >= 0:
            continue
        if leg.agent < 0 or state.agents[leg.agent].conversations == 0:
            leg.spent = end - leg.started
            continue
        person = state.agents[leg.agent]
        leg.spent += person.share
        leg.counted, person.dropped_at = max(leg.started, person.dropped_at), end
    for queue in range(len(state.queues)):
        thread = state.queues[queue].head
        while thread >= 0:
            leg = state.legs[new_leg(state, program, thread, -1, -1)]
            leg.started = leg.counted = -1
            record = state.threads[thread]
            if record.contact >= 0 and record.remaining == 0:
                state.contacts[record.contact].waited += end - record.enqueued
            thread = record.next


@internal
def end_service(state: State, program: Program, agent: int) -> None:
    """The agent is done with the citizen or the work, or with the wrap-up after it."""
    person, thread = state.agents[agent], state.agents[agent].thread
    wrapped_up = person.doing == WRAPPING_UP
    if not wrapped_up and state.threads[thread].held > 0:
        person.doing, person.service_timer = WRAPPING_UP, NONE
    elif not wrapped_up and state.threads[thread].wrap_up > 0:
        person.doing = WRAPPING_UP
        time = state.registers[0].now + state.threads[thread].wrap_up
        person.service_timer = schedule_service_end(state, program, agent, time, agent)
    else:
        end_work(state, program, agent)
    if not wrapped_up:
        work_done(state, program, thread)


@internal
def end_conversation(state: State, program: Program, thread: int) -> None:
    """One of the conversations that an agent holds at once is over; he may still have to wrap it up."""
    record, now = state.threads[thread], state.registers[0].now
    leg, agent = record.leg, record.agent
    if record.held == 0 and record.wrap_up > 0:
        schedule_service_end(state, program, agent, now + record.wrap_up, WRAP_UP_ENDS + leg)
    elif record.held == 0:
        drop_conversation(state, program, leg)
    work_done(state, program, thread)


@internal
def work_done(state: State, program: Program, thread: int) -> None:
    """A piece of work is finished; the case goes on."""
    close_leg(state, thread)
    book, record = program.rulebook, state.threads[thread]
    row = state.open_cases[record.case]
    record.agent = -1
    if record.contact < 0:
        back_office_done(state, program, thread)
        return
    if book.channels[channel_of(book, row.design, record.option)].kind != codes.DEFERRED:
        state.contacts[record.contact].citizen_time += state.registers[0].now - state.legs[record.leg].started
    contact_served(state, program, thread)


@internal
def close_leg(state: State, thread: int) -> None:
    """The work itself is done; where nobody did it (without an agent), nobody is still busy with it."""
    number = state.threads[thread].leg
    leg = state.legs[number]
    leg.ended, leg.end = state.registers[0].now, codes.LEG_DONE
    if leg.agent < 0:
        release(state, number)
        if leg.team >= 0:
            leg.spent = own_share(state.conversations, leg.queue, leg.spent + state.threads[thread].wrap_up)
