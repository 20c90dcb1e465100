"""How many people are needed, when: the plan that meets the norms at the least hours."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from sim.experiment.running.executors import Progress, Stop, Where, opened
from sim.experiment.running.store import Store
from sim.experiment.staffing.outcome import StaffPlan
from sim.experiment.staffing.planner import CONFIRM_REPLICATIONS, SEARCH_REPLICATIONS, PhaseName, Planner
from sim.experiment.staffing.roster import staffed_teams
from sim.experiment.staffing.trials import Trials
from sim.model.town.scenario import Scenario


class NothingToStaffError(ValueError):
    """The scenario has no team with a roster, or nothing is asked of those it has."""


class NobodyAtWorkError(NothingToStaffError):
    """The teams have a roster, but nobody in it is ever at work, so that there are no fte to divide in another way."""


@dataclass
class _Telling:
    """Progress in replications of which the number is not known beforehand."""

    progress: Progress | None
    expected: int
    done: int = 0

    def ran(self, runs: int) -> None:
        self.done = runs
        self.expected = max(self.expected, runs + 1)
        if self.progress is not None:
            self.progress(runs, self.expected)


def staff(
    scenario: Scenario,
    *,
    replications: int = CONFIRM_REPLICATIONS,
    seed: int = 1,
    jobs: int | None = None,
    whole_year: bool = False,
    neighbours: bool = True,
    on_progress: Progress | None = None,
    on_phase: PhaseName | None = None,
    stop: Stop | None = None,
    executor: Where = "auto",
    store: Store | None = None,
) -> StaffPlan:
    """The people that meet the norms of the scenario in its last design, per team, weekday and half hour.

    Parameters
    ----------
    replications
        Fresh replications on which each round of confirmation looks; at least 2.
    whole_year
        Confirm on 52 weeks, instead of on two weeks from each quarter of a year.
    neighbours
        Also try each team with one person fewer and one more.
    jobs, executor, store
        As for :func:`sim.experiment.run.run`.
    on_progress, on_phase
        Called with (replications done, expected in all), and with ``work``, ``search``, ``confirm``, ``neighbours``.

    Raises
    ------
    NothingToStaffError
        When there is no team with a roster whose work has a norm.
    sim.engine.simulate.Stopped
        When ``stop`` says so, or at Ctrl-C, before a plan was confirmed; later the plan is given without its neighbours.
    """
    if replications < 2:
        raise ValueError(f"replications must be at least 2, got {replications}")
    started = time.perf_counter()
    teams = staffed_teams(scenario)
    if not teams:
        raise NothingToStaffError("the scenario has no team with a roster")
    telling = _Telling(on_progress, expected=60 * SEARCH_REPLICATIONS + 8 * replications)
    with (
        opened(executor, jobs, SEARCH_REPLICATIONS) as where,
        Trials(scenario, seed, where, stop, telling.ran, store) as trials,
    ):
        planner = Planner(scenario, teams, trials, replications, whole_year=whole_year, phase=on_phase or (lambda _name: None))
        found = planner.plan(neighbours=neighbours)
    return replace(found, seconds=time.perf_counter() - started)
