"""Every KPI of a measurement as a row, for tests that look one up by its name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.measure.kpis import evaluate
from sim.measure.measurement import Measurement
from sim.measure.rows import rows_of
from sim.model.town.scenario import Scenario


@dataclass(frozen=True)
class Kpi:
    """One row: ``value`` in ``unit`` is numerator over denominator."""

    kpi: str
    dimension: str
    member: str
    channel: str
    team: str
    value: float
    unit: str
    numerator: float
    denominator: float
    denominator_text: str


def kpis(measurement: Measurement, scenario: Scenario) -> list[Kpi]:
    """The rows of which there is something to divide by."""
    rows = rows_of(measurement.dimensions)
    found = evaluate(measurement, rows, scenario.costs)
    told = zip(rows.keys, rows.definitions(), found.value, found.numerator, found.denominator, strict=True)
    return [
        Kpi(key.kpi, key.dimension, key.member, key.channel, key.team, value, one.unit, top, bottom, one.denominator_text)
        for key, one, value, top, bottom in told
        if not np.isnan(value)
    ]
