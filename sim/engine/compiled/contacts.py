"""Contacts of the compiled engine: how a citizen asks, and is served, handed on or sent away."""

from __future__ import annotations

from sim.engine.compiled.cases import plan_inquiry
from sim.engine.compiled.events import set_timer, stop_timer
from sim.engine.compiled.outcomes import end_contact, fail, give_up, refer, step_done
from sim.engine.compiled.people import let_go
from sim.engine.compiled.queues import announced_wait, enqueue, leave_queue, note_wait
from sim.engine.compiled.slots import book_slot, give_back_slot, look_at_slots
from sim.engine.compiled.state import BOOKED, CALLING_OFF, DOING_ALONE, FILLING_IN, FORM_SAVED, PROMISED, State
from sim.engine.compiler.jit import internal
from sim.engine.program import codes
from sim.engine.program.codes import EVENT_ARRIVAL, EVENT_DEADLINE, EVENT_PATIENCE, EVENT_SERVICE_END, INQUIRIES, JOURNEY
from sim.engine.program.program import Program
from sim.engine.rules import contact as rules
from sim.engine.rules.case import deadline
from sim.engine.rules.choice import Asker, Tried, channel_of, choose_channel, failed_at, failures_at, is_down, is_open
from sim.engine.rules.help import ALONE, TOGETHER, goes_on_at, saves_after, skill_at
from sim.engine.rules.run_out import WAITED, is_noted, lines_were_full, note, note_lines, office_is_there


@internal
def attempt(state: State, program: Program, thread: int) -> None:
    """The citizen tries: chooses a channel (or goes where he decided to go, or was sent) and asks."""
    book, case = program.rulebook, state.threads[thread].case
    record, settings = state.threads[thread], book.settings[0]
    tired = state.lives[state.lives[case].root].root_contacts >= settings.most_contacts
    if tired or record.attempt >= settings.most_tries:
        give_up(state, program, thread, codes.CASE_EXHAUSTED)
        return
    record.option = record.forced if record.forced >= 0 else choose(state, program, thread)
    if record.option < 0:
        give_up(state, program, thread, codes.CASE_GAVE_UP)
        return
    new_contact(state, program, thread, record.cause)
    ask(state, program, thread)


@internal
def choose(state: State, program: Program, thread: int) -> int:
    """The option that the citizen takes now; -1 where none is open to him."""
    book, case = program.rulebook, state.threads[thread].case
    record, row = state.threads[thread], state.open_cases[case]
    stage = book.steps[record.step]
    if stage.options > 1:
        look_at_slots(state, program, row.design, record.step)
    habit, now = state.lives[case].habit, state.registers[0].now
    who = Asker(row.design, row.case, row.citizen, row.segment, row.need, row.complexity, habit)
    tried = Tried(record.failures, record.unreached)
    return choose_channel(book, record.step, who, tried, state.known[case], now, state.expectation, state.first_free)


@internal
def new_contact(state: State, program: Program, thread: int, cause: int) -> None:
    """A row for this attempt."""
    book, case = program.rulebook, state.threads[thread].case
    record, row, life = state.threads[thread], state.open_cases[case], state.lives[case]
    number = state.registers[0].contact_count
    state.registers[0].contact_count = number + 1
    record.contact, record.legs = number, 0
    contact = state.contacts[number]
    contact.case, contact.contact, contact.root = life.row, row.contacts, life.root_row
    contact.service, contact.segment, contact.design = row.service, row.segment, row.design
    choice = book.options[record.option]
    contact.step, contact.channel = book.steps[choice.step].name, choice.channel
    contact.cause, contact.attempt, contact.requested = cause, record.attempt, state.registers[0].now
    contact.announced = contact.slot = contact.queued = contact.patience = contact.answered = contact.ended = contact.due = -1
    record.asked = state.registers[0].now
    row.contacts += 1
    state.lives[life.root].root_contacts += 1


@internal
def ask(state: State, program: Program, thread: int) -> None:
    """What happens when a citizen asks at this kind of channel."""
    book, case = program.rulebook, state.threads[thread].case
    record, row = state.threads[thread], state.open_cases[case]
    number = book.options[record.option].channel
    channel = book.channels[channel_of(book, row.design, record.option)]
    if channel.kind == codes.SELF_SERVICE:
        if not is_open(book, number, state.registers[0].now):
            fail(state, program, thread, codes.CLOSED)
        elif is_down(book, number, state.registers[0].now):
            fail(state, program, thread, codes.DROPPED)
        else:
            serve_oneself(state, program, thread)
    elif channel.kind == codes.LIVE:
        ask_live(state, program, thread)
    elif channel.kind == codes.APPOINTMENT:
        make_appointment(state, program, thread)
    else:
        ask_in_writing(state, program, thread)


