"""What ``check`` tells of a scenario without simulating it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.model.describe import assumptions, describe
from sim.model.legal import LegalWarning, legal_warnings
from sim.model.loading import load
from sim.model.mailings import MailingWarning, mailing_warnings
from sim.model.scenario import Scenario
from sim.model.values import Range
from sim.model.warm_up import WarmUpWarning, warm_up_warnings
from sim.report.texts import Lang


@dataclass(frozen=True)
class Check:
    """A scenario that is right: what it assumes without a source, what the law may forbid, and what of it falls outside the run.

    ``warm_up`` is what starts too late, ``mailings`` those that are partly outside.
    """

    scenario: Scenario
    assumptions: tuple[tuple[str, Range], ...]
    warnings: tuple[LegalWarning, ...]
    warm_up: tuple[WarmUpWarning, ...] = ()
    mailings: tuple[MailingWarning, ...] = ()

    def text(self, language: Lang = "nl") -> str:
        """The scenario in readable form, with its measures and unsourced assumptions."""
        return describe(self.scenario, language)


def check(path: str | Path, *, overrides: Mapping[str, Any] | None = None) -> Check:
    """Reads and validates a scenario file; nothing is simulated.

    Raises ``sim.model.errors.ScenarioError`` with everything that is wrong with it.
    """
    scenario = load(path, overrides=overrides or {})
    return Check(
        scenario, tuple(assumptions(scenario)), legal_warnings(scenario), warm_up_warnings(scenario), mailing_warnings(scenario)
    )
