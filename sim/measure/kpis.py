"""The numbers of KPIs, read from a measurement: of every row its value, and what it divides by what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.engine.program import codes
from sim.measure.counting.quantities import QUANTITIES
from sim.measure.definition import Definition, Total
from sim.measure.histogram import Spread
from sim.measure.layout import AXES, HISTOGRAMS, Array
from sim.measure.measurement import Measurement
from sim.measure.rows import Block, Rows, axis_in
from sim.model.town.scenario import Costs
from sim.model.values.units import DAY, YEAR_DAYS


@dataclass(frozen=True, eq=False)
class Values:
    """Numbers, float64 of shape (measurements, rows): ``value``, ``numerator`` and ``denominator``; NaN where there is nothing to
    divide by.
    """

    value: Array
    numerator: Array
    denominator: Array


def evaluate(measurements: Sequence[Measurement], rows: Rows, costs: Costs) -> Values:
    """The numbers of all rows, of measurements of one town.

    Costs and units multiply after summing, so 1 and 64 workers give the same bits.
    """
    reduced, spreads = _Reduced(measurements), _Spreads(measurements)
    none = np.zeros((len(measurements), 0))
    parts: list[tuple[Array, ...]] = [(none, none, none)]
    for block in rows.blocks:
        found = _quantiles(spreads, block) if block.definition.histogram else _ratio(reduced, block, costs)
        parts.append(tuple(np.reshape(one, (len(measurements), -1)) for one in found))
    value, numerator, denominator = (np.concatenate([part[number] for part in parts], axis=1) for number in range(3))
    return Values(value, numerator, denominator)


def unfinished(measurements: Sequence[Measurement], rows: Rows) -> Array:
    """Of each row, how many of what it counts were not over when the run ended; 0 for figures that hold none of these.

    float64 of shape (measurements, rows).
    """
    reduced = _Reduced(measurements)
    found = [np.zeros((len(measurements), 0))]
    for block in rows.blocks:
        counted, count = block.definition.unfinished, np.zeros((len(measurements), len(block.keys)))
        if counted is not None and block.keys:
            count = reduced(_hourly(counted) if "half_hour" in block.keep else counted, block.keep, block.select)
        found.append(count.reshape(len(measurements), -1))
    return np.concatenate(found, axis=1)


class _Reduced:
    """Totals summed over the axes that are not kept; each sum is made once."""

    def __init__(self, measurements: Sequence[Measurement]) -> None:
        self.measurements = measurements
        self.made: dict[tuple[Any, ...], Array] = {}

    def __call__(self, total: Total, keep: tuple[str, ...], select: dict[str, Array]) -> Array:
        """float64 array of measurements with an axis per kept dimension, of length 1 where the family does not have it."""
        axes = AXES[total.family]
        chosen = {axis: numbers for axis, numbers in (select | _of_causes(total)).items() if axis in axes}
        identity = (total.family, keep, tuple((axis, numbers.tobytes()) for axis, numbers in chosen.items()))
        if identity not in self.made:
            cube = np.stack([one.cubes[total.family] for one in self.measurements], axis=1)
            for axis, numbers in chosen.items():
                cube = np.take(cube, numbers, axis=2 + axes.index(axis))
            cube = cube.sum(axis=tuple(2 + number for number, axis in enumerate(axes) if axis not in keep))
            present = [axis for axis in axes if axis in keep]
            order = [2 + present.index(axis) for axis in keep if axis in present]
            cube = cube.transpose(0, 1, *order)
            missing = tuple(2 + number for number, axis in enumerate(keep) if axis not in present)
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


class _Spreads:
    """Of each measurement what a histogram has in the cells of each row; made once for all percentages."""

    def __init__(self, measurements: Sequence[Measurement]) -> None:
        self.measurements = measurements
        self.made: dict[tuple[Any, ...], list[Spread]] = {}

    def __call__(self, name: str, keep: tuple[str, ...], select: dict[str, Array]) -> list[Spread]:
        axes, dimensions = HISTOGRAMS[name], self.measurements[0].dimensions
        numbers = [select.get(axis, np.arange(dimensions.size(axis))) for axis in axes]
        identity = (name, keep, tuple(some.tobytes() for some in numbers))
        if identity not in self.made:
            cells = numbers[0].astype(np.int64)[:, None] * dimensions.size(axes[1]) + numbers[1].astype(np.int64)
            kept = [axes.index(axis) for axis in keep]
            others = [place for place in range(len(axes)) if place not in kept]
            shape = [int(np.prod([len(numbers[place]) for place in places])) for places in (kept, others)]
            groups = np.sort(cells.transpose(*kept, *others).reshape(shape), axis=1)
            self.made[identity] = [one.histograms[name].within(groups) for one in self.measurements]
        return self.made[identity]


def _ratio(reduced: _Reduced, block: Block, costs: Costs) -> tuple[Array, Array, Array]:
    definition, measurements = block.definition, reduced.measurements
    numerator = definition.numerator
    assert numerator is not None  # noqa: S101 (a KPI without histogram has one)
    keep = block.keep
    hourly = "half_hour" in keep and numerator.family == "contact"
    top = reduced(_hourly(numerator) if hourly else numerator, keep, block.select) / definition.per
    top = top * _rate(definition, costs)
    if definition.scaling == "fte":
        bottom = _each([_fte_hours(one, costs) for one in measurements], top.shape)
    elif definition.denominator is None:
        bottom = _each([float(max(1, len(one.replications))) for one in measurements], top.shape)
    else:
        below = definition.denominator
        axes = tuple(axis if axis in AXES[below.family] else axis_in(below.family, axis) for axis in keep)
        bottom = reduced(_hourly(below) if hourly else below, axes, block.select)
        bottom = np.broadcast_to(bottom, np.broadcast_shapes(top.shape, bottom.shape))
        top = np.broadcast_to(top, bottom.shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(bottom > 0, top / bottom, np.nan), top, bottom


def _each(numbers: Sequence[float], shape: tuple[int, ...]) -> Array:
    """A number per measurement, the same in all its rows."""
    return np.broadcast_to(np.reshape(numbers, (-1, *[1] * (len(shape) - 1))), shape)


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


def _quantiles(spreads: _Spreads, block: Block) -> tuple[Array, Array, Array]:
    definition = block.definition
    found = spreads(_histogram_of(definition.histogram, block.keep), block.keep, block.select)
    value = np.array([one.quantiles(definition.percent) for one in found]) / definition.per
    return value, np.full(value.shape, np.nan), np.array([one.sizes for one in found], float)


def _histogram_of(family: str, keep: tuple[str, ...]) -> str:
    if family == "wait":
        return "wait_by_segment" if "segment" in keep else "wait_by_service"
    return family
