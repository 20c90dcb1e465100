"""From people per half hour to hours, fte and euros, and what of the difference can be booked."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from sim.experiment.staffing.outcome import Chain, Link
from sim.experiment.staffing.roster import DAYS, break_share, present, spans_of
from sim.measure.layout import Array
from sim.model.scenario import Scenario
from sim.model.values import YEAR_DAYS

HOURS = 0.5
"""Hours in a half hour."""
SHORTEST_SHIFT = 8
"""Half hours: a stretch of four hours is the shortest part-time shift that can be dropped (ASSUMPTION)."""
YEAR_WEEKS = 52


def chain_of(scenario: Scenario, team: str, required: Array, work_hours: float, work_today: float) -> Chain:
    """The chain of one team. ``work_hours`` are measured under the plan, ``work_today`` under today's roster, per week."""
    described, costs = scenario.design.teams[team], scenario.costs
    now = present(described)
    days = working_days(scenario, on_holidays=described.work_on_holidays)
    pauses, absence = break_share(described), described.absence.value
    hours = Link(float(required.sum()) * HOURS, float(now.sum()) * HOURS)
    yearly = Link(float(required.sum(axis=1) @ days) * HOURS, float(now.sum(axis=1) @ days) * HOURS)
    over, under = np.maximum(now - required, 0), np.maximum(required - now, 0)
    return Chain(
        work_hours=work_hours,
        work_today=work_today,
        people_hours=hours,
        rostered_hours=_times(hours, (1 + pauses) / (1 - absence) if absence < 1 else 1.0),
        hours_per_year=yearly,
        fte=_times(yearly, 1 / costs.hours_per_fte.value),
        direct=_times(yearly, costs.direct.value),
        full=_times(yearly, costs.full.value),
        surplus_hours=float(over.sum()) * HOURS,
        shortage_hours=float(under.sum()) * HOURS,
        bookable_hours=bookable(over),
        break_share=pauses,
        absence=absence,
    )


def working_days(scenario: Scenario, *, on_holidays: bool) -> Array:
    """How many of each weekday a year has on which people work: counted over 52 weeks from the start of the window."""
    count = YEAR_WEEKS * DAYS
    start = scenario.period.start
    closed = [False] * count if on_holidays else scenario.closed_days.closed_dates(start, count)
    days = np.zeros(DAYS)
    for number, shut in enumerate(closed):
        days[(start + timedelta(days=number)).weekday()] += not shut
    return np.asarray(days * YEAR_DAYS / count)


def bookable(surplus: Array) -> float:
    """Hours a week in stretches of at least the shortest shift in which the same whole person can be missed."""
    whole = np.floor(surplus + 1e-9).astype(np.int64)
    lengths = [last - first for day in whole for first, last in spans_of(day)]
    return sum(length for length in lengths if length >= SHORTEST_SHIFT) * HOURS


def _times(link: Link, factor: float) -> Link:
    return Link(link.needed * factor, link.today * factor)
