"""Staff that must learn what a measure changed: work takes longer at first, and half of that is gone after every half-time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sim
from sim.engine.program.tables import Table
from sim.engine.simulate import CompiledScenario, simulate
from sim.measure.layout import Array
from sim.model.values.units import DAY, MINUTE
from tests.engine.random_values import Written
from tests.engine.rule_towns import rule_town, service
from tests.engine.scenarios import compile_written, load_written

ENGINES = pytest.mark.parametrize("engine", ["simpy", "compiled"])
START = 7
"""The day on which the measure starts."""
OPTIONS: Written = {"phone": {"handling": "10 min", "wrap_up": "2 min"}, "desk": {"handling": "10 min", "wrap_up": "2 min"}}
CHECK: Written = {"label": "check", "kind": "back_office", "team": "staff", "work": "30 min"}
ALWAYS: Written = {"days": "mon-sun", "hours": "00:00-24:00", "people": 60}


def town(learning: Written, **changes: Any) -> Written:
    steps = {"ask": {"label": "ask", "options": OPTIONS}, "check": CHECK}
    services = {"new": service(steps, "1000 per week"), "other": service(steps, "1000 per week")}
    measure = {
        "label": "something new",
        "start": "1 weeks",
        "learning": {"factor": 2, "half_time": "7 days"} | learning,
        "set": {"services.new.steps.ask.options.desk.steering": 0.1},
    }
    return rule_town(services, weeks=4, measures={"change": measure}, **changes)


def legs_of(written: Written, engine: str) -> tuple[Table, CompiledScenario]:
    """Finished pieces of work of cases that began a day after the measure or later, or before it."""
    compiled = compile_written(written)
    tables = simulate(compiled, seed=8, replication=0, engine=engine)
    started = dict(zip(tables.cases["case"].tolist(), (tables.cases["started"] // DAY).tolist(), strict=True))
    fresh = np.array([started[case] >= START for case in tables.legs["case"].tolist()])
    straddles = ~fresh & (tables.legs["started"] // DAY >= START)
    return tables.legs[(tables.legs["released"] >= 0) & ~straddles], compiled


def times_longer(legs: Table) -> Array:
    """By the formula: 1 + (2 - 1) x 2^(-weeks), in whole days since the start; 1 before it."""
    since = legs["started"] // DAY - START
    return np.where(since >= 0, 1 + 2.0 ** (-since / 7), 1.0)


def takes_as_long_as(legs: Table, factor: Array) -> bool:
    """Ten minutes with the citizen, thirty in the back office; to a microsecond, as times are rounded down."""
    normal = np.where(legs["contact"] >= 0, 10 * MINUTE, 30 * MINUTE)
    return bool((np.abs(legs["ended"] - legs["started"] - normal * factor) <= 1).all())


@ENGINES
def test_all_work_takes_longer_at_first_and_gets_better_by_halves(engine: str) -> None:
    legs, _ = legs_of(town({}), engine)
    assert takes_as_long_as(legs, times_longer(legs))
    calls = legs[legs["contact"] >= 0]
    on_day = {day: calls[calls["started"] // DAY == day] for day in (0, START, START + 7, START + 14)}
    lasts = {day: set((rows["ended"] - rows["started"]).tolist()) for day, rows in on_day.items()}
    assert lasts == {0: {10 * MINUTE}, START: {20 * MINUTE}, START + 7: {15 * MINUTE}, START + 14: {12.5 * MINUTE}}


@ENGINES
@pytest.mark.parametrize(
    ("named", "learns"),
    [
        ({"services": ["new"]}, {("new", "ask", "phone"), ("new", "ask", "desk"), ("new", "check", "")}),
        ({"steps": ["check"]}, {("new", "check", ""), ("other", "check", "")}),
        ({"channels": ["desk"]}, {("new", "ask", "desk"), ("other", "ask", "desk")}),
        ({"services": ["other"], "steps": ["ask"], "channels": ["phone"]}, {("other", "ask", "phone")}),
    ],
)
def test_only_what_is_named_must_be_learnt(engine: str, named: Written, learns: set[tuple[str, str, str]]) -> None:
    legs, compiled = legs_of(town(named), engine)
    late = legs[legs["started"] // DAY >= START]
    found = set()
    for step, channel in {(int(leg["step"]), int(leg["channel"])) for leg in late}:
        rows = late[(late["step"] == step) & (late["channel"] == channel)]
        slower = takes_as_long_as(rows, times_longer(rows))
        assert slower != takes_as_long_as(rows, np.ones(len(rows)))
        if slower:
            found.add((*compiled.names.steps[step], compiled.names.channels[channel] if channel >= 0 else ""))
    assert found == learns


@ENGINES
def test_who_has_not_adopted_the_measure_is_served_as_before(engine: str) -> None:
    written = town({"channels": ["phone", "desk"]})
    written["measures"]["change"]["ramp"] = "2 weeks"
    tables = simulate(compile_written(written), seed=8, replication=0, engine=engine)
    design = {int(row["case"]): int(row["design"]) for row in tables.cases}
    legs = tables.legs[(tables.legs["released"] >= 0) & (tables.legs["contact"] >= 0)]
    adopted = np.array([design[int(leg["case"])] == 1 for leg in legs])
    assert adopted.any()
    assert (~adopted & (legs["started"] // DAY > START)).any()
    assert takes_as_long_as(legs, np.where(adopted, times_longer(legs), 1.0))


@ENGINES
def test_a_faster_team_learns_as_well(engine: str) -> None:
    teams = {"staff": {"label": "staff", "work_on_holidays": True, "shifts": {"all": ALWAYS}, "speed": {"phone": 2}}}
    legs, compiled = legs_of(town({"channels": ["phone"]}, teams=teams), engine)
    calls = legs[legs["channel"] == compiled.names.channels.index("phone")]
    assert len(calls) > 1000
    assert takes_as_long_as(calls, times_longer(calls) / 2)
    assert (np.abs(calls["released"] - calls["ended"] - 2 * MINUTE * times_longer(calls) / 2) <= 1).all(), "wrapping up as well"


@ENGINES
def test_what_two_measures_make_new_multiplies(engine: str) -> None:
    written = town({})
    later = {"label": "more", "start": "2 weeks", "learning": {"factor": 1.5, "half_time": "7 days", "channels": ["phone"]}}
    written["measures"]["later"] = later | {"set": {"services.new.steps.ask.options.desk.steering": 0.2}}
    legs, compiled = legs_of(written, engine)
    calls = legs[(legs["channel"] == compiled.names.channels.index("phone")) & (legs["enqueued"] // DAY >= 2 * START)]
    second = 1 + 0.5 * 2.0 ** (-(calls["started"] // DAY - 2 * START) / 7)
    assert takes_as_long_as(calls, times_longer(calls) * second)


@pytest.mark.parametrize(
    ("learning", "place"),
    [
        ({"factor": 0.9}, r"measures\.change\.learning"),
        ({"half_time": "0 min"}, r"measures\.change\.learning"),
        ({"services": ["nieuw"]}, r"measures\.change\.learning\.services\.0"),
        ({"steps": ["vraag"]}, r"measures\.change\.learning\.steps\.0"),
        ({"channels": ["fone"]}, r"measures\.change\.learning\.channels\.0"),
    ],
)
def test_what_cannot_be_learnt_is_refused_at_its_place(learning: Written, place: str) -> None:
    with pytest.raises(sim.ScenarioError, match=place):
        load_written(town(learning))


def test_what_a_measure_brings_can_be_learnt() -> None:
    written = town({"channels": ["counter"], "steps": ["inquiry", "extra"]})
    written["measures"]["change"]["set"] = {
        "channels.counter": {"label": "counter", "kind": "live", "nest": "in_person", "open": "always"},
        "queues.counter": {"channel": "counter", "teams": "staff"},
        "services.new.steps.extra": {"label": "extra", "options": {"counter": {"handling": "5 min"}}},
    }
    legs, compiled = legs_of(written, "compiled")
    extra = legs[legs["step"] == compiled.names.steps.index(("new", "extra"))]
    assert len(extra)
    assert ((extra["released"] - extra["started"]) > 5 * MINUTE).all()
