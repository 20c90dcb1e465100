"""Sweetspot: simulate how citizens choose a municipality's channels, before a real service changes.

>>> import sim
>>> today = sim.load("scenarios/huwelijk/vandaag.yaml")
>>> digital = sim.load("scenarios/huwelijk/volledig-digitaal.yaml")
>>> comparison = sim.compare([today, digital], replications=2, seed=1)
>>> [str(difference.key) for difference in comparison.headline_differences[:2]]
['remote_contacts_per_root_case (focus)', 'citizen_effort (focus)']

What belongs to this interface is imported when it is first asked for, so that ``import sim`` is quick.
"""

from __future__ import annotations

from importlib import import_module, metadata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.evidence.patterns.table import EvidenceTable as EvidenceTable
    from sim.evidence.patterns.table import evidence_table as evidence_table
    from sim.experiment.compare import compare as compare
    from sim.experiment.found.comparison import Comparison as Comparison
    from sim.experiment.found.result import Result as Result
    from sim.experiment.found.turning import TippingPoint as TippingPoint
    from sim.experiment.run import run as run
    from sim.experiment.running.store import Store as Store
    from sim.experiment.sensitivity import Sensitivity as Sensitivity
    from sim.experiment.sensitivity import sensitivity as sensitivity
    from sim.experiment.staffing.available import with_fte as with_fte
    from sim.experiment.staffing.outcome import StaffPlan as StaffPlan
    from sim.experiment.staffing.staff import staff as staff
    from sim.experiment.sweep.sweep import sweep as sweep
    from sim.experiment.sweep.swept import Swept as Swept
    from sim.experiment.tipping import tipping_point as tipping_point
    from sim.experiment.worlds import Plausible as Plausible
    from sim.experiment.worlds import worlds as worlds
    from sim.model.files.errors import ScenarioError as ScenarioError
    from sim.model.files.loading import load as load
    from sim.model.files.loading import plan as plan
    from sim.model.town.scenario import Scenario as Scenario
    from sim.report.answers.checking import Check as Check
    from sim.report.answers.checking import check as check

try:
    __version__ = metadata.version("sweetspot")
except metadata.PackageNotFoundError:  # run from sources that are not installed
    __version__ = "0.2.0"

HOMES = {
    "Check": "sim.report.answers.checking",
    "Comparison": "sim.experiment.found.comparison",
    "EvidenceTable": "sim.evidence.patterns.table",
    "Plausible": "sim.experiment.worlds",
    "Result": "sim.experiment.found.result",
    "Scenario": "sim.model.town.scenario",
    "ScenarioError": "sim.model.files.errors",
    "Sensitivity": "sim.experiment.sensitivity",
    "StaffPlan": "sim.experiment.staffing.outcome",
    "Store": "sim.experiment.running.store",
    "Swept": "sim.experiment.sweep.swept",
    "TippingPoint": "sim.experiment.found.turning",
    "check": "sim.report.answers.checking",
    "compare": "sim.experiment.compare",
    "evidence_table": "sim.evidence.patterns.table",
    "load": "sim.model.files.loading",
    "plan": "sim.model.files.loading",
    "run": "sim.experiment.run",
    "sensitivity": "sim.experiment.sensitivity",
    "staff": "sim.experiment.staffing.staff",
    "sweep": "sim.experiment.sweep.sweep",
    "tipping_point": "sim.experiment.tipping",
    "with_fte": "sim.experiment.staffing.available",
    "worlds": "sim.experiment.worlds",
}
"""Where each name of the interface is defined."""

__all__ = list(HOMES)


def __getattr__(name: str) -> Any:
    """A name of the interface, imported now (PEP 562)."""
    if name not in HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    return getattr(import_module(HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
