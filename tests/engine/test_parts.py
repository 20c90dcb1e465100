"""A run handed over in parts is the same run: the same rows, the same figures, and memory for what goes on alone."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.compiled.days import InParts, Running
from sim.engine.program.tables import AsTheyCame, Tables, joined
from sim.engine.simulate import CompiledScenario, Stopped, compile_scenario, seeded, simulate, simulate_each, simulate_in_parts
from sim.measure.measurement import Measurement
from sim.measure.measuring import measure, measure_with_roots
from sim.measure.roots import RootCases, joined_roots
from sim.model.files.loading import load
from tests.engine.differences import first_difference
from tests.engine.random_values import Written
from tests.engine.scenarios import load_written, towns, with_first_measures

ROOT = Path(__file__).resolve().parents[2]
SHORT = {"period.weeks": 2, "period.warm_up": 2, "period.prelude": 20, "period.follow_up": 20, "period.office_after": 20}
TOWN = ROOT / "scenarios" / "municipalities" / "voorbeeldstad.yaml"

TABLE_COUNTS = ("case_count", "contact_count", "leg_count", "duty_count")


def parts_of(compiled: CompiledScenario, rows: int, seed: int = 3, engine: str = "compiled") -> list[Tables]:
    parts: list[Tables] = []
    simulate_in_parts(compiled, parts.append, seed=seed, replication=0, rows=rows, engine=engine)
    return parts


def first_measures(town: Written) -> list[CompiledScenario]:
    """The town without its measures, and with each next one."""
    return [compile_scenario(scenario) for scenario in with_first_measures(town)]


def assert_measured_alike(compiled: list[CompiledScenario], seed: int, rows: int) -> list[list[int]]:
    """What is measured of parts is what is measured of the whole. Of each part, how many contacts were handed over."""
    parts: list[list[tuple[Measurement, RootCases]]] = [[] for _ in compiled]
    handed_over: list[list[int]] = [[] for _ in compiled]

    def take(number: int, part: Tables) -> None:
        parts[number].append(measure_with_roots(part, compiled[number]))
        handed_over[number].append(len(lines_of_part(part).contacts))

    simulate_each(compiled, take, seed=seed, replication=0, rows=rows)
    for one, measured in zip(compiled, parts, strict=True):
        whole, roots = measure_with_roots(simulate(one, seed=seed, replication=0), one)
        together = reduce(Measurement.merge, (measurement for measurement, _ in measured))
        assert together.same_as(whole), one.scenario.name
        names = ("resolved", "waiting", "citizen_time", "staff_time")
        ours, theirs = joined_roots([those for _, those in measured], names), joined_roots([roots], names)
        assert np.array_equal(ours.lines.entity, theirs.lines.entity)
        assert all(np.array_equal(ours[name], theirs[name]) for name in names)
    return handed_over


def lines_of_part(part: Tables) -> AsTheyCame:
    """Copies of the rows that are handed over; they still name a case by its row in the whole table."""
    assert isinstance(part, AsTheyCame)
    over = part.over == 1 if len(part.over) else np.ones(len(part.cases), np.bool_)
    lines = {"cases": part.cases[over], "contacts": part.contacts[over[part.contacts["case"]]]}
    return replace(part, **lines, legs=part.legs[over[part.legs["case"]]])


@settings(max_examples=25)
@given(town=towns(), seed=st.integers(0, 2**32 - 1), rows=st.sampled_from([1, 20, 200]))
def test_a_random_town_in_parts_is_the_town(town: Written, seed: int, rows: int) -> None:
    compiled = compile_scenario(load_written(town))
    difference = first_difference(joined(parts_of(compiled, rows, seed)), simulate(compiled, seed=seed, replication=0))
    assert difference is None, f"in parts (left) and at once (right) differ: {difference}"


@settings(max_examples=20)
@given(town=towns(), seed=st.integers(0, 2**32 - 1), rows=st.sampled_from([1, 20, 200]))
def test_random_scenarios_are_measured_from_parts_as_from_the_whole(town: Written, seed: int, rows: int) -> None:
    assert_measured_alike(first_measures(town), seed, rows)


@pytest.mark.slow
@settings(max_examples=150)
@given(town=towns(), seed=st.integers(0, 2**32 - 1), rows=st.sampled_from([1, 5, 20, 100, 500]))
def test_many_random_towns_in_parts(town: Written, seed: int, rows: int) -> None:
    compiled = compile_scenario(load_written(town))
    assert first_difference(joined(parts_of(compiled, rows, seed)), simulate(compiled, seed=seed, replication=0)) is None
    assert_measured_alike(first_measures(town), seed, rows)


def test_the_stories_are_measured_from_parts_as_from_the_whole() -> None:
    """Marriages go on for a long time, so that most parts leave lines behind."""
    names = ("vandaag", "volledig-digitaal")
    compiled = [compile_scenario(load(ROOT / "scenarios" / "huwelijk" / f"{name}.yaml", overrides=SHORT)) for name in names]
    handed_over = assert_measured_alike(compiled, 7, 500)
    assert all(len(contacts) > 5 for contacts in handed_over)
    whole = len(simulate(compiled[0], seed=7, replication=0).contacts)
    assert max(sum(contacts) for contacts in handed_over) < whole / 3, "what counts nowhere is left out"


def test_a_part_holds_whole_lines_in_canonical_order_and_comes_while_the_run_goes_on() -> None:
    compiled = compile_scenario(load(TOWN, overrides=SHORT))
    days, parts, came = [0], [], []

    def on_day(day: int, _days: int) -> bool:
        days[0] = day
        return True

    def take(part: Tables) -> None:
        parts.append(part)
        came.append(days[0])

    simulate_in_parts(compiled, take, seed=3, replication=0, rows=2_000, on_day=on_day)
    assert len(set(came)) > 8
    seen: set[int] = set()
    for part in parts:
        lines = set(part.cases["root"].tolist())
        assert not lines & seen
        assert set(part.contacts["root"].tolist()) <= lines
        assert set(part.legs["case"].tolist()) <= set(part.cases["case"].tolist())
        assert first_difference(joined([part]), part) is None, "in canonical order"
        seen |= lines


def test_what_is_measured_is_not_put_in_order_and_cannot_be_taken_for_a_log() -> None:
    compiled, parts = compile_scenario(load(TOWN, overrides=SHORT)), list[Tables]()

    def take(_: int, part: Tables) -> None:
        lines = lines_of_part(part)
        assert isinstance(part, AsTheyCame)
        roots, cases = part.cases["root"], lines.contacts["case"]
        rows = np.flatnonzero(part.over) if len(part.over) else np.arange(len(part.cases))
        assert (roots[rows] <= rows).all(), "a root case comes before what follows from it"
        assert set(roots[rows].tolist()) <= set(rows.tolist()), "lines are whole"
        assert np.array_equal(lines.contacts["root"], roots[cases])
        assert np.array_equal(np.bincount(cases, minlength=len(roots))[rows], lines.cases["contacts"])
        parts.append(lines)

    simulate_each([compiled], take, seed=3, replication=0, rows=2_000)
    assert len(parts) > 8
    assert (np.diff(np.concatenate([part.cases["case"] for part in parts])) < 0).sum() > len(parts)
    with pytest.raises(ValueError, match="cannot be joined"):
        joined(parts)


def test_memory_is_for_what_goes_on() -> None:
    """Four times the weeks, and no more rows at any time; couples go on for up to two years."""

    def most_rows(weeks: int) -> tuple[int, ...]:
        compiled = compile_scenario(load(TOWN, overrides={"period.weeks": weeks, "period.follow_up": 1}))
        running = Running(seeded(compiled.program, 1, 0), in_parts=InParts(lambda _: None, 4_000))
        most = [0] * len(TABLE_COUNTS)
        for day in range(running.days):
            running.until(day + 1, lambda _day, _days: True)
            registers = running._state.registers[0]
            most = [max(before, int(registers[count])) for before, count in zip(most, TABLE_COUNTS, strict=True)]
        return tuple(most)

    short, long = most_rows(26), most_rows(104)
    assert all(b < 1.2 * a for a, b in zip(short, long, strict=True)), (short, long)


def test_the_engine_of_record_has_one_part() -> None:
    compiled = compile_scenario(load(TOWN, overrides=SHORT | {"period.prelude": 1, "period.follow_up": 1}))
    (part,) = parts_of(compiled, 100, engine="simpy")
    assert first_difference(part, joined(parts_of(compiled, 100))) is None


def test_who_stops_gets_no_last_part() -> None:
    compiled, parts = compile_scenario(load(TOWN, overrides=SHORT)), list[Tables]()
    with pytest.raises(Stopped):
        simulate_in_parts(compiled, parts.append, seed=1, replication=0, rows=1_000, on_day=lambda day, _: day < 200)
    assert parts
    assert all(len(part.integrals) == 0 for part in parts)


def test_duty_and_slots_are_handed_over_once() -> None:
    compiled = compile_scenario(load(TOWN, overrides=SHORT))
    parts = parts_of(compiled, 2_000)
    assert sum(len(part.duty) for part in parts[:-1]) > 0.9 * sum(len(part.duty) for part in parts)
    assert [len(part.slots) > 0 for part in parts] == [False] * (len(parts) - 1) + [True]
    assert measure(joined(parts), compiled).same_as(measure(simulate(compiled, seed=3, replication=0), compiled))
