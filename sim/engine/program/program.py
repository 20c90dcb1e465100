"""The program: a scenario compiled to arrays, which both engines execute.

Three NamedTuples of arrays. :class:`Rulebook` is what the behaviour rules read, :class:`Facility` what queues, rosters and
opening hours are made of, :class:`Demand` where fresh cases come from. Everything that depends on dates (holidays, opening
hours, shifts, measures in force) is resolved here, before a run.

Services, steps, options and channels exist once per design; ``first_...`` and counts tie them together. Times are int64
microseconds since the start of the run, days are counted from its first Monday.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.engine.compiler.jit import view

Array = np.ndarray[Any, np.dtype[Any]]


def record(*columns: tuple[Any, ...]) -> np.dtype[np.void]:
    """A record type with every field on its natural boundary."""
    return np.dtype(list(columns), align=True)


SETTINGS = record(
    ("seed", "i8"),
    ("replication", "i8"),
    ("date", "i8"),  # of day 0, days since 1970-01-01
    ("days", "i8"),
    ("end", "i8"),
    ("designs", "i8"),
    ("services", "i8"),
    ("channels", "i8"),
    ("wait", "f8"),
    ("travel", "f8"),
    ("complexity", "f8"),
    ("certainty", "f8"),
    ("closed", "f8"),
    ("habit", "f8"),
    ("failure", "f8"),
    ("nest_noise", "f8"),
    ("channel_noise", "f8"),
    ("feedback", "f8"),
    ("experience", "f8"),
    ("experience_fades", "f8"),
    ("learns_from", "i8"),  # first day whose waits become expectation
    ("opening_spread", "i8"),
    ("most_tries", "i8"),
    ("most_contacts", "i8"),
    ("label_citizen", "i8"),
    ("label_skill", "i8"),
    ("label_need", "i8"),
    ("label_online", "i8"),
    ("label_adoption", "i8"),
    ("label_nest", "i8"),
    ("label_minute", "i8"),
    ("label_count", "i8"),
    ("label_absence", "i8"),
    ("label_busyness", "i8"),
)

DESIGNS = record(("start", "i8"), ("ramp", "i8"))

SEGMENTS = record(
    ("hash", "i8"),
    ("first", "i8"),
    ("size", "i8"),
    ("skill", "f8"),
    ("skill_spread", "f8"),
    ("need", "f8"),
    ("need_spread", "f8"),
    ("travel", "i8"),
    ("online", "f8"),
)

SERVICES = record(
    ("obligation", "i8"),
    ("complexity", "f8"),
    ("complexity_spread", "f8"),
    ("first_step", "i8"),
    ("steps", "i8"),
    ("inquiry", "i8"),  # index of the inquiry step, -1 = none
    ("correction", "i8"),  # index of the step that completes an application, -1 = none
    ("has_event", "i8"),
    ("ahead", "i8"),  # distribution
    ("furthest", "i8"),
    ("postponement", "i8"),
    ("weekdays", "f8", (7,)),
    ("months", "f8", (12,)),
    ("hidden", "f8"),
    ("discovery", "f8"),
    ("extra_time", "i8"),
    ("returns", "f8"),
    ("returns_after", "i8"),
    ("returns_service", "i8"),  # service number, without design
    ("worry_scale", "f8"),  # reassurance hazard per day at its ceiling
    ("silence_days", "f8"),
    ("nearness", "f8"),
    ("near_days", "f8"),
    ("status_visible", "f8"),
    ("receipt", "f8"),
    ("chasing", "f8"),
    ("label_complexity", "i8"),
    ("label_event", "i8"),
    ("label_hidden", "i8"),
    ("label_returns", "i8"),
    ("label_returns_after", "i8"),
    ("label_worry", "i8"),
    ("label_child", "i8"),
)

STEPS = record(
    ("service", "i8"),  # index into services (with design)
    ("name", "i8"),  # index into Names.steps
    ("kind", "i8"),
    ("applies", "f8"),
    ("first_option", "i8"),
    ("options", "i8"),
    ("after", "i8"),
    ("before_event", "i8"),  # distribution, -1 = not timed from the event
    ("has_earliest", "i8"),
    ("earliest", "i8"),
    ("has_latest", "i8"),
    ("latest", "i8"),
    ("has_second", "i8"),
    ("second_after", "i8"),
    ("forgets", "f8"),
    ("reminded_after", "i8"),
    ("application", "i8"),
    ("queue", "i8"),  # of back-office work
    ("work", "i8"),
    ("digital_factor", "f8"),
    ("lead", "i8"),
    ("promise", "i8"),  # -1 = none
    ("promise_working", "i8"),
    ("checks", "i8"),
    ("completion_work", "i8"),
    ("only_incomplete", "i8"),
    ("confirms", "f8"),
    ("learning", "i8"),  # row of what its work takes longer at first, -1 = nothing
    ("label_applies", "i8"),
    ("label_after", "i8"),
    ("label_before", "i8"),
    ("label_lead", "i8"),
    ("label_handling", "i8"),
    ("label_resolved", "i8"),
    ("label_wrap_up", "i8"),
    ("label_discovered", "i8"),
    ("label_extra", "i8"),
    ("label_complete", "i8"),
    ("label_completion", "i8"),
    ("label_second", "i8"),
    ("label_forgets", "i8"),
    ("label_route", "i8"),
    ("label_reaction", "i8"),
    ("label_reaction_after", "i8"),
    ("label_opening", "i8"),
    ("label_no_show", "i8"),
    ("label_cancelled", "i8"),
    ("label_late", "i8"),
    ("label_arrival", "i8"),
    ("label_save", "i8"),
    ("label_resume", "i8"),
    ("label_forgotten", "i8"),
    ("label_reminded", "i8"),
    ("label_preference", "i8"),
    ("label_warm", "i8"),
)

OPTIONS = record(
    ("step", "i8"),
    ("channel", "i8"),  # channel number, without design
    ("queue", "i8"),
    ("handling", "i8"),
    ("wrap_up", "i8"),
    ("citizen_time", "i8"),
    ("resolves", "f8"),
    ("complete", "f8"),
    ("complex", "f8"),
    ("unskilled", "f8"),
    ("certainty", "f8"),
    ("dialogue", "f8"),
    ("together", "i8"),
    ("eligible", "f8"),
    ("constant", "f8"),
    ("own_choice", "i8"),
    ("transfer", "f8"),
    ("transfer_queue", "i8"),
    ("warm", "i8"),  # distribution of what the first explains to the second, -1 = nothing
    ("briefed", "f8"),  # the handling time of who takes over, times this
    ("call_back", "f8"),
    ("call_back_option", "i8"),
    ("refer", "f8"),
    ("refer_option", "i8"),
    ("save", "f8"),  # share of self-service attempts that is saved half-filled
    ("resume_after", "i8"),  # distribution, -1 = nothing can be saved
    ("forgotten", "f8"),
    ("save_reminded", "i8"),  # -1 = nobody is reminded
    ("kept", "i8"),
    ("learning", "i8"),
    ("label_patience", "i8"),
    ("label_taste", "i8"),
    ("label_eligible", "i8"),
    ("label_broken", "i8"),
    ("label_offer", "i8"),
)

CHANNELS = record(
    ("kind", "i8"),
    ("nest", "i8"),
    ("constant", "f8"),
    ("digital", "i8"),
    ("lines", "i8"),  # -1 = unlimited
    ("patience", "i8"),  # distribution, -1 = endless
    ("at_once", "f8"),
    ("at_announcement", "f8"),
    ("announcement", "i8"),
    ("announced", "i8"),
    ("tolerance", "f8"),
    ("offer_above", "i8"),  # announced wait above which a call back is offered, -1 = never
    ("offer_taken", "f8"),
    ("notice", "i8"),
    ("horizon", "i8"),
    ("prefers", "f8"),  # share of the bookings for which a part of the week is preferred
    ("prefers_within", "i8"),
    ("parts", "f8", (21,)),  # of the week: the share of those who prefer this part or one before
    ("no_show", "f8"),
    ("no_show_per_week", "f8"),
    ("cancelled", "f8"),
    ("early", "i8"),  # distribution, -1 = everybody is on time
    ("late", "f8"),
    ("late_by", "i8"),  # distribution
    ("grace", "i8"),
    ("promise", "i8"),  # -1 = none
    ("promise_working", "i8"),
    ("broken", "f8"),
    ("first_helper", "i8"),
    ("helpers", "i8"),
)

HELPERS = record(("skill", "f8"), ("effort", "i8"), ("label", "i8"))

REACTIONS = record(("retry", "f8"), ("switch", "f8"), ("after", "i8"))

CALENDAR = record(("weekday", "i8"), ("month", "i8"), ("working", "i8"), ("design", "i8"))


class Rulebook(NamedTuple):
    """What the behaviour rules read."""

    settings: Array  # (1,) SETTINGS
    designs: Array  # (designs,) DESIGNS
    segments: Array
    taste: Array  # (segments, channels) f8
    services: Array  # (designs * services,)
    steps: Array
    options: Array
    channels: Array  # (designs * channels,)
    helpers: Array  # (helpers,) HELPERS: who does it for citizens at a self-service channel
    helped: Array  # (helpers, segments) f8: share of the citizens who has this help
    reactions: Array  # (len(codes.REACTIONS),)
    distributions: Array
    points: Array  # f8
    calendar: Array  # (days and some after,) CALENDAR
    next_open: Array  # (channels, quarters) i4: the quarter-hour itself where open, else the next open one, -1 = never again
    learning: Array  # (rows, days) f8: how many times as long work takes on that day while staff learns
    gumbels: Array  # (rules_choice.GUMBEL_CELLS + 1,) f8: the Gumbel variable at equal steps of its uniform, rising
    down: Array  # (channels, quarters) bool: self-service that is out of order; no quarters where that never is


QUEUES = record(
    ("channel", "i8"),  # -1 = back office
    ("priority", "i8"),
    ("ageing", "i8"),
    ("deferred", "i8"),  # 1 = work that may pause at the end of a shift
    ("unlimited", "i8"),
    ("mean_handling", "i8"),
    ("concurrency", "i8"),  # conversations that one agent holds at once
)

AGENTS = record(("entity", "i8"), ("team", "i8"), ("first_stretch", "i8"), ("stretches", "i8"))

STRETCHES = record(
    ("start", "i8"),
    ("end", "i8"),
    ("date", "i8"),
    ("absence", "f8"),
    ("first_break", "i8"),
    ("breaks", "i8"),
)

BREAKS = record(("start", "i8"), ("length", "i8"))

CLOSINGS = record(("time", "i8"), ("closed", "i8"), ("channel", "i8"), ("entity", "i8"))
QUEUE_OPENS = -2
"""As channel of a closing: nothing closes, but a queue is served again."""

SLOTS = record(("time", "i8"), ("channel", "i8"), ("places", "i8"))


class Facility(NamedTuple):
    """Queues, people and hours."""

    queues: Array  # (designs, queues) QUEUES
    serves: Array  # (designs, teams, queues) i4: 0 = does not serve, else skill priority, 1 is best
    after: Array  # (designs, teams, queues) i8: how long something must have waited before this team takes it
    speed: Array  # (designs, teams, queues) f8: how many times as fast this team works on it
    shut: Array  # (queues, quarters) bool: nobody takes anything from this queue; no quarters where that never is
    agents: Array
    stretches: Array
    breaks: Array
    closings: Array  # by time
    slots: Array  # by channel and time
    first_slot: Array  # (channels + 1,) i8
    start_expectation: Array  # (channels,) i8


STREAMS = record(("service", "i8"), ("segment", "i8"), ("hash", "i8"), ("first_rate", "i8"))


class Demand(NamedTuple):
    """Where fresh cases come from: streams of (service, segment)."""

    streams: Array
    rates: Array  # (streams, days) f8: expected cases on that day
    quarters: Array  # (designs, services, 96) f8: share of the day in each quarter-hour
    busyness_labels: Array  # (services + 1,) i8
    busyness: Array  # (designs, services + 1) f8: spread of each service, and of all together


class Program(NamedTuple):
    """A scenario as both engines execute it."""

    rulebook: Rulebook
    facility: Facility
    demand: Demand


def program_view(program: Program) -> Program:
    """The program as compiled code takes it; keep it for as long as it is used."""
    return Program(view(program.rulebook), view(program.facility), view(program.demand))
