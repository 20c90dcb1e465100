"""The staff plans of several stories as words and plain numbers that can be stored: what the dashboard draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.experiment.staffing.outcome import StaffPlan
from sim.report.answers.plain import Stored
from sim.report.staff import answer as staff_answer
from sim.report.staff import words
from sim.report.staff.chain import chain_rows
from sim.report.words.names import labels_of
from sim.text.pairs import Language
from sim.text.texts import LANGUAGES, Texts

SCHEMA_VERSION = 1
Week = tuple[tuple[float, ...], ...]
"""7 days from Monday of 48 half hours."""


@dataclass(frozen=True)
class TeamTold:
    """One team: people needed and at work today per half hour of the week, and its chain, each link needed (today)."""

    name: str
    needed: Week
    today: Week
    chain: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PlanTold:
    """One plan in one language. ``norms``: name, target, today, with the plan, bound and verdict. ``measured``: when."""

    story: str
    answer: str
    per_team: tuple[str, ...]
    warnings: tuple[str, ...]
    norms: tuple[tuple[str, ...], ...]
    teams: tuple[TeamTold, ...]
    neighbours: tuple[str, ...]
    formulas: tuple[str, ...]
    basis: tuple[str, ...]
    sureness: tuple[str, ...] = ()
    measured: str = ""


@dataclass(frozen=True)
class StoredPlans(Stored):
    """The plans of all stories in every language, with what they were made from."""

    fingerprint: str
    replications: int
    plans: dict[Language, tuple[PlanTold, ...]]
    schema_version: int = SCHEMA_VERSION


def plans_told(plans: Sequence[StaffPlan]) -> dict[Language, tuple[PlanTold, ...]]:
    return {lang: tuple(plan_told(plan, Texts(lang)) for plan in plans) for lang in LANGUAGES}


def plan_told(plan: StaffPlan, say: Texts) -> PlanTold:
    labels = labels_of([plan.scenario], say)
    return PlanTold(
        story=say(plan.scenario.label),
        answer=staff_answer.answer(say, plan),
        per_team=tuple(staff_answer.per_team(say, plan)),
        warnings=tuple(staff_answer.warnings(say, plan)),
        norms=tuple(tuple(words.norm_row(say, norm, labels)) for norm in plan.norms),
        teams=tuple(
            TeamTold(
                labels.teams.get(team, team),
                _week(plan.required[team].tolist()),
                _week(plan.present[team].tolist()),
                tuple((name, cells[0]) for name, cells in chain_rows(say, [plan.chain[team]])),
            )
            for team in plan.teams
        ),
        neighbours=tuple(staff_answer.neighbours_text(say, plan)),
        formulas=tuple(staff_answer.erlang_text(say, plan)),
        basis=tuple(staff_answer.basis(say, plan)),
        sureness=tuple(staff_answer.sureness(say, plan)),
        measured=staff_answer.measured(say, plan),
    )


def _week(grid: list[list[float]]) -> Week:
    return tuple(tuple(round(people, 3) for people in day) for day in grid)
