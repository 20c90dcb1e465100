"""How many people are needed, when: the plan that meets the norms at the least hours."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Unpack

from sim.experiment.lab import LAB, Lab, LabOptions
from sim.experiment.staffing.outcome import StaffPlan
from sim.experiment.staffing.planner import CONFIRM_REPLICATIONS, SEARCH_REPLICATIONS, PhaseName, Planner
from sim.experiment.staffing.roster import staffed_teams
from sim.experiment.staffing.trials import trials_of
from sim.model.town.scenario import Scenario


class NothingToStaffError(ValueError):
    """The scenario has no team with a roster, or nothing is asked of those it has."""


class NobodyAtWorkError(NothingToStaffError):
    """The teams have a roster, but nobody in it is ever at work, so that there are no fte to divide in another way."""


def staff(
    scenario: Scenario,
    *,
    replications: int = CONFIRM_REPLICATIONS,
    whole_year: bool = False,
    neighbours: bool = True,
    on_phase: PhaseName | None = None,
    lab: Lab = LAB,
    **options: Unpack[LabOptions],
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
    on_phase
        Called with ``work``, ``search``, ``confirm``, ``neighbours``.
    options
        Those of :class:`sim.experiment.lab.Lab`, without ``engine`` and ``world``.

    Raises ``NothingToStaffError`` when there is no team with a roster whose work has a norm; ``sim.engine.simulate.Stopped`` when
    ``stop`` says so, or at Ctrl-C, before a plan was confirmed; later the plan is given without its neighbours.
    """
    if replications < 2:
        raise ValueError(f"replications must be at least 2, got {replications}")
    started = time.perf_counter()
    teams = staffed_teams(scenario)
    if not teams:
        raise NothingToStaffError("the scenario has no team with a roster")
    expected = 60 * SEARCH_REPLICATIONS + 8 * replications
    with trials_of(scenario, lab.with_(**options), SEARCH_REPLICATIONS, expected) as trials:
        planner = Planner(scenario, teams, trials, replications, whole_year=whole_year, phase=on_phase or (lambda _name: None))
        found = planner.plan(neighbours=neighbours)
    return replace(found, seconds=time.perf_counter() - started)
