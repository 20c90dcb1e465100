"""What goes into the results folder: manifest, page, workbook, archive, tables of KPIs, and the first log if asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from sim.engine.build.clock import Clock
from sim.experiment.found.comparison import Comparison
from sim.experiment.found.result import Result
from sim.model.town.scenario import Scenario
from sim.report.answers.plain import as_json, plain
from sim.report.files.archive import ARCHIVE, archive
from sim.report.files.folder import manifest_text, write_folder
from sim.report.files.layout import Sources
from sim.report.files.log_files import write_log
from sim.report.files.page import render
from sim.report.files.workbook import workbook
from sim.report.told.digest import table_digest
from sim.report.told.findings import Findings
from sim.report.told.recipe import Recipe
from sim.text.texts import Texts

PAGE = "report.html"
WORKBOOK = "report.xlsx"


def write_results(
    folder: Path,
    findings: Findings,
    outcome: Result | Comparison,
    sources: Sources,
    say: Texts,
    recipe: Recipe,
    *,
    whole_log: bool = False,
) -> Path:
    """Writes the results folder; returns it. ``sources`` are the files of each scenario, ``recipe`` is what was asked.

    ``whole_log`` simulates replication 0 of each scenario once more and keeps its tables in ``log_NAME/``.

    Raises ``sim.report.files.folder.FolderError`` when it cannot be written.
    """
    results, tables, pages = results_of(outcome), kpi_tables(outcome), pages_of(findings, say)
    manifest = manifest_of(findings, [one.scenario for one in results], sources, say, recipe, digests_of(tables))
    logs = {f"log_{number}": partial(write_log, result) for number, result in enumerate(results, 1)}
    pages[ARCHIVE] = archive_of(findings, manifest, sources, say, pages)
    return write_folder(folder, manifest, tables=tables, pages=pages, logs=logs if whole_log else {})


def pages_of(findings: Findings, say: Texts) -> dict[str, str | bytes]:
    """The page and the workbook, by the names of their files."""
    return {PAGE: render(findings, say), WORKBOOK: workbook(findings, say)}


def kpi_tables(outcome: Result | Comparison) -> dict[str, pa.Table]:
    """The KPIs of every replication, and the differences of a comparison."""
    focus = outcome.focus if isinstance(outcome, Comparison) else None
    frames = [result.replication_frame(focus) if focus else result.replication_frame() for result in results_of(outcome)]
    tables = {"kpis": pa.concat_tables(frames)}
    return tables | ({"differences": outcome.frame()} if isinstance(outcome, Comparison) else {})


def results_of(outcome: Result | Comparison) -> tuple[Result, ...]:
    return outcome.results if isinstance(outcome, Comparison) else (outcome,)


def digests_of(tables: Mapping[str, pa.Table]) -> dict[str, str]:
    return {name: table_digest(table) for name, table in tables.items()}


def manifest_of(
    findings: Findings,
    scenarios: Sequence[Scenario],
    sources: Sources,
    say: Texts,
    recipe: Recipe,
    digests: Mapping[str, str],
) -> dict[str, Any]:
    """All that made the results, enough to make them again, digests of the tables, and the findings themselves.

    ``scenarios`` are as simulated.
    """
    making = findings.making
    return {
        "kind": "comparison" if len(scenarios) > 1 else "run",
        "complete": making.complete,
        "replications": {"done": making.replications, "asked": making.asked},
        "seed": making.seed,
        "world": recipe.world,
        "engine": making.engine,
        "asked": plain(recipe),
        "versions": dict(making.versions),
        "window": scenarios[0].period.model_dump(mode="json"),
        "time_zero": _time_zero(scenarios[0]),
        "scenarios": [
            {"file": story.file, "sources": plain(files), "resolved": scenario.model_dump(mode="json")}
            for story, files, scenario in zip(findings.stories, sources, scenarios, strict=True)
        ],
        "tables": dict(digests),
        "outcome": _without_time(as_json(findings, say)),
        "seconds": making.seconds,
    }


def _time_zero(scenario: Scenario) -> str:
    """The nominal local time of microsecond 0 in the tables of the log: 00:00 on the Monday on which the run starts."""
    return datetime.combine(Clock.of(scenario).start, time()).isoformat()


def archive_of(
    findings: Findings, manifest: Mapping[str, Any], sources: Sources, say: Texts, pages: Mapping[str, str | bytes]
) -> bytes:
    """The zip of a manifest with its scenario files, page and workbook."""
    timeless = {name: value for name, value in manifest.items() if name != "seconds"}  # equal results, equal archives
    return archive(manifest_text(timeless), sources, pages, findings, say)


def _without_time(outcome: dict[str, Any]) -> dict[str, Any]:
    making = {name: value for name, value in outcome["findings"]["making"].items() if name != "seconds"}
    kept: dict[str, Any] = plain(outcome | {"findings": outcome["findings"] | {"making": making}})
    return kept
