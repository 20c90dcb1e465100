"""Who gains and who loses: the same root cases of the same citizens in two scenarios, under the same luck."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.measure.folds import cell_of, count_by, sum_by
from sim.measure.layout import Array, Compiled, dimensions_of
from sim.measure.roots import RootCases
from sim.model.town.scenario import Margins

TALLIES = (
    "compared",
    "resolved_in_both",
    "only_in_first",
    "only_in_second",
    "resolved_in_neither",
    "missing_in_first",  # a root case of the second scenario alone: demand itself differs
    "missing_in_second",
    "waited_in_both",
    "wait_longer",
    "wait_shorter",
    "wait_difference",  # microseconds, of those who waited in both
    "effort_more",
    "effort_less",
    "effort_difference",  # of those resolved in both
    "later",
    "sooner",
    "lead_time_difference",  # of those resolved in both
    "gains",
    "losses",
    "changed",
)
READ = ("resolved", "waiting", "citizen_time", "lead_time")
"""What is read of each root case, beside who it is and what it is about."""


@dataclass(frozen=True)
class Relevant:
    """The smallest change for one person that counts, in microseconds."""

    wait: int
    effort: int
    lead_time: int

    @classmethod
    def of(cls, margins: Margins) -> Relevant:
        return cls(int(margins.wait.value), int(margins.effort.value), int(margins.lead_time.value))


@dataclass(frozen=True, eq=False)
class GainsAndLosses:
    """Tallies of root cases compared between two scenarios, in ``replications`` replications.

    ``tallies`` has shape (len(TALLIES), services, segments), int64. The 2x2 of resolved and not comes first; differences of
    waiting are of those who waited in both, of effort and lead time of those resolved in both, each only where it is at least
    the relevant change. ``gains`` and ``losses``: resolved in one only, else less or more effort. ``changed``: anything of
    this, to be read beside the noise floor.
    """

    services: tuple[str, ...]
    segments: tuple[str, ...]
    relevant: Relevant
    replications: int
    tallies: Array

    def merge(self, other: GainsAndLosses) -> GainsAndLosses:
        ours, theirs = ((one.services, one.segments, one.relevant) for one in (self, other))
        if ours != theirs:
            raise ValueError("gains and losses of different populations or margins cannot be merged")
        total = self.replications + other.replications
        return GainsAndLosses(self.services, self.segments, self.relevant, total, self.tallies + other.tallies)

    def per_replication(self, tally: str, *, service: str | None = None, segment: str | None = None) -> float:
        """Mean per replication of one tally, of all or of one service or segment."""
        counts = self.tallies[TALLIES.index(tally)]
        if service is not None:
            counts = counts[[self.services.index(service)]]
        if segment is not None:
            counts = counts[:, [self.segments.index(segment)]]
        return float(counts.sum()) / max(1, self.replications)


def compare_persons(first: RootCases, second: RootCases, compiled: Compiled, compiled_second: Compiled) -> GainsAndLosses:
    """What the root cases in the window gain or lose when the first scenario makes way for the second (one replication).

    Segments are equal; services stand by name, those of the first ahead.
    """
    ours, theirs = dimensions_of(compiled), dimensions_of(compiled_second)
    services = tuple(dict.fromkeys((*ours.services, *theirs.services)))
    shape = (len(services), len(ours.segments))
    size = int(np.prod(shape))
    relevant = Relevant.of(compiled.scenario.margins)
    renumbered = np.array([services.index(name) for name in theirs.services], dtype=np.int64)

    _, a, b = np.intersect1d(first.lines.entity, second.lines.entity, assume_unique=True, return_indices=True)
    cell_first = cell_of([first.lines.service, first.lines.segment], shape)
    cell_second = cell_of([renumbered[second.lines.service], second.lines.segment], shape)
    cell = cell_first[a]
    marks, sums = _differences(first, second, a, b, relevant)
    counted = {name: count_by(cell[mark], size) for name, mark in marks.items()}
    counted |= {name: sum_by(cell, values, size) for name, values in sums.items()}
    counted["missing_in_first"] = count_by(np.delete(cell_second, b), size)
    counted["missing_in_second"] = count_by(np.delete(cell_first, a), size)
    tallies = np.stack([counted[name] for name in TALLIES]).reshape(-1, *shape)
    return GainsAndLosses(services, ours.segments, relevant, 1, tallies)


def _differences(
    first: RootCases, second: RootCases, a: Array, b: Array, relevant: Relevant
) -> tuple[dict[str, Array], dict[str, Array]]:
    """Marks (bool) and differences (int64) of each root case that both scenarios have."""
    was, now = first["resolved"][a] == 1, second["resolved"][b] == 1
    both = was & now
    waited = (first["waiting"][a] > 0) & (second["waiting"][b] > 0)
    wait = np.where(waited, second["waiting"][b] - first["waiting"][a], 0)
    before, after = (roots["citizen_time"][rows] + roots["waiting"][rows] for roots, rows in ((first, a), (second, b)))
    effort = np.where(both, after - before, 0)
    lead_time = np.where(both, second["lead_time"][b] - first["lead_time"][a], 0)
    marks = {
        "compared": np.ones(len(a), bool),
        "resolved_in_both": both,
        "only_in_first": was & ~now,
        "only_in_second": now & ~was,
        "resolved_in_neither": ~was & ~now,
        "waited_in_both": waited,
    }
    for value, least, more, less in (
        (wait, relevant.wait, "wait_longer", "wait_shorter"),
        (effort, relevant.effort, "effort_more", "effort_less"),
        (lead_time, relevant.lead_time, "later", "sooner"),
    ):
        marks[more], marks[less] = (value > 0) & (value >= least), (value < 0) & (-value >= least)
    marks["gains"] = marks["only_in_second"] | marks["effort_less"]
    marks["losses"] = marks["only_in_first"] | marks["effort_more"]
    changes = ("gains", "losses", "wait_longer", "wait_shorter", "later", "sooner")
    marks["changed"] = np.any([marks[name] for name in changes], axis=0)
    return marks, {"wait_difference": wait, "effort_difference": effort, "lead_time_difference": lead_time}
