"""Compile demand: how many fresh cases of each service and segment to expect on each day and quarter-hour."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from sim.engine.build_calendar import design_of_day
from sim.engine.draws import Labels, name_hash22
from sim.engine.program import STREAMS, Array, Demand
from sim.engine.tables import Names
from sim.model.calendar import QUARTERS_PER_DAY, Profile
from sim.model.scenario import Scenario
from sim.model.values import DAY, WEEK, YEAR_DAYS


def day_weights(profile: Profile, start: date, closed: list[bool]) -> Array:
    """Weight of each date from ``start`` on."""
    weights = np.zeros(len(closed))
    for day, is_closed in enumerate(closed):
        today = start + timedelta(days=day)
        weight = profile.week[today.weekday()] * profile.year[today.month - 1]
        weights[day] = weight * (profile.when_closed if is_closed else 1.0)
    return weights


def mean_weight(scenario: Scenario, profile: Profile) -> float:
    """Mean weight of a date in the calendar year in which the window starts, so that the year's cases add up to the rate."""
    year = scenario.period.start.year
    first = date(year, 1, 1)
    length = (date(year + 1, 1, 1) - first).days
    return float(day_weights(profile, first, scenario.closed_days.closed_dates(first, length)).mean())


def build_demand(scenario: Scenario, names: Names, start: date, days: int, window_start: int) -> Demand:
    labels = Labels()
    closed = scenario.closed_days.closed_dates(start, days)
    segments = scenario.population.segments
    streams = np.zeros(len(names.services) * len(segments), STREAMS)
    rates = np.zeros((len(streams), days))
    quarters = np.zeros((len(scenario.designs), len(names.services), QUARTERS_PER_DAY))
    busyness = np.zeros((len(scenario.designs), len(names.services) + 1))
    design_by_day = np.array([design_of_day(scenario, window_start, day) for day in range(days)])
    prelude_days = scenario.period.prelude * WEEK // DAY

    for service_number, service_name in enumerate(names.services):
        for segment_number, segment_name in enumerate(segments):
            number = service_number * len(segments) + segment_number
            streams[number] = (service_number, segment_number, name_hash22(service_name, segment_name), 0)
        for design_number, design in enumerate(scenario.designs):
            if service_name not in design.services:
                continue
            service = design.services[service_name]
            demand = service.demand
            weights = day_weights(demand.profile, start, closed) / mean_weight(scenario, demand.profile)
            if service.event is None:
                weights[:prelude_days] = 0.0
            shares = np.array(
                [
                    segment.share.value * (demand.by_segment[name].value if name in demand.by_segment else 1.0)
                    for name, segment in segments.items()
                ]
            )
            per_day = demand.rate.per_year(scenario.population.inhabitants) / YEAR_DAYS
            in_force = design_by_day == design_number
            for segment_number in range(len(segments)):
                row = rates[service_number * len(segments) + segment_number]
                share = shares[segment_number] / shares.sum() if shares.sum() > 0 else 0.0
                row[in_force] = (weights * per_day * share)[in_force]
            quarter_weights = np.array(demand.profile.quarter_weights())
            quarters[design_number, service_number] = quarter_weights / quarter_weights.sum()
            busyness[design_number, service_number] = demand.busyness.value
        busyness[:, -1] = scenario.busyness.spread.value

    return Demand(
        streams=streams,
        rates=rates,
        quarters=quarters,
        busyness_labels=np.array(
            [*(labels.label("busyness", name) for name in names.services), labels.label("busyness")], np.int64
        ),
        busyness=busyness,
    )
