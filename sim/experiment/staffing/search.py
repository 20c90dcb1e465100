"""The search for the cheapest plan that meets the norms: more people where they run short, fewer where there is slack.

A plan is a grid of whole people per team (:mod:`sim.experiment.staffing.roster`), its cost the hours at work. The citizens,
and their luck, are the same for every plan, and the people of a smaller plan are among those of a larger one, so that a
difference between two plans is a difference between plans.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.experiment.staffing.bounds import Bounds
from sim.experiment.staffing.requirements import Requirement, judge
from sim.experiment.staffing.roster import DAYS, spans_of
from sim.experiment.staffing.trials import Basis, Plan, Trials, shares
from sim.experiment.staffing.work import Work
from sim.measure.layout import Array

SEARCH_ALPHA = 0.05
STEPS = tuple(np.arange(-0.5, 4.01, 0.25).tolist())
"""Safety margins that are looked through, in square roots of the load (W. Whitt 1992; S. Borst and others 2004)."""
SMALLEST_LOAD = 0.25
SMALL_TEAM, STRETCH = 1.0, 4
"""A team with less work than this many people comes and goes for this many half hours at a time."""
REFUSALS = 3
"""A team is done after so many smallest steps in a row that could not be missed."""
FIRST_ADDITION, GROWTH = 0.02, 1.15
"""A team that falls short gets this share of its people more, and every next time so many times as much."""
SMALLEST_STEP = 0.01
"""The smallest step takes about this share of a team, and at most the smallest difference in fte that matters."""

Cell = tuple[int, int]
Cells = tuple[Cell, ...]


@dataclass
class _Step:
    """How many cells a team gives up at once, and the cells it could not miss."""

    size: int
    smallest: int
    refusals: int = 0
    kept: set[Cell] = field(default_factory=set)

    def refuse(self, cells: Iterable[Cell]) -> None:
        if self.size > self.smallest:
            self.size = max(self.smallest, self.size // 2)
        else:
            self.kept |= set(cells)
            self.refusals += 1


@dataclass
class Search:
    """Looks for the cheapest plan on the replications and weeks it was given.

    ``requirements`` are those that people can meet. ``half_hours_per_step``: fewer make no difference that matters.
    ``most`` bounds the people per half hour. ``in_stretches``: a team of less than about one person comes and goes for two hours
    at a time, because half hours here and there are no work for anybody.
    """

    trials: Trials
    basis: Basis
    replications: Sequence[int]
    requirements: tuple[Requirement, ...]
    bounds: dict[str, Bounds]
    work: Work
    half_hours_per_step: int
    most: int = 400
    in_stretches: bool = True
    _stretches: dict[str, list[Cells]] = field(init=False, default_factory=dict)
    _live: dict[str, Array] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for team, bounds in self.bounds.items():
            allowed, live = bounds.allowed, self.work.live[team]
            small = self.in_stretches and _mean(live + self.work.deferred[team], allowed) < SMALL_TEAM
            self._stretches[team] = stretches_of(allowed, STRETCH if small else 1)
            self._live[team] = live.copy()
            for cells in self._stretches[team]:
                self._live[team][_index(cells)] = _over(live, cells)

    def failing(self, plan: Plan) -> list[Requirement]:
        """The requirements of which the one-sided bound does not meet the target."""
        found = shares(self.trials.of_plan(plan, self.basis, self.replications), self.requirements)
        return [
            requirement
            for number, requirement in enumerate(self.requirements)
            if judge(requirement, found[:, number], SEARCH_ALPHA).verdict != "met"
        ]

    def holds(self, plan: Plan) -> bool:
        return not self.failing(plan)

    def from_load(self) -> dict[str, Array]:
        """Each team at the smallest margin with which it meets the norms it does most of the work for.

        Bisection, all teams at once: within this family of nested plans more people only help, and teams hardly meet.
        """
        low, high = dict.fromkeys(self.bounds, 0), dict.fromkeys(self.bounds, len(STEPS) - 1)
        while any(low[team] < high[team] for team in self.bounds):
            middle = {team: (low[team] + high[team]) // 2 for team in self.bounds}
            failing = self.failing({team: self.with_margin(team, STEPS[middle[team]]) for team in self.bounds})
            short = {self.chief(requirement) for requirement in failing}
            for team in self.bounds:
                if low[team] < high[team]:
                    low[team], high[team] = (middle[team] + 1, high[team]) if team in short else (low[team], middle[team])
        return {team: self.with_margin(team, STEPS[low[team]]) for team in self.bounds}

    def with_margin(self, team: str, margin: float) -> Array:
        """People for live work, load + margin sqrt(load) in each half hour, and enough hours in all for what may wait."""
        bounds, live = self.bounds[team], self._live[team]
        people = np.ceil(live + margin * np.sqrt(live) - 1e-9).astype(np.int64)
        people = np.where(bounds.allowed, np.clip(people, bounds.least, self.most), 0)
        whole = live.sum() + self.work.deferred[team].sum()
        target = next((one.target for one in self.requirements if one.key == f"keeps_up:{team}"), 1.0)
        while people.sum() * target < whole and bounds.allowed.any():
            people = self.more(team, people, 1)
        return np.asarray(people)

    def mended(self, plan: dict[str, Array], tries: int = 24) -> dict[str, Array] | None:
        """The plan with people added until nothing fails; None when that does not end within so many tries."""
        for number in range(tries):
            failing = self.failing(plan)
            if not failing:
                return plan
            plan = self.strengthened(plan, dict.fromkeys(failing, FIRST_ADDITION * GROWTH**number))
        return None

    def strengthened(self, plan: Plan, failing: Mapping[Requirement, float]) -> dict[str, Array]:
        """More people in the team that does most of each norm that fails: the share of its own that is given for it."""
        shares_of: dict[str, float] = {}
        for requirement, share in failing.items():
            team = self.chief(requirement)
            shares_of[team] = max(share, shares_of.get(team, 0.0))
        return dict(plan) | {
            team: self.more(team, plan[team], max(1, round(share * float(plan[team].sum())))) for team, share in shares_of.items()
        }

    def chief(self, requirement: Requirement) -> str:
        return max(requirement.teams, key=lambda team: self.work.by_channel[team].get(requirement.member, 0.0))

    def leaner(self, plan: dict[str, Array]) -> dict[str, Array]:
        """Coordinate descent: takes people away where there is most slack as long as all norms hold, first many at once.

        All teams take their step at once; a team keeps it unless a norm fails that it answers for. What that overlooks, because
        a team can be short through another, the next round sees, and :meth:`mended` in the end.
        """
        steps = {team: self._first_step(plan[team]) for team in plan}
        while going := {team: step for team, step in steps.items() if step.refusals < REFUSALS}:
            cells = {team: self._least_missed(team, plan[team], step) for team, step in going.items()}
            for team in going:
                if not cells[team]:
                    steps[team].refusals = REFUSALS
            cells = {team: chosen for team, chosen in cells.items() if chosen}
            if not cells:
                break
            trial = plan | {team: changed(plan[team], chosen, -1) for team, chosen in cells.items()}
            refused = self._answering(self.failing(trial), set(cells))
            for team, chosen in cells.items():
                if team in refused:
                    steps[team].refuse(chosen)
                else:
                    plan, steps[team].refusals = plan | {team: trial[team]}, 0
        return plan

    def _first_step(self, people: Array) -> _Step:
        whole = int(people.sum())
        smallest = max(1, min(self.half_hours_per_step, int(SMALLEST_STEP * whole)))
        return _Step(max(smallest, whole // 8), smallest)

    def _answering(self, failing: Iterable[Requirement], stepped: set[str]) -> set[str]:
        """Who of those that took a step takes it back: who does most for what fails, or if that is nobody of them, all."""
        found: set[str] = set()
        for requirement in failing:
            chief = self.chief(requirement)
            found |= {chief} if chief in stepped else set(requirement.teams) & stepped or stepped
        return found

    def more(self, team: str, people: Array, count: int) -> Array:
        """``count`` people more where the margin is thinnest; of equals the earliest first, so that fewer call again later.

        In whole stretches, so it may be a few more than ``count``; as they are when nowhere more may be.
        """
        wanted = people.sum() + count
        while people.sum() < wanted:
            open_to = [cells for cells in self._stretches[team] if (people[_index(cells)] < self.most).all()]
            if not open_to:
                break
            margin = self.margins(team, people)
            thinnest = min(open_to, key=lambda cells: (_over(margin, cells), cells))
            people = changed(people, thinnest, 1)
        return people

    def _least_missed(self, team: str, people: Array, step: _Step) -> list[Cell]:
        """About as many cells as the step is wide that may lose a person, the widest margin first; of equals the latest first."""
        margin, least = self.margins(team, people), self.bounds[team].least
        able = [
            cells
            for cells in self._stretches[team]
            if cells[0] not in step.kept and (people[_index(cells)] > least[_index(cells)]).all()
        ]
        able.sort(key=lambda cells: (-_over(margin, cells), -cells[0][1], cells[0][0]))
        found: list[Cell] = []
        for cells in able:
            found += cells
            if len(found) >= step.size:
                break
        return found

    def margins(self, team: str, people: Array) -> Array:
        """People beyond the load of live work, in square roots of the load."""
        live = self._live[team]
        return np.asarray((people - live) / np.sqrt(np.maximum(live, SMALLEST_LOAD)))


def stretches_of(allowed: Array, length: int) -> list[Cells]:
    """The allowed cells of a grid in rows of at most ``length`` half hours on end."""
    found: list[Cells] = []
    for day in range(DAYS):
        for first, last in spans_of(allowed[day].astype(np.int64)):
            found += [
                tuple((day, half_hour) for half_hour in range(start, min(start + length, last)))
                for start in range(first, last, length)
            ]
    return found


def _index(cells: Cells) -> tuple[Array, Array]:
    return np.array([day for day, _ in cells]), np.array([half_hour for _, half_hour in cells])


def _over(grid: Array, cells: Cells) -> float:
    return float(grid[_index(cells)].mean())


def _mean(grid: Array, allowed: Array) -> float:
    return float(grid[allowed].mean()) if allowed.any() else 0.0


def changed(people: Array, cells: Iterable[Cell], by: int) -> Array:
    """The grid with ``by`` people more in these cells."""
    found = people.copy()
    for cell in cells:
        found[cell] += by
    return found


def cost(plan: Plan) -> int:
    """Half hours at work in a week, all teams together."""
    return sum(int(grid.sum()) for grid in plan.values())
