"""Run one replication of a compiled scenario with one of the two engines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from functools import partial
from typing import TYPE_CHECKING, Protocol

from sim.engine.build.clock import Clock
from sim.engine.build.scenario import CompiledScenario, compile_scenario
from sim.engine.program.program import Program
from sim.engine.program.tables import Tables, joined
from sim.engine.shared_beginning import shared_days
from sim.model.values.units import DAY

if TYPE_CHECKING:
    from sim.engine.compiled.days import Running, Snapshot

Aside = Callable[[Callable[[], None]], "Future[None] | None"]
"""Starts a piece of work that runs beside its caller; None when nobody is free to do it."""
ENGINES = ("auto", "simpy", "compiled")
ROWS_OF_A_PART = 16_384
"""From how many rows of a table on a run hands over what is over: few enough for the caches of a processor."""


class Beginnings(Protocol):
    """Where snapshots of runs at the start of their window are kept, for scenarios that begin alike and have the same luck."""

    def of(self, compiled: CompiledScenario, seed: int, replication: int) -> Snapshot | None: ...
    def keep(self, compiled: CompiledScenario, seed: int, replication: int, snapshot: Snapshot) -> None: ...


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
    """The log of one replication. ``on_day(day, days)`` is called once a simulated week, once
    the office has stopped every quarter, by the SimPy engine every day, and stops the run by returning False.

    Raises :class:`Stopped` then. ``engine``: compiled (also as auto) or simpy; both give the same bits.
    """
    program = seeded(compiled.program, seed, replication)
    if engine == "simpy":
        from sim.engine.process.days import run
    else:
        from sim.engine.compiled.days import run
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
    rows. Rows are in canonical order within a part; :func:`sim.engine.program.tables.joined` puts parts together. The last
    part has the lines that go on at the end, the slots, the expectations and the integrals. Memory grows with the cases that
    go on and not with the length of the run. The SimPy engine has one part.
    """
    if engine == "simpy":
        take(simulate(compiled, seed=seed, replication=replication, engine=engine, on_day=on_day))
        return
    from sim.engine.compiled.days import InParts, Running

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
    aside: Aside | None = None,
    ordered: bool = False,
    beginnings: Beginnings | None = None,
) -> None:
    """Hands the same replication of each scenario to ``take(number, part)``, to be measured.

    The compiled engine hands rows over as they came (:class:`sim.engine.program.tables.AsTheyCame`), unless ``ordered``.
    It does one scenario after the other, but for those that ``aside`` does at the same time: it starts what it is given in
    another thread, or says that it cannot. Parts are as of :func:`simulate_in_parts`. Lines are left out of which nothing
    counts in the window of the scenario: those that are over before it begins, and those that begin after its end. What a
    scenario has in common with the first one until its first measure is simulated once, with the compiled engine; and what the
    first one has in common until its window with one of before is not simulated again where ``beginnings`` are kept.
    """
    if engine == "simpy":
        for number, one in enumerate(compiled):
            take(number, simulate(one, seed=seed, replication=replication, engine=engine, on_day=on_day))
        return
    from sim.engine.compiled.days import InParts, Running

    def running_of(number: int, snapshot: Snapshot | None, *, hands_over: bool = True) -> Running:
        clock = compiled[number].clock
        to = partial(take, number) if hands_over else None
        parts = InParts(to, rows, clock.window_start, clock.window_end, ordered)
        return Running(seeded(compiled[number].program, seed, replication), snapshot, parts)

    shared = [shared_days(compiled[0], other) for other in compiled[1:]]

    def go_on_with(number: int, snapshot: Snapshot | None) -> None:
        running = running_of(number, snapshot)
        del snapshot
        take(number, _until(running, running.days, on_day).tables())

    begun = None if beginnings is None else beginnings.of(compiled[0], seed, replication)
    if begun is not None and any(0 < day < begun.day for day in shared):
        begun = None
    first = running_of(0, begun, hands_over=not any(shared))
    snapshots = {day: _until(first, day, on_day).snapshot() for day in sorted({*shared} - {0})}
    window = snapshots.get(compiled[0].clock.window_start // DAY)
    if beginnings is not None and begun is None and window is not None:
        beginnings.keep(compiled[0], seed, replication, window)
    first.take = partial(take, 0)
    others = [partial(go_on_with, number, snapshots.get(day)) for number, day in enumerate(shared, 1)]
    del snapshots
    _side_by_side([lambda: take(0, _until(first, first.days, on_day).tables()), *others], aside)


def window_logs(
    compiled: Sequence[CompiledScenario],
    *,
    seed: int,
    replication: int,
    engine: str = "compiled",
    on_day: Callable[[int, int], bool] | None = None,
) -> list[Tables]:
    """Of the log of one replication of each scenario the lines of which something may count in its window, and all else.

    These logs come to the same figures as those of :func:`simulate`; parameters as there.
    """
    parts: list[list[Tables]] = [[] for _ in compiled]
    simulate_each(
        compiled,
        lambda number, part: parts[number].append(part),
        seed=seed,
        replication=replication,
        engine=engine,
        on_day=on_day,
        ordered=True,
    )
    return [joined(some) for some in parts]


def _side_by_side(works: list[Callable[[], None]], aside: Aside | None) -> None:
    """Does all of it: here one after the other, but for what can be done aside."""
    waited_for: list[Future[None]] = []
    try:
        while works:
            ours = works.pop(0)
            if aside is not None:
                started = [aside(work) for work in works]
                waited_for += [one for one in started if one is not None]
                works = [work for work, one in zip(works, started, strict=True) if one is None]
            ours()
    finally:
        wait(waited_for)
    for one in waited_for:
        one.result()


def _until(running: Running, day: int, on_day: Callable[[int, int], bool] | None) -> Running:
    if not running.until(day, on_day or _go_on):
        raise Stopped
    return running


__all__ = [
    "ENGINES",
    "Beginnings",
    "Clock",
    "CompiledScenario",
    "Stopped",
    "compile_scenario",
    "seeded",
    "simulate",
    "simulate_each",
    "simulate_in_parts",
    "window_logs",
]
