"""Both engines give the same tables, to the bit: on every shipped scenario and on random ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.simulate import CompiledScenario, compile_scenario, simulate
from sim.model.files.loading import load
from sim.model.files.shipped import scenario_files
from tests.engine.differences import first_difference
from tests.engine.random_values import Written
from tests.engine.scenarios import briefly, compile_written, towns

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = scenario_files()
STORY = {"population.inhabitants": 40_000}
"""These are of one town, which is run whole; SimPy takes seconds for each."""


def assert_twins(compiled: CompiledScenario, seed: int, replication: int = 0) -> None:
    spoken = simulate(compiled, seed=seed, replication=replication, engine="simpy")
    fast = simulate(compiled, seed=seed, replication=replication, engine="compiled")
    difference = first_difference(spoken, fast)
    assert difference is None, f"SimPy (left) and compiled (right) differ: {difference}"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(ROOT / "scenarios")))
def test_engines_agree_on_a_shipped_scenario(path: Path) -> None:
    fewer = STORY if path.parent.name in {"plannen", "verhalen"} else {}
    assert_twins(compile_scenario(load(path, overrides=briefly(path) | fewer)), seed=20191, replication=3)


@settings(max_examples=40)
@given(town=towns(), seed=st.integers(0, 2**32 - 1))
def test_engines_agree_on_random_scenarios(town: Written, seed: int) -> None:
    assert_twins(compile_written(town), seed)


@pytest.mark.slow
@settings(max_examples=400)
@given(town=towns(), seed=st.integers(0, 2**32 - 1))
def test_engines_agree_on_many_random_scenarios(town: Written, seed: int) -> None:
    assert_twins(compile_written(town), seed)
