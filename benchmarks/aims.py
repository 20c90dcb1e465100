"""What is aimed at, beside what was measured."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from benchmarks.peer import PYTHON_PEERS
from benchmarks.peers import fastest, ratios
from benchmarks.places import REFERENCE


@dataclass(frozen=True)
class Aim:
    """``least``: the value must be at least the aim; otherwise at most."""

    what: str
    unit: str
    aim: float
    values: tuple[float, ...]
    least: bool

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def met(self) -> bool:
        return self.median >= self.aim if self.least else self.median <= self.aim


def aims(results: dict[str, Any]) -> Iterator[Aim]:
    """Those of the parts that were measured."""
    if "peers" in results:
        for name, programs in results["peers"]["workloads"].items():
            yield from _beside_peers(name.upper(), programs)
    if "town" in results:
        yield from _municipal(results["town"]["rows"])
    if "measuring" in results:
        for name, rounds in results["measuring"]["seconds"].items():
            shares = tuple(taken["measuring"] / taken["simulating"] for taken in rounds)
            yield Aim(f"{name}: measuring / simulating", "x", 1.0, shares, least=False)
    if "asking" in results:
        taken = results["asking"]["seconds"]
        dearer = tuple(one / other for one, other in zip(taken["with"], taken["without"], strict=True))
        yield Aim("a year of voorbeeldstad: with questions and look-ups / without", "x", 1.25, dearer, least=False)
    if "plans" in results:
        yield from _plans(results["plans"])
    if "threads" in results:
        taken = results["threads"]["seconds"]
        gained = tuple(one / two for one, two in zip(taken["one"], taken["two"], strict=True))
        yield Aim("two threads against one", "x", 1.85, gained, least=True)
    yield from _waited_for(results)


def _plans(found: dict[str, Any]) -> Iterator[Aim]:
    taken, contacts = found["seconds"], found["contacts"]
    more = contacts["one"] / contacts["five"]
    dearer = tuple(five / one * more for five, one in zip(taken["five"], taken["one"], strict=True))
    yield Aim("a contact with five measures being adopted apart / with one that changes the same", "x", 1.05, dearer, least=False)
    yield Aim("a plan of ten measures on a town, loaded", "s", 0.3, tuple(taken["loading"]), least=False)
    yield Aim("a plan of ten measures on a town, checked", "s", 0.3, tuple(taken["checking"]), least=False)


def _waited_for(results: dict[str, Any]) -> Iterator[Aim]:
    if "questions" in results:
        yield from _questions(results["questions"]["seconds"])
    if "whatif" in results:
        for question, rounds in results["whatif"]["seconds"].items():
            for look, limit in ((0, 3.0), (1, 10.0)):
                what = f"what-if, {question}, {results['whatif']['looks'][look]} replications"
                yield Aim(what, "s", limit, tuple(taken[look] for taken in rounds), least=False)
    if "startup" in results:
        taken = results["startup"]["seconds"]
        yield Aim("`sweetspot --version`", "s", 0.5, tuple(run["wall_s"] for run in taken["version"]), least=False)
        loading = tuple(run["part_s"] for run in taken["first_run"])
        yield Aim("engine from the cache and a week simulated", "s", 1.0, loading, least=False)


QUESTIONS = (
    ("a dial turned, assumption", "impression", 1.0),
    ("a dial turned, assumption", "provisional", 1.5),
    ("a dial turned, assumption", "clock", 3.0),
    ("a dial turned, lever", "clock", 3.0),
    ("compare, two stories, 20 replications", "processor", 8.0),
    ("sensitivity of the marriage verdict", "clock", 5.0),
    ("100 designs, 10 replications", "clock", 100.0),
    ("100 designs, with halving", "clock", 25.0),
)
"""What is asked, until what, and within how many seconds."""
TOLD = {
    "clock": "final, clock",
    "processor": "processor time",
    "impression": "impression, clock",
    "provisional": "provisional, clock",
}


def _questions(taken: dict[str, list[dict[str, float]]]) -> Iterator[Aim]:
    for name, until, limit in QUESTIONS:
        if name in taken:
            yield Aim(f"{name}: {TOLD[until]}", "s", limit, tuple(one[until] for one in taken[name]), least=False)


def _beside_peers(name: str, programs: dict[str, Any]) -> Iterator[Aim]:
    ours = programs["compiled"]["runs"]
    cpp = "C++ with our draws and columns"
    if "cpp-keyed" in programs and "compiled-rows" in programs:
        other = programs["cpp-keyed"]["runs"]
        rows = tuple(ratios(programs["compiled-rows"]["runs"], other))
        yield Aim(f"{name}: ours, rows as they come / {cpp}", "x", 0.85, rows, least=True)
        yield Aim(f"{name}: ours, rows in order / {cpp}", "x", 0.85, tuple(ratios(ours, other)), least=True)
    if "cpp-figures" in programs and "compiled-figures" in programs:
        figures = tuple(ratios(programs["compiled-figures"]["runs"], programs["cpp-figures"]["runs"]))
        yield Aim(f"{name}: ours, figures only / C++ with our draws, no rows", "x", 0.6, figures, least=True)
    peer = fastest(programs, PYTHON_PEERS)
    if "compiled-figures" in programs:
        figures = tuple(ratios(programs["compiled-figures"]["runs"], programs[peer]["runs"]))
        yield Aim(f"{name}: ours, figures only / fastest Python peer", "x", 8.0, figures, least=True)


def _municipal(rows: list[dict[str, Any]]) -> Iterator[Aim]:
    """The reference municipality, and its largest city against it, with tables and with figures alone."""
    for kept in ("tables", "figures"):
        cities = [row for row in rows if (row["file"], row["engine"], row["kept"]) == (REFERENCE.stem, "compiled", kept)]
        town, city, told = cities[0], cities[-1], f"processor time, {kept} kept"
        yield Aim(f"a year of {REFERENCE.stem}, {told}", "s", 2.0, tuple(_seconds(town)), least=False)
        small, large = town["inhabitants"], city["inhabitants"]
        limit = large * math.log(large) / (small * math.log(small))
        found = tuple(more / statistics.median(_seconds(town)) for more in _seconds(city))
        yield Aim(f"{large:,} inhabitants against {small:,}, {told}, n log n", "x", limit, found, least=False)
        if kept == "figures":
            yield Aim(f"a year of {large:,} inhabitants, {told}", "s", 5.0, tuple(_seconds(city)), least=False)


def _seconds(row: dict[str, Any]) -> list[float]:
    return [run["processor_s"] for run in row["runs"]]
