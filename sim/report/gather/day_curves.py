"""Waiting by time of day on working days, per live channel."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.engine.program import codes
from sim.experiment.found.intervals import t_intervals
from sim.experiment.found.result import Result
from sim.measure.layout import Array
from sim.measure.measurement import Measurement
from sim.model.values.units import MINUTE
from sim.report.told.findings import DayCurve

HALF_HOURS = 48
WORKING_DAYS = 5


def day_curves(results: Sequence[Result], labels: dict[str, str]) -> tuple[DayCurve, ...]:
    """Mean time in queue of all who queued, answered or not, per half hour; channels by name of ``labels``."""
    pooled = [result.pooled for result in results]
    found = []
    for channel in _live_channels(pooled[0]):
        waits = [_mean_waits(measurement, channel) for measurement in pooled]
        busy = np.flatnonzero(np.any([~np.isnan(wait) for wait in waits], axis=0))
        if len(busy) < 2:
            continue
        span = slice(int(busy[0]), int(busy[-1]) + 1)
        ends = [_interval(result, channel) for result in results]
        found.append(
            DayCurve(
                labels.get(channel, channel),
                tuple(place / 2 for place in range(span.start, span.stop)),
                _rows(waits, span),
                _rows([low for low, _ in ends], span),
                _rows([high for _, high in ends], span),
            )
        )
    return tuple(found)


def _interval(result: Result, channel: str) -> tuple[Array, Array]:
    """The 95% interval of the mean wait over replications, per half hour; NaN where fewer than two can tell."""
    each = np.array([_mean_waits(result.measurements[number], channel) for number in sorted(result.measurements)])
    found = t_intervals(each)
    known = found.count > 1
    return np.where(known, np.maximum(found.low, 0.0), np.nan), np.where(known, found.high, np.nan)


def _rows(curves: Sequence[Array], span: slice) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(value) for value in curve[span]) for curve in curves)


def _live_channels(measurement: Measurement) -> list[str]:
    dimensions = measurement.dimensions
    return [dimensions.channels[number] for number in dimensions.channels_of((codes.LIVE,))]


def _mean_waits(measurement: Measurement, channel: str) -> Array:
    """Minutes per half hour of the day, NaN where nobody queued or the scenario has no such channel."""
    if channel not in measurement.dimensions.channels:
        return np.full(HALF_HOURS, np.nan)
    number = measurement.dimensions.channels.index(channel)
    waited, queued = (
        measurement.total("hour", quantity)[number].reshape(-1, HALF_HOURS)[:WORKING_DAYS].sum(axis=0)
        for quantity in ("waited", "queued")
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(queued > 0, waited / MINUTE / queued, np.nan)
