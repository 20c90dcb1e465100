"""What a measurement is laid out by: the members of each dimension, and which totals are kept of what.

A *family* is a set of totals that share their axes: ``AXES[family]`` are the dimensions after that of the totals, which
:mod:`sim.measure.counting.quantities` names. Everything is an int64 count, or an int64 sum of microseconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import numpy as np

from sim.engine.program import codes
from sim.engine.program.tables import Names
from sim.measure.counting.quantities import HALF_HOURS_PER_WEEK
from sim.model.town.channels import Channel
from sim.model.town.scenario import Scenario
from sim.model.values.calendar import WEEKDAYS
from sim.model.values.units import WEEK

Array = np.ndarray[Any, np.dtype[Any]]

BACK_OFFICE = "back_office"
UNLIMITED = "unlimited"


class Clock(Protocol):
    """Microseconds since the start of the run: 00:00 on the Monday ``start``."""

    @property
    def start(self) -> date: ...
    @property
    def window_start(self) -> int: ...
    @property
    def window_end(self) -> int: ...
    @property
    def end(self) -> int: ...


class Compiled(Protocol):
    """What measuring needs to know of a compiled scenario."""

    @property
    def scenario(self) -> Scenario: ...
    @property
    def names(self) -> Names: ...
    @property
    def clock(self) -> Clock: ...


AXES: dict[str, tuple[str, ...]] = {
    "contact": ("channel", "service", "segment"),
    "hour": ("channel", "half_hour"),
    "root": ("service", "segment"),
    "root_contact": ("service", "channel", "cause"),
    "root_work": ("service", "team"),
    "look_up": ("service", "segment"),
    "work": ("team", "work_channel", "service"),
    "team_hour": ("team", "half_hour"),
    "pressure": ("team",),
    "backlog": ("work_channel", "service"),
    "slots": ("channel",),
    "queue_work": ("queue",),
    "queue_week": ("queue", "week"),
    "booking_week": ("channel", "week"),
    "case_week": ("service", "week"),
}

HISTOGRAMS: dict[str, tuple[str, ...]] = {
    "wait_by_service": ("channel", "service"),
    "wait_by_segment": ("channel", "segment"),
    "slot_lead": ("channel", "service"),
    "lead_time": ("service", "segment"),
}


@dataclass(frozen=True)
class Dimensions:
    """The members of each dimension, in the order of the codes in the tables."""

    channels: tuple[str, ...]
    channel_kinds: tuple[int, ...]  # codes.CHANNEL_KINDS
    channel_nests: tuple[str, ...]
    services: tuple[str, ...]
    segments: tuple[str, ...]
    teams: tuple[str, ...]
    queues: tuple[str, ...] = ()
    weeks: tuple[str, ...] = ()  # of the window, numbered from 1

    def members(self, axis: str) -> tuple[str, ...]:
        """Names along ``axis``; teams end with work by unlimited teams, work channels with the back office."""
        return {
            "channel": self.channels,
            "work_channel": (*self.channels, BACK_OFFICE),
            "service": self.services,
            "segment": self.segments,
            "team": (*self.teams, UNLIMITED),
            "queue": self.queues,
            "week": self.weeks,
            "cause": codes.CAUSES,
            "half_hour": HALF_HOUR_NAMES,
        }[axis]

    def size(self, axis: str) -> int:
        return len(self.members(axis))

    def shape(self, axes: Iterable[str]) -> tuple[int, ...]:
        return tuple(self.size(axis) for axis in axes)

    def channels_of(self, kinds: Iterable[int], nests: Iterable[str] = ()) -> Array:
        """Numbers of the channels of these kinds, and of these nests where any are named."""
        wanted, nested = set(kinds), set(nests) or set(self.channel_nests)
        both = zip(self.channel_kinds, self.channel_nests, strict=True)
        return np.array([number for number, (kind, nest) in enumerate(both) if kind in wanted and nest in nested], dtype=np.int64)


HALF_HOUR_NAMES = tuple(
    f"{WEEKDAYS[number // 48]} {number % 48 // 2:02d}:{30 * (number % 2):02d}" for number in range(HALF_HOURS_PER_WEEK)
)


def dimensions_of(compiled: Compiled) -> Dimensions:
    names = compiled.names
    channels = [channel_named(compiled.scenario, name) for name in names.channels]
    kinds = tuple(codes.CHANNEL_KINDS.index(channel.kind) for channel in channels)
    nests = tuple(str(channel.nest) for channel in channels)
    weeks = tuple(str(number + 1) for number in range((compiled.clock.window_end - compiled.clock.window_start) // WEEK))
    return Dimensions(names.channels, kinds, nests, names.services, names.segments, names.teams, names.queues, weeks)


def channel_named(scenario: Scenario, name: str) -> Channel:
    """The channel as it is in the first design that has it."""
    return next(design.channels[name] for design in scenario.designs if name in design.channels)
