"""Run one replication of a compiled scenario with one of the two engines."""

from __future__ import annotations

from collections.abc import Callable

from sim.engine.build import Clock, CompiledScenario, compile_scenario, with_rosters
from sim.engine.program import Program
from sim.engine.tables import Tables

ENGINES = ("auto", "simpy", "compiled")


class Stopped(Exception):  # noqa: N818 - somebody wanted it, it is no error
    """The caller asked to stop before the replication was complete."""


def _go_on(_day: int, _days: int) -> bool:
    return True


def seeded(program: Program, seed: int, replication: int) -> Program:
    """The same program with its draws keyed by seed and replication, each at least 0 and below 2**32."""
    if not 0 <= seed < 2**32 or not 0 <= replication < 2**32:
        raise ValueError(f"seed and replication must be 0 to 4294967295, got {seed} and {replication}")
    settings = program.rulebook.settings.copy()
    settings["seed"], settings["replication"] = seed, replication
    return program._replace(rulebook=program.rulebook._replace(settings=settings))


def simulate(
    compiled: CompiledScenario,
    *,
    seed: int,
    replication: int,
    engine: str = "compiled",
    on_day: Callable[[int, int], bool] | None = None,
) -> Tables:
    """The log of one replication. ``on_day(day, days)`` is called every simulated day and stops the run by returning False.

    Raises :class:`Stopped` then. ``engine``: compiled (also as auto) or simpy; both give the same bits.
    """
    program = seeded(compiled.program, seed, replication)
    if engine == "simpy":
        from sim.engine.process import run
    else:
        from sim.engine.compiled import run
    tables = run(program, on_day or _go_on)
    if tables is None:
        raise Stopped
    return tables


__all__ = ["ENGINES", "Clock", "CompiledScenario", "Stopped", "compile_scenario", "seeded", "simulate", "with_rosters"]
