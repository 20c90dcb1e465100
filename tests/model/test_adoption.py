"""When which measures are in force, and in which combinations citizens meet them."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from sim.model.town.adoption import combinations, lasting, most_at_once, phases, too_many
from sim.model.values.values import Range, exactly

END = 10.0
"""Of the window."""


@dataclass(frozen=True)
class Measure:
    start: Range
    ramp: Range
    until: Range | None


def measure(start: float, ramp: float = 0.0, until: float | None = None) -> Measure:
    return Measure(exactly(start), exactly(ramp), None if until is None else exactly(until))


@st.composite
def measures(draw: st.DrawFn) -> list[Measure]:
    found = []
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, 4))
        until = draw(st.one_of(st.none(), st.integers(start + 1, 8)))
        found.append(measure(start, draw(st.integers(0, 4)), until))
    return sorted(found, key=lambda one: one.start.value)


def test_those_that_begin_at_once_make_one_design() -> None:
    assert combinations([measure(0), measure(0), measure(0)], END) == ((), (0, 1, 2))


def test_those_that_follow_each_other_make_a_chain() -> None:
    assert combinations([measure(0), measure(2), measure(4)], END) == ((), (0,), (0, 1), (0, 1, 2))


def test_those_that_ramp_at_once_are_met_in_every_combination() -> None:
    assert combinations([measure(0, 4), measure(1, 4)], END) == ((), (0,), (1,), (0, 1))


def test_what_is_withdrawn_is_gone_for_all() -> None:
    first, *_, last = phases([measure(0, 2, 6), measure(1)])
    assert (first.in_force, last.in_force) == ((), (1,))
    assert lasting([measure(0, 2, 6), measure(1)], END) == (1,)


def test_a_withdrawal_before_everybody_adopted_it_ends_the_ramp() -> None:
    assert [(phase.start, phase.ramping) for phase in phases([measure(0, 10, 3)])] == [(None, ()), (0.0, (0,)), (3.0, ())]


def test_the_measures_that_ramp_most_at_once_are_named() -> None:
    timed = [measure(0, 4), measure(1, 4), measure(9, 4)]
    assert most_at_once(timed) == (0, 1)
    assert not too_many(timed)


def test_there_may_be_so_many_combinations_and_no_more() -> None:
    """However often one comes back: five long ramps one after the other have 32."""
    assert not too_many([measure(start, 10) for start in range(5)])
    assert not too_many([measure(0, 8) for _ in range(6)])
    assert not too_many([measure(start, 1) for start in range(40)])
    assert too_many([measure(0, 8) for _ in range(7)])
    assert too_many([measure(start) for start in range(70)])
    assert too_many([measure(0, 8) for _ in range(40)])


def test_what_is_withdrawn_after_the_window_lasts() -> None:
    assert lasting([measure(0, until=END), measure(0, until=END - 1)], END) == (0,)


def test_a_longer_ramp_in_a_world_meets_no_other_combination() -> None:
    """Designs are made for the longest ramps; in a world they are shorter or as long."""
    short = [Measure(exactly(0.0), Range(low=0, mid=1, high=6), None), measure(3, 2)]
    known = combinations(short, END)
    for ramp in range(7):
        world = [Measure(exactly(0.0), Range(low=0, mid=ramp, high=6), None), measure(3, 2)]
        met = {numbers for phase in phases(world) for numbers in phase.combinations()}
        assert met <= set(known)


@given(timed=measures(), moment=st.integers(0, 12))
def test_at_every_moment_each_measure_is_adopted_ramping_or_not_there(timed: list[Measure], moment: int) -> None:
    found = [phase for phase in phases(timed) if phase.start is None or phase.start <= moment][-1]
    for number, one in enumerate(timed):
        there = one.start.value <= moment and (one.until is None or moment < one.until.value)
        ramps = there and moment < one.start.value + one.ramp.value
        assert (number in found.ramping) == ramps
        assert (number in found.adopted) == (there and not ramps)


@given(timed=measures())
def test_every_combination_stands_once_and_today_first(timed: list[Measure]) -> None:
    found = combinations(timed, END)
    assert found[0] == ()
    assert len(set(found)) == len(found)
    assert lasting(timed, END) in found
