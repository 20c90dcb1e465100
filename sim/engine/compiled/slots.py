"""Appointment slots of the compiled engine."""

from __future__ import annotations

from sim.engine.compiled.state import NOW, State
from sim.engine.compiler.jit import internal
from sim.engine.program import codes
from sim.engine.program.program import Program
from sim.engine.rules.choice import channel_of
from sim.engine.rules.contact import part_of_week


@internal
def find_free_slots(state: State, program: Program, step: int, design: int) -> None:
    """For each channel of this step with slots: how long until the first free one (its horizon, when there is none)."""
    book = program.rulebook
    stage = book.steps[step]
    if stage.options < 2:
        return
    for option in range(stage.first_option, stage.first_option + stage.options):
        channel = book.channels[channel_of(book, design, option)]
        if channel.kind == codes.APPOINTMENT:
            slot = first_free_slot(state, program, design, option)
            now = state.registers[NOW]
            wait = program.facility.slots[slot].time - now if slot >= 0 else channel.horizon
            state.first_free[book.options[option].channel] = wait


@internal
def first_free_slot(state: State, program: Program, design: int, option: int) -> int:
    """Index of the first slot with a free place after the notice and within the horizon; -1 = none.

    The search goes on where it stopped, or from a place that was given back.
    """
    book, facility, now = program.rulebook, program.facility, state.registers[NOW]
    number, channel = book.options[option].channel, book.channels[channel_of(book, design, option)]
    at, last = state.slot_pointer[number], facility.first_slot[number + 1]
    while at < last and (facility.slots[at].time < now or state.booked[at, 0] >= facility.slots[at].places):
        at += 1
    state.slot_pointer[number] = at
    while at < last and (facility.slots[at].time < now + channel.notice or state.booked[at, 0] >= facility.slots[at].places):
        at += 1
    if at == last or facility.slots[at].time > now + channel.horizon:
        return -1
    return at


@internal
def preferred_slot(state: State, program: Program, design: int, option: int, first: int, part: int) -> int:
    """The first free slot in that part of the week, when it is soon enough after ``first``; else ``first``, as for part -1."""
    if part < 0:
        return first
    book, facility = program.rulebook, program.facility
    channel = book.channels[channel_of(book, design, option)]
    latest = min(facility.slots[first].time + channel.prefers_within, state.registers[NOW] + channel.horizon)
    at, last = first, facility.first_slot[book.options[option].channel + 1]
    while at < last and facility.slots[at].time <= latest:
        free = state.booked[at, 0] < facility.slots[at].places
        if free and part_of_week(book, facility.slots[at].time) == part:
            return at
        at += 1
    return first
