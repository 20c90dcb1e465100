"""Why a value cannot be what it is, in English and Dutch: what readers and validators of the model raise."""

from __future__ import annotations

from typing import Any

from sim.text.pairs import Language, Text

REASONS: dict[str, Text] = {
    # times, numbers, shares and rates
    "duration": Text(
        "{value} is not a duration; write a number and s, min, hours, days or weeks, such as '4 min'",
        "{value} is geen tijdsduur; schrijf een getal en s, min, hours, days of weeks, zoals '4 min'",
    ),
    "too_long": Text("{value} is too long; at most 1000 years", "{value} is te lang; hoogstens 1000 jaar"),
    "negative_duration": Text(
        "{value} is negative; a time here cannot be below 0",
        "{value} is negatief; een tijd kan hier niet onder 0 liggen",
    ),
    "share": Text(
        "{value} is not a share; write 0 to 1, or 0% to 100%",
        "{value} is geen aandeel; schrijf 0 tot 1, of 0% tot 100%",
    ),
    "number": Text(
        "{value} is not a number; write one such as 4 or 0.25",
        "{value} is geen getal; schrijf er een, zoals 4 of 0.25",
    ),
    "large_number": Text(
        "{value} is too large or not a number; at most {most}",
        "{value} is te groot of geen getal; hoogstens {most}",
    ),
    "negative": Text("{value} is negative; it cannot be below 0", "{value} is negatief; het kan niet onder 0 liggen"),
    "rate": Text(
        "{value} is not a rate; write '60 per 1000 inhabitants per year' or '30 per hour'",
        "{value} is geen aantal per tijd; schrijf '60 per 1000 inhabitants per year' of '30 per hour'",
    ),
    "rate_limits": Text(
        "{value} is negative or too large; a rate lies between 0 and {most} per year",
        "{value} is negatief of te groot; een aantal per tijd ligt tussen 0 en {most} per jaar",
    ),
    "no_inhabitants": Text(
        "{value} is per no inhabitants; write '60 per 1000 inhabitants per year'",
        "{value} is per nul inwoners; schrijf '60 per 1000 inhabitants per year'",
    ),
    "rates_differ": Text(
        "low, mid and high are not written alike; all per inhabitants, or all not, and all per year, or all not",
        "low, mid en high zijn niet op dezelfde manier geschreven; alle per inwoners (inhabitants) of geen van alle, en alle "
        "per jaar (year) of geen van alle",
    ),
    "two_readings": Text(
        "{value} can be read in two ways; write {whole}, or {decimal}",
        "{value} is op twee manieren te lezen; schrijf {whole} of {decimal}",
    ),
    "term": Text(
        "{value} is not a term; write a number and min, hours, days, weeks or working days, such as '5 working days'",
        "{value} is geen termijn; schrijf een getal en min, hours, days, weeks of working days, zoals '5 working days'",
    ),
    "terms_differ": Text(
        "low, mid and high are not written alike; all in working days, or none",
        "low, mid en high zijn niet op dezelfde manier geschreven; alle in working days, of geen van alle",
    ),
    "term_limits": Text(
        "{value} is negative or too long; a term cannot be below 0 or above 1000 years",
        "{value} is negatief of te lang; een termijn ligt niet onder 0 en niet boven 1000 jaar",
    ),
    "term_range": Text(
        "a term with a range needs at least mid; such as '5 working days'",
        "een termijn met een bandbreedte heeft ten minste mid nodig; zoals '5 working days'",
    ),
    "range_order": Text(
        "low, mid and high must not decrease, got {value}; write the lowest first",
        "low, mid en high mogen niet dalen, er staat {value}; schrijf de laagste eerst",
    ),
    "range_keys": Text(
        "this is not a range; a range has the keys low, mid, high, source and group, and needs at least mid",
        "dit is geen bandbreedte; die heeft de sleutels low, mid, high, source en group, en ten minste mid",
    ),
    "distribution": Text(
        "this is not a distribution; one of {others}, {with_cv} (with cv), {with_points}, such as {{exponential: 4 min}}",
        "dit is geen verdeling; een van {others}, {with_cv} (met cv), {with_points}, zoals {{exponential: 4 min}}",
    ),
    "cv": Text(
        "cv belongs to {with_cv}, and {with_cv} needs it; write {{lognormal: 4 min, cv: 0.8}}",
        "cv hoort bij {with_cv}, en {with_cv} kan niet zonder; schrijf {{lognormal: 4 min, cv: 0.8}}",
    ),
    "durations": Text(
        "{kind} needs a list; {needed} durations in rising order",
        "{kind} heeft een lijst nodig; {needed} tijden, van kort naar lang",
    ),
    "durations_order": Text(
        "the durations of {kind} must not decrease; write the shortest first",
        "de tijden van {kind} mogen niet dalen; schrijf de kortste eerst",
    ),
    # days and hours
    "weekdays": Text(
        "{value} are not weekdays; use mon, tue, wed, thu, fri, sat, sun, such as 'mon-fri' or 'tue, thu'",
        "{value} zijn geen weekdagen; gebruik mon, tue, wed, thu, fri, sat, sun, zoals 'mon-fri' of 'tue, thu'",
    ),
    "weekdays_order": Text(
        "{value} runs backwards; write the earlier weekday first",
        "{value} loopt terug; schrijf de eerste weekdag eerst",
    ),
    "quarter": Text(
        "{value} is not a quarter-hour of the day; 00:00 to 24:00 in steps of 15 min",
        "{value} is geen kwartier van de dag; 00:00 tot 24:00 in stappen van 15 min",
    ),
    "hours": Text("{value} are not hours; write '09:00-17:00'", "{value} zijn geen uren; schrijf '09:00-17:00'"),
    "hours_order": Text(
        "{value} closes before it opens; write the opening first; hours past midnight go to the next day",
        "{value} sluit voor het opengaat; schrijf de opening eerst; uren na middernacht horen bij de volgende dag",
    ),
    "hours_per_fte": Text(
        "an fte without productive hours does no work; write hours above 0, such as 1363",
        "een fte zonder productieve uren doet geen werk; schrijf uren boven 0, zoals 1363",
    ),
    "learning_factor": Text(
        "staff that learns is not faster at first; a factor of 1 or more: 1.3 takes 30% longer at the start",
        "wie leert, is in het begin niet sneller; een factor van 1 of meer: 1.3 duurt in het begin 30% langer",
    ),
    "learning_half_time": Text(
        "staff does not learn in no time; a half_time above 0, such as '4 weeks'",
        "leren kost tijd; een half_time boven 0, zoals '4 weeks'",
    ),
    "speed": Text(
        "a speed is 0 or less; 1 is as fast as others, 1.2 a fifth faster",
        "een snelheid is 0 of minder; 1 is zo snel als anderen, 1.2 een vijfde sneller",
    ),
    "part_of_week": Text(
        "{value} is not a part of the week; write morning, afternoon or evening, and the days if need be, such as 'wed "
        "afternoon' or 'mon-fri morning'",
        "{value} is geen dagdeel; schrijf morning, afternoon of evening, zo nodig met de dagen ervoor, zoals 'wed afternoon' "
        "of 'mon-fri morning'",
    ),
    "parts_twice": Text(
        "{value} names a part of the week that has a weight already; give each part one weight",
        "{value} noemt een dagdeel dat al een gewicht heeft; geef elk dagdeel een gewicht",
    ),
    "moment": Text(
        "{value} is not a moment; write '2024-03-04 08:00', or a time since the start of the window such as '1 weeks'",
        "{value} is geen tijdstip; schrijf '2024-03-04 08:00', of een tijd sinds het begin van de periode, zoals '1 weeks'",
    ),
    "hours_overlap": Text(
        "the hours of {day} overlap; write them as one span, or apart",
        "de uren van {day} overlappen elkaar; schrijf ze als een geheel, of los van elkaar",
    ),
    "weights": Text(
        "the weights of {name} are wrong; 0 or more, and not all 0",
        "de gewichten van {name} kloppen niet; 0 of meer, en niet allemaal 0",
    ),
    "negative_weight": Text(
        "the weight {weight} at {hours} is negative; it must be 0 or more",
        "het gewicht {weight} bij {hours} is negatief; het moet 0 of meer zijn",
    ),
    "year": Text(
        "{value} is not in the years that can be simulated; write a date from {first} to {last}",
        "{value} valt niet in de jaren die te simuleren zijn; schrijf een datum van {first} tot en met {last}",
    ),
    "unprintable": Text(
        "{value} holds a character that cannot be shown; write letters, digits and signs; no control characters",
        "in {value} staat een teken dat niet te tonen is; schrijf letters, cijfers en leestekens; geen stuurtekens",
    ),
    "monday": Text("{value} is not a Monday; a run counts whole weeks", "{value} is geen maandag; een run telt hele weken"),
    "whole_weeks": Text(
        "this is not a number of whole weeks; write one such as '4 weeks', without a range",
        "dit is geen aantal hele weken; schrijf er een, zoals '4 weeks', zonder bandbreedte",
    ),
    "until": Text(
        "a measure is withdrawn after it begins; write an 'until' later than its 'start', or leave it out",
        "een maatregel stopt nadat hij is begonnen; schrijf een 'until' later dan 'start', of laat het weg",
    ),
    # people
    "segments": Text(
        "the shares of the segments add up to {total}; they must add up to 1",
        "de aandelen van de groepen zijn samen {total}; samen moeten ze 1 zijn",
    ),
    "reaction": Text(
        "retry and switch add up to more than 1; what is left of 1 gives up",
        "retry en switch zijn samen meer dan 1; wat er van 1 overblijft, geeft op",
    ),
    "patience": Text(
        "at_once and at_announcement add up to more than 1; what is left of 1 waits",
        "at_once en at_announcement zijn samen meer dan 1; wat er van 1 overblijft, wacht",
    ),
    "experience_fades": Text(
        "experience_fades is 0; write after how long half of what happened is forgotten, such as '26 weeks'",
        "experience_fades is 0; schrijf na hoeveel tijd de helft vergeten is, zoals '26 weeks'",
    ),
    # channels and services
    "not_of_this_kind": Text(
        "{names} does not belong to a channel of kind {kind}; leave it out, or change the kind",
        "{names} hoort niet bij een kanaal van soort {kind}; laat het weg, of verander de soort",
    ),
    "norm_in_working_days": Text(
        "a channel of kind {kind} has no norm in working days; write a duration, such as '25 s' or '15 min'",
        "een kanaal van soort {kind} heeft geen norm in werkdagen; schrijf een tijdsduur, zoals '25 s' of '15 min'",
    ),
    "slots": Text(
        "a channel of kind appointment needs slots; such as slots: {{every: 15 min, places: 2}}",
        "een kanaal van soort appointment heeft slots nodig; zoals slots: {{every: 15 min, places: 2}}",
    ),
    "slot_length": Text(
        "slots are shorter than a minute; write how long one takes in every, such as every: 15 min",
        "de afspraken duren korter dan een minuut; schrijf in every hoe lang er een duurt, zoals every: 15 min",
    ),
    "notice": Text(
        "no slot can ever be booked: the notice is as long as the horizon or longer; make the notice shorter, or the horizon "
        "longer",
        "geen afspraak kan ooit geboekt worden: notice is even lang als horizon of langer; maak notice korter, of horizon langer",
    ),
    "horizon": Text("the horizon is too far ahead; at most 520 weeks", "horizon is te ver vooruit; hoogstens 520 weken"),
    "transfer_to": Text(
        "transfer needs transfer_to; the queue to put through to",
        "transfer heeft transfer_to nodig; de wachtrij om naar door te verbinden",
    ),
    "warm": Text(
        "warm is the time of a transfer, and there is none; add transfer_to, the queue to put through to, or leave warm out",
        "warm is de uitleg bij doorverbinden, en dat gebeurt hier niet; voeg transfer_to toe, de wachtrij om naar door te "
        "verbinden, of laat warm weg",
    ),
    "briefed": Text(
        "nobody is briefed in a cold transfer; add warm, the time to explain, such as warm: 1 min, or leave briefed out",
        "bij koud doorverbinden is niemand ingelicht; voeg warm toe, de tijd voor uitleg, zoals warm: 1 min, of laat briefed weg",
    ),
    "stays": Text(
        "who stays explains the question when the next answers; add warm, the time for it, such as warm: 1 min, or leave "
        "stays out",
        "wie blijft, legt de vraag uit als er wordt opgenomen; voeg warm toe, de tijd ervoor, zoals warm: 1 min, of laat "
        "stays weg",
    ),
    "refer_to": Text("refer needs refer_to; the channel to go to", "refer heeft refer_to nodig; het kanaal om naartoe te gaan"),
    "hand_off": Text(
        "transfer, call_back and refer add up to more than 1; what is left of 1 stays unresolved",
        "transfer, call_back en refer zijn samen meer dan 1; wat er van 1 overblijft, blijft onopgelost",
    ),
    "reminded_after": Text(
        "the reminder comes when the form is already deleted; reminded_after must be shorter than kept",
        "de herinnering komt als het formulier al is verwijderd; reminded_after moet korter zijn dan kept",
    ),
    "contact_options": Text(
        "a step of kind contact needs options; one per channel",
        "een stap van soort contact heeft options nodig; een per kanaal",
    ),
    "no_options": Text(
        "a step of kind {kind} has no options; leave them out, or make it a step of kind contact",
        "een stap van soort {kind} heeft geen options; laat ze weg, of maak er een stap van soort contact van",
    ),
    "beside": Text(
        "step {name} says beside: {value}, and a step goes on beside the last one before it that is beside none: {first}; name "
        "that one, or move the step to right after the one that you mean",
        "stap {name} heeft beside: {value}, en een stap loopt naast de laatste ervoor die zelf nergens naast loopt: {first}; "
        "noem die, of zet de stap direct achter de stap die u bedoelt",
    ),
    "beside_incomplete": Text(
        "step {name} has beside, and what is done only_incomplete goes on beside nothing; leave beside out",
        "stap {name} heeft beside, maar een stap met only_incomplete loopt nergens naast; laat beside weg",
    ),
    "beside_alone": Text(
        "step {name} goes on beside {first}, so it can be no application, check no completeness and have no second_participant; "
        "let {first} do that, or leave beside out",
        "stap {name} loopt naast {first} en kan dus geen aanvraag zijn, niets op volledigheid toetsen en geen tweede betrokkene "
        "hebben; laat {first} dat doen, of laat beside weg",
    ),
    "beside_back_office": Text(
        "of the steps beside {first} only one can be back_office, and {name} is another; put one after the other, or make them "
        "one step",
        "van de stappen naast {first} kan er maar een van soort back_office zijn, en {name} is er nog een; zet ze na elkaar, of "
        "maak er een stap van",
    ),
    "step_team": Text(
        "a step of kind back_office needs a team; such as team: registry",
        "een stap van soort back_office heeft een team nodig; zoals team: burgerzaken",
    ),
    "no_event": Text(
        "a step is timed from the event date, but the service has no event; add event, or leave the limits out",
        "een stap rekent vanaf een gebeurtenis, en die heeft de dienst niet; voeg event toe, of laat de grenzen weg",
    ),
    "participants": Text(
        "participants is 0; write how many people have questions about a case, such as 2",
        "participants is 0; schrijf hoeveel mensen vragen hebben over een klantvraag, zoals 2",
    ),
    "no_way_to_ask": Text(
        "there are questions but no way to ask them; give the service an inquiry, the channels through which they are asked",
        "er zijn vragen, maar ze zijn nergens te stellen; geef de dienst een inquiry, de kanalen waarlangs ze worden gesteld",
    ),
    "opens": Text(
        "only an application opens questions; leave opens out, or make the step an application (application: true)",
        "alleen een aanvraag opent vragen; laat opens weg, of maak van de stap een aanvraag (application: true)",
    ),
    "look_up": Text(
        "a look-up goes through exactly one channel; give options one channel of kind self_service, such as the website",
        "opzoeken gaat via precies een kanaal; geef options een kanaal van soort self_service, zoals de website",
    ),
    "look_up_first": Text(
        "a look-up comes before asking at once; the first step must be of kind contact, without applies, applies_to, "
        "only_incomplete, after, before_event and earliest",
        "opzoeken komt meteen voor het vragen; de eerste stap moet van soort contact zijn, zonder applies, applies_to, "
        "only_incomplete, after, before_event en earliest",
    ),
    "by_complexity": Text(
        "it does not say for which cases; write complexity_above or complexity_below, or both",
        "er staat niet voor welke klantvragen; schrijf complexity_above of complexity_below, of allebei",
    ),
    "complexity_band": Text(
        "no case has a complexity from complexity_above to complexity_below; write the lowest at complexity_above",
        "geen klantvraag heeft een complexiteit vanaf complexity_above en onder complexity_below; zet de laagste bij "
        "complexity_above",
    ),
    "letter_explains": Text(
        "a step of kind {kind} sends no letter that explains; set explains on a step of kind back_office, or on an option",
        "een stap van soort {kind} stuurt geen brief die uitlegt; zet explains bij een stap van soort back_office of een option",
    ),
    "no_inquiry": Text(
        "reassurance and chasing need inquiry; the channels such a contact can use",
        "reassurance en chasing hebben inquiry nodig; de kanalen die zo'n contact kan gebruiken",
    ),
}


class WrongValue(ValueError):  # noqa: N818 - it is the value that is wrong
    """A value that cannot be; ``reason`` is a key of :data:`REASONS`, ``details`` fill its text; ``near`` may be meant."""

    def __init__(self, reason: str, near: tuple[str, ...] = (), **details: Any) -> None:
        self.reason, self.near, self.details = reason, near, details
        super().__init__("; ".join(self.parts("en")))

    def parts(self, language: Language) -> list[str]:
        """What is wrong, and what is allowed."""
        return [part.format(**self.details) for part in REASONS[self.reason].said(language).split("; ", 1)]
