"""The compiled engine: the same semantics as engine/process/days.py, for experiments (see docs/model.md).

The kernel runs a week at a time, without an office a quarter. In between, and whenever an array is nearly full, it returns to
Python, which enlarges arrays, takes out what is over, reports progress and can stop.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self

from sim.engine.compiled.arrivals import arrive
from sim.engine.compiled.contacts import leave_unserved
from sim.engine.compiled.events import CLASSES, WITHDRAWN, drop_first, free_event, take_from_shelf
from sim.engine.compiled.parts import close_ranks, fates_at_the_end, what_is_over
from sim.engine.compiled.people import schedule_next_shift
from sim.engine.compiled.queues import call_dispatch, note_who_waits, stop_office
from sim.engine.compiled.service import dispatch, note_unfinished
from sim.engine.compiled.state import (
    COUNTER,
    HOURS_A_WEEK,
    SHELF,
    SHELVES_A_DAY,
    State,
    enlarged,
    fresh_state,
    has_room,
    in_use,
    with_arrivals,
    with_spare,
)
from sim.engine.compiled.tables import TAKEN, note_open_cases, tables_of
from sim.engine.compiled.wake import handle
from sim.engine.compiler.jit import compiled, direct, internal, view
from sim.engine.program import codes
from sim.engine.program.codes import EVENT_ARRIVAL, EVENT_OPENING, NEVER
from sim.engine.program.program import QUEUE_OPENS, Program, program_view
from sim.engine.program.run_out import Noted, Office
from sim.engine.program.tables import Tables
from sim.engine.rules.arrivals import arrivals_of_day
from sim.engine.rules.case import DAY

DAY_DONE, NEEDS_ROOM, NEEDS_ARRIVALS, ENOUGH_ROWS = range(4)
DAYS_AT_ONCE, AFTER_OFFICE = 7, 91
"""Days between two looks of Python: a week, and a quarter where nobody works any more and little happens."""
FROM_HEAP, FROM_ARRIVALS, FROM_CLOSINGS, NOTHING = range(4)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A run between two days, of which any number of runs can go on."""

    state: State
    rows: Mapping[str, int]
    """How many the arrays that grow had; ``state`` is what of it was in use."""

    @classmethod
    def of(cls, state: State) -> Self:
        return cls(in_use(state), {name: len(getattr(state, name)) for name in COUNTER})

    @property
    def day(self) -> int:
        """The day that comes."""
        return int(self.state.registers[0]["today"])

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return sum(array.nbytes for array in self.state)


@dataclass(frozen=True, eq=False)
class InParts:
    """How a run is handed over in parts: to whom, and from how many rows of a table on.

    Of lines that are over before ``counts_from``, and of those that begin from ``counts_before`` on, nothing is handed over.
    ``ordered``: in canonical order; else as they came, to be measured.
    """

    take: Callable[[Tables], None] | None
    rows: int
    counts_from: int = 0
    counts_before: int = codes.NEVER
    ordered: bool = True


@compiled
def run_days(state: State, program: Program, until: int, enough: int) -> int:
    """Go on to the start of day ``until``: DAY_DONE, or why not yet.

    NEEDS_ROOM and NEEDS_ARRIVALS: arrays must be enlarged first. ENOUGH_ROWS: a day would begin with ``enough`` rows in a table.
    """
    registers = state.registers[0]
    while registers.today < until:
        day = registers.today
        if registers.drawn_until <= day:
            if max(registers.case_count, registers.contact_count, registers.leg_count) >= enough:
                return ENOUGH_ROWS
            times, entities, streams = arrivals_of_day(program.rulebook, program.demand, day)
            registers.arrival_next, registers.arrival_count = 0, len(times)
            if len(times) > len(state.arrivals):
                return NEEDS_ARRIVALS
            for number in range(len(times)):
                arrival = state.arrivals[number]
                arrival.time, arrival.entity, arrival.stream = times[number], entities[number], streams[number]
            registers.drawn_until = day + 1
        if run_day(state, program, day) == NEEDS_ROOM:
            return NEEDS_ROOM
        registers.today = day + 1
    return DAY_DONE


