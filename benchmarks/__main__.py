"""Measure both engines on the baseline and write benchmarks/results.md and benchmarks/results.json.

Every figure is of a process of its own: contacts per second of one replication without start-up and compiling, peak memory of
the whole process, and the time to compile from nothing and from the cache. Seconds are of processor time.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
BASELINE = HERE.parent / "scenarios" / "municipalities" / "s-hertogenbosch-2019.yaml"
WEEKS = (4, 13, 52)
ENGINES = ("compiled", "simpy")


def measured(*arguments: str, environment: dict[str, str] | None = None) -> dict[str, Any]:
    """What one measuring process printed as JSON."""
    command = [sys.executable, "-m", "benchmarks.one", *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | (environment or {}))
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def compiling() -> dict[str, float]:
    """Seconds from the start of Python to the end of a first short run: with an empty cache, and with a full one."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {"NUMBA_CACHE_DIR": cache}
        cold = measured("compiled", "0", environment=environment)
        warm = measured("compiled", "0", environment=environment)
    return {"cold_s": cold["first_s"], "warm_s": warm["first_s"], "import_s": warm["import_s"]}


def engines(weeks: tuple[int, ...], runs: int) -> list[dict[str, Any]]:
    rows = []
    for length in weeks:
        for engine in ENGINES:
            found = sorted((measured(engine, str(length)) for _ in range(runs)), key=lambda row: row["contacts_per_s"])
            median = found[len(found) // 2]
            rows.append(median | {"slowest": found[0]["contacts_per_s"], "fastest": found[-1]["contacts_per_s"]})
            print(f"{engine}, {length} weeks: {median['contacts_per_s']:,.0f} contacts/s, {median['peak_mb']:,.0f} MB")
    return rows


def written(rows: list[dict[str, Any]], cost: dict[str, float], runs: int) -> str:
    lines = [
        "# Benchmarks",
        "",
        f"Baseline {BASELINE.stem}, one replication, no prelude, warm-up 8 and follow-up 8 weeks beside the weeks shown.",
        f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores.",
        f"Median of {runs} processes, with the slowest and the fastest. Seconds are of processor time, on one core.",
        "Repeat with `make bench`.",
        "",
        "| engine | window | contacts | contacts per second | range | peak memory |",
        "| --- | ---: | ---: | ---: | --- | ---: |",
    ]
    lines += [
        f"| {row['engine']} | {row['weeks']} weeks | {row['contacts']:,} | {row['contacts_per_s']:,.0f} "
        f"| {row['slowest']:,.0f} to {row['fastest']:,.0f} | {row['peak_mb']:,.0f} MB |"
        for row in rows
    ]
    lines += [
        "",
        f"A first run of one week, compiling from nothing: {cost['cold_s']:.1f} s; from the cache: {cost['warm_s']:.1f} s.",
        f"Importing what it needs takes another {cost['import_s']:.1f} s.",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--weeks", type=int, nargs="+", default=list(WEEKS))
    options = parser.parse_args()
    cost = compiling()
    print(f"compiling: {cost}")
    rows = engines(tuple(options.weeks), options.runs)
    (HERE / "results.json").write_text(json.dumps({"engines": rows, "compiling": cost}, indent=2) + "\n")
    (HERE / "results.md").write_text(written(rows, cost, options.runs))


if __name__ == "__main__":
    main()
