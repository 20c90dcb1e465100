"""Solving demand: the secant reaches a simulated figure, and says so when it cannot."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.engine.build.scenario import CompiledScenario
from sim.engine.program.tables import Tables
from sim.evidence.solve import NotSolvedError, solve_demand
from sim.model.files.loading import load

MM2 = Path(__file__).parents[1] / "data" / "mm2.yaml"
RATE = "services.call.demand.rate"


def calls_per_week(tables: Tables, compiled: CompiledScenario) -> float:
    requested, clock = tables.contacts["requested"], compiled.clock
    weeks = compiled.scenario.period.weeks
    return float(np.count_nonzero((requested >= clock.window_start) & (requested < clock.window_end))) / weeks


def always_fifty(_tables: Tables, _compiled: CompiledScenario) -> float:
    return 50.0


def test_demand_is_solved_for_a_number_of_calls() -> None:
    target = 3000.0
    solved = solve_demand(load(MM2), RATE, target, measured=calls_per_week, tolerance=0.002)
    assert solved.reached == pytest.approx(target, rel=0.002)
    assert solved.value == pytest.approx(target * 365.25 / 7, rel=0.03)  # calls of 8 weeks: sd 0.6%, so 1 in 10 million is off
    assert solved.tried[-1] == (solved.value, solved.reached)
    assert len(solved.tried) <= 5


def test_the_same_seed_solves_to_the_same_number() -> None:
    first = solve_demand(load(MM2), RATE, 2500.0, measured=calls_per_week, replications=1)
    second = solve_demand(load(MM2), RATE, 2500.0, measured=calls_per_week, replications=1)
    assert first == second


def test_a_figure_that_does_not_move_is_not_solved() -> None:
    with pytest.raises(NotSolvedError, match="not reached in 3 tries"):
        solve_demand(load(MM2), RATE, 100.0, measured=always_fifty, replications=1, most_tries=3)


def test_a_target_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        solve_demand(load(MM2), RATE, 0.0, measured=calls_per_week)
