"""What a citizen learnt from earlier cases, told again from the log in plain Python. Each check: false alarm 1e-6."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

import sim
from sim.engine.program import codes
from sim.engine.program.tables import Tables
from sim.engine.simulate import CompiledScenario, simulate
from sim.model.values.units import WEEK
from tests.engine.random_values import Written
from tests.engine.rule_towns import one_step, rule_town, trials_fit
from tests.engine.scenarios import compile_written, load_written

WEIGHT, HALF = 0.7, 2 * WEEK
ENGINES = pytest.mark.parametrize("engine", ["simpy", "compiled"])
FAILED = (codes.DROPPED, codes.UNRESOLVED)


def town(**choice: object) -> Written:
    """Three hundred people with a question a fortnight, which takes them a day or two; half of what they try fails."""
    slow = {"exponential": "1 days"}
    return rule_town(
        one_step({"web": {"handling": slow, "resolves": 0.5}, "phone": {"handling": slow, "resolves": 0.7}}, "150 per week"),
        weeks=40,
        population={"inhabitants": 300, "segments": {"everyone": {"label": "everyone", "share": 1}}},
        choice={"experience": WEIGHT, "experience_fades": "2 weeks"} | choice,
        behaviour={"reactions": {"default": {"retry": 0.3, "switch": 0.3}}},
    )


def chances(tables: Tables, compiled: CompiledScenario) -> tuple[list[float], list[float], list[bool]]:
    """For every case: the chance that its citizen starts online, how much better he knows web than phone, and whether he did."""
    web, phone = (compiled.names.channels.index(name) for name in ("web", "phone"))
    tried: dict[int, dict[int, int]] = defaultdict(lambda: {web: 0, phone: 0})
    for row in tables.contacts:
        works = 1 if row["outcome"] == codes.RESOLVED else -1 if row["outcome"] in FAILED else 0
        tried[int(row["case"])][int(row["channel"])] += works
    by_citizen: dict[int, list[tuple[int, dict[int, int]]]] = defaultdict(list)
    for row in tables.cases[tables.cases["ended"] >= 0]:
        by_citizen[int(row["citizen"])].append((int(row["ended"]), tried[int(row["case"])]))
    first = {int(row["case"]): int(row["channel"]) for row in tables.contacts if row["contact"] == 0}
    expected, known, happened = [], [], []
    for row in tables.cases:
        started = int(row["started"])
        better = sum(
            (found[web] - found[phone]) * 0.5 ** ((started - ended) / HALF)
            for ended, found in by_citizen[int(row["citizen"])]
            if ended < started
        )
        expected.append(1.0 / (1.0 + np.exp(-WEIGHT * better)))
        known.append(better)
        happened.append(first[int(row["case"])] == web)
    return expected, known, happened


@ENGINES
def test_what_worked_counts_for_a_channel_and_what_failed_against_it_and_both_fade(engine: str) -> None:
    compiled = compile_written(town())
    tables = simulate(compiled, seed=2, replication=0, engine=engine)
    expected, known, happened = (np.array(column) for column in chances(tables, compiled))
    for group in (known > 0.5, (known <= 0.5) & (known > -0.5), known <= -0.5):
        assert group.sum() > 500
        assert trials_fit(happened[group], expected[group])


def test_without_a_weight_nothing_is_learnt() -> None:
    compiled = compile_written(town(experience=0))
    _, known, happened = (np.array(column) for column in chances(simulate(compiled, seed=2, replication=0), compiled))
    for group in (known > 0.5, known <= -0.5):
        assert trials_fit(happened[group], np.full(int(group.sum()), 0.5))


def test_experience_that_never_was_is_refused() -> None:
    with pytest.raises(sim.ScenarioError, match=r"behaviour\.choice.*experience_fades"):
        load_written(town(experience_fades="0 min"))
