"""What ``check`` tells of a scenario without simulating it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.model.checks.legal import legal_warnings
from sim.model.checks.mailings import mailing_warnings
from sim.model.checks.out_of_run import out_of_run_warnings
from sim.model.checks.overlaps import overlap_warnings
from sim.model.checks.warm_up import warm_up_warnings
from sim.model.checks.warned import Warned
from sim.model.files.changes import Changes, changes_of
from sim.model.files.extends import source_files
from sim.model.files.loading import load_files
from sim.model.files.sources import SourceFile
from sim.model.town.scenario import Scenario
from sim.model.values.values import Range
from sim.model.words.changes import change_lines
from sim.model.words.describe import as_text, assumptions, assumptions_counted, head_lines, recognition_lines, whole_lines
from sim.text.pairs import Language


@dataclass(frozen=True)
class Check:
    """A scenario that is right: what it assumes without a source, what the law may forbid, and what of it falls outside the run.

    ``changes`` is what it changes in the one it extends, None where it extends nothing.
    ``warm_up`` is what starts too late, ``mailings`` those that are partly outside, ``out_of_run`` measures and outages
    that are not in the run or its window, ``overlaps`` what two measures set.
    """

    scenario: Scenario
    assumptions: tuple[tuple[str, Range], ...]
    warnings: tuple[Warned, ...]
    warm_up: tuple[Warned, ...] = ()
    mailings: tuple[Warned, ...] = ()
    out_of_run: tuple[Warned, ...] = ()
    overlaps: tuple[Warned, ...] = ()
    changes: Changes | None = None

    def text(self, language: Language = "nl", *, whole: bool = True) -> str:
        """The scenario in readable form: what it changes in the one it extends, and the ``whole`` with its unsourced assumptions.

        What extends nothing is always told as a whole, and whether a municipality recognises itself is always told.
        """
        lines = head_lines(self.scenario, language)
        if self.changes is not None:
            lines += change_lines(self.scenario, self.changes, language)
        if whole or self.changes is None:
            return as_text([*lines, *whole_lines(self.scenario, language)])
        if self.scenario.recognition is not None:
            lines += recognition_lines(self.scenario.recognition, language)
        return as_text([*lines, assumptions_counted(self.scenario, language)])


def check(path: str | Path | Sequence[SourceFile], *, overrides: Mapping[str, Any] | None = None) -> Check:
    """Reads and validates a scenario file, or files that were put together; nothing is simulated.

    Raises ``sim.model.files.errors.ScenarioError`` with everything that is wrong with it.
    """
    folder = Path(path).parent if isinstance(path, str | Path) else None
    files = source_files(Path(path)) if isinstance(path, str | Path) else tuple(path)
    scenario = load_files(files, overrides=overrides or {}, folder=folder)
    return Check(
        scenario,
        tuple(assumptions(scenario)),
        legal_warnings(scenario),
        warm_up_warnings(scenario),
        mailing_warnings(scenario),
        out_of_run_warnings(scenario),
        overlap_warnings(scenario, overrides or {}),
        changes_of(files, overrides or {}),
    )
