"""Contacts of the compiled engine: how a citizen asks, and is served, handed on or sent away."""

from __future__ import annotations

from sim.engine.compiled.cases import plan_worry
from sim.engine.compiled.events import set_timer, stop_timer
from sim.engine.compiled.outcomes import end_contact, fail, give_up, step_contact_done, try_again
from sim.engine.compiled.queues import can_take_another, enqueue, is_shut, leave_queue, note_wait
from sim.engine.compiled.slots import find_free_slots, first_free_slot, preferred_slot
from sim.engine.compiled.state import (
    BOOKED,
    CALLING_OFF,
    CONTACT_COUNT,
    DOING_ALONE,
    FILLING_IN,
    FORM_SAVED,
    NOW,
    PROMISED,
    State,
)
from sim.engine.compiler.jit import internal
from sim.engine.program import codes
from sim.engine.program.codes import EVENT_ARRIVAL, EVENT_DEADLINE, EVENT_PATIENCE, EVENT_SERVICE_END, IDLE, OFF_DUTY, ON_BREAK
from sim.engine.program.program import Program
from sim.engine.rules.case import DAY, deadline
from sim.engine.rules.choice import channel_of, choose_channel, failed_at, failures_at, is_down, is_open
from sim.engine.rules.contact import (
    CALL_BACK_REQUEST,
    REFERRAL,
    TRANSFER,
    cancels_at,
    lateness,
    misses_appointment,
    on_failure,
    patience,
    preferred_part,
    promise_is_broken,
    route,
    serve,
    takes_call_back,
    wait_behind,
)
from sim.engine.rules.help import goes_on_at, saves_after, skill_at


@internal
def attempt(state: State, program: Program, thread: int) -> None:
    """The citizen tries: chooses a channel (or goes where he decided to go, or was sent) and asks."""
    book, case = program.rulebook, thread // 2
    record, row, life = state.threads[thread], state.open_cases[case], state.lives[case]
    settings, now = book.settings[0], state.registers[NOW]
    if record.attempt >= settings.most_tries or state.lives[life.root].root_contacts >= settings.most_contacts:
        give_up(state, program, thread, codes.CASE_EXHAUSTED)
        return
    option = record.forced
    if option < 0:
        find_free_slots(state, program, record.step, row.design)
        option = choose_channel(
            book,
            record.step,
            row.design,
            row.case,
            row.citizen,
            row.segment,
            row.need,
            row.complexity,
            life.habit,
            record.failures,
            state.known[case],
            now,
            state.expectation,
            state.first_free,
        )
    if option < 0:
        give_up(state, program, thread, codes.CASE_GAVE_UP)
        return
    record.option = option
    new_contact(state, program, thread)
    ask(state, program, thread)


@internal
def new_contact(state: State, program: Program, thread: int) -> None:
    """A row for this attempt."""
    book, case = program.rulebook, thread // 2
    record, row, life = state.threads[thread], state.open_cases[case], state.lives[case]
    number = state.registers[CONTACT_COUNT]
    state.registers[CONTACT_COUNT] = number + 1
    record.contact, record.legs = number, 0
    contact = state.contacts[number]
    contact.case, contact.contact, contact.root = life.row, row.contacts, life.root_row
    contact.service, contact.segment, contact.design = row.service, row.segment, row.design
    contact.step, contact.channel = book.steps[record.step].name, book.options[record.option].channel
    contact.cause, contact.attempt, contact.requested = record.cause, record.attempt, state.registers[NOW]
    contact.announced = contact.slot = contact.queued = contact.patience = contact.answered = contact.ended = contact.due = -1
    row.contacts += 1
    state.lives[life.root].root_contacts += 1


@internal
def ask(state: State, program: Program, thread: int) -> None:
    """What happens when a citizen asks at this kind of channel."""
    book, case = program.rulebook, thread // 2
    record, row = state.threads[thread], state.open_cases[case]
    number = book.options[record.option].channel
    channel = book.channels[channel_of(book, row.design, record.option)]
    if channel.kind == codes.SELF_SERVICE:
        if not is_open(book, number, state.registers[NOW]):
            fail(state, program, thread, codes.CLOSED)
        elif is_down(book, number, state.registers[NOW]):
            fail(state, program, thread, codes.DROPPED)
        else:
            serve_oneself(state, program, thread)
    elif channel.kind == codes.LIVE:
        ask_live(state, program, thread)
    elif channel.kind == codes.APPOINTMENT:
        book_slot(state, program, thread)
    else:
        ask_in_writing(state, program, thread)


