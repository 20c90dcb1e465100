"""The command that makes earlier results again and says whether they are equal to the bit."""

from __future__ import annotations

import json as json_module
from dataclasses import replace
from pathlib import Path
from typing import Any

import typer

from sim.cli import DONE, WRONG_SCENARIO
from sim.cli.failures import CommandError, all_loaded, explained, fail
from sim.cli.request import Request, Task
from sim.cli.simulate import Outcome, compared, simulated
from sim.model.loading import load_sent
from sim.model.scenario import Scenario
from sim.report.folder import check_folder
from sim.report.layout import Sources
from sim.report.reading import files_of, read_manifest, sources_of
from sim.report.recipe import Recipe, read_recipe
from sim.report.rerun import differing, versions_differing
from sim.report.results import kpi_tables, manifest_of, results_of, write_results
from sim.report.texts import Texts, language_of


def rerun_command(path: Path, jobs: int | None, executor: str, out: Path | None, lang: str | None, *, json: bool) -> int:
    """Makes the results of a folder or archive again; 0 when equal to the bit, 1 when not."""
    say = Texts(language_of(lang))
    try:
        return _rerun(path, jobs, executor, out, say, json=json)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - what is no bad input is raised again
        return fail(explained(say, error))


def _rerun(path: Path, jobs: int | None, executor: str, out: Path | None, say: Texts, *, json: bool) -> int:
    before = read_manifest(path)
    recipe, sources = _recipe(before, path, say), sources_of(before, path)
    if before.get("complete") is not True:
        message = say("{path} holds results that were stopped early, so there is nothing to compare them with.", path=path)
        raise CommandError(message, WRONG_SCENARIO)
    if out is not None:
        check_folder(out)
    files = files_of(before, path)
    task = Task(tuple(_loaded(sources, recipe)), tuple(sources), files, recipe)
    told = Texts(language_of((before.get("outcome") or {}).get("language")))
    found = _again(replace(_request(recipe, jobs, out), executor=executor), task, told)
    tables = kpi_tables(found.results)
    made = manifest_of(found.findings, results_of(found.results), task.sources, told, recipe, tables)
    now: dict[str, Any] = json_module.loads(json_module.dumps(made))
    words = _as_json(before, now) if json else _words(before, now, say)
    if out is not None:
        write_results(out, found.findings, found.results, task.sources, told, recipe)
    typer.echo(words)
    return WRONG_SCENARIO if differing(before, now) else DONE


def _recipe(manifest: dict[str, Any], path: Path, say: Texts) -> Recipe:
    try:
        return read_recipe(manifest.get("asked"))
    except ValueError as error:
        message = say("The manifest in {path} is damaged: {reason}.", path=path, reason=f"asked: {error}")
        raise CommandError(message, WRONG_SCENARIO) from error


def _loaded(sources: Sources, recipe: Recipe) -> list[Scenario]:
    """The scenarios in the files as they were read then; no other file of this computer is."""
    return all_loaded(sources, dict(recipe.overrides), load_sent)


def _request(recipe: Recipe, jobs: int | None, out: Path | None) -> Request:
    return Request(
        (),
        recipe.replications,
        None,
        recipe.seed,
        jobs,
        recipe.engine,
        out,
        world=recipe.world,
        until_decided=recipe.until_decided,
        noise_floor=recipe.noise_floor,
        tipping=recipe.tipping,
        pair=recipe.pair,
        sensitivity=recipe.sensitivity,
        worlds=recipe.worlds,
    )


def _again(request: Request, task: Task, say: Texts) -> Outcome:
    request = replace(request, files=tuple(Path(file) for file in task.files))
    return compared(request, task, say) if len(task.scenarios) > 1 else simulated(request, task, say)


def _words(before: dict[str, Any], now: dict[str, Any], say: Texts) -> str:
    parts, versions = differing(before, now), versions_differing(before, now)
    told = {"repeats": now["replications"]["done"], "scenarios": len(now["scenarios"])}
    lines = [
        say("Not equal. These parts differ: {parts}.", parts=say.listed([say(part) for part in parts]))
        if parts
        else say("Equal to the bit: {repeats} repeats, {scenarios} scenarios, every figure.", **told)
    ]
    lines += [
        say("Another version: {name} {then} then, {now} now.", name=n, then=then or "–", now=new or "–")
        for n, then, new in versions
    ]
    if parts and not versions:
        lines.append(
            say("The versions are equal, so the manifest or its scenarios were changed, or this is a mistake in Sweetspot.")
        )
    return "\n".join(lines)


def _as_json(before: dict[str, Any], now: dict[str, Any]) -> str:
    versions = [{"name": name, "then": then, "now": new} for name, then, new in versions_differing(before, now)]
    parts = differing(before, now)
    return json_module.dumps({"equal": not parts, "differing": parts, "versions": versions}, ensure_ascii=False)
