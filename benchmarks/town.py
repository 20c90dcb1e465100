"""Municipalities: speed and memory of both engines, and growth with the number of inhabitants."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.places import BASELINE, REFERENCE
from benchmarks.processes import printed
from sim.model.files.loading import load

BASELINE_WEEKS, YEAR = 13, 52
CITIES = (300_000, 1_000_000)
ONCE = 1


@dataclass
class Case:
    """A municipality to run; ``inhabitants`` None = as its file says, ``rounds`` None = as many as asked.

    ``kept``: ``tables``, or ``figures`` alone.
    """

    file: Path
    engine: str
    weeks: int
    inhabitants: int | None = None
    rounds: int | None = None
    kept: str = "tables"
    runs: list[dict[str, Any]] = field(default_factory=list)

    def run(self) -> None:
        grown = () if self.inhabitants is None else (self.inhabitants,)
        self.runs.append(printed("benchmarks.one", self.file, self.engine, self.kept, self.weeks, *grown))
        last = self.runs[-1]
        print(
            f"{self.file.stem}, {self.engine}, {self.weeks} weeks, {self.inhabitants or 'its own'} inhabitants: "
            f"{self.kept} in {last['processor_s']:.2f} s"
        )

    def row(self) -> dict[str, Any]:
        inhabitants = self.inhabitants or load(self.file).population.inhabitants
        return asdict(self) | {"file": self.file.stem, "inhabitants": inhabitants}


def measure(rounds: int) -> dict[str, Any]:
    """A row per municipality, engine, size and what is kept; SimPy, which takes minutes, runs once."""
    cases = [
        Case(BASELINE, "compiled", BASELINE_WEEKS),
        Case(BASELINE, "simpy", BASELINE_WEEKS, rounds=ONCE),
        Case(REFERENCE, "compiled", YEAR),
        Case(REFERENCE, "simpy", YEAR, rounds=ONCE),
        *(Case(REFERENCE, "compiled", YEAR, inhabitants) for inhabitants in CITIES),
        *(Case(REFERENCE, "compiled", YEAR, inhabitants, kept="figures") for inhabitants in (None, *CITIES)),
    ]
    for number in range(rounds):
        for case in cases:
            if number < (case.rounds or rounds):
                case.run()
    for case in cases:
        if case.kept == "figures":  # the same run as where tables are kept
            same = next(one for one in cases if one.inhabitants == case.inhabitants and one.file == case.file)
            for run in case.runs:
                run["contacts"] = same.runs[0]["contacts"]
    return {"rows": [case.row() for case in cases]}
