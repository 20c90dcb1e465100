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
from sim.experiment.staffing.roster import DAYS, HALF_HOURS
from sim.experiment.staffing.trials import Basis, Plan, Trials, shares
from sim.experiment.staffing.work import Work
from sim.measure.layout import Array

SEARCH_ALPHA = 0.05
STEPS = tuple(np.arange(-0.5, 4.01, 0.25).tolist())
"""Safety margins that are looked through, in square roots of the load (W. Whitt 1992; S. Borst and others 2004)."""
SMALLEST_LOAD = 0.25
REFUSALS = 3
"""A team is done after so many smallest steps in a row that could not be missed."""
FIRST_ADDITION, GROWTH = 0.02, 1.15
"""A team that falls short gets this share of its people more, and every next time so many times as much."""
SMALLEST_STEP = 0.01
"""The smallest step takes about this share of a team, and at most the smallest difference in fte that matters."""


@dataclass
class _Step:
    """How many cells a team gives up at once, and the cells it could not miss."""

    size: int
    smallest: int
    refusals: int = 0
    kept: set[tuple[int, int]] = field(default_factory=set)

    def refuse(self, cells: Iterable[tuple[int, int]]) -> None:
        if self.size > self.smallest:
            self.size = max(self.smallest, self.size // 2)
        else:
            self.kept |= set(cells)
            self.refusals += 1


@dataclass
class Search:
    """Looks for the cheapest plan on the replications and weeks it was given.

    ``requirements`` are those that people can meet. ``half_hours_per_step``: fewer make no difference that matters.
    ``most`` bounds the people per half hour.
    """

    trials: Trials
    basis: Basis
    replications: Sequence[int]
    requirements: tuple[Requirement, ...]
    bounds: dict[str, Bounds]
    work: Work
    half_hours_per_step: int
    most: int = 400

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
        bounds, live = self.bounds[team], self.work.live[team]
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
        """The team that does most of what is required."""
        return max(requirement.teams, key=lambda team: self.work.by_channel[team].get(requirement.member, 0.0))

    def leaner(self, plan: dict[str, Array]) -> dict[str, Array]:
        """Coordinate descent: takes people away where there is most slack as long as all norms hold, first many at once.

        All teams take their step at once; a team keeps it unless a norm fails that it answers for. What that overlooks, because
        a team can be short through another, the next round sees, and :meth:`mended` in the end.
        """
        steps = {team: self._first_step(plan[team]) for team in plan}
        while going := {team: step for team, step in steps.items() if step.refusals < REFUSALS}:
            cells = {team: self.slackest(team, plan[team], step.kept)[: step.size] for team, step in going.items()}
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
        """``count`` people more where the margin is thinnest; of equals the earliest first, so that fewer call again later."""
        for _ in range(count):
            margin = np.where(self.bounds[team].allowed & (people < self.most), self.margins(team, people), np.inf)
            cell = np.unravel_index(int(margin.argmin()), margin.shape)
            people = changed(people, [(int(cell[0]), int(cell[1]))], 1)
        return people

    def slackest(self, team: str, people: Array, kept: set[tuple[int, int]]) -> list[tuple[int, int]]:
        """Cells that may lose a person, the widest margin first; of equals the latest first."""
        margin = self.margins(team, people)
        cells = [
            (day, half_hour)
            for day in range(DAYS)
            for half_hour in range(HALF_HOURS)
            if people[day, half_hour] > self.bounds[team].least[day, half_hour] and (day, half_hour) not in kept
        ]
        return sorted(cells, key=lambda cell: (-margin[cell], -cell[1], cell[0]))

    def margins(self, team: str, people: Array) -> Array:
        """People beyond the load of live work, in square roots of the load."""
        live = self.work.live[team]
        return np.asarray((people - live) / np.sqrt(np.maximum(live, SMALLEST_LOAD)))


def changed(people: Array, cells: Iterable[tuple[int, int]], by: int) -> Array:
    """The grid with ``by`` people more in these cells."""
    found = people.copy()
    for cell in cells:
        found[cell] += by
    return found


def cost(plan: Plan) -> int:
    """Half hours at work in a week, all teams together."""
    return sum(int(grid.sum()) for grid in plan.values())
