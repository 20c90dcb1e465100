"""When an answer counts as within the norm, per channel."""

from __future__ import annotations

import numpy as np

from sim.engine import codes
from sim.measure.layout import Array, Clock, channel_named
from sim.model.scenario import Scenario
from sim.model.values import DAY

SEARCHED_DAYS = 60
"""How many days beyond the run are looked at for working days."""


def longest_wait(scenario: Scenario, channel: str) -> int | None:
    """The norm of a live or appointment channel in microseconds: answering time (T7), desk (T8) or appointment (T8).

    None for self-service, which has no wait, and for deferred channels, whose norm is in working days.
    """
    described = channel_named(scenario, channel)
    if described.kind == codes.CHANNEL_KINDS[codes.APPOINTMENT]:
        return int(scenario.norms.appointment_wait.value)
    if described.kind == codes.CHANNEL_KINDS[codes.LIVE]:
        in_person = described.nest == codes.NESTS[codes.IN_PERSON]
        return int((scenario.norms.desk_wait if in_person else scenario.norms.answer_within).value)
    return None


def answer_days(scenario: Scenario, channel: str) -> int:
    """The norm of a deferred channel in working days: letters and e-mail, or call-back requests (T11, T12)."""
    norms = scenario.norms
    days = norms.call_back_working_days if channel_named(scenario, channel).handoff_only else norms.email_working_days
    return int(days.value)


def deadlines(scenario: Scenario, clock: Clock, working_days: int) -> Array:
    """For a request on each day of the run: midnight at the end of the n-th working day after it (int64 microseconds)."""
    days = -(-clock.end // DAY)
    closed = scenario.closed_days.closed_dates(clock.start, days + SEARCHED_DAYS + 7 * working_days)
    working = np.array([(clock.start.weekday() + day) % 7 < 5 and not shut for day, shut in enumerate(closed)])
    numbers = np.cumsum(working)  # working days up to and with this day
    return (np.searchsorted(numbers, numbers[:days] + working_days) + 1).astype(np.int64) * DAY
