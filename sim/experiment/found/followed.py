"""The same citizen in two worlds: everything that happened to one case and to what followed from it, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import numpy as np

from sim.engine.program import codes
from sim.measure.layout import Array, Compiled, dimensions_of
from sim.measure.log import Log
from sim.measure.roots import RootCases
from sim.measure.visits import took_place

Which = Literal["gains", "loses"]


@dataclass(frozen=True)
class Moment:
    """One contact: when it was asked for and when it took place, about what, why, where, and how it ended; microseconds.

    ``took_place`` is as :func:`sim.measure.visits.took_place` says, None when it did not. ``waited`` is the time in queues;
    ``effort`` what it took of the citizen (travel, doing, being served), waiting left out.
    """

    asked: datetime
    took_place: datetime | None
    service: str
    step: str
    cause: str
    channel: str
    outcome: str
    waited: int
    effort: int
    found_hidden_need: bool

    @property
    def at(self) -> datetime:
        """Where it stands in the life of the case: when it took place, or else when it was asked for."""
        return self.took_place or self.asked


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
    moments = sorted(moments_of(log, compiled, contacts), key=lambda moment: moment.at)
    ended = log.cases["ended"][family]
    over = bool((ended >= 0).all())
    return Life(
        tuple(moments),
        _date(compiled, int(ended.max())) if over else None,
        bool(roots["resolved"][row]),
        int(roots["citizen_time"][row] + roots["waiting"][row]),
        int(roots["staff_time"][row]),
    )


def moments_of(log: Log, compiled: Compiled, rows: Array) -> Iterator[Moment]:
    """These contacts, in their order in the log."""
    contacts, names = log.contacts.select(rows), compiled.names
    came = took_place(contacts, dimensions_of(compiled)).tolist()
    columns = [contacts[name].tolist() for name in COLUMNS]
    for at, (step, cause, channel, outcome, requested, waited, effort, discovered) in zip(
        came, zip(*columns, strict=True), strict=True
    ):
        service, name = names.steps[step]
        yield Moment(
            _date(compiled, requested),
            _date(compiled, at) if at >= 0 else None,
            service,
            name,
            codes.CAUSES[cause],
            names.channels[channel],
            codes.OUTCOMES[outcome],
            max(0, waited),
            max(0, effort),
            discovered == 1,
        )


COLUMNS = ("step", "cause", "channel", "outcome", "requested", "waited", "citizen_time", "discovered")


def _date(compiled: Compiled, time: int) -> datetime:
    return datetime.combine(compiled.clock.start, datetime.min.time()) + timedelta(microseconds=time)
