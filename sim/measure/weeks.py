"""Week by week through the window: what waits, how far ahead people book, how many cases are open."""

from __future__ import annotations

import numpy as np

from sim.engine.program import codes
from sim.measure.folds import cell_of, count_by, sum_by
from sim.measure.layout import AXES, Array, Compiled, Dimensions
from sim.measure.log import Log
from sim.model.values.units import WEEK

QUANTITIES = {
    "queue_work": ("finished", "staff_time"),
    "queue_week": ("waiting",),  # when the week ends
    "booking_week": ("booked", "no_slot", "slot_lead", "places"),  # places: on offer in that week
    "case_week": ("started", "open"),  # fresh cases; open when the week ends, whenever they started
}


def fold_weeks(log: Log, compiled: Compiled, dimensions: Dimensions) -> dict[str, Array]:
    """The families ``queue_work``, ``queue_week``, ``booking_week`` and ``case_week``."""
    start = compiled.clock.window_start
    return {
        "queue_work": _queue_work(log, compiled, dimensions),
        "queue_week": _waiting(log, dimensions, start),
        "booking_week": _bookings(log, dimensions, start),
        "case_week": _cases(log, dimensions, start),
    }


def _queue_work(log: Log, compiled: Compiled, dimensions: Dimensions) -> Array:
    """Pieces of work that were finished of those begun in the window, and the time of staff that all begun in it took."""
    legs, clock, size = log.legs, compiled.clock, len(dimensions.queues)
    rows = np.flatnonzero((legs["queue"] >= 0) & (legs["started"] >= clock.window_start) & (legs["started"] < clock.window_end))
    queue, done = legs.at("queue", rows), legs.at("end", rows) == codes.LEG_DONE
    return np.stack([count_by(queue[done], size), sum_by(queue, legs.at("spent", rows), size)])


def _waiting(log: Log, dimensions: Dimensions, start: int) -> Array:
    """How many stand in each queue when a week ends; work that was put back stands there from when it was paused."""
    legs = log.legs
    rows = np.flatnonzero(legs["queue"] >= 0)
    joined, begun = legs.at("enqueued", rows), legs.at("started", rows)
    if len(rows) > 1:
        case, contact, end, ended = (legs.at(name, rows) for name in ("case", "contact", "end", "ended"))
        again = (end[:-1] == codes.LEG_PAUSED) & (case[1:] == case[:-1]) & (contact[1:] == contact[:-1])
        joined[1:] = np.where(again, ended[:-1], joined[1:])
    return _there_at_week_ends(legs.at("queue", rows), joined, begun, start, dimensions.shape(AXES["queue_week"]))[None]


def _there_at_week_ends(groups: Array, since: Array, until: Array, start: int, shape: tuple[int, ...]) -> Array:
    """Of each group, how many are there when a week ends: they came before it, and leave at ``until`` (-1 = never) or later."""
    weeks = shape[1]
    first = np.clip((since - start) // WEEK, 0, weeks)
    last = np.where(until >= 0, np.clip((until - start) // WEEK, 0, weeks), weeks)
    some = np.flatnonzero(last > first)
    change = np.zeros((shape[0], weeks + 1), np.int64)
    np.add.at(change, (groups[some], first[some]), 1)
    np.add.at(change, (groups[some], last[some]), -1)
    return np.cumsum(change, axis=1)[:, :weeks]


def _bookings(log: Log, dimensions: Dimensions, start: int) -> Array:
    """Appointments asked for in each week: booked, with how far ahead, and refused; and the places on offer in it."""
    shape = dimensions.shape(AXES["booking_week"])
    size, weeks = int(np.prod(shape)), shape[1]

    def cells(channel: Array, times: Array) -> tuple[Array, Array]:
        week = (times - start) // WEEK
        inside = np.flatnonzero((times >= start) & (week < weeks))
        return inside, cell_of([channel[inside].astype(np.int64), week[inside]], shape)

    contacts, slots = log.contacts, log.slots
    rows, cell = cells(contacts["channel"], contacts["requested"])
    slot, refused = contacts.at("slot", rows), contacts.at("outcome", rows) == codes.NO_SLOT
    booked = slot >= 0
    lead = np.where(booked, slot - contacts.at("requested", rows), 0)
    offered, place = cells(slots["channel"], slots["time"])
    totals = [
        count_by(cell[booked], size),
        count_by(cell[refused], size),
        sum_by(cell, lead, size),
        sum_by(place, slots.at("places", offered), size),
    ]
    return np.stack(totals).reshape(-1, *shape)


def _cases(log: Log, dimensions: Dimensions, start: int) -> Array:
    """Fresh cases that started in each week, and how many are open when it ends."""
    shape, fresh = dimensions.shape(AXES["case_week"]), np.flatnonzero(log.cases["case"] == log.cases["root"])
    service, started, ended = (log.cases.at(name, fresh) for name in ("service", "started", "ended"))
    week = (started - start) // WEEK
    inside = np.flatnonzero((week >= 0) & (week < shape[1]))
    cell = cell_of([service[inside].astype(np.int64), week[inside]], shape)
    began = count_by(cell, int(np.prod(shape))).reshape(shape)
    return np.stack([began, _there_at_week_ends(service, started, ended, start, shape)])
