"""At how many questions per couple the founding story turns: the change of M1 along how many questions there are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.evidence.patterns.trials import COUPLES, Trial, remote_change
from sim.experiment.found.intervals import t_intervals
from sim.experiment.found.turning import crossing
from sim.experiment.numbers.settings import settings_within
from sim.experiment.numbers.vary import only_services, range_at, with_value
from sim.model.files.loading import load
from sim.model.town.scenario import Scenario

HINGE = "behaviour.questions.per_case+behaviour.questions.opens"
"""With how many questions a case begins, and in proportion how many an application opens."""
FIGURE = "M1a"


@dataclass(frozen=True)
class Setting:
    """Where a couple begins with so many ``questions``, the change is ``value`` (95% interval)."""

    questions: float
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Turning:
    """The change of M1 at rising settings; ``assumed`` (low, mid, high) is what the files take, in questions per couple.

    Only couples were simulated, so nobody waits long.
    """

    settings: tuple[Setting, ...]
    assumed: tuple[float, float, float]

    @property
    def point(self) -> float | None:
        """How many questions per couple make no difference; None where the change has one sign at all settings."""
        return crossing([one.questions for one in self.settings], np.array([one.value for one in self.settings]))


def turning_trials(folder: Path) -> tuple[Trial, ...]:
    """Today and fully digital at 0 questions, at those of the range and between; ``name`` of a trial is its value of the number.

    Empty where there are no questions.
    """
    pair = _pair(folder)
    assumed = range_at(pair[1], HINGE)
    if not assumed.high:
        return ()
    at = sorted({0.0, assumed.low / 2, *settings_within(pair, 1, HINGE)})
    return tuple(
        Trial(repr(value), tuple(with_value(one, HINGE, value) for one in pair), {FIGURE: remote_change(0, 1)}, in_worlds=False)
        for value in at
    )


def turning_of(folder: Path, found: Sequence[tuple[Trial, Sequence[float]]]) -> Turning | None:
    """What the trials came to, each with its figures; None where one of them was not finished."""
    known = [(trial, np.array([figure for figure in figures if not math.isnan(figure)])) for trial, figures in found]
    if not known or any(len(figures) < 2 for _, figures in known):
        return None
    scenario = _pair(folder)[1]
    service = scenario.design.services[COUPLES]
    per_couple = service.complexity.value * (service.questions.participants.value if service.questions else 1.0)
    settings = []
    for trial, figures in known:
        interval = t_intervals(figures[:, np.newaxis])
        ends = (float(end[0]) for end in (interval.mean, interval.low, interval.high))
        settings.append(Setting(float(trial.name) * per_couple, *ends))
    assumed = range_at(scenario, HINGE)
    return Turning(tuple(settings), (assumed.low * per_couple, assumed.mid * per_couple, assumed.high * per_couple))


def _pair(folder: Path) -> tuple[Scenario, Scenario]:
    first, second = (load(folder / "huwelijk" / f"{name}.yaml") for name in ("vandaag", "volledig-digitaal"))
    return only_services(first, (COUPLES,)), only_services(second, (COUPLES,))
