"""A small municipality and tables written by hand, of which every figure is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from sim.engine.build.clock import Clock
from sim.engine.program import codes
from sim.engine.program.tables import (
    CASES,
    CONTACTS,
    DUTY,
    EXPECTATION,
    INTEGRALS,
    LEGS,
    LOOKUPS,
    ORDER,
    SLOTS,
    Names,
    Table,
    Tables,
    in_canonical_order,
)
from sim.measure.kpis import evaluate
from sim.measure.measuring import measure
from sim.measure.rows import Focus, Key, rows_of
from sim.model.town.scenario import Scenario
from sim.model.values.units import DAY, HOUR, MINUTE, SECOND, WEEK

CHANNELS = ("web", "phone", "desk", "appointment", "email", "call_back")
WEB, PHONE, DESK, APPOINTMENT, EMAIL, CALL_BACK = range(6)
SERVICES = ("paspoort", "huwelijk")
PASPOORT, HUWELIJK = range(2)
SEGMENTS = ("young", "old")
TEAMS = ("kcc", "huwelijken")
KCC, HUWELIJKEN = range(2)
AGENTS = (("kcc", "0"), ("kcc", "1"), ("huwelijken", "0"))

MONDAY = WEEK  # the window starts in the second week
NINE = MONDAY + 9 * HOUR
END = 3 * WEEK


@dataclass(frozen=True)
class Compiled:
    scenario: Scenario
    names: Names
    clock: Clock


def scenario(**changes: Any) -> Scenario:
    week = {"open": "09:00-17:00"}
    option = {"handling": "5 min"}
    design = {
        "channels": {
            "web": {"label": "web", "kind": "self_service", "nest": "self_service", "open": "always"},
            "phone": {"label": "telefoon", "kind": "live", "nest": "live_remote", **week},
            "desk": {"label": "balie", "kind": "live", "nest": "in_person", **week},
            "appointment": {"label": "afspraak", "kind": "appointment", "nest": "in_person", "slots": {"places": 2}, **week},
            "email": {"label": "e-mail", "kind": "deferred", "nest": "written", **week},
            "call_back": {"label": "terugbellen", "kind": "deferred", "nest": "live_remote", "handoff_only": True, **week},
        },
        "teams": {name: {"label": name} for name in TEAMS},
        "services": {
            name: {
                "label": name,
                "demand": {"rate": "10 per day"},
                "steps": {"ask": {"label": "vraag", "options": dict.fromkeys(CHANNELS[:5], option)}},
                "inquiry": {"phone": option},
                "reassurance": {"contacts_per_case": {"low": 0.1, "mid": 0.5, "high": 1.5}},
            }
            for name in SERVICES
        },
    }
    parts = {
        "name": "by_hand",
        "label": "met de hand",
        "period": {"start": date(2025, 9, 8), "weeks": 1, "warm_up": 1, "follow_up": 1},
        "population": {
            "inhabitants": 1000,
            "segments": {name: {"label": name, "share": 0.5} for name in SEGMENTS},
        },
        "designs": [design],
    }
    return Scenario.model_validate(parts | changes)


def compiled(**changes: Any) -> Compiled:
    described = scenario(**changes)
    names = Names(SERVICES, SEGMENTS, CHANNELS, ("phone",), TEAMS, tuple((name, "ask") for name in SERVICES), AGENTS)
    return Compiled(described, names, Clock.of(described))


def case(entity: int, **fields: Any) -> dict[str, Any]:
    """A case that started on the first morning and was resolved at once."""
    base: dict[str, Any] = dict.fromkeys(CASES.names or (), 0)
    base |= {"case": entity, "parent": -1, "root": entity, "started": NINE, "ended": NINE, "end": codes.CASE_RESOLVED}
    return base | {"event": -1, "discovered": -1, "applied": -1, "applied_channel": -1} | fields


def contact(entity: int, number: int = 0, **fields: Any) -> dict[str, Any]:
    """A contact by telephone, requested at nine, that nothing has happened to yet."""
    base: dict[str, Any] = dict.fromkeys(CONTACTS.names or (), 0)
    base |= {"case": entity, "contact": number, "root": entity, "channel": PHONE, "requested": NINE}
    nothing = ("announced", "slot", "queued", "patience", "answered", "ended", "due")
    return base | dict.fromkeys(nothing, -1) | fields


def answered(entity: int, number: int = 0, *, wait: int = 0, talk: int = 5 * MINUTE, **fields: Any) -> dict[str, Any]:
    """A telephone call answered after ``wait`` and resolved after ``talk``."""
    start = fields.get("requested", NINE)
    times = {"queued": start, "answered": start + wait, "waited": wait, "ended": start + wait + talk}
    return contact(entity, number, **times | {"outcome": codes.RESOLVED} | fields)


def leg(entity: int, number: int = 0, **fields: Any) -> dict[str, Any]:
    """Five minutes of talk by the first agent, from nine o'clock, without wrap-up."""
    base: dict[str, Any] = dict.fromkeys(LEGS.names or (), 0)
    base |= {"case": entity, "contact": number, "channel": PHONE, "enqueued": NINE, "started": NINE, "end": codes.LEG_DONE}
    whole = base | {"ended": NINE + 5 * MINUTE, "released": NINE + 5 * MINUTE}
    made = whole | fields
    until = made["released"] if made["released"] >= 0 else END
    return {**made, "spent": until - made["started"], "counted": made["started"], **fields}


def duty(agent: int, kind: int, start: int, end: int, planned_end: int | None = None) -> dict[str, Any]:
    planned = end if planned_end is None else planned_end
    return {"agent": agent, "kind": kind, "planned_start": start, "start": start, "planned_end": planned, "end": end}


def table(kind: np.dtype[np.void], rows: Sequence[dict[str, Any]]) -> Table:
    return np.array([tuple(row[name] for name in kind.names or ()) for row in rows], dtype=kind)


def tables(
    cases: Sequence[dict[str, Any]] = (),
    contacts: Sequence[dict[str, Any]] = (),
    legs: Sequence[dict[str, Any]] = (),
    duties: Sequence[dict[str, Any]] = (),
    slots: Sequence[dict[str, Any]] = (),
    lookups: Sequence[dict[str, Any]] = (),
) -> Tables:
    made = Tables(
        table(CASES, cases),
        table(CONTACTS, contacts),
        table(LEGS, legs),
        table(DUTY, duties),
        table(SLOTS, slots),
        np.zeros(0, EXPECTATION),
        np.zeros(0, INTEGRALS),
        table(LOOKUPS, lookups),
    )
    ordered = {name: in_canonical_order(name, getattr(made, name)) for name in ORDER if name not in ("expectation", "integrals")}
    return replace(made, **ordered)


def kpi_value(
    log: Tables, kpi: str, dimension: str = "overall", member: str = "all", *, known: Compiled | None = None, **narrowed: str
) -> float:
    """One KPI of tables written by hand; the focus is on huwelijk and its team."""
    known = known or compiled()
    measured = measure(log, known).settled()
    rows = rows_of(measured.dimensions, Focus(("huwelijk",), ("huwelijken",)), half_hours=True)
    return float(evaluate([measured], rows, known.scenario.costs).value[0, rows.places[Key(kpi, dimension, member, **narrowed)]])


__all__ = ["DAY", "HOUR", "MINUTE", "SECOND", "WEEK"]
