"""The same bits always: in another process, for another processor, and in whatever order events were put in."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from dataclasses import fields
from heapq import heappush
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.process import days as process
from sim.engine.program.tables import Tables
from sim.engine.simulate import compile_scenario, simulate
from sim.model.files.loading import load
from tests.engine.differences import first_difference
from tests.engine.random_values import Written
from tests.engine.scenarios import compile_written, towns

ROOT = Path(__file__).resolve().parents[2]
TOWN = ROOT / "tests" / "data" / "town.yaml"


def digest(tables: Tables) -> str:
    found = hashlib.blake2s()
    for field in fields(tables):
        found.update(getattr(tables, field.name).tobytes())
    return found.hexdigest()


def town_digest(engine: str = "compiled") -> str:
    """Hash of all tables of one small scenario."""
    overrides = {"period.weeks": 2, "teams.front.shifts.day.people": 2}
    return digest(simulate(compile_scenario(load(TOWN, overrides=overrides)), seed=5, replication=7, engine=engine))


def in_another_process(**environment: str) -> str:
    code = "from tests.engine.test_determinism import town_digest; print(town_digest())"
    result = subprocess.run(  # noqa: S603 - our own interpreter and words
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=True
    )
    return result.stdout.strip()


def test_same_seed_gives_the_same_bits_in_another_process() -> None:
    assert in_another_process(PYTHONHASHSEED="1") == town_digest() == town_digest("simpy")


@pytest.mark.slow
def test_a_plain_processor_gives_the_same_bits(tmp_path: Path) -> None:
    """Code compiled for any 64-bit processor of this kind, without its special instructions (such as fused multiply-add)."""
    generic = in_another_process(NUMBA_CPU_NAME="generic", NUMBA_CPU_FEATURES="", NUMBA_CACHE_DIR=str(tmp_path))
    assert generic == town_digest()


@settings(max_examples=15)
@given(town=towns(), seed=st.integers(0, 2**32 - 1))
def test_order_of_insertion_changes_nothing(town: Written, seed: int) -> None:
    compiled = compile_written(town)
    plain = simulate(compiled, seed=seed, replication=0, engine="simpy")
    with pytest.MonkeyPatch.context() as patch:
        shuffle_ties(patch, seed)
        shuffled = simulate(compiled, seed=seed, replication=0, engine="simpy")
    difference = first_difference(plain, shuffled)
    assert difference is None, str(difference)


def shuffle_ties(patch: pytest.MonkeyPatch, seed: int) -> None:
    """Among the events that the engine schedules, a random number takes the place of the number of insertion.

    What would be told apart by insertion alone now comes in any order. SimPy's own events without delay keep theirs.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret

    def push(queue: list[Any], item: tuple[int, int, int, Any]) -> None:
        time, key, _, event = item
        heappush(queue, (time, key, chance.random(), event))

    patch.setattr(process, "heappush", push)