@internal
def serve_oneself(state: State, program: Program, thread: int) -> None:
    book, case, now = program.rulebook, state.threads[thread].case, state.registers[0].now
    record, row, life = state.threads[thread], state.open_cases[case], state.lives[case]
    hidden, n = 1 if row.hidden and row.discovered < 0 else 0, record.base + record.served
    guided = life.guided if record.side == JOURNEY else ALONE
    skill = skill_at(book, record.option, row.design, row.citizen, row.segment, row.skill, guided)
    duration, _, record.resolved, record.discovered = rules.serve(
        book, record.option, life.service, row.case, n, row.complexity, skill, hidden, 0
    )
    record.served += 1
    state.contacts[record.contact].answered = record.since = now
    until_saved = saves_after(book, record.option, row.case, n, duration)
    if guided == TOGETHER:
        record.resolved, until_saved = 1, -1
    if until_saved >= 0:
        record.doing, record.left = FILLING_IN, duration - until_saved
        set_timer(state, thread, now + until_saved, EVENT_SERVICE_END)
    else:
        record.doing = DOING_ALONE
        set_timer(state, thread, now + duration, EVENT_SERVICE_END)


@internal
def save_form(state: State, program: Program, thread: int) -> None:
    """The form is saved half-filled, to be gone on with later, or forgotten and deleted."""
    record, now = state.threads[thread], state.registers[0].now
    row = state.open_cases[record.case]
    state.contacts[record.contact].citizen_time += now - record.since
    n = record.base + record.served - 1
    moment, deleted = goes_on_at(program.rulebook, record.option, row.case, n, now)
    record.doing = FORM_SAVED
    set_timer(state, thread, moment, EVENT_DEADLINE if deleted else EVENT_ARRIVAL)


@internal
def go_on_with_form(state: State, thread: int) -> None:
    record, now = state.threads[thread], state.registers[0].now
    record.doing, record.since = DOING_ALONE, now
    set_timer(state, thread, now + record.left, EVENT_SERVICE_END)


@internal
def ask_live(state: State, program: Program, thread: int) -> None:
    """Closed, lines full, called back instead, announced wait too long; else join the queue."""
    book, case, now = program.rulebook, state.threads[thread].case, state.registers[0].now
    record, row = state.threads[thread], state.open_cases[case]
    choice = book.options[record.option]
    channel = book.channels[channel_of(book, row.design, record.option)]
    if not is_open(book, choice.channel, now):
        fail(state, program, thread, codes.CLOSED)
        return
    if channel.lines >= 0 and lines_are_full(state, program, thread, channel.lines):
        fail(state, program, thread, codes.LINES_FULL)
        return
    n = record.base + failures_at(record.joined, choice.channel)
    patient = draw_patience(state, program, thread)
    contact = state.contacts[record.contact]
    contact.patience = patient
    if channel.announced:
        contact.announced = announced_wait(state, program, thread, choice.queue)
        if rules.takes_call_back(book, record.option, row.design, row.case, n, contact.announced):
            request_call_back(state, program, thread)
            return
        if patient < codes.NEVER and contact.announced > channel.tolerance * patient:
            fail(state, program, thread, codes.BALKED)
            return
    state.in_system[choice.channel] += 1
    stand_in_line(state, program, thread, choice.queue, patient)


@internal
def lines_are_full(state: State, program: Program, thread: int, lines: int) -> bool:
    """Are all of the lines taken, or would they be if the office were there?"""
    book, record, now = program.rulebook, state.threads[thread], state.registers[0].now
    channel = book.options[record.option].channel
    if not office_is_there(book, now):
        case, n = state.open_cases[record.case].case, record.base + record.attempt
        return lines_were_full(book, state.lines, record.option, case, n, now)
    full = state.in_system[channel] >= lines
    if is_noted(book, now, now):
        note_lines(state.lines, channel, now, 1 if full else 0)
    return full


@internal
def draw_patience(state: State, program: Program, thread: int) -> int:
    """Patience for the n-th queue joined at this channel in this step."""
    book, case = program.rulebook, state.threads[thread].case
    record, row = state.threads[thread], state.open_cases[case]
    channel = book.options[record.option].channel
    n = record.base + failures_at(record.joined, channel)
    record.joined = failed_at(record.joined, channel)
    return rules.patience(book, record.option, row.design, row.case, n)


@internal
def stand_in_line(state: State, program: Program, thread: int, queue: int, patient: int) -> None:
    """Stand in a live queue for as long as patience lasts."""
    record, now = state.threads[thread], state.registers[0].now
    if state.contacts[record.contact].queued < 0:
        state.contacts[record.contact].queued = now
    stop_timer(state, thread)
    leaves = codes.NEVER
    if patient < codes.NEVER:
        leaves = now + max(1, patient)
        set_timer(state, thread, leaves, EVENT_PATIENCE)
    enqueue(state, program, thread, queue, now, leaves)


