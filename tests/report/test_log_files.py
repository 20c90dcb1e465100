"""The log as Parquet: everything that happened, in row groups that came while the run went on."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from pyarrow import parquet

import sim
from sim.engine.program import codes
from sim.engine.program.tables import Tables, in_canonical_order
from sim.engine.simulate import compile_scenario, simulate
from sim.experiment.found.result import Result
from sim.report.files import log_files
from sim.report.files.log_files import write_log
from tests.engine.differences import first_difference

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


NUMBERS = {
    *("case", "parent", "root", "citizen", "contact", "leg", "attempt"),  # which one
    *(
        "design",
        "contacts",
        "too_late",
        "corrections",
        "reminders",
        "transfers",
        "places",
        "booked",
        "no_shows",
        "left",
        "found",
        "let_go",
        "waiting",
    ),  # counts
    *("hidden", "day", "hour", "complexity", "need", "skill"),
    "index",  # a code of the kind of integral: see below
}
TIMES = {
    *(
        "started",
        "ended",
        "event",
        "discovered",
        "applied",
        "citizen_time",
        "requested",
        "announced",
        "slot",
        "queued",
        "patience",
    ),
    *("answered", "waited", "due", "enqueued", "released", "spent", "counted", "planned_start", "planned_end", "start", "end"),
    *("expected", "time", "integral"),
}


def test_every_code_that_stands_in_a_table_has_a_name(result: Result, tmp_path: Path) -> None:
    write_log(result, tmp_path)
    named: dict[tuple[str, str], dict[int, str]] = {}
    for row in parquet.read_table(tmp_path / "names.parquet").to_pylist():
        named.setdefault((row["table"], row["column"]), {})[row["code"]] = row["name"]
    whole = simulate(compile_scenario(result.scenario), seed=5, replication=0)
    for field in dataclasses.fields(Tables):
        table = getattr(whole, field.name)
        for column in table.dtype.names:
            found = named.pop((field.name, column), None)
            if found is None:
                assert column in NUMBERS | TIMES, f"{field.name}.{column} is neither named nor known to be a number or a time"
            else:
                assert set(np.unique(table[column]).tolist()) <= set(found), f"{field.name}.{column}"
    assert named == {}, "names of columns that there are not"


def test_names_are_those_of_the_engine(result: Result, tmp_path: Path) -> None:
    write_log(result, tmp_path)
    names = {
        (row["table"], row["column"], row["code"]): row["name"]
        for row in parquet.read_table(tmp_path / "names.parquet").to_pylist()
    }
    own = compile_scenario(result.scenario).names
    told = [names["contacts", "channel", code] for code in range(len(own.channels))]
    assert told == list(own.channels)
    assert names["contacts", "outcome", codes.ABANDONED] == "abandoned"
    assert names["contacts", "cause", codes.REASSURANCE] == "reassurance"
    assert names["cases", "end", codes.CASE_EXHAUSTED] == "exhausted"
    assert names["legs", "end", codes.LEG_PAUSED] == "paused"
    assert names["duty", "kind", codes.DUTY_BREAK] == "break"
    assert names["expectation", "weekday", 6] == "sun"
    assert names["legs", "channel", -1] == "back_office"
    kinds = parquet.read_table(tmp_path / "integrals.parquet")
    for kind, index in zip(kinds["kind"].to_pylist(), kinds["index"].to_pylist(), strict=True):
        assert ("legs", names["integrals", "kind", kind], index) in names


def test_the_log_of_the_engine_of_record_is_the_same(result: Result, tmp_path: Path) -> None:
    for engine in ("compiled", "simpy"):
        (tmp_path / engine).mkdir()
        write_log(dataclasses.replace(result, engine=engine), tmp_path / engine)
    whole = simulate(compile_scenario(result.scenario), seed=5, replication=0)
    logs = [read_log(tmp_path / engine, whole) for engine in ("compiled", "simpy")]
    assert first_difference(*logs) is None
