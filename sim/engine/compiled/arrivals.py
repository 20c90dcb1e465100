"""Fresh cases of the compiled engine: who comes, and who does not ask after all."""

from __future__ import annotations

from sim.engine.compiled.cases import begin_case, new_case
from sim.engine.compiled.slots import look_at_slots
from sim.engine.compiled.state import BLANK, State
from sim.engine.compiler.jit import internal
from sim.engine.program.program import Program
from sim.engine.rules import case as rules
from sim.engine.rules.case import DAY
from sim.engine.rules.choice import Asker, Tried, channel_of, choose_channel
from sim.engine.rules.look_up import FOUND, GOES_ON, LET_GO, before_asking, first_contact


@internal
def arrive(state: State, program: Program) -> None:
    """A fresh case, unless only online would have done and is not what is chosen, or it was looked up."""
    arrival, now = state.arrivals[state.registers[0].arrival_next], state.registers[0].now
    state.registers[0].arrival_next += 1
    stream = program.demand.streams[arrival.stream]
    if stream.only_online and not comes_online(state, program, stream.service, stream.segment, arrival.entity):
        return
    fate = before_asking(program.rulebook, stream.service, stream.segment, arrival.entity, now)
    if fate in (FOUND, LET_GO):
        state.looked_up[now // DAY, stream.service, stream.segment, fate - FOUND] += 1
        return
    case = new_case(state, arrival.entity, stream.service, stream.segment, -1, -1)
    begin_case(state, program, case, 1 if fate == GOES_ON else 0)


@internal
def comes_online(state: State, program: Program, service: int, segment: int, case: int) -> bool:
    """Is an online channel the first choice of who comes only then?"""
    book, now = program.rulebook, state.registers[0].now
    number = rules.acting_citizen(book, segment, case)
    citizen = rules.citizen_of(book, segment, number)
    design = rules.design_for(book, citizen, now)
    row = design * book.settings[0].services + service
    step = first_contact(book, row, case)
    if step < 0:
        return False
    need, complexity = rules.need_of(book, segment, citizen), rules.complexity_of(book, row, case)
    who = Asker(design, case, citizen, segment, need, complexity, state.habits[number])
    look_at_slots(state, program, design, step)
    known = state.known[BLANK]
    option = choose_channel(book, step, who, Tried(0, 0), known, now, state.expectation, state.first_free)
    return option >= 0 and book.channels[channel_of(book, design, option)].digital == 1
