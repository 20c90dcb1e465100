"""The result of one scenario: a measurement per replication, and KPI frames over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, reduce
from typing import Any

import numpy as np

from sim.experiment.found.intervals import ALPHA, Estimate, known, t_intervals, within
from sim.measure.kpis import evaluate, unfinished
from sim.measure.layout import Array, Dimensions
from sim.measure.measurement import Measurement
from sim.measure.rows import NO_FOCUS, Focus, Key, Rows, rows_of
from sim.model.town.scenario import Costs, Scenario


@dataclass(frozen=True, kw_only=True)
class KpiEstimate(Estimate):
    """One KPI over ``count`` replications, in ``unit``, with its standard deviation."""

    key: Key
    unit: str
    denominator_text: str
    count: int
    deviation: float

    @property
    def mean(self) -> float:
        return self.value

    def scaled(self, factor: float) -> Estimate:
        """So many times as much, cut off at what the KPI cannot pass (0, and 1 for shares); what is endless is unknown."""
        mean, low, high = (known(number) for number in (self.value, self.low, self.high))
        low = max(low, 0.0) if mean >= 0 else low
        high = min(high, 1.0) if self.unit == "share" else high
        return Estimate(mean * factor, low * factor, high * factor, self.unfinished)


@lru_cache(maxsize=8)
def known_rows(dimensions: Dimensions, focus: Focus, *, half_hours: bool = False, figures: tuple[Key, ...] = ()) -> Rows:
    """Those of :func:`sim.measure.rows.rows_of`, made once for all scenarios and questions of one town."""
    return rows_of(dimensions, focus, half_hours=half_hours, figures=figures)


@dataclass(eq=False)
class Told:
    """KPIs of replications of one scenario that were worked out already, so that looks at more and more of them do it once."""

    costs: Costs
    focus: Focus
    values: dict[int, Array] = field(default_factory=dict)

    def of(self, measurements: Mapping[int, Measurement]) -> Array:
        """The KPIs of these replications, as :meth:`Result.values` has them."""
        fresh = [number for number in measurements if number not in self.values]
        if fresh:
            rows = known_rows(measurements[fresh[0]].dimensions, self.focus)
            values = evaluate([measurements[number] for number in fresh], rows, self.costs).value
            self.values |= dict(zip(fresh, values, strict=True))
        return np.array([self.values[number] for number in sorted(measurements)])


@dataclass(frozen=True, eq=False)
class Result:
    """What the replications of one scenario came to.

    ``measurements`` are by replication, rising; there are fewer than ``asked`` when the run was stopped. ``scenario`` is what
    was simulated, its ranges resolved in parameter world ``world``. ``told`` are KPIs that need not be worked out again.
    """

    scenario: Scenario
    seed: int
    world: int
    engine: str
    asked: int
    measurements: dict[int, Measurement]
    seconds: float = 0.0
    told: Told | None = field(default=None, repr=False)
    _evaluated: dict[tuple[Focus, bool], tuple[Rows, Array]] = field(default_factory=dict, init=False, repr=False)

    @property
    def done(self) -> int:
        """How many replications were finished."""
        return len(self.measurements)

    @property
    def complete(self) -> bool:
        return self.done >= self.asked

    @cached_property
    def pooled(self) -> Measurement:
        """All replications as one measurement, merged in order. Raises ``ValueError`` when there is none."""
        if not self.measurements:
            raise ValueError("no replication was finished, so there is nothing to measure")
        return reduce(Measurement.merge, (self.measurements[number] for number in sorted(self.measurements)))

    def rows(self, focus: Focus = NO_FOCUS, *, half_hours: bool = False, figures: Sequence[Key] = ()) -> Rows:
        """The rows of the frames, or no more than what holds these figures. Raises ``ValueError`` when no replication was
        finished.
        """
        if not self.measurements:
            raise ValueError("no replication was finished, so there is nothing to measure")
        first = self.measurements[min(self.measurements)]
        return known_rows(first.dimensions, focus, half_hours=half_hours, figures=tuple(figures))

    def values(self, rows: Rows) -> Array:
        """KPIs of each replication: float64 of shape (replications, rows), NaN where there is nothing to divide by."""
        return evaluate([self.measurements[number] for number in sorted(self.measurements)], rows, self.scenario.costs).value

    def evaluated(self, focus: Focus = NO_FOCUS, *, half_hours: bool = False) -> tuple[Rows, Array]:
        """The rows and their values; worked out once, for who compares and who estimates both ask for them."""
        about = (focus, half_hours)
        if about not in self._evaluated:
            rows = self.rows(focus, half_hours=half_hours)
            if self.told is not None and about == (self.told.focus, False):
                values = self.told.of(self.measurements)
            else:
                values = self.values(rows)
            self._evaluated[about] = (rows, values)
        return self._evaluated[about]

    def estimates(
        self,
        focus: Focus = NO_FOCUS,
        *,
        half_hours: bool = False,
        alpha: float = ALPHA,
        figures: Sequence[Key] = (),
    ) -> dict[Key, KpiEstimate]:
        """Every KPI that at least one replication could tell; with ``figures`` these alone, in their order, and nothing else is
        worked out.
        """
        if figures:
            rows = self.rows(focus, half_hours=half_hours, figures=figures)
            values = self.values(rows)
        else:
            rows, values = self.evaluated(focus, half_hours=half_hours)
        found = within(t_intervals(values, alpha), *_possible(rows, values))
        still = unfinished(list(self.measurements.values()), rows).mean(axis=0)
        columns = zip(found.count, found.deviation, found.mean, found.low, found.high, still, strict=True)
        told = {
            key: KpiEstimate(
                *(float(number) for number in numbers),
                key=key,
                unit=definition.unit,
                denominator_text=definition.denominator_text,
                count=int(count),
                deviation=float(deviation),
            )
            for key, definition, (count, deviation, *numbers) in zip(rows.keys, rows.definitions(), columns, strict=True)
            if count
        }
        return {key: told[key] for key in figures if key in told} if figures else told

    def frame(self, focus: Focus = NO_FOCUS, *, half_hours: bool = False, alpha: float = ALPHA) -> Any:
        """The estimates as a ``pyarrow.Table``: kpi, dimension, member, channel, team, unit, mean, sd, low, high ..."""
        import pyarrow as pa  # noqa: PLC0415 (slow to load)

        found = list(self.estimates(focus, half_hours=half_hours, alpha=alpha).values())
        about = ("kpi", "dimension", "member", "channel", "team")
        columns = {name: [getattr(row.key, name) for row in found] for name in about}
        named = {"unit": "unit", "replications": "count", "mean": "mean", "sd": "deviation", "low": "low", "high": "high"}
        named["unfinished"] = "unfinished"
        columns |= {name: [getattr(row, source) for row in found] for name, source in named.items()}
        return pa.table(columns | {"denominator": [row.denominator_text for row in found]})

    def replication_frame(self, focus: Focus = NO_FOCUS, *, half_hours: bool = False) -> Any:
        """Tidy rows of every replication as a ``pyarrow.Table``: scenario, replication, kpi, dimension, member, ..., value."""
        import pyarrow as pa  # noqa: PLC0415 (slow to load)

        rows, values = self.evaluated(focus, half_hours=half_hours)
        numbers, places = np.nonzero(~np.isnan(values))
        columns: dict[str, Any] = {
            "scenario": pa.repeat(self.scenario.name, len(places)),
            "replication": np.array(sorted(self.measurements))[numbers],
        }
        for name in ("kpi", "dimension", "member", "channel", "team"):
            columns[name] = pa.array([getattr(key, name) for key in rows.keys], pa.string()).take(pa.array(places))
        columns["value"] = values[numbers, places]
        units = [definition.unit for definition in rows.definitions()]
        columns["unit"] = pa.array(units, pa.string()).take(pa.array(places))
        return pa.table(columns)


def _possible(rows: Rows, values: Array) -> tuple[Array, Array]:
    """Between which ends each KPI lies: none is below 0; a share is at most 1, unless more was seen (overtime, overbooking)."""
    shares = np.array([definition.unit == "share" for definition in rows.definitions()], bool)
    most = np.fmax.reduce(values, axis=0, initial=0.0)
    least = np.fmin.reduce(values, axis=0, initial=0.0)
    return np.where(least < 0.0, -np.inf, 0.0), np.where(shares & (most <= 1.0), 1.0, np.inf)
