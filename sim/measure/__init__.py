"""What a run looks like: KPIs, norms and cost, measured from the tables alone."""

from sim.measure.kpis import Kpi, evaluate, kpi_table, kpis, per_root_case
from sim.measure.measurement import Measurement, measure
from sim.measure.rows import Focus, Key, Rows, rows_of

__all__ = ["Focus", "Key", "Kpi", "Measurement", "Rows", "evaluate", "kpi_table", "kpis", "measure", "per_root_case", "rows_of"]
