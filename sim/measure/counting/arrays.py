"""The arrays that the pass works on: the rows of a log, what is known of its scenario, the totals, and what is under way."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.engine.program.tables import Table

Array = np.ndarray[Any, np.dtype[Any]]

BUSY, ON_DUTY, FINISHING = range(3)

CLOCK = np.dtype([(name, "i8") for name in ("window_start", "window_end", "end")])
CHANNEL = np.dtype([("kind", "i8"), ("norm", "i8"), ("term", "i8")])
"""Kind; longest wait within the norm, -1 = none; of deferred channels how long an answer may take by the clock, -1 = until the
deadline of the day of asking."""


class Rows(NamedTuple):
    """Tables of a log with whole lines in any order; ``root``, ``of_contact`` and ``of_leg`` name rows of the table of cases.

    A case that is not in the table has a number beyond it. The three are empty where the tables name rows themselves.
    """

    cases: Table
    contacts: Table
    legs: Table
    duty: Table
    slots: Table
    lookups: Table
    root: Array  # of each case its root case, -1 = not there
    of_contact: Array  # of each contact its case
    of_leg: Array


class Known(NamedTuple):
    """What the rows of a log do not say themselves."""

    clock: Table  # (1,)
    channels: Table
    deadlines: Array  # (channels, days): until when a request on that day may be answered
    compulsory: Array  # by service: 0 or 1
    wanted: Array  # by step
    team: Array  # by agent


class Totals(NamedTuple):
    """By family, with its axes. ``contact``, ``hour`` and ``root`` have an axis of quantities, which are added all at once; the
    others are rows of named quantities. ``load`` is the time of teams per half hour of the window: (BUSY .., teams, half hours).
    """

    contact: Array
    hour: Array
    root: Array
    root_contact: Table
    root_work: Table
    work: Table
    backlog: Table
    slots: Table
    queue_work: Table
    queue_week: Table
    booking_week: Table
    case_week: Table
    look_up: Table
    load: Array


class Underway(NamedTuple):
    """What one part of a log comes to, beside what is added to the totals.

    ``of_case``: the number of the root case of each case, -1 = it started outside the window. Times for histograms stand with
    their cells, ``found`` says how many.
    """

    of_case: Array
    last: Array  # of each root case the last row that follows from it, -1 = none
    before: Array  # of each case that follows the row before it
    came_back: Array  # of each case: does another one follow from it?
    roots: Table  # ROOT and UNDERWAY
    root_numbers: Array  # the same memory, by column
    one: Table  # what one contact counts for: CONTACT
    one_numbers: Array  # the same memory
    found: Table  # (1,): waits, leads, lead_times
    wait_service: Array
    wait_segment: Array
    wait: Array
    lead_cell: Array  # of who booked: from asking to the appointment
    lead: Array
    lead_time_cell: Array  # of root cases that were resolved
    lead_time: Array


class Held(NamedTuple):
    """What the legs of each contact come to, with one more place per case for back-office work; ``first`` is where a case begins.

    ``put_back``: when the last leg seen was paused, -1 = it was not.
    """

    first: Array
    handling: Array
    waits: Array
    put_back: Array
