"""The norms of a scenario as requirements on its people: what is counted, what is asked, and who can do something about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.experiment.found.intervals import t_intervals
from sim.measure.definitions import BY_NAME
from sim.measure.layout import Array
from sim.measure.measurement import Measurement
from sim.measure.norms import answer_term, kpi_of_norm, longest_wait, share_asked
from sim.model.town.channels import Channel
from sim.model.town.scenario import Design, Scenario
from sim.model.values.units import HOUR, SECOND

Kind = Literal[
    "answered_within", "abandoned", "desk_wait", "appointment_wait", "written", "written_hours", "call_back", "keeps_up"
]
Verdict = Literal["met", "not_met", "unsure", "infeasible"]

MOST_BUSY = 0.95
"""A team busier than this does not keep up with work that may wait (ASSUMPTION; queues grow without end at 1)."""

ABANDONED = "abandonment_offered"
"""The KPI of the share that gives up; that of a norm of time is :func:`sim.measure.norms.kpi_of_norm`."""


@dataclass(frozen=True)
class Requirement:
    """A share that must be at least (``better`` = 1) or at most (-1) ``target``.

    ``member`` is the channel, or the team where the team must keep up with its work. ``limit`` is the wait that counts as in
    time: seconds, or working days or hours for written channels; 0 where there is none. ``teams`` serve it, who does most of
    it first. ``kpi`` is what is counted over what, the same as on every page; empty for a team that must keep up.
    """

    kind: Kind
    member: str
    kpi: str
    target: float
    better: int
    limit: float
    teams: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.member}"

    def counts(self, measurement: Measurement) -> tuple[int, int]:
        """What is counted, and over what; (0, 0) when there was nothing. A team without people is busy all the time."""
        if self.kind == "keeps_up":
            team = measurement.dimensions.teams.index(self.member)
            busy, on_duty, finishing = (
                int(measurement.total("team_hour", name)[team].sum()) for name in ("busy", "on_duty", "finishing")
            )
            return (busy - finishing, on_duty) if on_duty else (1, 1)
        channel = measurement.dimensions.channels.index(self.member)
        definition = BY_NAME[self.kpi]
        assert definition.numerator is not None  # noqa: S101 (a share has one)
        assert definition.denominator is not None  # noqa: S101
        top, bottom = (
            sum(int(measurement.total("contact", name)[channel].sum()) for name in total.quantities)
            for total in (definition.numerator, definition.denominator)
        )
        return top, bottom

    def share(self, measurements: Sequence[Measurement]) -> float:
        """The share over all measurements together; NaN when there was nothing to count."""
        tops, bottoms = zip(*(self.counts(one) for one in measurements), strict=True)
        return sum(tops) / sum(bottoms) if sum(bottoms) else float("nan")

    def meets(self, share: float | Array) -> bool | Array:
        return (np.asarray(share) - self.target) * self.better >= 0


@dataclass(frozen=True)
class Judged:
    """What replications say of a requirement: mean, the one-sided bound that must meet the target, and the verdict."""

    value: float
    bound: float
    verdict: Verdict


def judge(requirement: Requirement, shares: Array, alpha: float) -> Judged:
    """Met when the worse end of the one-sided t-interval of level 1 - ``alpha`` meets the target, not met when the better
    end does not, else unsure. ``shares``: one per replication, NaN left out.
    """
    found = t_intervals(shares[:, None], 2 * alpha)
    mean, low, high = (float(column[0]) for column in (found.mean, found.low, found.high))
    worse, better = (low, high) if requirement.better > 0 else (high, low)
    if int(found.count[0]) == 0 or requirement.meets(worse):
        return Judged(mean, worse, "met")
    return Judged(mean, worse, "unsure" if requirement.meets(better) else "not_met")


def requirements_of(scenario: Scenario, teams: Sequence[str]) -> tuple[Requirement, ...]:
    """Every norm that people can be short for: per channel as its kind asks, and that each team keeps up with its work.

    Norms of municipalities name a time and seldom a share; ``norms.answered_share`` is asked of every channel that has no
    share of its own (ASSUMPTION).
    """
    design, norms = scenario.design, scenario.norms
    found: list[Requirement] = []
    for name, channel in design.channels.items():
        serving = serving_teams(design, name, teams)
        kind = _kind(scenario, name, channel)
        if not serving or kind is None:
            continue
        found.append(
            Requirement(kind, name, kpi_of_norm(scenario, name), share_asked(scenario, name), 1, _limit(scenario, name), serving)
        )
        if kind == "answered_within":
            found.append(Requirement("abandoned", name, ABANDONED, norms.abandoned_share.value, -1, 0.0, serving))
    return (*found, *(Requirement("keeps_up", team, "", MOST_BUSY, -1, 0.0, (team,)) for team in teams))


def serving_teams(design: Design, channel: str, teams: Sequence[str]) -> tuple[str, ...]:
    """Which of ``teams`` serve the channel, in the order of the queues; none where an unlimited team does as well.

    Queues for handed-off contacts alone count only at a channel that has no other.
    """
    own = [queue for queue in design.queues.values() if queue.channel == channel and not queue.handoff_only]
    queues = own or [queue for queue in design.queues.values() if queue.channel == channel]
    named = [team for queue in queues for team in sorted(queue.teams, key=lambda team: (queue.skills[team], team))]
    if any(design.teams[team].unlimited for team in named):
        return ()
    return tuple(dict.fromkeys(team for team in named if team in teams))


def _kind(scenario: Scenario, name: str, channel: Channel) -> Kind | None:
    match channel.kind:
        case "live":
            return "desk_wait" if channel.nest == "in_person" else "answered_within"
        case "appointment":
            return "appointment_wait"
        case "deferred":
            if not answer_term(scenario, name).working_days:
                return "written_hours"
            return "call_back" if channel.handoff_only else "written"
    return None


def _limit(scenario: Scenario, channel: str) -> float:
    wait = longest_wait(scenario, channel)
    if wait is not None:
        return wait / SECOND
    term = answer_term(scenario, channel)
    return float(term.working_days) if term.working_days else term.time / HOUR
