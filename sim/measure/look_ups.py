"""Who looked something up on the website in the window and asked nobody: no root cases, and never in a sum of contacts."""

from __future__ import annotations

import numpy as np

from sim.measure.folds import cell_of, sum_by
from sim.measure.layout import AXES, Array, Compiled, Dimensions
from sim.measure.log import Log
from sim.model.values.units import DAY

QUANTITIES = {"look_up": ("found", "let_go")}


def fold_look_ups(log: Log, compiled: Compiled, dimensions: Dimensions) -> Array:
    """The family ``look_up``: those who found it, and those who did not and let it go, on the days of the window.

    Who did not find it and asks has a root case, of which the look-up is the first contact.
    """
    rows_of_table, clock = log.lookups, compiled.clock
    day = rows_of_table["day"].astype(np.int64) * DAY
    rows = np.flatnonzero((day >= clock.window_start) & (day < clock.window_end))
    shape = dimensions.shape(AXES["look_up"])
    cell = cell_of([rows_of_table.at(axis, rows).astype(np.int64) for axis in AXES["look_up"]], shape)
    totals = [sum_by(cell, rows_of_table.at(name, rows), int(np.prod(shape))) for name in QUANTITIES["look_up"]]
    return np.stack(totals).reshape(-1, *shape)
