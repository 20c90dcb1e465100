"""Fresh cases of one day: keyed Poisson streams per service, segment, date and quarter-hour."""

from __future__ import annotations

import numpy as np

from sim.engine.compiler.jit import compiled
from sim.engine.luck.arithmetic import exp
from sim.engine.luck.draws import case_entity, day_entity, is_none, normal, poisson, stream_entity, uniforms_of_quarters
from sim.engine.program.program import Array, Demand, Rulebook
from sim.engine.rules.case import DAY, QUARTER, draw


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
    busy = streams_of_day(demand, day)
    counts = counts_of_day(book, demand, busy, day)
    total = counts.sum()
    times, entities, numbers = np.empty(total, np.int64), np.empty(total, np.int64), np.empty(total, np.int64)
    most = counts.sum(axis=0).max() if total else 0
    moments, drawn, streams = np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most, np.int64)
    order, starts = np.empty(most, np.int64), np.empty(most + 1, np.int64)
    end = 0
    for quarter in range(96):
        size = 0
        for place in range(len(busy)):
            stream = busy[place]
            for ordinal in range(counts[place, quarter]):
                entity = case_entity(demand.streams[stream].hash, date, quarter, ordinal)
                moments[size] = int(draw(book, entity, settings.label_minute, 0) * QUARTER) if entity >= 0 else 0
                drawn[size], streams[size] = entity, stream
                size += 1
        put_in_order(moments[:size], order, starts)
        for place in range(size):
            times[end + place] = day * DAY + quarter * QUARTER + moments[order[place]]
            entities[end + place], numbers[end + place] = drawn[order[place]], streams[order[place]]
        end += size
    return times, entities, numbers


@compiled
def put_in_order(moments: Array, order: Array, starts: Array) -> None:
    """Fills ``order`` with the numbers of ``moments`` by moment within the quarter-hour, equal ones as they come.

    The moments are spread evenly, so counting puts each within a step or two of its place. ``starts`` is used up.
    """
    size = len(moments)
    for place in range(size + 1):
        starts[place] = 0
    for moment in moments:
        starts[moment * size // QUARTER + 1] += 1
    for place in range(size):
        starts[place + 1] += starts[place]
    for number in range(size):
        near = moments[number] * size // QUARTER
        order[starts[near]] = number
        starts[near] += 1
    for place in range(1, size):
        number, at = order[place], place
        while at > 0 and moments[order[at - 1]] > moments[number]:
            order[at] = order[at - 1]
            at -= 1
        order[at] = number


@compiled
def streams_of_day(demand: Demand, day: int) -> Array:
    """The streams that may bring cases on this day, by hash and so in the order of their entities."""
    busy = np.flatnonzero(demand.rates[:, day] > 0.0)
    return busy[np.argsort(demand.streams["hash"][busy])]


@compiled
def counts_of_day(book: Rulebook, demand: Demand, busy: Array, day: int) -> Array:
    """How many fresh cases each quarter-hour of a day brings: (streams, 96), of these streams only."""
    settings = book.settings[0]
    date, design = settings.date + day, book.calendar[day].design
    counts, uniforms = np.zeros((len(busy), 96), np.int64), np.empty(96, np.float64)
    for place in range(len(busy)):
        stream = busy[place]
        rate = demand.rates[stream, day]
        service, name = demand.streams[stream].service, demand.streams[stream].hash
        rate *= busyness_of_day(book, demand, design, service, date)
        uniforms_of_quarters(settings.seed, settings.replication, stream_entity(name, date, 0), settings.label_count, uniforms)
        for quarter in range(96):
            mean = rate * demand.quarters[design, service, quarter]
            if mean > 0.0 and not is_none(uniforms[quarter], mean):
                entity = stream_entity(name, date, quarter)
                counts[place, quarter] = poisson(settings.seed, settings.replication, entity, settings.label_count, mean)
    return counts
