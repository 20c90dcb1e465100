"""Why a value cannot be what it is, in English and Dutch: what readers and validators of the model raise."""

from __future__ import annotations

from typing import Any

from sim.text.pairs import Language, Parts

REASONS: dict[str, dict[Language, Parts]] = {
    # times, numbers, shares and rates
    "duration": {
        "en": ("{value} is not a duration", "write a number and s, min, hours, days or weeks, such as '4 min'"),
        "nl": ("{value} is geen tijdsduur", "schrijf een getal en s, min, hours, days of weeks, zoals '4 min'"),
    },
    "too_long": {
        "en": ("{value} is too long", "at most 1000 years"),
        "nl": ("{value} is te lang", "hoogstens 1000 jaar"),
    },
    "negative_duration": {
        "en": ("{value} is negative", "a time here cannot be below 0"),
        "nl": ("{value} is negatief", "een tijd kan hier niet onder 0 liggen"),
    },
    "share": {
        "en": ("{value} is not a share", "write 0 to 1, or 0% to 100%"),
        "nl": ("{value} is geen aandeel", "schrijf 0 tot 1, of 0% tot 100%"),
    },
    "number": {
        "en": ("{value} is not a number", "write one such as 4 or 0.25"),
        "nl": ("{value} is geen getal", "schrijf er een, zoals 4 of 0.25"),
    },
    "large_number": {
        "en": ("{value} is too large or not a number", "at most {most}"),
        "nl": ("{value} is te groot of geen getal", "hoogstens {most}"),
    },
    "negative": {
        "en": ("{value} is negative", "it cannot be below 0"),
        "nl": ("{value} is negatief", "het kan niet onder 0 liggen"),
    },
    "rate": {
        "en": ("{value} is not a rate", "write '60 per 1000 inhabitants per year' or '30 per hour'"),
        "nl": ("{value} is geen aantal per tijd", "schrijf '60 per 1000 inhabitants per year' of '30 per hour'"),
    },
    "rate_limits": {
        "en": ("{value} is negative or too large", "a rate lies between 0 and {most} per year"),
        "nl": ("{value} is negatief of te groot", "een aantal per tijd ligt tussen 0 en {most} per jaar"),
    },
    "no_inhabitants": {
        "en": ("{value} is per no inhabitants", "write '60 per 1000 inhabitants per year'"),
        "nl": ("{value} is per nul inwoners", "schrijf '60 per 1000 inhabitants per year'"),
    },
    "rates_differ": {
        "en": (
            "low, mid and high are not written alike",
            "all per inhabitants, or all not, and all per year, or all not",
        ),
        "nl": (
            "low, mid en high zijn niet op dezelfde manier geschreven",
            "alle per inwoners (inhabitants) of geen van alle, en alle per jaar (year) of geen van alle",
        ),
    },
    "two_readings": {
        "en": ("{value} can be read in two ways", "write {whole}, or {decimal}"),
        "nl": ("{value} is op twee manieren te lezen", "schrijf {whole} of {decimal}"),
    },
    "term": {
        "en": ("{value} is not a term", "write a number and min, hours, days, weeks or working days, such as '5 working days'"),
        "nl": ("{value} is geen termijn", "schrijf een getal en min, hours, days, weeks of working days, zoals '5 working days'"),
    },
    "terms_differ": {
        "en": ("low, mid and high are not written alike", "all in working days, or none"),
        "nl": ("low, mid en high zijn niet op dezelfde manier geschreven", "alle in working days, of geen van alle"),
    },
    "term_limits": {
        "en": ("{value} is negative or too long", "a term cannot be below 0 or above 1000 years"),
        "nl": ("{value} is negatief of te lang", "een termijn ligt niet onder 0 en niet boven 1000 jaar"),
    },
    "term_range": {
        "en": ("a term with a range needs at least mid", "such as '5 working days'"),
        "nl": ("een termijn met een bandbreedte heeft ten minste mid nodig", "zoals '5 working days'"),
    },
    "range_order": {
        "en": ("low, mid and high must not decrease, got {value}", "write the lowest first"),
        "nl": ("low, mid en high mogen niet dalen, er staat {value}", "schrijf de laagste eerst"),
    },
    "range_keys": {
        "en": ("this is not a range", "a range has the keys low, mid, high, source and group, and needs at least mid"),
        "nl": ("dit is geen bandbreedte", "die heeft de sleutels low, mid, high, source en group, en ten minste mid"),
    },
    "distribution": {
        "en": (
            "this is not a distribution",
            "one of {others}, {with_cv} (with cv), {with_points}, such as {{exponential: 4 min}}",
        ),
        "nl": (
            "dit is geen verdeling",
            "een van {others}, {with_cv} (met cv), {with_points}, zoals {{exponential: 4 min}}",
        ),
    },
    "cv": {
        "en": ("cv belongs to {with_cv}, and {with_cv} needs it", "write {{lognormal: 4 min, cv: 0.8}}"),
        "nl": ("cv hoort bij {with_cv}, en {with_cv} kan niet zonder", "schrijf {{lognormal: 4 min, cv: 0.8}}"),
    },
    "durations": {
        "en": ("{kind} needs a list", "{needed} durations in rising order"),
        "nl": ("{kind} heeft een lijst nodig", "{needed} tijden, van kort naar lang"),
    },
    "durations_order": {
        "en": ("the durations of {kind} must not decrease", "write the shortest first"),
        "nl": ("de tijden van {kind} mogen niet dalen", "schrijf de kortste eerst"),
    },
    # days and hours
    "weekdays": {
        "en": ("{value} are not weekdays", "use mon, tue, wed, thu, fri, sat, sun, such as 'mon-fri' or 'tue, thu'"),
        "nl": ("{value} zijn geen weekdagen", "gebruik mon, tue, wed, thu, fri, sat, sun, zoals 'mon-fri' of 'tue, thu'"),
    },
    "weekdays_order": {
        "en": ("{value} runs backwards", "write the earlier weekday first"),
        "nl": ("{value} loopt terug", "schrijf de eerste weekdag eerst"),
    },
    "quarter": {
        "en": ("{value} is not a quarter-hour of the day", "00:00 to 24:00 in steps of 15 min"),
        "nl": ("{value} is geen kwartier van de dag", "00:00 tot 24:00 in stappen van 15 min"),
    },
    "hours": {
        "en": ("{value} are not hours", "write '09:00-17:00'"),
        "nl": ("{value} zijn geen uren", "schrijf '09:00-17:00'"),
    },
    "hours_order": {
        "en": ("{value} closes before it opens", "write the opening first; hours past midnight go to the next day"),
        "nl": ("{value} sluit voor het opengaat", "schrijf de opening eerst; uren na middernacht horen bij de volgende dag"),
    },
    "hours_per_fte": {
        "en": ("an fte without productive hours does no work", "write hours above 0, such as 1363"),
        "nl": ("een fte zonder productieve uren doet geen werk", "schrijf uren boven 0, zoals 1363"),
    },
    "learning_factor": {
        "en": ("staff that learns is not faster at first", "a factor of 1 or more: 1.3 takes 30% longer at the start"),
        "nl": ("wie leert, is in het begin niet sneller", "een factor van 1 of meer: 1.3 duurt in het begin 30% langer"),
    },
    "learning_half_time": {
        "en": ("staff does not learn in no time", "a half_time above 0, such as '4 weeks'"),
        "nl": ("leren kost tijd", "een half_time boven 0, zoals '4 weeks'"),
    },
    "speed": {
        "en": ("a speed is 0 or less", "1 is as fast as others, 1.2 a fifth faster"),
        "nl": ("een snelheid is 0 of minder", "1 is zo snel als anderen, 1.2 een vijfde sneller"),
    },
    "part_of_week": {
        "en": (
            "{value} is not a part of the week",
            "write morning, afternoon or evening, and the days if need be, such as 'wed afternoon' or 'mon-fri morning'",
        ),
        "nl": (
            "{value} is geen dagdeel",
            "schrijf morning, afternoon of evening, zo nodig met de dagen ervoor, zoals 'wed afternoon' of 'mon-fri morning'",
        ),
    },
    "parts_twice": {
        "en": ("{value} names a part of the week that has a weight already", "give each part one weight"),
        "nl": ("{value} noemt een dagdeel dat al een gewicht heeft", "geef elk dagdeel een gewicht"),
    },
    "moment": {
        "en": ("{value} is not a moment", "write '2024-03-04 08:00', or a time since the start of the window such as '1 weeks'"),
        "nl": (
            "{value} is geen tijdstip",
            "schrijf '2024-03-04 08:00', of een tijd sinds het begin van de periode, zoals '1 weeks'",
        ),
    },
    "hours_overlap": {
        "en": ("the hours of {day} overlap", "write them as one span, or apart"),
        "nl": ("de uren van {day} overlappen elkaar", "schrijf ze als een geheel, of los van elkaar"),
    },
    "weights": {
        "en": ("the weights of {name} are wrong", "0 or more, and not all 0"),
        "nl": ("de gewichten van {name} kloppen niet", "0 of meer, en niet allemaal 0"),
    },
    "negative_weight": {
        "en": ("the weight {weight} at {hours} is negative", "it must be 0 or more"),
        "nl": ("het gewicht {weight} bij {hours} is negatief", "het moet 0 of meer zijn"),
    },
    "year": {
        "en": ("{value} is not in the years that can be simulated", "write a date from {first} to {last}"),
        "nl": ("{value} valt niet in de jaren die te simuleren zijn", "schrijf een datum van {first} tot en met {last}"),
    },
    "unprintable": {
        "en": ("{value} holds a character that cannot be shown", "write letters, digits and signs; no control characters"),
        "nl": ("in {value} staat een teken dat niet te tonen is", "schrijf letters, cijfers en leestekens; geen stuurtekens"),
    },
    "monday": {
        "en": ("{value} is not a Monday", "a run counts whole weeks"),
        "nl": ("{value} is geen maandag", "een run telt hele weken"),
    },
    "whole_weeks": {
        "en": ("this is not a number of whole weeks", "write one such as '4 weeks', without a range"),
        "nl": ("dit is geen aantal hele weken", "schrijf er een, zoals '4 weeks', zonder bandbreedte"),
    },
    # people
    "segments": {
        "en": ("the shares of the segments add up to {total}", "they must add up to 1"),
        "nl": ("de aandelen van de groepen zijn samen {total}", "samen moeten ze 1 zijn"),
    },
    "reaction": {
        "en": ("retry and switch add up to more than 1", "what is left of 1 gives up"),
        "nl": ("retry en switch zijn samen meer dan 1", "wat er van 1 overblijft, geeft op"),
    },
    "patience": {
        "en": ("at_once and at_announcement add up to more than 1", "what is left of 1 waits"),
        "nl": ("at_once en at_announcement zijn samen meer dan 1", "wat er van 1 overblijft, wacht"),
    },
    "experience_fades": {
        "en": ("experience_fades is 0", "write after how long half of what happened is forgotten, such as '26 weeks'"),
        "nl": ("experience_fades is 0", "schrijf na hoeveel tijd de helft vergeten is, zoals '26 weeks'"),
    },
    # channels and services
    "not_of_this_kind": {
        "en": ("{names} does not belong to a channel of kind {kind}", "leave it out, or change the kind"),
        "nl": ("{names} hoort niet bij een kanaal van soort {kind}", "laat het weg, of verander de soort"),
    },
    "norm_in_working_days": {
        "en": ("a channel of kind {kind} has no norm in working days", "write a duration, such as '25 s' or '15 min'"),
        "nl": ("een kanaal van soort {kind} heeft geen norm in werkdagen", "schrijf een tijdsduur, zoals '25 s' of '15 min'"),
    },
    "slots": {
        "en": ("a channel of kind appointment needs slots", "such as slots: {{every: 15 min, places: 2}}"),
        "nl": ("een kanaal van soort appointment heeft slots nodig", "zoals slots: {{every: 15 min, places: 2}}"),
    },
    "slot_length": {
        "en": ("slots are shorter than a minute", "write how long one takes in every, such as every: 15 min"),
        "nl": ("de afspraken duren korter dan een minuut", "schrijf in every hoe lang er een duurt, zoals every: 15 min"),
    },
    "notice": {
        "en": (
            "no slot can ever be booked: the notice is as long as the horizon or longer",
            "make the notice shorter, or the horizon longer",
        ),
        "nl": (
            "geen afspraak kan ooit geboekt worden: notice is even lang als horizon of langer",
            "maak notice korter, of horizon langer",
        ),
    },
    "horizon": {
        "en": ("the horizon is too far ahead", "at most 520 weeks"),
        "nl": ("horizon is te ver vooruit", "hoogstens 520 weken"),
    },
    "transfer_to": {
        "en": ("transfer needs transfer_to", "the queue to put through to"),
        "nl": ("transfer heeft transfer_to nodig", "de wachtrij om naar door te verbinden"),
    },
    "warm": {
        "en": (
            "warm is the time of a transfer, and there is none",
            "add transfer_to, the queue to put through to, or leave warm out",
        ),
        "nl": (
            "warm is de uitleg bij doorverbinden, en dat gebeurt hier niet",
            "voeg transfer_to toe, de wachtrij om naar door te verbinden, of laat warm weg",
        ),
    },
    "briefed": {
        "en": (
            "nobody is briefed in a cold transfer",
            "add warm, the time to explain, such as warm: 1 min, or leave briefed out",
        ),
        "nl": (
            "bij koud doorverbinden is niemand ingelicht",
            "voeg warm toe, de tijd voor uitleg, zoals warm: 1 min, of laat briefed weg",
        ),
    },
    "refer_to": {
        "en": ("refer needs refer_to", "the channel to go to"),
        "nl": ("refer heeft refer_to nodig", "het kanaal om naartoe te gaan"),
    },
    "hand_off": {
        "en": ("transfer, call_back and refer add up to more than 1", "what is left of 1 stays unresolved"),
        "nl": ("transfer, call_back en refer zijn samen meer dan 1", "wat er van 1 overblijft, blijft onopgelost"),
    },
    "reminded_after": {
        "en": ("the reminder comes when the form is already deleted", "reminded_after must be shorter than kept"),
        "nl": ("de herinnering komt als het formulier al is verwijderd", "reminded_after moet korter zijn dan kept"),
    },
    "contact_options": {
        "en": ("a step of kind contact needs options", "one per channel"),
        "nl": ("een stap van soort contact heeft options nodig", "een per kanaal"),
    },
    "no_options": {
        "en": ("a step of kind {kind} has no options", "leave them out, or make it a step of kind contact"),
        "nl": ("een stap van soort {kind} heeft geen options", "laat ze weg, of maak er een stap van soort contact van"),
    },
    "step_team": {
        "en": ("a step of kind back_office needs a team", "such as team: registry"),
        "nl": ("een stap van soort back_office heeft een team nodig", "zoals team: burgerzaken"),
    },
    "no_event": {
        "en": ("a step is timed from the event date, but the service has no event", "add event, or leave the limits out"),
        "nl": (
            "een stap rekent vanaf een gebeurtenis, en die heeft de dienst niet",
            "voeg event toe, of laat de grenzen weg",
        ),
    },
    "no_inquiry": {
        "en": ("reassurance and chasing need inquiry", "the channels such a contact can use"),
        "nl": ("reassurance en chasing hebben inquiry nodig", "de kanalen die zo'n contact kan gebruiken"),
    },
}


class WrongValue(ValueError):  # noqa: N818 - it is the value that is wrong
    """A value that cannot be; ``reason`` is a key of :data:`REASONS`, ``details`` fill its text; ``near`` may be meant."""

    def __init__(self, reason: str, near: tuple[str, ...] = (), **details: Any) -> None:
        self.reason, self.near, self.details = reason, near, details
        super().__init__("; ".join(self.parts("en")))

    def parts(self, language: Language) -> Parts:
        """What is wrong, and what is allowed."""
        wrong, allowed = REASONS[self.reason][language]
        return wrong.format(**self.details), allowed.format(**self.details)
