"""What goes into the results folder: manifest, page, tables of KPIs, and the log of the first replication if asked."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from sim.engine.simulate import compile_scenario, simulate
from sim.engine.tables import Names, Table, Tables
from sim.experiment.comparison import Comparison
from sim.experiment.result import Result
from sim.report.findings import Findings
from sim.report.folder import write_folder
from sim.report.machine import as_json, plain
from sim.report.page import render
from sim.report.source_files import SourceFile
from sim.report.texts import Texts

PAGE = "report.html"
Sources = Sequence[tuple[SourceFile, ...]]


def write_results(
    folder: Path, findings: Findings, outcome: Result | Comparison, sources: Sources, say: Texts, *, whole_log: bool = False
) -> Path:
    """Writes the results folder; returns it. ``sources`` are the files of each scenario.

    ``whole_log`` simulates replication 0 of each scenario once more and keeps its tables in ``log_NAME/``.

    Raises ``sim.report.folder.FolderError`` when it cannot be written.
    """
    results = outcome.results if isinstance(outcome, Comparison) else (outcome,)
    focus = outcome.focus if isinstance(outcome, Comparison) else None
    frames = [result.replication_frame(focus) if focus else result.replication_frame() for result in results]
    tables: dict[str, Any] = {"kpis": pa.concat_tables(frames)}
    if isinstance(outcome, Comparison):
        tables["differences"] = outcome.frame()
    if whole_log:
        for number, result in enumerate(results):
            tables |= {f"log_{number + 1}/{name}": table for name, table in log_of(result).items()}
    return write_folder(folder, manifest_of(findings, results, sources, say), tables=tables, pages={PAGE: render(findings, say)})


def manifest_of(findings: Findings, results: tuple[Result, ...], sources: Sources, say: Texts) -> dict[str, Any]:
    """All that made the results, enough to make them again, and the findings themselves."""
    making = findings.making
    return {
        "kind": "comparison" if len(results) > 1 else "run",
        "complete": making.complete,
        "replications": {"done": making.replications, "asked": making.asked},
        "seed": making.seed,
        "world": results[0].world,
        "engine": making.engine,
        "versions": dict(making.versions),
        "window": results[0].scenario.period.model_dump(mode="json"),
        "scenarios": [
            {"file": story.file, "sources": plain(files), "resolved": result.scenario.model_dump(mode="json")}
            for story, files, result in zip(findings.stories, sources, results, strict=True)
        ],
        "outcome": _without_time(as_json(findings, say)),
        "seconds": making.seconds,
    }


def log_of(result: Result) -> dict[str, Any]:
    """The tables of replication 0 for Parquet, codes and names as they stand in the engine; ``names`` says what codes mean."""
    compiled = compile_scenario(result.scenario)
    tables = simulate(compiled, seed=result.seed, replication=min(result.measurements), engine=result.engine)
    logged = {field.name: _columns(getattr(tables, field.name)) for field in dataclasses.fields(Tables)}
    return logged | {"names": _names(compiled.names)}


def _columns(table: Table) -> Any:
    return pa.table({name: np.ascontiguousarray(table[name]) for name in table.dtype.names or ()})


def _names(names: Names) -> Any:
    rows = [
        (field.name, number, ".".join(name) if isinstance(name, tuple) else name)
        for field in dataclasses.fields(Names)
        for number, name in enumerate(getattr(names, field.name))
    ]
    return pa.table({"table": [row[0] for row in rows], "code": [row[1] for row in rows], "name": [row[2] for row in rows]})


def _without_time(outcome: dict[str, Any]) -> dict[str, Any]:
    making = {name: value for name, value in outcome["findings"]["making"].items() if name != "seconds"}
    kept: dict[str, Any] = plain(outcome | {"findings": outcome["findings"] | {"making": making}})
    return kept
