"""What is counted, by family: every name stands here once, and the pass writes it as a field of that name.

A *family* is a set of totals that share their axes (``AXES`` in :mod:`sim.measure.layout`). All are int64: counts, or sums of
microseconds. A measurement keeps them in this order.
"""

from __future__ import annotations

import numpy as np

from sim.engine.program import codes
from sim.model.values.calendar import QUARTER
from sim.model.values.units import MINUTE, SECOND

HALF_HOUR = 30 * MINUTE
HALF_HOURS_PER_WEEK = 336
STEPS: dict[str, int] = {"wait": SECOND, "slot_lead": QUARTER, "lead_time": QUARTER}
"""In which steps histograms count times, rounded down; a quantile is known to a step, which the name of its KPI says."""

AVOIDABLE = ("again", "correction", "status", "referral", "question")
"""Causes of failure demand: contacts that would not be there if it had been done, and done right, before ("failure to do
something or do something right for the customer", Seddon).

A ``question`` belongs to it. Only a question that no contact, form, letter or page answered in time becomes a contact of its
own; what is asked and answered in a contact that is there anyhow is none, so that value stays where it is. Who counts it
otherwise takes it off: it is told apart. Reassurance stays out: nothing was done wrong, and nothing is answered.
"""

CONTACT = (
    "requested",
    "closed",
    "offered",  # not closed: lines full and balked included
    "lines_full",
    "balked",
    "queued",
    "answered",
    "within_norm",
    "abandoned",
    "sent_away",
    "transferred_lost",
    "dropped",
    "no_slot",
    "booked",
    "kept_or_missed",
    "no_shows",
    "due",  # a promise of which the outcome is known
    "within_due",
    "first_answered",
    "first_resolved",
    "failure",  # these three by cause are of what was offered: who finds it closed is heard by nobody
    "reassurance",
    "question",
    "transfers",
    "call_backs",
    "referrals",
    "discovered",
    "still_waiting",  # in a queue when the run ended
    "unanswered",  # the same, and not answered yet
    "wait_answered",  # until answered, or so far
    "waited",  # in queues, of all who queued, until the end of the run
    "handled",  # the service is over
    "handling",  # time of staff, wrap-up included, over all legs
    "slot_lead",  # from asking to the time of the appointment
)
"""Of contacts requested in the window."""
HOURLY = (
    "requested", "offered", "queued", "answered", "within_norm", "abandoned", "still_waiting", "unanswered", "wait_answered",
    "waited", "handled", "handling",
)  # fmt: skip
"""Of these, what is counted per half hour of the week as well."""

ROOT = (
    "roots", "resolved", "hidden_unmet", "gave_up", "exhausted", "lost_waiting", "lost_unable", "lost_unanswered", "open",
    "contacts", *codes.CAUSES, "transfers", "call_backs", "referrals", "handed_off", "first_contact", "staff_time",
    "wanted_time", "back_office_time", "citizen_time", "citizen_wanted", "waiting", "still_waiting", "lead_time",
    "time_to_resolution", "too_late", "late", "applications", "complete_first", "digital", "reminders", "hidden", "discovered",
)  # fmt: skip
"""Of root cases started in the window, with all that follows. ``wanted_time`` and ``citizen_wanted``: of the time of staff and of
the citizen that of conversations in steps that are ``wanted`` (without waiting); ``still_waiting``: for staff, with the citizen,
when the run ended; ``lead_time`` of the resolved; ``time_to_resolution`` until resolved, else until the end of the run; ``late``:
too late, or compulsory and given up in time."""

QUANTITIES: dict[str, tuple[str, ...]] = {
    "contact": CONTACT,
    "hour": HOURLY,
    "root": ROOT,
    "root_contact": ("contacts", "closed"),
    "root_work": ("staff_time",),
    "work": ("pieces", "staff_time", "came_in", "unfinished", "passage"),
    "team_hour": ("busy", "on_duty", "finishing"),
    "pressure": ("half_hours", "above", "finishing"),
    "backlog": ("waiting", "age"),  # at the end of the window
    "slots": ("places", "booked", "no_shows"),
    "queue_work": ("finished", "staff_time"),
    "queue_week": ("waiting",),  # when the week ends
    "booking_week": ("booked", "no_slot", "slot_lead", "places"),  # places: on offer in that week
    "case_week": ("started", "open"),  # fresh cases; open when the week ends, whenever they started
    "look_up": ("found", "let_go"),
}

UNDERWAY = (
    "entity", "service", "segment", "started",  # of the root case itself
    "cases", "failed", "ended", "unmet",
    "last_requested", "last_number", "last_case", "last_outcome",  # the last contact that did not resolve, 0 = none
)  # fmt: skip
"""What is noted of a root case beside its quantities, until all its rows have been seen."""


def record(*names: str) -> np.dtype[np.void]:
    """A row of int64 fields."""
    return np.dtype([(name, np.int64) for name in names])
