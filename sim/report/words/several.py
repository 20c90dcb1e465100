"""A comparison of several stories in one sentence, and the sentence that goes with one figure."""

from __future__ import annotations

from sim.report.told.findings import Findings
from sim.report.words.kpis import kpi_said
from sim.report.words.verdict import Kind, has_open_points, headlines, kind_of, stories_compared
from sim.text.pairs import marked
from sim.text.texts import Texts

SENTENCES: dict[Kind, tuple[str, str]] = {
    "better": (marked("{stories} is better than {reference}"), marked("{stories} are better than {reference}")),
    "worse": (marked("{stories} is worse than {reference}"), marked("{stories} are worse than {reference}")),
    "mixed": (
        marked("{stories} is better than {reference} on some points and worse on others"),
        marked("{stories} are better than {reference} on some points and worse on others"),
    ),
    "same": (
        marked("{stories} makes no practical difference to {reference}"),
        marked("{stories} make no practical difference to {reference}"),
    ),
    "equal": (
        marked("{stories} is exactly equal to {reference} in every main figure"),
        marked("{stories} are exactly equal to {reference} in every main figure"),
    ),
    "undecided": (
        marked("whether {stories} is better or worse than {reference} is not yet decided"),
        marked("whether {stories} are better or worse than {reference} is not yet decided"),
    ),
    "untested": (
        marked("one repeat does not tell whether {stories} is better or worse than {reference}"),
        marked("one repeat does not tell whether {stories} are better or worse than {reference}"),
    ),
    "nothing": (
        marked("between {stories} and {reference} there is nothing to compare"),
        marked("between each of {stories} and {reference} there is nothing to compare"),
    ),
    "unbalanced": (
        marked("{stories} beside {reference} has no verdict on staff, waits and costs: work is left over"),
        marked("{stories} beside {reference} have no verdict on staff, waits and costs: work is left over"),
    ),
}
ORDER: tuple[Kind, ...] = ("unbalanced", "worse", "mixed", "better", "same", "equal", "undecided", "untested", "nothing")


def overall(say: Texts, findings: Findings) -> str:
    """One sentence on all stories, those of one kind together; where they stand alike it is the whole answer."""
    by_kind: dict[Kind, list[str]] = {}
    for story in stories_compared(findings):
        by_kind.setdefault(kind_of(findings, story), []).append(findings.stories[story].label)
    told = []
    for kind in ORDER:
        if kind in by_kind:
            one, many = SENTENCES[kind]
            stories = by_kind[kind]
            names = {"stories": say.listed(stories), "reference": findings.stories[0].label}
            told.append(say(one if len(stories) == 1 else many, **names))
    sentence = "; ".join(told)
    whole = sentence[:1].upper() + sentence[1:] + "."
    open_points = any(has_open_points(findings, story) for story in stories_compared(findings))
    return f"{whole} {say('Some points are not yet decided.')}" if open_points else whole


def why(say: Texts, findings: Findings) -> str:
    """In which figures the difference is, and of which stories where not of all; the rest stands beside it."""
    parts = []
    for judgement, sentence in (("worse", marked("Worse: {figures}.")), ("better", marked("Better: {figures}."))):
        told = [_figure(say, findings, name, stories) for name, stories in _figures(findings, judgement).items()]
        if told:
            parts.append(say(sentence, figures=say.listed(told)))
    return " ".join(parts)


def _figures(findings: Findings, judgement: str) -> dict[str, list[str]]:
    """The headline figures that a story is judged so on, each with the names of those stories."""
    found: dict[str, list[str]] = {}
    for story in stories_compared(findings):
        judged = dict.fromkeys(row.name for row, difference in headlines(findings, story) if difference.judgement == judgement)
        for name in judged:
            found.setdefault(name, []).append(findings.stories[story].label)
    return found


def _figure(say: Texts, findings: Findings, name: str, stories: list[str]) -> str:
    """``werktijd``, or ``klantcontacten (Volledig digitaal)`` where not all stories are judged so."""
    said = kpi_said(say, name)
    return said if len(stories) == len(stories_compared(findings)) else f"{said} ({say.listed(stories)})"
