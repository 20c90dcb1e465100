"""What the engine does a quicker way gives the same as the plain way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.compiled.days import DAY_DONE, NEEDS_ROOM, run_days
from sim.engine.compiled.state import enlarged, fresh_state, with_arrivals
from sim.engine.compiler.jit import view
from sim.engine.luck.arithmetic import log
from sim.engine.luck.draws import stream_entity, uniform, uniforms_of_quarters
from sim.engine.program.codes import NEVER
from sim.engine.program.program import program_view
from sim.engine.rules.arrivals import put_in_order
from sim.engine.rules.case import DAY, QUARTER
from sim.engine.rules.choice import LOG_STEP, Asker, Tried, choose_channel, closely_compared, least_log
from sim.engine.simulate import compile_scenario, seeded
from sim.model.files.loading import load

ROOT = Path(__file__).resolve().parents[2]
WORDS = st.integers(0, 2**32 - 1)


@given(seed=WORDS, replication=WORDS, label=WORDS, stream=st.integers(0, 2**22 - 1), date=st.integers(0, 2**16 - 1))
def test_quarter_hours_of_a_stream_draw_together_what_they_draw_alone(
    seed: int, replication: int, label: int, stream: int, date: int
) -> None:
    together = np.empty(96)
    uniforms_of_quarters(seed, replication, stream_entity(stream, date, 0), label, together)
    alone = [uniform(seed, replication, stream_entity(stream, date, quarter), label, 0) for quarter in range(96)]
    assert together.tolist() == alone


@given(st.lists(st.integers(0, QUARTER - 1) | st.sampled_from([0, 7, QUARTER - 1]), max_size=60))
def test_arrivals_of_a_quarter_hour_are_put_in_order(moments: list[int]) -> None:
    order, starts = np.empty(len(moments), np.int64), np.empty(len(moments) + 1, np.int64)
    put_in_order(np.array(moments, np.int64), order, starts)
    assert order.tolist() == np.argsort(np.array(moments, np.int64), kind="stable").tolist()


@given(st.floats(1.0, 1e300) | st.integers(0, 900).map(lambda power: 2.0**power))
def test_the_line_below_the_logarithm_is_below_it_and_near(x: float) -> None:
    exact, below = log(x), least_log(x)
    rounding = 1e-12 * (1.0 + exact)
    assert below <= exact + rounding
    assert exact <= below + LOG_STEP + rounding


@pytest.mark.parametrize("noise", [0.0, 0.01, 1.0])
def test_choosing_by_bounds_is_choosing_by_values(noise: float) -> None:
    """Of the example town, for many citizens, waits and failures; without noise options are often equal."""
    weights = {"behaviour.choice.nest_noise": noise, "behaviour.choice.channel_noise": noise}
    compiled = compile_scenario(load(ROOT / "tests/data/town.yaml", overrides=weights))
    book = program_view(seeded(compiled.program, 5, 0)).rulebook
    steps, channels = compiled.program.rulebook.steps, len(compiled.names.channels)
    several = np.flatnonzero(steps["options"] > 1)
    generator = np.random.default_rng(20191)
    first_free = np.full(channels, -1, np.int64)
    chosen = set()
    for case in range(3_000):
        step = int(generator.choice(several))
        expectation = generator.choice([0, 60_000_000, int(generator.integers(0, DAY))], (channels, 7, 24)).astype(np.int64)
        who = Asker(
            int(steps["service"][step]) // len(compiled.names.services),
            case,
            (1 << 56) + case,
            int(generator.integers(len(compiled.names.segments))),
            float(generator.uniform(0, 3)),
            float(generator.uniform()),
            int(generator.integers(-1, channels)),
        )
        tried = Tried(int(generator.integers(0, 3)), int(generator.integers(0, 2)))
        asked = (step, who, tried, generator.normal(size=channels), int(generator.integers(0, 14 * DAY)))
        quick = choose_channel(book, *asked, expectation, first_free)
        assert quick == closely_compared(book, *asked, expectation, first_free)
        chosen.add(quick)
    assert len(chosen) > 3


def test_withdrawn_events_leave_nothing_behind() -> None:
    """Every answered call withdraws its patience; rows of events are used again, and the heap holds five minutes."""
    path = ROOT / "scenarios/verification/erlang-a.yaml"
    program = seeded(compile_scenario(load(path, overrides={"period.weeks": 2})).program, 1, 0)
    state = fresh_state(program)
    viewed, most = program_view(program), 0
    for day in range(int(program.rulebook.settings[0]["days"])):
        while (reason := run_days(view(state), viewed, day + 1, NEVER)) != DAY_DONE:
            state = enlarged(state) if reason == NEEDS_ROOM else with_arrivals(state)
        most = max(most, int(state.registers[0]["heap_count"]))
    assert state.registers[0]["contact_count"] > 30_000
    assert state.registers[0]["event_count"] < 150
    assert most < 100
