"""The measurement of one or more replications: totals and histograms that merge, from which every KPI is read."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sim.engine.program import codes
from sim.engine.program.tables import Tables
from sim.measure.backlog import fold_backlog, fold_slots
from sim.measure.contacts import contact_histograms, fold_contacts, window_contacts
from sim.measure.folds import cell_of, count_by, sum_by
from sim.measure.histogram import Histogram
from sim.measure.layout import AXES, HISTOGRAMS, STEPS, Array, Compiled, Dimensions, dimensions_of
from sim.measure.log import Log
from sim.measure.look_ups import fold_look_ups
from sim.measure.quantities import QUANTITIES
from sim.measure.roots import Lines, RootCases, lines_of, root_cases
from sim.measure.weeks import fold_weeks
from sim.measure.work import by_half_hour_of_week, fold_work, load, pressure


@dataclass(frozen=True, eq=False)
class Measurement:
    """Totals of what happened in the windows of ``replications``.

    ``cubes[family]`` has shape (quantities, *axes) as in :mod:`sim.measure.quantities`, int64. ``window`` is the length of the
    window in microseconds. ``load`` holds the half hours of replications that are not complete yet
    (:func:`sim.measure.work.load`); :meth:`settled` turns them into the family ``pressure`` and ``longest`` (pressed half
    hours in a row, per team).

    Merging is associative and commutative, with :meth:`empty` as its unit. Tables may be cut into chunks that keep a root
    case and all that follows from it together; duty and slots may be cut anywhere.
    """

    dimensions: Dimensions
    window: int
    replications: frozenset[int]
    cubes: dict[str, Array]
    histograms: dict[str, Histogram]
    load: dict[int, Array]
    longest: Array

    @classmethod
    def empty(cls, dimensions: Dimensions, window: int) -> Measurement:
        cubes = {family: np.zeros((len(QUANTITIES[family]), *dimensions.shape(axes)), np.int64) for family, axes in AXES.items()}
        longest = np.zeros(dimensions.size("team"), np.int64)
        return cls(dimensions, window, frozenset(), cubes, {name: Histogram.empty() for name in HISTOGRAMS}, {}, longest)

    def merge(self, other: Measurement) -> Measurement:
        """Both together. Raises ``ValueError`` when they are of other dimensions or windows."""
        if self.dimensions != other.dimensions or self.window != other.window:
            raise ValueError("measurements of different dimensions or windows cannot be merged")
        shared = self.load.keys() & other.load.keys()
        joint = self.load | other.load | {number: self.load[number] + other.load[number] for number in shared}
        return Measurement(
            self.dimensions,
            self.window,
            self.replications | other.replications,
            {family: cube + other.cubes[family] for family, cube in self.cubes.items()},
            {name: histogram.merge(other.histograms[name]) for name, histogram in self.histograms.items()},
            joint,
            np.maximum(self.longest, other.longest),
        )

    def settled(self) -> Measurement:
        """The same, with the half hours counted: for replications of which everything has been measured."""
        cubes, longest = dict(self.cubes), self.longest
        for number in sorted(self.load):
            totals, row = pressure(self.load[number])
            cubes["pressure"] = cubes["pressure"] + totals
            longest = np.maximum(longest, row)
        return replace(self, cubes=cubes, longest=longest, load={})

    def total(self, family: str, quantity: str) -> Array:
        found: Array = self.cubes[family][QUANTITIES[family].index(quantity)]
        return found

    def same_as(self, other: Measurement) -> bool:
        """Whether both are equal to the bit."""
        return (
            (self.dimensions, self.window, self.replications) == (other.dimensions, other.window, other.replications)
            and all(np.array_equal(cube, other.cubes[family]) for family, cube in self.cubes.items())
            and self.histograms == other.histograms
            and self.load.keys() == other.load.keys()
            and all(np.array_equal(array, other.load[number]) for number, array in self.load.items())
            and np.array_equal(self.longest, other.longest)
        )


def measure(tables: Tables, compiled: Compiled, *, replication: int = 0) -> Measurement:
    """Folds the tables of (a chunk of) one replication.

    Contacts count when requested in the window, work when started in it, case figures when the root case started in it, then
    with all that follows from it up to the end of the run.
    """
    return measure_with_roots(tables, compiled, replication=replication)[0]


def measure_with_roots(tables: Tables, compiled: Compiled, *, replication: int = 0) -> tuple[Measurement, RootCases]:
    """The same, and what became of each root case, for comparing persons."""
    dimensions, log = dimensions_of(compiled), Log.of(tables)
    lines = lines_of(log, compiled)
    contacts = window_contacts(log, compiled, dimensions)
    roots = root_cases(log, compiled, lines)
    load_of_run = load(log, compiled, dimensions)
    cubes = fold_contacts(contacts, dimensions) | {
        "root": _fold_roots(roots, dimensions),
        "root_contact": _root_contacts(log, lines, dimensions),
        "root_work": _root_work(log, lines, dimensions),
        "work": fold_work(log, compiled, dimensions),
        "team_hour": by_half_hour_of_week(load_of_run),
        "pressure": np.zeros((len(QUANTITIES["pressure"]), dimensions.size("team")), np.int64),
        "backlog": fold_backlog(log, compiled, dimensions),
        "slots": fold_slots(log, compiled, dimensions),
        "look_up": fold_look_ups(log, compiled, dimensions),
    }
    cubes |= fold_weeks(log, compiled, dimensions)
    histograms = contact_histograms(contacts, dimensions) | {"lead_time": _lead_times(roots, dimensions)}
    window = compiled.clock.window_end - compiled.clock.window_start
    longest = np.zeros(dimensions.size("team"), np.int64)
    numbers = frozenset([replication])
    return Measurement(dimensions, window, numbers, cubes, histograms, {replication: load_of_run}, longest), roots


def _fold_roots(roots: RootCases, dimensions: Dimensions) -> Array:
    shape = dimensions.shape(AXES["root"])
    cell, size = _root_cell(roots, dimensions), int(np.prod(shape))
    return np.stack([sum_by(cell, roots[name], size) for name in QUANTITIES["root"]]).reshape(-1, *shape)


def _lead_times(roots: RootCases, dimensions: Dimensions) -> Histogram:
    resolved = roots["resolved"] == 1
    return Histogram.of(_root_cell(roots, dimensions)[resolved], roots["lead_time"][resolved] // STEPS["lead_time"])


def _root_cell(roots: RootCases, dimensions: Dimensions) -> Array:
    return cell_of([roots.lines.service, roots.lines.segment], dimensions.shape(AXES["root"]))


def _root_contacts(log: Log, lines: Lines, dimensions: Dimensions) -> Array:
    root = lines.of_contact
    rows = np.flatnonzero(root >= 0)
    shape = dimensions.shape(AXES["root_contact"])
    axes = [lines.service[root[rows]], log.contacts.at("channel", rows), log.contacts.at("cause", rows)]
    cell, size = cell_of(axes, shape), int(np.prod(shape))
    closed = log.contacts.at("outcome", rows) == codes.CLOSED
    return np.stack([count_by(cell, size), count_by(cell[closed], size)]).reshape(-1, *shape)


def _root_work(log: Log, lines: Lines, dimensions: Dimensions) -> Array:
    legs = log.legs
    root = lines.of_leg
    rows = np.flatnonzero((root >= 0) & (legs["queue"] >= 0) & (legs["started"] >= 0))
    team = legs.at("team", rows).astype(np.int64)
    team[team < 0] = len(dimensions.teams)
    shape = dimensions.shape(AXES["root_work"])
    cell = cell_of([lines.service[root[rows]], team], shape)
    return sum_by(cell, legs.at("spent", rows), int(np.prod(shape))).reshape(1, *shape)
