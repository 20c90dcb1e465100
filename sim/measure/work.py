"""Work of staff in the window: hours by team, channel and service, occupancy, overtime and pressure."""

from __future__ import annotations

import numpy as np

from sim.engine.program import codes
from sim.measure.folds import cell_of, count_by, spread, sum_by
from sim.measure.layout import AXES, HALF_HOUR, HALF_HOURS_PER_WEEK, Array, Compiled, Dimensions
from sim.measure.log import Log

QUANTITIES = {
    "work": ("pieces", "staff_time", "came_in", "unfinished", "passage"),
    "team_hour": ("busy", "on_duty", "finishing"),
    "pressure": ("half_hours", "above", "finishing"),
}
PRESSURE_PERCENT = 85
"""Above this occupancy a half hour counts as pressed (our choice)."""


def fold_work(log: Log, compiled: Compiled, dimensions: Dimensions) -> Array:
    """The family ``work``.

    ``pieces`` are legs that started in the window, whole. ``came_in`` are pieces of work that joined a queue in it, with
    ``passage`` from then to their end; ``unfinished`` are those that were not done when the run ended, and count until then.
    """
    legs, clock = log.legs, compiled.clock
    shape = dimensions.shape(AXES["work"])
    size = int(np.prod(shape))

    def of_window(column: str) -> tuple[Array, Array]:
        """The rows of which this time lies in the window, and their cells."""
        time = legs[column]
        rows = np.flatnonzero((time >= clock.window_start) & (time < clock.window_end) & (legs["queue"] >= 0))
        team, channel, service = (legs.at(name, rows).astype(np.int64) for name in ("team", "channel", "service"))
        team[team < 0] = len(dimensions.teams)
        channel[channel < 0] = len(dimensions.channels)
        return rows, cell_of([team, channel, service], shape)

    rows, cell = of_window("started")
    joined, place = of_window("enqueued")
    end = legs.at("end", joined)
    last = np.flatnonzero(end != codes.LEG_PAUSED)  # of work that paused one leg is the last, and all say when it came in
    joined, place, is_open = joined[last], place[last], end[last] == codes.LEG_OPEN
    passage = np.where(is_open, clock.end, legs.at("ended", joined)) - legs.at("enqueued", joined)
    totals = [
        count_by(cell, size),
        sum_by(cell, legs.at("spent", rows), size),
        count_by(place, size),
        count_by(place[is_open], size),
        sum_by(place, passage, size),
    ]
    return np.stack(totals).reshape(-1, *shape)


def load(log: Log, compiled: Compiled, dimensions: Dimensions) -> Array:
    """Busy, on duty and finishing time per team in each half hour of the window.

    Shape (3, teams, half hours), int64 microseconds. On duty is from coming on to the planned end of the shift (or leaving,
    when that is earlier), less breaks. Finishing is work after the planned end; busy includes it, so that
    busy <= on duty + finishing.
    """
    clock, teams = compiled.clock, len(dimensions.teams)
    half_hours = (clock.window_end - clock.window_start) // HALF_HOUR

    def spent(groups: Array, starts: Array, ends: Array) -> Array:
        return spread(groups, starts, ends, clock.window_start, half_hours, teams)

    legs, duty = log.legs, log.duty
    rows = np.flatnonzero((legs["team"] >= 0) & (legs["started"] >= 0))
    released = legs.at("released", rows)
    busy = spent(legs.at("team", rows), legs.at("counted", rows), np.where(released >= 0, released, clock.end))
    team_of = np.array([dimensions.teams.index(team) for team, _ in compiled.names.agents], dtype=np.int64)
    team = team_of[duty["agent"]] if len(duty) else np.zeros(0, np.int64)
    start = duty["start"]
    left = np.where(duty["end"] >= 0, duty["end"], clock.end)
    planned = np.minimum(left, duty["planned_end"])
    shift = np.flatnonzero((duty["kind"] == codes.DUTY_SHIFT) & (start >= 0))
    off = np.flatnonzero((duty["kind"] == codes.DUTY_BREAK) & (start >= 0))
    present = spent(team[shift], start[shift], planned[shift])
    breaks = spent(team[off], start[off], left[off])
    finishing = spent(team[shift], planned[shift], left[shift])
    return np.stack([busy, present - breaks, finishing])


def by_half_hour_of_week(load_of_run: Array) -> Array:
    """The family ``team_hour``: the load of all weeks together. Unlimited teams stand last, with nothing."""
    kinds, teams, half_hours = load_of_run.shape
    weeks = load_of_run.reshape(kinds, teams, half_hours // HALF_HOURS_PER_WEEK, HALF_HOURS_PER_WEEK).sum(axis=2)
    return np.concatenate([weeks, np.zeros((kinds, 1, HALF_HOURS_PER_WEEK), np.int64)], axis=1)


def pressure(load_of_run: Array) -> tuple[Array, Array]:
    """The family ``pressure``, and per team the longest row of pressed half hours.

    A half hour counts where somebody is on duty; it is pressed when more than 85% of that time is busy, finishing left out.
    """
    busy, on_duty, finishing = load_of_run
    counted = on_duty > 0
    pressed = counted & ((busy - finishing) * 100 > on_duty * PRESSURE_PERCENT)
    totals = np.stack([counted.sum(axis=1), pressed.sum(axis=1), finishing.sum(axis=1)]).astype(np.int64)
    longest = np.array([_longest_row(row) for row in pressed], dtype=np.int64)
    return np.pad(totals, ((0, 0), (0, 1))), np.pad(longest, (0, 1))


def _longest_row(flags: Array) -> int:
    edges = np.flatnonzero(np.diff(np.r_[False, flags, False].astype(np.int8)))
    return int((edges[1::2] - edges[::2]).max(initial=0))
