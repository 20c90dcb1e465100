"""How hard teams work: their load by half hour of the week, and the pressure in it."""

from __future__ import annotations

import numpy as np

from sim.measure.counting.quantities import HALF_HOURS_PER_WEEK
from sim.measure.layout import Array

PRESSURE_PERCENT = 85
"""Above this occupancy a half hour counts as pressed (our choice)."""


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
