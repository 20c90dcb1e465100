"""Measures of a plan are adopted apart: what comes out, against what was said (docs/model.md, "Measures")."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from sim.engine.program.tables import Table
from sim.engine.simulate import CompiledScenario, simulate
from sim.model.values.units import WEEK
from tests.engine.random_values import Written
from tests.engine.rule_towns import one_step, rule_town, run, trials_fit
from tests.engine.scenarios import compile_written

Flags = np.ndarray[Any, np.dtype[np.bool_]]
Numbers = np.ndarray[Any, np.dtype[np.float64]]
OPTIONS: Written = {"web": {"handling": "5 min"}, "phone": {"handling": "5 min"}}


def changing(key: str, **timed: str) -> Written:
    return {"label": key, "set": {f"services.ask.steps.ask.options.{key}.steering": 0.5}} | timed


def adopted(cases: Table, compiled: CompiledScenario, measure: int) -> Flags:
    """Of each case, had its citizen adopted this measure when it began?"""
    having = np.array([measure in numbers for numbers in compiled.scenario.in_force])
    found: Flags = having[cases["design"]]
    return found


def fresh(cases: Table, compiled: CompiledScenario, first: int, last: int) -> tuple[Table, Numbers]:
    """The cases that began in these weeks of the window, and when, in weeks since its start."""
    weeks = (cases["started"] - compiled.clock.window_start) / WEEK
    chosen = (weeks >= first) & (weeks < last)
    return cases[chosen], weeks[chosen]


def test_each_ramp_has_its_own_luck() -> None:
    """False alarm: once in a million seeds for each of the six."""
    plan = {"a": changing("web", start="0 weeks", ramp="4 weeks"), "b": changing("phone", start="1 weeks", ramp="4 weeks")}
    tables, compiled = run(rule_town(one_step(OPTIONS), weeks=5, measures=plan))
    for first, last in ((1, 2), (2, 4)):
        cases, weeks = fresh(tables.cases, compiled, first, last)
        of_a, of_b = (adopted(cases, compiled, number) for number in (0, 1))
        chances = weeks / 4, (weeks - 1) / 4
        assert trials_fit(of_a.tolist(), chances[0])
        assert trials_fit(of_b.tolist(), chances[1])
        assert trials_fit((of_a & of_b).tolist(), chances[0] * chances[1])


def test_everybody_has_it_after_the_ramp_and_nobody_once_it_is_withdrawn() -> None:
    plan = {"a": changing("web", start="0 weeks", ramp="1 weeks", until="3 weeks"), "b": changing("phone", start="0 weeks")}
    tables, compiled = run(rule_town(one_step(OPTIONS), weeks=4, measures=plan))
    for first, last, share in ((1, 3, 1.0), (3, 4, 0.0)):
        cases, _ = fresh(tables.cases, compiled, first, last)
        assert len(cases) > 1000
        assert adopted(cases, compiled, 0).mean() == share
        assert adopted(cases, compiled, 1).all()


def test_who_adopted_does_not_go_back() -> None:
    plan = {"a": changing("web", start="0 weeks", ramp="4 weeks"), "b": changing("phone", start="0 weeks", ramp="4 weeks")}
    town = rule_town(one_step(OPTIONS, rate="3000 per week"), weeks=4, measures=plan)
    town["population"] = {"inhabitants": 500, "segments": {"everyone": {"label": "everyone", "share": 1}}}
    tables, compiled = run(town)
    for number in (0, 1):
        has = adopted(tables.cases, compiled, number)
        went_on = 0
        for citizen in np.unique(tables.cases["citizen"]):
            mine = tables.cases["citizen"] == citizen
            in_order = has[mine][np.argsort(tables.cases["started"][mine], kind="stable")]
            assert all(later or not earlier for earlier, later in pairwise(in_order))
            went_on += bool(in_order.any() and not in_order.all())
        assert went_on > 100


def test_another_measure_leaves_the_ramp_of_one_as_it_is() -> None:
    """The second measure draws for itself: whoever had the first at some moment still has."""
    one = {"a": changing("web", start="0 weeks", ramp="4 weeks")}
    both = one | {"b": changing("phone", start="1 weeks", ramp="2 weeks", until="3 weeks")}
    towns = [rule_town(one_step(OPTIONS, rate="3000 per week"), weeks=4, measures=plan) for plan in (one, both)]
    found = []
    for town in towns:
        compiled = compile_written(town)
        cases = simulate(compiled, seed=3, replication=0).cases
        found.append(dict(zip(cases["case"].tolist(), adopted(cases, compiled, 0).tolist(), strict=True)))
    assert found[0] == found[1]
