"""The points of a validation run as a CSV file: written once by a run, read again to write the page anew."""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from pathlib import Path

from sim.evidence.front_office import FrontOffice
from sim.evidence.scan import Point

FIGURES = tuple(field.name for field in fields(FrontOffice))
COLUMNS = ("kind", "year", "patience_s", "people", "demand", *FIGURES)
DIGITS = 6


@dataclass(frozen=True)
class ValidationRun:
    """What a validation run found. ``about`` says with what it was made: seed, versions, run time.

    ``scanned`` are the points of the scan, ``shipped`` one point per year with the municipality file as it is.
    """

    about: dict[str, str]
    scanned: list[Point]
    shipped: list[Point]


def write_points(path: Path, run: ValidationRun) -> None:
    """Comment lines with what the run was made with, then a row per point; shares between 0 and 1, times in seconds."""
    with path.open("w", newline="", encoding="utf-8") as file:
        file.writelines(f"# {name}: {value}\n" for name, value in run.about.items())
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        for kind, points in (("file", run.shipped), ("scan", run.scanned)):
            for point in points:
                figures = [f"{getattr(point.figures, name):.{DIGITS}g}" for name in FIGURES]
                rows.writerow([kind, point.year, point.patience, point.people, f"{point.demand:.{DIGITS}g}", *figures])


def read_points(path: Path) -> ValidationRun:
    """The run that :func:`write_points` wrote."""
    lines = path.read_text(encoding="utf-8").splitlines()
    comments = [line[2:] for line in lines if line.startswith("# ")]
    points: dict[str, list[Point]] = {"file": [], "scan": []}
    for row in csv.DictReader(line for line in lines if not line.startswith("# ")):
        figures = FrontOffice(**{name: float(row[name]) for name in FIGURES})
        point = Point(int(row["year"]), int(row["patience_s"]), int(row["people"]), float(row["demand"]), figures)
        points[row["kind"]].append(point)
    about = dict(comment.split(": ", 1) for comment in comments)
    return ValidationRun(about, points["scan"], points["file"])
