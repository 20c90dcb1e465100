"""What annual reports count about a front office, counted in the same way from a simulated log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.engine.program import codes
from sim.engine.program.tables import Table, Tables
from sim.measure.layout import Compiled
from sim.model.values.calendar import year_length
from sim.model.values.units import DAY, SECOND

CALLS, DESK, VISITS, MAIL, MESSAGES = "phone", "walk_in", "appointment", "email", "messages"
"""The channels of the municipality files that the reports count."""


@dataclass(frozen=True)
class FrontOffice:
    """A year of contacts as an annual report has them. Counts are per calendar year; shares are between 0 and 1.

    ``calls`` are attempts in opening hours: retries, calls lost in the queue and calls about every service are in it, those
    made in closed hours are not. ``talk_time`` is the mean time that the first employee talks, without wrap-up, in seconds.
    ``desk_contacts``, ``emails`` and ``messages`` are those dealt with, ``visitors`` those who kept an appointment.
    """

    calls: float
    answered: float
    within_of_offered: float
    within_of_answered: float
    abandoned: float
    talk_time: float
    emails: float
    messages: float
    desk_contacts: float
    visitors: float


def front_office(tables: Tables, compiled: Compiled) -> FrontOffice:
    """The contacts requested in the measured window of one replication, scaled to the days of its calendar year.

    The time within which calls must be answered is that of the scenario's norms.
    """
    at, years = requested_at(tables, compiled), years_of(compiled)

    def dealt_with(channel: str) -> float:
        return float(np.count_nonzero(at(channel)["answered"] >= 0)) / years

    calls = at(CALLS)
    calls = calls[calls["outcome"] != codes.CLOSED]
    is_answered = calls["answered"] >= 0
    answered = calls[is_answered]
    norm = compiled.scenario.norms.answer_within.value
    within = int(np.count_nonzero(answered["answered"] - answered["queued"] <= norm))
    lost = int(np.count_nonzero(np.isin(calls["outcome"], (codes.ABANDONED, codes.LINES_FULL, codes.SENT_AWAY))))
    return FrontOffice(
        calls=len(calls) / years,
        answered=len(answered) / years,
        within_of_offered=within / max(1, len(calls)),
        within_of_answered=within / max(1, len(answered)),
        abandoned=lost / max(1, len(calls)),
        talk_time=_talk_time(tables, compiled),
        emails=dealt_with(MAIL),
        messages=dealt_with(MESSAGES),
        desk_contacts=dealt_with(DESK),
        visitors=dealt_with(VISITS),
    )


def requested_at(tables: Tables, compiled: Compiled) -> Callable[[str], Table]:
    """The contacts requested in the window at a channel; none where there is no such channel."""
    clock, channels = compiled.clock, compiled.names.channels
    requested = tables.contacts["requested"]
    inside, of_channel = (requested >= clock.window_start) & (requested < clock.window_end), tables.contacts["channel"]
    return lambda channel: tables.contacts[inside & (of_channel == (channels.index(channel) if channel in channels else -1))]


def years_of(compiled: Compiled) -> float:
    """The length of the window in calendar years, of the days of the one in which it starts."""
    clock = compiled.clock
    return (clock.window_end - clock.window_start) / DAY / year_length(compiled.scenario.period.start)


def _talk_time(tables: Tables, compiled: Compiled) -> float:
    """Mean seconds of the first leg of calls that an employee took up in the window."""
    clock, legs = compiled.clock, tables.legs
    if CALLS not in compiled.names.channels:
        return 0.0
    phone = compiled.names.channels.index(CALLS)
    first = (legs["channel"] == phone) & (legs["contact"] >= 0) & (legs["leg"] == 0) & (legs["queue"] >= 0)
    rows = first & (legs["started"] >= clock.window_start) & (legs["started"] < clock.window_end) & (legs["ended"] >= 0)
    talk = legs["ended"][rows] - legs["started"][rows]
    return float(talk.mean()) / SECOND if len(talk) else 0.0


def mean_of(years: list[FrontOffice]) -> FrontOffice:
    fields = FrontOffice.__dataclass_fields__
    return FrontOffice(**{name: float(np.mean([getattr(year, name) for year in years])) for name in fields})
