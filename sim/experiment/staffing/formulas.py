"""What Erlang's formulas would have said of a team, beside what simulation says."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from sim.experiment.staffing.bounds import Bounds
from sim.experiment.staffing.erlang import Half, people_by_erlang_a, people_by_erlang_c
from sim.experiment.staffing.outcome import Erlang
from sim.experiment.staffing.requirements import Requirement
from sim.experiment.staffing.roster import HALF_HOURS, empty
from sim.experiment.staffing.work import Work
from sim.model.town.scenario import Scenario
from sim.model.values.units import HOUR

WAITING = ("answered_within", "desk_wait", "appointment_wait")


def erlang_of(scenario: Scenario, team: str, asked: Sequence[Requirement], work: Work, bounds: Bounds) -> Erlang | None:
    """People per half hour for the live work of a team as one queue, under the norm of the channel it does most for.

    The demand is that of ample people, so nobody calls again, and none of it follows from today's roster. It has the digits that
    it is known to, so that who looks it up in a table finds the same people. Never below the least people. None for a team that
    has little live work under a norm.
    """
    own = [one for one in asked if one.kind in WAITING and team in one.teams and work.by_channel[team].get(one.member)]
    if not own or not work.handling[team]:
        return None
    norm = max(own, key=lambda one: work.by_channel[team][one.member])
    channel = scenario.design.channels[norm.member]
    patience = channel.patience.time.mean.value / HOUR if channel.patience else math.inf
    leaving = next((one.target for one in asked if one.kind == "abandoned" and one.member == norm.member), 1.0)
    handling = work.handling[team]
    c, a, load = empty(), empty(), 2 * handling * work.arrivals[team]
    for day, half_hour in zip(*np.nonzero(load), strict=True):
        half = Half(_known(float(load[day, half_hour])) / handling, handling, patience)
        c[day, half_hour] = people_by_erlang_c(half, norm.limit / 3600, norm.target)
        a[day, half_hour] = people_by_erlang_a(half, norm.limit / 3600, norm.target, leaving)
    allowed = bounds.allowed[:, :HALF_HOURS]
    c, a = (np.where(allowed, np.maximum(grid, bounds.least), 0) for grid in (c, a))
    return Erlang(_known(float(load.max())), c, a, norm.member, float(work.deferred[team].sum()) / 2)


def _known(load: float) -> float:
    """To three digits: handling times are measured to about half a percent (``ENOUGH_PIECES`` of :mod:`.work`)."""
    return float(f"{load:.3g}")
