"""What the question "how many people are needed, when?" comes to: the plan, the norms it meets, and the chain to euros."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sim.experiment.staffing.requirements import Requirement, Verdict
from sim.measure.layout import Array
from sim.model.town.scenario import Scenario

Reason = Literal["", "promises_broken", "lines_full", "balked", "even_with_endless_people", "not_reached"]


@dataclass(frozen=True)
class NormOutcome:
    """One norm under the plan.

    ``value`` and the one-sided ``bound`` are of the confirmation, and so is ``today``, the share under today's roster in the same
    weeks with the same luck; ``ceiling`` is that with as many people as there is work, on other replications. ``reason`` tells
    why a norm is infeasible.
    """

    requirement: Requirement
    value: float
    bound: float
    verdict: Verdict
    today: float
    ceiling: float
    reason: Reason = ""

    @property
    def key(self) -> str:
        return self.requirement.key

    @property
    def target(self) -> float:
        return self.requirement.target


@dataclass(frozen=True)
class Link:
    """A quantity under the plan and under today's roster, of the same kind."""

    needed: float
    today: float

    @property
    def change(self) -> float:
        return self.needed - self.today

    def __add__(self, other: Link) -> Link:
        return Link(self.needed + other.needed, self.today + other.today)

    def __mul__(self, factor: float) -> Link:
        return Link(self.needed * factor, self.today * factor)


@dataclass(frozen=True)
class Chain:
    """From work to euros, of one team.

    Hours are per week without a closed day, fte and euros of a year: hours on the working days of a year, over the productive
    hours of one fte, from which leave, illness and training are already off. So absence and shrinkage are counted once, there.
    Three figures in fte, never under one name: ``work_in_fte``, ``rostered_fte`` (at work on the roster), and ``formation``,
    which is what is paid: rostered and overtime. Formation is never less than work.
    """

    work_hours: Link
    """Handling time of all work."""
    people_hours: Link
    """Hours at work within shifts."""
    overtime_hours: Link
    """Work after the end of shifts: what was begun is finished."""
    paid_hours: Link
    """Both together."""
    scheduled_hours: Link
    """Hours at work with the breaks of today's roster and, where the team has ``absence``, with the hours of those who will be
    away; no input of fte."""
    work_in_fte: Link
    rostered_fte: Link
    overtime_fte: Link
    formation: Link
    direct: Link
    full: Link
    surplus_hours: float
    """Hours a week in which today more people are at work than are needed."""
    shortage_hours: float
    bookable_hours: float
    """Of the surplus, hours in stretches of one person that are long enough for a shift to be dropped."""
    break_share: float
    absence: float

    @property
    def bookable_fte(self) -> float:
        """Formation that can be booked: of ``bookable_hours``, and no more than what is less in all."""
        ratio = self.rostered_fte.today / self.people_hours.today if self.people_hours.today else 0.0
        return min(self.bookable_hours * ratio, max(0.0, -self.formation.change))


@dataclass(frozen=True)
class Neighbour:
    """The plan with one person fewer or more in a team throughout: the share of each norm, and which are met.

    ``people_changed`` is in how many half hours that made a difference; fewer is not possible where there are the least already.
    """

    team: str
    by: int
    people_changed: int
    shares: tuple[float, ...]
    met: tuple[bool, ...]


@dataclass(frozen=True, eq=False)
class Erlang:
    """What the formulas say of a team's live work, half hour by half hour: grids of people, and the hours they add up to.

    ``busiest`` is the most work asked for at once, in erlang (people busy if nobody ever waited), whatever roster there is today.
    ``deferred_hours`` is the work that may wait, of which they know nothing.
    """

    busiest: float
    c: Array
    a: Array
    channel: str
    deferred_hours: float


@dataclass(frozen=True)
class Weeks:
    """Which weeks stand for the year: ``blocks`` times ``weeks`` weeks from ``starts`` on, each weighing the same."""

    starts: tuple[date, ...]
    weeks: int
    whole_year: bool


@dataclass(frozen=True, eq=False)
class StaffPlan:
    """How many people are needed, per team, weekday (from Monday) and half hour.

    ``required`` and ``present`` are grids of shape (7, 48) per team: whole people at work under the plan, and people at work
    under today's roster (less breaks and absence; may be fractional). ``found`` is False when no plan met all the norms that
    people can meet. ``monotone``: in no team did the norms fail with a person more, or hold with a person fewer.
    """

    scenario: Scenario
    teams: tuple[str, ...]
    required: dict[str, Array]
    present: dict[str, Array]
    least: dict[str, Array]
    norms: tuple[NormOutcome, ...]
    chain: dict[str, Chain]
    neighbours: tuple[Neighbour, ...]
    centre: tuple[float, ...]
    """Share of each norm under the plan itself on the replications of the neighbours."""
    erlang: dict[str, Erlang]
    confirmed_on: Weeks
    searched_on: Weeks
    found: bool
    seed: int
    replications: int
    rounds: int
    confidence: float
    runs: int
    tried: int
    seconds: float = 0.0

    @property
    def monotone(self) -> bool:
        centre = self.centre_met
        return not any(
            (neighbour.by > 0 and any(was and not now for was, now in zip(centre, neighbour.met, strict=True)))
            or (neighbour.by < 0 and any(now and not was for was, now in zip(centre, neighbour.met, strict=True)))
            for neighbour in self.neighbours
        )

    @property
    def centre_met(self) -> tuple[bool, ...]:
        return tuple(
            bool(norm.requirement.meets(share)) or share != share  # noqa: PLR0124 (nothing to count)
            for norm, share in zip(self.norms, self.centre, strict=True)
        )

    @property
    def formation(self) -> Link:
        """In fte, all teams together."""
        links = [chain.formation for chain in self.chain.values()]
        return Link(sum(link.needed for link in links), sum(link.today for link in links))

    @property
    def overtime_hours(self) -> Link:
        """A week, all teams together."""
        links = [chain.overtime_hours for chain in self.chain.values()]
        return Link(sum(link.needed for link in links), sum(link.today for link in links))
