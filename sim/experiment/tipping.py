"""Tipping points: at which value of one assumption the answer turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.engine.simulate import compile_scenario
from sim.experiment.comparable import check_comparable
from sim.experiment.executors import Progress, Replicator, Stop, worker_count
from sim.experiment.headlines import focus_of
from sim.experiment.intervals import ALPHA, LOOKS, t_intervals
from sim.experiment.vary import only_services, range_at, with_value
from sim.experiment.work_unit import Job
from sim.experiment.world import resolved_in_world
from sim.measure.definitions import BY_NAME
from sim.measure.kpis import evaluate
from sim.measure.layout import Array
from sim.measure.measurement import Measurement
from sim.measure.rows import Focus, Key, rows_of
from sim.model.scenario import Scenario


@dataclass(frozen=True, eq=False)
class TippingPoint:
    """How the difference of one KPI (second less first scenario) depends on one number, over the same replications.

    ``values`` (rising) are the settings that were run; ``differences`` has the paired difference of each replication at each,
    shape (replications, values). ``point`` is where the mean difference is zero, on straight lines between the settings; None
    where it does not change sign. ``low`` and ``high`` hold every setting at which the paired t-interval of the difference
    holds zero; None means that it goes on beyond the settings. ``crossings`` is the point of each replication by itself, NaN
    where there is none.
    """

    path: str
    key: Key
    unit: str
    better: int
    range_low: float
    range_mid: float
    range_high: float
    source: str
    values: tuple[float, ...]
    differences: Array
    point: float | None
    low: float | None
    high: float | None
    crossings: Array
    interval_low: Array  # of the difference at each value
    interval_high: Array

    @property
    def mean(self) -> Array:
        """Mean difference at each value."""
        return np.asarray(self.differences.mean(axis=0))

    @property
    def within_range(self) -> bool:
        """Does the answer turn somewhere in [low, high] of the number's own range?"""
        return self.point is not None and self.range_low <= self.point <= self.range_high

    @property
    def position(self) -> float | None:
        """Where the point lies in the range of the number: 0 = at its low, 1 = at its high, beyond that outside."""
        width = self.range_high - self.range_low
        return None if self.point is None or width <= 0 else (self.point - self.range_low) / width

    @property
    def better_throughout(self) -> int | None:
        """0 or 1: the scenario that is better at every setting; None when the answer turns, or neither can be called better."""
        if self.point is not None or self.better == 0 or not np.any(self.mean) or np.isnan(self.mean).any():
            return None
        return int(self.mean[np.flatnonzero(self.mean)[0]] * self.better > 0)


def tipping_point(
    first: Scenario,
    second: Scenario,
    path: str,
    values: Sequence[float],
    key: Key,
    *,
    replications: int = LOOKS[0],
    seed: int = 1,
    jobs: int | None = None,
    engine: str = "auto",
    world: int = 0,
    focus: Focus | None = None,
    alone: bool = False,
    on_progress: Progress | None = None,
    stop: Stop | None = None,
) -> TippingPoint:
    """Runs both scenarios at each of the ``values`` of the number at ``path`` (see :func:`sim.experiment.vary.with_value`).

    All runs share their luck. ``alone`` leaves the other services out, which makes a run many times faster: right for what a
    case takes (its staff time), wrong for what it meets in a queue. Other parameters are as for
    :func:`sim.experiment.compare.compare`.

    Raises
    ------
    ValueError
        When there are fewer than two values, no number stands at ``path``, the KPI is unknown to a scenario, or nothing was
        finished.
    """
    settings = tuple(sorted(set(values)))
    if len(settings) < 2:
        raise ValueError("a tipping point needs at least two different values")
    check_comparable([first, second])
    focus = focus_of([first, second]) if focus is None else focus
    assumed = range_at(second, path)
    pair = [only_services(scenario, focus.services) if alone and focus.services else scenario for scenario in (first, second)]
    resolved = [resolved_in_world(scenario, world) for scenario in pair]
    varied = [with_value(scenario, path, value) for scenario in resolved for value in settings]
    job = Job(tuple(compile_scenario(scenario) for scenario in varied), seed, engine)
    with Replicator(job, worker_count(jobs, replications), stop, on_progress) as replicator:
        replicator.run(range(replications), replications)
    outcomes = replicator.in_order()
    if not outcomes:
        raise ValueError("no replication was finished, so there is nothing to compare")
    measured = [[_value(outcome.measurements[n], key, focus, first) for n in range(len(varied))] for outcome in outcomes]
    both = np.array(measured).reshape(len(outcomes), 2, len(settings))
    return turning(path, key, settings, both[:, 1] - both[:, 0], (assumed.low, assumed.mid, assumed.high), assumed.source)


def turning(
    path: str, key: Key, values: tuple[float, ...], differences: Array, assumed: tuple[float, float, float], source: str = ""
) -> TippingPoint:
    """The tipping point of ``differences``, shape (replications, values)."""
    definition = BY_NAME[key.kpi]
    intervals = t_intervals(differences, ALPHA)
    low, high = _doubtful(values, intervals.low, intervals.high)
    point = crossing(values, differences.mean(axis=0))
    crossings = np.array([np.nan if found is None else found for found in (crossing(values, row) for row in differences)])
    inside = point is not None
    return TippingPoint(
        path, key, definition.unit, definition.better, *assumed, source, values, differences, point,
        low if inside else None, high if inside else None, crossings, intervals.low, intervals.high,
    )  # fmt: skip


def crossing(values: Sequence[float], heights: Array) -> float | None:
    """Where a line through the points is first zero or changes sign; None where it does neither, or is zero throughout."""
    if np.isnan(heights).any() or not np.any(heights):
        return None
    for n in range(len(values)):
        if heights[n] == 0:
            return float(values[n])
        if n + 1 < len(values) and heights[n] * heights[n + 1] < 0:
            share = heights[n] / (heights[n] - heights[n + 1])
            return float(values[n] + share * (values[n + 1] - values[n]))
    return None


def _doubtful(values: Sequence[float], low: Array, high: Array) -> tuple[float | None, float | None]:
    """The first and last setting at which the interval holds zero; None for an end that lies beyond the settings."""
    if np.isnan(low).any() or not np.isfinite(low).all():
        return None, None
    ends = sorted(found for found in (*_all_crossings(values, low), *_all_crossings(values, high)))
    first_holds, last_holds = (low[n] <= 0 <= high[n] for n in (0, -1))
    return (
        None if first_holds or not ends else ends[0],
        None if last_holds or not ends else ends[-1],
    )


def _all_crossings(values: Sequence[float], heights: Array) -> list[float]:
    found = []
    for n in range(len(values) - 1):
        part = crossing(values[n : n + 2], heights[n : n + 2])
        if part is not None:
            found.append(part)
    return found


def _value(measurement: Measurement, key: Key, focus: Focus, scenario: Scenario) -> float:
    rows = rows_of(measurement.dimensions, focus, definitions=(BY_NAME[key.kpi],))
    if key not in rows.places:
        raise ValueError(f"{key} cannot be told of this scenario")
    return float(evaluate(measurement, rows, scenario.costs).value[rows.places[key]])
