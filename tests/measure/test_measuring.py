"""The pass over rows: in whichever order they stand, whole or in parts, they come to the same."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.program.tables import AsTheyCame, Tables
from sim.measure.counting.linked import linked, places_among
from sim.measure.counting.quantities import CONTACT, HOURLY, QUANTITIES, ROOT
from sim.measure.measuring import Measuring, measure, measure_with_roots
from sim.measure.roots import joined_roots
from tests.measure.by_hand import MINUTE, case, compiled, contact, leg, tables
from tests.measure.test_measurement import chunk, logs

KNOWN = compiled()


def shuffled(log: Tables, seed: int) -> AsTheyCame:
    """The rows in a random order, but for legs of one contact, which come one after the other; cases are named by their row."""
    luck, found = np.random.default_rng(seed), {field.name: getattr(log, field.name).copy() for field in fields(log)}
    cases, contacts, legs = (found[name] for name in ("cases", "contacts", "legs"))
    order = luck.permutation(len(cases))
    row_of = {int(entity): row for row, entity in enumerate(cases["case"][order])}
    for table, name in ((cases, "root"), (contacts, "root"), (contacts, "case"), (legs, "case")):
        table[name] = [row_of[int(entity)] for entity in table[name]]
    found |= {"cases": cases[order], "contacts": luck.permutation(contacts), "legs": legs[np.argsort(legs["leg"], kind="stable")]}
    return AsTheyCame(**found)


@given(logs(), st.integers(0, 99))
def test_rows_as_they_came_come_to_what_rows_in_order_come_to(log: Tables, seed: int) -> None:
    ordered, roots = measure_with_roots(log, KNOWN)
    measured, found = measure_with_roots(shuffled(log, seed), KNOWN)
    assert measured.same_as(ordered)
    ours, theirs = joined_roots([found], ROOT), joined_roots([roots], ROOT)
    assert np.array_equal(ours.lines.entity, theirs.lines.entity)
    assert all(np.array_equal(ours[name], theirs[name]) for name in ROOT)


@given(logs(), st.integers(0, 99), st.integers(2, 4))
def test_lines_that_are_not_over_are_left_alone(log: Tables, seed: int, parts: int) -> None:
    """All rows every time, and of each line one time that it is over: as parts that hold these lines alone."""
    rows, whole, alone = shuffled(log, seed), Measuring(KNOWN), Measuring(KNOWN)
    others = {name: getattr(rows, name)[:0] for name in ("duty", "slots", "expectation", "integrals", "lookups")}
    for part in range(parts):
        over = (rows.cases["case"][rows.cases["root"]] % parts == part).astype(np.int8)
        measured = whole.take_with_roots(replace(rows, over=over, **({} if part == 0 else others)))
        expected = alone.take_with_roots(chunk(log, part, parts))
        ours, theirs = joined_roots([measured], ROOT), joined_roots([expected], ROOT)
        assert np.array_equal(ours.lines.entity, theirs.lines.entity)
        assert all(np.array_equal(ours[name], theirs[name]) for name in ROOT)
    assert whole.measurement().same_as(alone.measurement())


@given(logs(), st.integers(0, 99))
def test_root_cases_that_nobody_wants_come_to_the_same_totals(log: Tables, seed: int) -> None:
    measuring, told = Measuring(KNOWN), Measuring(KNOWN)
    measuring.take(shuffled(log, seed))
    told.take_with_roots(log)
    assert measuring.measurement().same_as(told.measurement())


@given(logs(), st.integers(1, 4))
def test_parts_add_up_to_the_whole(log: Tables, parts: int) -> None:
    measuring = Measuring(KNOWN)
    for part in range(parts):
        measuring.take(chunk(log, part, parts))
    assert measuring.measurement().same_as(measure(log, KNOWN))


def test_what_is_measured_further_on_leaves_a_measurement_as_it_is() -> None:
    measuring = Measuring(KNOWN)
    measuring.take(tables(cases=[case(1)], contacts=[contact(1)], legs=[leg(1)]))
    before = measuring.measurement()
    measuring.take(tables(cases=[case(2)], contacts=[contact(2)], legs=[leg(2)]))
    totals = (("contact", "requested"), ("root", "roots"), ("root_contact", "contacts"), ("queue_work", "finished"))
    assert all(before.total(*total).sum() == 1 for total in totals)
    assert before.total("root_work", "staff_time").sum() == 5 * MINUTE
    assert before.load[0][0].sum() * 2 == measuring.measurement().load[0][0].sum() > 0


@given(st.sets(st.integers(0, 40)), st.lists(st.integers(0, 40)))
def test_places_of_rising_keys(known: set[int], asked: list[int]) -> None:
    keys = sorted(known)
    found = places_among(np.array(keys, np.int64), np.array(sorted(asked), np.int64))
    assert found.tolist() == [keys.index(key) if key in known else -1 for key in sorted(asked)]


def test_cases_that_the_table_lacks_have_numbers_beyond_it() -> None:
    log = tables(cases=[case(3), case(5, root=4)], contacts=[contact(1), contact(3), contact(5)], legs=[leg(1), leg(2), leg(5)])
    rows, cases = linked(log)
    assert rows.root.tolist() == [0, -1]
    assert (rows.of_contact.tolist(), rows.of_leg.tolist(), cases) == ([2, 0, 1], [2, 3, 1], 4)


def test_every_quantity_is_named_once_and_what_is_counted_by_the_hour_is_counted_at_all() -> None:
    assert all(len(set(names)) == len(names) for names in QUANTITIES.values())
    assert [name for name in CONTACT if name in HOURLY] == list(HOURLY)
