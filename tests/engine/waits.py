"""Every wait in a log, worked out from contacts and legs alone: who stood in which queue from when to when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from sim.engine import codes
from sim.engine.simulate import CompiledScenario
from sim.engine.tables import Tables
from sim.model.coverage import queue_of

Contact = tuple[int, int]
LOST = (codes.ABANDONED, codes.SENT_AWAY, codes.TRANSFERRED_LOST)
SECOND_LINE = "second_line"
"""The queue to which random scenarios transfer."""


class Wait(NamedTuple):
    """From ``joined`` to ``left`` in a queue. ``channel`` is -1 where it is work that was paused, or of the back office."""

    queue: int
    channel: int
    joined: int
    left: int
    is_over: bool


def legs_by_contact(tables: Tables) -> dict[Contact, list[Any]]:
    """The legs of each contact in order; back-office work is contact -1 of its case."""
    found: dict[Contact, list[Any]] = defaultdict(list)
    for leg in tables.legs:
        found[int(leg["case"]), int(leg["contact"])].append(leg)
    return found


def waits(tables: Tables, compiled: CompiledScenario) -> Iterator[Wait]:
    """All waits; those that the tables do not show are missing: back-office work that never began, and deferred contacts on
    channels that break promises, where nobody can tell from the log whether an open one lies in the queue."""
    legs = legs_by_contact(tables)
    for pieces in legs.values():
        for at, leg in enumerate(pieces):
            resumed = at > 0 and pieces[at - 1]["end"] == codes.LEG_PAUSED
            joined = int(pieces[at - 1]["ended"] if resumed else leg["enqueued"])
            yield Wait(int(leg["queue"]), -1 if resumed else int(leg["channel"]), joined, int(leg["started"]), is_over=True)
        last = pieces[-1]
        if last["end"] == codes.LEG_PAUSED:
            yield Wait(int(last["queue"]), -1, int(last["ended"]), compiled.clock.end, is_over=False)
    for contact in tables.contacts:
        yield from _unserved(contact, legs.get((int(contact["case"]), int(contact["contact"])), []), compiled)


def _unserved(contact: Any, pieces: list[Any], compiled: CompiledScenario) -> Iterator[Wait]:
    """The wait at the end of a contact, where it was not followed by service."""
    is_lost, is_open = contact["outcome"] in LOST, contact["outcome"] == codes.OPEN
    done = sum(piece["end"] == codes.LEG_DONE for piece in pieces)
    is_waiting = contact["queued"] >= 0 and done == contact["transfers"] and (not pieces or pieces[-1]["end"] == codes.LEG_DONE)
    if not (is_lost or (is_open and is_waiting)):
        return
    design = compiled.scenario.designs[int(contact["design"])]
    channel = compiled.names.channels[int(contact["channel"])]
    if not pieces and design.channels[channel].broken.value > 0:
        return
    first = queue_of(design, compiled.names.services[int(contact["service"])], channel)
    queue = SECOND_LINE if pieces else first
    joined = int(pieces[-1]["ended"] if pieces else contact["queued"])
    left = int(contact["ended"] if is_lost else compiled.clock.end)
    yield Wait(compiled.names.queues.index(str(queue)), int(contact["channel"]), joined, left, is_over=is_lost)
