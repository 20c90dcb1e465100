"""Where people can be at work, and how few there may be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.experiment.staffing.requirements import serving_teams
from sim.experiment.staffing.roster import DAYS, HALF_HOURS, QUARTERS, empty, present
from sim.experiment.staffing.work import Work
from sim.measure.layout import Array
from sim.model.town.channels import Channel
from sim.model.town.scenario import Design, Scenario


@dataclass(frozen=True, eq=False)
class Bounds:
    """Of one team, grids: ``allowed`` half hours, and the ``least`` people in them."""

    allowed: Array
    least: Array


def bounds_of(scenario: Scenario, teams: tuple[str, ...], work: Work | None = None) -> dict[str, Bounds]:
    """People are at work where today's roster has any, and where a live channel or desk of theirs is open.

    While a channel is open, as many of the team that does most of its work as its ``minimum`` says, and somebody of a team that
    serves a live queue alone. Who does most is as measured, or before that the last team that its queues name.
    """
    design = scenario.design
    allowed = {team: present(design.teams[team]) > 0 for team in teams}
    least = {team: empty() for team in teams}
    for queue in design.queues.values():
        channel = design.channels[queue.channel]
        if channel.kind not in ("live", "appointment"):
            continue
        is_open = open_half_hours(channel)
        for team in queue.teams:
            if team in allowed:
                allowed[team] = allowed[team] | is_open
        if len(queue.teams) == 1 and set(queue.teams) <= set(teams):
            only = next(iter(queue.teams))
            least[only] = np.maximum(least[only], is_open.astype(np.int64))
    for name, channel in design.channels.items():
        chief = chief_team(design, name, teams, work)
        if chief is not None and channel.kind in ("live", "appointment"):
            least[chief] = np.maximum(least[chief], open_half_hours(channel) * channel.people_at_least)
    return {team: Bounds(allowed[team], least[team]) for team in teams}


def chief_team(design: Design, channel: str, teams: tuple[str, ...], work: Work | None) -> str | None:
    serving = serving_teams(design, channel, teams)
    if not serving:
        return None
    if work is None:
        return serving[-1]
    return max(serving, key=lambda team: work.by_channel[team].get(channel, 0.0))


def open_half_hours(channel: Channel) -> Array:
    grid = np.zeros((DAYS, HALF_HOURS), bool)
    for day in range(DAYS):
        for half_hour in range(HALF_HOURS):
            grid[day, half_hour] = any(channel.open.is_open(day, half_hour * QUARTERS + part) for part in range(QUARTERS))
    return grid
