"""Finding the best of many designs without running all of them to the end: looks of which each leaves most behind.

Three replications without an office, four whole for the best fifth, all for the last five (sequential halving
after Karnin, Koren and Somekh 2013, with looks as of a comparison). Which are left behind is decided by their means; how sure
that is, the paired intervals behind the best of a look say: all looks and all pairs of designs share one alpha (Bonferroni).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.experiment.found.intervals import Difference, judge, look_alpha, t_intervals
from sim.experiment.found.result import Result, known_rows
from sim.experiment.lab import Lab
from sim.experiment.sweep.points import DesignPoint, Designs
from sim.experiment.sweep.refused import SweepError
from sim.experiment.sweep.runner import Pace, Runner, Work
from sim.measure.definitions import BY_NAME
from sim.measure.layout import Array
from sim.measure.rows import FOCUS, FOCUS_SEGMENT, Focus, Key
from sim.text.pairs import marked

LOOKS = 3
FIRST, SECOND = 3, 4
"""Replications of the first two looks."""
FIFTH, LAST = 5, 5
"""One in so many goes on to the second look, and so many to the last, at least."""
OF_CASES = ("root", "root_contact", "root_work")
"""Families of what a case takes with all that follows from it, which a run of its services alone can tell about."""

NO_BEST = marked("To halve, say what the best design has most or least of: --best NAME.")
NO_WORLDS = marked("To halve goes in one world; leave --worlds out.")
NO_DIRECTION = marked("{name} cannot tell which design is best: neither more nor less of it is better.")
TOO_FEW = marked("To halve needs at least {least} repeats; without --halving as few as you like.")


@dataclass(frozen=True)
class Standing:
    """Where a design stood in its last look: which look, whether its services ran alone, and how far behind the best it was."""

    look: int
    alone: bool
    behind: Difference


@dataclass(frozen=True, eq=False)
class Halving:
    """Halving by one figure of those that are asked; ``more`` is +1 where more of it is better, -1 where less is."""

    designs: Designs
    best: Key
    figures: tuple[Key, ...]
    focus: Focus
    replications: int
    hours: float
    on_pace: Callable[[Pace], None] | None

    def __post_init__(self) -> None:
        if self.replications < SECOND:
            raise SweepError(TOO_FEW, least=SECOND)

    @property
    def more(self) -> int:
        return BY_NAME[self.best.kpi].better

    @property
    def alone(self) -> bool:
        """Can the first look leave the other services out?"""
        counted = BY_NAME[self.best.kpi].numerator
        of_service = self.best.dimension == "service" and self.best.member in self.focus.services
        of_focus = of_service or self.best.dimension in {FOCUS, FOCUS_SEGMENT}
        return of_focus and counted is not None and counted.family in OF_CASES

    def run(self, points: Sequence[DesignPoint], lab: Lab) -> list[tuple[DesignPoint, Result, Standing]]:
        """Every design with its result and standing in its last look, as far as it came before it was stopped."""
        told: dict[int, tuple[DesignPoint, Result, Standing]] = {}
        left = list(points)
        for look, (replications, most) in enumerate(self._looks(len(points)), start=1):
            alone = look == 1 and self.alone
            services = self.focus.services if alone else ()
            figures = tuple(key.kpi for key in self.figures)
            runner = Runner(lab, self.designs, Work(len(left), replications), self.hours, self.on_pace, services, figures)
            found = list(runner.designs(left, lab.world, range(replications)))
            whole = [one for one in found if one[1].done == found[0][1].done]
            standings = self._standings(whole, look, alone=alone)
            told |= {one[0].number: one for one in standings}
            if runner.stopped or not standings:
                break
            ahead = sorted(standings, key=lambda one: self._behind(one[2]))[:most]
            left = sorted((point for point, _, _ in ahead), key=lambda point: point.number)
        return list(told.values())

    def _looks(self, designs: int) -> list[tuple[int, int]]:
        """The replications of each look, and how many designs go on after it."""
        fifth = max(LAST, math.ceil(designs / FIFTH))
        return [(FIRST, fifth), (SECOND, LAST), (self.replications, 0)]

    def _standings(
        self, found: Sequence[tuple[DesignPoint, Result]], look: int, *, alone: bool
    ) -> list[tuple[DesignPoint, Result, Standing]]:
        if not found:
            return []
        values = np.array([self._values(result) for _, result in found])
        means = values.mean(axis=1) * self.more
        first = int(np.argmax(np.where(np.isnan(means), -np.inf, means)))
        pairs = max(1, len(found) * (len(found) - 1) // 2)
        behind = t_intervals((values - values[first]).T, look_alpha(look) / pairs)
        standings = []
        for place, (point, result) in enumerate(found):
            low, high = float(behind.low[place]), float(behind.high[place])
            judged = judge(low, high, 0.0, self.more)
            standings.append((point, result, Standing(look, alone, Difference(float(behind.mean[place]), low, high, judged))))
        return standings

    def _behind(self, standing: Standing) -> float:
        """How far behind the best; what cannot be told comes last."""
        value = standing.behind.value * -self.more
        return math.inf if math.isnan(value) else value

    def _values(self, result: Result) -> Array:
        """The figure in each replication; NaN where it cannot be told."""
        first = result.measurements[min(result.measurements)]
        rows = known_rows(first.dimensions, self.focus, figures=(self.best,))
        values = result.values(rows)
        place = rows.places.get(self.best)
        return np.full(len(values), np.nan) if place is None else np.asarray(values[:, place])
