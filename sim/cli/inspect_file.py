"""The commands that simulate nothing: check a file, print the schema."""

from __future__ import annotations

import json as json_module
from pathlib import Path
from typing import Any

import typer

from sim.cli import DONE
from sim.cli.failures import explained, fail, load_all
from sim.model.describe import assumptions, describe
from sim.model.errors import ScenarioError
from sim.model.legal import legal_warnings
from sim.model.scenario import Scenario
from sim.report.texts import Texts, language_of


def check_file(file: Path, lang: str | None, *, json: bool) -> int:
    """Prints the scenario in readable form and its legal warnings; returns the exit code."""
    say = Texts(language_of(lang))
    try:
        scenario = load_all([file], {})[0]
    except ScenarioError as error:
        if json:
            typer.echo(_as_json({"valid": False, "problems": [_problem(problem, say) for problem in error.problems]}))
        return fail(explained(say, error))
    typer.echo(_as_json(_report(scenario, say)) if json else _text(scenario, say), nl=json)
    return DONE


def print_schema() -> None:
    """The JSON Schema of scenario files, on standard output."""
    from sim.model.schema import json_schema  # noqa: PLC0415

    typer.echo(_as_json(json_schema()))


def _text(scenario: Scenario, say: Texts) -> str:
    warnings = legal_warnings(scenario)
    head = say.plural("{count} legal warning", "{count} legal warnings", len(warnings))
    told = [head + (":" if warnings else ""), *(f"  {warning.path}: {warning.text(say.lang)}" for warning in warnings)]
    valid = say("The scenario is right.") + " " + say("What follows is how it was read.")
    return "\n".join([valid, "", describe(scenario, say.lang), *told, ""])


def _report(scenario: Scenario, say: Texts) -> dict[str, Any]:
    return {
        "valid": True,
        "name": scenario.name,
        "label": say.label(scenario.label),
        "unsourced_assumptions": [path for path, _ in assumptions(scenario)],
        "legal_warnings": [
            {"code": warning.code, "path": warning.path, "law": warning.law, "text": warning.text(say.lang)}
            for warning in legal_warnings(scenario)
        ],
    }


def _problem(problem: Any, say: Texts) -> dict[str, Any]:
    return {
        "file": problem.file,
        "line": problem.line,
        "path": problem.path,
        "code": problem.code,
        "text": problem.text(say.lang),
    }


def _as_json(value: Any) -> str:
    return json_module.dumps(value, ensure_ascii=False, indent=2)