@internal
def make_appointment(state: State, program: Program, thread: int) -> None:
    """Book the slot that suits best; call it off, turn up and take a seat, or not."""
    book, now = program.rulebook, state.registers[0].now
    record = state.threads[thread]
    row = state.open_cases[record.case]
    n = record.base + record.bookings
    part = rules.preferred_part(book, record.option, row.design, row.case, n)
    record.slot = book_slot(state, program, row.design, record.option, part)
    if record.slot < 0:
        fail(state, program, thread, codes.NO_SLOT)
        return
    record.bookings += 1
    time = program.facility.slots[record.slot].time
    state.contacts[record.contact].slot = time
    moment = rules.cancels_at(book, record.option, row.case, n, now, time)
    if moment >= 0:
        record.doing = CALLING_OFF
        set_timer(state, thread, moment, EVENT_DEADLINE)
        return
    record.doing = BOOKED
    misses = rules.misses_appointment(book, record.option, row.case, n, time - now)
    late = 0 if misses else rules.lateness(book, record.option, row.design, row.case, n)
    record.misses = 1 if misses or late > book.channels[channel_of(book, row.design, record.option)].grace else 0
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
    stand_in_line(state, program, thread, program.rulebook.options[record.option].queue, patient)


@internal
def call_off(state: State, program: Program, thread: int) -> None:
    """The appointment is called off."""
    record = state.threads[thread]
    give_back_slot(state, program, state.open_cases[record.case].design, record.option, record.slot)
    fail(state, program, thread, codes.CANCELLED)


@internal
def ask_in_writing(state: State, program: Program, thread: int) -> None:
    """Written requests and call-backs wait in a backlog with a promise, which may be broken."""
    book, now = program.rulebook, state.registers[0].now
    record = state.threads[thread]
    row = state.open_cases[record.case]
    choice = book.options[record.option]
    channel = book.channels[channel_of(book, row.design, record.option)]
    contact = state.contacts[record.contact]
    contact.queued = now
    contact.due = deadline(book, now, channel.promise, channel.promise_working)
    if contact.due >= 0 and rules.promise_is_broken(book, record.option, row.design, row.case, record.base + record.attempt):
        record.doing = PROMISED
        set_timer(state, thread, max(now + 1, contact.due), EVENT_DEADLINE)
    else:
        stop_timer(state, thread)
        enqueue(state, program, thread, choice.queue, now, codes.NEVER)
    if record.side != INQUIRIES:
        record.promised = contact.due
        plan_inquiry(state, program, record.case)


@internal
def contact_served(state: State, program: Program, thread: int) -> None:
    """Served: resolved, handed off, or not helped."""
    book, record = program.rulebook, state.threads[thread]
    row = state.open_cases[record.case]
    contact, choice = state.contacts[record.contact], book.options[record.option]
    if record.discovered:
        contact.discovered = 1
        if row.discovered < 0:
            row.discovered = state.registers[0].now
    if record.resolved:
        end_contact(state, program, thread, codes.RESOLVED)
        step_done(state, program, thread)
        return
    hand_off = rules.route(book, record.option, row.case, record.base + record.served - 1)
    if hand_off == rules.TRANSFER:
        contact.transfers += 1
        stand_in_line(state, program, thread, choice.transfer_queue, draw_patience(state, program, thread))
    elif hand_off == rules.CALL_BACK_REQUEST:
        request_call_back(state, program, thread)
    elif hand_off == rules.REFERRAL:
        refer(state, program, thread)
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
    new_contact(state, program, thread, codes.CALLED_BACK)
    ask_in_writing(state, program, thread)


@internal
def leave_unserved(state: State, program: Program, thread: int, outcome: int) -> None:
    """Out of the queue without service: patience ran out, or the doors closed."""
    record, now = state.threads[thread], state.registers[0].now
    leave_queue(state, thread)
    stop_timer(state, thread)
    if record.held > 0:
        let_go(state, program, thread, 0)
    contact = state.contacts[record.contact]
    contact.waited += now - record.enqueued
    note_wait(state, contact.channel, record.enqueued, now - record.enqueued)
    if is_noted(program.rulebook, record.enqueued, now):
        if outcome == codes.SENT_AWAY:
            note(state.times, WAITED, record.queue, record.enqueued, now - record.enqueued, 1)
        else:
            state.given_up[record.queue] += 1
    fail(state, program, thread, codes.TRANSFERRED_LOST if contact.transfers > 0 else outcome)
