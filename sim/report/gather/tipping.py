"""A tipping point, as it is told."""

from __future__ import annotations

from sim.experiment.found.intervals import Difference, Judgement, known
from sim.experiment.found.turning import TippingPoint
from sim.measure.rows import FOCUS, OVERALL
from sim.model.town.scenario import Scenario
from sim.report.gather.selection import scaled
from sim.report.told.findings import TippingTold
from sim.report.words.kpis import kpi_text
from sim.report.words.paths import KNOWN
from sim.report.words.sources import numbers
from sim.text.texts import Texts


def tipping_of(found: TippingPoint, scenario: Scenario, reference: str, story: str, say: Texts) -> TippingTold:
    """``story`` and ``reference`` are the names of the scenarios that were varied: ``scenario`` and the first."""
    shown = scaled(found.key, "cases" if found.key.dimension in (FOCUS, OVERALL) else "team")
    ends = zip(found.mean, found.interval_low, found.interval_high, strict=True)
    differences = [[known(float(number)) * shown.factor for number in numbers] for numbers in ends]
    return TippingTold(
        parameter=found.path,
        label=_label(found.path, say),
        kpi=str(found.key),
        name=kpi_text(found.key.kpi),
        per=shown.per,
        unit=shown.unit,
        reference=reference,
        story=story,
        values=found.values,
        differences=tuple(Difference(value, low, high, _side(low, high)) for value, low, high in differences),
        mid=found.range_mid,
        range_low=found.range_low,
        range_high=found.range_high,
        point=found.point,
        low=found.low,
        high=found.high,
        source=found.source,
        form=next((form for path, _, form in numbers(scenario) if path == found.path), "number"),
        left_out=found.left_out,
        alone=found.alone,
    )


def _label(path: str, say: Texts) -> str:
    return next((say(label) for end, label in KNOWN.items() if path.endswith(end)), path)


def _side(low: float, high: float) -> Judgement:
    return "changed" if low > 0 or high < 0 else "none"
