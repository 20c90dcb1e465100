"""Run one replication of a compiled scenario with one of the two engines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from sim.engine.build import Clock, CompiledScenario, compile_scenario, with_rosters
from sim.engine.program import Program
from sim.engine.shared_beginning import shared_days
from sim.engine.tables import Tables

if TYPE_CHECKING:
    from sim.engine.compiled import Running

ENGINES = ("auto", "simpy", "compiled")
ROWS_OF_A_PART = 32_768
"""From how many rows of a table on a run hands over what is over: few enough for the caches of a processor."""


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


def simulate_in_parts(
    compiled: CompiledScenario,
    take: Callable[[Tables], None],
    *,
    seed: int,
    replication: int,
    engine: str = "compiled",
    on_day: Callable[[int, int], bool] | None = None,
    rows: int = ROWS_OF_A_PART,
) -> None:
    """Hands the log of one replication to ``take`` in parts; other parameters as of :func:`simulate`.

    A part holds lines whole (a root case with all that follows from it), as soon as they are over and a table has ``rows``
    rows. Rows are in canonical order within a part; :func:`sim.engine.tables.joined` puts parts together. The last part has the
    lines that go on at the end, the slots, the expectations and the integrals. Memory grows with the cases that go on and not
    with the length of the run. The SimPy engine has one part.
    """
    if engine == "simpy":
        take(simulate(compiled, seed=seed, replication=replication, engine=engine, on_day=on_day))
        return
    from sim.engine.compiled import InParts, Running

    running = Running(seeded(compiled.program, seed, replication), in_parts=InParts(take, rows))
    take(_until(running, running.days, on_day).tables())


def simulate_each(
    compiled: Sequence[CompiledScenario],
    take: Callable[[int, Tables], None],
    *,
    seed: int,
    replication: int,
    engine: str = "compiled",
    on_day: Callable[[int, int], bool] | None = None,
    rows: int = ROWS_OF_A_PART,
) -> None:
    """Hands the same replication of each scenario to ``take(number, part)``, one scenario after the other, to be measured.

    Parts are as of :func:`simulate_in_parts`. Lines are left out of which nothing counts in the window of the scenario: those
    that are over before it begins, and those that begin after its end. What a scenario has in common with the first one until
    its first measure is simulated once, with the compiled engine.
    """
    if engine == "simpy":
        for number, one in enumerate(compiled):
            take(number, simulate(one, seed=seed, replication=replication, engine=engine, on_day=on_day))
        return
    from sim.engine.compiled import InParts, Running, Snapshot

    def running_of(number: int, snapshot: Snapshot | None, *, hands_over: bool = True) -> Running:
        clock = compiled[number].clock
        to = partial(take, number) if hands_over else None
        parts = InParts(to, rows, clock.window_start, clock.window_end)
        return Running(seeded(compiled[number].program, seed, replication), snapshot, parts)

    shared = [shared_days(compiled[0], other) for other in compiled[1:]]
    first = running_of(0, None, hands_over=not any(shared))
    snapshots = {day: _until(first, day, on_day).snapshot() for day in sorted({*shared} - {0})}
    first.take = partial(take, 0)
    take(0, _until(first, first.days, on_day).tables())
    del first
    for number, day in enumerate(shared, 1):
        snapshot = snapshots.get(day)
        if day not in shared[number:]:
            snapshots.pop(day, None)
        running = running_of(number, snapshot)
        del snapshot
        take(number, _until(running, running.days, on_day).tables())


def _until(running: Running, day: int, on_day: Callable[[int, int], bool] | None) -> Running:
    if not running.until(day, on_day or _go_on):
        raise Stopped
    return running


__all__ = [
    "ENGINES",
    "Clock",
    "CompiledScenario",
    "Stopped",
    "compile_scenario",
    "seeded",
    "simulate",
    "simulate_each",
    "simulate_in_parts",
    "with_rosters",
]
