"""When which measures are in force: citizens adopt each apart, and some are withdrawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from sim.model.values.values import Range

Numbers = tuple[int, ...]
"""Numbers of measures in the order of their start, from 0."""
MOST_DESIGNS = 64


class Timed(Protocol):
    """When a measure comes into force, until everybody has adopted it, and when it is withdrawn."""

    @property
    def start(self) -> Range: ...

    @property
    def ramp(self) -> Range: ...

    @property
    def until(self) -> Range | None: ...


@dataclass(frozen=True)
class Phase:
    """A time in which the same measures hold: ``adopted`` by everybody, ``ramping`` while some have adopted them.

    ``start`` is in microseconds since the start of the window; the first phase, that of today, has none.
    """

    start: float | None
    adopted: Numbers
    ramping: Numbers

    @property
    def in_force(self) -> Numbers:
        """What holds for the office itself: its hours, people and queues are those of all that begins."""
        return tuple(sorted((*self.adopted, *self.ramping)))

    def combinations(self) -> Iterator[Numbers]:
        """What a citizen can have adopted: first nothing of what is ramping, the first of it as the lowest bit."""
        for chosen in range(1 << len(self.ramping)):
            some = [number for bit, number in enumerate(self.ramping) if chosen >> bit & 1]
            yield tuple(sorted((*self.adopted, *some)))


def phases(measures: Sequence[Timed], *, longest: bool = False) -> tuple[Phase, ...]:
    """The phases that follow each other; with ``longest`` ramps take as long as they may."""
    ends = [one.start.value + (one.ramp.high if longest else one.ramp.value) for one in measures]
    withdrawn = [one.until.value if one.until is not None else float("inf") for one in measures]
    moments = {*(one.start.value for one in measures), *ends, *withdrawn} - {float("inf")}
    found = [Phase(None, (), ())]
    for moment in sorted(moments):
        there = [n for n, one in enumerate(measures) if one.start.value <= moment < withdrawn[n]]
        ramping = tuple(n for n in there if moment < ends[n])
        found.append(Phase(moment, tuple(n for n in there if n not in ramping), ramping))
    return (found[0], *(two for one, two in pairwise(found) if (one.adopted, one.ramping) != (two.adopted, two.ramping)))


def combinations(measures: Sequence[Timed], end: float) -> tuple[Numbers, ...]:
    """Every combination of measures that somebody can meet, today first, in the order in which they come.

    Last, where nobody meets it, that of all which last until ``end``: what the plan amounts to.
    """
    met = (each for phase in phases(measures, longest=True) for each in phase.combinations())
    return tuple(dict.fromkeys((*met, lasting(measures, end))))


def too_many(measures: Sequence[Timed]) -> bool:
    """Are there more combinations than can be simulated? Tells it before all of them are listed."""
    found: set[Numbers] = set()
    for phase in phases(measures, longest=True):
        if 1 << len(phase.ramping) > MOST_DESIGNS:
            return True
        found.update(phase.combinations())
    return len(found) > MOST_DESIGNS


def most_at_once(measures: Sequence[Timed]) -> Numbers:
    """The measures of which most are being adopted at one time."""
    return max((phase.ramping for phase in phases(measures, longest=True)), key=len)


def lasting(measures: Sequence[Timed], end: float) -> Numbers:
    """The measures that are not withdrawn before ``end``, microseconds since the start of the window."""
    return tuple(number for number, one in enumerate(measures) if one.until is None or one.until.value >= end)
