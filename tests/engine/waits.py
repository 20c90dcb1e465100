"""Every wait in a log, worked out from contacts and legs alone: who stood in which queue from when to when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from sim.engine.program import codes
from sim.engine.program.tables import Tables
from sim.engine.simulate import CompiledScenario
from sim.model.files.coverage import queue_of

LOST = (codes.ABANDONED, codes.SENT_AWAY, codes.TRANSFERRED_LOST)
SECOND_LINE = "second_line"
"""The queue to which random scenarios transfer."""


class Wait(NamedTuple):
    """From ``joined`` to ``left`` in a queue. ``channel`` is -1 where it is work of the back office, or work that was paused.

    ``is_over`` is False where it still stood there at the end of the run.
    """

    queue: int
    channel: int
    joined: int
    left: int
    is_over: bool


def legs_by_contact(tables: Tables) -> dict[tuple[int, int], list[Any]]:
    """The legs of each contact in order; back-office work is contact -1 of its case."""
    found: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for leg in tables.legs:
        found[int(leg["case"]), int(leg["contact"])].append(leg)
    return found


def waits(tables: Tables, compiled: CompiledScenario) -> Iterator[Wait]:
    """All waits: before each leg, and those that were not followed by service."""
    legs = legs_by_contact(tables)
    for pieces in legs.values():
        for at, leg in enumerate(pieces):
            resumed = at > 0 and pieces[at - 1]["end"] == codes.LEG_PAUSED
            joined = int(pieces[at - 1]["ended"] if resumed else leg["enqueued"])
            is_over = leg["started"] >= 0
            left = int(leg["started"]) if is_over else compiled.clock.end
            yield Wait(int(leg["queue"]), -1 if resumed else int(leg["channel"]), joined, left, bool(is_over))
    for contact in tables.contacts[np.isin(tables.contacts["outcome"], LOST)]:
        pieces = legs.get((int(contact["case"]), int(contact["contact"])), [])
        joined = int(pieces[-1]["ended"] if pieces else contact["queued"])
        put_through = contact["outcome"] == codes.TRANSFERRED_LOST
        queue = SECOND_LINE if put_through else first_queue(contact, compiled)
        yield Wait(compiled.names.queues.index(queue), int(contact["channel"]), joined, int(contact["ended"]), is_over=True)


def first_queue(contact: Any, compiled: CompiledScenario) -> str:
    design = compiled.scenario.designs[int(contact["design"])]
    service, channel = compiled.names.services[int(contact["service"])], compiled.names.channels[int(contact["channel"])]
    return str(queue_of(design, service, channel))
