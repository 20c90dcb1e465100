"""Matching of the SimPy engine: which head of a queue goes first, and who may serve it. Asks, and changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.process.things import IDLE, OFF_DUTY, ON_BREAK, Agent, Queue, rows_of
from sim.engine.rules.case import QUARTER

if TYPE_CHECKING:
    from sim.engine.process.days import Town


class Matching:
    """Which teams serve which queues under the design of today, and what stands in the way."""

    def __init__(self, town: Town, agents: list[Agent], queues: list[Queue]) -> None:
        facility = town.program.facility
        self.town, self.agents, self.queues = town, agents, queues
        self.kinds = [rows_of(design) for design in facility.queues]
        self.serves, self.after, self.shut = facility.serves.tolist(), facility.after.tolist(), facility.shut
        numbers = range(len(queues))
        self.after_of = [[sorted({row[queue] for row in design}) for queue in numbers] for design in self.after]
        self.serving_agents: dict[tuple[int, int], list[Agent]] = {}

    def kind(self, queue: int) -> Any:
        """What this queue is like today."""
        return self.kinds[self.town.design_today][queue]

    def rank(self, number: int) -> tuple[int, tuple[int, int, int]]:
        """What decides which head goes first: aged priority, time of joining, entity."""
        kind, place = self.kind(number), self.queues[number].places[0]
        aged = (self.town.now - place[0]) // kind.ageing if kind.ageing else 0
        return (kind.priority - aged, place)

    def agents_for(self, queue: int) -> list[Agent]:
        """Who can serve this queue today."""
        key = (self.town.design_today, queue)
        if key not in self.serving_agents:
            skills = self.serves[self.town.design_today]
            self.serving_agents[key] = [agent for agent in self.agents if skills[agent.team][queue] > 0]
        return self.serving_agents[key]

    def free_agent(self, queue: int) -> Agent | None:
        """Of those who are idle or have room the best skilled, then least in hand, longest idle, lowest number."""
        concurrency = self.kind(queue).concurrency
        if concurrency > 1:
            idle = [agent for agent in self.agents_for(queue) if agent.doing is IDLE or self.can_take_another(agent, queue)]
        else:
            idle = [agent for agent in self.agents_for(queue) if agent.doing is IDLE]
        if idle and self.delays(queue)[-1]:
            waited = self.town.now - self.queues[queue].places[0][0]
            idle = [agent for agent in idle if self.helps_after(agent, queue) <= waited]
        if len(idle) < 2:
            return idle[0] if idle else None
        skills = self.serves[self.town.design_today]
        return min(idle, key=lambda agent: (skills[agent.team][queue], agent.conversations, agent.idle_since, agent.index))

    def is_shut(self, queue: int) -> bool:
        """Is this queue outside the hours in which it is served?"""
        return bool(self.shut.shape[1] and self.shut[queue, self.town.now // QUARTER])

    def delays(self, queue: int) -> list[int]:
        """How long something must have waited before one team or another takes it, each once, the shortest first."""
        return self.after_of[self.town.design_today][queue]

    def helps_after(self, agent: Agent, queue: int) -> int:
        """How long something must have waited before this agent takes it."""
        return int(self.after[self.town.design_today][agent.team][queue])

    def can_take_another(self, agent: Agent, queue: int) -> bool:
        """May this agent begin another conversation beside those in hand? Not when he is about to go home or to have a break."""
        kind = self.kind(queue)
        stays = not agent.leave_due and agent.break_due == 0
        return stays and 0 < agent.conversations < kind.concurrency and agent.conversing_at == kind.channel

    def announced_wait(self, queue: int) -> int:
        """Position times mean handling over what agents on duty can do at once; 0 = somebody is free, -1 = nobody is there."""
        if self.is_shut(queue):
            return -1
        own = [agent for agent in self.agents_for(queue) if self.helps_after(agent, queue) == 0]
        present = [agent for agent in own if agent.doing not in (OFF_DUTY, ON_BREAK)]
        if any(agent.doing is IDLE or self.can_take_another(agent, queue) for agent in present):
            return 0
        if not present:
            return -1
        kind = self.kind(queue)
        return (len(self.queues[queue]) + 1) * int(kind.mean_handling) // (len(present) * int(kind.concurrency))
