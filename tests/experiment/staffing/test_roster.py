from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.experiment.staffing.roster import break_share, present, rostered, shifts_of, spans_of, staffed_teams, with_people
from sim.measure.layout import Array

DATA = Path(__file__).resolve().parents[2] / "data"
GRIDS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 46), st.integers(1, 12), st.integers(1, 4)), max_size=8)


def grid_of(blocks: list[tuple[int, int, int, int]]) -> Array:
    grid = np.zeros((7, 48), np.int64)
    for day, first, length, people in blocks:
        grid[day, first : first + length] += people
    return grid


@given(GRIDS)
def test_shifts_put_as_many_people_to_work_as_the_grid_says(blocks: list[tuple[int, int, int, int]]) -> None:
    scenario = sim.load(DATA / "three_half_hours.yaml")
    grid = grid_of(blocks)
    team = scenario.design.teams["agents"].model_copy(update={"shifts": shifts_of(grid)})
    assert np.array_equal(present(team), grid)
    assert np.array_equal(rostered(team), grid)


@given(GRIDS)
def test_the_people_of_a_smaller_plan_are_among_those_of_a_larger_one(blocks: list[tuple[int, int, int, int]]) -> None:
    grid = grid_of(blocks)
    fewer = np.maximum(grid - 1, 0)
    for small, large in zip(fewer, grid, strict=True):
        halves = [{(n, h) for n in range(int(day.max(initial=0))) for h in np.flatnonzero(day > n)} for day in (small, large)]
        assert halves[0] <= halves[1]
        assert sum(last - first for first, last in spans_of(large)) == large.sum()


def test_breaks_and_absence_are_taken_off_those_present_and_counted_in_the_roster() -> None:
    scenario = sim.load(
        DATA / "three_half_hours.yaml",
        overrides={
            "teams.agents.shifts.all.breaks": [{"at": "09:30-10:00", "length": "15 min"}],
            "teams.agents.absence": 0.2,
        },
    )
    team = scenario.design.teams["agents"]
    assert present(team)[0, 18:21].tolist() == [4.0, 2.0, 4.0]
    assert rostered(team)[0, 18:21].tolist() == [5.0, 5.0, 5.0]
    assert break_share(team) == 7.5 / 6.25 - 1


def test_a_plan_replaces_roster_and_absence_and_ends_every_measure() -> None:
    scenario = sim.load(DATA / "three_half_hours.yaml")
    grid = grid_of([(0, 18, 3, 2)])
    planned = with_people(scenario, {"agents": grid})
    assert np.array_equal(present(planned.design.teams["agents"]), grid)
    assert planned.measures == ()
    assert staffed_teams(planned) == ("agents",)
