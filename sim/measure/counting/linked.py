"""The rows of a log, linked: of each case its root, and of each contact and leg its case, as rows of the table of cases."""

from __future__ import annotations

import numpy as np

from sim.engine.compiler.jit import compiled
from sim.engine.program.tables import AsTheyCame, Table, Tables
from sim.measure.counting.arrays import Array, Rows


def linked(tables: Tables) -> tuple[Rows, int]:
    """The rows, and how many cases there are with those that contacts and legs name and the table lacks."""
    root, of_contact, of_leg = (_whole(named) for named in (tables.cases["root"], tables.contacts["case"], tables.legs["case"]))
    cases = len(tables.cases)
    if not isinstance(tables, AsTheyCame):
        entities = _whole(tables.cases["case"])
        lacking = np.setdiff1d(np.concatenate([of_contact, of_leg]), entities)
        root = _places_in_any_order(entities, root)
        of_contact, of_leg = (_places(entities, lacking, named) for named in (of_contact, of_leg))
        cases += len(lacking)
    read = (tables.cases, tables.contacts, tables.legs, tables.duty, tables.slots, tables.lookups)
    return Rows._make([*(_plain(table) for table in read), root, of_contact, of_leg]), cases


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
