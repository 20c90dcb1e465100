"""Whether what is asked fits in the memory of this computer, before it is started."""

from __future__ import annotations

import ctypes
import math
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from sim.engine.simulate import CompiledScenario
from sim.experiment.numbers.asking import expected_cases
from sim.experiment.running.subject import Subject
from sim.measure.counting.quantities import HALF_HOUR
from sim.model.values.units import DAY
from sim.text.pairs import marked

SIMPY_BYTES_PER_CASE = 6_600
"""Of the SimPy engine, most memory in use per expected case while simulating and measuring, above what the program itself takes.

Measured on 's-Hertogenbosch over 18 weeks: 6,522.
"""
PARTS, PER_DAILY_CASE, PER_HALF_HOUR, PER_PERSON = 24e6, 13_000, 120, 180
"""Of the compiled engine, which keeps what goes on: bytes for the rows that gather before they are measured, per case of the
busiest day, per half hour of the window and team, and per case of the window (when persons are compared).

Measured on voorbeeldstad: 15 MB over 4 weeks, 22 over 26, 32 over 104; with 300,000 inhabitants 52 over 52 weeks, with a million
124. Before lines were measured where they lie it took 24 MB over 4 weeks, 45 over 26, 59 over 104, and two marriage stories,
compared, 117 over 52.
"""
GIGABYTE = 1e9
MEMORY = Path("/proc/meminfo")
LIMITS = (
    (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory.current")),
    (Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"), Path("/sys/fs/cgroup/memory/memory.usage_in_bytes")),
)
"""What a container may use and uses, by version 2 and by version 1 of its groups."""

TOO_LARGE = marked(
    "{scenario} is too large for the memory of this computer: about {cases} cases take some {needed} GB, and {available} GB is "
    "free. Simulate fewer weeks (--weeks, or weeks, prelude and follow_up under period), or a part of the population."
)
TOO_MANY = marked(
    "{scenario} is too large to simulate {at_once} repeats at once: about {cases} cases take some {needed} GB together, and "
    "{available} GB is free. Simulate fewer at once: --jobs {fitting}."
)


class TooLargeError(Exception):
    """What was asked does not fit in memory. ``needed`` and ``available`` are in bytes, for ``at_once`` replications."""

    def __init__(self, scenario: str, cases: float, needed: float, available: float, at_once: int, fitting: int) -> None:
        self.scenario, self.cases, self.needed, self.available = scenario, cases, needed, available
        self.at_once, self.fitting = at_once, fitting
        self.sentence = TOO_MANY if fitting else TOO_LARGE
        told = {"cases": f"{cases:,.0f}", "needed": f"{needed / GIGABYTE:,.1f}", "available": f"{available / GIGABYTE:,.1f}"}
        super().__init__(self.sentence.format(scenario=scenario, at_once=at_once, fitting=fitting, **told))


def check_memory(subjects: Sequence[Subject], engine: str, at_once: int, *, compared: bool = False) -> None:
    """Raises :class:`TooLargeError` when ``at_once`` replications of one of these need more memory than is free.

    ``compared``: persons are compared between them.
    Looks only at what is compiled, because that is what will be simulated. Where the system does not tell, all is well.
    """
    available = available_memory()
    if available is None:
        return
    for subject in subjects:
        if not subject.is_compiled:
            continue
        cases = float(expected_cases(subject.compiled.program).sum())
        each = bytes_needed(subject.compiled, engine, compared=compared)
        if each * at_once > available:
            fitting = math.floor(available / each)
            count = at_once if fitting else 1
            raise TooLargeError(subject.scenario.name, cases, each * count, available, count, fitting)


def bytes_needed(compiled: CompiledScenario, engine: str, *, compared: bool = False) -> float:
    """Most memory that one replication is expected to take, above what the program itself takes."""
    rates, clock = expected_cases(compiled.program), compiled.clock
    if engine == "simpy":
        return SIMPY_BYTES_PER_CASE * float(rates.sum())
    daily = rates.sum(axis=tuple(axis for axis in range(rates.ndim) if axis != 1))
    in_window = float(daily[clock.window_start // DAY : clock.window_end // DAY].sum())
    half_hours = (clock.window_end - clock.window_start) // HALF_HOUR * len(compiled.names.teams)
    persons = PER_PERSON * in_window if compared else 0.0
    return PARTS + PER_DAILY_CASE * float(daily.max(initial=0.0)) + PER_HALF_HOUR * half_hours + persons


def available_memory() -> float | None:
    """Bytes that this process may still use: what is free, within the limits of its container; None where nobody tells."""
    found = [_free(), *(_within(most, used) for most, used in LIMITS)]
    known = [one for one in found if one is not None]
    return min(known) if known else None


def _free() -> float | None:
    with suppress(OSError, ValueError):
        for line in MEMORY.read_text(encoding="ascii").splitlines():
            name, _, amount = line.partition(":")
            if name == "MemAvailable":
                return 1024.0 * int(amount.split()[0])
    with suppress(AttributeError, OSError, ValueError):  # another system: all the memory there is
        return float(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    return None


def _within(most: Path, used: Path) -> float | None:
    """What a limit leaves; None where there is none ("max"), or no such file."""
    with suppress(OSError, ValueError):
        return float(int(most.read_text(encoding="ascii")) - int(used.read_text(encoding="ascii")))
    return None


def give_back_memory() -> None:
    """Hands memory that this process no longer uses back to the system, where the C library can do so (GNU).

    It keeps what was freed for later: 1.3 GB after a question about a whole front office, for as long as a server stands idle.
    """
    with suppress(OSError, TypeError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
