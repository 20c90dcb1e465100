"""The answer in a few lines for who decides: the verdict, what citizens ask, what comes back, the hours, and where it turns."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.experiment.found.intervals import Difference
from sim.report.told.findings import Findings, Row
from sim.report.words.conversation import STAFF, of_which
from sim.report.words.kpis import kpi_words
from sim.report.words.names import capital
from sim.report.words.rebound import rebound
from sim.report.words.several import overall
from sim.report.words.turning import turns
from sim.report.words.verdict import stories_compared
from sim.text.texts import Texts
from sim.text.units import estimated, written_interval

CALLS = "remote_contacts_per_root_case"
LONGEST = 80
"""Letters of a list of services that is read in one breath."""


def in_short(say: Texts, findings: Findings) -> list[str]:
    """At most five lines, the first of them the verdict; nothing where there is nothing to compare with.

    What comes back is told of the first story; of each it stands with its own verdict.
    """
    if len(findings.stories) < 2:
        return []
    back = rebound(say, findings, stories_compared(findings)[0])
    lines = (overall(say, findings), calls(say, findings), back, work(say, findings), turns_of_calls(say, findings))
    return [line for line in lines if line]


def turns_of_calls(say: Texts, findings: Findings) -> str:
    """From where on it brings more calls and e-mails; empty where that was not asked."""
    return next((turns(say, point) for point in findings.tipping if point.kpi.split(" ")[0] == CALLS), "")


def calls(say: Texts, findings: Findings) -> str:
    """``Telefoontjes en e-mails (in openingstijd) per 100 paren: Vandaag 264; Volledig digitaal 330 (+66; 51 tot 80).``"""
    row = findings.of_case(CALLS)
    return "" if row is None else _by_story(say, findings, row, [""] * len(findings.stories)) + whose(say, findings)


def whose(say: Texts, findings: Findings) -> str:
    """Of which services the cases are, where they have no word of their own: another question counts other ones."""
    if not findings.service or findings.cases:
        return ""
    if len(findings.service) > LONGEST:
        return " " + say("Cases are those of the services that a design changes.")
    return " " + say("Cases are those of {services}.", services=findings.service)


def work(say: Texts, findings: Findings) -> str:
    """``Werktijd per 100 paren: Vandaag 291 uur, waarvan gewenst gesprek 85 uur; Volledig digitaal …``

    Empty where work is left over in a story, so that nothing can be said of staff.
    """
    row = findings.of_case(STAFF)
    if row is None or any(one is not None and one.judgement == "unbalanced" for one in row.differences):
        return ""
    wanted = [of_which(say, findings, number) for number in range(len(findings.stories))]
    return _by_story(say, findings, row, wanted, bare=True)


def _by_story(say: Texts, findings: Findings, row: Row, more: Sequence[str], *, bare: bool = False) -> str:
    """What each story comes to, with what it adds to the first and its interval unless ``bare``, and ``more`` of each."""
    told = [
        f"{story.label} {estimated(say, estimate, row.unit)}{'' if bare else _added(say, row, difference)}{further}"
        for story, estimate, difference, further in zip(findings.stories, row.estimates, row.differences, more, strict=True)
    ]
    about = capital(kpi_words(say, row))
    if not bare and any(one is not None for one in row.differences[1:]):
        about = say("{kpi}, with the difference from {reference}", kpi=about, reference=findings.stories[0].label)
    return f"{about}: {'; '.join(told)}."


def _added(say: Texts, row: Row, difference: Difference | None) -> str:
    if difference is None or math.isnan(difference.value):
        return ""
    amount = estimated(say, difference, row.unit, signed=True, bare=True)
    if math.isnan(difference.low):
        return f" ({amount})"
    return f" ({amount}; {written_interval(say, difference.low, difference.high, row.unit, signed=True)})"
