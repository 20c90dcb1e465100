"""The SimPy engine: the model of record, to read, step through and extend.

A :class:`Town` is a SimPy environment whose events are ordered by a key (docs/model.md, "Time and order") instead of by
insertion, with the staff, their queues and rosters (process_staff.py), who may serve whom (process_matching.py), the slots of
appointments (process_slots.py), the citizens with the life of their cases (process_citizens.py), and how they ask
(process_contacts.py). One process per case, and one for its inquiries where it may have any; two per agent (roster and work) and
one per conversation of who holds several; one for midnights, one for the arrivals of each day, and one for closing times.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator
from heapq import heappop, heappush
from typing import Any

import numpy as np
import simpy

from sim.engine.process.cases import Citizens
from sim.engine.process.contacts import SENT_AWAY
from sim.engine.process.people import Staff
from sim.engine.process.slots import Slots
from sim.engine.process.things import Thread, rows_of, table_of
from sim.engine.program import codes
from sim.engine.program.codes import EVENT_ARRIVAL, EVENT_DAILY, EVENT_OPENING
from sim.engine.program.program import QUEUE_OPENS, Program, program_view
from sim.engine.program.tables import (
    CASES,
    CONTACTS,
    DUTY,
    EXPECTATION,
    INTEGRALS,
    LEGS,
    Tables,
    in_canonical_order,
)
from sim.engine.rules.arrivals import arrivals_of_day
from sim.engine.rules.case import DAY, HOUR, WEEK

Band = tuple[int, int, int]
"""Channel, weekday and hour."""

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
        self.channels = rows_of(program.rulebook.channels)
        self.segments = rows_of(program.rulebook.segments)
        channels = self.settings.channels
        start = program.facility.start_expectation
        self.expectation = np.broadcast_to(start[:, None, None], (channels, 7, 24)).copy()
        self.first_free = np.full(channels, -1, np.int64)
        self.left: dict[Band, tuple[int, int]] = {}
        self.expectation_rows: list[tuple[int, ...]] = []
        self.design_today = self.calendar[0].design
        self.slots = Slots(self)
        self.staff = Staff(self)
        self.citizens = Citizens(self)
        self.start(self.pass_days())
        self.start(self.close_channels())

    # --- time ---

    def step(self) -> None:
        """Handle the next event; as in SimPy, but time is a plain attribute, because everybody reads it all the time."""
        time, _, _, event = heappop(self._queue)
        self._now = self.now = int(time)
        callbacks, event.callbacks = event.callbacks, None  # type: ignore[assignment]
        for callback in callbacks:
            callback(event)
        if not event._ok and not hasattr(event, "_defused"):
            raise event._value

    def start(self, process: Generator[Any, Any, None]) -> None:
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

    def set_timer(self, thread: Thread, time: int, kind: int) -> simpy.Event:
        """A new signal for this thread, given at ``time`` unless the timer is moved."""
        thread.signal = signal = self.signal()
        self.move_timer(thread, time, kind)
        return signal

    def move_timer(self, thread: Thread, time: int, kind: int) -> None:
        """Give the thread's signal at ``time``; a timer set before no longer counts."""
        number = thread.number
        thread.number += 1
        thread.timer = number
        event = self.keyed(time, kind, thread.entity, thread.side * SIDE + number)
        event.callbacks.append(lambda _: self.ring(thread, number, kind))

    @staticmethod
    def ring(thread: Thread, number: int, kind: int) -> None:
        if thread.timer == number:
            thread.timer = -1
            thread.signal.succeed(kind)

    def close_leg(self, thread: Thread) -> None:
        """The end of a piece of work; without an agent nobody else has noted it."""
        if thread.leg.agent < 0:
            thread.leg.ended, thread.leg.end = self.now, codes.LEG_DONE
            thread.leg.release(self.now)

    def pass_days(self) -> Generator[Any, Any, None]:
        """Midnight: yesterday's waits become expectation, and today's questions come up."""
        days = self.settings.days
        for day in range(days):
            yield self.keyed(day * DAY, EVENT_DAILY, 0, 0)
            if not self.on_day(day, days):
                raise Stop
            self.design_today = self.calendar[day].design
            if day > 0:
                self.update_expectation(day - 1)
            self.start(self.let_arrive(day))

    def let_arrive(self, day: int) -> Generator[Any, Any, None]:
        streams = self.program.demand.streams
        arrivals = arrivals_of_day(self.book, self.view.demand, day)
        for time, entity, number in zip(*(column.tolist() for column in arrivals), strict=True):
            yield self.keyed(time, EVENT_ARRIVAL, entity, 0)
            stream = streams[number]
            self.citizens.fresh_case(entity, int(stream["service"]), int(stream["segment"]))

    def close_channels(self) -> Generator[Any, Any, None]:
        for closing in rows_of(self.program.facility.closings):
            yield self.keyed(closing.time, EVENT_OPENING, closing.entity, 0)
            if closing.channel == QUEUE_OPENS:
                self.staff.call_dispatch()
                continue
            for thread in self.staff.close(closing):
                self.staff.queues[thread.queue].leave(thread, self.now)
                thread.timer = -1
                thread.signal.succeed(SENT_AWAY)

    # --- what citizens expect ---

    def note_wait(self, channel: int, joined: int, waited: int) -> None:
        band = (channel, *hour_of_week(joined))
        count, total = self.left.get(band, (0, 0))
        self.left[band] = (count + 1, total + waited)

    def update_expectation(self, day: int) -> None:
        """What was waited counts for the weekday and hour of asking; in the prelude, with few services, nothing is learnt.

        Where nobody of a weekday and hour left a queue, who asked a week ago or longer and still waits says what to expect.
        """
        feedback = self.settings.feedback if day >= self.settings.learns_from else 0.0
        learnt = {band: (count, total, 0) for band, (count, total) in self.left.items()}
        for band, (waiting, total) in self.still_waiting().items():
            learnt.setdefault(band, (0, total, waiting))
        for (channel, weekday, hour), (count, total, waiting) in sorted(learnt.items()):
            expected = int(self.expectation[channel, weekday, hour])
            expected += int(feedback * (total // (count + waiting) - expected))
            self.expectation[channel, weekday, hour] = expected
            self.expectation_rows.append((day, channel, weekday, hour, expected, count, total, waiting))
        self.left.clear()

    def still_waiting(self) -> dict[Band, tuple[int, int]]:
        """Number and waiting time so far of who waits for a week already and longer than is expected, by when they joined."""
        found: dict[Band, tuple[int, int]] = {}
        for thread in (thread for queue in self.staff.queues for thread in queue.threads.values()):
            if thread.contact and not thread.remaining:
                band, waited = (thread.contact.channel, *hour_of_week(thread.enqueued)), self.now - thread.enqueued
                if waited >= WEEK and waited > self.expectation[band]:
                    count, total = found.get(band, (0, 0))
                    found[band] = (count + 1, total + waited)
        return found

    # --- the log ---

    def tables(self) -> Tables:
        self.staff.note_unfinished(self.settings.end)
        end, queues, teams = self.settings.end, self.staff.queues, self.staff.teams
        integrals = [(0, index, queue.integral + len(queue) * (end - queue.changed)) for index, queue in enumerate(queues)]
        integrals += [(1, index, team.integral + team.busy * (end - team.changed)) for index, team in enumerate(teams)]
        tables = {
            "cases": table_of(self.citizens.cases, CASES),
            "contacts": table_of(self.citizens.contacts.rows, CONTACTS),
            "legs": table_of(self.staff.legs, LEGS),
            "duty": table_of(self.staff.duty, DUTY),
            "slots": self.slots.table(),
            "expectation": np.array(self.expectation_rows, EXPECTATION),
            "integrals": np.array(integrals, INTEGRALS),
        }
        return Tables(**{name: in_canonical_order(name, table) for name, table in tables.items()})


def hour_of_week(time: int) -> tuple[int, int]:
    """Its weekday and hour."""
    return time // DAY % 7, time // HOUR % 24


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
