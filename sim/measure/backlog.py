"""What is waiting at the end of the window, and the appointments on offer in it."""

from __future__ import annotations

import numpy as np

from sim.engine import codes
from sim.engine.tables import Tables
from sim.measure.folds import cell_of, column, count_by, sum_by
from sim.measure.layout import AXES, QUANTITIES, Array, Compiled, Dimensions


def fold_backlog(tables: Tables, compiled: Compiled, dimensions: Dimensions) -> Array:
    """The family ``backlog``: deferred contacts not answered and back-office work not done at the end of the window.

    ``waiting`` counts them, whenever they came in; ``age`` is how long ago that is, all together.
    """
    moment = compiled.clock.window_end
    contacts, legs = tables.contacts, tables.legs
    deferred = np.isin(column(contacts, "channel"), dimensions.channels_of([codes.DEFERRED]))
    requested, ended = column(contacts, "requested"), column(contacts, "ended")
    letters = np.flatnonzero(deferred & (requested < moment) & ((ended < 0) | (ended > moment)))
    enqueued, done = column(legs, "enqueued"), column(legs, "ended")
    back_office = (column(legs, "contact") < 0) & (enqueued >= 0) & (column(legs, "queue") >= 0)
    work = np.flatnonzero(back_office & (enqueued < moment) & ((done < 0) | (done > moment)))

    channel = np.concatenate([column(contacts, "channel", letters), np.full(len(work), len(dimensions.channels))])
    service = np.concatenate([column(contacts, "service", letters), column(legs, "service", work)])
    since = np.concatenate([requested[letters], enqueued[work]])
    shape = dimensions.shape(AXES["backlog"])
    cell, size = cell_of([channel.astype(np.int64), service], shape), int(np.prod(shape))
    return np.stack([count_by(cell, size), sum_by(cell, moment - since, size)]).reshape(-1, *shape)


def fold_slots(tables: Tables, compiled: Compiled, dimensions: Dimensions) -> Array:
    """The family ``slots``: places on offer in the window, booked and not turned up, per channel."""
    slots, clock = tables.slots, compiled.clock
    rows = np.flatnonzero((slots["time"] >= clock.window_start) & (slots["time"] < clock.window_end))
    channel = column(slots, "channel", rows)
    totals = [sum_by(channel, column(slots, name, rows), len(dimensions.channels)) for name in QUANTITIES["slots"]]
    return np.stack(totals)
