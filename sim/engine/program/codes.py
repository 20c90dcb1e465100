"""Small integer codes that stand in the tables and in the program, with their names.

The order of the names fixes the numbers; append, never reorder.
"""

from __future__ import annotations

from typing import get_args

from sim.model.town.channels import ChannelKind, Nest
from sim.model.town.population import Reactions
from sim.model.town.services import Obligation, StepKind

# What happened to one contact (one attempt of one case at one channel).
OUTCOMES = (
    "open",  # still going on when the run ended
    "resolved",
    "unresolved",  # served, the step not done, and no handoff
    "transferred_lost",  # put through, and then abandoned or sent away
    "call_back",  # ended with a call-back request
    "referred",  # "you must go elsewhere"
    "closed",
    "lines_full",
    "balked",
    "abandoned",
    "sent_away",  # still waiting when the channel closed
    "dropped",  # self-service attempt that failed
    "no_slot",
    "no_show",
    "promise_broken",
    "cancelled",  # an appointment called off ahead
)
OPEN, RESOLVED, UNRESOLVED, TRANSFERRED_LOST, CALL_BACK, REFERRED, CLOSED, LINES_FULL = range(8)
BALKED, ABANDONED, SENT_AWAY, DROPPED, NO_SLOT, NO_SHOW, PROMISE_BROKEN, CANCELLED = range(8, 16)

REACTIONS = tuple(Reactions.model_fields)
"""Failures that have a reaction of their own."""
ANSWERED_AS = {outcome: outcome for outcome in REACTIONS} | {"transferred_lost": "abandoned"}
REACTION_TO = tuple(REACTIONS.index(ANSWERED_AS[outcome]) if outcome in ANSWERED_AS else -1 for outcome in OUTCOMES)
"""By outcome of a contact: which reaction it calls for, -1 = none."""

# Why a contact was made.
CAUSES = (
    "need",  # the first attempt of a step
    "again",  # the same step again, after a failure
    "correction",  # to complete an application
    "reassurance",  # only to be sure
    "status",  # to ask about something that is late
    "referral",  # sent here by the municipality
    "called_back",  # the municipality's own answer to a call-back request
    "question",  # an open question that nothing had settled
)
NEED, AGAIN, CORRECTION, REASSURANCE, STATUS, REFERRAL, CALLED_BACK, QUESTION = range(8)

NOBODY_THERE = tuple(
    outcome in ("closed", "lines_full", "balked", "abandoned", "transferred_lost", "sent_away", "no_slot", "promise_broken")
    for outcome in OUTCOMES
)
"""By outcome: was nobody to be had? Else the attempt itself did not work out."""

# How a case ended.
ENDS = ("open", "resolved", "gave_up", "exhausted")
JOURNEY, INQUIRIES, FIRST_BESIDE = range(3)
"""What a thread of a case is; the steps that go on beside the journey count from the last."""
CASE_OPEN, CASE_RESOLVED, CASE_GAVE_UP, CASE_EXHAUSTED = range(4)

# How a leg (a piece of work) ended.
LEG_ENDS = ("open", "done", "paused")
LEG_OPEN, LEG_DONE, LEG_PAUSED = range(3)

# Why an agent was on or off.
DUTIES = ("shift", "break")
DUTY_SHIFT, DUTY_BREAK = range(2)

# What an agent is doing; stands in no table.
OFF_DUTY, IDLE, SERVING, WRAPPING_UP, ON_BREAK = range(5)

CHANNEL_KINDS = get_args(ChannelKind)
SELF_SERVICE, LIVE, APPOINTMENT, DEFERRED = range(4)

NESTS = get_args(Nest)
IN_PERSON = 0

STEP_KINDS = get_args(StepKind)
CONTACT_STEP, BACK_OFFICE_STEP, MILESTONE_STEP = range(3)

OBLIGATIONS = get_args(Obligation)
COMPULSORY = 0

# Classes of events at one instant, in the order in which they happen (docs/model.md, "Time and order").
EVENT_DAILY = 1
EVENT_SERVICE_END = 2
EVENT_ROSTER = 3
EVENT_OPENING = 4
EVENT_DEADLINE = 5
EVENT_PATIENCE = 6
EVENT_ARRIVAL = 7
EVENT_DISPATCH = 8

NEVER = 2**61
