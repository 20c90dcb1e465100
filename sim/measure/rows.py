"""The rows of a KPI frame: which KPI is told of whom. They depend on the scenario alone, so frames of replications line up."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.measure.definition import Definition
from sim.measure.definitions import DEFINITIONS
from sim.measure.layout import AXES, Array, Dimensions

OVERALL = "overall"
ALL = "all"
FOCUS = "focus"
FOCUS_TEAM = "focus_team"
FOCUS_SEGMENT = "focus_segment"
"""Each group of citizens, of the services in focus alone."""
HALF_HOUR_DIMENSION = "half_hour"

# What a KPI of a family is told of: (dimension, crossed with).
TOLD: dict[str, tuple[tuple[str, str], ...]] = {
    "contact": (
        (OVERALL, ""), ("channel", ""), ("service", ""), ("segment", ""), (FOCUS, ""),
        ("service", "channel"), ("segment", "channel"), (FOCUS, "channel"),
    ),
    "hour": (("half_hour", ""), ("half_hour", "channel")),
    "root": ((OVERALL, ""), ("service", ""), ("segment", ""), (FOCUS, ""), (FOCUS_SEGMENT, "")),
    "look_up": ((OVERALL, ""), ("service", ""), ("segment", ""), (FOCUS, ""), (FOCUS_SEGMENT, "")),
    "root_contact": (("channel", ""), ("service", "channel"), (FOCUS, "channel")),
    "root_contact_together": ((OVERALL, ""), ("service", ""), (FOCUS, "")),  # of some channels taken together
    "root_work": (("team", ""), ("service", "team"), (FOCUS, "team")),
    "work": ((OVERALL, ""), ("channel", ""), ("service", ""), ("team", ""), (FOCUS, ""), (FOCUS_TEAM, "")),
    "team_hour": ((OVERALL, ""), ("team", ""), (FOCUS_TEAM, "")),
    "pressure": ((OVERALL, ""), ("team", ""), (FOCUS_TEAM, "")),
    "backlog": ((OVERALL, ""), ("channel", ""), ("service", ""), (FOCUS, "")),
    "slots": ((OVERALL, ""), ("channel", "")),
    "wait": (
        (OVERALL, ""), ("channel", ""), ("service", ""), ("segment", ""), (FOCUS, ""),
        ("service", "channel"), ("segment", "channel"), (FOCUS, "channel"),
    ),
    "slot_lead": ((OVERALL, ""), ("channel", ""), ("service", ""), (FOCUS, ""), (FOCUS, "channel")),
    "lead_time": ((OVERALL, ""), ("service", ""), ("segment", ""), (FOCUS, ""), (FOCUS_SEGMENT, "")),
}  # fmt: skip
HOURLY = {"contact": (("half_hour", ""), ("half_hour", "channel")), "team_hour": (("half_hour", ""), ("half_hour", "team"))}


@dataclass(frozen=True)
class Key:
    """Which number: a KPI, told of one member of a dimension; ``channel`` or ``team`` narrow it further, empty = all."""

    kpi: str
    dimension: str = OVERALL
    member: str = ALL
    channel: str = ""
    team: str = ""

    @property
    def whom(self) -> str:
        """The member, as it is typed; empty = all."""
        if self.dimension == FOCUS_SEGMENT:
            return f"{FOCUS}:{self.member}"
        return "" if self.dimension == OVERALL else self.member

    def __str__(self) -> str:
        about = [part for part in (self.whom, self.channel, self.team) if part]
        return self.kpi + (f" ({', '.join(about)})" if about else "")


@dataclass(frozen=True)
class Focus:
    """The services, and the teams that serve them, that a comparison is about; empty = no focus."""

    services: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()


NO_FOCUS = Focus()


@dataclass(frozen=True, eq=False)
class Block:
    """Rows of one KPI with one dimension and crossing: the axes kept, and the numbers along axes that are selected."""

    definition: Definition
    keep: tuple[str, ...]
    select: dict[str, Array]
    keys: tuple[Key, ...]


@dataclass(frozen=True, eq=False)
class Rows:
    """All rows of a frame, in order, and where each key stands."""

    blocks: tuple[Block, ...]
    keys: tuple[Key, ...]
    places: dict[Key, int] = field(repr=False)

    def __len__(self) -> int:
        return len(self.keys)

    def definitions(self) -> Iterator[Definition]:
        for block in self.blocks:
            for _ in block.keys:
                yield block.definition


def rows_of(
    dimensions: Dimensions,
    focus: Focus = NO_FOCUS,
    *,
    half_hours: bool = False,
    definitions: Sequence[Definition] = DEFINITIONS,
    figures: Collection[Key] = (),
) -> Rows:
    """The rows of every KPI: overall, per channel, service, segment and team, and for the focus, which is told per segment as
    well; ``half_hours`` adds those per half hour. With ``figures`` no more than what holds these is there to be worked out.
    """
    asked = {(key.kpi, key.dimension) for key in figures}
    blocks = []
    for definition in definitions:
        family = _family(definition)
        told = TOLD[family + "_together" if definition.nests else family] + (
            HOURLY.get(family, ()) if half_hours and definition.hourly else ()
        )
        for dimension, crossed in told:
            if asked and (definition.name, dimension) not in asked:
                continue
            block = _block(definition, dimension, crossed, dimensions, focus)
            if block is not None and (not asked or not set(figures).isdisjoint(block.keys)):
                blocks.append(block)
    keys = tuple(key for block in blocks for key in block.keys)
    return Rows(tuple(blocks), keys, {key: place for place, key in enumerate(keys)})


def axis_in(family: str, axis: str) -> str:
    """What the axis is called in a family: work channels have the back office as well."""
    return "work_channel" if axis == "channel" and "work_channel" in AXES[family] else axis


def _family(definition: Definition) -> str:
    return definition.histogram or (definition.numerator.family if definition.numerator else "")


def _block(definition: Definition, dimension: str, crossed: str, dimensions: Dimensions, focus: Focus) -> Block | None:
    family = _family(definition)
    select: dict[str, Array] = {}
    channel_axis = axis_in(family, "channel") if family in AXES else "channel"
    if channel_axis == "channel":
        select["channel"] = dimensions.channels_of(definition.kinds, definition.nests)
    if definition.back_office:
        if dimension == "channel":
            return None
        select["work_channel"] = np.array([len(dimensions.channels)])
    if dimension in {FOCUS, FOCUS_SEGMENT}:
        if not focus.services:
            return None
        select["service"] = np.array([dimensions.services.index(name) for name in focus.services if name in dimensions.services])
    if dimension == FOCUS_TEAM:
        if not focus.teams:
            return None
        select["team"] = np.array([dimensions.teams.index(name) for name in focus.teams if name in dimensions.teams])
    axis = {"channel": channel_axis, FOCUS_SEGMENT: "segment"}.get(dimension, dimension)
    kept = [] if dimension in {OVERALL, FOCUS, FOCUS_TEAM} else [axis]
    kept += [crossed] if crossed else []
    keys = tuple(
        _keys(definition.name, dimension, crossed, _members(kept[:1], dimension, dimensions, select), dimensions, select)
    )
    return Block(definition, tuple(kept), select, keys)


def _members(kept: list[str], dimension: str, dimensions: Dimensions, select: dict[str, Array]) -> tuple[str, ...]:
    if dimension == OVERALL:
        return (ALL,)
    if dimension in {FOCUS, FOCUS_TEAM}:
        return (dimension,)
    return _chosen(kept[0], dimensions, select)


def _keys(
    kpi: str, dimension: str, crossed: str, members: tuple[str, ...], dimensions: Dimensions, select: dict[str, Array]
) -> Iterator[Key]:
    for member in members:
        if not crossed:
            yield Key(kpi, dimension, member)
            continue
        for other in _chosen(crossed, dimensions, select):
            yield Key(kpi, dimension, member, **{crossed: other})


def _chosen(axis: str, dimensions: Dimensions, select: dict[str, Array]) -> tuple[str, ...]:
    members = dimensions.members(axis)
    return tuple(members[number] for number in select[axis]) if axis in select else members
