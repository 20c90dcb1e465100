"""Solving one number of a scenario, such as demand that nobody published, so that a simulated figure meets a published one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.engine.build.scenario import CompiledScenario
from sim.engine.program.tables import Tables
from sim.engine.simulate import compile_scenario, simulate
from sim.experiment.numbers.vary import range_at, with_value
from sim.model.files.domains import domain_at
from sim.model.town.scenario import Scenario

Measured = Callable[[Tables, CompiledScenario], float]


class NotSolvedError(Exception):
    """The figure did not come close enough to its target; says how close it came."""


@dataclass(frozen=True)
class Solved:
    """A number at which the simulated figure meets its target.

    ``reached`` is the simulated figure at ``value``; ``tried`` are the (value, figure) pairs on the way, in order.
    """

    value: float
    reached: float
    tried: tuple[tuple[float, float], ...]


def solve_demand(
    scenario: Scenario,
    path: str,
    target: float,
    *,
    measured: Measured,
    replications: int = 2,
    seed: int = 1,
    tolerance: float = 0.002,
    most_tries: int = 10,
) -> Solved:
    """The number at ``path`` for which the mean of ``measured`` over the replications is ``target``.

    A secant on common random numbers: every try simulates the same replications, so the figure moves with the number and
    with nothing else. The first step takes the figure to be proportional to the number, as it nearly is for demand.

    Parameters
    ----------
    path
        Dotted, as in the file (``services.algemene-vraag.demand.rate``).
    target, tolerance
        The figure to reach, above 0, and how far from it is near enough, as a share of it; the number is in the units of
        :func:`sim.experiment.numbers.vary.with_value`.
    measured
        The figure of one replication.

    Raises
    ------
    NotSolvedError
        When ``most_tries`` tries do not bring the figure within the tolerance.
    """
    if target <= 0:
        raise ValueError(f"the target must be above 0, got {target}")

    def figure(value: float) -> float:
        compiled = compile_scenario(with_value(scenario, path, value))
        logs = (simulate(compiled, seed=seed, replication=replication) for replication in range(replications))
        return sum(measured(tables, compiled) for tables in logs) / replications

    value, domain = range_at(scenario, path).value, domain_at([scenario], path)
    tried: list[tuple[float, float]] = []
    while len(tried) < most_tries:
        tried.append((value, figure(value)))
        reached = tried[-1][1]
        if abs(reached - target) <= tolerance * target:
            return Solved(value, reached, tuple(tried))
        value = domain.clipped(next_value(tried, target))
    nearest = min(tried, key=lambda pair: abs(pair[1] - target))
    raise NotSolvedError(f"{path} = {nearest[0]:.6g} gives {nearest[1]:.6g}; {target:.6g} was not reached in {most_tries} tries")


def next_value(tried: list[tuple[float, float]], target: float) -> float:
    """Where the straight line through the last two tries meets the target; a value and its figure are at least 0.

    A step is at most a factor 4, so that one flat stretch does not throw the search away.
    """
    value, reached = tried[-1]
    before, was = tried[-2] if len(tried) > 1 else (0.0, 0.0)
    slope = (reached - was) / (value - before) if value != before else 0.0
    if slope <= 0.0:
        return value * (2.0 if reached < target else 0.5)
    return min(max(value + (target - reached) / slope, value / 4.0), value * 4.0)
