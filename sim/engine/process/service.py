"""Work of the SimPy engine: who serves whom, and what happens until a piece of work is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.process.questions import NOTHING_ASKED
from sim.engine.process.things import Agent, Process, Thread
from sim.engine.program import codes
from sim.engine.program.codes import EVENT_SERVICE_END, IDLE, INQUIRIES, SERVING, WRAPPING_UP
from sim.engine.program.tables import Leg
from sim.engine.rules.case import back_office_work
from sim.engine.rules.contact import at_speed, explains, serve, while_learning
from sim.engine.rules.run_out import own_share, team_at_turn

if TYPE_CHECKING:
    from sim.engine.process.days import Town


class Service:
    """What is done for citizens, and by whom."""

    def __init__(self, town: Town) -> None:
        self.town, self.book, self.queues, self.people = town, town.book, town.queues, town.people
        self.speed = town.program.facility.speed.tolist()
        self.legs: list[Leg] = []
        for agent in self.people.agents:
            agent.assignment = town.signal()
            town.start(self.work(agent))

    def dispatch(self, _: Any) -> None:
        """Match who waits and who is free, best queue head first, until nothing more fits."""
        self.queues.dispatch_due = False
        while (best := self.best_queue()) is not None:
            queue, agent = best
            self.start_service(self.queues.all[queue].head, agent)

    def best_queue(self) -> tuple[int, Agent | None] | None:
        """The queue whose head goes first among those that a free agent serves, and that agent."""
        best, best_rank = None, None
        for number, queue in enumerate(self.queues.all):
            if not queue.places or self.queues.is_shut(number):
                continue
            agent = self.best_agent(number)
            if agent is None and not self.queues.kind(number).unlimited:
                continue
            rank = self.rank(number)
            if best_rank is None or rank < best_rank:
                best, best_rank = (number, agent), rank
        return best

    def rank(self, number: int) -> tuple[int, tuple[int, int, int]]:
        """What decides which head goes first: aged priority, time of joining, entity (in the compiled engine: goes_first)."""
        kind, place = self.queues.kind(number), self.queues.all[number].places[0]
        aged = (self.town.now - place[0]) // kind.ageing if kind.ageing else 0
        return (kind.priority - aged, place)

    def best_agent(self, queue: int) -> Agent | None:
        """Of those who are idle or have room: best skill priority, least in hand, longest idle, lowest number.

        The compiled engine keeps a list of who is idle (somebody_free, no_longer_idle), and asks best_of_all where agents take
        several at once.
        """
        queues, kind = self.queues, self.queues.kind(queue)
        if kind.unlimited:
            return None
        several = kind.concurrency > 1
        free = [
            agent
            for agent in queues.agents_for(queue)
            if (agent.doing == IDLE or (several and queues.can_take_another(agent, queue))) and queues.helps(agent, queue)
        ]
        skills = queues.serves[self.town.design_today]
        return min(
            free, key=lambda agent: (skills[agent.team][queue], agent.conversations, agent.idle_since, agent.index), default=None
        )

    def start_service(self, thread: Thread, agent: Agent | None) -> None:
        """A piece of work begins: with a citizen, on his letter, or on his case. Without an office a team does it."""
        town, case = self.town, thread.case
        self.queues.all[thread.queue].leave_queue(thread, town.now)
        thread.timer = -1
        told = thread.held
        if told:
            self.people.let_go(thread, told)
        team = self.team_without_office(thread) if agent is None else agent.team
        if not thread.remaining:
            self.queues.note_turn(thread.queue, thread.enqueued, team)
        if thread.remaining:
            duration = thread.remaining
        elif thread.contact:
            duration = self.serve_contact(thread)
        else:
            duration = back_office_work(self.book, thread.step, case.case, thread.base, case.digital, case.incomplete)
            thread.wrap_up = 0
        if not thread.remaining:
            learning = town.options[thread.option].learning if thread.contact else town.steps[thread.step].learning
            duration = while_learning(self.book, learning, duration, town.now)
            thread.wrap_up = while_learning(self.book, learning, thread.wrap_up, town.now)
            thread.held = while_learning(self.book, learning, thread.held, town.now)
        if team >= 0 and not thread.remaining:
            speed = self.speed[town.design_today][team][thread.queue]
            duration, thread.wrap_up = at_speed(duration, speed, 1), at_speed(thread.wrap_up, speed, 0)
            thread.held = at_speed(thread.held, speed, min(1, thread.held))
        duration += told
        thread.remaining = 0
        thread.ends = town.now + duration
        thread.leg = self.new_leg(thread, agent, team)
        if agent is None:
            town.set_timer(thread, thread.ends, EVENT_SERVICE_END)
            return
        if agent.doing == IDLE:
            self.people.count_busy(agent, 1)
        agent.doing, agent.thread = SERVING, thread
        number, kind = self.people.take_number(agent), self.queues.kind(thread.queue)
        if kind.concurrency > 1:
            self.people.share_time(agent, town.now)
            thread.leg.spent = -agent.share
            agent.conversations += 1
            agent.conversing_at = kind.channel
            town.start(self.end_conversation(agent, thread, number))
            return
        agent.service_timer = number
        agent.assignment.succeed(thread)

    def team_without_office(self, thread: Thread) -> int:
        """Who would serve him, if the office were still there; -1 where nobody has to."""
        town, case, n = self.town, thread.case.case, thread.base + thread.turns - 1
        if self.queues.is_manned(thread.queue):
            return -1
        serves = town.program.facility.serves
        return int(team_at_turn(self.book, town.noted.served, serves, town.design_today, thread.queue, thread.step, case, n))

    def serve_contact(self, thread: Thread) -> int:
        town, case, contact = self.town, thread.case, thread.contact
        hidden, n = int(case.hidden and case.discovered < 0), thread.base + thread.served
        duration, thread.wrap_up, thread.resolved, thread.discovered = serve(
            self.book, thread.option, case.service_index, case.case, n, case.complexity, case.skill, hidden, contact.transfers
        )
        at_once, thread.held = explains(self.book, thread.option, thread.queue, case.case, n, thread.resolved)
        thread.wrap_up += at_once
        asked_until = thread.asked if thread.side == INQUIRIES and thread.resolved else NOTHING_ASKED
        dialogue = self.town.options[thread.option].dialogue
        duration += self.town.questions.settle(case, thread.step, n, dialogue, asked_until)
        thread.served += 1
        contact.waited += town.now - thread.enqueued
        self.queues.note_wait(contact.channel, thread.enqueued, town.now - thread.enqueued)
        if contact.answered < 0:
            contact.answered = town.now
        return int(duration)

    def new_leg(self, thread: Thread, agent: Agent | None, team: int) -> Leg:
        case, contact = thread.case, thread.contact
        leg = Leg(case=case.case, service=case.service, step=self.town.steps[thread.step].name, queue=thread.queue)
        leg.agent, leg.team = agent.index if agent else -1, team
        leg.enqueued, leg.ended, leg.released, leg.end = thread.enqueued, -1, -1, codes.LEG_OPEN
        leg.started = leg.counted = self.town.now
        if contact:
            leg.contact, leg.leg, leg.channel, leg.cause = contact.contact, thread.legs, contact.channel, contact.cause
            thread.legs += 1
        else:
            leg.contact, leg.leg, leg.channel, leg.cause = -1, case.work_legs, -1, thread.cause
            case.work_legs += 1
        self.legs.append(leg)
        return leg

    def note_unfinished(self, end: int) -> None:
        """At the end of the run: what is in hand is cut off, and a leg that never started stands for all that is in a queue.

        Who waits there has waited until then.
        """
        agents = self.people.agents
        for leg in (leg for leg in self.legs if leg.released < 0):
            if leg.agent >= 0 and agents[leg.agent].conversations:
                self.people.share_time(agents[leg.agent], end)
                leg.spent += agents[leg.agent].share
                leg.counted, agents[leg.agent].dropped_at = max(leg.started, agents[leg.agent].dropped_at), end
            else:
                leg.spent = end - leg.started
        for queue in self.queues.all:
            for thread in (queue.threads[place] for place in queue.places):
                leg = self.new_leg(thread, None, -1)
                leg.started = leg.counted = -1
                if thread.contact and not thread.remaining:
                    thread.contact.waited += end - thread.enqueued

    def work(self, agent: Agent) -> Process:
        """Do what dispatch assigns, one thing after another (in the compiled engine: end_service, work_done)."""
        town = self.town
        while True:
            thread = yield agent.assignment
            agent.assignment = town.signal()
            agent.finished = town.signal()
            end = town.keyed(thread.ends, EVENT_SERVICE_END, agent.entity, agent.service_timer)
            end.callbacks.append(lambda _, number=agent.service_timer: self.end_service(agent, number))
            paused = yield agent.finished
            if paused:
                continue
            leg, wrap_up = thread.leg, thread.wrap_up
            if thread.held:
                agent.doing, agent.service_timer = WRAPPING_UP, -1
                thread.signal.succeed()
                continue
            if wrap_up > 0:
                agent.doing = WRAPPING_UP
                agent.service_timer = self.people.take_number(agent)
            thread.signal.succeed()
            if wrap_up > 0:
                yield town.keyed(town.now + wrap_up, EVENT_SERVICE_END, agent.entity, agent.service_timer)
            self.people.end_work(agent, leg)

    @staticmethod
    def end_service(agent: Agent, number: int) -> None:
        """The work of this number is done, unless it was paused before."""
        if agent.service_timer == number:
            agent.finished.succeed(value=False)

    def end_conversation(self, agent: Agent, thread: Thread, number: int) -> Process:
        """One of the conversations that an agent holds at once will be over; he may still have to wrap it up."""
        town = self.town
        yield town.keyed(thread.ends, EVENT_SERVICE_END, agent.entity, number)
        leg, wrap_up = thread.leg, thread.wrap_up
        if thread.held:
            thread.signal.succeed()
            return
        number = self.people.take_number(agent) if wrap_up > 0 else -1
        thread.signal.succeed()
        if wrap_up > 0:
            yield town.keyed(town.now + wrap_up, EVENT_SERVICE_END, agent.entity, number)
        self.people.drop_conversation(agent, leg)

    def close_leg(self, thread: Thread) -> None:
        """The work itself is done; where nobody did it (without an agent), nobody is still busy with it."""
        thread.leg.ended, thread.leg.end = self.town.now, codes.LEG_DONE
        if thread.leg.agent < 0:
            self.people.release(thread.leg)
            if thread.leg.team >= 0:
                spent = thread.leg.spent + thread.wrap_up
                thread.leg.spent = int(own_share(self.town.noted.conversations, thread.leg.queue, spent))
