"""Root cases: a fresh case with all that follows from it, the unit in which cost, effort and lead time are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.engine.program import codes
from sim.measure.folds import count_by, places_among, sum_by
from sim.measure.layout import Array, Compiled, dimensions_of
from sim.measure.log import Log

NOT_REACHED = (
    codes.TRANSFERRED_LOST,
    codes.CLOSED,
    codes.LINES_FULL,
    codes.BALKED,
    codes.ABANDONED,
    codes.SENT_AWAY,
    codes.NO_SLOT,
)
"""Outcomes of contacts in which nobody of the municipality could do anything for the citizen."""
ROOT = (
    "roots", "resolved", "hidden_unmet", "gave_up", "exhausted", "lost_waiting", "lost_unable", "lost_unanswered", "open",
    "contacts", *codes.CAUSES, "transfers", "call_backs", "referrals", "handed_off", "first_contact", "staff_time",
    "wanted_time", "back_office_time", "citizen_time", "waiting", "still_waiting", "lead_time", "time_to_resolution",
    "too_late", "late", "applications", "complete_first", "digital", "reminders", "hidden", "discovered",
)  # fmt: skip
"""What is kept per root case. ``wanted_time``: of the staff time that of conversations in steps that are ``wanted``;
``still_waiting``: for staff, with the citizen, when the run ended; ``lead_time`` of the resolved; ``time_to_resolution`` until
resolved, else until the end of the run; ``late``: too late, or compulsory and given up in time."""


@dataclass(frozen=True, eq=False)
class Lines:
    """Which root case each case belongs to; only root cases that started in the window have a number.

    ``entity``, ``service``, ``segment`` and ``started`` are of the R root cases, by entity. ``of_case`` gives the number of
    the root case of each row of the table of cases, ``of_contact`` and ``of_leg`` of the rows of those tables; -1 where it
    started outside the window.
    """

    entity: Array
    service: Array
    segment: Array
    started: Array
    of_case: Array
    of_contact: Array
    of_leg: Array

    def __len__(self) -> int:
        return len(self.entity)


def lines_of(log: Log, compiled: Compiled) -> Lines:
    """The root cases started in the window: [window_start, window_end)."""
    cases, clock = log.cases, compiled.clock
    entity, root, started = (cases[name] for name in ("case", "root", "started"))
    fresh = (entity == root) & (started >= clock.window_start) & (started < clock.window_end)
    rows = np.flatnonzero(fresh)
    of_case = np.full(len(entity), -1, np.int64)
    of_case[rows] = np.arange(len(rows))
    followers = np.flatnonzero(entity != root)
    if len(rows) and len(followers):
        place = np.minimum(np.searchsorted(entity[rows], root[followers]), len(rows) - 1)
        of_case[followers] = np.where(entity[rows][place] == root[followers], place, -1)
    of_contact, of_leg = (_looked_up(entity, of_case, table["case"]) for table in (log.contacts, log.legs))
    return Lines(entity[rows], cases.at("service", rows), cases.at("segment", rows), started[rows], of_case, of_contact, of_leg)


def _looked_up(entity: Array, of_case: Array, cases: Array) -> Array:
    """``of_case`` for each of these case entities (in the order of the tables), -1 for a case that is not there."""
    row = places_among(entity, cases)
    return np.append(of_case, -1)[row]


@dataclass(frozen=True, eq=False)
class RootCases:
    """What became of each root case. ``values[name]`` is an int64 array of R: a count, 0 or 1, or microseconds."""

    lines: Lines
    values: dict[str, Array]

    def __getitem__(self, name: str) -> Array:
        return self.values[name]


def joined_roots(parts: Sequence[RootCases], names: Sequence[str]) -> RootCases:
    """The root cases of all ``parts`` of a log, by entity, with these values only; their lines no longer name rows."""
    entity = np.concatenate([part.lines.entity for part in parts])
    order, none = np.argsort(entity), np.zeros(0, np.int64)
    service, segment, started = (
        np.concatenate([getattr(part.lines, name) for part in parts])[order] for name in ("service", "segment", "started")
    )
    lines = Lines(entity[order], service, segment, started, none, none, none)
    return RootCases(lines, {name: np.concatenate([part[name] for part in parts])[order] for name in names})


def root_cases(log: Log, compiled: Compiled, lines: Lines) -> RootCases:
    """Everything kept per root case (``ROOT``).

    The ends exclude each other: still ``open`` if any case of the line is; else ``gave_up``, else ``exhausted`` if any case
    ended so; else ``hidden_unmet`` when a hidden need was neither brought out nor came back as a case; else ``resolved``.
    Who gave up or was exhausted is ``lost_waiting``, ``lost_unable`` or ``lost_unanswered`` where the service is a right or a
    choice; what is compulsory has to be done all the same, so there he is ``late``, as is who missed a latest date.
    ``first_contact`` are the resolved ones of which every step took one contact and from which nothing followed.
    """
    values = _ends(log, compiled, lines) | _contacts(log, compiled, lines) | _work(log, compiled, lines)
    stopped, compulsory = (values["gave_up"] + values["exhausted"]) > 0, _compulsory(compiled)[lines.service]
    values |= _lost(log, lines, stopped & ~compulsory)
    values["late"] = ((values["too_late"] > 0) | (stopped & compulsory)).astype(np.int64)
    values["handed_off"] = (values["transfers"] + values["call_backs"] + values["referrals"] > 0).astype(np.int64)
    only_first = (values["contacts"] == values["need"]) & (values.pop("failed") == 0) & (values.pop("cases") == 1)
    values["first_contact"] = only_first.astype(np.int64) * values["resolved"]
    return RootCases(lines, values)


def _ends(log: Log, compiled: Compiled, lines: Lines) -> dict[str, Array]:
    rows = np.flatnonzero(lines.of_case >= 0)
    root = lines.of_case[rows]
    case = log.cases.select(rows)
    size = len(lines)

    def any_of(mask: Array) -> Array:
        return count_by(root[mask], size) > 0

    came_back = np.isin(case["case"], case["parent"][case["parent"] >= 0])
    unmet = any_of((case["hidden"] == 1) & (case["discovered"] < 0) & ~came_back)
    still_open = any_of(case["end"] == codes.CASE_OPEN)
    gave_up = any_of(case["end"] == codes.CASE_GAVE_UP) & ~still_open
    exhausted = any_of(case["end"] == codes.CASE_EXHAUSTED) & ~still_open & ~gave_up
    ended_well = ~still_open & ~gave_up & ~exhausted
    resolved = ended_well & ~unmet

    last = np.zeros(size, np.int64)
    np.maximum.at(last, root, case["ended"])
    lead_time = np.where(resolved, last - lines.started, 0)
    applied = case["applied"] >= 0
    digital = np.isin(case["applied_channel"], dimensions_of(compiled).channels_of([codes.SELF_SERVICE]))
    whole = {
        "cases": count_by(root, size),
        "roots": np.ones(size, bool),
        "resolved": resolved,
        "hidden_unmet": ended_well & unmet,
        "gave_up": gave_up,
        "exhausted": exhausted,
        "open": still_open,
        "too_late": any_of(case["too_late"] > 0),
        "applications": count_by(root[applied], size),
        "complete_first": count_by(root[applied & (case["corrections"] == 0)], size),
        "digital": count_by(root[applied & digital], size),
        "reminders": sum_by(root, case["reminders"], size),
        "hidden": sum_by(root, case["hidden"], size),
        "discovered": count_by(root[(case["hidden"] == 1) & (case["discovered"] >= 0)], size),
        "citizen_time": sum_by(root, case["citizen_time"], size),
        "lead_time": lead_time,
        "time_to_resolution": np.where(resolved, lead_time, compiled.clock.end - lines.started),
    }
    return {name: value.astype(np.int64) for name, value in whole.items()}


def _compulsory(compiled: Compiled) -> Array:
    """Whether each service must be done by law, in the first design that has it."""
    designs = compiled.scenario.designs
    known = {name: service.obligation for design in reversed(designs) for name, service in design.services.items()}
    return np.array([known.get(name) == codes.OBLIGATIONS[codes.COMPULSORY] for name in compiled.names.services], bool)


def _wanted(compiled: Compiled) -> Array:
    """Whether each step is a conversation that the municipality wants to have, in any design."""
    wanted = {
        (name, step)
        for design in compiled.scenario.designs
        for name, service in design.services.items()
        for step, described in service.steps.items()
        if described.wanted
    }
    return np.array([step in wanted for step in compiled.names.steps], bool)


def _lost(log: Log, lines: Lines, lost: Array) -> dict[str, Array]:
    """Of those who gave up, or ran out of tries, what their last contact that did not resolve broke off on.

    ``lost_waiting``: they did not get through, waited too long, or found no appointment. ``lost_unanswered``: what was promised
    never came. ``lost_unable``: they were served, or served themselves, and it did not work out.
    """
    contacts, size = log.contacts, len(lines)
    outcome = contacts["outcome"]
    rows = np.flatnonzero((lines.of_contact >= 0) & (outcome != codes.RESOLVED) & (outcome != codes.OPEN))
    rows = rows[lost[lines.of_contact[rows]]]
    order = rows[np.lexsort((contacts.at("contact", rows), contacts.at("requested", rows), lines.of_contact[rows]))]
    last = np.full(size, -1, np.int64)
    last[lines.of_contact[order]] = outcome[order]  # of equal places the last one stays
    unanswered = lost & (last == codes.PROMISE_BROKEN)
    waiting = lost & np.isin(last, NOT_REACHED)
    return {
        "lost_waiting": waiting.astype(np.int64),
        "lost_unanswered": unanswered.astype(np.int64),
        "lost_unable": (lost & ~waiting & ~unanswered).astype(np.int64),
    }


def _contacts(log: Log, compiled: Compiled, lines: Lines) -> dict[str, Array]:
    contacts = log.contacts
    root = lines.of_contact
    rows = np.flatnonzero(root >= 0)
    root, size = root[rows], len(lines)
    cause, outcome, channel, waited = (contacts.at(name, rows) for name in ("cause", "outcome", "channel", "waited"))
    present = np.isin(channel, dimensions_of(compiled).channels_of([codes.LIVE, codes.APPOINTMENT])) & (waited > 0)
    by_cause = count_by(root * len(codes.CAUSES) + cause, size * len(codes.CAUSES)).reshape(size, len(codes.CAUSES))
    return {name: np.ascontiguousarray(by_cause[:, number]) for number, name in enumerate(codes.CAUSES)} | {
        "contacts": count_by(root, size),
        "failed": count_by(root[(outcome != codes.RESOLVED)], size),
        "transfers": sum_by(root, contacts.at("transfers", rows), size),
        "call_backs": count_by(root[outcome == codes.CALL_BACK], size),
        "referrals": count_by(root[outcome == codes.REFERRED], size),
        "waiting": sum_by(root[present], waited[present], size),
    }


def _work(log: Log, compiled: Compiled, lines: Lines) -> dict[str, Array]:
    legs = log.legs
    root = lines.of_leg
    present = dimensions_of(compiled).channels_of([codes.LIVE, codes.APPOINTMENT])
    waits_on = np.flatnonzero((root >= 0) & (legs["started"] < 0) & (legs["contact"] >= 0) & np.isin(legs["channel"], present))
    rows = np.flatnonzero((root >= 0) & (legs["queue"] >= 0) & (legs["started"] >= 0))
    time = legs.at("spent", rows)
    back_office = legs.at("contact", rows) < 0
    talked = _wanted(compiled)[legs.at("step", rows)] & ~back_office
    return {
        "staff_time": sum_by(root[rows], time, len(lines)),
        "wanted_time": sum_by(root[rows][talked], time[talked], len(lines)),
        "back_office_time": sum_by(root[rows][back_office], time[back_office], len(lines)),
        "still_waiting": (count_by(root[waits_on], len(lines)) > 0).astype(np.int64),
    }