@internal
def serve_oneself(state: State, program: Program, thread: int) -> None:
    book, case, now = program.rulebook, thread // 2, state.registers[NOW]
    record, row, life = state.threads[thread], state.open_cases[case], state.lives[case]
    hidden, n = 1 if row.hidden and row.discovered < 0 else 0, record.base + record.served
    skill = skill_at(book, record.option, row.design, row.citizen, row.segment, row.skill)
    duration, _, record.resolved, record.discovered = serve(
        book, record.option, life.service, row.case, n, row.complexity, skill, hidden, 0
    )
    record.served += 1
    state.contacts[record.contact].answered = record.since = now
    until_saved = saves_after(book, record.option, row.case, n, duration)
    if until_saved >= 0:
        record.doing, record.left = FILLING_IN, duration - until_saved
        set_timer(state, thread, now + until_saved, EVENT_SERVICE_END)
    else:
        record.doing = DOING_ALONE
        set_timer(state, thread, now + duration, EVENT_SERVICE_END)


@internal
def save_form(state: State, program: Program, thread: int) -> None:
    """The form is saved half-filled, to be gone on with later, or forgotten and deleted."""
    record, row, now = state.threads[thread], state.open_cases[thread // 2], state.registers[NOW]
    state.contacts[record.contact].citizen_time += now - record.since
    n = record.base + record.served - 1
    moment, deleted = goes_on_at(program.rulebook, record.option, row.case, n, now)
    record.doing = FORM_SAVED
    set_timer(state, thread, moment, EVENT_DEADLINE if deleted else EVENT_ARRIVAL)


@internal
def go_on_with_form(state: State, thread: int) -> None:
    record, now = state.threads[thread], state.registers[NOW]
    record.doing, record.since = DOING_ALONE, now
    set_timer(state, thread, now + record.left, EVENT_SERVICE_END)


@internal
def ask_live(state: State, program: Program, thread: int) -> None:
    """Closed, lines full, called back instead, announced wait too long; else join the queue."""
    book, case, now = program.rulebook, thread // 2, state.registers[NOW]
    record, row = state.threads[thread], state.open_cases[case]
    choice = book.options[record.option]
    channel = book.channels[channel_of(book, row.design, record.option)]
    if not is_open(book, choice.channel, now):
        fail(state, program, thread, codes.CLOSED)
        return
    if channel.lines >= 0 and state.in_system[choice.channel] >= channel.lines:
        fail(state, program, thread, codes.LINES_FULL)
        return
    n = record.base + failures_at(record.joined, choice.channel)
    patient = draw_patience(state, program, thread)
    contact = state.contacts[record.contact]
    contact.patience = patient
    if channel.announced:
        contact.announced = announced_wait(state, program, choice.queue)
        if takes_call_back(book, record.option, row.design, row.case, n, contact.announced):
            request_call_back(state, program, thread)
            return
        if patient < codes.NEVER and contact.announced > channel.tolerance * patient:
            fail(state, program, thread, codes.BALKED)
            return
    state.in_system[choice.channel] += 1
    join(state, program, thread, choice.queue, patient)


@internal
def draw_patience(state: State, program: Program, thread: int) -> int:
    """Patience for the n-th queue joined at this channel in this step."""
    book, case = program.rulebook, thread // 2
    record, row = state.threads[thread], state.open_cases[case]
    channel = book.options[record.option].channel
    n = record.base + failures_at(record.joined, channel)
    record.joined = failed_at(record.joined, channel)
    return patience(book, record.option, row.design, row.case, n)


@internal
def announced_wait(state: State, program: Program, queue: int) -> int:
    """What who would join now is told; 0 = somebody is free, -1 = nobody is there."""
    facility = program.facility
    design = program.rulebook.calendar[state.registers[NOW] // DAY].design
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
def join(state: State, program: Program, thread: int, queue: int, patient: int) -> None:
    """Stand in a live queue for as long as patience lasts."""
    record, now = state.threads[thread], state.registers[NOW]
    if state.contacts[record.contact].queued < 0:
        state.contacts[record.contact].queued = now
    stop_timer(state, thread)
    if patient < codes.NEVER:
        set_timer(state, thread, now + max(1, patient), EVENT_PATIENCE)
    enqueue(state, program, thread, queue, now)


@internal
def book_slot(state: State, program: Program, thread: int) -> None:
    record, row = state.threads[thread], state.open_cases[thread // 2]
    number = program.rulebook.options[record.option].channel
    slot = first_free_slot(state, program, number, row.design)
    if slot < 0:
        fail(state, program, thread, codes.NO_SLOT)
        return
    part = preferred_part(program.rulebook, record.option, row.design, row.case, record.base + record.bookings)
    slot = preferred_slot(state, program, number, row.design, slot, part)
    state.booked[slot, 0] += 1
    record.slot = slot
    record.bookings += 1
    book, now, time = program.rulebook, state.registers[NOW], program.facility.slots[slot].time
    state.contacts[record.contact].slot = time
    n = record.base + record.bookings - 1
    moment = cancels_at(book, record.option, row.design, row.case, n, now, time)
    if moment >= 0:
        record.doing = CALLING_OFF
        set_timer(state, thread, moment, EVENT_DEADLINE)
        return
    record.doing = BOOKED
    misses = misses_appointment(book, record.option, row.design, row.case, n, time - now)
    late = 0 if misses else lateness(book, record.option, row.design, row.case, n)
    grace = book.channels[channel_of(book, row.design, record.option)].grace
    record.misses = 1 if misses or late > grace else 0
    set_timer(state, thread, max(now, time + late), EVENT_DEADLINE)


@internal
def slot_comes(state: State, program: Program, thread: int) -> None:
    """The time of the appointment: the citizen turns up and takes a seat, or does not."""
    record = state.threads[thread]
    if record.misses:
        state.booked[record.slot, 1] += 1
        fail(state, program, thread, codes.NO_SHOW)
        return
    patient = draw_patience(state, program, thread)
    state.contacts[record.contact].patience = patient
    join(state, program, thread, program.rulebook.options[record.option].queue, patient)


@internal
def call_off(state: State, program: Program, thread: int) -> None:
    """The appointment is called off; the place is free again when there is still time to book it."""
    book, record, row = program.rulebook, state.threads[thread], state.open_cases[thread // 2]
    number = book.options[record.option].channel
    notice = book.channels[channel_of(book, row.design, record.option)].notice
    if program.facility.slots[record.slot].time >= state.registers[NOW] + notice:
        state.booked[record.slot, 0] -= 1
        state.slot_pointer[number] = min(state.slot_pointer[number], record.slot)
    fail(state, program, thread, codes.CANCELLED)


@internal
def ask_in_writing(state: State, program: Program, thread: int) -> None:
    """Written requests and call-backs wait in a backlog with a promise, which may be broken."""
    book, now = program.rulebook, state.registers[NOW]
    record, row, life = state.threads[thread], state.open_cases[thread // 2], state.lives[thread // 2]
    choice = book.options[record.option]
    channel = book.channels[channel_of(book, row.design, record.option)]
    contact = state.contacts[record.contact]
    contact.queued = now
    contact.due = deadline(book, now, channel.promise, channel.promise_working)
    if contact.due >= 0 and promise_is_broken(book, record.option, row.design, row.case, record.base + record.attempt):
        record.doing = PROMISED
        set_timer(state, thread, max(now + 1, contact.due), EVENT_DEADLINE)
    else:
        stop_timer(state, thread)
        enqueue(state, program, thread, choice.queue, now)
    if thread % 2 == 0:
        life.promised = contact.due
        plan_worry(state, program, thread // 2)


@internal
def contact_served(state: State, program: Program, thread: int) -> None:
    """Served: resolved, handed off, or not helped."""
    book, now, case = program.rulebook, state.registers[NOW], thread // 2
    record, row, life = state.threads[thread], state.open_cases[case], state.lives[case]
    contact = state.contacts[record.contact]
    choice = book.options[record.option]
    if record.discovered:
        contact.discovered = 1
        if row.discovered < 0:
            row.discovered = now
    if record.resolved:
        end_contact(state, program, thread, codes.RESOLVED)
        step_contact_done(state, program, thread)
        return
    hand_off = route(book, record.option, row.case, record.base + record.served - 1)
    if hand_off == TRANSFER:
        contact.transfers += 1
        join(state, program, thread, choice.transfer_queue, draw_patience(state, program, thread))
    elif hand_off == CALL_BACK_REQUEST:
        request_call_back(state, program, thread)
    elif hand_off == REFERRAL:
        end_contact(state, program, thread, codes.REFERRED)
        record.failures = failed_at(record.failures, choice.channel)
        life.failed = failed_at(life.failed, choice.channel)
        record.forced = choice.refer_option
        try_again(state, thread, codes.REFERRAL, now + referral_delay(state, program, thread))
    elif book.channels[channel_of(book, row.design, record.option)].kind == codes.SELF_SERVICE:
        fail(state, program, thread, codes.DROPPED)
    else:
        fail(state, program, thread, codes.UNRESOLVED)


@internal
def request_call_back(state: State, program: Program, thread: int) -> None:
    """The contact ends with a note to call back, which is a contact of its own."""
    record = state.threads[thread]
    end_contact(state, program, thread, codes.CALL_BACK)
    record.option = program.rulebook.options[record.option].call_back_option
    cause = record.cause
    record.cause = codes.CALLED_BACK
    new_contact(state, program, thread)
    record.cause = cause
    ask_in_writing(state, program, thread)


@internal
def referral_delay(state: State, program: Program, thread: int) -> int:
    """Who is sent elsewhere goes when he would have come back."""
    record, row = state.threads[thread], state.open_cases[thread // 2]
    n = record.base + record.failed
    record.failed += 1
    _, delay = on_failure(program.rulebook, record.step, row.case, n, codes.UNRESOLVED, 0)
    return delay


@internal
def leave_unserved(state: State, program: Program, thread: int, outcome: int) -> None:
    """Out of the queue without service: patience ran out, or the doors closed."""
    record, now = state.threads[thread], state.registers[NOW]
    leave_queue(state, thread)
    stop_timer(state, thread)
    contact = state.contacts[record.contact]
    contact.waited += now - record.enqueued
    note_wait(state, contact.channel, record.enqueued, now - record.enqueued)
    fail(state, program, thread, codes.TRANSFERRED_LOST if contact.transfers > 0 else outcome)
