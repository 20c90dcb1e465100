"""When an answer counts as within the norm, per channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from sim.engine.program import codes
from sim.measure.layout import Array, Clock, channel_named
from sim.model.town.scenario import Scenario
from sim.model.values.calendar import ClosedDays
from sim.model.values.units import DAY


@dataclass(frozen=True)
class AnswerTerm:
    """How long an answer may take: so many ``working_days``, or where these are 0 a ``time`` in microseconds by the clock."""

    working_days: int
    time: int


SEARCHED_DAYS = 60
"""How many days beyond the run are looked at for working days."""


def longest_wait(scenario: Scenario, channel: str) -> int | None:
    """The norm of a live or appointment channel in microseconds: answering time (T7), desk (T8) or appointment (T8).

    None for self-service, which has no wait, and for deferred channels, whose norm is in working days.
    """
    described = channel_named(scenario, channel)
    own = described.norm.within
    if own is not None and described.kind in (codes.CHANNEL_KINDS[codes.APPOINTMENT], codes.CHANNEL_KINDS[codes.LIVE]):
        return int(own.amount.value)
    if described.kind == codes.CHANNEL_KINDS[codes.APPOINTMENT]:
        return int(scenario.norms.appointment_wait.value)
    if described.kind == codes.CHANNEL_KINDS[codes.LIVE]:
        in_person = described.nest == codes.NESTS[codes.IN_PERSON]
        return int((scenario.norms.desk_wait if in_person else scenario.norms.answer_within).value)
    return None


def answer_term(scenario: Scenario, channel: str) -> AnswerTerm:
    """The norm of a deferred channel: its own, or that of e-mail or of call-back requests (T7, T8)."""
    norms, described = scenario.norms, channel_named(scenario, channel)
    own = described.norm.within
    if own is None:
        days = norms.call_back_working_days if described.handoff_only else norms.email_working_days
        return AnswerTerm(int(days.value), 0)
    return AnswerTerm(int(own.amount.value), 0) if own.working_days else AnswerTerm(0, int(own.amount.value))


def kpi_of_norm(scenario: Scenario, channel: str) -> str:
    """The KPI that a norm of time is held against, everywhere: of all who asked, or at appointments of all who came."""
    by_appointment = channel_named(scenario, channel).kind == codes.CHANNEL_KINDS[codes.APPOINTMENT]
    return "served_on_time" if by_appointment else "service_level_offered"


def share_asked(scenario: Scenario, channel: str) -> float:
    """Which share of a channel must be answered within its norm; that of the phone where the channel has none (ASSUMPTION)."""
    own = channel_named(scenario, channel).norm.share
    return (scenario.norms.answered_share if own is None else own).value


def longest_answer_days(scenario: Scenario) -> int:
    """The longest norm of all deferred channels in calendar days, about: five working days are a week."""
    terms = [
        answer_term(scenario, name)
        for name, channel in scenario.design.channels.items()
        if channel.kind == codes.CHANNEL_KINDS[codes.DEFERRED]
    ]
    return max((7 * (1 + term.working_days // 5) if term.working_days else -(-term.time // DAY) for term in terms), default=0)


def deadlines(scenario: Scenario, clock: Clock, working_days: int) -> Array:
    """For a request on each day of the run: midnight at the end of the n-th working day after it (int64 microseconds)."""
    return _deadlines(scenario.closed_days, clock.start, -(-clock.end // DAY), working_days)


@lru_cache(maxsize=64)
def _deadlines(closed_days: ClosedDays, start: date, days: int, working_days: int) -> Array:
    closed = closed_days.closed_dates(start, days + SEARCHED_DAYS + 7 * working_days)
    working = np.array([(start.weekday() + day) % 7 < 5 and not shut for day, shut in enumerate(closed)])
    numbers = np.cumsum(working)  # working days up to and with this day
    found = (np.searchsorted(numbers, numbers[:days] + working_days) + 1).astype(np.int64) * DAY
    found.flags.writeable = False
    return found
