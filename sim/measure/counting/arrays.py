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

    A case that is not in the table has a number beyond it. The three are empty where the tables name rows themselves. ``over``
    tells of each case whether its line counts (1) or is left alone (0); it is empty where all lines count.
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
    over: Array


class Known(NamedTuple):
    """What the rows of a log do not say themselves."""

    clock: Table  # (1,)
    channels: Table
    deadlines: Array  # (channels, days): until when a request on that day may be answered
    compulsory: Array  # by service: 0 or 1
    wanted: Array  # by step
    team: Array  # by agent


class Totals(NamedTuple):
    """By family, with its axes: rows of named quantities. ``root`` has an axis of quantities, which are added all at once.
    ``load`` is the time of teams per half hour of the window: (BUSY .., teams, half hours).
    """

    contact: Table
    hour: Table
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


class Chains(NamedTuple):
    """The rows of a part, line by line: which row comes after which, int32, -1 = none."""

    next_case: Array  # of a root case the first one that follows from it, of that one the next of the same line
    first_contact: Array  # of each case
    next_contact: Array
    first_leg: Array
    next_leg: Array


class Underway(NamedTuple):
    """What one part of a log comes to, beside what is added to the totals, and what is noted of the line that is being counted.

    ``roots`` has a place for each root case that started in the window, or one place where nobody wants them afterwards.
    Times for histograms stand with their cells; ``found`` says how many, and how many root cases.
    """

    came_back: Array  # of each case: does another one follow from it?
    roots: Table  # ROOT and UNDERWAY
    root_numbers: Array  # the same memory, by column
    handling: Array  # what the legs of each contact of a case come to; its back-office work stands first
    waits: Array
    put_back: Array  # when the last leg seen was paused, -1 = it was not
    found: Table  # (1,): roots, waits, leads, lead_times
    wait_service: Array
    wait_segment: Array
    wait: Array
    lead_cell: Array  # of who booked: from asking to the appointment
    lead: Array
    lead_time_cell: Array  # of root cases that were resolved
    lead_time: Array
