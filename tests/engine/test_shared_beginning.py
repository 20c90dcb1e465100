"""Scenarios that begin alike are simulated once until they part: the same bits, in less time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.office import with_office
from sim.engine.program.run_out import ALL_HOURS, Office, nothing_noted
from sim.engine.program.tables import Tables
from sim.engine.rules.run_out import WAITED
from sim.engine.shared_beginning import shared_days
from sim.engine.simulate import CompiledScenario, Stopped, compile_scenario, simulate, simulate_each
from sim.experiment.running.beginnings import KeptBeginnings
from sim.model.files.loading import load
from sim.model.values.units import DAY
from tests.engine.differences import first_difference
from tests.engine.random_values import Written
from tests.engine.scenarios import towns, with_first_measures

ROOT = Path(__file__).resolve().parents[2]
SHORT = {"period.weeks": 1, "period.warm_up": 2, "period.prelude": 1, "period.follow_up": 1}
MARRIAGE = ("vandaag", "volledig-digitaal", "hybride", "verbeterd-digitaal")


NEVER_ENOUGH = 10**9


def assert_same_bits(compiled: list[CompiledScenario], seed: int) -> None:
    """All that began before the end of the window, in one part."""
    found: dict[int, Tables] = {}
    simulate_each(compiled, found.__setitem__, seed=seed, replication=0, rows=NEVER_ENOUGH, ordered=True)
    for number, one in enumerate(compiled):
        difference = first_difference(begun_before_the_end(simulate(one, seed=seed, replication=0), one), found[number])
        assert difference is None, f"{one.scenario.name}: on its own (left) and beside the first (right) differ: {difference}"


def begun_before_the_end(log: Tables, compiled: CompiledScenario) -> Tables:
    roots = log.cases[log.cases["case"] == log.cases["root"]]
    begun = np.isin(log.cases["root"], roots["case"][roots["started"] < compiled.clock.window_end])
    cases = log.cases[begun]
    contacts, legs = (table[np.isin(table["case"], cases["case"])] for table in (log.contacts, log.legs))
    return replace(log, cases=cases, contacts=contacts, legs=legs)


def test_the_marriage_stories_share_all_that_comes_before_the_window() -> None:
    compiled = [compile_scenario(load(ROOT / "scenarios" / "huwelijk" / f"{name}.yaml", overrides=SHORT)) for name in MARRIAGE]
    assert {shared_days(compiled[0], other) for other in compiled[1:]} == {compiled[0].clock.window_start // DAY} == {21}
    assert_same_bits(compiled, seed=7)


@settings(max_examples=25)
@given(town=towns(), seed=st.integers(0, 2**32 - 1))
def test_a_random_town_goes_on_from_the_one_without_its_measures(town: Written, seed: int) -> None:
    assert_same_bits([compile_scenario(scenario) for scenario in with_first_measures(town)], seed)


def in_the_window(compiled: CompiledScenario, seed: int, beginnings: KeptBeginnings | None = None) -> tuple[Tables, int]:
    """What is handed over of it, in one part, and how many weeks were simulated for it."""
    found: list[Tables] = []
    looks: list[int] = []

    def on_day(day: int, _days: int) -> bool:
        looks.append(day)
        return True

    simulate_each(
        [compiled],
        lambda _, part: found.append(part),
        seed=seed,
        replication=0,
        on_day=on_day,
        rows=NEVER_ENOUGH,
        ordered=True,
        beginnings=beginnings,
    )
    return found[0], len(looks)


def test_who_turns_a_lever_does_not_wait_for_what_came_before_the_window() -> None:
    today, digital, hybrid = (
        compile_scenario(load(ROOT / "scenarios" / "huwelijk" / f"{name}.yaml", overrides=SHORT)) for name in MARRIAGE[:3]
    )
    kept = KeptBeginnings()
    simulate_each([today, digital], lambda *_: None, seed=7, replication=0, beginnings=kept)
    (alone, weeks), (after, left) = in_the_window(hybrid, 7), in_the_window(hybrid, 7, kept)
    assert first_difference(alone, after) is None
    assert (weeks, left) == (5, 2), "three weeks before the window were there"
    assert in_the_window(hybrid, 8, kept)[1] == weeks, "other luck"


def test_another_town_does_not_go_on_from_what_was_kept() -> None:
    today, digital = (
        compile_scenario(load(ROOT / "scenarios" / "huwelijk" / f"{name}.yaml", overrides=SHORT)) for name in MARRIAGE[:2]
    )
    other = compile_scenario(load(ROOT / "scenarios/huwelijk/hybride.yaml", overrides=SHORT | {"channels.phone.lines": 3}))
    kept = KeptBeginnings()
    simulate_each([today, digital], lambda *_: None, seed=7, replication=0, beginnings=kept)
    assert in_the_window(other, 7, kept)[1] == in_the_window(other, 7)[1]


def test_what_was_used_longest_ago_goes_when_there_is_no_room() -> None:
    today, digital = (
        compile_scenario(load(ROOT / "scenarios" / "huwelijk" / f"{name}.yaml", overrides=SHORT)) for name in MARRIAGE[:2]
    )
    all_of_them = KeptBeginnings()
    simulate_each([today, digital], lambda *_: None, seed=7, replication=0, beginnings=all_of_them)
    begun = all_of_them.of(digital, 7, 0)
    assert begun is not None
    kept = KeptBeginnings(limit=int(1.5 * begun.size))
    for replication in range(2):
        simulate_each([today, digital], lambda *_: None, seed=7, replication=replication, beginnings=kept)
    assert kept.of(digital, 7, 0) is None
    assert kept.of(digital, 7, 1) is not None


@settings(max_examples=25)
@given(town=towns(), seed=st.integers(0, 2**32 - 1))
def test_a_random_town_goes_on_from_what_was_kept(town: Written, seed: int) -> None:
    designs = [compile_scenario(scenario) for scenario in with_first_measures(town)]
    kept = KeptBeginnings()
    simulate_each(designs, lambda *_: None, seed=seed, replication=0, beginnings=kept)
    for design in designs:
        difference = first_difference(in_the_window(design, seed)[0], in_the_window(design, seed, kept)[0])
        assert difference is None, difference


@pytest.mark.slow
@settings(max_examples=150)
@given(town=towns(), seed=st.integers(0, 2**32 - 1))
def test_many_random_towns_go_on_from_the_one_without_their_measures(town: Written, seed: int) -> None:
    assert_same_bits([compile_scenario(scenario) for scenario in with_first_measures(town)], seed)


def test_each_waits_as_in_its_own_office_whoever_began() -> None:
    """Without an office from the window's end on: what today knows of waits must not reach the design that goes on from it."""
    overrides = SHORT | {"period.office_after": 0, "period.follow_up": 12}
    today, digital = (
        compile_scenario(load(ROOT / "scenarios" / "huwelijk" / f"{name}.yaml", overrides=overrides))
        for name in ("vandaag", "volledig-digitaal")
    )
    known = nothing_noted(len(today.names.queues), len(today.names.teams), len(today.names.channels))
    known.times[WAITED, :, ALL_HOURS, 60] += 5
    expectation = digital.program.facility.start_expectation
    compiled = [today, with_office(digital, Office(known, expectation))]
    assert shared_days(*compiled) == today.clock.window_start // DAY
    assert_same_bits(compiled, seed=3)


