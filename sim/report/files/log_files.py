"""The whole log of one replication as Parquet files, written while it is simulated."""

from __future__ import annotations

import dataclasses
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from sim.engine.program.tables import Names, Table, Tables
from sim.engine.simulate import compile_scenario, simulate_in_parts
from sim.experiment.found.result import Result
from sim.report.files.log_names import named_codes

ROWS = 131_072
"""From how many rows of a table on a part is written: what tools that read Parquet like for a row group."""
COMPRESSION = "zstd"


def write_log(result: Result, folder: Path) -> None:
    """Simulates the first replication of ``result`` again and writes ``cases.parquet`` and the other tables into ``folder``.

    Codes stand as in the engine; ``names`` says what each of them means. A part of the run is a row group, in canonical order;
    a root case and all that follows from it are in one part, which comes when they are over. Memory is needed for one part.

    Raises ``OSError`` when a file cannot be written.
    """
    compiled = compile_scenario(result.scenario)
    with ExitStack() as open_files:
        writers: dict[str, parquet.ParquetWriter] = {}

        def take(part: Tables) -> None:
            for field in dataclasses.fields(Tables):
                table = _columns(getattr(part, field.name))
                if field.name not in writers:
                    path = folder / f"{field.name}.parquet"
                    writer = parquet.ParquetWriter(path, table.schema, compression=COMPRESSION)
                    writers[field.name] = open_files.enter_context(writer)
                if table.num_rows:
                    writers[field.name].write_table(table)

        first = min(result.measurements)
        simulate_in_parts(compiled, take, seed=result.seed, replication=first, engine=result.engine, rows=ROWS)
    parquet.write_table(_names(compiled.names), folder / "names.parquet", compression=COMPRESSION)


def _columns(table: Table) -> Any:
    return pa.table({name: np.ascontiguousarray(table[name]) for name in table.dtype.names or ()})


def _names(names: Names) -> Any:
    columns = zip(*named_codes(names), strict=True)
    return pa.table(dict(zip(("table", "column", "code", "name"), map(list, columns), strict=True)))
