"""Who gave up or was late, by group of citizens: as people and as a share of the cases of the group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.experiment.found.intervals import Estimate, known, t_intervals, within
from sim.experiment.found.result import Result
from sim.measure.layout import Array
from sim.measure.rows import NO_FOCUS, Focus

LOST = ("lost_waiting", "lost_unable", "lost_unanswered")
ENDINGS: tuple[tuple[str, ...], ...] = (LOST, *((cause,) for cause in LOST), ("late",))
"""What is told of each group: the quantities of family ``root`` that are added up. First all who gave up, then each cause."""


@dataclass(frozen=True)
class Lost:
    """What came of one group in one scenario: people in the window, their share of the cases of the group, and how many more
    (people) than in the first scenario under the same luck, None for that itself. Intervals are of 95%.
    """

    people: Estimate
    share: Estimate
    more: Estimate | None = None


@dataclass(frozen=True)
class LostOf:
    """One of :data:`ENDINGS` of one group (empty = everybody), in each scenario."""

    ending: tuple[str, ...]
    segment: str
    found: tuple[Lost, ...]


def lost_by_segment(results: Sequence[Result], focus: Focus = NO_FOCUS) -> tuple[LostOf, ...]:
    """Of the root cases of the services in focus, or of all without one, over the replications that all scenarios have.

    A citizen with two cases counts twice. Everybody comes first, then the groups in the order of the file. What is compulsory
    is never lost but late (:func:`sim.measure.roots.root_cases`).
    """
    first = results[0].measurements[min(results[0].measurements)]
    segments = first.dimensions.segments
    roots = [_counts(result, ("roots",), focus) for result in results]
    return tuple(
        LostOf(ending, segment, tuple(_lost(counted, roots, n, place) for n in range(len(results))))
        for ending, counted in ((ending, [_counts(result, ending, focus) for result in results]) for ending in ENDINGS)
        for place, segment in enumerate(("", *segments))
    )


def _counts(result: Result, quantities: Sequence[str], focus: Focus) -> Array:
    """float64 of shape (replications, 1 + segments): everybody first."""
    found = []
    for number in sorted(result.measurements):
        measured = result.measurements[number]
        services = measured.dimensions.services
        chosen = [services.index(name) for name in focus.services if name in services] if focus.services else slice(None)
        counts = sum(measured.total("root", name)[chosen].sum(axis=0) for name in quantities)
        found.append(np.concatenate([[counts.sum()], counts]))
    return np.array(found, np.float64)


def _lost(counted: Sequence[Array], roots: Sequence[Array], number: int, place: int) -> Lost:
    counts, before = counted[number][:, place], counted[0][:, place]
    with np.errstate(invalid="ignore", divide="ignore"):
        share = counts / roots[number][:, place]
    found = within(
        t_intervals(np.stack([counts, share, counts - before], axis=1)),
        np.array([0.0, 0.0, -np.inf]),
        np.array([np.inf, 1.0, np.inf]),
    )
    ends = zip(found.mean, found.low, found.high, strict=True)
    people, part, more = (Estimate(float(mean), known(float(low)), known(float(high))) for mean, low, high in ends)
    return Lost(people, part, more if number else None)
