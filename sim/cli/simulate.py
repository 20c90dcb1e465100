"""The commands that simulate: run one scenario, compare several."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import typer

from sim.cli.exits import DONE, INTERRUPTED
from sim.cli.failures import CommandError, guarded
from sim.cli.keeping import at_work
from sim.cli.progress import reporting
from sim.cli.request import Request, Task, pair_of, prepared
from sim.cli.screen import composed, console, print_findings
from sim.cli.short_screen import print_rest, print_verdict
from sim.cli.turning import Tried, settings_of
from sim.experiment.compare import compare
from sim.experiment.found.comparison import Comparison
from sim.experiment.found.result import Result
from sim.experiment.numbers.neutral import with_neutral_case
from sim.experiment.run import run
from sim.experiment.tipping import questions_of
from sim.model.checks.mailings import mailing_warnings
from sim.model.checks.out_of_run import out_of_run_warnings
from sim.model.checks.overlaps import overlap_warnings
from sim.model.checks.warm_up import warm_up_warnings
from sim.report.answers.plain import as_json
from sim.report.files.archive import ARCHIVE
from sim.report.files.results import PAGE, WORKBOOK, write_results
from sim.report.gather.outcome import gather_comparison, gather_result
from sim.report.told.findings import Findings
from sim.report.told.recipe import WEEKS
from sim.text.texts import Texts


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a command came to: in words, in figures, and whether the user stopped it."""

    findings: Findings
    results: Result | Comparison
    stopped: bool


def run_command(request: Request, lang: str | None) -> int:
    """Runs one scenario and tells the result; returns the exit code."""
    return guarded(lang, lambda say: _run(request, say))


def compare_command(request: Request, lang: str | None) -> int:
    """Compares the scenarios with the first and tells the outcome; returns the exit code."""
    return guarded(lang, lambda say: _compare(request, say))


def _run(request: Request, say: Texts) -> int:
    task = _read(request, say)
    return _tell(request, task, say, simulated(request, task, say))


def _compare(request: Request, say: Texts) -> int:
    task = _read(request, say, at_least=2)
    return _tell(request, task, say, compared(request, task, say, aloud=request.is_short))


def _read(request: Request, say: Texts, *, at_least: int = 1) -> Task:
    with reporting(say, say("Reading the scenarios")):
        return prepared(request, say, at_least=at_least)


def simulated(request: Request, task: Task, say: Texts) -> Outcome:
    """One scenario, many replications. Raises ``CommandError`` when none was finished."""
    _warn(task, say)
    with at_work(request.lab, request.keep, request.work, say) as (lab, _):
        result = run(task.scenarios[0], replications=request.recipe.replications, lab=lab)
    _at_least_one(result.done, say)
    return Outcome(_with_settings(gather_result(result, task.files[0], say), task, say), result, stopped=lab.stopped)


def compared(request: Request, task: Task, say: Texts, *, aloud: bool = False) -> Outcome:
    """The scenarios against the first, and what else was asked. Raises ``CommandError`` when no replication was finished.

    ``aloud``: the verdict is printed as soon as it is there, before what else was asked is worked out.
    """
    scenarios, recipe = task.scenarios, request.recipe
    pair = pair_of(request, len(scenarios), say)
    settings = settings_of(scenarios, pair[1], recipe.tipping, say)
    _warn(task, say)
    with at_work(request.lab, request.keep, request.work, say) as (lab, reporter):
        comparison = compare(
            scenarios,
            replications=recipe.replications,
            until_decided=recipe.until_decided,
            neutral=with_neutral_case if recipe.noise_floor else None,
            lab=lab,
        )
        _at_least_one(comparison.done, say)
        if aloud:
            verdict = _with_settings(gather_comparison(comparison, task.files, say), task, say)
            reporter.tell(composed(lambda screen: print_verdict(screen, say, verdict)))
        questions = questions_of(comparison.focus, staff=pair, calls=pair if recipe.pair else (0, 1))
        tried = Tried(scenarios, comparison.focus, recipe, lab, reporter, say)
        turns = tried.settings(pair[1], settings, questions)
        swings, shares = tried.assumptions(pair)
    findings = gather_comparison(comparison, task.files, say, turns, swings, shares)
    return Outcome(_with_settings(findings, task, say), comparison, stopped=lab.stopped)


def _with_settings(findings: Findings, task: Task, say: Texts) -> Findings:
    """The same, with what was set in every file beside what the files say; the weeks are told as the window."""
    told = [f"{path} = {_typed(value)}" for path, value in task.recipe.overrides.items() if path != WEEKS]
    if not told:
        return findings
    note = say("Set beside what the files say: {settings}.", settings="; ".join(told))
    return replace(findings, notes=(note, *findings.notes))


def _typed(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _tell(request: Request, task: Task, say: Texts, found: Outcome) -> int:
    """Writes the folder, prints the outcome; the exit code tells whether everything asked was done."""
    findings, folder, told = found.findings, None, _words(request, found.findings, say)
    if request.out is not None:
        with reporting(say, say("Writing the results")):
            folder = write_results(request.out, findings, found.results, task.sources, say, task.recipe, whole_log=request.tables)
    if told:
        typer.echo(told, nl=request.json)
    if not request.json:
        screen = console()
        if not request.is_short:
            screen.print()
        if folder is not None:
            screen.print(say("The page: {path}", path=folder / PAGE), soft_wrap=True, markup=False)
            screen.print(say("Excel: {path}", path=folder / WORKBOOK), soft_wrap=True, markup=False)
            if findings.making.complete:
                screen.print(say("To make it again: sweetspot rerun {path}", path=folder / ARCHIVE), soft_wrap=True, markup=False)
        else:
            screen.print(say("With --out DIR you also get this as a page, with all figures, sources and tables."), markup=False)
        if request.is_short:
            screen.print(say("With --full you get the figures behind the verdict here as well."), markup=False)
    return INTERRUPTED if found.stopped or not findings.making.complete else DONE


def _words(request: Request, findings: Findings, say: Texts) -> str:
    if request.json:
        return json.dumps(as_json(findings, say), ensure_ascii=False, allow_nan=False)
    if request.is_short:
        return composed(lambda screen: print_rest(screen, say, findings))
    return composed(lambda screen: print_findings(screen, say, findings))


def _at_least_one(done: int, say: Texts) -> None:
    if done == 0:
        raise CommandError(say("Stopped; nothing was finished."), INTERRUPTED)


def _warn(task: Task, say: Texts) -> None:
    """What starts too late or falls outside the run, once for all scenarios; on standard error, for it is no result."""
    checks = (warm_up_warnings, mailing_warnings, out_of_run_warnings, partial(overlap_warnings, overrides=task.recipe.overrides))
    told = {found.path: found.text(say.lang) for warned in checks for one in task.scenarios for found in warned(one)}
    for path, text in told.items():
        typer.echo(say("Warning: {path}: {text}", path=path, text=text), file=sys.stderr)
