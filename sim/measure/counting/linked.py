"""The rows of a log, linked: of each case its root, and of each contact and leg its case, as rows of the table of cases."""

from __future__ import annotations

import numpy as np

from sim.engine.compiler.jit import compiled, internal
from sim.engine.program.tables import AsTheyCame, Table, Tables
from sim.measure.counting.arrays import Array, Rows


def linked(tables: Tables) -> tuple[Rows, int]:
    """The rows, and how many cases there are with those that contacts and legs name and the table lacks."""
    root = of_contact = of_leg = np.zeros(0, np.int64)
    cases = len(tables.cases)
    if not isinstance(tables, AsTheyCame):
        entities = _whole(tables.cases["case"])
        named_by_contact, named_by_leg = _whole(tables.contacts["case"]), _whole(tables.legs["case"])
        lacking = np.setdiff1d(np.concatenate([named_by_contact, named_by_leg]), entities)
        root = _places_in_any_order(entities, _whole(tables.cases["root"]))
        of_contact, of_leg = (_places(entities, lacking, named) for named in (named_by_contact, named_by_leg))
        cases += len(lacking)
    read = (tables.cases, tables.contacts, tables.legs, tables.duty, tables.slots, tables.lookups)
    over = tables.over if isinstance(tables, AsTheyCame) else np.zeros(0, np.int8)
    return Rows._make([*(_plain(table) for table in read), root, of_contact, of_leg, over]), cases


def _places(entities: Array, lacking: Array, named: Array) -> Array:
    places = places_among(entities, named)
    missing = places < 0
    places[missing] = len(entities) + np.searchsorted(lacking, named[missing])
    return places


def _plain(table: Table) -> Table:
    """In one piece of memory that can be written, so that there is machine code for one kind of table."""
    return np.require(table, requirements=["C", "A", "W"])


def _whole(numbers: Array) -> Array:
    return np.ascontiguousarray(numbers, np.int64)


def _places_in_any_order(sorted_keys: Array, keys: Array) -> Array:
    order = np.argsort(keys, kind="stable")
    found = np.empty(len(keys), np.int64)
    found[order] = places_among(sorted_keys, keys[order])
    return found


@internal
def root_of(rows: Rows, row: int) -> int:
    """The root case of a case, -1 = not there."""
    return int(rows.root[row] if len(rows.root) > 0 else rows.cases[row].root)


@internal
def is_over(rows: Rows, case: int) -> bool:
    """Does the line of this case count?"""
    return bool(len(rows.over) == 0 or rows.over[case] == 1)


@internal
def begins_line(rows: Rows, case: int) -> bool:
    """A root case, or a case that stands alone because its root case is not there, or it is not there itself."""
    return bool(case >= len(rows.cases) or root_of(rows, case) == case or root_of(rows, case) < 0)


@internal
def case_of_contact(rows: Rows, number: int) -> int:
    return int(rows.of_contact[number] if len(rows.of_contact) > 0 else rows.contacts[number].case)


@internal
def case_of_leg(rows: Rows, number: int) -> int:
    return int(rows.of_leg[number] if len(rows.of_leg) > 0 else rows.legs[number].case)


@compiled
def places_among(sorted_keys: Array, keys: Array) -> Array:
    """Where each of ``keys``, which rise, stands among ``sorted_keys``, which rise and are all different; -1 = not there."""
    found = np.full(len(keys), -1, np.int64)
    place = 0
    for row in range(len(keys)):
        while place < len(sorted_keys) and sorted_keys[place] < keys[row]:
            place += 1
        if place < len(sorted_keys) and sorted_keys[place] == keys[row]:
            found[row] = place
    return found
