"""Run one replication of a compiled scenario with one of the two engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sim.engine.build import Clock, CompiledScenario, compile_scenario, with_rosters
from sim.engine.program import Program
from sim.engine.shared_beginning import shared_days
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


def simulate_each(
    compiled: Sequence[CompiledScenario],
    *,
    seed: int,
    replication: int,
    engine: str = "compiled",
    on_day: Callable[[int, int], bool] | None = None,
) -> Iterator[Tables]:
    """The log of the same replication of each scenario, in order; parameters as of :func:`simulate`.

    With the compiled engine, what a scenario has in common with the first one until its first measure is simulated once. The
    bits are those of :func:`simulate`.
    """
    shared = [shared_days(compiled[0], other) for other in compiled[1:]]
    if engine == "simpy" or not any(shared):
        for one in compiled:
            yield simulate(one, seed=seed, replication=replication, engine=engine, on_day=on_day)
        return
    from sim.engine.compiled import Running, Snapshot

    def worked_out(running: Running, until: int) -> Running:
        if not running.until(until, on_day or _go_on):
            raise Stopped
        return running

    first = Running(seeded(compiled[0].program, seed, replication))
    snapshots: dict[int, Snapshot] = {day: worked_out(first, day).snapshot() for day in sorted({*shared} - {0})}
    yield worked_out(first, first.days).tables()
    for number, (other, day) in enumerate(zip(compiled[1:], shared, strict=True)):
        snapshot = snapshots.get(day)
        if day not in shared[number + 1 :]:
            snapshots.pop(day, None)
        running = Running(seeded(other.program, seed, replication), snapshot)
        del snapshot
        yield worked_out(running, running.days).tables()


__all__ = [
    "ENGINES",
    "Clock",
    "CompiledScenario",
    "Stopped",
    "compile_scenario",
    "seeded",
    "simulate",
    "simulate_each",
    "with_rosters",
]
