"""What is waiting at the end of the window, and the appointments on offer in it."""

from __future__ import annotations

import numpy as np

from sim.engine.program import codes
from sim.measure.folds import cell_of, count_by, sum_by
from sim.measure.layout import AXES, Array, Compiled, Dimensions
from sim.measure.log import Columns, Log

QUANTITIES = {"backlog": ("waiting", "age"), "slots": ("places", "booked", "no_shows")}


def fold_backlog(log: Log, compiled: Compiled, dimensions: Dimensions) -> Array:
    """The family ``backlog``: deferred contacts not answered and back-office work not done at the end of the window.

    ``waiting`` counts them, whenever they came in; ``age`` is how long ago that is, all together.
    """
    moment = compiled.clock.window_end
    contacts, legs = log.contacts, log.legs
    deferred = np.isin(contacts["channel"], dimensions.channels_of([codes.DEFERRED]))
    requested, ended = contacts["requested"], contacts["ended"]
    letters = np.flatnonzero(deferred & (requested < moment) & ((ended < 0) | (ended > moment)))
    work = _unfinished_work(legs, moment)

    channel = np.concatenate([contacts.at("channel", letters), np.full(len(work), len(dimensions.channels))])
    service = np.concatenate([contacts.at("service", letters), legs.at("service", work)])
    since = np.concatenate([requested[letters], legs.at("enqueued", work)])
    shape = dimensions.shape(AXES["backlog"])
    cell, size = cell_of([channel.astype(np.int64), service], shape), int(np.prod(shape))
    return np.stack([count_by(cell, size), sum_by(cell, moment - since, size)]).reshape(-1, *shape)


def _unfinished_work(legs: Columns, moment: int) -> Array:
    """One row per piece of back-office work that came in before ``moment`` and was not done then.

    Work that pauses at the end of a shift has a row per sitting, all with the time at which it joined the queue.
    """
    rows = np.flatnonzero((legs["contact"] < 0) & (legs["queue"] >= 0) & (legs["enqueued"] < moment))
    done = (legs.at("end", rows) == codes.LEG_DONE) & (legs.at("ended", rows) <= moment)
    keys = [legs.at(name, rows) for name in ("enqueued", "step", "case")]
    order = np.lexsort([~done, *keys])  # the row that is done first
    changes = [key[order][1:] != key[order][:-1] for key in keys]
    first = np.concatenate([np.ones(min(1, len(order)), bool), np.logical_or.reduce(changes)])
    unfinished: Array = rows[order[first & ~done[order]]]
    return unfinished


def fold_slots(log: Log, compiled: Compiled, dimensions: Dimensions) -> Array:
    """The family ``slots``: places on offer in the window, booked and not turned up, per channel."""
    slots, clock = log.slots, compiled.clock
    rows = np.flatnonzero((slots["time"] >= clock.window_start) & (slots["time"] < clock.window_end))
    channel = slots.at("channel", rows)
    totals = [sum_by(channel, slots.at(name, rows), len(dimensions.channels)) for name in QUANTITIES["slots"]]
    return np.stack(totals)
