"""From people per half hour to hours, fte and euros, and what of the difference can be booked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from sim.experiment.staffing.outcome import Chain, Link
from sim.experiment.staffing.roster import DAYS, break_share, present, spans_of
from sim.measure.layout import Array
from sim.measure.measurement import Measurement
from sim.model.town.scenario import Scenario
from sim.model.values.units import YEAR_DAYS

HOURS = 0.5
"""Hours in a half hour."""
SHORTEST_SHIFT = 8
"""Half hours: a stretch of four hours is the shortest part-time shift that can be dropped (ASSUMPTION)."""
YEAR_WEEKS = 52


@dataclass(frozen=True)
class Spent:
    """What a team does per hour on duty: hours of ``work`` in all, and of ``overtime``, which is work after the end of a shift.

    ``work`` less ``overtime`` is never more than 1, so what is paid is never less than the work.
    """

    work: float
    overtime: float


def spent_of(measured: Sequence[Measurement], team: str) -> Spent:
    """As measured over the half hours of the window; nothing for a team that is never on duty."""
    number = measured[0].dimensions.teams.index(team)
    busy, on_duty, finishing = (
        sum(int(one.total("team_hour", name)[number].sum()) for one in measured) for name in ("busy", "on_duty", "finishing")
    )
    return Spent(busy / on_duty, finishing / on_duty) if on_duty else Spent(0.0, 0.0)


def chain_of(scenario: Scenario, team: str, required: Array, planned: Spent, today: Spent) -> Chain:
    """The chain of one team. ``planned`` is measured under the plan, ``today`` under today's roster.

    Both count per hour on duty, so that a closed day in the weeks that were simulated changes no hour of a week without one.
    """
    described, costs = scenario.design.teams[team], scenario.costs
    now = present(described)
    pauses, absence = break_share(described), described.absence.value
    hours = Link(float(required.sum()) * HOURS, float(now.sum()) * HOURS)
    yearly = Link(hours_per_year(scenario, team, required), hours_per_year(scenario, team, now))
    overtime_yearly = Link(yearly.needed * planned.overtime, yearly.today * today.overtime)
    overtime, paid_yearly = Link(hours.needed * planned.overtime, hours.today * today.overtime), yearly + overtime_yearly
    over, under = np.maximum(now - required, 0), np.maximum(required - now, 0)
    per_fte = 1 / costs.hours_per_fte.value
    return Chain(
        work_hours=Link(hours.needed * planned.work, hours.today * today.work),
        people_hours=hours,
        overtime_hours=overtime,
        paid_hours=hours + overtime,
        scheduled_hours=hours * ((1 + pauses) / (1 - absence) if absence < 1 else 1.0),
        work_in_fte=Link(yearly.needed * planned.work, yearly.today * today.work) * per_fte,
        rostered_fte=yearly * per_fte,
        overtime_fte=overtime_yearly * per_fte,
        formation=paid_yearly * per_fte,
        direct=paid_yearly * costs.direct.value,
        full=paid_yearly * costs.full.value,
        surplus_hours=float(over.sum()) * HOURS,
        shortage_hours=float(under.sum()) * HOURS,
        bookable_hours=bookable(over),
        break_share=pauses,
        absence=absence,
    )


def hours_per_year(scenario: Scenario, team: str, people: Array) -> float:
    """Hours at work on the working days of a year, of a grid of people of the team."""
    days = working_days(scenario, on_holidays=scenario.design.teams[team].work_on_holidays)
    return float(people.sum(axis=1) @ days) * HOURS


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
