"""Fresh cases of one day: keyed Poisson streams per service, segment, date and quarter-hour."""

from __future__ import annotations

import numpy as np

from sim.engine.arithmetic import exp
from sim.engine.draws import case_entity, day_entity, normal, poisson, stream_entity
from sim.engine.jit import compiled
from sim.engine.program import Array, Demand, Rulebook
from sim.engine.rules import DAY, QUARTER, draw


@compiled
def busyness_of_day(book: Rulebook, demand: Demand, design: int, service: int, date: int) -> float:
    """How much busier than usual this date is for this service: lognormal with mean 1, the same in every scenario."""
    total = len(demand.busyness_labels) - 1
    common, own = demand.busyness[design, total], demand.busyness[design, service]
    if common == 0.0 and own == 0.0:
        return 1.0
    entity = day_entity(date)
    shift = -(common * common + own * own) / 2.0
    if common > 0.0:
        shift += common * normal(draw(book, entity, demand.busyness_labels[total], 0))
    if own > 0.0:
        shift += own * normal(draw(book, entity, demand.busyness_labels[service], 0))
    return exp(shift)


@compiled
def arrivals_of_day(book: Rulebook, demand: Demand, day: int) -> tuple[Array, Array, Array]:
    """Times, entities and stream numbers of the fresh cases of a day, by time and entity.

    An entity of -1 tells that a quarter-hour has more cases than an entity can number.
    """
    settings = book.settings[0]
    date = settings.date + day
    by_entity = np.argsort(demand.streams["hash"])
    counts = counts_of_day(book, demand, day)
    total = counts.sum()
    times, entities, numbers = np.empty(total, np.int64), np.empty(total, np.int64), np.empty(total, np.int64)
    end = 0
    for quarter in range(96):
        begin = end
        for stream in by_entity:
            for ordinal in range(counts[quarter, stream]):
                entity = case_entity(demand.streams[stream].hash, date, quarter, ordinal)
                moment = int(draw(book, entity, settings.label_minute, 0) * QUARTER) if entity >= 0 else 0
                time = day * DAY + quarter * QUARTER + moment
                at = end
                while at > begin and times[at - 1] > time:
                    times[at], entities[at], numbers[at] = times[at - 1], entities[at - 1], numbers[at - 1]
                    at -= 1
                times[at], entities[at], numbers[at] = time, entity, stream
                end += 1
    return times, entities, numbers


@compiled
def counts_of_day(book: Rulebook, demand: Demand, day: int) -> Array:
    """How many fresh cases each quarter-hour of a day brings, by stream: (96, streams)."""
    settings = book.settings[0]
    date, design = settings.date + day, book.calendar[day].design
    counts = np.zeros((96, len(demand.streams)), np.int64)
    for stream in range(len(demand.streams)):
        rate = demand.rates[stream, day]
        if rate <= 0.0:
            continue
        service = demand.streams[stream].service
        rate *= busyness_of_day(book, demand, design, service, date)
        for quarter in range(96):
            mean = rate * demand.quarters[design, service, quarter]
            if mean > 0.0:
                entity = stream_entity(demand.streams[stream].hash, date, quarter)
                counts[quarter, stream] = poisson(settings.seed, settings.replication, entity, settings.label_count, mean)
    return counts
