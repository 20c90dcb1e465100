"""The run-out without the office, against docs/model.md: nothing before it differs, and who asks then waits as people waited."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.office import office_of, with_office, without_office
from sim.engine.program import codes
from sim.engine.program.run_out import ALL_HOURS, CLASSES, nothing_noted
from sim.engine.program.tables import Table, Tables
from sim.engine.rules.run_out import WAITED, begin_of, class_of, note, team_at_turn, time_at
from sim.engine.simulate import CompiledScenario, compile_scenario, seeded, simulate
from sim.experiment.numbers.vary import only_services
from sim.model.files.loading import load
from sim.model.town.measure import Learning, Shock
from sim.model.values.units import HOUR, SECOND, WEEK
from sim.model.values.values import exactly
from tests.engine.test_twins import assert_twins

TOWN = Path(__file__).resolve().parents[1] / "data" / "town.yaml"
WEDDINGS = Path(__file__).resolve().parents[2] / "scenarios" / "huwelijk" / "vandaag.yaml"
SMALL = {
    "period.weeks": 4,
    "period.prelude": 30,
    "period.warm_up": 2,
    "period.follow_up": 30,
    "population.inhabitants": 20_000,
}
PERIOD = {"period.weeks": 4, "period.follow_up": 12}


@pytest.fixture(scope="module")
def stops() -> CompiledScenario:
    return compile_scenario(load(TOWN, overrides=PERIOD))


@pytest.fixture(scope="module")
def goes_on() -> CompiledScenario:
    return compile_scenario(load(TOWN, overrides=PERIOD | {"period.office_after": 12}))


def run(compiled: CompiledScenario) -> Tables:
    return simulate(compiled, seed=3, replication=1)


def over_by(table: Table, column: str, time: int) -> Table:
    return table[(table[column] >= 0) & (table[column] < time)]


def test_no_bit_differs_until_the_office_stops(stops: CompiledScenario, goes_on: CompiledScenario) -> None:
    short, long, end = run(stops), run(goes_on), stops.clock.office_end
    assert end == stops.clock.window_end + 2 * WEEK < goes_on.clock.office_end == goes_on.clock.end
    for table, column in (("cases", "ended"), ("contacts", "ended"), ("legs", "ended"), ("duty", "end"), ("slots", "time")):
        one, two = (over_by(getattr(tables, table), column, end) for tables in (short, long))
        assert len(one) > 0
        assert np.array_equal(one, two), table
    expected = long.expectation["day"] < stops.clock.office_days
    assert np.array_equal(short.expectation, long.expectation[expected]), "and then expectations stand still"


def test_nobody_begins_or_works_after_it_and_only_lines_of_the_window_go_on() -> None:
    weddings = compile_scenario(load(WEDDINGS, overrides=SMALL))
    tables, clock = run(weddings), weddings.clock
    fresh = tables.cases[tables.cases["case"] == tables.cases["root"]]
    assert fresh["started"].max() < clock.office_end
    late = tables.legs[tables.legs["started"] >= clock.office_end]
    assert len(late) > 0
    assert (late["agent"] == -1).all()
    team = late["team"][late["queue"] >= 0]
    assert (team >= 0).mean() > 0.5, "the others need nobody"
    assert (tables.duty["start"] < clock.office_end).all()
    began = dict(zip(fresh["case"].tolist(), fresh["started"].tolist(), strict=True))
    after = tables.contacts[tables.contacts["requested"] >= clock.office_end]
    assert len(after) > 0
    assert all(clock.window_start <= began[root] < clock.window_end for root in after["root"].tolist())


def test_cases_of_the_window_end_as_with_the_office(stops: CompiledScenario, goes_on: CompiledScenario) -> None:
    """Not the same ones, but as many: those that are open when it stops are few here."""
    clock = stops.clock
    for tables in (run(stops), run(goes_on)):
        roots = tables.cases[tables.cases["case"] == tables.cases["root"]]
        mine = roots[(roots["started"] >= clock.window_start) & (roots["started"] < clock.window_end)]
        assert (mine["end"] != codes.CASE_OPEN).all()


@given(time=st.integers(-5, 2**45))
def test_every_time_lies_in_its_class(time: int) -> None:
    number = class_of(time)
    assert 0 <= number < CLASSES
    if time <= 0:
        assert number == 0
    elif number < CLASSES - 1:
        assert begin_of(number) <= time < begin_of(number + 1)
        assert begin_of(number + 1) - begin_of(number) <= max(SECOND, begin_of(number) // 4)


@given(
    times=st.lists(st.integers(0, 10**12), min_size=1, max_size=30),
    least=st.integers(0, 10**12),
    u=st.floats(1e-9, 1 - 1e-9),
)
def test_a_wait_is_drawn_from_those_that_were_longer(times: list[int], least: int, u: float) -> None:
    noted = nothing_noted(1, 1, 1).times
    for time in times:
        note(noted, WAITED, 0, 3 * HOUR, time, 1)
    found = time_at(noted, WAITED, 0, 3 * HOUR, least, u)
    assert found >= least
    classes = {class_of(time) for time in times if begin_of(class_of(time) + 1) > least or time == least == 0}
    assert (not classes and found == least) or any(begin_of(one) <= found <= begin_of(one + 1) for one in classes)
    assert time_at(noted, WAITED, 0, 5 * HOUR, least, u) == found, "at an hour at which nobody joined all hours count"


def test_quantiles_rise_and_half_lie_below_the_median() -> None:
    noted = nothing_noted(1, 1, 1).times
    times = np.random.default_rng(1).lognormal(5, 1, 4000) * SECOND
    for time in times.astype(int).tolist():
        note(noted, WAITED, 0, 0, time, 1)
    drawn = [time_at(noted, WAITED, 0, 0, 0, u) for u in np.linspace(0.005, 0.995, 199)]
    assert drawn == sorted(drawn)
    assert np.mean(drawn) == pytest.approx(times[times < np.quantile(times, 0.9999)].mean(), rel=0.03)
    assert drawn[99] == pytest.approx(np.median(times), rel=0.05)


def test_each_team_serves_as_often_as_it_did_and_the_first_that_may_where_nobody_did(stops: CompiledScenario) -> None:
    book = seeded(stops.program, 1, 0).rulebook
    served, serves = np.array([[0, 30, 10]]), np.array([[[0], [1], [1]]], np.int32)
    found = [team_at_turn(book, served, serves, 0, 0, 0, case, 0) for case in range(4000)]
    assert np.mean(np.array(found) == 1) == pytest.approx(0.75, abs=6 * (0.75 * 0.25 / 4000) ** 0.5)  # false alarm 2e-9
    assert set(found) == {1, 2}
    assert team_at_turn(book, served * 0, serves, 0, 0, 0, 7, 0) == 1


def test_the_engines_agree_without_an_office_and_with_that_of_a_year() -> None:
    weddings = compile_scenario(load(WEDDINGS, overrides=SMALL))
    office = office_of(weddings.scenario)
    assert office.noted.times[WAITED, :, ALL_HOURS].sum() > 0
    assert_twins(with_office(weddings, office), 5)
    alone = without_office(compile_scenario(only_services(weddings.scenario, ["huwelijksaangifte"])), office)
    assert_twins(alone, 5)
    tables = run(alone)
    assert len(tables.duty) == 0
    assert (tables.legs["agent"] == -1).all()
    assert tables.contacts["waited"].sum() > 0, "people wait for an office that is not simulated"


def test_an_office_is_known_the_same_way_every_time(stops: CompiledScenario) -> None:
    one, two = office_of(stops.scenario), office_of(stops.scenario)
    assert all(np.array_equal(a, b) for a, b in zip(one.noted, two.noted, strict=True))
    assert np.array_equal(one.expectation, two.expectation)


@pytest.mark.parametrize(
    ("measure", "whole"),
    [
        ({}, False),
        ({"start": exactly(WEEK)}, True),
        ({"ramp": exactly(WEEK)}, True),
        ({"shock": Shock(factor=exactly(1.2))}, True),
        ({"learning": Learning(factor=exactly(1.2))}, True),
    ],
)
def test_the_office_goes_on_where_waits_still_change(measure: dict[str, object], whole: bool) -> None:
    digital = load(TOWN.with_name("town_digital.yaml"), overrides=PERIOD)
    at_once = {"start": exactly(0.0), "ramp": exactly(0.0), "shock": None, "learning": None}
    measures = tuple(one.model_copy(update=at_once | measure) for one in digital.measures)
    clock = compile_scenario(digital.model_copy(update={"measures": measures})).clock
    assert (clock.office_end == clock.end) is whole
