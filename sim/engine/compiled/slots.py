"""Appointment slots of the compiled engine."""

from __future__ import annotations

from sim.engine.compiled.state import State
from sim.engine.compiler.jit import internal
from sim.engine.program import codes
from sim.engine.program.program import Program
from sim.engine.rules.choice import channel_of
from sim.engine.rules.contact import part_of_week
from sim.engine.rules.run_out import first_place_after, is_noted, office_is_there


@internal
def first_free_slot(state: State, program: Program, design: int, option: int) -> int:
    """Index of the first slot with a free place after the notice and within the horizon; -1 = none.

    The search goes on where it stopped, or from a place that was given back.
    """
    book, facility, now = program.rulebook, program.facility, state.registers[0].now
    number, channel = book.options[option].channel, book.channels[channel_of(book, design, option)]
    at, last = state.slot_pointer[number], facility.first_slot[number + 1]
    while at < last and (facility.slots[at].time < now or state.booked[at, 0] >= facility.slots[at].places):
        at += 1
    state.slot_pointer[number] = at
    notice = channel.notice
    if not office_is_there(book, now):
        notice = max(notice, first_place_after(state.ahead, number))
    while at < last and (facility.slots[at].time < now + notice or state.booked[at, 0] >= facility.slots[at].places):
        at += 1
    if at == last or facility.slots[at].time > now + channel.horizon:
        return -1
    return at


@internal
def wait_for_slot(state: State, program: Program, design: int, option: int) -> int:
    """How long until the first free slot; the horizon when there is none."""
    slot = first_free_slot(state, program, design, option)
    if slot < 0:
        return program.rulebook.channels[channel_of(program.rulebook, design, option)].horizon
    return program.facility.slots[slot].time - state.registers[0].now


@internal
def book_slot(state: State, program: Program, design: int, option: int, part: int) -> int:
    """A place for who prefers this part of the week (-1 = none)."""
    slot = first_free_slot(state, program, design, option)
    note_place(state, program, design, option, slot)
    if slot >= 0:
        slot = preferred_slot(state, program, design, option, slot, part)
        state.booked[slot, 0] += 1
    return slot


@internal
def note_place(state: State, program: Program, design: int, option: int, slot: int) -> None:
    """Remember how far ahead the first free place was; as far as one can book where there is none."""
    book, now = program.rulebook, state.registers[0].now
    if is_noted(book, now, now):
        number = book.options[option].channel
        horizon = book.channels[channel_of(book, design, option)].horizon
        state.ahead[number, 0] += 1
        state.ahead[number, 1] += program.facility.slots[slot].time - now if slot >= 0 else horizon


@internal
def preferred_slot(state: State, program: Program, design: int, option: int, first: int, part: int) -> int:
    """The first free slot in that part of the week, when it is soon enough after ``first``; else ``first``, as for part -1."""
    if part < 0:
        return first
    book, facility = program.rulebook, program.facility
    channel = book.channels[channel_of(book, design, option)]
    latest = min(facility.slots[first].time + channel.prefers_within, state.registers[0].now + channel.horizon)
    at, last = first, facility.first_slot[book.options[option].channel + 1]
    while at < last and facility.slots[at].time <= latest:
        free = state.booked[at, 0] < facility.slots[at].places
        if free and part_of_week(book, facility.slots[at].time) == part:
            return at
        at += 1
    return first


@internal
def give_back_slot(state: State, program: Program, design: int, option: int, slot: int) -> None:
    """The place is free again, when there is still time to book it."""
    book = program.rulebook
    if program.facility.slots[slot].time >= state.registers[0].now + book.channels[channel_of(book, design, option)].notice:
        number = book.options[option].channel
        state.booked[slot, 0] -= 1
        state.slot_pointer[number] = min(state.slot_pointer[number], slot)


@internal
def look_at_slots(state: State, program: Program, design: int, step: int) -> None:
    """Of each option of a step that is an appointment: how long until the first free slot."""
    book = program.rulebook
    stage = book.steps[step]
    for option in range(stage.first_option, stage.first_option + stage.options):
        if book.channels[channel_of(book, design, option)].kind == codes.APPOINTMENT:
            state.first_free[book.options[option].channel] = wait_for_slot(state, program, design, option)
