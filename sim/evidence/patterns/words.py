"""What is said of a row of the table: its figures, what they amount to, and what the program must not be asked."""

from __future__ import annotations

import math
from collections.abc import Mapping

from sim.evidence.patterns.bands import PatternUnit, Role
from sim.evidence.patterns.table import FEWEST_WORLDS, EvidenceTable, Row, Verdict
from sim.text.pairs import Text, marked
from sim.text.texts import Texts
from sim.text.units import MISSING, STYLES, Unit, decimals_of, estimated, fewest_decimals, written

VERDICTS: Mapping[Verdict, str] = {
    "agrees": marked("agrees"),
    "disagrees": marked("does not agree"),
    "undecided": marked("not decided"),
}
MARKS: Mapping[Verdict, str] = {"agrees": "✓", "disagrees": "✗", "undecided": "?"}
"""Beside the words, never instead of them."""
ROLES: Mapping[Role, str] = {"set": marked("set"), "seen": marked("seen"), "predicted": marked("predicted")}
UNITS: Mapping[PatternUnit, tuple[Unit, bool, str]] = {
    "change": ("share", True, ""),
    "ratio": ("index", False, "×"),
    "share": ("share", False, ""),
    "per_inhabitant": ("index", False, ""),
    "calls_per_application": ("index", True, ""),
}
"""The unit it is written in, whether with a sign, and what stands before it."""

VARIANTS: Mapping[str, Text] = {
    "witnesses": Text("witnesses named in a contact of their own", "getuigen doorgegeven in een eigen contact"),
    "reserving": Text(
        "today date and place are reserved in the same visit as the notice",
        "vandaag worden datum en plaats gereserveerd in hetzelfde bezoek als de melding",
    ),
}
"""What is different in a variant of the founding story, by the name of its trial."""

TO_MEASURE: Mapping[str, Text] = {
    "V1-calls": Text(
        "calls of each quarter hour, with what they were about", "telefoontjes per kwartier, met waar ze over gingen"
    ),
    "V1-desk": Text("people at the desk by day and what they came for", "mensen aan de balie per dag, en waarvoor ze kwamen"),
    "V1-emails": Text("e-mails by service, also those of other departments", "e-mails per dienst, ook die van andere afdelingen"),
    "V1-visitors": Text("appointments by product, kept and missed", "afspraken per product, nagekomen en gemist"),
    "M1a": Text(
        "calls and e-mails of couples in one of the seven municipalities, a year before and a year after",
        "telefoontjes en e-mails van paren in een van de zeven gemeenten, een jaar ervoor en een jaar erna",
    ),
    "M1b": Text("the same, from when the conversation came back", "hetzelfde, vanaf het moment dat het gesprek terugkwam"),
    "K1a": Text(
        "calls about one service in the weeks before and after paper was ended, by the week",
        "telefoontjes over een dienst in de weken voor en na het einde van papier, per week",
    ),
    "K1b": Text(
        "calls about that service after each repair apart: receipt, status, letters, form",
        "telefoontjes over die dienst na elke verbetering apart: bevestiging, status, brieven, formulier",
    ),
    "K2a": Text(
        "one question to callers for two weeks: did you try the website first?",
        "twee weken lang een vraag aan bellers: heeft u het eerst op de website geprobeerd?",
    ),
    "K2b": Text(
        "online forms that were left, beside who called within three days (with consent)",
        "afgebroken formulieren, naast wie binnen drie dagen belde (met toestemming)",
    ),
    "K3": Text(
        "five hundred calls, each marked as new or as about something that went wrong",
        "vijfhonderd telefoontjes, elk gemerkt als nieuw of over iets wat misging",
    ),
    "S3": Text(
        "minutes per digital and per paper birth declaration at the registry, timed for a month",
        "minuten per digitale en per papieren geboorteaangifte bij burgerzaken, een maand lang geklokt",
    ),
    "S3-share": Text(
        "digital births by month since the start, with who was not eligible",
        "digitale aangiften per maand sinds de start, met wie niet in aanmerking kwam",
    ),
    "D": Text("forms handed in by service and year", "ingediende formulieren per dienst en jaar"),
    "R5": Text(
        "calls and online applications of one service by month, around a push to online",
        "telefoontjes en online aanvragen van een dienst per maand, rond een actie voor online",
    ),
}
"""What would have to be measured to know better, by pattern."""


def simulated(say: Texts, row: Row) -> str:
    """The figure at middle values, as far as its interval says that it is known; a dash where there is none."""
    unit, signed, before = UNITS[row.pattern.unit]
    return MISSING if math.isnan(row.value) else before + estimated(say, row, unit, signed=signed)


def ends(say: Texts, row: Row) -> str:
    """Between what it lies: ``−36% to −26%``; empty where that is not known."""
    if not (math.isfinite(row.low) and math.isfinite(row.high)):
        return ""
    unit, signed, before = UNITS[row.pattern.unit]
    decimals = decimals_of(unit, row.low, row.high)
    low, high = (before + written(say, end, unit, signed=signed, decimals=decimals) for end in (row.low, row.high))
    return say("{low} to {high}", low=low, high=high)


def band(say: Texts, row: Row) -> str:
    """The band that was fixed: ``+20% to +150%``."""
    unit, signed, before = UNITS[row.pattern.unit]
    style = STYLES[unit]
    low, high = (
        before + written(say, end, unit, signed=signed, decimals=fewest_decimals(end * style.factor, style.decimals))
        for end in row.pattern.band
    )
    return say("{low} to {high}", low=low, high=high)


