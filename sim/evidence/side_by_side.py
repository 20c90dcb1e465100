"""Replications of whole logs at the same time, as many as there are processors and memory for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sim.experiment.running.pools import usable_processors

Found = TypeVar("Found")
INHABITANTS_AT_ONCE = 400_000
"""Whose logs of a year are in memory together at most, some 300 bytes a contact; one replication in any case."""


def side_by_side(work: Callable[[int], Found], replications: int, inhabitants: int) -> Iterator[Found]:
    """What ``work`` says of each replication, in their order, each as soon as it and those before it are done.

    The first that fails ends it, after those at work; of those no result is taken.
    """
    at_once = max(1, min(replications, usable_processors(), INHABITANTS_AT_ONCE // inhabitants))
    with ThreadPoolExecutor(at_once) as pool:
        futures = [pool.submit(work, number) for number in range(replications)]
        try:
            for future in futures:
                yield future.result()
        finally:
            for future in futures:
                future.cancel()
