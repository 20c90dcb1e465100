"""Compile the learning of staff: how many times as long work takes on each day after a measure changed it."""

from __future__ import annotations

import numpy as np

from sim.engine.luck.arithmetic import exp, log
from sim.engine.program.program import Array
from sim.model.town.measure import Learning
from sim.model.town.scenario import Scenario
from sim.model.values.units import DAY


class Curves:
    """The curves of the work that must be learnt, each kept once.

    factor(t) = 1 + (factor - 1) x 2^(-t / half_time), with t the whole days since the start of the measure; of several measures
    in force the product.
    """

    def __init__(self, scenario: Scenario, days: int, window_start: int) -> None:
        self.days = days
        self.starts = [window_start + int(measure.start.value) for measure in scenario.measures]
        self.learnings = [measure.learning for measure in scenario.measures]
        self.in_force = scenario.in_force
        self._rows: dict[tuple[int, ...], int] = {}

    def of(self, design: int, service: str, step: str, channel: str = "") -> int:
        """The row of this work in :meth:`table`, as cases of ``design`` ask for it; -1 where nothing is to be learnt."""
        measures = tuple(
            number
            for number in self.in_force[design]
            if (learning := self.learnings[number]) is not None and learning.is_about(service, step, channel)
        )
        return self._rows.setdefault(measures, len(self._rows)) if measures else -1

    def table(self) -> Array:
        """float64 of shape (rows, days)."""
        found = np.ones((len(self._rows), self.days))
        for measures, row in self._rows.items():
            for number in measures:
                learning = self.learnings[number]
                if learning is not None:
                    found[row] *= _curve(learning, self.starts[number] // DAY, self.days)
        return found


def _curve(learning: Learning, start: int, days: int) -> Array:
    rate = log(2.0) * DAY / learning.half_time.value
    return np.array([1.0 + (learning.factor.value - 1.0) * exp(-rate * max(0, day - start)) for day in range(days)])
