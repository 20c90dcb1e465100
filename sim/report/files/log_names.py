"""What the codes in the tables of the log mean: a name for every code of every column that holds codes."""

from __future__ import annotations

from collections.abc import Iterator

from sim.engine.program import codes
from sim.engine.program.tables import Names
from sim.measure.layout import BACK_OFFICE
from sim.model.values.calendar import WEEKDAYS

NONE = -1
CODED: dict[str, dict[str, str]] = {
    "cases": {"service": "services", "segment": "segments", "end": "ends", "applied_channel": "channels"},
    "contacts": {
        "service": "services",
        "segment": "segments",
        "step": "steps",
        "channel": "channels",
        "cause": "causes",
        "outcome": "outcomes",
    },
    "legs": {
        "service": "services",
        "step": "steps",
        "channel": "channels",
        "queue": "queues",
        "team": "teams",
        "agent": "agents",
        "end": "leg_ends",
        "cause": "causes",
    },
    "duty": {"agent": "agents", "kind": "duties"},
    "slots": {"channel": "channels"},
    "expectation": {"channel": "channels", "weekday": "weekdays"},
    "integrals": {"kind": "integrals"},
    "lookups": {"service": "services", "segment": "segments"},
}
"""The columns that hold codes, by table, and of what. ``index`` of ``integrals`` is a code of the kind that stands beside it."""
ABSENT: dict[tuple[str, str], str] = {
    ("cases", "applied_channel"): "none",
    ("legs", "channel"): BACK_OFFICE,
    ("legs", "queue"): "none",
    ("legs", "team"): "none",
    ("legs", "agent"): "none",
}
"""Where -1 is a code, and what it means."""


def named_codes(names: Names) -> Iterator[tuple[str, str, int, str]]:
    """Table, column, code and name, for every code that can stand in a table."""
    of = _names(names)
    for table, columns in CODED.items():
        for column, kind in columns.items():
            if (table, column) in ABSENT:
                yield table, column, NONE, ABSENT[table, column]
            for code, name in enumerate(of[kind]):
                yield table, column, code, name


def _names(names: Names) -> dict[str, tuple[str, ...]]:
    return {
        "services": names.services,
        "segments": names.segments,
        "channels": names.channels,
        "queues": names.queues,
        "teams": names.teams,
        "steps": tuple(".".join(step) for step in names.steps),
        "agents": tuple(".".join(agent) for agent in names.agents),
        "outcomes": codes.OUTCOMES,
        "causes": codes.CAUSES,
        "ends": codes.ENDS,
        "leg_ends": codes.LEG_ENDS,
        "duties": codes.DUTIES,
        "weekdays": WEEKDAYS,
        "integrals": ("queue", "team"),
    }
