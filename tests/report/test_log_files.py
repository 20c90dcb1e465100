"""The log as Parquet: everything that happened, in row groups that came while the run went on."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from pyarrow import parquet

import sim
from sim.engine.simulate import compile_scenario, simulate
from sim.engine.tables import Names, Tables, first_difference, in_canonical_order
from sim.experiment.result import Result
from sim.report import log_files
from sim.report.log_files import write_log

TOWN = Path(__file__).resolve().parents[2] / "scenarios" / "municipalities" / "voorbeeldstad.yaml"
SHORT = {"period.weeks": 3, "period.warm_up": 1, "period.prelude": 2, "period.follow_up": 1, "population.inhabitants": 40_000}


@pytest.fixture(scope="module")
def result() -> Result:
    return sim.run(sim.load(TOWN, overrides=SHORT), replications=1, seed=5)


def read_log(folder: Path, like: Tables) -> Tables:
    read = {}
    for field in dataclasses.fields(Tables):
        columns, kind = parquet.read_table(folder / f"{field.name}.parquet"), getattr(like, field.name).dtype
        rows = np.zeros(columns.num_rows, kind)
        for name in kind.names:
            rows[name] = columns[name].to_numpy()
        read[field.name] = in_canonical_order(field.name, rows)
    return Tables(**read)


def test_the_files_hold_the_log(result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_files, "ROWS", 1_000)
    write_log(result, tmp_path)
    compiled = compile_scenario(result.scenario)
    whole = simulate(compiled, seed=5, replication=0)
    assert first_difference(read_log(tmp_path, whole), whole) is None
    groups = parquet.ParquetFile(tmp_path / "contacts.parquet").metadata.num_row_groups
    assert 3 < groups <= len(whole.contacts) / 500
    names = parquet.read_table(tmp_path / "names.parquet").to_pylist()
    assert {row["table"] for row in names} == {field.name for field in dataclasses.fields(Names)}
    told = {row["code"]: row["name"] for row in names if row["table"] == "channels"}
    assert told == dict(enumerate(compiled.names.channels))


def test_the_log_of_the_engine_of_record_is_the_same(result: Result, tmp_path: Path) -> None:
    for engine in ("compiled", "simpy"):
        (tmp_path / engine).mkdir()
        write_log(dataclasses.replace(result, engine=engine), tmp_path / engine)
    whole = simulate(compile_scenario(result.scenario), seed=5, replication=0)
    logs = [read_log(tmp_path / engine, whole) for engine in ("compiled", "simpy")]
    assert first_difference(*logs) is None
