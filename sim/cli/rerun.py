"""The command that makes earlier results again and says whether they are equal to the bit."""

from __future__ import annotations

import json as json_module
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from sim.cli.exits import DONE, WRONG_SCENARIO
from sim.cli.failures import CommandError, all_loaded, guarded
from sim.cli.request import Request, Task
from sim.cli.simulate import compared, simulated
from sim.model.files.loading import load_sent
from sim.model.town.scenario import Scenario
from sim.report.files.folder import MANIFEST, check_folder
from sim.report.files.layout import Sources
from sim.report.files.reading import files_of, read_manifest, sources_of, tables_in, told_beside
from sim.report.files.rerun import altered, differing, versions_differing
from sim.report.files.results import digests_of, kpi_tables, manifest_of, results_of, write_results
from sim.report.told.recipe import Recipe, read_recipe
from sim.text.texts import Texts, language_of


@dataclass(frozen=True)
class _Compared:
    """Results as they are and as they were made again; ``names`` are the files compared, ``others`` those that are not."""

    before: dict[str, Any]
    now: dict[str, Any]
    altered: list[str]
    names: list[str]
    others: list[str]

    @property
    def differing(self) -> list[str]:
        return differing(self.before, self.now)

    @property
    def versions(self) -> list[tuple[str, str, str]]:
        return versions_differing(self.before, self.now)

    @property
    def equal(self) -> bool:
        return not self.altered and not self.differing


def rerun_command(path: Path, jobs: int | None, executor: str, out: Path | None, lang: str | None, *, json: bool) -> int:
    """Makes the results of a folder or archive again; 0 when equal to the bit, 1 when not."""
    return guarded(lang, lambda say: _rerun(path, jobs, executor, out, say, json=json))


def _rerun(path: Path, jobs: int | None, executor: str, out: Path | None, say: Texts, *, json: bool) -> int:
    before = read_manifest(path)
    recipe, sources = _recipe(before, path, say), sources_of(before, path)
    if before.get("complete") is not True:
        message = say("{path} holds results that were stopped early, so there is nothing to compare them with.", path=path)
        raise CommandError(message, WRONG_SCENARIO)
    if out is not None:
        check_folder(out)
    files = files_of(before, path)
    found_tables, others = tables_in(path), told_beside(path)
    task = Task(tuple(_loaded(sources, recipe)), tuple(sources), files, recipe)
    told = Texts(language_of((before.get("outcome") or {}).get("language")))
    request = Request(tuple(Path(file) for file in task.files), recipe, jobs, executor, out)
    found = (compared if len(task.scenarios) > 1 else simulated)(request, task, told)
    tables = kpi_tables(found.results)
    scenarios = [one.scenario for one in results_of(found.results)]
    made = manifest_of(found.findings, scenarios, task.sources, told, recipe, digests_of(tables))
    now: dict[str, Any] = json_module.loads(json_module.dumps(made))
    names = [MANIFEST, *(f"{name}.parquet" for name in found_tables)]
    outcome = _Compared(before, now, altered(before, found_tables), names, others)
    words = _as_json(outcome) if json else _words(outcome, say)
    if out is not None:
        write_results(out, found.findings, found.results, task.sources, told, recipe)
    typer.echo(words)
    return DONE if outcome.equal else WRONG_SCENARIO


def _recipe(manifest: dict[str, Any], path: Path, say: Texts) -> Recipe:
    try:
        return read_recipe(manifest.get("asked"))
    except ValueError as error:
        message = say("The manifest in {path} is damaged: {reason}.", path=path, reason=f"asked: {error}")
        raise CommandError(message, WRONG_SCENARIO) from error


def _loaded(sources: Sources, recipe: Recipe) -> list[Scenario]:
    """The scenarios in the files as they were read then; no other file of this computer is."""
    return all_loaded(sources, recipe.overrides, load_sent)


def _words(found: _Compared, say: Texts) -> str:
    parts, versions, now = found.differing, found.versions, found.now
    lines = []
    if found.altered:
        lines.append(say("Not equal. These files are not as they were written: {files}.", files=say.listed(found.altered)))
    if parts:
        lines.append(say("Not equal. These parts differ: {parts}.", parts=say.listed([say(part) for part in parts])))
    if found.equal:
        told = {"repeats": now["replications"]["done"], "scenarios": len(now["scenarios"]), "files": say.listed(found.names)}
        lines.append(say("Equal to the bit: {repeats} repeats, {scenarios} scenarios, every figure in {files}.", **told))
    if found.others:
        lines.append(
            say("Not compared: {files}. What Sweetspot wrote of these follows from the figures.", files=say.listed(found.others))
        )
    lines += [
        say("Another version: {name} {then} then, {now} now.", name=n, then=then or "–", now=new or "–")
        for n, then, new in versions
    ]
    if parts and not versions:
        lines.append(
            say("The versions are equal, so the manifest or its scenarios were changed, or this is a mistake in Sweetspot.")
        )
    return "\n".join(lines)


def _as_json(found: _Compared) -> str:
    versions = [{"name": name, "then": then, "now": new} for name, then, new in found.versions]
    told = {"equal": found.equal, "differing": found.differing, "altered": found.altered, "compared": found.names}
    return json_module.dumps(told | {"not_compared": found.others, "versions": versions}, ensure_ascii=False)
