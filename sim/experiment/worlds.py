"""In which share of the plausible worlds one scenario is better than another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Unpack

import numpy as np

from sim.experiment.found.headlines import margin_of
from sim.experiment.found.intervals import WorldShare, t_intervals, wilson
from sim.experiment.lab import LAB, Lab, LabOptions
from sim.experiment.numbers.uncertain import InWorld
from sim.experiment.sweeping import plan
from sim.experiment.tipping import Question
from sim.measure.definitions import BY_NAME
from sim.measure.layout import Array
from sim.measure.rows import Focus, Key
from sim.model.town.scenario import Scenario

WORLDS = 60


@dataclass(frozen=True, eq=False)
class Plausible:
    """The difference of one KPI (scenario ``pair[1]`` less ``pair[0]``) in each parameter world where there is one.

    ``differences`` has one mean per world, over ``replications`` of its own. A world counts as better or worse when that lies
    beyond ``margin``; as ``more`` and ``less`` for a KPI of which neither is better.
    """

    key: Key
    pair: tuple[int, int]
    unit: str
    better: int
    margin: float | None
    worlds: tuple[int, ...]
    differences: Array
    replications: int
    alone: bool
    incomparable: int = 0
    """Worlds that were run beside these, in which there was nothing to compare."""

    @property
    def more(self) -> WorldShare:
        """Worlds in which it is more by at least the margin."""
        return self._share(self.differences > (self.margin or 0.0))

    @property
    def less(self) -> WorldShare:
        return self._share(self.differences < -(self.margin or 0.0))

    @property
    def same(self) -> WorldShare:
        """Worlds without a practical difference."""
        return self._share(np.abs(self.differences) <= (self.margin or 0.0))

    def _share(self, chosen: Array) -> WorldShare:
        count, total = int(chosen.sum()), len(self.worlds)
        return WorldShare(count, count / total if total else math.nan, *wilson(count, total))


def worlds(
    scenarios: Sequence[Scenario],
    questions: Sequence[Question] | None = None,
    *,
    number: int = WORLDS,
    replications: int = 1,
    focus: Focus | None = None,
    alone: bool = True,
    lab: Lab = LAB,
    **options: Unpack[LabOptions],
) -> tuple[Plausible, ...]:
    """Runs the scenarios in parameter worlds 1 to ``number``, each with replications of its own, so that chance differs too.

    Every number with a range is drawn from it in each world, the same in all scenarios. ``options`` are those
    of :class:`sim.experiment.lab.Lab`, without ``world``; when it is stopped, the worlds that are finished count. The rest is as
    for :func:`sim.experiment.sensitivity.sensitivity`.

    Raises
    ------
    ValueError
        When no world was finished, the KPI is unknown to a scenario, or a ``world`` is asked for.
    """
    if number < 1 or replications < 1:
        raise ValueError(f"number and replications must be at least 1, got {number} and {replications}")
    lab = lab.with_(**options)
    lab.refuse(world="plausible worlds are 1 to the number asked for")
    pairs = None if questions is None else [question.pair for question in questions]
    planned = plan(scenarios, questions, focus, lab, alone=alone)
    units = [(InWorld(world), (world - 1) * replications + n) for world in range(1, number + 1) for n in range(replications)]
    found = planned.run(units)
    by_world = {
        world: [found[unit] for unit in units if unit[0] == InWorld(world) and unit in found] for world in range(1, number + 1)
    }
    done = tuple(world for world, measured in by_world.items() if len(measured) == replications)
    if not done:
        raise ValueError("no world was finished, so there is nothing to compare")
    told = []
    for place, question in enumerate(planned.questions):
        definition = BY_NAME[question.key.kpi]
        means = np.array([t_intervals(planned.difference(question, by_world[world])[:, np.newaxis]).mean[0] for world in done])
        known = ~np.isnan(means)
        margin = margin_of(definition, planned.scenarios[0].margins)
        pair = (0, 1) if pairs is None else pairs[place]
        counted = tuple(world for world, there in zip(done, known, strict=True) if there)
        told.append(
            Plausible(
                question.key, pair, definition.unit, definition.better, margin, counted, means[known], replications,
                planned.alone, len(done) - len(counted),
            )
        )  # fmt: skip
    return tuple(told)
