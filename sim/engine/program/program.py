"""The program: a scenario compiled to arrays, which both engines execute.

NamedTuples of arrays. :class:`Rulebook` is what the behaviour rules read, :class:`Facility` what queues, rosters and opening
hours are made of, :class:`Demand` where fresh cases come from, :class:`Noted` what is known of waits from before. Everything
that depends on dates (holidays, opening hours, shifts, measures in force) is resolved here, before a run.

Services, steps, options and channels exist once per design; ``first_...`` and counts tie them together. Times are int64
microseconds since the start of the run, days are counted from its first Monday.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.engine.compiler.jit import view
from sim.engine.program import columns
from sim.engine.program.columns import FieldColumn
from sim.engine.program.run_out import Noted
from sim.model.town.population import Choice

Array = np.ndarray[Any, np.dtype[Any]]


def record(*columns: tuple[Any, ...]) -> np.dtype[np.void]:
    """A record type with every field on its natural boundary."""
    return np.dtype(list(columns), align=True)


def types_of(found: Sequence[FieldColumn]) -> list[tuple[str, str]]:
    return [(column.name, column.type) for column in found]


def labels(*names: str) -> list[tuple[str, str]]:
    """Columns of the labels by which draws are told apart."""
    return [(f"label_{name}", "i8") for name in names]


SETTINGS = record(
    *(
        (name, "i8") for name in ("seed", "replication", "date", "days", "end", "designs", "services", "channels", "learns_from")
    ),  # date: of day 0, days since 1970-01-01; learns_from: first day whose waits become expectation
    *((name, "i8") for name in ("window_start", "window_end", "office_until", "others_until", "notes_from")),
    # the office is run until office_until, waits of who joined from notes_from on are noted (NEVER: none are), and from
    # others_until on nothing new begins in lines that did not begin in the window
    *((weight, "f8") for weight in Choice.model_fields),
    *types_of(columns.BEHAVIOUR),
    ("ask", "f8"),  # of who could not do it himself
    ("together", "f8"),
    *labels("citizen", "skill", "need", "online", "adoption", "nest", "minute", "count", "absence", "busyness"),
    *labels("question_moment", "question_takes", "question_page"),
)

PHASES = record(
    ("start", "i8"),
    ("first_ramping", "i8"),  # of those that some have adopted and others not yet
    ("ramping", "i8"),
    ("first_met", "i8"),  # design of who has adopted none of these; then the first, the second, both ...
)

RAMPING = record(("measure", "i8"), ("start", "i8"), ("ramp", "i8"))

SEGMENTS = record(("hash", "i8"), ("first", "i8"), ("size", "i8"), *types_of(columns.SEGMENT))

SERVICES = record(
    *types_of(columns.SERVICE),
    ("first_step", "i8"),
    ("steps", "i8"),
    ("inquiry", "i8"),  # index of the inquiry step, -1 = none
    ("correction", "i8"),  # index of the step that completes an application, -1 = none
    ("look_up", "i8"),  # option through which it is looked up before asking, -1 = never
    ("has_event", "i8"),
    ("weekdays", "f8", (7,)),
    ("months", "f8", (12,)),
    ("returns_service", "i8"),  # service number, without design
    ("worry_scale", "f8"),  # reassurance hazard per day at its ceiling
    ("silence_days", "f8"),
    ("near_days", "f8"),
    *labels("complexity", "event", "hidden", "returns", "returns_after", "worry", "child", "questions", "question", "looks_up"),
    *labels("goes_on", "recognised"),
)

STEPS = record(
    *types_of(columns.STEP),
    ("service", "i8"),  # index into services (with design)
    ("name", "i8"),  # index into Names.steps
    ("first_option", "i8"),
    ("options", "i8"),
    ("is_beside", "i8"),  # goes on beside the steps before it
    ("has_earliest", "i8"),
    ("has_latest", "i8"),
    ("has_second", "i8"),
    ("queue", "i8"),  # of back-office work
    ("learning", "i8"),  # row of what its work takes longer at first, -1 = nothing
    *labels("applies", "after", "before", "lead", "handling", "resolved", "wrap_up", "discovered", "extra", "complete"),
    *labels("completion", "second", "forgets", "route", "reaction", "reaction_after", "opening", "no_show", "cancelled", "late"),
    *labels("arrival", "save", "resume", "forgotten", "reminded", "preference", "warm", "settled", "opens", "opened", "ask"),
    *labels("together", "turn"),
)

OPTIONS = record(
    *types_of(columns.OPTION),
    ("step", "i8"),
    ("channel", "i8"),  # channel number, without design
    ("queue", "i8"),
    ("constant", "f8"),
    ("own_choice", "i8"),
    ("transfer_queue", "i8"),
    ("warm", "i8"),  # distribution of what the first explains to the second, -1 = nothing
    ("call_back_option", "i8"),
    ("refer_option", "i8"),
    ("learning", "i8"),
    *labels("patience", "taste", "eligible", "broken", "offer", "full"),
)

CHANNELS = record(
    *types_of(columns.CHANNEL),
    ("digital", "i8"),
    ("announced", "i8"),
    ("parts", "f8", (21,)),  # of the week: the share of those who prefer this part or one before
    ("first_helper", "i8"),
    ("helpers", "i8"),
)

HELPERS = record(("skill", "f8"), ("effort", "i8"), ("label", "i8"))

REACTIONS = record(*types_of(columns.REACTION))

CALENDAR = record(("weekday", "i8"), ("month", "i8"), ("working", "i8"), ("design", "i8"))


class Rulebook(NamedTuple):
    """What the behaviour rules read."""

    settings: Array  # (1,) SETTINGS
    phases: Array  # PHASES, by start: in each the same measures are adopted by all, and the same ones by some
    ramping: Array  # RAMPING, by phase
    met: Array  # i8: the design that goes with each combination, by phase
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
    start_expectation: Array  # (channels, 7, 24) i8


STREAMS = record(
    ("service", "i8"),
    ("segment", "i8"),
    ("hash", "i8"),
    ("first_rate", "i8"),
    ("only_online", "i8"),  # 1 = people who come only if an online channel is their first choice
)


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
    noted: Noted  # what is known of the office from before


def program_view(program: Program) -> Program:
    """The program as compiled code takes it; keep it for as long as it is used."""
    return Program(view(program.rulebook), view(program.facility), view(program.demand), view(program.noted))
