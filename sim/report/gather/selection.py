"""Which KPIs are told at which level, in which order, and how they are scaled there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sim.measure.causes import GROUPS, JOURNEY
from sim.measure.definitions import BY_NAME, CASE_KPIS
from sim.measure.rows import FOCUS, FOCUS_TEAM, OVERALL, Focus, Key
from sim.report.told.findings import Level
from sim.report.words.names import PER_HUNDRED
from sim.text.pairs import marked
from sim.text.units import Unit

OF_WANTED = ("citizen_effort_wanted", "citizen_effort_other")
"""Told where there is any conversation that is wanted; else they say what the effort says already."""
CASES = (
    "remote_contacts_per_root_case",
    *(f"{name}_contacts_per_root_case" for name, *_ in GROUPS if name not in JOURNEY),
    "online_attempts_per_root_case",
    "closed_calls_per_root_case",
    "looked_up",
    "looked_up_let_go",
    "channel_contacts_per_root_case",
    "citizen_effort",
    *OF_WANTED,
    "waiting_per_root_case",
    "time_to_resolution",
    "lead_time_p50",
    "lead_time_p90",
    "staff_time_per_root_case",
    "wanted_time_per_root_case",
    "other_time_per_root_case",
    "back_office_time_per_root_case",
    "cost_direct",
    "cost_full",
    "resolved",
    "gave_up",
    "exhausted",
    "lost_waiting",
    "lost_unable",
    "lost_unanswered",
    "still_open",
    "too_late",
    "late",
    "hidden_need_unmet",
    "hidden_need_discovered",
    "first_time_complete",
    "digital_applications",
    "first_contact_resolution",
    "failure_demand_cases",
    "failure_demand_cases_with_reassurance",
    "handoffs_per_root_case",
    "transfers_per_root_case",
    "call_backs_per_root_case",
    "referrals_per_root_case",
    "handed_off",
    "reminders_per_root_case",
    "root_cases",
)
TEAM = (
    "work_in_fte",
    "staff_hours",
    "occupancy",
    "work_pressure",
    "overtime",
    "back_office_hours",
    "back_office_passage_time",
    "hours_on_duty",
)
OFFICE = (
    *TEAM,
    "contacts_requested",
    "remote_contacts_per_root_case",
    "looked_up",
    "looked_up_let_go",
    "citizen_effort",
    "resolved",
    "gave_up",
    "failure_demand",
    "question_demand",
    "failure_demand_with_reassurance",
    "backlog",
    "backlog_age",
)
PER_CHANNEL = (
    "service_level_offered",
    "served_on_time",
    "reachability",
    "average_speed_of_answer",
    "average_time_in_queue",
    "wait_p90",
    "abandonment_offered",
    "contacts_requested",
    "average_handling_time",
    "promise_kept",
    "no_show",
    "slot_lead_time",
    "slots_booked",
    "self_service_dropped",
)
OF_CASES = frozenset(definition.name for definition in CASE_KPIS)
OF_STAFF = frozenset(f"{work}_time_per_root_case" for work in ("staff", "wanted", "other", "back_office", "team"))
HUNDRED = 100.0


@dataclass(frozen=True)
class Scaled:
    """How a KPI is told at a level: times ``factor``, in ``unit``, ``per`` (a msgid) what."""

    factor: float
    unit: Unit
    per: str


def chosen(keys: Iterable[Key], focus: Focus, headlines: Iterable[Key]) -> Iterator[tuple[Level, Key]]:
    """The keys that are told, by level: headline KPIs first, known or not, the rest in the order of the lists above."""
    known = list(keys)
    first = list(headlines)
    plan: tuple[tuple[Level, list[Key]], ...] = (
        ("cases", _cases(known, focus)),
        ("team", _team(known, focus)),
        ("office", _office(known, focus)),
    )
    for level, rest in plan:
        for key in dict.fromkeys([key for key in first if level_of(key, focus) == level] + rest):
            yield level, key


def level_of(key: Key, focus: Focus) -> Level:
    """Per 100 cases, the team or the whole front office."""
    if key.dimension == FOCUS_TEAM or (key.dimension == "team" and not focus.teams):
        return "team"
    if key.kpi in OF_CASES and (key.dimension == FOCUS or (key.dimension == OVERALL and not focus.services)):
        return "cases"
    return "office"


def scaled(key: Key, level: Level) -> Scaled:
    """How the value of ``key`` is written at ``level``."""
    definition = BY_NAME[key.kpi]
    unit: Unit = definition.unit
    if level == "cases" and unit == "contacts_per_case":
        return Scaled(HUNDRED, "contacts", PER_HUNDRED)
    if level == "cases" and unit == "index":
        return Scaled(HUNDRED, "cases", PER_HUNDRED)
    if level == "cases" and key.kpi in OF_STAFF:
        return Scaled(HUNDRED / 60, "hours", PER_HUNDRED)
    if key.kpi in OF_CASES and unit in ("minutes", "euros"):
        return Scaled(1.0, unit, marked("per case"))
    return Scaled(1.0, unit, "")


def _cases(keys: list[Key], focus: Focus) -> list[Key]:
    dimension = FOCUS if focus.services else OVERALL
    told = [key for key in keys if key.dimension == dimension and (not key.team)]
    if not focus.services:
        told += [key for key in keys if key.kpi == "channel_contacts_per_root_case" and key.dimension == "channel"]
    return _in_order(told, CASES)


def _team(keys: list[Key], focus: Focus) -> list[Key]:
    dimension = FOCUS_TEAM if focus.teams else "team"
    return _in_order([key for key in keys if key.dimension == dimension], TEAM)


def _office(keys: list[Key], focus: Focus) -> list[Key]:
    overall = [key for key in keys if key.dimension == OVERALL and not key.channel and not key.team]
    waiting = {key.member for key in keys if key.kpi == "average_speed_of_answer"}
    channels = [key for key in keys if key.dimension == "channel" and not key.team]
    channels = [key for key in channels if key.kpi != "wait_p90" or key.member in waiting]  # mail waits are told in days
    teams = [key for key in keys if key.kpi == "work_in_fte" and key.dimension == "team" and level_of(key, focus) == "office"]
    whole = _in_order([key for key in overall if level_of(key, focus) == "office"], OFFICE)
    return whole + teams + _in_order(channels, PER_CHANNEL)


def _in_order(keys: Iterable[Key], names: tuple[str, ...]) -> list[Key]:
    places = {name: place for place, name in enumerate(names)}
    return sorted((key for key in keys if key.kpi in places), key=lambda key: places[key.kpi])
