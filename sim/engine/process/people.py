"""Staff of the SimPy engine: rosters, breaks, and the work that is done."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from sim.engine.process.service import Matching
from sim.engine.process.things import (
    IDLE,
    OFF_DUTY,
    ON_BREAK,
    SERVING,
    WRAPPING_UP,
    Agent,
    LegRow,
    Queue,
    Team,
    Thread,
    rows_of,
)
from sim.engine.program import codes
from sim.engine.program.codes import EVENT_DISPATCH, EVENT_OPENING, EVENT_ROSTER, EVENT_SERVICE_END
from sim.engine.program.tables import Duty
from sim.engine.rules.case import DAY, back_office_work, draw
from sim.engine.rules.contact import at_speed, serve, while_learning

if TYPE_CHECKING:
    from sim.engine.process.days import Town

Process = Generator[Any, Any, None]


class Staff:
    """Everybody who works for the municipality, and the queues in front of them."""

    def __init__(self, town: Town) -> None:
        self.town = town
        facility = town.program.facility
        self.speed = facility.speed.tolist()
        self.queues = [Queue() for _ in range(facility.queues.shape[1])]
        self.teams = [Team() for _ in range(facility.serves.shape[1])]
        self.breaks = rows_of(facility.breaks)
        stretches = rows_of(facility.stretches)
        self.agents = [
            Agent(index, row.entity, row.team, stretches[row.first_stretch : row.first_stretch + row.stretches])
            for index, row in enumerate(rows_of(facility.agents))
        ]
        self.duty: list[Duty] = []
        self.legs: list[LegRow] = []
        self.dispatch_due = False
        self.waiting: set[int] = set()
        self.matching = Matching(town, self.agents, self.queues)
        for agent in self.agents:
            agent.assignment = town.signal()
            town.start(self.follow_roster(agent))
            town.start(self.work(agent))

    # --- rosters ---

    def follow_roster(self, agent: Agent) -> Process:
        """Come and go, and take breaks, as the roster says."""
        town = self.town
        number = self.take_number(agent)
        for at, stretch in enumerate(agent.stretches):
            yield town.keyed(stretch.start, EVENT_ROSTER, agent.entity, number)
            planned = [] if self.is_absent(agent, stretch) else self.breaks_of(stretch)
            numbers = [] if self.is_absent(agent, stretch) else [self.take_number(agent) for _ in range(len(planned) + 1)]
            number = self.take_number(agent) if at + 1 < len(agent.stretches) else -1
            if not numbers:
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

    def breaks_of(self, stretch: Any) -> list[Any]:
        return self.breaks[stretch.first_break : stretch.first_break + stretch.breaks]

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
                self.call_dispatch()
        else:
            self.become_idle(agent)
        agent.shift_row = self.new_duty(agent, codes.DUTY_SHIFT, stretch.start, stretch.end)

    def end_shift(self, agent: Agent) -> None:
        """Go home at once when idle, after a citizen who is being served; other work is left as it is."""
        if agent.doing in (IDLE, ON_BREAK):
            self.go_home(agent)
        elif agent.doing == SERVING and not agent.conversations and self.matching.kind(agent.thread.queue).deferred:
            self.pause_work(agent, agent.thread)
            self.go_home(agent)
        else:
            agent.leave_due = True

    def go_home(self, agent: Agent) -> None:
        if agent.doing == ON_BREAK:
            agent.break_row.end = self.town.now
        agent.shift_row.end = self.town.now
        agent.doing, agent.leave_due, agent.break_due, agent.break_timer = OFF_DUTY, False, 0, -1

    def become_idle(self, agent: Agent) -> None:
        agent.doing, agent.idle_since = IDLE, self.town.now
        self.call_dispatch()

    def reach_break(self, agent: Agent, length: int) -> None:
        """A break that comes while somebody is served starts late and keeps its length."""
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
        if agent.leave_due:
            self.go_home(agent)
        elif agent.break_due > 0:
            self.begin_break(agent)
        else:
            self.become_idle(agent)

    def new_duty(self, agent: Agent, kind: int, planned_start: int, planned_end: int) -> Duty:
        row = Duty(
            agent=agent.index,
            kind=kind,
            planned_start=planned_start,
            start=self.town.now,
            planned_end=planned_end,
            end=-1,
        )
        self.duty.append(row)
        return row

    # --- work ---

    def work(self, agent: Agent) -> Process:
        """Do what dispatch assigns, one thing after another."""
        town = self.town
        while True:
            thread = yield agent.assignment
            agent.assignment = town.signal()
            agent.finished = town.signal()
            end = town.keyed(thread.ends, EVENT_SERVICE_END, agent.entity, agent.service_timer)
            end.callbacks.append(lambda _, agent=agent, number=agent.service_timer: self.finish(agent, number))
            paused = yield agent.finished
            if paused:
                continue
            leg, wrap_up = thread.leg, thread.wrap_up
            leg.ended, leg.end = town.now, codes.LEG_DONE
            if wrap_up > 0:
                agent.doing = WRAPPING_UP
                agent.service_timer = self.take_number(agent)
            thread.signal.succeed()
            if wrap_up > 0:
                yield town.keyed(town.now + wrap_up, EVENT_SERVICE_END, agent.entity, agent.service_timer)
            leg.release(town.now)
            agent.service_timer = -1
            self.teams[agent.team].count_busy(town.now, -1)
            self.after_work(agent)

    def converse(self, agent: Agent, thread: Thread, number: int) -> Process:
        """One of the conversations that an agent holds at once; he is free when the last is over."""
        town = self.town
        yield town.keyed(thread.ends, EVENT_SERVICE_END, agent.entity, number)
        leg, wrap_up = thread.leg, thread.wrap_up
        leg.ended, leg.end = town.now, codes.LEG_DONE
        number = self.take_number(agent) if wrap_up > 0 else -1
        thread.signal.succeed()
        if wrap_up > 0:
            yield town.keyed(town.now + wrap_up, EVENT_SERVICE_END, agent.entity, number)
        leg.released = town.now
        agent.drop_conversation(leg, town.now)
        agent.conversations -= 1
        if agent.conversations:
            self.call_dispatch()
        else:
            self.teams[agent.team].count_busy(town.now, -1)
            self.after_work(agent)

    @staticmethod
    def finish(agent: Agent, number: int) -> None:
        """The work of this number is done, unless it was paused before."""
        if agent.service_timer == number:
            agent.finished.succeed(value=False)

    def pause_work(self, agent: Agent, thread: Thread) -> None:
        """Put unfinished work back where it stood in its queue."""
        now = self.town.now
        leg = thread.leg
        leg.ended, leg.end = now, codes.LEG_PAUSED
        leg.release(now)
        thread.remaining = thread.ends - now
        agent.service_timer = -1
        agent.finished.succeed(value=True)
        self.teams[agent.team].count_busy(now, -1)
        self.enqueue(thread, thread.queue, thread.enqueued)

    def enqueue(self, thread: Thread, queue: int, enqueued: int) -> None:
        thread.queue, thread.enqueued = queue, enqueued
        self.queues[queue].join(thread, self.town.now)
        self.waiting.add(queue)
        for after in self.matching.delays(queue):
            if enqueued + after > self.town.now:
                look = self.town.keyed(enqueued + after, EVENT_OPENING, thread.entity, 0)
                look.callbacks.append(lambda _: self.call_dispatch())
        self.call_dispatch()

    def call_dispatch(self) -> None:
        """One dispatch pass at the end of this instant."""
        if not self.dispatch_due:
            self.dispatch_due = True
            self.town.keyed(self.town.now, EVENT_DISPATCH, 0, 0).callbacks.append(self.dispatch)

    def dispatch(self, _: Any) -> None:
        """Match who waits and who is free, best queue head first, until nothing more fits."""
        self.dispatch_due = False
        matching = self.matching
        while True:
            best: tuple[Any, int, Agent | None] | None = None
            for number in list(self.waiting):
                if not self.queues[number].places:
                    self.waiting.discard(number)
                    continue
                if matching.is_shut(number):
                    continue
                unlimited = matching.kind(number).unlimited
                agent = None if unlimited else matching.free_agent(number)
                if unlimited or agent:
                    rank = matching.rank(number)
                    if best is None or rank < best[0]:
                        best = (rank, number, agent)
            if best is None:
                return
            self.start_service(self.queues[best[1]].head, best[2])

    def start_service(self, thread: Thread, agent: Agent | None) -> None:
        """A piece of work begins: with a citizen, on his letter, or on his case."""
        town, case = self.town, thread.case
        self.queues[thread.queue].leave(thread, town.now)
        thread.timer = -1
        if thread.remaining:
            duration = thread.remaining
        elif thread.contact:
            duration = self.serve_contact(thread)
        else:
            duration = back_office_work(town.book, thread.step, case.case, thread.base, case.digital, case.incomplete)
            thread.wrap_up = 0
        if not thread.remaining:
            learning = town.options[thread.option].learning if thread.contact else town.steps[thread.step].learning
            duration = while_learning(town.book, learning, duration, town.now)
            thread.wrap_up = while_learning(town.book, learning, thread.wrap_up, town.now)
        if agent is not None and not thread.remaining:
            speed = self.speed[town.design_today][agent.team][thread.queue]
            duration, thread.wrap_up = at_speed(duration, speed, 1), at_speed(thread.wrap_up, speed, 0)
        thread.remaining = 0
        thread.ends = town.now + duration
        thread.leg = self.new_leg(thread, agent)
        if agent is None:
            town.move_timer(thread, thread.ends, EVENT_SERVICE_END)
            return
        if agent.doing is IDLE:
            self.teams[agent.team].count_busy(town.now, 1)
        agent.doing, agent.thread = SERVING, thread
        kind = self.matching.kind(thread.queue)
        if kind.concurrency > 1:
            agent.share_time(town.now)
            thread.leg.spent = -agent.share
            agent.conversations += 1
            agent.conversing_at = kind.channel
            town.start(self.converse(agent, thread, self.take_number(agent)))
            return
        agent.service_timer = self.take_number(agent)
        agent.assignment.succeed(thread)

    def serve_contact(self, thread: Thread) -> int:
        town, case, contact = self.town, thread.case, thread.contact
        duration, thread.wrap_up, thread.resolved, thread.discovered = serve(
            town.book,
            thread.option,
            case.service_index,
            case.case,
            thread.base + thread.served,
            case.complexity,
            case.skill,
            int(case.hidden and case.discovered < 0),
            contact.transfers,
        )
        thread.served += 1
        waited = town.now - thread.enqueued
        contact.waited += waited
        town.note_wait(contact.channel, thread.enqueued, waited)
        if contact.answered < 0:
            contact.answered = town.now
        return int(duration)

    def new_leg(self, thread: Thread, agent: Agent | None) -> LegRow:
        case, contact = thread.case, thread.contact
        leg = LegRow(
            case=case.case,
            contact=contact.contact if contact else -1,
            leg=thread.legs if contact else case.work_legs,
            service=case.service,
            step=self.town.steps[thread.step].name,
            channel=contact.channel if contact else -1,
            queue=thread.queue,
            team=agent.team if agent else -1,
            agent=agent.index if agent else -1,
            enqueued=thread.enqueued,
            started=self.town.now,
            ended=-1,
            released=-1,
            counted=self.town.now,
            cause=contact.cause if contact else thread.cause,
        )
        if contact:
            thread.legs += 1
        else:
            case.work_legs += 1
        self.legs.append(leg)
        return leg

    def note_unfinished(self, end: int) -> None:
        """At the end of the run: what is in hand is cut off, and a leg that never started stands for all that is in a queue.

        Who waits there has waited until then.
        """
        for leg in self.legs:
            if leg.released < 0 and leg.agent >= 0 and self.agents[leg.agent].conversations:
                self.agents[leg.agent].drop_conversation(leg, end)
            elif leg.released < 0:
                leg.spent = end - leg.started
        for queue in self.queues:
            for place in queue.places:
                thread = queue.threads[place]
                leg = self.new_leg(thread, None)
                leg.started = leg.counted = -1
                if thread.contact and not thread.remaining:
                    thread.contact.waited += end - thread.enqueued

    def close(self, closing: Any) -> list[Thread]:
        """Whoever joined this channel's queues before closing time and still waits, queue by queue in order."""
        design = self.town.calendar[(closing.closed - 1) // DAY].design
        return [
            queue.threads[place]
            for number, queue in enumerate(self.queues)
            if self.matching.kinds[design][number].channel == closing.channel
            for place in queue.places
            if place[0] <= closing.closed
        ]
