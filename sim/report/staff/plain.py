"""The staff plan for machines: JSON, and the folder with the page, CSV, Excel and a manifest."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.experiment.staffing.available import Available
from sim.experiment.staffing.outcome import StaffPlan
from sim.experiment.staffing.requirements import Requirement
from sim.model.files.sources import SourceFile
from sim.model.town.scenario import Scenario
from sim.report.answers.plain import SCHEMA_VERSION, plain
from sim.report.files.folder import write_folder
from sim.report.staff import answer as staff_answer
from sim.report.staff import available as staff_available
from sim.report.staff import words
from sim.report.staff.page import render_plan
from sim.report.staff.tables import as_csv, available_workbook, plan_workbook
from sim.report.told.versions import versions
from sim.report.words.names import labels_of
from sim.text.texts import Texts

CSV, EXCEL, PAGE = "staff.csv", "staff.xlsx", "staff.html"


def plan_as_json(plan: StaffPlan, say: Texts) -> dict[str, Any]:
    """The plan with its answer in words; grids are lists of 7 days of 48 half hours, NaN is null."""
    labels = labels_of([plan.scenario], say)
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": "staff",
        "language": say.lang,
        "answer": [staff_answer.answer(say, plan), *staff_answer.per_team(say, plan)],
        "certainty": staff_answer.sureness(say, plan),
        "measured": staff_answer.measured(say, plan),
        "out_of_reach": staff_answer.out_of_reach(say, plan),
        "found": plan.found,
        "monotone": plan.monotone,
        "required": plain(plan.required),
        "present": plain(plan.present),
        "minimum": plain(plan.least),
        "norms": [
            _asked(norm.requirement)
            | {
                "name": words.norm_name(say, norm.requirement, labels),
                "value": plain(norm.value),
                "bound": plain(norm.bound),
                "verdict": norm.verdict,
                "reason": norm.reason,
                "today": plain(norm.today),
                "ceiling": plain(norm.ceiling),
            }
            for norm in plan.norms
        ],
        "chain": {team: plain(chain) | {"bookable_fte": chain.bookable_fte} for team, chain in plan.chain.items()},
        "neighbours": plain(plan.neighbours),
        "centre": plain(plan.centre),
        "erlang": plain(plan.erlang),
        "confirmed_on": plain(plan.confirmed_on),
        "searched_on": plain(plan.searched_on),
        "confidence": plan.confidence,
        "seed": plan.seed,
        "replications": plan.replications,
        "rounds": plan.rounds,
        "runs": plan.runs,
        "tried": plan.tried,
    }


def available_as_json(found: Available, say: Texts) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": "staff_available",
        "language": say.lang,
        "answer": staff_available.available_answer(say, found),
        "basis": staff_available.available_basis(say, found),
        "teams": list(found.teams),
        "fte": found.fte,
        "fte_today": found.fte_today,
        "hours_per_week": dict(found.hours_per_week),
        "best": found.best.name,
        "divisions": [
            {
                "name": division.name,
                "met": division.met,
                "not_met": division.missed,
                "people": plain(division.people),
                "overtime_hours": division.overtime_hours,
                "norms": [_asked(asked) | plain(judged) for asked, judged in division.norms],
            }
            for division in found.divisions
        ],
        "seed": found.seed,
        "replications": found.replications,
        "runs": found.runs,
    }


def write_plan(folder: Path, plan: StaffPlan, sources: Sequence[SourceFile], say: Texts) -> Path:
    """Writes the page with the heat maps, the CSV, the workbook and the manifest; returns the folder.

    Raises ``sim.report.files.folder.FolderError`` when it cannot be written.
    """
    return write_folder(
        folder,
        _manifest(plan.scenario, sources, plan_as_json(plan, say), plan.seconds),
        pages={CSV: as_csv(plan, say), PAGE: render_plan(plan, say), EXCEL: plan_workbook(plan, say)},
    )


def write_available(folder: Path, found: Available, sources: Sequence[SourceFile], say: Texts) -> Path:
    manifest = _manifest(found.scenario, sources, available_as_json(found, say), found.seconds)
    return write_folder(folder, manifest, pages={EXCEL: available_workbook(found, say)})


def _manifest(scenario: Scenario, sources: Sequence[SourceFile], outcome: dict[str, Any], seconds: float) -> dict[str, Any]:
    return {
        "kind": outcome["kind"],
        "seed": outcome["seed"],
        "replications": outcome["replications"],
        "engine": "compiled",
        "versions": dict(versions()),
        "scenarios": [{"sources": plain(list(sources)), "resolved": scenario.model_dump(mode="json")}],
        "outcome": outcome,
        "seconds": seconds,
    }


def _asked(asked: Requirement) -> dict[str, Any]:
    return {
        "key": asked.key,
        "target": asked.target,
        "at_least": asked.better > 0,
        "limit": asked.limit,
        "teams": list(asked.teams),
    }
