"""Sweetspot: simulate how citizens choose a municipality's channels, before a real service changes.

>>> import sim
>>> today = sim.load("scenarios/huwelijk/vandaag.yaml")  # doctest: +SKIP
>>> digital = sim.load("scenarios/huwelijk/volledig-digitaal.yaml")  # doctest: +SKIP
>>> comparison = sim.compare([today, digital], replications=20, seed=1)  # doctest: +SKIP

Each function imports what it needs when it is called, so that ``import sim`` is quick.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.experiment.comparison import Comparison
    from sim.experiment.result import Result
    from sim.model.scenario import Scenario

try:
    __version__ = metadata.version("sweetspot")
except metadata.PackageNotFoundError:  # run from a checkout that is not installed
    __version__ = "0.1.0"


def load(path: str | Path, *, overrides: Mapping[str, Any] | None = None) -> Scenario:
    """The scenario in a file, checked; ``overrides`` are values by dotted path, in the form of the file.

    Raises
    ------
    sim.model.errors.ScenarioError
        With everything that is wrong with it.
    """
    from sim.model.loading import load as load_scenario

    return load_scenario(path, overrides=overrides or {})
