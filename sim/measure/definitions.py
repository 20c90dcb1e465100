"""The KPIs: what each is called and divides by what, in the words and the units of the field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.program import codes
from sim.measure.causes import CALLS, GROUPS, because
from sim.measure.counting.quantities import AVOIDABLE
from sim.measure.definition import ANSWERING, STAFFED, WAITING, Definition, Over, Total
from sim.text.pairs import Text, marked

if TYPE_CHECKING:  # what writes numbers is slow to load
    from sim.text.units import Unit


def contacts(*quantities: str) -> Total:
    return Total("contact", quantities)


def roots(*quantities: str) -> Total:
    return Total("root", quantities)


def calls(*causes: str) -> Total:
    """Contacts of root cases that did not find it closed, for these causes or all; with :data:`REMOTE` calls and e-mails."""
    return Total("root_contact", ("contacts", "-closed"), causes)


def _share(name: str, said: Text, top: Total, over: Over, better: int = 0, **more: Any) -> Definition:
    return Definition(name, said, "share", top, over, better, "share" if better else "", **more)


def _quantile(name: str, said: Text, unit: Unit, percent: int, histogram: str, over: str, margin: str, **more: Any) -> Definition:
    return Definition(name, said, unit, None, Over(over), -1, margin, histogram=histogram, percent=percent, **more)


HELPED = marked("contacts answered, or still waiting when the simulated time ends")
BOOKED = marked("appointments booked")
REQUESTED = Over(marked("contacts requested"), contacts("requested"))
OFFERED = Over(marked("contacts offered (requested in opening hours; lines full and balked included)"), contacts("offered"))
QUEUED = Over(marked("contacts that joined a queue"), contacts("queued"))
ANSWERED = Over(marked("contacts answered"), contacts("answered"))
CASES = Over(marked("root cases"), roots("roots"))
RESOLVED = Over(marked("root cases resolved"), roots("resolved"))
CALLS_OF_CASES = Over(marked("calls and e-mails of the root cases (in opening hours)"), calls())
APPLICATIONS = Over(marked("applications handed in"), roots("applications"))
UNANSWERED, STILL_WAITING, CASES_WAITING = contacts("unanswered"), contacts("still_waiting"), roots("still_waiting")
REMOTE: dict[str, Any] = {"kinds": ANSWERING, "nests": ("live_remote", "written")}
"""The channels of calls and e-mails."""

CONTACT_KPIS = (
    Definition("contacts_requested", Text("contacts requested", "gevraagde klantcontacten"), "count", contacts("requested"),
               hourly=True),
    Definition("contacts_offered", Text("contacts offered", "aangeboden klantcontacten"), "count", contacts("offered"),
               hourly=True),
    _share("reachability", Text("reachability", "bereikbaarheid"), contacts("answered"), OFFERED, 1, kinds=STAFFED, hourly=True),
    _share("service_level_offered", Text("service level", "servicelevel"), contacts("within_norm"), OFFERED, 1, kinds=ANSWERING,
           hourly=True),
    _share("served_on_time", Text("served on time, of those who came", "op tijd geholpen, van wie kwam"), contacts("within_norm"),
           Over(marked("people who came for their appointment (who did not come waits for nobody)"), contacts("queued")), 1,
           kinds=(codes.APPOINTMENT,), hourly=True),
    _share("service_level_answered", Text("service level of those answered", "servicelevel van wie antwoord kreeg"),
           contacts("within_norm"), ANSWERED, 1, kinds=STAFFED, hourly=True),
    Definition("average_speed_of_answer", Text("average speed of answer", "gemiddelde tijd tot antwoord"), "seconds",
               contacts("wait_answered"), Over(HELPED, contacts("answered", "unanswered")), -1, "wait", WAITING, hourly=True,
               unfinished=UNANSWERED),
    Definition("average_time_in_queue", Text("average time in queue", "gemiddelde tijd in de wachtrij"), "seconds",
               contacts("waited"), Over(marked("contacts that joined a queue, answered or not"), contacts("queued")), -1, "wait",
               WAITING, hourly=True, unfinished=STILL_WAITING),
    _quantile("wait_p50", Text("wait that half stay below (in steps of 1 s)",
                               "wachttijd waar de helft onder blijft (in stappen van 1 s)"),
              "seconds", 50, "wait", HELPED, "wait", kinds=STAFFED, unfinished=UNANSWERED),
    _quantile("wait_p90", Text("wait that 90% stay below (in steps of 1 s)",
                               "wachttijd waar 90% onder blijft (in stappen van 1 s)"),
              "seconds", 90, "wait", HELPED, "wait", kinds=STAFFED, unfinished=UNANSWERED),
    _share("abandonment_queued", Text("abandonment of those who queued", "uitval van wie in de wachtrij kwam"),
           contacts("abandoned"), QUEUED, -1, kinds=WAITING, hourly=True),
    _share("abandonment_offered", Text("abandonment", "uitval"), contacts("abandoned"), OFFERED, -1, kinds=WAITING, hourly=True),
    _share("balked", Text("did not join the queue after the announced wait", "weggegaan na de aangekondigde wachttijd"),
           contacts("balked"), OFFERED, -1, kinds=WAITING),
    _share("blocked", Text("all lines full", "alle lijnen bezet"), contacts("lines_full"), OFFERED, -1, kinds=WAITING),
    _share("sent_away", Text("sent away at closing time", "weggestuurd bij sluitingstijd"), contacts("sent_away"), QUEUED, -1,
           kinds=WAITING),
    _share("closed", Text("came when it was closed", "kwam toen het dicht was"), contacts("closed"), REQUESTED, -1,
           kinds=WAITING),
    Definition("average_handling_time", Text("average handling time", "gemiddelde afhandeltijd"), "minutes", contacts("handling"),
               Over(marked("contacts handled (talk and wrap-up, all legs)"), contacts("handled")), kinds=STAFFED, hourly=True),
    _share("first_contact_resolution_answered",
           Text("solved in the first contact, of those answered", "opgelost in het eerste klantcontact, van wie antwoord kreeg"),
           contacts("first_resolved"),
           Over(marked("first contacts of a step that were answered"), contacts("first_answered")), 1),
    _share("self_service_dropped", Text("online attempts that failed", "mislukte online pogingen"), contacts("dropped"),
           Over(marked("attempts"), contacts("requested")), -1, kinds=(codes.SELF_SERVICE,)),
    _share("failure_demand", Text("failure demand", "vermijdbaar contact"), contacts("failure"), OFFERED, -1),
    _share("failure_demand_with_reassurance",
           Text("failure demand, reassurance included", "vermijdbaar contact, met bevestigingscontact"),
           contacts("failure", "reassurance"), OFFERED, -1),
    _share("question_demand",
           Text("of which because of a question that stayed open", "waarvan door een vraag die open bleef"),
           contacts("question"), OFFERED, -1),
    Definition("handoffs_per_contact", Text("handoffs per contact", "van het kastje naar de muur, per klantcontact"), "index",
               contacts("transfers", "call_backs", "referrals"), ANSWERED, -1, kinds=STAFFED),
    _share("promise_kept", Text("promises kept", "beloften nagekomen"), contacts("within_due"),
           Over(marked("promises of which the outcome is known"), contacts("due")), 1, kinds=(codes.DEFERRED,)),
    _share("no_show", Text("no-show", "niet op de afspraak gekomen (no-show)"), contacts("no_shows"),
           Over(marked("appointments whose time has passed"), contacts("kept_or_missed")), -1, kinds=(codes.APPOINTMENT,)),
    _share("no_slot", Text("no appointment to be had", "geen afspraak te krijgen"), contacts("no_slot"), OFFERED, -1,
           kinds=(codes.APPOINTMENT,)),
    Definition("slot_lead_time", Text("time until the appointment", "tijd tot de afspraak"), "days", contacts("slot_lead"),
               Over(BOOKED, contacts("booked")), -1, "lead_time", (codes.APPOINTMENT,)),
    _quantile("slot_lead_time_p50", Text("time until the appointment, middle value (in steps of 15 min)",
                                         "tijd tot de afspraak, middelste waarde (in stappen van 15 min)"),
              "days", 50, "slot_lead", BOOKED, "lead_time", kinds=(codes.APPOINTMENT,)),
    _share("slots_booked", Text("places booked", "bezette plaatsen"), Total("slots", ("booked",)),
           Over(marked("places on offer"), Total("slots", ("places",))), kinds=(codes.APPOINTMENT,)),
)  # fmt: skip

CASE_KPIS = (
    Definition("root_cases", Text("cases", "klantvragen"), "count", roots("roots")),
    _share("resolved", Text("resolved", "opgelost"), roots("resolved"), CASES, 1),
    _share("gave_up", Text("gave up", "gaf op"), roots("gave_up"), CASES, -1),
    _share("exhausted", Text("stopped after too many attempts", "gestopt na te veel pogingen"), roots("exhausted"), CASES, -1),
    _share("lost_waiting", Text("gave up: did not get through or waited too long",
                                "afgehaakt: kwam er niet door of wachtte te lang"), roots("lost_waiting"), CASES, -1),
    _share("lost_unable", Text("gave up: it did not work out", "afgehaakt: het lukte niet"), roots("lost_unable"), CASES, -1),
    _share("lost_unanswered", Text("gave up: the answer never came", "afgehaakt: het antwoord kwam nooit"),
           roots("lost_unanswered"), CASES, -1),
    _share("still_open", Text("still open at the end", "aan het eind nog open"), roots("open"), CASES),
    _share("hidden_need_unmet", Text("question behind the question not met", "vraag achter de vraag niet beantwoord"),
           roots("hidden_unmet"), CASES, -1),
    _share("hidden_need_discovered", Text("question behind the question found", "vraag achter de vraag gevonden"),
           roots("discovered"), Over(marked("cases with a hidden need"), roots("hidden")), 1),
    _share("first_contact_resolution", Text("solved in the first contact", "opgelost in het eerste klantcontact"),
           roots("first_contact"), CASES, 1),
    Definition("contacts_per_root_case", Text("attempts at all channels", "pogingen via alle kanalen"), "contacts_per_case",
               roots("contacts"), CASES),
    Definition("remote_contacts_per_root_case", CALLS, "contacts_per_case", calls(), CASES, -1, "contacts_per_case", **REMOTE),
    *(
        Definition(f"{name}_contacts_per_root_case", because(why), "contacts_per_case", calls(*causes), CASES, better,
                   "contacts_per_case", **REMOTE)
        for name, causes, better, why in GROUPS
    ),
    _share("failure_demand_cases",
           Text("failure demand of these calls and e-mails", "vermijdbaar deel van deze telefoontjes en e-mails"),
           calls(*AVOIDABLE), CALLS_OF_CASES, -1, **REMOTE),
    _share("failure_demand_cases_with_reassurance",
           Text("failure demand of these calls and e-mails, reassurance included",
                "vermijdbaar deel van deze telefoontjes en e-mails, met bevestigingscontact"),
           calls(*AVOIDABLE, "reassurance"), CALLS_OF_CASES, -1, **REMOTE),
    Definition("closed_calls_per_root_case", Text("calls while it was closed", "telefoontjes terwijl het dicht was"),
               "contacts_per_case", Total("root_contact", ("closed",)), CASES, -1, "contacts_per_case", (codes.LIVE,),
               nests=("live_remote",)),
    Definition("online_attempts_per_root_case", Text("online attempts", "online pogingen"), "contacts_per_case", calls(), CASES,
               0, "contacts_per_case", (codes.SELF_SERVICE,), nests=("self_service",)),
    Definition("channel_contacts_per_root_case", Text("contacts in opening hours", "klantcontacten in openingstijd"),
               "contacts_per_case", calls(), CASES, 0, "contacts_per_case", STAFFED),
    Definition("looked_up", Text("looked up on the website, and found", "opgezocht op de website, en gevonden"), "index",
               Total("look_up", ("found",)), CASES),
    Definition("looked_up_let_go", Text("looked up, not found, and let go", "opgezocht, niet gevonden, en het zo gelaten"),
               "index", Total("look_up", ("let_go",)), CASES),
    Definition("transfers_per_root_case", Text("transfers", "keren doorverbonden"), "index", roots("transfers"), CASES, -1),
    Definition("call_backs_per_root_case", Text("call-back requests", "terugbelverzoeken"), "index",
               roots("call_backs"), CASES, -1),
    Definition("referrals_per_root_case", Text("referrals", "doorverwijzingen"), "index", roots("referrals"), CASES, -1),
    Definition("handoffs_per_root_case", Text("handoffs", "keren van het kastje naar de muur"), "index",
               roots("transfers", "call_backs", "referrals"), CASES, -1),
    _share("handed_off", Text("sent from pillar to post at least once", "minstens één keer van het kastje naar de muur"),
           roots("handed_off"), CASES, -1),
    Definition("lead_time", Text("lead time", "doorlooptijd"), "days", roots("lead_time"), RESOLVED, -1, "lead_time"),
    _quantile("lead_time_p50", Text("lead time, middle value (in steps of 15 min)",
                                    "doorlooptijd, middelste waarde (in stappen van 15 min)"),
              "days", 50, "lead_time", RESOLVED.text, "lead_time"),
    _quantile("lead_time_p90", Text("lead time that 90% stay below (in steps of 15 min)",
                                    "doorlooptijd waar 90% onder blijft (in stappen van 15 min)"),
              "days", 90, "lead_time", RESOLVED.text, "lead_time"),
    Definition("time_to_resolution", Text("time to resolution", "tijd tot de oplossing"), "days", roots("time_to_resolution"),
               Over(marked("root cases (not resolved counts until the end of the run)"), roots("roots")), -1, "lead_time",
               unfinished=roots("open")),
    _share("first_time_complete", Text("applications complete at once", "aanvragen die meteen compleet zijn"),
           roots("complete_first"), APPLICATIONS, 1),
    _share("digital_applications", Text("digital applications", "digitale aanvragen"), roots("digital"), APPLICATIONS),
    _share("too_late", Text("too late", "te laat"), roots("too_late"), CASES, -1),
    _share("late", Text("too late, or compulsory and still not done", "te laat, of verplicht en nog niet gedaan"), roots("late"),
           CASES, -1),
    Definition("reminders_per_root_case",
               Text("reminders to the second participant", "herinneringen aan de tweede betrokkene"), "index", roots("reminders"),
               CASES, -1),
    Definition("citizen_effort", Text("effort of the citizen", "moeite voor de inwoner"), "minutes",
               roots("citizen_time", "waiting"), CASES, -1, "effort", unfinished=CASES_WAITING),
    Definition("citizen_effort_wanted",
               Text("time of the citizen in wanted conversations", "tijd van de inwoner in gewenste gesprekken"),
               "minutes", roots("citizen_wanted"), CASES),
    Definition("citizen_effort_other",
               Text("effort of the citizen without wanted conversations", "moeite voor de inwoner zonder gewenste gesprekken"),
               "minutes", roots("citizen_time", "-citizen_wanted", "waiting"), CASES, -1, "effort", unfinished=CASES_WAITING),
    Definition("waiting_per_root_case", Text("waiting", "wachten"), "minutes", roots("waiting"), CASES, -1, "wait",
               unfinished=CASES_WAITING),
    Definition("staff_time_per_root_case", Text("staff time", "werktijd"), "minutes", roots("staff_time"), CASES, -1,
               "staff_time"),
    Definition("wanted_time_per_root_case", Text("of which wanted conversation", "waarvan gewenst gesprek"), "minutes",
               roots("wanted_time"), CASES),
    Definition("other_time_per_root_case", Text("of which all other work", "waarvan al het andere werk"), "minutes",
               roots("staff_time", "-wanted_time"), CASES, -1),
    Definition("back_office_time_per_root_case", Text("back-office time", "tijd in de backoffice"), "minutes",
               roots("back_office_time"), CASES, -1),
    Definition("team_time_per_root_case", Text("staff time by team", "werktijd per team"), "minutes",
               Total("root_work", ("staff_time",)), CASES, -1),
    Definition("cost_direct", Text("direct cost", "directe kosten"), "euros", roots("staff_time"), RESOLVED, -1,
               scaling="direct"),
    Definition("cost_full", Text("full cost", "integrale kosten"), "euros", roots("staff_time"), RESOLVED, -1, scaling="full"),
)  # fmt: skip

_STAFF_TIME = Total("work", ("staff_time",))

WORK_KPIS = (
    Definition("staff_hours", Text("staff hours", "uren werk"), "hours", _STAFF_TIME, better=-1),
    Definition("work_in_fte", Text("work in fte", "werk in fte"), "fte", _STAFF_TIME,
               Over(marked("productive hours of one fte in the window")), -1, "fte", scaling="fte"),
    Definition("back_office_hours", Text("back-office hours", "uren in de backoffice"), "hours", _STAFF_TIME, better=-1,
               back_office=True),
    Definition("back_office_passage_time",
               Text("passage time of back-office work", "doorlooptijd van werk in de backoffice"), "days",
               Total("work", ("passage",)),
               Over(marked("pieces of back-office work that came in, until done or the end of the run"),
                    Total("work", ("came_in",))), -1, "lead_time", back_office=True, unfinished=Total("work", ("unfinished",))),
    _share("occupancy", Text("occupancy", "bezettingsgraad"), Total("team_hour", ("busy", "-finishing")),
           Over(marked("time on duty (work after the end of a shift left out)"), Total("team_hour", ("on_duty",))), hourly=True),
    Definition("hours_on_duty", Text("hours on duty", "uren met dienst"), "hours", Total("team_hour", ("on_duty",)), hourly=True),
    _share("work_pressure", Text("work pressure", "werkdruk"), Total("pressure", ("above",)),
           Over(marked("half hours with somebody on duty, above 85% occupancy"), Total("pressure", ("half_hours",))), -1),
    Definition("overtime", Text("overtime", "overwerk"), "minutes", Total("pressure", ("finishing",)), better=-1),
    Definition("backlog", Text("backlog", "werkvoorraad"), "count", Total("backlog", ("waiting",)), better=-1),
    Definition("backlog_age", Text("age of the backlog", "ouderdom van de werkvoorraad"), "days", Total("backlog", ("age",)),
               Over(marked("contacts and work waiting at the end of the window"), Total("backlog", ("waiting",))), -1,
               "lead_time"),
)  # fmt: skip

DEFINITIONS: tuple[Definition, ...] = (*CONTACT_KPIS, *CASE_KPIS, *WORK_KPIS)
BY_NAME = {definition.name: definition for definition in DEFINITIONS}
