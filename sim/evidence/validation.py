"""How close the baseline comes to the published years of 's-Hertogenbosch: runs the scan and writes docs/validation.md.

``python -m sim.evidence.validation`` simulates everything on one core (some 150 points, each a year simulated several times) and
writes ``validation.md`` and ``validation.csv``. With ``--keep-scan`` it takes the scan from the CSV file and simulates only the
municipality files as they are, which takes a minute.
"""

from __future__ import annotations

import argparse
import platform
import sys
import time
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sim.evidence.fit import loss_of
from sim.evidence.points_file import ValidationRun, read_points, write_points
from sim.evidence.published import PUBLISHED
from sim.evidence.scan import (
    DEMAND,
    PATIENCE,
    PATIENCES,
    REPLICATIONS,
    SEED,
    Point,
    Scan,
    people_in_file,
    simulated_year,
    whole_year,
)
from sim.evidence.validation_page import page
from sim.experiment.numbers.vary import range_at
from sim.model.values.units import SECOND

PROJECT = Path(__file__).resolve().parents[2]


def validate(folder: Path) -> ValidationRun:
    """Scans every year over patience and people, and simulates each municipality file as it is."""
    started = time.perf_counter()
    scan = Scan(folder, _tell)
    scan.run(PATIENCES, (loss_of("offered"), loss_of("answered")))
    about = {
        "seed": str(SEED),
        "replications": str(REPLICATIONS),
        "run time": f"{(time.perf_counter() - started) / 60:.0f} min on one core",
        "versions": ", ".join([f"Python {platform.python_version()}", *map(_version, ("sweetspot", "numba", "numpy"))]),
    }
    return ValidationRun(about, scan.points, shipped(folder))


def shipped(folder: Path) -> list[Point]:
    return [shipped_year(folder, year) for year in PUBLISHED]


def shipped_year(folder: Path, year: int) -> Point:
    scenario = whole_year(folder, year)
    patience = round(range_at(scenario, PATIENCE).value / SECOND)
    return Point(year, patience, people_in_file(scenario), range_at(scenario, DEMAND).value, simulated_year(scenario))


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:  # run from sources that are not installed
        return f"{package} (not installed)"


def _tell(point: Point) -> None:
    figures = point.figures
    sys.stderr.write(
        f"{point.year}: patience {point.patience} s, {point.people} people: calls {point.calls_residual:+.1%}, "
        f"within 25 s {figures.within_of_offered:.1%} of offered, abandoned {figures.abandoned:.1%}\n"
    )


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m sim.evidence.validation", description=__doc__)
    parser.add_argument("--scenarios", type=Path, default=PROJECT / "scenarios" / "municipalities", help="municipality files")
    parser.add_argument("--out", type=Path, default=PROJECT / "docs", help="folder of validation.md and validation.csv")
    parser.add_argument("--keep-scan", action="store_true", help="take the scan from validation.csv, which is there already")
    options = parser.parse_args(arguments)
    points_file = options.out / "validation.csv"
    if options.keep_scan:
        run = replace(read_points(points_file), shipped=shipped(options.scenarios))
    else:
        run = validate(options.scenarios)
    write_points(points_file, run)
    (options.out / "validation.md").write_text(page(read_points(points_file)), encoding="utf-8")


if __name__ == "__main__":
    main()
