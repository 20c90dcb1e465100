"""The SimPy engine: the model of record, to read, step through and extend.

A :class:`Town` is a SimPy environment whose events are ordered by a key (docs/model.md, "Time and order") instead of by
insertion. Who lives and works there stands in the other files, which bear the same names in the compiled engine. One process
per case, and one for its inquiries where it may have any; two per agent (roster and work) and one per conversation of who
holds several; one for midnights, one for the arrivals of each day, and one for closing times.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any

import numpy as np
import simpy

from sim.engine.process.arrivals import Arrivals
from sim.engine.process.cases import Cases
from sim.engine.process.contacts import SENT_AWAY, Contacts
from sim.engine.process.outcomes import Outcomes
from sim.engine.process.people import People
from sim.engine.process.questions import Questions
from sim.engine.process.queues import Queues
from sim.engine.process.service import Service
from sim.engine.process.slots import Slots
from sim.engine.process.tables import tables_of
from sim.engine.process.things import Process, Thread, rows_of
from sim.engine.program.codes import EVENT_ARRIVAL, EVENT_DAILY, EVENT_DEADLINE, EVENT_OPENING
from sim.engine.program.program import QUEUE_OPENS, Program, program_view
from sim.engine.program.run_out import Noted
from sim.engine.program.tables import Tables
from sim.engine.rules.case import DAY
from sim.engine.rules.choice import channel_of, design_of_step

SIDE = 2**32
NUMBERS = 2**34


class Stop(Exception):  # noqa: N818 - ends a run, is no error
    """The caller wants no more days."""


class Town(simpy.Environment):
    """The municipality while it is simulated: time, what everybody can read, and who lives and works there."""

    now = 0

    def __init__(self, program: Program, on_day: Callable[[int, int], bool]) -> None:
        super().__init__(initial_time=0)
        self.program, self.on_day = program, on_day
        self.view = program_view(program)
        self.book = self.view.rulebook
        self.settings = rows_of(program.rulebook.settings)[0]
        self.calendar = rows_of(program.rulebook.calendar)
        self.services = rows_of(program.rulebook.services)
        self.steps = rows_of(program.rulebook.steps)
        self.options = rows_of(program.rulebook.options)
        self.segments = rows_of(program.rulebook.segments)
        options, channels = enumerate(self.options), rows_of(program.rulebook.channels)
        rows = [channel_of(self.book, design_of_step(self.book, option.step), number) for number, option in options]
        self.channel_of = [channels[row] for row in rows]  # of each option, as it is under the design of its step
        start = program.facility.start_expectation
        self.expectation = start.copy()
        self.noted = Noted(*(known.copy() for known in program.noted))
        self.first_free = np.full(len(start), -1, np.int64)
        self.expectation_rows: list[tuple[int, ...]] = []
        self.in_system = [0] * len(start)
        self.design_today = self.calendar[0].design
        self.queues, self.slots = Queues(self), Slots(self)
        self.people = People(self)
        self.service = Service(self)
        self.cases, self.contacts, self.outcomes = Cases(self), Contacts(self), Outcomes(self)
        self.arrivals, self.questions = Arrivals(self), Questions(self)
        self.start(self.pass_days())
        self.start(self.close_doors())

    def step(self) -> None:
        """Handle the next event; as in SimPy, but time is a plain attribute, because everybody reads it all the time."""
        time, _, _, event = heappop(self._queue)
        self._now = self.now = int(time)
        callbacks, event.callbacks = event.callbacks, None  # type: ignore[assignment]
        for callback in callbacks:
            callback(event)
        if not event._ok and not hasattr(event, "_defused"):
            raise event._value

    def start(self, process: Process) -> None:
        simpy.Process(self, process)

    def signal(self) -> simpy.Event:
        """An event that somebody else will trigger."""
        return simpy.Event(self)

    def keyed(self, time: int, kind: int, entity: int, number: int) -> Any:
        """An event at ``time``; at one instant by class, entity and number. SimPy's own zero-delay events come before all."""
        event = simpy.Event(self)
        event._ok, event._value = True, kind
        heappush(self._queue, (time, ((kind << 63) + entity) * NUMBERS + number, next(self._eid), event))  # type: ignore[misc]
        return event

    def timer_signal(self, thread: Thread, time: int, kind: int) -> simpy.Event:
        """A new signal for this thread, given at ``time`` unless the timer is moved."""
        thread.signal = signal = self.signal()
        self.set_timer(thread, time, kind)
        return signal

    def set_timer(self, thread: Thread, time: int, kind: int) -> None:
        """Give the thread's signal at ``time``; a timer set before no longer counts."""
        number = thread.number
        thread.number += 1
        thread.timer = number
        event = self.keyed(time, kind, thread.entity, thread.side * SIDE + number)
        event.callbacks.append(lambda _: self.wake(thread, number, kind))

    def wake(self, thread: Thread, number: int, kind: int) -> None:
        """A thread's time has come, unless its timer was moved, or it would begin something new in a line that is over."""
        if thread.timer != number:
            return
        thread.timer = -1
        if kind == EVENT_DEADLINE and self.queues.stands_in_line(thread):
            self.service.start_service(thread, None)
        elif kind != EVENT_ARRIVAL or self.cases.goes_on(thread.case):
            thread.signal.succeed(kind)

    def pass_days(self) -> Process:
        days = self.settings.days
        for day in range(days):
            yield self.keyed(day * DAY, EVENT_DAILY, 0, 0)
            if not self.on_day(day, days):
                raise Stop
            self.begin_day(day)

    def begin_day(self, day: int) -> None:
        """Midnight: yesterday's waits become today's expectation, until the office stops, and today's questions come up."""
        self.design_today = self.calendar[day].design
        if 0 < day * DAY <= self.settings.office_until:
            self.update_expectation(day - 1)
        if day * DAY == self.settings.office_until:
            self.queues.stop_office()
        self.start(self.arrivals.arrive(day))

    def close_doors(self) -> Process:
        """When a live channel closes, whoever joined before closing time and still waits is sent away."""
        for closing in rows_of(self.program.facility.closings):
            yield self.keyed(closing.time, EVENT_OPENING, closing.entity, 0)
            if closing.channel == QUEUE_OPENS:
                self.queues.call_dispatch()
                continue
            for thread in self.still_waiting(closing):
                self.queues.all[thread.queue].leave_queue(thread, self.now)
                thread.timer = -1
                thread.signal.succeed(SENT_AWAY)

    def still_waiting(self, closing: Any) -> list[Thread]:
        """Whoever joined this channel's queues before closing time and still waits, queue by queue in order."""
        kinds = self.queues.kinds[self.calendar[(closing.closed - 1) // DAY].design]
        queues = [queue for queue, kind in zip(self.queues.all, kinds, strict=True) if kind.channel == closing.channel]
        return [queue.threads[place] for queue in queues for place in queue.places if place[0] <= closing.closed]

    def update_expectation(self, day: int) -> None:
        """What was waited counts for the weekday and hour of asking; in the prelude, with few services, nothing is learnt.

        Where nobody of a weekday and hour left a queue, who asked a week ago or longer and still waits says what to expect.
        """
        feedback = self.settings.feedback if day >= self.settings.learns_from else 0.0
        learnt = {band: (count, total, 0) for band, (count, total) in self.queues.left.items()}
        for band, (waiting, total) in self.queues.note_who_waits().items():
            learnt.setdefault(band, (0, total, waiting))
        for (channel, weekday, hour), (count, total, waiting) in sorted(learnt.items()):
            expected = int(self.expectation[channel, weekday, hour])
            expected += int(feedback * (total // (count + waiting) - expected))
            self.expectation[channel, weekday, hour] = expected
            self.expectation_rows.append((day, channel, weekday, hour, expected, count, total, waiting))
        self.queues.left.clear()

    def tables(self) -> Tables:
        self.service.note_unfinished(self.settings.end)
        return tables_of(self, self.settings.end)


def run(program: Program, on_day: Callable[[int, int], bool]) -> Tables | None:
    """The tables of one replication; None when ``on_day(day, days)`` asked to stop."""
    town = Town(program, on_day)
    collecting = gc.isenabled()
    gc.disable()  # every case stays for the log, so looking for garbage again and again costs half the run and finds little
    try:
        town.run(until=town.settings.end)
        return town.tables()
    except Stop:
        return None
    finally:
        if collecting:
            gc.enable()
