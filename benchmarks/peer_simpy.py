"""The workloads in plain SimPy, as its own examples are written, and in SimPy as fast as it goes."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Generator
from typing import Any

import numpy as np
import simpy
from simpy.events import Event, Timeout

from benchmarks.workloads import ABANDONED, CONTACTS, WAITED, Days, Workload
from sim.model.values.units import SECOND

SECONDS_A_DAY = 86_400
MANY = 10_000


class Tally:
    """Sums per day and station, in lists, which are faster than arrays one number at a time."""

    def __init__(self, days: int, stations: int) -> None:
        self.sums = [[[0, 0, 0.0] for _ in range(stations)] for _ in range(days)]
        self.events = 0

    def days(self) -> Days:
        sums = np.array(self.sums)
        sums[:, :, WAITED] *= SECOND
        return np.asarray(sums.round(), np.int64)


def plain(work: Workload, days: int, seed: int) -> tuple[int, Days]:
    """A process per visitor, a ``Resource`` per station, and patience as the first of two events: events and sums."""
    env, chance, tally = simpy.Environment(), random.Random(seed), Tally(days, len(work.stations))  # noqa: S311 - no secret
    people = [None if station.agents is None else simpy.Resource(env, station.agents) for station in work.stations]

    def visit() -> Generator[Event, Any, None]:
        for number, (station, resource) in enumerate(zip(work.stations, people, strict=True)):
            asked = env.now
            sums = tally.sums[int(asked // SECONDS_A_DAY)][number]
            sums[CONTACTS] += 1
            if resource is None:
                yield env.timeout(chance.expovariate(1 / station.handling))
            else:
                with resource.request() as turn:
                    if station.patience is None:
                        yield turn
                    else:
                        yield turn | env.timeout(chance.expovariate(1 / station.patience))
                    sums[WAITED] += env.now - asked
                    if not turn.triggered:
                        sums[ABANDONED] += 1
                        tally.events += 1
                        return
                    yield env.timeout(chance.expovariate(1 / station.handling))
            tally.events += 1
            if chance.random() < station.resolves:
                return

    def arrive() -> Generator[Event, Any, None]:
        while True:
            yield env.timeout(chance.expovariate(work.arrivals))
            tally.events += 1
            env.process(visit())

    env.process(arrive())
    env.run(until=days * SECONDS_A_DAY)
    return tally.events, tally.days()


def tuned(work: Workload, days: int, seed: int) -> tuple[int, Days]:
    """No processes, no ``Resource``: callbacks on timeouts, queues of our own, and random numbers drawn by the thousand.

    Patience needs no event: who is at the head of a queue when his patience is over by then has left.
    """
    env, tally = simpy.Environment(), Tally(days, len(work.stations))
    random_numbers = np.random.default_rng(seed)
    uniform = _by_the_thousand(random_numbers.random)
    exponential = _by_the_thousand(random_numbers.standard_exponential)
    stations, between = work.stations, 1 / work.arrivals
    idle = [station.agents or 0 for station in stations]
    queues: list[deque[tuple[float, float]]] = [deque() for _ in stations]

    def arrive(_event: Event) -> None:
        tally.events += 1
        ask(0)
        _after(env, exponential() * between, arrive)

    def ask(number: int) -> None:
        station, now = stations[number], env.now
        tally.sums[int(now // SECONDS_A_DAY)][number][CONTACTS] += 1
        if station.agents is None:
            _after(env, exponential() * station.handling, ends[number])
        elif idle[number]:
            idle[number] -= 1
            _after(env, exponential() * station.handling, ends[number])
        else:
            leaves = now + exponential() * station.patience if station.patience else float("inf")
            queues[number].append((now, leaves))

    def end_at(number: int) -> Callable[[Event], None]:
        station, queue, sums = stations[number], queues[number], tally.sums

        def end(_event: Event) -> None:
            tally.events += 1
            now = env.now
            if uniform() >= station.resolves:
                ask(number + 1)
            while queue:
                asked, leaves = queue.popleft()
                of_day = sums[int(asked // SECONDS_A_DAY)][number]
                if leaves > now:
                    of_day[WAITED] += now - asked
                    _after(env, exponential() * station.handling, end)
                    return
                of_day[WAITED] += leaves - asked
                of_day[ABANDONED] += 1
                tally.events += 1
            idle[number] += 1

        return end

    ends = [end_at(number) for number in range(len(stations))]
    _after(env, exponential() * between, arrive)
    env.run(until=days * SECONDS_A_DAY)
    return tally.events, tally.days()


def _after(env: simpy.Environment, delay: float, callback: Callable[[Event], None]) -> None:
    Timeout(env, delay).callbacks.append(callback)


def _by_the_thousand(draw: Callable[[int], Any]) -> Callable[[], float]:
    numbers: list[float] = []

    def following() -> float:
        if not numbers:
            numbers.extend(draw(MANY).tolist())
        return numbers.pop()

    return following
