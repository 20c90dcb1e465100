"""How much work there is per half hour, measured where nobody has to wait: what Erlang calls the offered load."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.engine import codes
from sim.engine.simulate import CompiledScenario, window_logs
from sim.measure.folds import half_hour_of_week, spread, sum_by
from sim.measure.layout import HALF_HOUR, HALF_HOURS_PER_WEEK, Array, dimensions_of
from sim.measure.log import Log
from sim.model.values import WEEK

GRID = (7, 48)


@dataclass(frozen=True, eq=False)
class Work:
    """Per team grids (7, 48), means per week: ``live`` and ``deferred`` are people busy with what cannot and what can wait,
    ``arrivals`` how many live pieces join its queues in the half hour. ``handling``: mean hours of a live piece.
    ``by_channel`` is hours a week per team and channel, the back office as ``back_office``.
    """

    live: dict[str, Array]
    deferred: dict[str, Array]
    arrivals: dict[str, Array]
    handling: dict[str, float]
    by_channel: dict[str, dict[str, float]]


def offered_work(compiled: CompiledScenario, *, seed: int, replications: Sequence[int]) -> Work:
    """The work of the window under rosters so ample that it is done as it comes.

    Live contacts and appointments count where they were served, deferred work where somebody took it up.
    """
    dimensions = dimensions_of(compiled)
    teams, clock = dimensions.teams, compiled.clock
    weeks = (clock.window_end - clock.window_start) / WEEK * len(replications)
    half_hours = (clock.window_end - clock.window_start) // HALF_HOUR
    kinds = np.array([*dimensions.channel_kinds, codes.DEFERRED])
    busy = np.zeros((2, len(teams), HALF_HOURS_PER_WEEK))
    arrivals = np.zeros((len(teams), HALF_HOURS_PER_WEEK))
    hours = np.zeros((len(teams), len(kinds)))
    for replication in replications:
        (tables,) = window_logs([compiled], seed=seed, replication=replication)
        legs = Log.of(tables).legs
        started, released = legs["started"], legs["released"]
        inside = (started >= clock.window_start) & (started < clock.window_end)
        rows = np.flatnonzero(inside & (legs["team"] >= 0) & (legs["queue"] >= 0) & (released >= 0))
        team, channel = legs.at("team", rows).astype(np.int64), legs.at("channel", rows).astype(np.int64)
        channel[channel < 0] = len(dimensions.channels)
        waits = kinds[channel] == codes.DEFERRED
        for part, chosen in enumerate((~waits, waits)):
            spent = spread(
                team[chosen], started[rows][chosen], released[rows][chosen], clock.window_start, half_hours, len(teams)
            )
            busy[part] += spent.reshape(len(teams), -1, HALF_HOURS_PER_WEEK).sum(axis=1)
        cell = team * HALF_HOURS_PER_WEEK + half_hour_of_week(legs.at("enqueued", rows))
        arrivals += np.bincount(cell[~waits], minlength=arrivals.size).reshape(arrivals.shape)
        hours += sum_by(team * len(kinds) + channel, released[rows] - started[rows], hours.size).reshape(hours.shape)
    names = (*dimensions.channels, "back_office")
    live_hours = busy[0].sum(axis=1) / (2 * HALF_HOUR)
    return Work(
        {team: (busy[0, n] / HALF_HOUR / weeks).reshape(GRID) for n, team in enumerate(teams)},
        {team: (busy[1, n] / HALF_HOUR / weeks).reshape(GRID) for n, team in enumerate(teams)},
        {team: (arrivals[n] / weeks).reshape(GRID) for n, team in enumerate(teams)},
        {team: float(live_hours[n] / arrivals[n].sum()) if arrivals[n].any() else 0.0 for n, team in enumerate(teams)},
        {
            team: {name: float(hours[n, c] / (2 * HALF_HOUR) / weeks) for c, name in enumerate(names) if hours[n, c]}
            for n, team in enumerate(teams)
        },
    )
