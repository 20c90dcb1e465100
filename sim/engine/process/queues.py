"""Queues of the SimPy engine: who waits in them, who may take from them and when, and what was waited."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING, Any

from sim.engine.process.things import Agent, Thread, rows_of
from sim.engine.program.codes import EVENT_DEADLINE, EVENT_DISPATCH, EVENT_OPENING, IDLE, OFF_DUTY, ON_BREAK
from sim.engine.rules.case import DAY, HOUR, QUARTER, WEEK
from sim.engine.rules.contact import wait_behind
from sim.engine.rules.run_out import ANNOUNCED, WAITED, is_noted, note, office_is_there, told_wait, wait_for_turn

if TYPE_CHECKING:
    from sim.engine.process.days import Town

Band = tuple[int, int, int]
"""Channel, weekday and hour."""


class Queue:
    """Who waits, in order of joining; with the integral of its length over time."""

    def __init__(self) -> None:
        self.places: list[tuple[int, int, int]] = []
        self.threads: dict[tuple[int, int, int], Thread] = {}
        self.integral, self.changed = 0, 0

    @property
    def head(self) -> Thread:
        return self.threads[self.places[0]]

    def count_length(self, now: int) -> None:
        self.integral += len(self.places) * (now - self.changed)
        self.changed = now

    def insert(self, thread: Thread, now: int) -> None:
        self.count_length(now)
        insort(self.places, thread.place)
        self.threads[thread.place] = thread

    def leave_queue(self, thread: Thread, now: int) -> None:
        self.count_length(now)
        del self.places[bisect_left(self.places, thread.place)]
        del self.threads[thread.place]


class Queues:
    """All queues, and what they are like under the design of today."""

    def __init__(self, town: Town) -> None:
        facility = town.program.facility
        self.town = town
        self.kinds = [rows_of(design) for design in facility.queues]
        self.all = [Queue() for _ in self.kinds[0]]
        self.serves, self.after, self.shut = facility.serves.tolist(), facility.after.tolist(), facility.shut
        self.serving_agents: dict[tuple[int, int], list[Agent]] = {}
        self.left: dict[Band, tuple[int, int]] = {}
        self.dispatch_due = False

    def kind(self, queue: int) -> Any:
        """What this queue is like today."""
        return self.kinds[self.town.design_today][queue]

    def agents_for(self, queue: int) -> list[Agent]:
        """Who can serve this queue today."""
        key = (self.town.design_today, queue)
        if key not in self.serving_agents:
            skills = self.serves[self.town.design_today]
            self.serving_agents[key] = [agent for agent in self.town.people.agents if skills[agent.team][queue] > 0]
        return self.serving_agents[key]

    def enqueue(self, thread: Thread, queue: int, enqueued: int, leaves: int) -> None:
        """Join a queue at the place that belongs to the time of joining (in the past for paused work), until ``leaves``."""
        thread.queue, thread.enqueued, thread.leaves = queue, enqueued, leaves
        self.all[queue].insert(thread, self.town.now)
        if self.is_manned(queue):
            self.call_helpers(thread)
            self.call_dispatch()
        else:
            self.await_turn(thread)

    def is_manned(self, queue: int) -> bool:
        """Is it the office that serves this queue, or a team without limit?"""
        return bool(office_is_there(self.town.book, self.town.now) or self.kind(queue).unlimited)

    def await_turn(self, thread: Thread) -> None:
        """Without an office: served after a wait as people had there, when patience does not end before."""
        town, n, waited = self.town, thread.base + thread.turns, self.town.now - thread.enqueued
        thread.turns += 1
        turn = town.now + wait_for_turn(
            town.book, town.noted.times, thread.queue, thread.step, thread.case.case, n, thread.enqueued, waited
        )
        if turn < thread.leaves:
            town.set_timer(thread, turn, EVENT_DEADLINE)

    def stop_office(self) -> None:
        """The office stops: who stands in a queue is served after a wait as well."""
        for number, queue in enumerate(self.all):
            if not self.is_manned(number):
                for place in queue.places:
                    self.await_turn(queue.threads[place])

    def stands_in_line(self, thread: Thread) -> bool:
        """Does he wait in a queue?"""
        return thread.queue >= 0 and thread.place in self.all[thread.queue].threads

    def note_turn(self, queue: int, joined: int, team: int) -> None:
        """Remember how long it took to be served, for who gave up before as well, and by whom."""
        noted, now = self.town.noted, self.town.now
        if is_noted(self.town.book, joined, now):
            note(noted.times, WAITED, queue, joined, now - joined, 1 + int(noted.given_up[queue]))
            noted.given_up[queue] = 0
            if team >= 0:
                noted.served[queue, team] += 1

    def call_helpers(self, thread: Thread) -> None:
        """A dispatch pass at every moment from which another team takes what still waits then."""
        for after in {teams[thread.queue] for teams in self.after[self.town.design_today]}:
            if thread.enqueued + after > self.town.now:
                look = self.town.keyed(thread.enqueued + after, EVENT_OPENING, thread.entity, 0)
                look.callbacks.append(lambda _: self.call_dispatch())

    def call_dispatch(self) -> None:
        """One dispatch pass at the end of this instant."""
        if not self.dispatch_due:
            self.dispatch_due = True
            self.town.keyed(self.town.now, EVENT_DISPATCH, 0, 0).callbacks.append(self.town.service.dispatch)

    def helps_after(self, agent: Agent, queue: int) -> int:
        """How long something must have waited before this agent takes it."""
        return int(self.after[self.town.design_today][agent.team][queue])

    def helps(self, agent: Agent, queue: int) -> bool:
        """Has the head of this queue waited long enough for this agent, who can serve it?"""
        after = self.helps_after(agent, queue)
        return after == 0 or self.town.now - self.all[queue].places[0][0] >= after

    def is_shut(self, queue: int) -> bool:
        """Is this queue outside the hours in which it is served?"""
        return bool(self.shut.shape[1] and self.shut[queue, self.town.now // QUARTER])

    def can_take_another(self, agent: Agent, queue: int) -> bool:
        """May this agent begin another conversation beside those in hand? Not when he is about to go home or to have a break."""
        kind = self.kind(queue)
        stays = not agent.leave_due and agent.break_due == 0
        return stays and 0 < agent.conversations < kind.concurrency and agent.conversing_at == kind.channel

    def announced_wait(self, thread: Thread, queue: int) -> int:
        """What who would join now is told; 0 = somebody is free, -1 = nobody is there."""
        town, book, times = self.town, self.town.book, self.town.noted.times
        if not self.is_manned(queue):
            n = thread.base + thread.turns
            return int(told_wait(book, times, queue, thread.step, thread.case.case, n, town.now))
        announced = self.wait_now(queue)
        if is_noted(book, town.now, town.now):
            note(times, ANNOUNCED, queue, town.now, announced, 1)
        return announced

    def wait_now(self, queue: int) -> int:
        """What the office tells: how many stand before, and how many are there."""
        if self.is_shut(queue):
            return -1
        own = [agent for agent in self.agents_for(queue) if self.helps_after(agent, queue) == 0]
        if any(agent.doing == IDLE or self.can_take_another(agent, queue) for agent in own):
            return 0
        on_duty = sum(agent.doing not in (OFF_DUTY, ON_BREAK) for agent in own)
        kind = self.kind(queue)
        return wait_behind(len(self.all[queue].places), kind.mean_handling, on_duty * kind.concurrency)

    def note_wait(self, channel: int, joined: int, waited: int) -> None:
        """Remember a wait that ended today, for tomorrow's expectation."""
        band = (channel, *hour_of_week(joined))
        count, total = self.left.get(band, (0, 0))
        self.left[band] = (count + 1, total + waited)

    def note_who_waits(self) -> dict[Band, tuple[int, int]]:
        """Number and waiting time so far of who waits for a week already and longer than is expected, by when they joined."""
        found: dict[Band, tuple[int, int]] = {}
        for thread in (thread for queue in self.all for thread in queue.threads.values()):
            if thread.contact and not thread.remaining:
                band, waited = (thread.contact.channel, *hour_of_week(thread.enqueued)), self.town.now - thread.enqueued
                if waited >= WEEK and waited > self.town.expectation[band]:
                    count, total = found.get(band, (0, 0))
                    found[band] = (count + 1, total + waited)
        return found


def hour_of_week(time: int) -> tuple[int, int]:
    """Its weekday and hour."""
    return time // DAY % 7, time // HOUR % 24
