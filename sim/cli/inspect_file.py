"""The commands that simulate nothing: check a file, print the schema."""

from __future__ import annotations

import json as json_module
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from sim.cli.designs import OnTop, composed_of, tell_left_out
from sim.cli.exits import DONE
from sim.cli.failures import CommandError, explained, fail
from sim.model.checks.warned import Warned
from sim.model.files.changes import Changes
from sim.model.files.errors import Problem, ScenarioError
from sim.report.answers.checking import Check, check
from sim.text.texts import Texts, language_of


def check_file(file: Path, on_top: OnTop, lang: str | None, *, whole: bool, json: bool) -> int:
    """Prints what the scenario changes in its parent, or the whole, and its legal warnings; returns the exit code."""
    say = Texts(language_of(lang))
    try:
        design = on_top.only(file, say)
        found = check(design)
        tell_left_out(composed_of([design]), {}, say)
    except CommandError as error:
        return fail(error)
    except ScenarioError as error:
        if json:
            typer.echo(_as_json({"valid": False, "problems": [_problem(problem, say) for problem in error.problems]}))
        return fail(explained(say, error))
    typer.echo(_as_json(_report(found, say)) if json else _text(found, say, file, whole=whole), nl=json)
    return DONE


def print_schema() -> int:
    from sim.model.files.schema import json_schema

    typer.echo(_as_json(json_schema()))
    return DONE


def _text(found: Check, say: Texts, file: Path, *, whole: bool) -> str:
    count = len(found.warnings)
    told = [
        say.plural("{count} legal warning", "{count} legal warnings", count) + (":" if count else ""),
        *_lines(found.warnings, say),
    ]
    if count := len(found.warm_up):
        told.append(say.plural("{count} warning about the warm-up:", "{count} warnings about the warm-up:", count))
        told += _lines(found.warm_up, say)
    if count := len(found.mailings):
        told.append(say.plural("{count} warning about mailings:", "{count} warnings about mailings:", count))
        told += _lines(found.mailings, say)
    if count := len(found.out_of_run):
        told.append(
            say.plural(
                "{count} warning about what falls outside the run:", "{count} warnings about what falls outside the run:", count
            )
        )
        told += _lines(found.out_of_run, say)
    if count := len(found.overlaps):
        told.append(say.plural("{count} warning about what is set twice:", "{count} warnings about what is set twice:", count))
        told += _lines(found.overlaps, say)
    valid = say("The scenario is right.") + " " + say("What follows is how it was read.")
    if found.changes is not None and not whole:
        told += ["", say("The whole scenario with all its assumptions: {command}", command=f"sweetspot check {file} --all")]
    return "\n".join([valid, "", found.text(say.lang, whole=whole), *told, ""])


def _lines(warnings: Sequence[Warned], say: Texts) -> list[str]:
    return [f"  {warning.path}: {warning.text(say.lang)}" for warning in warnings]


def _listed(warnings: Sequence[Warned], say: Texts) -> list[dict[str, str]]:
    return [
        {"code": one.code, "path": one.path} | ({"law": one.law} if one.law else {}) | {"text": one.text(say.lang)}
        for one in warnings
    ]


def _report(found: Check, say: Texts) -> dict[str, Any]:
    return {
        "valid": True,
        "name": found.scenario.name,
        "label": say(found.scenario.label),
        "year_of_data": found.scenario.year_of_data,
        "recognition": found.scenario.recognition.outcome if found.scenario.recognition else None,
        "changes": _changes(found.changes),
        "unsourced_assumptions": [path for path, _ in found.assumptions],
        "legal_warnings": _listed(found.warnings, say),
        "warm_up_warnings": _listed(found.warm_up, say),
        "mailing_warnings": _listed(found.mailings, say),
        "out_of_run_warnings": _listed(found.out_of_run, say),
        "overlap_warnings": _listed(found.overlaps, say),
    }


def _changes(changes: Changes | None) -> dict[str, Any] | None:
    if changes is None:
        return None
    blocks = [
        {"change": block.kind, "section": block.section, "name": block.name or None}
        | {"values": [{"path": one.path, "before": one.before, "after": one.after} for one in block.changes]}
        for block in changes.blocks
    ]
    return {"file": changes.file, "blocks": blocks}


def _problem(problem: Problem, say: Texts) -> dict[str, Any]:
    place = {"file": problem.file, "line": problem.line, "path": problem.path}
    return place | {"code": problem.code, "text": problem.text(say.lang)}


def _as_json(value: Any) -> str:
    return json_module.dumps(value, ensure_ascii=False, indent=2, default=str)
