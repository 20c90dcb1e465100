"""Measuring the log of a replication, whole or in parts: the pass over its rows adds to totals that stay."""

from __future__ import annotations

from functools import cache

import numpy as np

from sim.engine.compiler.jit import view
from sim.engine.program.tables import CASES, CONTACTS, DUTY, LEGS, LOOKUPS, SLOTS, Tables
from sim.measure.counting.arrays import Rows, Totals, Underway
from sim.measure.counting.lines import number_roots
from sim.measure.counting.linked import linked
from sim.measure.counting.log import count
from sim.measure.counting.quantities import CONTACT, HALF_HOUR, QUANTITIES, ROOT, UNDERWAY, record
from sim.measure.histogram import Histogram, together
from sim.measure.known import known_of
from sim.measure.layout import AXES, HISTOGRAMS, Array, Compiled, dimensions_of
from sim.measure.measurement import Measurement
from sim.measure.roots import Lines, RootCases
from sim.measure.work import by_half_hour_of_week

WHOLE = ("contact", "hour", "root")
"""Families of which the pass adds all quantities of a row at once."""
PUT_TOGETHER = 16
"""So many histograms wait to be put together, for memory does not grow with the run."""


class Measuring:
    """What has been measured of one replication. Parts hold lines whole; duty and slots may be cut anywhere."""

    def __init__(self, compiled: Compiled, replication: int = 0) -> None:
        self.compiled, self.replication, self.dimensions = compiled, replication, dimensions_of(compiled)
        shapes = {family: self.dimensions.shape(axes) for family, axes in AXES.items()}
        self._cubes = {family: np.zeros((*shapes[family], len(QUANTITIES[family])), np.int64) for family in AXES}
        clock = compiled.clock
        half_hours = (clock.window_end - clock.window_start) // HALF_HOUR
        self._load = np.zeros((len(QUANTITIES["team_hour"]), len(self.dimensions.teams), half_hours), np.int64)
        self._known = view(known_of(compiled))
        totals = {family: cube if family in WHOLE else _rows(family, cube) for family, cube in self._cubes.items()}
        totals["load"] = self._load
        self._totals = view(Totals._make(totals[name] for name in Totals._fields))
        self._histograms: dict[str, list[Histogram]] = {name: [] for name in HISTOGRAMS}

    def take(self, tables: Tables) -> RootCases:
        """Adds what counts in these tables; returns what became of their root cases."""
        rows, cases = linked(tables)
        of_case = np.full(cases, -1, np.int64)
        seen = view(rows, like=_rows_seen())
        roots = np.zeros(number_roots(seen, self._known, of_case), record(*ROOT, *UNDERWAY))
        part = _underway(of_case, roots, len(rows.cases), len(rows.contacts))
        count(seen, self._known, self._totals, view(part, like=_part_seen()))
        self._note_times(part)
        lines = Lines(*(roots[name] for name in ("entity", "service", "segment", "started")))
        return RootCases(lines, {name: roots[name] for name in ROOT})

    def measurement(self) -> Measurement:
        """What all parts so far come to."""
        dimensions, clock = self.dimensions, self.compiled.clock
        cubes = {family: np.array(np.moveaxis(cube, -1, 0), order="C") for family, cube in self._cubes.items()}
        cubes["team_hour"] = by_half_hour_of_week(self._load)
        histograms = {name: together(parts) for name, parts in self._histograms.items()}
        longest = np.zeros(dimensions.size("team"), np.int64)
        window, numbers = clock.window_end - clock.window_start, frozenset([self.replication])
        return Measurement(dimensions, window, numbers, cubes, histograms, {self.replication: self._load.copy()}, longest)

    def _note_times(self, part: Underway) -> None:
        waits, leads, resolved = (part.found[name][0] for name in ("waits", "leads", "lead_times"))
        found = {
            "wait_by_service": (part.wait_service[:waits], part.wait[:waits]),
            "wait_by_segment": (part.wait_segment[:waits], part.wait[:waits]),
            "slot_lead": (part.lead_cell[:leads], part.lead[:leads]),
            "lead_time": (part.lead_time_cell[:resolved], part.lead_time[:resolved]),
        }
        for name, (cells, times) in found.items():
            parts = self._histograms[name]
            parts.append(Histogram.of(cells, times))
            if len(parts) == PUT_TOGETHER:
                parts[:] = [together(parts)]


def _rows(family: str, cube: Array) -> Array:
    """The same memory as rows of named quantities."""
    return cube.view(record(*QUANTITIES[family]))[..., 0]


def _underway(of_case: Array, roots: Array, cases: int, contacts: int) -> Underway:
    one = np.zeros(1, record(*CONTACT))
    times = [np.empty(count, np.int64) for count in (*[contacts] * 5, *[len(roots)] * 2)]
    return Underway(
        of_case,
        np.full(cases, -1, np.int64),
        np.full(cases, -1, np.int64),
        np.zeros(cases, np.int8),
        roots,
        roots.view(np.int64).reshape(len(roots), len(ROOT) + len(UNDERWAY)),
        one,
        one.view(np.int64),
        np.zeros(1, record("waits", "leads", "lead_times")),
        *times,
    )


@cache
def _rows_seen() -> Rows:
    """A view of no rows: to find out the types of its arrays takes Numba longer than to count thousands."""
    kinds = (CASES, CONTACTS, LEGS, DUTY, SLOTS, LOOKUPS)
    return view(Rows._make([*(np.zeros(0, kind) for kind in kinds), *(np.zeros(0, np.int64) for _ in range(3))]))


@cache
def _part_seen() -> Underway:
    return view(_underway(np.zeros(0, np.int64), np.zeros(0, record(*ROOT, *UNDERWAY)), 0, 0))


def measure(tables: Tables, compiled: Compiled, *, replication: int = 0) -> Measurement:
    """Folds the tables of (a chunk of) one replication."""
    return measure_with_roots(tables, compiled, replication=replication)[0]


def measure_with_roots(tables: Tables, compiled: Compiled, *, replication: int = 0) -> tuple[Measurement, RootCases]:
    """The same, and what became of each root case, for comparing persons."""
    measuring = Measuring(compiled, replication)
    roots = measuring.take(tables)
    return measuring.measurement(), roots


def root_cases(tables: Tables, compiled: Compiled) -> RootCases:
    """What became of each root case alone."""
    return Measuring(compiled).take(tables)
