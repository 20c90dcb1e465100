"""Compile demand: how many fresh cases of each service and segment to expect on each day and quarter-hour."""

from __future__ import annotations

from datetime import date

import numpy as np

from sim.engine.build_calendar import design_starts, designs_of_days, weekdays_and_months
from sim.engine.distributions import DISTRIBUTION, compile_distribution, sample
from sim.engine.draws import Labels, name_hash22
from sim.engine.program import STREAMS, Array, Demand
from sim.engine.tables import Names
from sim.model.calendar import QUARTERS_PER_DAY, Profile
from sim.model.scenario import Scenario
from sim.model.services import Demand as ServiceDemand
from sim.model.values import DAY, WEEK, YEAR_DAYS

POINTS, STRIDE = 2048, 1267
"""At how many points a delay is read, and by which step (prime to it) they are shuffled."""


def day_weights(profile: Profile, start: date, closed: list[bool]) -> Array:
    """Weight of each date from ``start`` on."""
    weekdays, months = weekdays_and_months(start, len(closed))
    weights = np.array(profile.week)[weekdays] * np.array(profile.year)[months]
    weights[np.array(closed)] *= profile.when_closed
    return weights


def mean_weight(scenario: Scenario, profile: Profile) -> float:
    """Mean weight of a date in the calendar year in which the window starts, so that the year's cases add up to the rate."""
    year = scenario.period.start.year
    first = date(year, 1, 1)
    length = (date(year + 1, 1, 1) - first).days
    return float(day_weights(profile, first, scenario.closed_days.closed_dates(first, length)).mean())


def mailed(demand: ServiceDemand, start: date, weights: Array, prelude_days: int) -> Array:
    """Fresh cases to expect on each day of the run because of the mailings of a service.

    Each mailing's reactions fall on days by its spread and delay, then more on those on which more people ask (``weights``),
    as many in all. None before the warm-up. The delay is read at equally likely points of its distribution.
    """
    expected = np.zeros(len(weights))
    for mailing in demand.mailings.values():
        points: list[float] = []
        record = np.array([compile_distribution(mailing.delay, points)], DISTRIBUTION)[0]
        known = np.array(points, np.float64)
        delays = np.array([sample(record, known, (number + 0.5) / POINTS) for number in range(POINTS)]) / DAY
        shuffled = np.arange(POINTS) * STRIDE % POINTS  # so that who got his letter late reacts no faster than another
        sent = (mailing.day - start).days + (shuffled + 0.5) / POINTS * mailing.spread.value / DAY
        falls = np.floor(sent + delays).astype(np.int64)
        inside = (falls >= prelude_days) & (falls < len(weights))
        counts = np.bincount(falls[inside], minlength=len(weights)) / POINTS
        total = counts.sum()
        weighed = counts * weights
        if weighed.sum() > 0:
            expected += mailing.number.value * mailing.reacts.value * weighed * (total / weighed.sum())
    return expected


def shocks_of(scenario: Scenario, names: Names, days: int, window_start: int) -> Array:
    """(designs, services, days): how many times as many fresh cases there are because something changed."""
    found = np.ones((len(scenario.designs), len(names.services), days))
    starts = design_starts(scenario, window_start)
    for number, measure in enumerate(scenario.measures, start=1):
        if measure.shock is None:
            continue
        since = np.arange(days) - starts[number] // DAY
        left = np.clip(1.0 - since * DAY / max(1.0, measure.shock.lasts.value), 0.0, 1.0)
        factor = np.where(since >= 0, 1.0 + (measure.shock.factor.value - 1.0) * left, 1.0)
        for place, service in enumerate(names.services):
            if not measure.shock.services or service in measure.shock.services:
                found[number:, place] *= factor
    return found


def build_demand(scenario: Scenario, names: Names, start: date, days: int, window_start: int) -> Demand:
    labels = Labels()
    closed = scenario.closed_days.closed_dates(start, days)
    segments = scenario.population.segments
    streams = np.zeros(len(names.services) * len(segments), STREAMS)
    rates = np.zeros((len(streams), days))
    quarters = np.zeros((len(scenario.designs), len(names.services), QUARTERS_PER_DAY))
    busyness = np.zeros((len(scenario.designs), len(names.services) + 1))
    design_by_day = np.array(designs_of_days(scenario, window_start, days))
    prelude_days = scenario.period.prelude * WEEK // DAY
    shocks = shocks_of(scenario, names, days, window_start)

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
            expected = weights * per_day * shocks[design_number, service_number] + mailed(demand, start, weights, prelude_days)
            for segment_number in range(len(segments)):
                row = rates[service_number * len(segments) + segment_number]
                share = shares[segment_number] / shares.sum() if shares.sum() > 0 else 0.0
                row[in_force] = (expected * share)[in_force]
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
