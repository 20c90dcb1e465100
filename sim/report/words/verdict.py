"""The answer in plain words: what a comparison says, and what it rests on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from sim.experiment.found.intervals import DECIDED, Difference, Judgement
from sim.report.told.findings import Findings, Row
from sim.report.words.balance import not_balanced, unbalanced
from sim.report.words.conversation import conversation
from sim.report.words.kpis import change, kpi_words
from sim.report.words.names import PER_HUNDRED, per_hundred
from sim.report.words.rebound import rebound
from sim.text.pairs import marked
from sim.text.texts import Texts
from sim.text.units import estimated, exactly

WORDS: dict[Judgement, str] = {
    "better": marked("better"),
    "worse": marked("worse"),
    "same": marked("no practical difference"),
    "equal": marked("exactly equal"),
    "undecided": marked("not yet decided"),
    "untested": marked("chance not measured"),
    "nothing": marked("nothing to compare"),
    "unbalanced": marked("no verdict: work is left over"),
    "changed": marked("changed"),
    "none": marked("no difference shown"),
}
SYMBOLS: dict[Judgement, str] = {
    "better": "✓",
    "worse": "✗",
    "same": "=",
    "equal": "=",
    "undecided": "?",
    "untested": "?",
    "nothing": "–",
    "unbalanced": "!",
    "changed": "≠",
    "none": "·",
}
ORDER: tuple[Judgement, ...] = ("worse", "better", "same", "equal", "undecided", "untested", "nothing", "unbalanced")
LEADS: dict[Judgement, str] = {
    "better": marked("Better: {points}."),
    "worse": marked("Worse: {points}."),
    "same": marked("No practical difference: {points}."),
    "equal": marked("Exactly equal: {points}."),
    "undecided": marked("Not yet decided: {points}."),
    "untested": marked("Chance not measured: {points}."),
    "nothing": marked("Nothing to compare: {points}."),
    "unbalanced": marked("No verdict: {points}."),
}


def judged(say: Texts, judgement: Judgement) -> str:
    """Symbol and words of a judgement, never a colour alone."""
    return f"{SYMBOLS[judgement]} {say(WORDS[judgement])}"


Kind = Literal["better", "worse", "mixed", "same", "equal", "undecided", "untested", "nothing", "unbalanced"]
VERDICTS: dict[Kind, str] = {
    "better": marked("{story} is better than {reference}."),
    "worse": marked("{story} is worse than {reference}."),
    "mixed": marked("{story} is better than {reference} on some points and worse on others."),
    "same": marked("There is no practical difference between {story} and {reference}."),
    "equal": marked("In every main figure that can be compared, {story} is exactly equal to {reference}."),
    "undecided": marked("It is not yet decided whether {story} is better or worse than {reference}."),
    "untested": marked("One repeat does not tell whether {story} is better or worse than {reference}: chance is not measured."),
    "nothing": marked("Between {story} and {reference} there is nothing to compare."),
}
"""The sentence that tells the verdict on one story; where there is none, :mod:`sim.report.words.balance` tells why."""


def headlines(findings: Findings, story: int) -> list[tuple[Row, Difference]]:
    """The KPIs declared beforehand that could be compared for ``story`` (its number in the findings)."""
    pairs = [(row, row.differences[story]) for row in findings.rows]
    return [(row, difference) for row, difference in pairs if difference is not None and difference.headline]


def kind_of(findings: Findings, story: int) -> Kind:
    """What the headline figures of a story come to, those that are not decided yet left out where others are."""
    judgements = {difference.judgement for _, difference in headlines(findings, story)}
    resolved = of_resolved(findings, story)
    if resolved == "nothing":
        return "nothing"
    if resolved == "worse":
        judgements.add(resolved)
    if "unbalanced" in judgements:
        return "unbalanced"
    if {"better", "worse"} <= judgements:
        return "mixed"
    for kind in ("worse", "better", "undecided", "untested", "same", "equal", "nothing"):
        if kind in judgements:
            return kind
    return "undecided"


def conclusion(say: Texts, findings: Findings, story: int) -> str:
    """One sentence: better, worse, both, no practical difference, not yet decided, or why nothing can be said."""
    names = {"story": findings.stories[story].label, "reference": findings.stories[0].label}
    kind = kind_of(findings, story)
    if kind == "unbalanced":
        found = [(findings.stories[number].label, findings.balance[number]) for number in unbalanced(findings, story)]
        return " ".join(not_balanced(say, label, balance) for label, balance in found)
    if of_resolved(findings, story) == "nothing":
        return say("Between {story} and {reference} there is nothing to compare: in one of them nobody asks anything.", **names)
    sentence = say(VERDICTS[kind], **names)
    if kind not in ("better", "worse"):
        return sentence
    judgements = {difference.judgement for _, difference in headlines(findings, story)}
    open_points = [say("Some points are not yet decided.")] if has_open_points(findings, story) else []
    missing = [say("Some points cannot be compared.")] if "nothing" in judgements else []
    return " ".join([sentence, *open_points, *missing])


def has_open_points(findings: Findings, story: int) -> bool:
    """Is it better or worse, while some headline figures are not yet decided?"""
    judgements = {difference.judgement for _, difference in headlines(findings, story)}
    return kind_of(findings, story) in ("better", "worse") and bool({"undecided", "untested"} & judgements)


def points(say: Texts, findings: Findings, story: int) -> list[str]:
    """A sentence per judgement that occurs, worse first, with the difference and its interval for each headline KPI."""
    found = headlines(findings, story)
    sentences = []
    for judgement in ORDER:
        told = [_told(say, findings, story, row, difference) for row, difference in found if difference.judgement == judgement]
        if told:
            sentences.append(say(LEADS[judgement], points="; ".join(told)))
    back = "" if story == stories_compared(findings)[0] else rebound(say, findings, story)  # of the first it is told above all
    more = [sentence for sentence in (back, conversation(say, findings, story)) if sentence]
    return [*sentences, *more, *_lost_work(say, findings, story), *_work_per_case(say, findings, story)]


def of_resolved(findings: Findings, story: int) -> Judgement | None:
    """What the share of cases that are resolved comes to, which no saving may hide; None where it is not told."""
    found = next((row.differences[story] for row in findings.of("cases") if row.kpi == "resolved"), None)
    return None if found is None else found.judgement


def _lost_work(say: Texts, findings: Findings, story: int) -> list[str]:
    """Where fewer cases are resolved: part of the work is not saved but not done."""
    if of_resolved(findings, story) != "worse":
        return []
    found = [(row, row.differences[story]) for row in findings.of("cases") if row.kpi == "resolved"]
    told = "; ".join(point(say, row, difference) for row, difference in found if difference is not None)
    return [say("Fewer cases are resolved, and work that is not done is no saving: {points}.", points=told)]


def _work_per_case(say: Texts, findings: Findings, story: int) -> list[str]:
    """Where work of the window is put off, what a case takes of staff in all, as far as it was followed."""
    if not unbalanced(findings, story):
        return []
    found = [(row, row.differences[story]) for row in findings.of("cases") if row.kpi == "staff_time_per_root_case"]
    told = [point(say, row, difference) for row, difference in found if difference is not None]
    return [say("Work per case instead of work in these weeks: {points}.", points="; ".join(told))] if told else []


def _told(say: Texts, findings: Findings, story: int, row: Row, difference: Difference) -> str:
    """A headline KPI in the list of its judgement."""
    if difference.judgement == "unbalanced":
        return kpi_name(say, row)
    if difference.judgement == "equal":
        value = estimated(say, row.estimates[story], row.unit)
        return f"{kpi_name(say, row)} ({say('{value} in both', value=value)})"
    if difference.judgement == "nothing":
        without = [findings.stories[number].label for number in (0, story) if math.isnan(row.estimates[number].value)]
        return f"{kpi_name(say, row)} ({_why_nothing(say, without)})"
    return point(say, row, difference)


def _why_nothing(say: Texts, without: Sequence[str]) -> str:
    """In which of the two stories nothing can be told: what it is about is not there, or nobody came to count it over."""
    if len(without) == 1:
        return say("nothing to measure in {story}", story=without[0])
    return say("nothing to measure in either") if without else say("never something to measure in both in one repeat")


def point(say: Texts, row: Row, difference: Difference) -> str:
    """``klantcontacten per 100 paren +45,2 (38,0 tot 52,1)``."""
    return f"{kpi_name(say, row)} {change(say, difference, row.unit)}"


def kpi_name(say: Texts, row: Row) -> str:
    """The name of the KPI, per what, and whom it is about."""
    return ", ".join([kpi_words(say, row)] + ([row.about] if row.about else []))


def table_name(say: Texts, findings: Findings, row: Row) -> str:
    """The name of the KPI under the heading of its level, which may say already per what and whom it is about."""
    per = "" if row.per in (PER_HUNDRED, per_hundred(say, findings.cases)) else row.per
    about = "" if row.level == "team" and row.about == findings.team else row.about
    return kpi_name(say, replace(row, per=per, about=about))


def pairing(say: Texts, findings: Findings) -> str:
    """What meeting the same citizens gained, over the headline KPIs; empty where it could not be measured."""
    ratios = [
        difference.variance_ratio
        for story in stories_compared(findings)
        for _, difference in headlines(findings, story)
        if difference.variance_ratio is not None
    ]
    if not ratios:
        return ""
    low, high = (say.number(ratio, 0 if ratio >= 10 else 1) for ratio in (min(ratios), max(ratios)))
    return say(
        "All designs meet the same citizens on the same days; with other citizens in each, {low} to {high} times as many repeats "
        "would be needed to tell as much.",
        low=low,
        high=high,
    )


def margins(say: Texts, findings: Findings) -> str:
    """The smallest difference that matters, per headline KPI; empty without any."""
    told: dict[str, str] = {}
    for row in findings.rows:
        for difference in row.differences:
            if difference is not None and difference.headline and difference.margin is not None:
                told[kpi_name(say, row)] = exactly(say, difference.margin, row.unit, points=True)
    return (
        say(
            "The smallest differences that matter: {margins}.", margins="; ".join(f"{name} {size}" for name, size in told.items())
        )
        if told
        else ""
    )


def looking(say: Texts, findings: Findings) -> str:
    """After how many repeats it was looked whether all was decided, and whether it was; empty where the number was fixed."""
    looks = findings.making.looks
    if not looks:
        return ""
    taken = say.listed([say.number(look) for look in looks])
    judgements = {difference.judgement for story in stories_compared(findings) for _, difference in headlines(findings, story)}
    if findings.making.complete and judgements <= DECIDED:
        if "nothing" in judgements:
            return say(
                "Looked after {looks} repeats, and stopped at {last}: every figure of the verdict that can be compared is "
                "decided.",
                looks=taken,
                last=looks[-1],
            )
        return say(
            "Looked after {looks} repeats, and stopped at {last}: every figure of the verdict is decided.",
            looks=taken,
            last=looks[-1],
        )
    return say(
        "Looked after {looks} repeats; after {last} not every figure of the verdict is decided.", looks=taken, last=looks[-1]
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
