"""The plain models of scenarios/verification: what theory says, and what the engine measures in each replication.

``python -m tests.verification.models`` prints the table of docs/verification.md; with ``--write`` it is put there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import stats

from sim.engine.program import codes
from sim.engine.program.tables import Table, Tables
from sim.engine.simulate import Clock, CompiledScenario, compile_scenario, simulate
from sim.model.files.loading import load
from sim.model.values.calendar import Profile
from sim.model.values.units import HOUR
from sim.report.files.blocks import filled
from tests.verification import formulas

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios" / "verification"
PAGE = SCENARIOS.parents[1] / "docs" / "verification.md"
REPLICATIONS = 20
SEED = 1
FALSE_ALARM = 1e-4
"""Chance that a quantity of a right engine falls outside its band."""
MINUTES = 60.0

Quantities = dict[str, float]
Measure = Callable[[Tables, Clock], Quantities]


@dataclass(frozen=True)
class Model:
    """One scenario file, the values of theory and how to measure them. Times are in minutes."""

    name: str
    expected: Quantities
    measure: Measure


@dataclass(frozen=True)
class Check:
    """One quantity of one model: theory against independent replications.

    The band is the t interval around the mean of the replications that misses a true value with chance ``FALSE_ALARM``.
    """

    model: str
    quantity: str
    expected: float
    values: tuple[float, ...]

    @property
    def mean(self) -> float:
        return float(np.mean(self.values))

    @property
    def half_width(self) -> float:
        count = len(self.values)
        return float(stats.t.ppf(1 - FALSE_ALARM / 2, count - 1) * np.std(self.values, ddof=1) / np.sqrt(count))

    @property
    def agrees(self) -> bool:
        return abs(self.mean - self.expected) <= self.half_width

    def __str__(self) -> str:
        return f"| {self.model} | {self.quantity} | {self.expected:.4f} | {self.mean:.4f} | ± {self.half_width:.4f} |"


def in_window(contacts: Table, clock: Clock) -> Table:
    return contacts[(contacts["requested"] >= clock.window_start) & (contacts["requested"] < clock.window_end)]


def mean_wait(contacts: Table) -> float:
    return float(contacts["waited"].mean()) / HOUR * MINUTES


def waits(tables: Tables, clock: Clock) -> Quantities:
    contacts = in_window(tables.contacts, clock)
    return {
        "mean wait (min)": mean_wait(contacts),
        "share that waits": float((contacts["waited"] > 0).mean()),
        "share longer than 4 min": float((contacts["waited"] > 4 * HOUR / MINUTES).mean()),
    }


def blocked(tables: Tables, clock: Clock) -> Quantities:
    contacts = in_window(tables.contacts, clock)
    full = contacts["outcome"] == codes.LINES_FULL
    return {"share that finds all lines taken": float(full.mean()), "mean wait of the others (min)": mean_wait(contacts[~full])}


def abandoned(tables: Tables, clock: Clock) -> Quantities:
    contacts = in_window(tables.contacts, clock)
    return {
        "share that abandons": float((contacts["outcome"] == codes.ABANDONED).mean()),
        "share that waits": float((contacts["waited"] > 0).mean()),
        "mean wait (min)": mean_wait(contacts),
    }


def only_mean_wait(tables: Tables, clock: Clock) -> Quantities:
    return {"mean wait (min)": mean_wait(in_window(tables.contacts, clock))}


def waits_by_service(tables: Tables, clock: Clock) -> Quantities:
    contacts = in_window(tables.contacts, clock)
    names = ("urgent", "other")
    return {f"mean wait, {name} (min)": mean_wait(contacts[contacts["service"] == number]) for number, name in enumerate(names)}


def busy_by_hour(tables: Tables, clock: Clock) -> Quantities:
    """Mean number of people busy in each hour of the day, over the days of the window."""
    legs = tables.legs
    ended = np.where(legs["ended"] < 0, clock.end, legs["ended"])
    edges = np.arange(clock.window_start, clock.window_end + HOUR, HOUR)
    upto = np.array([np.minimum(edge, ended).sum() - np.minimum(edge, legs["started"]).sum() for edge in edges.tolist()])
    busy = (np.diff(upto) / HOUR).reshape(-1, formulas.HOURS_PER_DAY).mean(axis=0)
    return {f"busy, {hour:02}:00-{hour + 1:02}:00": float(value) for hour, value in enumerate(busy)}


def network(tables: Tables, clock: Clock) -> Quantities:
    contacts = in_window(tables.contacts, clock)
    work = tables.legs[tables.legs["contact"] < 0]
    work = work[(work["enqueued"] >= clock.window_start) & (work["enqueued"] < clock.window_end)]
    cases = tables.cases[(tables.cases["started"] >= clock.window_start) & (tables.cases["started"] < clock.window_end)]
    return {
        "calls per case": float(cases["contacts"].mean()),
        "mean wait per call (min)": mean_wait(contacts),
        "mean wait of back-office work (min)": float((work["started"] - work["enqueued"]).mean()) / HOUR * MINUTES,
    }


def unlimited_demand() -> list[float]:
    """Cases per hour in each quarter-hour of scenarios/verification/unlimited.yaml."""
    profile: Profile = load(SCENARIOS / "unlimited.yaml").baseline.services["call"].demand.profile
    weights = np.array(profile.quarter_weights())
    return [float(rate) for rate in 480.0 * weights / weights.sum() * 4.0]


def models() -> list[Model]:
    full, inside = formulas.lines_full(3, 6, 48.0, 4 / MINUTES)
    leaves, must_wait, wait = formulas.erlang_a(4, 66.0, 4 / MINUTES, 3 / MINUTES)
    urgent, other = formulas.mean_waits_priorities([(6.0, 3 / MINUTES, 1.0), (5.0, 6 / MINUTES, 0.8)])
    visits = 1 / 0.7
    hours = formulas.mean_busy_by_hour(unlimited_demand(), formulas.lognormal_survival(1.5, 1.0))
    return [
        Model(
            "erlang-c",
            {
                "mean wait (min)": formulas.mean_wait_erlang_c(3, 36.0, 4 / MINUTES) * MINUTES,
                "share that waits": formulas.erlang_c(3, 2.4),
                "share longer than 4 min": formulas.longer_than_erlang_c(3, 36.0, 4 / MINUTES, 4 / MINUTES),
            },
            waits,
        ),
        Model(
            "lines-full", {"share that finds all lines taken": full, "mean wait of the others (min)": inside * MINUTES}, blocked
        ),
        Model(
            "erlang-a",
            {"share that abandons": leaves, "share that waits": must_wait, "mean wait (min)": wait * MINUTES},
            abandoned,
        ),
        Model(
            "one-agent-lognormal",
            {"mean wait (min)": formulas.mean_wait_one_agent(10.5, 4 / MINUTES, 1.5) * MINUTES},
            only_mean_wait,
        ),
        Model(
            "one-agent-constant",
            {"mean wait (min)": formulas.mean_wait_one_agent(10.5, 4 / MINUTES, 0.0) * MINUTES},
            only_mean_wait,
        ),
        Model(
            "priorities",
            {"mean wait, urgent (min)": urgent * MINUTES, "mean wait, other (min)": other * MINUTES},
            waits_by_service,
        ),
        Model(
            "unlimited", {f"busy, {hour:02}:00-{hour + 1:02}:00": float(busy) for hour, busy in enumerate(hours)}, busy_by_hour
        ),
        Model(
            "jackson",
            {
                "calls per case": visits,
                "mean wait per call (min)": formulas.mean_wait_erlang_c(2, 15.0 * visits, 4 / MINUTES) * MINUTES,
                "mean wait of back-office work (min)": formulas.mean_wait_erlang_c(1, 15.0, 3 / MINUTES) * MINUTES,
            },
            network,
        ),
    ]


def checks(model: Model, replications: int = REPLICATIONS, seed: int = SEED) -> list[Check]:
    """Every quantity of a model against its value in theory, measured with the compiled engine."""
    compiled: CompiledScenario = compile_scenario(load(SCENARIOS / f"{model.name}.yaml"))
    measured = [
        model.measure(simulate(compiled, seed=seed, replication=number), compiled.clock) for number in range(replications)
    ]
    return [
        Check(model.name, quantity, expected, tuple(values[quantity] for values in measured))
        for quantity, expected in model.expected.items()
    ]


def table() -> Iterator[str]:
    """The rows of the table in docs/verification.md."""
    yield "| model | quantity | theory | measured | band |"
    yield "|---|---|---|---|---|"
    for model in models():
        yield from (str(check) for check in checks(model))


if __name__ == "__main__":
    rows = "\n".join(table())
    if "--write" in sys.argv:
        PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), "models", rows), encoding="utf-8")
    else:
        print(rows)  # noqa: T201