@internal
def run_day(state: State, program: Program, day: int) -> int:
    """Handle every event of one day in order; DAY_DONE, or NEEDS_ROOM when arrays must be enlarged first."""
    registers, last_shelf = state.registers[0], (day + 1) * SHELVES_A_DAY - 1
    if not has_room(state):
        return NEEDS_ROOM
    if registers.present_shelf < day * SHELVES_A_DAY:
        registers.now = day * DAY
        take_from_shelf(state, day * SHELVES_A_DAY)
        begin_day(state, program, day)
    while True:
        if not has_room(state):
            return NEEDS_ROOM
        source, moment = next_source(state, program)
        time = moment // CLASSES
        if registers.dispatch_due and time > registers.now:
            dispatch(state, program)
        elif time >= (registers.present_shelf + 1) * SHELF:
            if registers.present_shelf == last_shelf:
                return DAY_DONE
            take_from_shelf(state, registers.present_shelf + 1)
        else:
            registers.now = time
            if source == FROM_ARRIVALS:
                arrive(state, program)
            elif source == FROM_CLOSINGS:
                close_doors(state, program)
            else:
                happen(state, program, moment % CLASSES)


@internal
def next_source(state: State, program: Program) -> tuple[int, int]:
    """Where the next event comes from, by (time, class, entity), and its time and class in one number."""
    registers = state.registers[0]
    source, moment = NOTHING, NEVER
    if registers.heap_count > 0:
        source, moment = FROM_HEAP, state.heap[0].moment
    if registers.closing_next < len(program.facility.closings):
        closing = program.facility.closings[registers.closing_next].time * CLASSES + EVENT_OPENING
        if closing < moment:
            source, moment = FROM_CLOSINGS, closing
    if registers.arrival_next < registers.arrival_count:
        arrival = state.arrivals[registers.arrival_next]
        other = arrival.time * CLASSES + EVENT_ARRIVAL
        if other < moment or (other == moment and arrival.entity < state.events[state.heap[0].event].entity):
            source, moment = FROM_ARRIVALS, other
    return source, moment


@internal
def happen(state: State, program: Program, kind: int) -> None:
    """The first event of the heap, unless it was withdrawn."""
    number = state.heap[0].event
    event = state.events[number]
    withdrawn, payload = event.moment == WITHDRAWN, event.payload
    drop_first(state)
    free_event(state, number)
    if not withdrawn:
        handle(state, program, kind, payload)


@internal
def begin_day(state: State, program: Program, day: int) -> None:
    """Midnight: while there is an office, yesterday's waits become today's expectation; on day 0 everybody gets a roster."""
    office_until = program.rulebook.settings[0].office_until
    if day == 0:
        for agent in range(len(state.agents)):
            schedule_next_shift(state, program, agent)
    elif day * DAY <= office_until:
        update_expectation(state, program, day - 1)
    if day * DAY == office_until:
        stop_office(state, program)


