"""Contacts requested in the window: reachability, waits, handling, hand-offs, promises and slots."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.engine.program import codes
from sim.measure.folds import cell_of, half_hour_of_week, sum_by
from sim.measure.histogram import Histogram
from sim.measure.layout import AXES, QUANTITIES, STEPS, Array, Compiled, Dimensions
from sim.measure.log import Log, Selected
from sim.measure.norms import answer_term, deadlines, longest_wait
from sim.model.values.units import DAY

FAILURE_CAUSES = (codes.AGAIN, codes.CORRECTION, codes.STATUS, codes.REFERRAL)
"""Contacts that a service without faults would not have; reassurance is told apart."""


@dataclass(frozen=True, eq=False)
class WindowContacts:
    """Columns of the contacts requested in the window, and flags and times per contact, each an array over them."""

    columns: Selected
    flags: dict[str, Array]  # bool
    times: dict[str, Array]  # int64 microseconds, 0 where it does not apply


def window_contacts(log: Log, compiled: Compiled, dimensions: Dimensions) -> WindowContacts:
    """What happened to each contact that was requested in [window_start, window_end)."""
    requested = log.contacts["requested"]
    rows = np.flatnonzero((requested >= compiled.clock.window_start) & (requested < compiled.clock.window_end))
    contact = log.contacts.select(rows)
    outcome, cause, kind = contact["outcome"], contact["cause"], np.array(dimensions.channel_kinds)[contact["channel"]]
    answered, queued = contact["answered"] >= 0, contact["queued"] >= 0
    joined = np.where(queued & (kind != codes.DEFERRED), contact["queued"], contact["requested"])
    arrived = np.maximum(joined, contact["slot"])  # who is early for an appointment waits from its time on
    still_waiting = _still_waiting(log, contact, kind)
    unanswered = still_waiting & ~answered
    until = np.where(unanswered, compiled.clock.end, contact["answered"])
    has_wait = unanswered | (answered & (kind != codes.SELF_SERVICE))
    wait = np.where(has_wait, np.maximum(0, until - arrived), 0)
    booked, has_promise = contact["slot"] >= 0, (contact["due"] >= 0) & (kind == codes.DEFERRED)
    ended = contact["ended"] >= 0
    overdue = compiled.clock.end > contact["due"]
    handled, handling = _handling(log, contact)
    flags = {
        "requested": np.ones(len(rows), bool),
        "closed": outcome == codes.CLOSED,
        "offered": outcome != codes.CLOSED,
        "lines_full": outcome == codes.LINES_FULL,
        "balked": outcome == codes.BALKED,
        "queued": queued,
        "answered": answered,
        "within_norm": _within_norm(contact, wait, answered, compiled, dimensions),
        "abandoned": outcome == codes.ABANDONED,
        "sent_away": outcome == codes.SENT_AWAY,
        "transferred_lost": outcome == codes.TRANSFERRED_LOST,
        "dropped": outcome == codes.DROPPED,
        "no_slot": outcome == codes.NO_SLOT,
        "booked": booked,
        "kept_or_missed": booked & (outcome != codes.OPEN) & (outcome != codes.CANCELLED),
        "no_shows": outcome == codes.NO_SHOW,
        "due": has_promise & (ended | overdue),
        "within_due": has_promise & answered & ended & (contact["ended"] <= contact["due"]),
        "first_answered": answered & (cause == codes.NEED),
        "first_resolved": answered & (cause == codes.NEED) & (outcome == codes.RESOLVED),
        "failure": np.isin(cause, FAILURE_CAUSES),
        "reassurance": cause == codes.REASSURANCE,
        "call_backs": outcome == codes.CALL_BACK,
        "referrals": outcome == codes.REFERRED,
        "discovered": contact["discovered"] == 1,
        "handled": handled,
        "still_waiting": still_waiting,
        "unanswered": unanswered,
    }
    times = {
        "transfers": contact["transfers"].astype(np.int64),
        "wait_answered": wait,
        "waited": np.where(queued & (contact["waited"] > 0), contact["waited"], 0),
        "handling": handling,
        "slot_lead": np.where(booked, contact["slot"] - contact["requested"], 0),
    }
    return WindowContacts(contact, flags, times)


def fold_contacts(contacts: WindowContacts, dimensions: Dimensions) -> dict[str, Array]:
    """The families ``contact`` and ``hour``.

    A contact counts in the half hour of its visit: an appointment at its time, all else when it was asked for. ``requested``
    alone counts when it was asked for at all channels.
    """
    by_axis = {axis: contacts.columns[axis] for axis in AXES["contact"]}
    slot, requested = contacts.columns["slot"], contacts.columns["requested"]
    visit = by_axis | {"half_hour": half_hour_of_week(np.where(slot >= 0, slot, requested))}
    values = contacts.flags | contacts.times
    cubes = {}
    for family in ("contact", "hour"):
        shape = dimensions.shape(AXES[family])
        cell, size = cell_of([visit[axis] for axis in AXES[family]], shape), int(np.prod(shape))
        totals = [sum_by(cell, values[name], size) for name in QUANTITIES[family]]
        cubes[family] = np.stack(totals).reshape(-1, *shape)
    asked = by_axis | {"half_hour": half_hour_of_week(requested)}
    hour = cell_of([asked[axis] for axis in AXES["hour"]], dimensions.shape(AXES["hour"]))
    place = QUANTITIES["hour"].index("requested")
    cubes["hour"][place] = sum_by(hour, values["requested"], cubes["hour"][place].size).reshape(cubes["hour"][place].shape)
    return cubes


def contact_histograms(contacts: WindowContacts, dimensions: Dimensions) -> dict[str, Histogram]:
    """Waits of the answered, and so far of who still waits; time between booking and slot; each in its steps."""
    column_of, services, segments = contacts.columns, len(dimensions.services), len(dimensions.segments)
    waits = np.isin(column_of["channel"], dimensions.channels_of([codes.LIVE, codes.APPOINTMENT, codes.DEFERRED]))
    waits &= contacts.flags["answered"] | contacts.flags["unanswered"]
    by_service = column_of["channel"].astype(np.int64) * services + column_of["service"]
    by_segment = column_of["channel"].astype(np.int64) * segments + column_of["segment"]
    steps = contacts.times["wait_answered"][waits] // STEPS["wait"]
    booked = contacts.flags["booked"]
    return {
        "wait_by_service": Histogram.of(by_service[waits], steps),
        "wait_by_segment": Histogram.of(by_segment[waits], steps),
        "slot_lead": Histogram.of(by_service[booked], contacts.times["slot_lead"][booked] // STEPS["slot_lead"]),
    }


def _within_norm(contact: Selected, wait: Array, answered: Array, compiled: Compiled, dimensions: Dimensions) -> Array:
    """Answered within the norm of the channel; deferred: the answer sent before the deadline of the norm."""
    within = np.zeros(len(answered), bool)
    for number, (name, kind) in enumerate(zip(dimensions.channels, dimensions.channel_kinds, strict=True)):
        here = answered & (contact["channel"] == number)
        norm = longest_wait(compiled.scenario, name)
        if norm is not None:
            within |= here & (wait <= norm)
        elif kind == codes.DEFERRED:
            here &= contact["ended"] >= 0
            within[here] = contact["ended"][here] <= _due(compiled, name, contact["requested"][here])
    return within


def _due(compiled: Compiled, channel: str, requested: Array) -> Array:
    """When the norm of a deferred channel asks an answer to what was requested at these times."""
    term = answer_term(compiled.scenario, channel)
    if not term.working_days:
        return np.asarray(requested + term.time)
    return np.asarray(deadlines(compiled.scenario, compiled.clock, term.working_days)[requested // DAY])


def _handling(log: Log, contact: Selected) -> tuple[Array, Array]:
    """Of each contact: is its service over, and how long did staff spend on it (talk and wrap-up, all legs)."""
    legs = log.legs
    number = np.zeros(len(contact["case"]), np.int64)
    rows = np.flatnonzero((legs["contact"] >= 0) & (legs["queue"] >= 0) & (legs["released"] >= 0))
    if len(number) and len(rows):
        place = _place_of(contact, legs.at("case", rows), legs.at("contact", rows))
        found = place >= 0
        time = legs.at("released", rows) - legs.at("started", rows)
        number = sum_by(place[found], time[found], len(number))
    over = (contact["outcome"] != codes.OPEN) & (contact["answered"] >= 0) & (number > 0)
    return over, np.where(over, number, 0)


def _still_waiting(log: Log, contact: Selected, kind: Array) -> Array:
    """Which contacts stood in a queue when the run ended; a letter that was begun and put back does not wait any more."""
    legs = log.legs
    found: Array = np.zeros(len(contact["case"]), bool)
    rows = np.flatnonzero((legs["contact"] >= 0) & (legs["started"] < 0))
    if len(found) and len(rows):
        place = _place_of(contact, legs.at("case", rows), legs.at("contact", rows))
        found[place[place >= 0]] = True
    unbegun: Array = (contact["answered"] < 0) | (kind != codes.DEFERRED)
    return np.logical_and(found, unbegun)


def _place_of(contact: Selected, case: Array, number: Array) -> Array:
    """Row among the contacts of (case, number), -1 = not there. Both sides are in canonical order."""
    change = np.r_[True, contact["case"][1:] != contact["case"][:-1]]
    entities, starts = contact["case"][change], np.flatnonzero(change)
    group = np.minimum(np.searchsorted(entities, case), len(entities) - 1)
    stops = np.append(starts[1:], len(contact["case"]))
    # The contacts of a case in the window follow each other, so their numbers do too.
    place = starts[group] + number - contact["contact"][starts[group]]
    there = (entities[group] == case) & (place >= starts[group]) & (place < stops[group])
    return np.where(there, place, -1)
