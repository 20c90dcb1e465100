"""Compile demand: how many fresh cases of each service and segment to expect on each day and quarter-hour."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from sim.engine.build.calendar import designs_of_days, weekdays_and_months
from sim.engine.luck.distributions import DISTRIBUTION, compile_distribution, sample
from sim.engine.luck.draws import Labels
from sim.engine.program.program import STREAMS, Array, Demand
from sim.engine.program.tables import Names
from sim.model.town.scenario import Design, Scenario
from sim.model.town.services import Demand as ServiceDemand
from sim.model.values.calendar import QUARTERS_PER_DAY, ClosedDays, Profile, year_length
from sim.model.values.units import DAY, WEEK, YEAR_DAYS
from sim.model.values.values import Rate, exactly

POINTS, STRIDE = 2048, 1267
"""At how many points a delay is read, and by which step (prime to it) they are shuffled."""


class Years:
    """The whole calendar years in which a run lies, so that each of them adds up to its rate."""

    def __init__(self, closed_days: ClosedDays, start: date, days: int) -> None:
        first, after = date(start.year, 1, 1), date((start + timedelta(days=days - 1)).year + 1, 1, 1)
        length = (after - first).days
        self.weekdays, self.months = weekdays_and_months(first, length)
        self.closed = np.array(closed_days.closed_dates(first, length))
        lengths = [year_length(date(year, 1, 1)) for year in range(first.year, after.year)]
        self.year = np.repeat(np.arange(len(lengths)), lengths)
        since = (start - first).days
        self.run = slice(since, since + days)
        self.lengths: Array = np.array(lengths)[self.year][self.run]

    def weights(self, profile: Profile) -> Array:
        """Weight of each date of the run against the mean of its year."""
        weights = np.array(profile.week)[self.weekdays] * np.array(profile.year)[self.months]
        weights[self.closed] *= profile.when_closed
        means = (np.bincount(self.year, weights) / np.bincount(self.year))[self.year]
        relative: Array = np.divide(weights, means, out=np.zeros_like(weights), where=means > 0)[self.run]
        return relative

    def per_day(self, rate: Rate, inhabitants: int) -> Array:
        """Fresh cases of a mean day of the year of each date of the run."""
        return rate.per_year(inhabitants) / (self.lengths if rate.of_calendar_year else np.full(len(self.lengths), YEAR_DAYS))


def shares_of(scenario: Scenario, demand: ServiceDemand) -> Array:
    """The share of the fresh cases that each segment has."""
    segments = scenario.population.segments.items()
    weights = np.array([segment.share.value * demand.by_segment.get(name, exactly(1.0)).value for name, segment in segments])
    shares: Array = weights / weights.sum() if weights.sum() > 0 else weights
    return shares


def mailed(demand: ServiceDemand, start: date, weights: Array, prelude_days: int, in_force: Array) -> Array:
    """Fresh cases to expect on each day of the run because of the letters that a service sends while ``in_force``.

    Each mailing's reactions fall on days by its spread and delay, those on a day of weight 0 on the next that has weight; then
    more on days on which more people ask (``weights``), as many in all. None before the warm-up. The delay is read at equally
    likely points of its distribution.
    """
    expected = np.zeros(len(weights))
    last = len(weights)
    days = np.where(weights > 0, np.arange(last), last)
    next_day = np.minimum.accumulate(days[::-1])[::-1]
    for mailing in demand.mailings.values():
        points: list[float] = []
        record = np.array([compile_distribution(mailing.delay, points)], DISTRIBUTION)[0]
        known = np.array(points, np.float64)
        delays = np.array([sample(record, known, (number + 0.5) / POINTS) for number in range(POINTS)]) / DAY
        shuffled = np.arange(POINTS) * STRIDE % POINTS  # so that who got his letter late reacts no faster than another
        sent = (mailing.day - start).days + (shuffled + 0.5) / POINTS * mailing.spread.value / DAY
        falls = np.floor(sent + delays).astype(np.int64)
        inside = in_force[np.clip(np.floor(sent), 0, last - 1).astype(np.int64)] & (falls >= prelude_days) & (falls < last)
        counts = np.bincount(next_day[falls[inside]], minlength=last + 1)[:last] / POINTS
        total = counts.sum()
        weighed = counts * weights
        if total > 0:
            expected += mailing.number.value * mailing.reacts.value * weighed * (total / weighed.sum())
    return expected


def shocks_of(scenario: Scenario, names: Names, days: int, window_start: int) -> Array:
    """(designs, services, days): how many times as many fresh cases there are because something changed."""
    found = np.ones((len(scenario.designs), len(names.services), days))
    for number, measure in enumerate(scenario.measures):
        if measure.shock is None:
            continue
        since = np.arange(days) - (window_start + int(measure.start.value)) // DAY
        designs = [place for place, numbers in enumerate(scenario.in_force) if number in numbers]
        left = np.clip(1.0 - since * DAY / max(1.0, measure.shock.lasts.value), 0.0, 1.0)
        factor = np.where(since >= 0, 1.0 + (measure.shock.factor.value - 1.0) * left, 1.0)
        for place, service in enumerate(names.services):
            if not measure.shock.services or service in measure.shock.services:
                found[designs, place] *= factor
    return found


def _because_online(design: Design, service: str) -> float:
    return design.services[service].demand.because_online.value if service in design.services else 0.0


def build_demand(scenario: Scenario, names: Names, start: date, days: int, window_start: int, office_days: int) -> Demand:
    """Fresh cases come during ``office_days``."""
    labels = Labels()
    segments = scenario.population.segments
    extra = tuple(name for name in names.services if any(_because_online(design, name) > 0 for design in scenario.designs))
    streams = np.zeros((len(names.services) + len(extra)) * len(segments), STREAMS)
    rates = np.zeros((len(streams), days))
    quarters = np.zeros((len(scenario.designs), len(names.services), QUARTERS_PER_DAY))
    busyness = np.zeros((len(scenario.designs), len(names.services) + 1))
    design_by_day = np.array(designs_of_days(scenario, window_start, days))
    prelude_days = scenario.period.prelude * WEEK // DAY
    shocks = shocks_of(scenario, names, days, window_start)
    years, designs = Years(scenario.closed_days, start, days), list(enumerate(scenario.designs))

    for service_number, service_name in enumerate(names.services):
        for segment_number, segment_name in enumerate(segments):
            number = service_number * len(segments) + segment_number
            streams[number] = (service_number, segment_number, labels.name_hash22(service_name, segment_name), 0, 0)
            if service_name in extra:
                own = labels.name_hash22(service_name, segment_name, "because online")
                number = (len(names.services) + extra.index(service_name)) * len(segments) + segment_number
                streams[number] = (service_number, segment_number, own, 0, 1)
        known = {number: design.services[service_name] for number, design in designs if service_name in design.services}
        is_there = np.isin(design_by_day, list(known))
        for design_number, service in known.items():
            demand, in_force = service.demand, design_by_day == design_number
            quarter_weights = np.array(demand.profile.quarter_weights())
            quarters[design_number, service_number] = quarter_weights / quarter_weights.sum()
            busyness[design_number, service_number] = demand.busyness.value
            if demand.rate.amount.value == 0 and not demand.mailings:
                continue
            weights = years.weights(demand.profile)
            if service.event is None:
                weights[:prelude_days] = 0.0
            asking = weights * years.per_day(demand.rate, scenario.population.inhabitants) * shocks[design_number, service_number]
            expected = np.where(in_force, asking, 0.0)
            expected += np.where(is_there, mailed(demand, start, weights, prelude_days, in_force), 0.0)
            for segment_number, share in enumerate(shares_of(scenario, demand)):
                rates[service_number * len(segments) + segment_number] += expected * share
                if service_name in extra:
                    number = (len(names.services) + extra.index(service_name)) * len(segments) + segment_number
                    rates[number] += np.where(in_force, asking, 0.0) * share * demand.because_online.value
        busyness[:, -1] = scenario.busyness.spread.value

    rates[:, office_days:] = 0.0
    return Demand(
        streams=streams,
        rates=rates,
        quarters=quarters,
        busyness_labels=np.array(
            [*(labels.label("busyness", name) for name in names.services), labels.label("busyness")], np.int64
        ),
        busyness=busyness,
    )
