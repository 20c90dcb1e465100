"""The same citizen in two worlds: everything that happened to one case and to what followed from it, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import numpy as np

from sim.engine import codes
from sim.measure.layout import Array, Compiled
from sim.measure.log import Log
from sim.measure.roots import RootCases

Which = Literal["gains", "loses"]


@dataclass(frozen=True)
class Moment:
    """One contact: when it was asked for, about what, why, where, and how it ended; times in microseconds.

    ``waited`` is the time in queues; ``effort`` what it took of the citizen (travel, doing, being served), waiting left out.
    ``until`` is the end of the contact, None when it was still going on at the end of the run.
    """

    at: datetime
    until: datetime | None
    service: str
    step: str
    cause: str
    channel: str
    outcome: str
    waited: int
    effort: int
    found_hidden_need: bool


@dataclass(frozen=True)
class Life:
    """What became of the case in one world. ``effort`` includes waiting, ``staff_time`` the back office; microseconds."""

    moments: tuple[Moment, ...]
    ended: datetime | None
    resolved: bool
    effort: int
    staff_time: int


@dataclass(frozen=True)
class Followed:
    """One root case in two worlds: the citizen is the same, the design is not."""

    which: Which
    entity: int
    service: str
    segment: str
    event: datetime | None
    lives: tuple[Life, Life]


def follow(
    logs: tuple[Log, Log], roots: tuple[RootCases, RootCases], compiled: tuple[Compiled, Compiled], services: Sequence[str]
) -> tuple[Followed, ...]:
    """At most two cases of ``services``: of those who gain effort the one in the middle, and the same of those who lose.

    Only cases that are resolved in both worlds are looked at, so that what differs is the way there. The middle one, because
    extreme cases tell stories that hardly ever happen. Fewer than two where nobody gains, or nobody loses.
    """
    entities, first, second = np.intersect1d(
        roots[0].lines.entity, roots[1].lines.entity, assume_unique=True, return_indices=True
    )
    wanted = [number for number, name in enumerate(compiled[0].names.services) if not services or name in services]
    effort = [one["citizen_time"][rows] + one["waiting"][rows] for one, rows in zip(roots, (first, second), strict=True)]
    looked_at = np.isin(roots[0].lines.service[first], wanted)
    looked_at &= (roots[0]["resolved"][first] == 1) & (roots[1]["resolved"][second] == 1)
    change = np.where(looked_at, effort[1] - effort[0], 0)
    found = []
    sides: tuple[tuple[Which, Array], ...] = (("gains", np.flatnonzero(change < 0)), ("loses", np.flatnonzero(change > 0)))
    for which, rows in sides:
        if len(rows):
            middle = rows[np.lexsort((entities[rows], change[rows]))[len(rows) // 2]]
            found.append(
                _followed(which, int(entities[middle]), (int(first[middle]), int(second[middle])), logs, roots, compiled)
            )
    return tuple(found)


def _followed(
    which: Which,
    entity: int,
    rows: tuple[int, int],
    logs: tuple[Log, Log],
    roots: tuple[RootCases, RootCases],
    compiled: tuple[Compiled, Compiled],
) -> Followed:
    cases, names = logs[0].cases, compiled[0].names
    case = int(np.searchsorted(cases["case"], entity))
    event = int(cases["event"][case])
    first, second = (_life(entity, rows[n], logs[n], roots[n], compiled[n]) for n in range(2))
    return Followed(
        which,
        entity,
        names.services[int(cases["service"][case])],
        names.segments[int(cases["segment"][case])],
        _date(compiled[0], event) if event >= 0 else None,
        (first, second),
    )


def _life(entity: int, row: int, log: Log, roots: RootCases, compiled: Compiled) -> Life:
    family = np.flatnonzero(log.cases["root"] == entity)
    contacts = np.flatnonzero(np.isin(log.contacts["case"], log.cases["case"][family]))
    moments = sorted((_moment(log, int(contact), compiled) for contact in contacts), key=lambda moment: moment.at)
    ended = log.cases["ended"][family]
    over = bool((ended >= 0).all())
    return Life(
        tuple(moments),
        _date(compiled, int(ended.max())) if over else None,
        bool(roots["resolved"][row]),
        int(roots["citizen_time"][row] + roots["waiting"][row]),
        int(roots["staff_time"][row]),
    )


def _moment(log: Log, row: int, compiled: Compiled) -> Moment:
    contact, names = {name: int(log.contacts[name][row]) for name in COLUMNS}, compiled.names
    service, step = names.steps[contact["step"]]
    return Moment(
        _date(compiled, contact["requested"]),
        _date(compiled, contact["ended"]) if contact["ended"] >= 0 else None,
        service,
        step,
        codes.CAUSES[contact["cause"]],
        names.channels[contact["channel"]],
        codes.OUTCOMES[contact["outcome"]],
        max(0, contact["waited"]),
        max(0, contact["citizen_time"]),
        contact["discovered"] == 1,
    )


COLUMNS = ("step", "cause", "channel", "outcome", "requested", "ended", "waited", "citizen_time", "discovered")


def _date(compiled: Compiled, time: int) -> datetime:
    return datetime.combine(compiled.clock.start, datetime.min.time()) + timedelta(microseconds=time)
