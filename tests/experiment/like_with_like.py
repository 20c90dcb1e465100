"""A/A tests: how often a comparison of a scenario with itself, under other luck, is decided wrongly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.experiment.found.intervals import ALPHA, t_intervals
from sim.experiment.found.result import Result
from sim.measure.layout import Array
from sim.measure.rows import NO_FOCUS, Focus, Key


@dataclass(frozen=True)
class ErrorRate:
    """``alarms`` of ``trials`` comparisons found a difference in at least one headline, where there is none."""

    trials: int
    alarms: int
    alpha: float

    @property
    def share(self) -> float:
        return self.alarms / self.trials if self.trials else float("nan")


def error_rate(result: Result, headlines: tuple[Key, ...], n: int, focus: Focus = NO_FOCUS, alpha: float = ALPHA) -> ErrorRate:
    """Compares groups of ``n`` replications of one scenario with each other, which differ in nothing but luck.

    Of paired runs of one scenario with itself the difference is exactly zero, so the test takes other luck on either side.
    """
    rows, found = result.evaluated(focus)
    values = found[:, [rows.places[key] for key in headlines]]
    return error_rate_of(values, n, alpha)


def error_rate_of(values: Array, n: int, alpha: float = ALPHA) -> ErrorRate:
    """The same of an array (replications, headlines): every 2n rows in turn are one trial, the first n against the others.

    An alarm is a simultaneous interval (Bonferroni over the headlines) that leaves out zero; margins are taken to be zero.
    """
    if n < 2:
        raise ValueError(f"a trial needs at least 2 replications on either side, got {n}")
    headlines = values.shape[1]
    alarms = 0
    trials = len(values) // (2 * n)
    for trial in range(trials):
        group = values[trial * 2 * n : (trial + 1) * 2 * n]
        found = t_intervals(group[n:] - group[:n], alpha / headlines)
        alarms += int(np.any((found.low > 0) | (found.high < 0)))
    return ErrorRate(trials, alarms, alpha)