def test_nothing_is_shared_where_the_beginning_differs() -> None:
    path = ROOT / "scenarios" / "huwelijk" / "vandaag.yaml"
    today = compile_scenario(load(path, overrides=SHORT))
    for change in ({"population.inhabitants": 150_001}, {"period.warm_up": 3}, {"busyness.spread": 0.31}):
        other = compile_scenario(load(path, overrides=SHORT | change))
        assert shared_days(today, other) == 0, change


def test_nothing_is_shared_with_a_measure_that_is_seen_before_it_holds() -> None:
    """Who saves a form or tries again later looks at whether it will work, and be open, by then."""
    path = ROOT / "scenarios" / "huwelijk" / "vandaag.yaml"
    today = load(path, overrides=SHORT)
    for what, value in (("web.outages", [{"from": "0 min", "length": "2 days"}]), ("phone.open", "08:00-20:00")):
        measure = {"label": "m", "start": "0 weeks", "set": {f"channels.{what}": value}}
        changed = load(path, overrides=SHORT | {"measures": {"m": measure}})
        assert changed.baseline == today.baseline
        assert shared_days(compile_scenario(today), compile_scenario(changed)) == 0, what


def test_who_stops_stops_in_the_shared_part_too() -> None:
    compiled = [compile_scenario(load(ROOT / "scenarios" / "huwelijk" / f"{name}.yaml", overrides=SHORT)) for name in MARRIAGE]
    seen: list[int] = []

    def on_day(day: int, _days: int) -> bool:
        seen.append(day)
        return len(seen) < 7

    with pytest.raises(Stopped):
        simulate_each(compiled, lambda _number, _part: None, seed=7, replication=0, on_day=on_day)
    assert seen == [0, 7, 14, 21, 28, 21, 28], "the second scenario begins on the day of the first measure"
