"""What the compiled engine keeps while it runs: records in arrays that Python may enlarge between two calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from sim.engine.compiler.jit import internal
from sim.engine.program.program import Array, Program, record
from sim.engine.program.tables import CASES, CONTACTS, DUTY, EXPECTATION, LEGS
from sim.engine.rules.case import DAY, SECOND

# Whole numbers of the run as a whole.
COUNTED = ("case", "contact", "leg", "duty", "expectation", "open", "event", "heap", "arrival", "question")
REGISTERS = record(
    *((f"{what}_count", "i8") for what in COUNTED),
    ("now", "i8"),
    ("free_case", "i8"),
    ("free_event", "i8"),
    ("free_question", "i8"),
    ("arrival_next", "i8"),
    ("closing_next", "i8"),
    ("dispatch_due", "i8"),
    ("present_shelf", "i8"),
    ("waiting", "i8"),
    ("today", "i8"),  # the day that comes or goes on
    ("drawn_until", "i8"),  # the first day of which the arrivals are not drawn
)

NONE = -1

EVENT = record(
    ("moment", "i8"),  # time and class, see events.py
    ("entity", "i8"),
    ("number", "i4"),
    ("payload", "i8"),
    ("next", "i4"),  # on the same shelf, or of the free rows
    ("previous", "i4"),
)
HEAP = record(("moment", "i8"), ("event", "i8"))

# What a case is doing besides its threads.
LIFE = record(
    ("service", "i4"),  # with design
    ("citizen", "i4"),  # number of the inhabitant
    ("habit", "i4"),  # channel used last when the case started, -1 = none
    ("used", "i4"),  # channel used last in this case
    ("worked", "i8"),  # attempts of the case that did what they should, by channel, packed
    ("failed", "i8"),  # and those that did not
    ("round", "i4"),  # corrections so far
    ("incomplete", "i4"),
    ("digital", "i4"),
    ("check", "i4"),  # step to go back to after a correction
    ("confirmed", "i8"),
    ("assurance", "f8"),
    ("second", "i4"),  # 0 no, 1 awaited, 2 forgot
    ("reminded", "i8"),  # when the second participant is reminded, if he forgot
    ("work_legs", "i4"),
    ("inquiries", "i4"),
    ("inquiry_cause", "i4"),
    ("questions", "i4"),  # first of those that nothing has settled, BLANK = none
    ("stuck", "i4"),  # 1 = the journey waits until somebody has answered
    ("asks_at", "i8"),  # when he asks then
    ("guided", "i4"),  # how this step is done after asking: rules/help.py
    ("row", "i4"),  # in the table of cases
    ("root", "i4"),  # where the root case stands
    ("root_row", "i4"),
    ("root_contacts", "i4"),  # of the root case: contacts of the whole line
    ("beside", "i4"),  # first thread of the steps that go on beside the journey, BLANK = none
    ("left", "i4"),  # how the case ends when these are over, where one of the steps was given up, CASE_OPEN = it goes on
    ("line", "i4"),  # of the root case: cases of the line that are not yet over
    ("followed", "i4"),  # 1 = the line began in the window
    ("next_free", "i4"),
)

# Where a thread of a case stands. Thread 2i is the journey of case i, thread 2i + 1 its inquiries. A step beside the journey has
# thread 2j of a place j at which no case stands.
THREAD = record(
    ("case", "i4"),  # where its case stands
    ("side", "i4"),  # JOURNEY, INQUIRIES, or which of the steps beside the journey
    ("beside", "i4"),  # the next of these, BLANK = none
    ("promised", "i8"),  # when an answer is due, or the work, -1 = no promise
    ("doing", "i4"),
    ("step", "i4"),
    ("option", "i4"),
    ("forced", "i4"),
    ("cause", "i4"),
    ("attempt", "i4"),
    ("failures", "i8"),  # attempts that did not work out, by channel, packed
    ("unreached", "i8"),  # and those at which nobody was to be had
    ("joined", "i8"),
    ("turns", "i4"),  # awaited without an office
    ("served", "i4"),
    ("failed", "i4"),
    ("bookings", "i4"),
    ("base", "i4"),  # first index of draws of this round
    ("asked", "i8"),  # when the contact in progress was requested, or the inquiry began
    ("contact", "i4"),
    ("leg", "i4"),
    ("legs", "i4"),
    ("slot", "i4"),
    ("since", "i8"),  # when this stretch of filling in a form began
    ("left", "i8"),  # time left of a form that was saved
    ("misses", "i4"),  # 1 = will not turn up for it, or too late
    ("timer", "i4"),  # event that will wake it, -1 = none
    ("queue", "i4"),
    ("enqueued", "i8"),
    ("leaves", "i8"),  # when his patience ends
    ("next", "i4"),
    ("previous", "i4"),
    ("agent", "i4"),
    ("ends", "i8"),  # when the service in progress ends
    ("remaining", "i8"),  # work left after a pause, 0 = not paused
    ("wrap_up", "i8"),
    ("held", "i8"),  # how long who stays with him will explain it to the next, 0 = nobody stays
    ("resolved", "i4"),
    ("discovered", "i4"),
)
# What a thread waits for.
IDLE_THREAD, STARTING, ATTEMPTING, DOING_ALONE, QUEUEING, IN_SERVICE, BOOKED, PROMISED, SECOND_AWAITED, FINISHED = range(10)
CALLING_OFF, FILLING_IN, FORM_SAVED, STUCK, TOGETHER_AGAIN = range(10, 15)

QUESTION = record(("question", "i8"), ("moment", "i8"), ("next", "i4"))  # moment: when it is urgent; next of its case, or free

AGENT = record(
    ("doing", "i4"),
    ("thread", "i4"),
    ("leg", "i4"),
    ("idle_since", "i8"),
    ("number", "i4"),  # events scheduled so far
    ("service_timer", "i4"),  # event, -1 = none
    ("break_timer", "i4"),
    ("next_stretch", "i4"),
    ("next_break", "i4"),
    ("break_due", "i8"),
    ("break_planned", "i8"),
    ("leave_due", "i4"),
    ("shift_row", "i4"),
    ("break_row", "i4"),
    ("conversations", "i4"),  # in hand where several may go on at once, wrap-up included
    ("conversing_at", "i4"),  # their channel
    ("share", "i8"),  # what one conversation had of his time, if it had been in hand from the start
    ("shared_at", "i8"),  # up to when that was counted
    ("dropped_at", "i8"),  # when the last conversation was out of his hands
    ("next_idle", "i4"),  # of the team
    ("previous_idle", "i4"),
)

QUEUE = record(("head", "i8"), ("tail", "i8"), ("length", "i8"), ("integral", "i8"), ("changed", "i8"))
TEAM = record(
    ("first_idle", "i8"),  # who is idle, longest first, then by number; -1 = nobody
    ("last_idle", "i8"),
    ("busy", "i8"),
    ("integral", "i8"),
    ("changed", "i8"),
)

ARRIVAL = record(("time", "i8"), ("entity", "i8"), ("stream", "i8"))


class State(NamedTuple):
    """Everything that changes during a run; rows beyond the counts in ``registers`` are spare."""

    registers: Array  # (1,)
    events: Array
    heap: Array
    shelves: Array  # first event of every five minutes to come, -1 = none
    cases: Array  # rows of the table, filled when a case is over
    open_cases: Array  # the rows of cases that are not; the first stays blank
    lives: Array  # of the same cases
    known: Array  # (cases, channels) f8 of the same: what earlier cases of the citizen say of each channel
    threads: Array
    questions: Array  # open ones; the first stays blank
    contacts: Array
    legs: Array
    duty: Array
    expectation_rows: Array
    agents: Array
    queues: Array
    teams: Array
    in_system: Array  # (channels,) live contacts in queue or in service
    booked: Array  # (slots, 2): booked and not turned up
    expectation: Array  # (channels, 7, 24)
    left: Array  # (channels, 7, 24, 4): number and waiting time of who left a queue today, by weekday and hour of joining, and
    # of who still waits at midnight
    first_free: Array  # (channels,) time until the first free slot, -1 = no slots
    slot_pointer: Array  # (channels,) no slot before this one is free
    habits: Array  # (inhabitants,) i1
    experience: Array  # (inhabitants, channels) f8; nobody where experience does not count
    experienced: Array  # (inhabitants,) i8: when it was last written
    arrivals: Array
    times: Array  # what is noted of the office: see Noted
    given_up: Array
    served: Array
    conversations: Array
    lines: Array
    ahead: Array
    looked_up: Array  # (days, services, segments, 2): who found it and who let it go; no days where nobody can


COUNTER = {
    "events": "event_count",
    "heap": "event_count",
    "cases": "case_count",
    "open_cases": "open_count",
    "lives": "open_count",
    "known": "open_count",
    "threads": "open_count",
    "questions": "question_count",
    "contacts": "contact_count",
    "legs": "leg_count",
    "duty": "duty_count",
    "expectation_rows": "expectation_count",
}
ROWS = {"threads": 2}
"""Rows for each that is counted, where it is not one."""
HEADROOM = 64
SHELF = 300 * SECOND
"""What one shelf of the calendar holds."""
SHELVES_A_DAY = DAY // SHELF
HOURS_A_WEEK = 7 * 24
BLANK = 0
"""The open case that never was one, to be copied."""


def fresh_state(program: Program, rows: int | None = None) -> State:
    """The state before the first event, with room for all cases that are expected, or for this many ``rows`` of each table."""
    book, facility = program.rulebook, program.facility
    settings = book.settings[0]
    channels = int(settings["channels"])
    agents = np.zeros(len(facility.agents), AGENT)
    agents["thread"] = agents["service_timer"] = agents["break_timer"] = agents["shift_row"] = agents["break_row"] = -1
    teams = np.zeros(max(1, facility.serves.shape[1]), TEAM)
    teams["first_idle"] = teams["last_idle"] = NONE
    queues = np.zeros(facility.queues.shape[1], QUEUE)
    queues["head"] = queues["tail"] = -1
    inhabitants = int(book.segments["size"].sum())
    expected = 1024 + int(1.2 * program.demand.rates.sum())
    cases, contacts = (expected, 2 * expected) if rows is None else (min(rows, expected), min(rows, 2 * expected))
    registers = np.zeros(1, REGISTERS)
    registers["open_count"] = registers["question_count"] = BLANK + 1
    registers["free_case"] = registers["free_event"] = registers["free_question"] = registers["present_shelf"] = NONE
    days = int(settings["days"]) if (book.services["look_up"] >= 0).any() else 0
    return State(
        registers=registers,
        events=np.zeros(4096, EVENT),
        heap=np.zeros(4096, HEAP),
        shelves=np.full(int(settings["days"]) * SHELVES_A_DAY, NONE, np.int32),
        cases=np.zeros(cases, CASES),
        open_cases=np.zeros(4096, CASES),
        lives=np.zeros(4096, LIFE),
        known=np.zeros((4096, channels)),
        threads=np.zeros(8192, THREAD),
        questions=np.zeros(4096, QUESTION),
        contacts=np.zeros(contacts, CONTACTS),
        legs=np.zeros(contacts, LEGS),
        duty=np.zeros(1024 + (3 * len(facility.stretches) if rows is None else 0), DUTY),
        expectation_rows=np.zeros(1024 + channels * 24 * int(settings["days"]), EXPECTATION),
        agents=agents,
        queues=queues,
        teams=teams,
        in_system=np.zeros(channels, np.int64),
        booked=np.zeros((len(facility.slots), 2), np.int64),
        expectation=facility.start_expectation.copy(),
        left=np.zeros((channels, 7, 24, 4), np.int64),
        first_free=np.full(channels, -1, np.int64),
        slot_pointer=facility.first_slot[:-1].copy(),
        habits=np.full(inhabitants, -1, np.int8),
        experience=np.zeros((inhabitants if settings["experience"] != 0.0 else 0, channels)),
        experienced=np.zeros(inhabitants if settings["experience"] != 0.0 else 0, np.int64),
        arrivals=np.zeros(1024, ARRIVAL),
        **{name: known.copy() for name, known in program.noted._asdict().items()},
        looked_up=np.zeros((days, int(settings["services"]), len(book.segments), 2), np.int64),
    )


@internal
def headroom(state: State) -> int:
    """Rows that must be free before an event is handled: a dispatch can start every agent, a closing send everyone away."""
    return HEADROOM + len(state.agents) + state.registers[0].waiting


def enlarged(state: State) -> State:
    """The same state with room in every array that is nearly full."""
    replaced = {}
    registers = state.registers[0]
    at_any_event = HEADROOM + len(state.agents) + int(registers["waiting"])
    for name, counter in COUNTER.items():
        array = getattr(state, name)
        per_item = ROWS.get(name, 1)
        used = int(registers[counter])
        needed = at_any_event + (len(state.left) * HOURS_A_WEEK if name == "expectation_rows" else 0)
        if used + 2 * needed > len(array) // per_item:
            larger = np.zeros((per_item * (2 * used + 4 * needed), *array.shape[1:]), array.dtype)
            larger[: per_item * used] = array[: per_item * used]
            replaced[name] = larger
    return state._replace(**replaced)


def with_arrivals(state: State) -> State:
    """The same state with room for the arrivals that were counted."""
    return state._replace(arrivals=np.zeros(2 * int(state.registers[0]["arrival_count"]), ARRIVAL))


def in_use(state: State) -> State:
    """The same in memory of its own, without spare rows: no run can go on in it."""
    rows = {name: ROWS.get(name, 1) * int(state.registers[0][counter]) for name, counter in COUNTER.items()}
    return State(*(array[: rows.get(name, len(array))].copy() for name, array in state._asdict().items()))


def with_spare(state: State, rows: Mapping[str, int]) -> State:
    """The same in memory of its own, in which a run can go on; ``rows`` is how many the arrays that grow have with spare ones."""
    arrays = {}
    for name, array in state._asdict().items():
        arrays[name] = np.zeros((rows.get(name, len(array)), *array.shape[1:]), array.dtype)  # zeros_like writes every page
        arrays[name][: len(array)] = array
    return State(**arrays)


@internal
def has_room(state: State) -> bool:
    """Can one more event be handled without enlarging an array?"""
    registers, margin = state.registers[0], headroom(state)
    return (
        registers.event_count + margin <= len(state.events)
        and registers.open_count + margin <= len(state.open_cases)
        and registers.question_count + margin <= len(state.questions)
        and registers.case_count + margin <= len(state.cases)
        and registers.contact_count + margin <= len(state.contacts)
        and registers.leg_count + margin <= len(state.legs)
        and registers.duty_count + margin <= len(state.duty)
        and registers.expectation_count + margin + state.left.shape[0] * HOURS_A_WEEK <= len(state.expectation_rows)
    )