def worlds(say: Texts, row: Row) -> str:
    """The share of plausible worlds inside the band."""
    found = row.share_inside
    return say("not asked") if found is None else say.percentage(found.share)


def judged(say: Texts, row: Row) -> str:
    return f"{MARKS[row.verdict]} {say(VERDICTS[row.verdict])}"


def what(say: Texts, row: Row) -> str:
    """What is compared; of several trials which one counts."""
    which = say(VARIANTS[row.which]) if row.which in VARIANTS else row.which
    return say(row.pattern.what) + (f" ({which})" if which else "")


def line(say: Texts, row: Row) -> str:
    """The row in one line: its mark and role, what it is about, and what the model comes to beside what was observed."""
    if row.missing is not None:
        return f"{say(row.pattern.what)}. " + say("Not asked: {reason}.", reason=say(row.missing))
    told = {"what": what(say, row), "simulated": simulated(say, row), "band": band(say, row)}
    judgement = f"{judged(say, row)} ({say(ROLES[row.role])}): "
    return judgement + say("{what}: the model {simulated}, held against {band}.", **told)


def warning(say: Texts, row: Row) -> str:
    """What the program must not be asked, where the pattern does not come out; empty where it agrees or was not asked."""
    if row.verdict == "disagrees":
        return say("Do not ask the program {question}.", question=say(row.pattern.without))
    if row.verdict == "undecided" and row.missing is None and _goes_along(row):
        return say("It goes the way of the band in the model; whether as far as the band is not decided.")
    if row.verdict == "undecided" and row.missing is None:
        return say(
            "Chance leaves it open; do not lean on its answer to the question {question}.", question=say(row.pattern.without)
        )
    return ""


NO_CHANGE: Mapping[PatternUnit, float] = {"change": 0.0, "ratio": 1.0}
"""Where a figure says that nothing changes."""


def _goes_along(row: Row) -> bool:
    """Does it surely change in the direction of a band that holds no place for no change?"""
    nothing, (least, most) = NO_CHANGE.get(row.pattern.unit), row.pattern.band
    if nothing is None or least <= nothing <= most:
        return False
    return row.low > nothing if least > nothing else row.high < nothing


def summary(say: Texts, table: EvidenceTable) -> str:
    """How many of the patterns agree."""
    counts = {verdict: len(table.having(verdict)) for verdict in VERDICTS}
    asked = sum(counts.values())
    return say("Of {count} patterns: agree {agrees}, do not agree {disagrees}, not decided {undecided}.", count=asked, **counts)


def note(say: Texts, row: Row) -> str:
    """What else is to be said of the pattern, as a sentence; empty where there is nothing."""
    told = say(row.note) if row.note else ""
    return f"{told[:1].upper()}{told[1:]}." if told else ""


def told(say: Texts, table: EvidenceTable, pattern: str) -> list[str]:
    """One pattern: its line with what the program must not be asked, and what becomes of it in variants."""
    row = table.row(pattern)
    lines = [" ".join(filter(None, (line(say, row), warning(say, row))))]
    return lines + [f"{what(say, one)}: {simulated(say, one)}." for one in table.variants if one.pattern.id == pattern]


def turning(say: Texts, table: EvidenceTable) -> str:
    """At how many questions per couple the founding story turns, in a sentence; empty where it was not asked."""
    found = table.turning
    if found is None:
        return ""
    number = {name: say.number(value, 2) for name, value in zip(("low", "mid", "high"), found.assumed, strict=True)}
    assumed = say("Assumed: {mid} ({low} to {high}).", **number)
    if found.point is not None:
        told = say(
            "The founding story (M1) turns at {point} questions with which a couple begins (those that an application opens move "
            "in proportion): with more, fully digital brings more calls and e-mails than today, with fewer it saves them.",
            point=say.number(found.point, 2),
        )
        return f"{told} {assumed}"
    most = say.number(found.settings[-1].questions, 2)
    first = found.settings[0]
    if first.low <= 0 <= first.high:
        hidden = say(
            "Where couples have no questions, chance hides whether fully digital brings more calls and e-mails than today (M1)."
        )
        more = found.settings[-1].value > 0
        told = f"{hidden} {say('With more questions it does.') if more else say('With more questions it saves them.')}"
    elif first.value > 0:
        told = say("Fully digital brings more calls and e-mails (M1) even where couples have no questions.")
    else:
        told = say(
            "Fully digital saves calls and e-mails (M1) even where couples begin with {most} questions.",
            most=most,
        )
    return f"{told} {assumed}"


def reading(say: Texts, table: EvidenceTable) -> list[str]:
    """How the table is to be read."""
    worlds = say(
        "Worlds: in which share of {worlds} plausible worlds (every number drawn from its range) it lies in the band.",
        worlds=table.worlds,
    )
    return [
        say(
            "Simulated: the mean of {replications} repeats at middle values, and below it between what chance leaves it. Agrees: "
            "all of that lies in the band that was observed; does not agree: all of it lies outside.",
            replications=table.replications,
        ),
        *([worlds] if table.worlds >= FEWEST_WORLDS else []),
        say(
            "Set: it set a number of the model, so it proves nothing. Seen: it was looked at while the model was made. "
            "Predicted: neither."
        ),
    ]