@internal
def update_expectation(state: State, program: Program, day: int) -> None:
    """What was waited counts for the weekday and hour of asking; in the prelude, with few services, nothing is learnt.

    Where nobody of a weekday and hour left a queue, who asked a week ago or longer and still waits says what to expect.
    """
    settings = program.rulebook.settings[0]
    note_who_waits(state)
    feedback = settings.feedback if day >= settings.learns_from else 0.0
    for channel in range(state.left.shape[0]):
        for band in range(HOURS_A_WEEK):
            weekday, hour = band // 24, band % 24
            count, total = state.left[channel, weekday, hour, 0], state.left[channel, weekday, hour, 1]
            waiting = 0
            if count == 0:
                waiting, total = state.left[channel, weekday, hour, 2], state.left[channel, weekday, hour, 3]
            for number in range(4):
                state.left[channel, weekday, hour, number] = 0
            if count + waiting == 0:
                continue
            expected = state.expectation[channel, weekday, hour]
            expected += int(feedback * (total // (count + waiting) - expected))
            state.expectation[channel, weekday, hour] = expected
            number = state.registers[0].expectation_count
            state.registers[0].expectation_count = number + 1
            row = state.expectation_rows[number]
            row.day, row.channel, row.weekday, row.hour = day, channel, weekday, hour
            row.expected, row.left, row.waited, row.waiting = expected, count, total, waiting


@internal
def close_doors(state: State, program: Program) -> None:
    """A live channel closes: whoever joined before closing time and still waits is sent away."""
    closing = program.facility.closings[state.registers[0].closing_next]
    state.registers[0].closing_next += 1
    if closing.channel == QUEUE_OPENS:
        call_dispatch(state)
        return
    design = program.rulebook.calendar[(closing.closed - 1) // DAY].design
    for queue in range(len(state.queues)):
        if program.facility.queues[design, queue].channel != closing.channel:
            continue
        thread = state.queues[queue].head
        while thread >= 0:
            following = state.threads[thread].next
            if state.threads[thread].enqueued <= closing.closed:
                leave_unserved(state, program, thread, codes.SENT_AWAY)
            thread = following


def taken_over(state: State, program: Program) -> State:
    """A state from before anything is noted of the office knows what this program knows of one."""
    if int(state.registers[0]["today"]) * DAY > int(program.rulebook.settings[0]["window_start"]):
        return state
    return state._replace(**{name: known.copy() for name, known in program.noted._asdict().items()})


class Running:
    """A replication under way, a week at a time; seed and replication stand in the settings of the rulebook of ``program``.

    With a ``snapshot`` of another run it goes on where that one stood: both must be the same until there
    (:mod:`sim.engine.shared_beginning`). It keeps everything until its :meth:`tables` are asked for, or goes ``in_parts``: then
    what is over is handed to ``take`` as soon as there are enough rows.
    """

    def __init__(self, program: Program, snapshot: Snapshot | None = None, in_parts: InParts | None = None) -> None:
        self.program, self._viewed = program, program_view(program)
        self.in_parts, self.take = in_parts, None if in_parts is None else in_parts.take
        rows = None if in_parts is None else in_parts.rows
        if snapshot is None:
            self._state = fresh_state(program, rows)
        else:
            self._state = taken_over(with_spare(snapshot.state, snapshot.rows), program)
        self._enough = codes.NEVER if rows is None else rows
        self._seen = view(self._state)
        self._run_days = direct(run_days, self._seen, self._viewed, 0, 0)

    @property
    def day(self) -> int:
        """The day that comes."""
        return int(self._state.registers[0]["today"])

    @property
    def days(self) -> int:
        return int(self.program.rulebook.settings[0]["days"])

    def until(self, day: int, on_day: Callable[[int, int], bool]) -> bool:
        """Goes on to the start of ``day``; False when ``on_day(day, days)``, asked each time, asked to stop before."""
        while self.day < day:
            if not on_day(self.day, self.days):
                return False
            works = self.day * DAY < int(self.program.rulebook.settings[0]["office_until"])
            self._work(min(day, self.day + (DAYS_AT_ONCE if works else AFTER_OFFICE)))
        return True

    def _hand_over(self, now: int) -> None:
        """Takes out what is over, once there is enough; what was over before anything counts goes nowhere."""
        parts = self.in_parts
        if parts is None:
            return
        nothing_counts = now <= parts.counts_from
        if nothing_counts or self.take is not None:
            before = 0 if nothing_counts else parts.counts_before
            part, fates = what_is_over(self._state, self._seen, before, ordered=parts.ordered)
            if self.take is not None and ((fates == TAKEN).any() or len(part.duty)):
                self.take(part)
            close_ranks(self._state, self._seen, fates)
        self._enough = max(parts.rows, 2 * _most_rows(self._state))

    def _work(self, until: int) -> None:
        while (reason := self._run_days(self._seen, self._viewed, until, self._enough)) != DAY_DONE:
            if reason == ENOUGH_ROWS:
                self._hand_over(self.day * DAY)
                continue
            self._state = enlarged(self._state) if reason == NEEDS_ROOM else with_arrivals(self._state)
            self._seen = view(self._state, like=self._seen)

    def office(self) -> Office:
        """What is known by now of how people wait in this office."""
        noted = Noted(*(getattr(self._state, name).copy() for name in Noted._fields))
        return Office(noted, self._state.expectation.copy())

    def snapshot(self) -> Snapshot:
        """The run as it is now; what happens to it later does not change that."""
        return Snapshot.of(self._state)

    def tables(self) -> Tables:
        """What happened, or of a run in parts what is left of it; the run is over then."""
        note_unfinished(self._seen, self._viewed, self.days * DAY)
        note_open_cases(self._state)
        parts, fates = self.in_parts, None
        if parts is not None and parts.counts_before < self.days * DAY:
            fates = fates_at_the_end(self._state, self._seen, parts.counts_before)
        ordered = parts is None or parts.ordered
        return tables_of(self._state, self.program, self.days * DAY, fates, ordered=ordered)


def run(program: Program, on_day: Callable[[int, int], bool]) -> Tables | None:
    """The tables of one replication; None when ``on_day(day, days)`` asked to stop."""
    running = Running(program)
    return running.tables() if running.until(running.days, on_day) else None


def _most_rows(state: State) -> int:
    return max(int(state.registers[0][count]) for count in ("case_count", "contact_count", "leg_count"))
