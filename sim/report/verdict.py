"""The answer in plain words: what a comparison says, how sure it is, and what it rests on."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.report.findings import Difference, Findings, Judgement, Row, TippingPoint
from sim.report.texts import Texts, marked
from sim.report.units import written, written_interval

WORDS: dict[Judgement, str] = {
    "better": marked("better"),
    "worse": marked("worse"),
    "same": marked("no practical difference"),
    "undecided": marked("not yet decided"),
    "changed": marked("changed"),
    "none": marked("no difference shown"),
}
SYMBOLS: dict[Judgement, str] = {"better": "✓", "worse": "✗", "same": "=", "undecided": "?", "changed": "≠", "none": "·"}
ORDER: tuple[Judgement, ...] = ("worse", "better", "same", "undecided")
LEADS: dict[Judgement, str] = {
    "better": marked("Better: {points}."),
    "worse": marked("Worse: {points}."),
    "same": marked("No practical difference: {points}."),
    "undecided": marked("Not yet decided: {points}."),
}


def judged(say: Texts, judgement: Judgement) -> str:
    """Symbol and words of a judgement, never a colour alone."""
    return f"{SYMBOLS[judgement]} {say(WORDS[judgement])}"


def headlines(findings: Findings, story: int) -> list[tuple[Row, Difference]]:
    """The KPIs declared beforehand that could be compared for ``story`` (its number in the findings)."""
    pairs = [(row, row.differences[story]) for row in findings.rows]
    return [(row, difference) for row, difference in pairs if difference is not None and difference.headline]


def conclusion(say: Texts, findings: Findings, story: int) -> str:
    """One sentence: better, worse, both, no practical difference or not yet decided."""
    names = {"story": findings.stories[story].label, "reference": findings.stories[0].label}
    judgements = [difference.judgement for _, difference in headlines(findings, story)]
    better, worse, undecided = (judgements.count(kind) for kind in ("better", "worse", "undecided"))
    if better and worse:
        return say("{story} is better than {reference} on some points and worse on others.", **names)
    if worse:
        sentence = say("{story} is worse than {reference}.", **names)
    elif better:
        sentence = say("{story} is better than {reference}.", **names)
    elif undecided or not judgements:
        return say("It is not yet decided whether {story} is better or worse than {reference}.", **names)
    else:
        return say("There is no practical difference between {story} and {reference}.", **names)
    return sentence + (" " + say("Some points are not yet decided.") if undecided else "")


def points(say: Texts, findings: Findings, story: int) -> list[str]:
    """A sentence per judgement that occurs, worse first, with the difference and its interval for each headline KPI."""
    found = headlines(findings, story)
    sentences = []
    for judgement in ORDER:
        told = [point(say, row, difference) for row, difference in found if difference.judgement == judgement]
        if told:
            sentences.append(say(LEADS[judgement], points="; ".join(told)))
    return sentences


def point(say: Texts, row: Row, difference: Difference) -> str:
    """``klantcontacten per 100 paren +45,2 (38,0 tot 52,1)``."""
    name = kpi_name(say, row)
    amount = written(say, difference.value, row.unit, signed=True, points=True)
    if math.isnan(difference.low):
        return f"{name} {amount}"
    interval = written_interval(say, difference.low, difference.high, row.unit, signed=True)
    return f"{name} {amount} ({interval})"


def kpi_name(say: Texts, row: Row) -> str:
    """The name of the KPI, per what, and whom it is about."""
    parts = [say(row.name) + (" " + say(row.per) if row.per else "")]
    return ", ".join(parts + ([row.about] if row.about else []))


def certainty(say: Texts, findings: Findings) -> str:
    """How sure the verdict is, and what that means."""
    making = findings.making
    if making.replications < 2:
        return say("This is one repeat, so chance is not measured: more repeats are needed for a verdict.")
    return say.plural(
        "We are {confidence} sure that all these intervals hold together, for the model as described; {count} repeat of the same weeks.",
        "We are {confidence} sure that all these intervals hold together, for the model as described; {count} repeats of the same weeks.",
        making.replications,
        confidence=say.percentage(making.confidence),
    )


def tipping(say: Texts, found: TippingPoint) -> str:
    """Where the answer turns, in the words of the assumption on which it turns."""
    names = {"story": found.story, "reference": found.reference, "kpi": say(found.name) + (" " + say(found.per) if found.per else "")}
    assumed = say(
        "We assume {mid}; {low} to {high} is possible.",
        mid=say.number(found.mid, 2),
        low=say.number(found.range_low, 2),
        high=say.number(found.range_high, 2),
    )
    first, last = found.differences[0].value, found.differences[-1].value
    if found.point is None:
        whole = {"range": setting(say, found, found.values[0], found.values[-1])} | names
        if last > 0:
            return say("There is no tipping point: from {range}, {story} takes more {kpi} than {reference}.", **whole) + " " + assumed
        return say("There is no tipping point: from {range}, {story} takes less {kpi} than {reference}.", **whole) + " " + assumed
    names |= {"point": setting(say, found, found.point)}
    if last > first:
        turns = say("From {point} on, {story} takes more {kpi} than {reference}.", **names)
    else:
        turns = say("Up to {point}, {story} takes more {kpi} than {reference}.", **names)
    return " ".join(part for part in (turns, _turn_interval(say, found), assumed) if part)


def margins(say: Texts, findings: Findings) -> str:
    """The smallest difference that matters, per headline KPI; empty without any."""
    told: dict[str, str] = {}
    for row in findings.rows:
        for difference in row.differences:
            if difference is not None and difference.headline and difference.margin is not None:
                told[kpi_name(say, row)] = written(say, difference.margin, row.unit, points=True)
    return say("The smallest differences that matter: {margins}.", margins="; ".join(f"{name} {size}" for name, size in told.items())) if told else ""


def setting(say: Texts, found: TippingPoint, *values: float) -> str:
    """``0,6 bevestigingscontacten per klantvraag``, or the path where the parameter has no name; two values are a range."""
    numbers = [say.number(value, 2) for value in values]
    amount = numbers[0] if len(numbers) == 1 else say("{low} to {high}", low=numbers[0], high=numbers[1])
    return f"{amount} ({found.parameter})" if found.label == found.parameter else f"{amount} {found.label}"


def _turn_interval(say: Texts, found: TippingPoint) -> str:
    first, last = (None if end is None else say.number(end, 2) for end in (found.low, found.high))
    if first is not None and last is not None:
        return say("The turn lies between {first} and {last}.", first=first, last=last)
    if first is not None:
        return say("The turn lies above {first}; how far is not sure.", first=first)
    return say("The turn lies below {last}; how far is not sure.", last=last) if last is not None else say("Where exactly is not sure.")


def unsourced(say: Texts, findings: Findings) -> str:
    """How many assumptions without a source the verdict leans on."""
    return say.plural(
        "This leans on {count} assumption without a source, out of {total} numbers with a range or a source.",
        "This leans on {count} assumptions without a source, out of {total} numbers with a range or a source.",
        findings.unsourced,
        total=len(findings.assumptions),
    )


def unfinished(say: Texts, findings: Findings) -> str:
    """Empty, or that the run was stopped and how much is there."""
    making = findings.making
    if making.complete:
        return ""
    return say(
        "Stopped early: {done} of {asked} repeats are finished. What follows uses these only.",
        done=making.replications,
        asked=making.asked,
    )


def paragraph(say: Texts, findings: Findings, story: int) -> str:
    """The whole verdict on one story."""
    return " ".join([conclusion(say, findings, story), *points(say, findings, story)])


def stories_compared(findings: Findings) -> Sequence[int]:
    """The numbers of the stories that are compared with the first."""
    return range(1, len(findings.stories))
