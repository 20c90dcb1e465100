"""Appointment slots of the compiled engine."""

from __future__ import annotations

from sim.engine.compiled.state import NOW, State
from sim.engine.compiler.jit import internal
from sim.engine.program import codes
from sim.engine.program.program import Program
from sim.engine.rules.contact import part_of_week


@internal
def find_free_slots(state: State, program: Program, step: int, design: int) -> None:
    """For each channel of this step with slots: how long until the first free one (its horizon, when there is none)."""
    book = program.rulebook
    stage = book.steps[step]
    if stage.options < 2:
        return
    for option in range(stage.first_option, stage.first_option + stage.options):
        number = book.options[option].channel
        channel = book.channels[design * book.settings[0].channels + number]
        if channel.kind == codes.APPOINTMENT:
            slot = first_free_slot(state, program, number, design)
            now = state.registers[NOW]
            state.first_free[number] = program.facility.slots[slot].time - now if slot >= 0 else channel.horizon


@internal
def first_free_slot(state: State, program: Program, number: int, design: int) -> int:
    """Index of the first slot with a free place after the notice and within the horizon; -1 = none.

    The search goes on where it stopped, or from a place that was given back.
    """
    facility, now = program.facility, state.registers[NOW]
    channel = program.rulebook.channels[design * program.rulebook.settings[0].channels + number]
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
def preferred_slot(state: State, program: Program, number: int, design: int, first: int, part: int) -> int:
    """The first free slot in that part of the week, when it is soon enough after ``first``; else ``first``, as for part -1."""
    if part < 0:
        return first
    facility = program.facility
    channel = program.rulebook.channels[design * program.rulebook.settings[0].channels + number]
    latest = min(facility.slots[first].time + channel.prefers_within, state.registers[NOW] + channel.horizon)
    at, last = first, facility.first_slot[number + 1]
    while at < last and facility.slots[at].time <= latest:
        free = state.booked[at, 0] < facility.slots[at].places
        if free and part_of_week(program.rulebook, facility.slots[at].time) == part:
            return at
        at += 1
    return first
