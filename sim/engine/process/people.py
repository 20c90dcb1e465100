"""People of the SimPy engine: shifts, breaks, and being free or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.process.things import Agent, Process, Team, Thread, rows_of
from sim.engine.program import codes
from sim.engine.program.codes import EVENT_ROSTER, EVENT_SERVICE_END, IDLE, OFF_DUTY, ON_BREAK, SERVING, WRAPPING_UP
from sim.engine.program.tables import Duty, Leg
from sim.engine.rules.case import SECOND, draw
from sim.engine.rules.run_out import is_noted, own_share

if TYPE_CHECKING:
    from sim.engine.process.days import Town


class People:
    """Everybody who works for the municipality."""

    def __init__(self, town: Town) -> None:
        self.town = town
        facility = town.program.facility
        self.teams = [Team() for _ in range(facility.serves.shape[1])]
        self.breaks, stretches = rows_of(facility.breaks), rows_of(facility.stretches)
        self.agents = [
            Agent(index, row.entity, row.team, stretches[row.first_stretch : row.first_stretch + row.stretches])
            for index, row in enumerate(rows_of(facility.agents))
        ]
        self.duty: list[Duty] = []
        for agent in self.agents:
            town.start(self.follow_roster(agent))

    def follow_roster(self, agent: Agent) -> Process:
        """Come and go, and take breaks, as the roster says (in the compiled engine: schedule_roster, schedule_next_shift)."""
        town = self.town
        number = self.take_number(agent)
        for stretch in agent.stretches:
            yield town.keyed(stretch.start, EVENT_ROSTER, agent.entity, number)
            comes = not self.is_absent(agent, stretch)
            planned = self.breaks[stretch.first_break : stretch.first_break + stretch.breaks] if comes else []
            numbers = [self.take_number(agent) for _ in range(len(planned) + comes)]
            number = self.take_number(agent) if stretch is not agent.stretches[-1] else -1
            if not comes:
                continue
            self.begin_shift(agent, stretch)
            for pause, reserved in zip(planned, numbers, strict=False):
                yield town.keyed(pause.start, EVENT_ROSTER, agent.entity, reserved)
                self.reach_break(agent, pause.length)
            yield town.keyed(stretch.end, EVENT_ROSTER, agent.entity, numbers[-1])
            self.end_shift(agent)

    @staticmethod
    def take_number(agent: Agent) -> int:
        agent.number += 1
        return agent.number - 1

    def is_absent(self, agent: Agent, stretch: Any) -> bool:
        book, settings = self.town.book, self.town.settings
        return stretch.absence > 0 and draw(book, agent.entity, settings.label_absence, stretch.date) < stretch.absence

    def begin_shift(self, agent: Agent, stretch: Any) -> None:
        """Whoever still serves from the shift before goes on."""
        agent.break_due = 0
        if agent.leave_due:
            agent.shift_row.end = self.town.now
            agent.leave_due = False
            if agent.conversations:
                self.town.queues.call_dispatch()
        else:
            self.become_idle(agent)
        agent.shift_row = self.new_duty(agent, codes.DUTY_SHIFT, stretch.start, stretch.end)

    def new_duty(self, agent: Agent, kind: int, planned_start: int, planned_end: int) -> Duty:
        row = Duty(agent=agent.index, kind=kind, planned_start=planned_start, planned_end=planned_end)
        row.start, row.end = self.town.now, -1
        self.duty.append(row)
        return row

    def end_shift(self, agent: Agent) -> None:
        """Go home: at once when idle; after the citizens in hand and the wrap-up; written and back-office work is left.

        Who stays with a citizen until the next answers leaves him.
        """
        if agent.doing in (IDLE, ON_BREAK):
            self.go_home(agent)
        elif agent.doing == SERVING and not agent.conversations and self.is_deferred(agent.thread):
            self.pause_work(agent)
            self.go_home(agent)
        else:
            agent.leave_due = True
            if self.stays_with(agent):
                self.let_go(agent.thread, 0)

    @staticmethod
    def stays_with(agent: Agent) -> bool:
        """Does he stay with the one citizen in hand until the next answers?"""
        thread = agent.thread
        is_alone = agent.doing == WRAPPING_UP and not agent.conversations
        return is_alone and thread.held > 0 and thread.leg.agent == agent.index

    def is_deferred(self, thread: Thread) -> bool:
        return bool(self.town.queues.kind(thread.queue).deferred)

    def pause_work(self, agent: Agent) -> None:
        """Put unfinished work back where it stood in its queue, with what is left to do."""
        now, work = self.town.now, agent.thread
        work.leg.ended, work.leg.end = now, codes.LEG_PAUSED
        self.release(work.leg)
        work.remaining = work.ends - now
        agent.service_timer = -1
        agent.finished.succeed(value=True)
        self.count_busy(agent, -1)
        self.town.queues.enqueue(work, work.queue, work.enqueued, codes.NEVER)

    def release(self, leg: Leg) -> None:
        """Whoever did this piece of work, alone in hand, is done with it."""
        leg.released, leg.spent = self.town.now, self.town.now - leg.started

    def go_home(self, agent: Agent) -> None:
        if agent.doing == ON_BREAK:
            agent.break_row.end = self.town.now
        agent.shift_row.end = self.town.now
        agent.doing, agent.leave_due, agent.break_due, agent.break_timer = OFF_DUTY, False, 0, -1

    def become_idle(self, agent: Agent) -> None:
        agent.doing, agent.idle_since = IDLE, self.town.now
        self.town.queues.call_dispatch()

    def reach_break(self, agent: Agent, length: int) -> None:
        """A break is planned now: it starts late when somebody is being served, and keeps its length."""
        if agent.doing == OFF_DUTY:
            return
        if agent.break_due == 0:
            agent.break_planned = self.town.now
        agent.break_due += length
        if agent.doing == IDLE:
            self.begin_break(agent)

    def begin_break(self, agent: Agent) -> None:
        agent.doing = ON_BREAK
        agent.break_row = self.new_duty(agent, codes.DUTY_BREAK, agent.break_planned, agent.break_planned + agent.break_due)
        agent.break_timer = self.take_number(agent)
        over = self.town.keyed(self.town.now + agent.break_due, EVENT_ROSTER, agent.entity, agent.break_timer)
        over.callbacks.append(lambda _, agent=agent, number=agent.break_timer: self.end_break(agent, number))
        agent.break_due = 0

    def end_break(self, agent: Agent, number: int) -> None:
        if agent.break_timer == number:
            agent.break_timer = -1
            agent.break_row.end = self.town.now
            self.after_work(agent)

    def after_work(self, agent: Agent) -> None:
        """Free again: go home, take the break that is due, or be idle."""
        if agent.leave_due:
            self.go_home(agent)
        elif agent.break_due > 0:
            self.begin_break(agent)
        else:
            self.become_idle(agent)

    def count_busy(self, agent: Agent, change: int) -> None:
        """Keep the number of busy agents of the team and its integral over time."""
        team, now = self.teams[agent.team], self.town.now
        team.integral += team.busy * (now - team.changed)
        team.changed = now
        team.busy += change

    @staticmethod
    def share_time(agent: Agent, until: int) -> None:
        """What each of the conversations in hand had of the time since their number last changed."""
        if agent.conversations:
            agent.share += (until - agent.shared_at) // agent.conversations
        agent.shared_at = until

    def drop_conversation(self, agent: Agent, leg: Leg) -> None:
        """Nothing is left to do for a conversation; the agent is free when it was the last in hand."""
        now = self.town.now
        leg.released = now
        self.share_time(agent, now)
        leg.spent += agent.share
        leg.counted, agent.dropped_at = max(leg.started, agent.dropped_at), now
        if is_noted(self.town.book, leg.enqueued, now):
            self.town.noted.conversations[leg.queue] += (leg.spent // SECOND, (now - leg.started) // SECOND)
        agent.conversations -= 1
        if agent.conversations:
            self.town.queues.call_dispatch()
        else:
            self.count_busy(agent, -1)
            self.after_work(agent)

    def let_go(self, thread: Thread, told: int) -> None:
        """Who stayed with the citizen is ``told`` busy to explain it to who answered (0: nobody did), wraps up and is free."""
        town, leg, time = self.town, thread.leg, told + thread.wrap_up
        thread.held = 0
        if leg.agent < 0:
            if leg.team >= 0:
                leg.spent += int(own_share(town.noted.conversations, leg.queue, town.now - thread.enqueued + told))
            return
        agent = self.agents[leg.agent]
        several = agent.conversations > 0
        if time == 0:
            self.be_done(agent, leg, several=several)
            return
        number = self.take_number(agent)
        if not several:
            agent.service_timer = number
        over = town.keyed(town.now + time, EVENT_SERVICE_END, agent.entity, number)
        over.callbacks.append(lambda _: self.be_done(agent, leg, several=several))

    def be_done(self, agent: Agent, leg: Leg, *, several: bool) -> None:
        """Nothing is left to do for this leg, one of several in hand or not."""
        if several:
            self.drop_conversation(agent, leg)
        else:
            self.end_work(agent, leg)

    def end_work(self, agent: Agent, leg: Leg) -> None:
        """Nothing is left to do for the one piece of work in hand."""
        self.release(leg)
        agent.service_timer = -1
        self.count_busy(agent, -1)
        self.after_work(agent)
