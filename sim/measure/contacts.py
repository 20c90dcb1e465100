"""Contacts requested in the window: reachability, waits, handling, hand-offs, promises and slots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.engine.program import codes
from sim.measure.causes import AVOIDABLE
from sim.measure.folds import cell_of, half_hour_of_week, sum_by
from sim.measure.histogram import Histogram
from sim.measure.layout import AXES, STEPS, Array, Compiled, Dimensions
from sim.measure.log import Log, Selected
from sim.measure.norms import answer_term, deadlines, longest_wait
from sim.model.values.units import DAY

FAILURE_CAUSES = tuple(codes.CAUSES.index(cause) for cause in AVOIDABLE)
"""Contacts that a service without faults would not have; reassurance is told apart."""


@dataclass(frozen=True, eq=False)
class WindowContacts:
    """The contacts requested in the window: their columns, and what these say together, each an array over them."""

    columns: Selected
    answered: Array
    queued: Array
    still_waiting: Array  # in a queue when the run ended
    wait: Array  # until answered, or so far
    within_norm: Array
    due: Array  # a promise of which the outcome is known
    handled: Array
    handling: Array

    def __getitem__(self, column: str) -> Array:
        return self.columns[column]

    def __len__(self) -> int:
        return len(self.columns)

    @property
    def unanswered(self) -> Array:
        """Still waiting, and not answered yet."""
        return self.still_waiting & ~self.answered

    @property
    def booked(self) -> Array:
        found: Array = self["slot"] >= 0
        return found

    def ended_as(self, outcome: int) -> Array:
        found: Array = self["outcome"] == outcome
        return found


@dataclass(frozen=True)
class Quantity:
    """What is counted of contacts, or added up in microseconds; ``hourly`` also per half hour of the week."""

    name: str
    how: Callable[[WindowContacts], Array]
    hourly: bool = False


CONTACT = (
    Quantity("requested", lambda one: np.ones(len(one), bool), hourly=True),
    Quantity("closed", lambda one: one.ended_as(codes.CLOSED)),
    Quantity("offered", lambda one: ~one.ended_as(codes.CLOSED), hourly=True),  # lines full and balked included
    Quantity("lines_full", lambda one: one.ended_as(codes.LINES_FULL)),
    Quantity("balked", lambda one: one.ended_as(codes.BALKED)),
    Quantity("queued", lambda one: one.queued, hourly=True),
    Quantity("answered", lambda one: one.answered, hourly=True),
    Quantity("within_norm", lambda one: one.within_norm, hourly=True),
    Quantity("abandoned", lambda one: one.ended_as(codes.ABANDONED), hourly=True),
    Quantity("sent_away", lambda one: one.ended_as(codes.SENT_AWAY)),
    Quantity("transferred_lost", lambda one: one.ended_as(codes.TRANSFERRED_LOST)),
    Quantity("dropped", lambda one: one.ended_as(codes.DROPPED)),
    Quantity("no_slot", lambda one: one.ended_as(codes.NO_SLOT)),
    Quantity("booked", lambda one: one.booked),
    Quantity("kept_or_missed", lambda one: one.booked & ~one.ended_as(codes.OPEN) & ~one.ended_as(codes.CANCELLED)),
    Quantity("no_shows", lambda one: one.ended_as(codes.NO_SHOW)),
    Quantity("due", lambda one: one.due),
    Quantity("within_due", lambda one: one.due & one.answered & (one["ended"] >= 0) & (one["ended"] <= one["due"])),
    Quantity("first_answered", lambda one: one.answered & (one["cause"] == codes.NEED)),
    Quantity("first_resolved", lambda one: one.answered & (one["cause"] == codes.NEED) & one.ended_as(codes.RESOLVED)),
    # who finds it closed is heard by nobody, so nobody can say what for: shares by cause are of what was offered
    Quantity("failure", lambda one: np.isin(one["cause"], FAILURE_CAUSES) & ~one.ended_as(codes.CLOSED)),
    Quantity("reassurance", lambda one: (one["cause"] == codes.REASSURANCE) & ~one.ended_as(codes.CLOSED)),
    Quantity("question", lambda one: (one["cause"] == codes.QUESTION) & ~one.ended_as(codes.CLOSED)),
    Quantity("transfers", lambda one: one["transfers"].astype(np.int64)),
    Quantity("call_backs", lambda one: one.ended_as(codes.CALL_BACK)),
    Quantity("referrals", lambda one: one.ended_as(codes.REFERRED)),
    Quantity("discovered", lambda one: one["discovered"] == 1),
    Quantity("still_waiting", lambda one: one.still_waiting, hourly=True),
    Quantity("unanswered", lambda one: one.unanswered, hourly=True),
    Quantity("wait_answered", lambda one: one.wait, hourly=True),
    # in queues, of all who queued, until the end of the run
    Quantity("waited", lambda one: np.where(one.queued & (one["waited"] > 0), one["waited"], 0), hourly=True),
    Quantity("handled", lambda one: one.handled, hourly=True),
    Quantity("handling", lambda one: one.handling, hourly=True),
    Quantity("slot_lead", lambda one: np.where(one.booked, one["slot"] - one["requested"], 0)),
)
HOURLY = tuple(quantity for quantity in CONTACT if quantity.hourly)


def window_contacts(log: Log, compiled: Compiled, dimensions: Dimensions) -> WindowContacts:
    """What happened to each contact that was requested in [window_start, window_end)."""
    requested = log.contacts["requested"]
    rows = np.flatnonzero((requested >= compiled.clock.window_start) & (requested < compiled.clock.window_end))
    contact = log.contacts.select(rows)
    kind = np.array(dimensions.channel_kinds)[contact["channel"]]
    answered, queued = contact["answered"] >= 0, contact["queued"] >= 0
    joined = np.where(queued & (kind != codes.DEFERRED), contact["queued"], contact["requested"])
    arrived = np.maximum(joined, contact["slot"])  # who is early for an appointment waits from its time on
    still_waiting = _still_waiting(log, contact, kind)
    unanswered = still_waiting & ~answered
    until = np.where(unanswered, compiled.clock.end, contact["answered"])
    has_wait = unanswered | (answered & (kind != codes.SELF_SERVICE))
    wait = np.where(has_wait, np.maximum(0, until - arrived), 0)
    known = (contact["ended"] >= 0) | (compiled.clock.end > contact["due"])
    due = (contact["due"] >= 0) & (kind == codes.DEFERRED) & known
    within_norm = _within_norm(contact, wait, answered, compiled, dimensions)
    return WindowContacts(contact, answered, queued, still_waiting, wait, within_norm, due, *_handling(log, contact))


def fold_contacts(contacts: WindowContacts, dimensions: Dimensions) -> dict[str, Array]:
    """The families ``contact`` and ``hour``.

    A contact counts in the half hour of its visit: an appointment at its time, all else when it was asked for. ``requested``
    alone counts when it was asked for at all channels.
    """
    slot, requested = contacts["slot"], contacts["requested"]
    values = {quantity.name: quantity.how(contacts) for quantity in CONTACT}

    def cells(family: str, when: Array) -> Array:
        by_axis = {axis: half_hour_of_week(when) if axis == "half_hour" else contacts[axis] for axis in AXES[family]}
        return cell_of(list(by_axis.values()), dimensions.shape(AXES[family]))

    cubes = {}
    for family, quantities in (("contact", CONTACT), ("hour", HOURLY)):
        visit = cells(family, np.where(slot >= 0, slot, requested))
        asked = cells(family, requested)
        shape = dimensions.shape(AXES[family])
        totals = [
            sum_by(asked if quantity.name == "requested" else visit, values[quantity.name], int(np.prod(shape)))
            for quantity in quantities
        ]
        cubes[family] = np.stack(totals).reshape(-1, *shape)
    return cubes


def contact_histograms(contacts: WindowContacts, dimensions: Dimensions) -> dict[str, Histogram]:
    """Waits of the answered, and so far of who still waits; time between booking and slot; each in its steps."""
    column_of, services, segments = contacts.columns, len(dimensions.services), len(dimensions.segments)
    waits = np.isin(column_of["channel"], dimensions.channels_of([codes.LIVE, codes.APPOINTMENT, codes.DEFERRED]))
    waits &= contacts.answered | contacts.unanswered
    by_service = column_of["channel"].astype(np.int64) * services + column_of["service"]
    by_segment = column_of["channel"].astype(np.int64) * segments + column_of["segment"]
    steps = contacts.wait[waits] // STEPS["wait"]
    booked = contacts.booked
    return {
        "wait_by_service": Histogram.of(by_service[waits], steps),
        "wait_by_segment": Histogram.of(by_segment[waits], steps),
        "slot_lead": Histogram.of(by_service[booked], (column_of["slot"] - column_of["requested"])[booked] // STEPS["slot_lead"]),
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
