"""What a design saves of calls and e-mails, and how many come back: the rebound, in words."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.experiment.found.intervals import Difference, Estimate
from sim.report.told.findings import Findings
from sim.text.pairs import marked
from sim.text.texts import Texts
from sim.text.units import Unit, estimated

ALL = "remote_contacts_per_root_case"
PARTS: tuple[tuple[str, str], ...] = (
    ("journey_contacts_per_root_case", marked("for the steps themselves")),
    ("question_contacts_per_root_case", marked("with a question")),
    ("reassurance_contacts_per_root_case", marked("to be sure")),
    ("failed_contacts_per_root_case", marked("because something went wrong")),
)
"""What calls and e-mails were made for; together they are all."""
Part = tuple[str, Difference]
TOLD_FROM = 1.0
"""What is not decided is named from so many calls and e-mails on, in the unit of the sentence."""


def rebound(say: Texts, findings: Findings, story: int) -> str:
    """``Of the 110 calls and e-mails per 100 couples that Digital saves, 70 come back: with a question 52, to be sure 18.``

    Saved are the parts that are fewer, come back those that are more; each only where its interval lies on one side of nothing.
    Empty where none does. Other parts are named, so that nobody adds up what is told to the difference in all.
    """
    row = findings.of_case(ALL)
    every = row.differences[story] if row else None
    if row is None or every is None:
        return ""
    changed = _parts(findings, story)
    parts = [part for part in changed if part[1].shown]
    fewer, more = [part for part in parts if part[1].value < 0], [part for part in parts if part[1].value > 0]
    sentence = _sentence(every, saves=bool(fewer), adds=bool(more))
    if not sentence:
        return ""
    told = say(
        sentence,
        story=findings.stories[story].label,
        reference=findings.stories[0].label,
        per=say(row.per),
        saved=_sum(say, fewer),
        back=_sum(say, more),
        why=_why(say, more),
    )
    undecided = [say(words) for words, difference in changed if not difference.shown and abs(difference.value) >= TOLD_FROM]
    if not undecided:
        return told
    return told + " " + say("Not counted, because more or fewer is not decided: {why}.", why=", ".join(undecided))


def _parts(findings: Findings, story: int) -> list[Part]:
    """The parts that can be compared, in words."""
    found = []
    for kpi, words in PARTS:
        row = findings.of_case(kpi)
        difference = row.differences[story] if row else None
        if difference is not None:
            found.append((words, difference))
    return found


def _sentence(every: Difference, *, saves: bool, adds: bool) -> str:
    if saves and adds:
        if not every.shown:
            return marked(
                "{story} saves {saved} calls and e-mails {per}, and {back} come back: {why}. Which is more is not decided."
            )
        if every.value > 0:
            return marked("{story} saves {saved} calls and e-mails {per}, but more than that come back, {back}: {why}.")
        return marked("Of the {saved} calls and e-mails {per} that {story} saves, {back} come back: {why}.")
    if saves:
        return marked("{story} saves {saved} calls and e-mails {per}; that any come back was not shown.")
    if adds:
        return marked(
            "{story} brings {back} more calls and e-mails {per} than {reference}: {why}. That it saves any was not shown."
        )
    return ""


def _sum(say: Texts, parts: Sequence[Part]) -> str:
    """Without a sign, ten and more whole; the interval of a sum is no wider than the intervals of its parts together."""
    low, value, high = (math.fsum(getattr(difference, end) for _, difference in parts) for end in ("low", "value", "high"))
    unit: Unit = "contacts" if abs(value) < 10 else "count"
    return estimated(say, Estimate(value, low, high), unit, bare=True).lstrip("−")


def _why(say: Texts, parts: Sequence[Part]) -> str:
    """Of one part the words alone: its number was told."""
    if len(parts) == 1:
        return say(parts[0][0])
    return ", ".join(f"{say(words)} {_sum(say, [(words, difference)])}" for words, difference in parts)
