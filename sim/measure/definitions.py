"""The KPIs: what each divides by what, in the words and the units of the field.

value = sum of ``numerator`` / ``per`` / sum of ``denominator`` (nothing to divide by when it is empty).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sim.engine.program import codes
from sim.measure.layout import STEPS
from sim.model.values.values import DAY, HOUR, MINUTE, SECOND

Unit = Literal["count", "share", "seconds", "minutes", "hours", "days", "contacts_per_case", "index", "fte", "euros"]
Scaling = Literal["", "fte", "direct", "full"]

WAITING = (codes.LIVE, codes.APPOINTMENT)
STAFFED = (codes.LIVE, codes.APPOINTMENT, codes.DEFERRED)
ANSWERING = (codes.LIVE, codes.DEFERRED)
ALL_KINDS = (codes.SELF_SERVICE, codes.LIVE, codes.APPOINTMENT, codes.DEFERRED)


@dataclass(frozen=True)
class Total:
    """Quantities of one family, added up."""

    family: str
    quantities: tuple[str, ...]

    @classmethod
    def of(cls, family: str, *quantities: str) -> Total:
        return cls(family, quantities)


@dataclass(frozen=True)
class Definition:
    """One KPI.

    ``better`` is +1 where more is better, -1 where less is, 0 where neither can be said; ``margin`` names the smallest
    difference that matters (a field of ``Margins``). ``kinds`` are the kinds of channel that have it; with ``nests`` only the
    channels of those nests, taken together. ``percent`` makes it a quantile of ``histogram``, whose steps go ``per`` times into
    its unit. ``hourly``: also per half hour of the week: that of the visit (of an appointment its time), but
    ``contacts_requested`` by that of asking. ``back_office``: only the work that is no contact. ``unfinished``
    counts what was not over when the run ended and is in the figure as far as it had come: a lower bound where there is any.
    """

    name: str
    unit: Unit
    denominator_text: str
    numerator: Total | None = None
    denominator: Total | None = None
    per: float = 1.0
    better: int = 0
    margin: str = ""
    kinds: tuple[int, ...] = ALL_KINDS
    histogram: str = ""
    percent: int = 0
    hourly: bool = False
    back_office: bool = False
    scaling: Scaling = ""
    nests: tuple[str, ...] = ()
    unfinished: Total | None = None


def _contact(name: str, top: str, bottom: str, text: str, **more: object) -> Definition:
    return Definition(name, "share", text, Total.of("contact", top), Total.of("contact", bottom), **more)  # type: ignore[arg-type]


def _root(name: str, unit: Unit, *tops: str, per: float = 1.0, text: str = "root cases", **more: object) -> Definition:
    bottom = str(more.pop("bottom", "roots"))
    return Definition(name, unit, text, Total.of("root", *tops), Total.of("root", bottom), per, **more)  # type: ignore[arg-type]


OFFERED = "contacts offered (requested in opening hours; lines full and balked included)"
QUEUED = "contacts that joined a queue"
CAME = "people who came for their appointment (who did not come waits for nobody)"
ANSWERED = "contacts answered"
HELPED = "contacts answered, or still waiting when the simulated time ends"
UNANSWERED = Total.of("contact", "unanswered")
STILL_WAITING = Total.of("contact", "still_waiting")
CASES_WAITING = Total.of("root", "still_waiting")
APPLICATIONS = "applications handed in"

CONTACT_KPIS = (
    Definition("contacts_requested", "count", "", Total.of("contact", "requested"), hourly=True),
    Definition("contacts_offered", "count", "", Total.of("contact", "offered"), hourly=True),
    _contact("reachability", "answered", "offered", OFFERED, better=1, margin="share", kinds=STAFFED, hourly=True),
    _contact("service_level_offered", "within_norm", "offered", OFFERED, better=1, margin="share", kinds=ANSWERING, hourly=True),
    _contact("served_on_time", "within_norm", "queued", CAME, better=1, margin="share", kinds=(codes.APPOINTMENT,), hourly=True),
    _contact("service_level_answered", "within_norm", "answered", ANSWERED, better=1, margin="share", kinds=STAFFED, hourly=True),
    Definition(
        "average_speed_of_answer", "seconds", HELPED, Total.of("contact", "wait_answered"),
        Total.of("contact", "answered", "unanswered"), SECOND, -1, "wait", WAITING, hourly=True, unfinished=UNANSWERED,
    ),
    Definition(
        "average_time_in_queue", "seconds", "contacts that joined a queue, answered or not", Total.of("contact", "waited"),
        Total.of("contact", "queued"), SECOND, -1, "wait", WAITING, hourly=True, unfinished=STILL_WAITING,
    ),
    Definition(
        "wait_p50", "seconds", HELPED, None, None, SECOND / STEPS["wait"], -1, "wait", STAFFED, "wait", 50, unfinished=UNANSWERED,
    ),
    Definition(
        "wait_p90", "seconds", HELPED, None, None, SECOND / STEPS["wait"], -1, "wait", STAFFED, "wait", 90, unfinished=UNANSWERED,
    ),
    _contact("abandonment_queued", "abandoned", "queued", QUEUED, better=-1, margin="share", kinds=WAITING, hourly=True),
    _contact("abandonment_offered", "abandoned", "offered", OFFERED, better=-1, margin="share", kinds=WAITING, hourly=True),
    _contact("balked", "balked", "offered", OFFERED, better=-1, margin="share", kinds=WAITING),
    _contact("blocked", "lines_full", "offered", OFFERED, better=-1, margin="share", kinds=WAITING),
    _contact("sent_away", "sent_away", "queued", QUEUED, better=-1, margin="share", kinds=WAITING),
    _contact("closed", "closed", "requested", "contacts requested", better=-1, margin="share", kinds=WAITING),
    Definition(
        "average_handling_time", "minutes", "contacts handled (talk and wrap-up, all legs)", Total.of("contact", "handling"),
        Total.of("contact", "handled"), MINUTE, 0, "", STAFFED, hourly=True,
    ),
    _contact(
        "first_contact_resolution_answered", "first_resolved", "first_answered",
        "first contacts of a step that were answered", better=1, margin="share",
    ),
    _contact("self_service_dropped", "dropped", "requested", "attempts", better=-1, margin="share", kinds=(codes.SELF_SERVICE,)),
    _contact("failure_demand", "failure", "requested", "contacts requested", better=-1, margin="share"),
    Definition(
        "failure_demand_with_reassurance", "share", "contacts requested", Total.of("contact", "failure", "reassurance"),
        Total.of("contact", "requested"), better=-1, margin="share",
    ),
    Definition(
        "handoffs_per_contact", "index", ANSWERED, Total.of("contact", "transfers", "call_backs", "referrals"),
        Total.of("contact", "answered"), better=-1, kinds=STAFFED,
    ),
    _contact(
        "promise_kept", "within_due", "due", "promises of which the outcome is known", better=1, margin="share",
        kinds=(codes.DEFERRED,),
    ),
    _contact(
        "no_show", "no_shows", "kept_or_missed", "appointments whose time has passed", better=-1, margin="share",
        kinds=(codes.APPOINTMENT,),
    ),
    _contact(
        "no_slot", "no_slot", "offered", OFFERED, better=-1, margin="share", kinds=(codes.APPOINTMENT,),
    ),
    Definition(
        "slot_lead_time", "days", "appointments booked", Total.of("contact", "slot_lead"), Total.of("contact", "booked"), DAY, -1,
        "lead_time", (codes.APPOINTMENT,),
    ),
    Definition(
        "slot_lead_time_p50", "days", "appointments booked", None, None, DAY / STEPS["slot_lead"], -1, "lead_time",
        (codes.APPOINTMENT,), "slot_lead", 50,
    ),
    Definition(
        "slots_booked", "share", "places on offer", Total.of("slots", "booked"), Total.of("slots", "places"),
        kinds=(codes.APPOINTMENT,),
    ),
)  # fmt: skip

CASE_KPIS = (
    Definition("root_cases", "count", "", Total.of("root", "roots")),
    _root("resolved", "share", "resolved", better=1, margin="share"),
    _root("gave_up", "share", "gave_up", better=-1, margin="share"),
    _root("exhausted", "share", "exhausted", better=-1, margin="share"),
    _root("lost_waiting", "share", "lost_waiting", better=-1, margin="share"),
    _root("lost_unable", "share", "lost_unable", better=-1, margin="share"),
    _root("lost_unanswered", "share", "lost_unanswered", better=-1, margin="share"),
    _root("still_open", "share", "open"),
    _root("hidden_need_unmet", "share", "hidden_unmet", better=-1, margin="share"),
    _root(
        "hidden_need_discovered", "share", "discovered", bottom="hidden", text="cases with a hidden need", better=1,
        margin="share",
    ),
    _root("first_contact_resolution", "share", "first_contact", better=1, margin="share"),
    _root("contacts_per_root_case", "contacts_per_case", "contacts", better=-1, margin="contacts_per_case"),
    *(
        _root(f"{cause}_contacts_per_root_case", "contacts_per_case", cause, better=better, margin="contacts_per_case")
        for cause, better in zip(codes.CAUSES, (0, -1, -1, -1, -1, -1, 0), strict=True)
    ),
    _root(
        "failure_demand_cases", "share", "again", "correction", "status", "referral", bottom="contacts",
        text="contacts of the root cases", better=-1, margin="share",
    ),
    _root(
        "failure_demand_cases_with_reassurance", "share", "again", "correction", "status", "referral", "reassurance",
        bottom="contacts", text="contacts of the root cases", better=-1, margin="share",
    ),
    Definition(
        "channel_contacts_per_root_case", "contacts_per_case", "root cases", Total.of("root_contact", "contacts"),
        Total.of("root", "roots"), better=0, margin="contacts_per_case",
    ),
    Definition(
        "remote_contacts_per_root_case", "contacts_per_case", "root cases", Total.of("root_contact", "contacts"),
        Total.of("root", "roots"), better=-1, margin="contacts_per_case", kinds=(codes.LIVE, codes.DEFERRED),
        nests=("live_remote", "written"),
    ),
    _root("transfers_per_root_case", "index", "transfers", better=-1),
    _root("call_backs_per_root_case", "index", "call_backs", better=-1),
    _root("referrals_per_root_case", "index", "referrals", better=-1),
    _root("handoffs_per_root_case", "index", "transfers", "call_backs", "referrals", better=-1),
    _root("handed_off", "share", "handed_off", better=-1, margin="share"),
    _root(
        "lead_time", "days", "lead_time", per=DAY, bottom="resolved", text="root cases resolved", better=-1, margin="lead_time",
    ),
    Definition(
        "lead_time_p50", "days", "root cases resolved", None, None, DAY / STEPS["lead_time"], -1, "lead_time", ALL_KINDS,
        "lead_time", 50,
    ),
    Definition(
        "lead_time_p90", "days", "root cases resolved", None, None, DAY / STEPS["lead_time"], -1, "lead_time", ALL_KINDS,
        "lead_time", 90,
    ),
    _root(
        "time_to_resolution", "days", "time_to_resolution", per=DAY, better=-1, margin="lead_time",
        text="root cases (not resolved counts until the end of the run)", unfinished=Total.of("root", "open"),
    ),
    _root("first_time_complete", "share", "complete_first", bottom="applications", text=APPLICATIONS, better=1, margin="share"),
    _root("digital_applications", "share", "digital", bottom="applications", text=APPLICATIONS),
    _root("too_late", "share", "too_late", better=-1, margin="share"),
    _root("late", "share", "late", better=-1, margin="share"),
    _root("reminders_per_root_case", "index", "reminders", better=-1),
    _root(
        "citizen_effort", "minutes", "citizen_time", "waiting", per=MINUTE, better=-1, margin="effort", unfinished=CASES_WAITING,
    ),
    _root("waiting_per_root_case", "minutes", "waiting", per=MINUTE, better=-1, margin="wait", unfinished=CASES_WAITING),
    _root("staff_time_per_root_case", "minutes", "staff_time", per=MINUTE, better=-1, margin="staff_time"),
    _root("back_office_time_per_root_case", "minutes", "back_office_time", per=MINUTE, better=-1),
    Definition(
        "team_time_per_root_case", "minutes", "root cases", Total.of("root_work", "staff_time"), Total.of("root", "roots"),
        MINUTE, -1,
    ),
    _root(
        "cost_direct", "euros", "staff_time", per=HOUR, bottom="resolved", text="root cases resolved", better=-1,
        scaling="direct",
    ),
    _root(
        "cost_full", "euros", "staff_time", per=HOUR, bottom="resolved", text="root cases resolved", better=-1,
        scaling="full",
    ),
)  # fmt: skip

_BUSY_ON_DUTY = "time on duty (work after the end of a shift left out)"

WORK_KPIS = (
    Definition("staff_hours", "hours", "", Total.of("work", "staff_time"), None, HOUR, -1),
    Definition("work_in_fte", "fte", "productive hours of one fte in the window", Total.of("work", "staff_time"), None, HOUR, -1,
               "fte", scaling="fte"),
    Definition("back_office_hours", "hours", "", Total.of("work", "staff_time"), None, HOUR, -1, back_office=True),
    Definition("back_office_passage_time", "days", "pieces of back-office work that came in, until done or the end of the run",
               Total.of("work", "passage"), Total.of("work", "came_in"), DAY, -1, "lead_time", back_office=True,
               unfinished=Total.of("work", "unfinished")),
    Definition("occupancy", "share", _BUSY_ON_DUTY, Total.of("team_hour", "busy", "-finishing"), Total.of("team_hour", "on_duty"),
               hourly=True),
    Definition("hours_on_duty", "hours", "", Total.of("team_hour", "on_duty"), None, HOUR, hourly=True),
    Definition("work_pressure", "share", "half hours with somebody on duty, above 85% occupancy", Total.of("pressure", "above"),
               Total.of("pressure", "half_hours"), better=-1, margin="share"),
    Definition("overtime", "minutes", "", Total.of("pressure", "finishing"), None, MINUTE, -1),
    Definition("backlog", "count", "", Total.of("backlog", "waiting"), None, better=-1),
    Definition("backlog_age", "days", "contacts and work waiting at the end of the window", Total.of("backlog", "age"),
               Total.of("backlog", "waiting"), DAY, -1, "lead_time"),
)  # fmt: skip

DEFINITIONS: tuple[Definition, ...] = (*CONTACT_KPIS, *CASE_KPIS, *WORK_KPIS)
BY_NAME = {definition.name: definition for definition in DEFINITIONS}
