"""The numbers of KPIs, read from a measurement: of every row its value, and what it divides by what."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.engine.program import codes
from sim.measure.counting.quantities import QUANTITIES
from sim.measure.definition import Definition, Total
from sim.measure.layout import AXES, HISTOGRAMS, Array, Dimensions
from sim.measure.measurement import Measurement
from sim.measure.rows import Block, Rows, axis_in
from sim.model.town.scenario import Costs
from sim.model.values.units import DAY, YEAR_DAYS


@dataclass(frozen=True, eq=False)
class Values:
    """Numbers of all rows, float64: ``value``, ``numerator`` and ``denominator``; NaN where there is nothing to divide by."""

    value: Array
    numerator: Array
    denominator: Array


def evaluate(measurement: Measurement, rows: Rows, costs: Costs) -> Values:
    """The numbers of all rows. Costs and units multiply after summing, so 1 and 64 workers give the same bits."""
    reduced = _Reduced(measurement)
    parts = [
        _quantiles(measurement, block) if block.definition.histogram else _ratio(measurement, reduced, block, costs)
        for block in rows.blocks
    ]
    if not parts:
        return Values(*(np.zeros(0) for _ in range(3)))
    value, numerator, denominator = (np.concatenate([part[number].ravel() for part in parts]) for number in range(3))
    return Values(value, numerator, denominator)


def unfinished(measurement: Measurement, rows: Rows) -> Array:
    """Of each row, how many of what it counts were not over when the run ended; 0 for figures that hold none of these."""
    reduced = _Reduced(measurement)
    found = [np.zeros(0)]
    for block in rows.blocks:
        counted, count = block.definition.unfinished, np.zeros(len(block.keys))
        if counted is not None and block.keys:
            count = reduced(_hourly(counted) if "half_hour" in block.keep else counted, block.keep, block.select)
        found.append(count.ravel())
    return np.concatenate(found)


class _Reduced:
    """Totals summed over the axes that are not kept; each sum is made once."""

    def __init__(self, measurement: Measurement) -> None:
        self.measurement = measurement
        self.made: dict[tuple[Any, ...], Array] = {}

    def __call__(self, total: Total, keep: tuple[str, ...], select: dict[str, Array]) -> Array:
        """float64 array with an axis per kept dimension, of length 1 where the family does not have it."""
        axes = AXES[total.family]
        chosen = {axis: numbers for axis, numbers in (select | _of_causes(total)).items() if axis in axes}
        identity = (total.family, keep, tuple((axis, numbers.tobytes()) for axis, numbers in chosen.items()))
        if identity not in self.made:
            cube = self.measurement.cubes[total.family]
            for axis, numbers in chosen.items():
                cube = np.take(cube, numbers, axis=1 + axes.index(axis))
            cube = cube.sum(axis=tuple(1 + number for number, axis in enumerate(axes) if axis not in keep))
            present = [axis for axis in axes if axis in keep]
            order = [1 + present.index(axis) for axis in keep if axis in present]
            cube = cube.transpose(0, *order)
            missing = tuple(1 + number for number, axis in enumerate(keep) if axis not in present)
            self.made[identity] = np.expand_dims(cube, missing) if missing else cube
        cube = self.made[identity]
        names = QUANTITIES[total.family]
        summed = np.zeros(cube.shape[1:], np.int64)
        for name in total.quantities:
            summed = summed - cube[names.index(name[1:])] if name.startswith("-") else summed + cube[names.index(name)]
        return summed.astype(np.float64)


def _of_causes(total: Total) -> dict[str, Array]:
    """The causes that are counted, where not all are."""
    return {"cause": np.array([codes.CAUSES.index(cause) for cause in total.causes])} if total.causes else {}


def _ratio(measurement: Measurement, reduced: _Reduced, block: Block, costs: Costs) -> tuple[Array, Array, Array]:
    definition = block.definition
    numerator = definition.numerator
    assert numerator is not None  # noqa: S101 (a KPI without histogram has one)
    keep = block.keep
    hourly = "half_hour" in keep and numerator.family == "contact"
    top = reduced(_hourly(numerator) if hourly else numerator, keep, block.select) / definition.per
    top = top * _rate(definition, costs)
    if definition.scaling == "fte":
        bottom = np.full(top.shape, _fte_hours(measurement, costs))
    elif definition.denominator is None:
        bottom = np.full(top.shape, float(max(1, len(measurement.replications))))
    else:
        below = definition.denominator
        axes = tuple(axis if axis in AXES[below.family] else axis_in(below.family, axis) for axis in keep)
        bottom = reduced(_hourly(below) if hourly else below, axes, block.select)
        bottom = np.broadcast_to(bottom, np.broadcast_shapes(top.shape, bottom.shape))
        top = np.broadcast_to(top, bottom.shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(bottom > 0, top / bottom, np.nan), top, bottom


def _hourly(total: Total) -> Total:
    return Total("hour", total.quantities)


def _rate(definition: Definition, costs: Costs) -> float:
    rates: dict[str, Callable[[], float]] = {"direct": lambda: costs.direct.value, "full": lambda: costs.full.value}
    return rates[definition.scaling]() if definition.scaling in rates else 1.0


def _fte_hours(measurement: Measurement, costs: Costs) -> float:
    """Productive hours of one fte in the windows of all replications: hours per year scaled to the length of a window.

    This is work in fte, not formation: leave, illness and the gaps of a roster are not in it.
    """
    years = measurement.window * max(1, len(measurement.replications)) / DAY / YEAR_DAYS
    return costs.hours_per_fte.value * years


def _quantiles(measurement: Measurement, block: Block) -> tuple[Array, Array, Array]:
    definition = block.definition
    name = _histogram_of(definition.histogram, block.keep)
    axes, histogram = HISTOGRAMS[name], measurement.histograms[name]
    numbers = {axis: block.select.get(axis, np.arange(measurement.dimensions.size(axis))) for axis in axes}
    shape = tuple(len(numbers[axis]) for axis in block.keep)
    value, count = np.full(shape, np.nan), np.zeros(shape)
    for place in itertools.product(*(range(size) for size in shape)):
        picked = numbers | {axis: numbers[axis][[spot]] for axis, spot in zip(block.keep, place, strict=True)}
        cells = _cells(measurement.dimensions, axes, picked)
        quantile, count[place] = histogram.quantile_within(cells, definition.percent)
        value[place] = quantile / definition.per
    return value, np.full(shape, np.nan), count


def _histogram_of(family: str, keep: tuple[str, ...]) -> str:
    if family == "wait":
        return "wait_by_segment" if "segment" in keep else "wait_by_service"
    return family


def _cells(dimensions: Dimensions, axes: tuple[str, ...], numbers: dict[str, Array]) -> Array:
    """The cells of a histogram where each axis takes one of these numbers, rising."""
    first, second = (numbers[axis].astype(np.int64) for axis in axes)
    return np.sort((first[:, None] * dimensions.size(axes[1]) + second[None, :]).ravel())
