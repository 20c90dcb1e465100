"""Which assumption decides: the paired difference of two scenarios with one number at a time at the ends of its range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Unpack

import numpy as np

from sim.experiment.found.headlines import margin_of
from sim.experiment.found.intervals import ALPHA, Difference, judge, t_intervals
from sim.experiment.lab import LAB, Lab, LabOptions
from sim.experiment.numbers.uncertain import AsAssumed, AtEnd, UncertainNumber, uncertain_numbers
from sim.experiment.numbers.world import resolved_in_world
from sim.experiment.running.work_unit import Variation
from sim.experiment.sweeping import Plan, Unit, plan
from sim.experiment.tipping import Question
from sim.measure.definitions import BY_NAME
from sim.measure.layout import Array
from sim.measure.measurement import Measurement
from sim.measure.rows import Focus, Key
from sim.model.town.scenario import Scenario
from sim.model.town.worlds import End

REPLICATIONS = 3
REFINED = 8
Found = Mapping[Unit, tuple[Measurement, ...]]


@dataclass(frozen=True)
class Swing:
    """What one number does to a difference: paired, at the low and at the high end of its range, all else as assumed.

    ``change`` is what going from its low to its high end adds, over the same replications. ``decides``: at the three settings
    the mean lies on different sides of the smallest difference that matters, and ``change`` leaves out zero.
    """

    number: UncertainNumber
    at_low: Difference
    at_high: Difference
    change: Difference
    decides: bool
    size: float
    """Between the largest and the smallest of the three means."""


@dataclass(frozen=True)
class Sensitivity:
    """How far each number moves the difference of one KPI (scenario ``pair[1]`` less ``pair[0]``), the largest swing first.

    ``swings`` are those that were run with all replications; ``others`` moved it less in the one replication they had.
    ``alone``: the services outside the focus were left out.
    """

    key: Key
    pair: tuple[int, int]
    unit: str
    better: int
    margin: float | None
    as_assumed: Difference
    swings: tuple[Swing, ...]
    others: tuple[Swing, ...]
    replications: int
    alone: bool


def sensitivity(
    scenarios: Sequence[Scenario],
    questions: Sequence[Question] | None = None,
    *,
    replications: int = REPLICATIONS,
    refine: int = REFINED,
    focus: Focus | None = None,
    alone: bool = True,
    lab: Lab = LAB,
    **options: Unpack[LabOptions],
) -> tuple[Sensitivity, ...]:
    """One-at-a-time sensitivity of the differences that ``questions`` ask for; all settings share their luck.

    Every number with a range that touches the focus is set to its low and its high, those of one group together, and run once.
    The ``refine`` numbers that move some difference most, in units of its margin, then get the other replications.

    Parameters
    ----------
    questions
        By default staff time, remote contacts and citizen effort per case, of the second scenario less the first.
    alone
        Leaves the services outside the focus out, as :func:`sim.experiment.tipping.tipping_points` does.
    options
        Those of :class:`sim.experiment.lab.Lab`. When it is stopped, numbers that were not reached are left out.

    Raises
    ------
    ValueError
        When not even the settings as assumed were finished, or the KPI is unknown to a scenario.
    """
    if replications < 1 or refine < 1:
        raise ValueError(f"replications and refine must be at least 1, got {replications} and {refine}")
    pairs = None if questions is None else [question.pair for question in questions]
    lab = lab.with_(**options)
    resolved = [resolved_in_world(scenario, lab.world) for scenario in scenarios]
    planned = plan(resolved, questions, focus, lab, alone=alone)
    numbers = uncertain_numbers(planned.scenarios, planned.focus)
    ends = ((AtEnd(number.key, end), 0) for number in numbers for end in _ENDS)
    found = dict(planned.run([(AsAssumed(), 0), *ends]))
    if (AsAssumed(), 0) not in found:
        raise ValueError("no setting was finished, so there is nothing to compare")
    screened = [_told(planned, question, found, numbers, 1) for question in planned.questions]
    first = _farthest(screened, refine)
    if replications > 1 and first and not lab.stopped:
        again: list[Variation] = [AsAssumed(), *(AtEnd(number.key, end) for number in first for end in _ENDS)]
        units = [(variation, number) for number in range(1, replications) for variation in again]
        found |= planned.run(units)
    done = _complete(found, first, replications)
    told = [
        _with_others(_told(planned, question, found, first, done), one)
        for question, one in zip(planned.questions, screened, strict=True)
    ]
    return tuple(replace(one, pair=pair) for one, pair in zip(told, pairs or [(0, 1)] * len(told), strict=True))


_ENDS: tuple[End, ...] = ("low", "high")


def _complete(found: Found, numbers: Sequence[UncertainNumber], replications: int) -> int:
    """How many replications, from the first on, were finished at every setting."""
    variations: list[Variation] = [AsAssumed(), *(AtEnd(number.key, end) for number in numbers for end in _ENDS)]
    number = 1
    while number < replications and all((variation, number) in found for variation in variations):
        number += 1
    return number


def _told(planned: Plan, question: Question, found: Found, numbers: Sequence[UncertainNumber], replications: int) -> Sensitivity:
    definition = BY_NAME[question.key.kpi]
    margin = margin_of(definition, planned.scenarios[0].margins)

    def differences(variation: Variation) -> Array:
        return planned.difference(question, [found[variation, number] for number in range(replications)])

    def setting(values: Array) -> Difference:
        return _setting(values, margin, definition.better)

    assumed = differences(AsAssumed())
    swings = []
    for number in numbers:
        ends = [AtEnd(number.key, end) for end in _ENDS]
        if not all((end, number) in found for end in ends for number in range(replications)):
            continue
        low, high = (differences(end) for end in ends)
        means = [_setting(values, None, 0).value for values in (low, assumed, high)]
        if not np.isfinite(means).all():  # nothing to divide by: no case at one of the settings
            continue
        change = _setting(high - low, None, 0)
        sides = {_side(mean, margin) for mean in means}
        decides = len(sides) > 1 and change.judgement == "changed"
        swings.append(Swing(number, setting(low), setting(high), change, decides, max(means) - min(means)))
    swings.sort(key=lambda swing: -swing.size)
    return Sensitivity(
        question.key, question.pair, definition.unit, definition.better, margin, setting(assumed), tuple(swings), (),
        replications, planned.alone,
    )  # fmt: skip


def _setting(values: Array, margin: float | None, better: int) -> Difference:
    found = t_intervals(values[:, np.newaxis], ALPHA)
    low, high = float(found.low[0]), float(found.high[0])
    return Difference(float(found.mean[0]), low, high, judge(low, high, margin, better))


def _side(mean: float, margin: float | None) -> int:
    """-1 or 1 where a difference matters, 0 where it does not."""
    return 0 if abs(mean) <= (margin or 0.0) else 1 if mean > 0 else -1


def _farthest(screened: Sequence[Sensitivity], most: int) -> list[UncertainNumber]:
    """The numbers that move some difference most, in units of its margin; without a margin, of its largest swing."""
    sizes: dict[str, float] = {}
    numbers: dict[str, UncertainNumber] = {}
    for one in screened:
        unit = one.margin or max((swing.size for swing in one.swings), default=0.0)
        for swing in one.swings:
            numbers[swing.number.key] = swing.number
            sizes[swing.number.key] = max(sizes.get(swing.number.key, 0.0), swing.size / unit if unit else 0.0)
    return [numbers[key] for key in sorted(sizes, key=lambda key: (-sizes[key], key))[:most] if sizes[key] > 0]


def _with_others(refined: Sensitivity, screened: Sensitivity) -> Sensitivity:
    keys = {swing.number.key for swing in refined.swings}
    return replace(refined, others=tuple(swing for swing in screened.swings if swing.number.key not in keys))
