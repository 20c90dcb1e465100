"""What citizens expect to wait at the start of a run: simulates the baseline until what comes out is what was put in.

``expected_wait`` of a channel is what everybody expects there on day one, at every weekday and hour. A run that starts from a
guess spends its first weeks unlearning it, and a guess about an hour in which nobody leaves the queue is never unlearned. So the
files hold the values of a converged pilot: the mean expectation of those who left the queue, over a year that follows a year.

That is done for live channels. What comes out for written channels is told and not put in, because their constants in the
municipality files were fitted with the values that stand there.

``python -m sim.evidence.pilot FILE...`` prints the values for municipality files; they are written into the files by hand, with
``pilot`` as their source.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.engine.build.scenario import CompiledScenario
from sim.engine.program.tables import Table, Tables
from sim.engine.simulate import compile_scenario, simulate
from sim.experiment.numbers.vary import range_at, with_value
from sim.measure.layout import Array
from sim.model.files.loading import load
from sim.model.town.scenario import Scenario
from sim.model.values.units import DAY, SECOND

TOLERANCE = 0.02
"""Start and outcome are equal when they differ by at most this share, or by ``LEAST`` seconds."""
LEAST = 1.0
MOST_ROUNDS = 10
A_YEAR = {"period.warm_up": 52, "period.weeks": 52, "period.follow_up": 1}
Waits = dict[str, float]


class NotConvergedError(Exception):
    """What came out was not what was put in, however often it was tried."""


@dataclass(frozen=True)
class Pilot:
    """The start values of a baseline, and how they were found.

    ``values`` are seconds by live channel; ``rounds`` has what came out of each simulation. ``written`` is what comes out for
    channels that are answered later, with the start values of the file. ``bands`` is the mean expectation by channel, as an array
    of seconds (7 weekdays, 24 hours), NaN where nobody left the queue.
    """

    values: Waits
    rounds: tuple[Waits, ...]
    written: Waits
    bands: dict[str, Array]


def pilot(
    scenario: Scenario,
    *,
    start: Mapping[str, float] | None = None,
    replications: int = 2,
    seed: int = 1,
    tolerance: float = TOLERANCE,
) -> Pilot:
    """Simulates the baseline of a scenario until its start expectations are what comes out of its window.

    ``start`` are seconds by channel to begin from, those of the file where it has none. All rounds share their luck. For
    appointments citizens look at the first free slot, and to channels for handing off they do not go: neither needs one.

    Raises ``NotConvergedError`` when ``MOST_ROUNDS`` simulations do not bring every channel within ``tolerance`` (a share) of its
    start.
    """
    baseline = scenario.model_copy(update={"designs": scenario.designs[:1], "measures": ()})
    channels = baseline.baseline.channels
    live = [name for name, channel in channels.items() if channel.kind == "live"]
    written = [name for name, channel in channels.items() if channel.kind == "deferred" and not channel.handoff_only]
    values = {name: range_at(baseline, _path(name)).value / SECOND for name in live} | dict(start or {})
    rounds: list[Waits] = []
    for _ in range(MOST_ROUNDS):
        compiled = compile_scenario(starting_from(baseline, values))
        logs = [simulate(compiled, seed=seed, replication=n) for n in range(replications)]
        table = np.concatenate([in_window(tables, compiled) for tables in logs])
        tables_of = {name: rows for name in (*live, *written) if len(rows := _of(table, compiled, name))}
        reached = {name: mean_expectation(rows) for name, rows in tables_of.items()}
        rounds.append({name: reached[name] for name in live if name in reached})
        if all(abs(value - values[name]) <= max(LEAST, tolerance * values[name]) for name, value in rounds[-1].items()):
            answered = {name: reached[name] for name in written if name in reached}
            bands = {name: by_band(rows) for name, rows in tables_of.items()}
            return Pilot(rounds[-1], tuple(rounds), answered, bands)
        values |= rounds[-1]
    raise NotConvergedError(f"after {MOST_ROUNDS} rounds the expectations still move: {rounds[-2]} became {rounds[-1]}")


def starting_from(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """The same scenario with these expectations (seconds by channel) on its first day."""
    for name, value in values.items():
        scenario = with_value(scenario, _path(name), value * SECOND)
    return scenario


def in_window(tables: Tables, compiled: CompiledScenario) -> Table:
    """The rows of the expectation table that are about days of the measured window."""
    day = tables.expectation["day"].astype(np.int64) * DAY
    rows: Table = tables.expectation[(day >= compiled.clock.window_start) & (day < compiled.clock.window_end)]
    return rows


def mean_expectation(rows: Table) -> float:
    """Mean expectation in seconds of all who left a queue, as it was after that day. There must be one at least."""
    return float(np.average(rows["expected"], weights=rows["left"])) / SECOND


def by_band(rows: Table) -> Array:
    """Mean expectation in seconds by weekday and hour: shape (7, 24), NaN where nobody left the queue."""
    band = rows["weekday"] * 24 + rows["hour"]
    people = np.bincount(band, rows["left"], 7 * 24)
    total = np.bincount(band, rows["left"] * rows["expected"].astype(np.float64), 7 * 24)
    with np.errstate(invalid="ignore"):
        mean: Array = (total / people / SECOND).reshape(7, 24)
    return mean


def _of(rows: Table, compiled: CompiledScenario, channel: str) -> Table:
    chosen: Table = rows[rows["channel"] == compiled.names.channels.index(channel)]
    return chosen


def _path(channel: str) -> str:
    return f"channels.{channel}.expected_wait"


def _report(file: Path, found: Pilot) -> str:
    lines = [f"{file.stem}: converged in {len(found.rounds)} rounds; seconds, and the lowest and highest weekday and hour"]
    for name, value in (found.values | found.written).items():
        bands, kept = found.bands[name], " (what comes out; the file keeps its own)" if name in found.written else ""
        lines.append(f"  {name:<10} {value:10.1f}  {np.nanmin(bands):10.1f} to {np.nanmax(bands):.1f}{kept}")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m sim.evidence.pilot", description=__doc__)
    parser.add_argument("files", type=Path, nargs="+", help="municipality files")
    parser.add_argument("--replications", type=int, default=2)
    options = parser.parse_args(arguments)
    for file in options.files:
        sys.stdout.write(_report(file, pilot(load(file, overrides=A_YEAR), replications=options.replications)) + "\n")


if __name__ == "__main__":
    main()
