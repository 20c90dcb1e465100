"""Time of staff where one person has several conversations in hand: it counts once, and is divided among them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.measure.layout import Array, Compiled
from sim.measure.log import Columns


def holds_several(compiled: Compiled) -> bool:
    """Is there a channel, in any design, of which one person holds several conversations at once?"""
    return any(channel.concurrency > 1 for design in compiled.scenario.designs for channel in design.channels.values())


@dataclass(frozen=True, eq=False)
class InHand:
    """Stretches of time in which an agent had the same legs in hand; arrays over stretches.

    ``own`` is the time of each leg (over all legs of the table), divided equally among those in hand, in whole microseconds; 0
    for a leg without an agent.
    """

    agents: Array
    starts: Array
    ends: Array
    own: Array


def in_hand(legs: Columns, end: int) -> InHand:
    """Who had what in hand when, until ``end``."""
    rows = np.flatnonzero((legs["agent"] >= 0) & (legs["started"] >= 0))
    released = legs.at("released", rows)
    base = legs.at("agent", rows).astype(np.int64) * (end + 1)
    begins, ceases = base + legs.at("started", rows), base + np.where(released >= 0, released, end)
    bounds = np.unique(np.concatenate([begins, ceases]))
    first, last = np.searchsorted(bounds, begins), np.searchsorted(bounds, ceases)
    change = np.zeros(len(bounds) + 1, np.int64)
    np.add.at(change, first, 1)
    np.add.at(change, last, -1)
    count = np.cumsum(change)[: len(bounds)]
    length = np.diff(bounds, append=bounds[-1:])
    shared = np.concatenate([[0], np.cumsum(np.where(count > 0, length // np.maximum(count, 1), 0))])
    own = np.zeros(len(legs), np.int64)
    own[rows] = shared[last] - shared[first]
    busy = np.flatnonzero((count > 0) & (length > 0))
    starts = bounds[busy] % (end + 1)
    return InHand(bounds[busy] // (end + 1), starts, starts + length[busy], own)
