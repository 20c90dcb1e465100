"""Measuring the log of a replication, whole or in parts: the pass over its rows adds to totals that stay."""

from __future__ import annotations

from functools import cache

import numpy as np

from sim.engine.compiler.jit import view
from sim.engine.program.tables import CASES, CONTACTS, DUTY, LEGS, LOOKUPS, SLOTS, Tables
from sim.measure.counting.arrays import Chains, Rows, Totals, Underway
from sim.measure.counting.chains import chain
from sim.measure.counting.linked import linked
from sim.measure.counting.log import count
from sim.measure.counting.quantities import HALF_HOUR, QUANTITIES, ROOT, UNDERWAY, record
from sim.measure.histogram import Histogram, together
from sim.measure.known import known_of
from sim.measure.layout import AXES, HISTOGRAMS, Array, Compiled, dimensions_of
from sim.measure.measurement import Measurement
from sim.measure.roots import Lines, RootCases
from sim.measure.work import by_half_hour_of_week

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
        totals = {family: cube if family == "root" else _rows(family, cube) for family, cube in self._cubes.items()}
        totals["load"] = self._load
        self._totals = view(Totals._make(totals[name] for name in Totals._fields))
        self._histograms: dict[str, list[Histogram]] = {name: [] for name in HISTOGRAMS}

    def take(self, tables: Tables) -> None:
        """Adds what counts in these tables."""
        self._count(tables, places=1)

    def take_with_roots(self, tables: Tables) -> RootCases:
        """The same; returns what became of the root cases that started in the window."""
        part = self._count(tables, places=len(tables.cases) + 1)
        roots = part.roots[: part.found["roots"][0]]
        lines = Lines(*(roots[name] for name in ("entity", "service", "segment", "started")))
        return RootCases(lines, {name: roots[name] for name in ROOT})

    def _count(self, tables: Tables, *, places: int) -> Underway:
        rows, cases = linked(tables)
        seen, chains = view(rows, like=_rows_seen()), view(_chains(rows, cases), like=_chains_seen())
        part = _underway(rows, cases, places, 2 + chain(seen, chains))
        count(seen, self._known, self._totals, chains, view(part, like=_part_seen()))
        self._note_times(part)
        return part

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


def _chains(rows: Rows, cases: int) -> Chains:
    lengths = cases, cases, len(rows.contacts), cases, len(rows.legs)
    return Chains._make(np.empty(length, np.int32) for length in lengths)


def _underway(rows: Rows, cases: int, places: int, of_case: int) -> Underway:
    """With places for root cases, and for the contacts ``of_case`` and its back-office work."""
    roots = np.empty(places, record(*ROOT, *UNDERWAY))
    contacts = len(rows.contacts)
    return Underway(
        np.zeros(cases, np.int8),
        roots,
        roots.view(np.int64).reshape(places, len(ROOT) + len(UNDERWAY)),
        np.zeros(of_case, np.int64),
        np.zeros(of_case, np.int8),
        np.full(of_case, -1, np.int64),
        np.zeros(1, record("roots", "waits", "leads", "lead_times")),
        *(np.empty(count, np.int64) for count in (*[contacts] * 5, *[len(rows.cases)] * 2)),
    )


@cache
def _rows_seen() -> Rows:
    """A view of no rows: to find out the types of its arrays takes Numba longer than to count thousands."""
    return view(_no_rows())


@cache
def _chains_seen() -> Chains:
    return view(_chains(_no_rows(), 0))


@cache
def _part_seen() -> Underway:
    return view(_underway(_no_rows(), 0, 1, 1))


def _no_rows() -> Rows:
    kinds = (CASES, CONTACTS, LEGS, DUTY, SLOTS, LOOKUPS)
    numbers = [np.zeros(0, kind) for kind in (np.int64, np.int64, np.int64, np.int8)]
    return Rows._make([*(np.zeros(0, kind) for kind in kinds), *numbers])


def measure(tables: Tables, compiled: Compiled, *, replication: int = 0) -> Measurement:
    """Folds the tables of (a chunk of) one replication."""
    return measure_with_roots(tables, compiled, replication=replication)[0]


def measure_with_roots(tables: Tables, compiled: Compiled, *, replication: int = 0) -> tuple[Measurement, RootCases]:
    """The same, and what became of each root case, for comparing persons."""
    measuring = Measuring(compiled, replication)
    roots = measuring.take_with_roots(tables)
    return measuring.measurement(), roots


def root_cases(tables: Tables, compiled: Compiled) -> RootCases:
    """What became of each root case alone."""
    return Measuring(compiled).take_with_roots(tables)
