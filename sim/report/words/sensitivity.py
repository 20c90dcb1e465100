"""Which assumption decides the verdict, and in how many plausible worlds it holds, in plain words."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.experiment.found.intervals import WorldShare
from sim.report.told.findings import PlausibleTold, Question, SensitivityTold, SwingTold
from sim.report.words.certainty import swings
from sim.report.words.kpis import kpi_words
from sim.text.texts import Texts
from sim.text.units import estimated, whole_parts

MOST_NAMED = 3


def deciding(say: Texts, found: SensitivityTold) -> str:
    """Which assumption decides the answer on this KPI, or that none does alone."""
    question = found.question
    names = {"kpi": kpi_words(say, question), "story": question.story, "reference": question.reference}
    if math.isnan(found.as_assumed.value):
        return say("In {kpi} there is nothing to compare between {story} and {reference}.", **names)
    if not found.swings:
        return say("No assumption moves the difference in {kpi} between {story} and {reference}.", **names)
    if not found.deciding:
        first = found.swings[0]
        most = say("Most is moved by: {label} (from {low} to {high}).", **_ends(say, question, first))
        return say(
            "No single assumption was shown to change the answer on {kpi} ({story} compared with {reference}) within its range.",
            **names,
        ) + (" " + most)
    labels = say.listed([f"“{swing.label}”" for swing in found.deciding[:MOST_NAMED]])
    return say.plural(
        "One assumption decides the answer on {kpi} ({story} compared with {reference}): {labels}.",
        "{count} assumptions can each change the answer on {kpi} ({story} compared with {reference}), most of all {labels}.",
        len(found.deciding),
        labels=labels,
        **names,
    )


def reach(say: Texts, found: SensitivityTold, swing: SwingTold) -> str:
    """How far one assumption moves a difference, whether that changes the verdict, and where the assumption comes from."""
    question = found.question
    told = say(
        "We use {mid}; {low} to {high} is possible. Over that range the difference in {kpi} between {story} and "
        "{reference} goes from {at_low} to {at_high}.",
        mid=swing.mid,
        low=swing.low,
        high=swing.high,
        kpi=kpi_words(say, question),
        story=question.story,
        reference=question.reference,
        at_low=estimated(say, swing.at_low, question.unit, signed=True, points=True),
        at_high=estimated(say, swing.at_high, question.unit, signed=True, points=True),
    )
    changes = say("That changes the verdict.") if swing.decides else say("That was not shown to change the verdict by itself.")
    return " ".join([told, changes, *([say("It has no source yet.")] if swing.unsourced else [])])


def trying(say: Texts, found: SensitivityTold) -> str:
    """What was run to find out."""
    told = say.plural(
        "{count} number with a range was set to its low and to its high end, with the same luck.",
        "{count} numbers with a range were set to their low and their high end, one at a time and with the same luck.",
        found.tried,
    )
    shown = say.plural(
        "Those that move most had {count} repeat.", "Those that move most had {count} repeats.", found.replications
    )
    return " ".join([told, shown, swings(say, found.replications), *([left_out(say)] if found.alone else [])])


def left_out(say: Texts) -> str:
    """That the other services were not there, and how far its figures are from those of the whole front office."""
    told = say("The other services were left out here: people wait as in a year of the whole front office.")
    return f"{told} {error_alone(say)}"


def error_alone(say: Texts) -> str:
    """How far off figures are without the other services (docs/decisions/0015: 0.24 of a margin in contacts at most)."""
    return say(
        "Without the other services a difference was off by up to about a quarter of the smallest one that matters, as measured "
        "in the stories about weddings."
    )


def worlds_words(say: Texts, found: PlausibleTold) -> str:
    """In how many plausible worlds the story is better, worse or neither."""
    told = _in_worlds(say, found) if found.worlds else ""
    nothing = say.plural(
        "{kpi}: in {count} plausible world there is nothing to compare between {story} and {reference}.",
        "{kpi}: in {count} plausible worlds there is nothing to compare between {story} and {reference}.",
        found.incomparable,
        kpi=kpi_words(say, found.question),
        story=found.question.story,
        reference=found.question.reference,
    )
    return " ".join(filter(None, [told, nothing if found.incomparable else ""]))


def _in_worlds(say: Texts, found: PlausibleTold) -> str:
    question = found.question
    more, less, same = _shares(say, (found.more, found.less, found.same))
    names = {
        "story": question.story,
        "reference": question.reference,
        "kpi": kpi_words(say, question),
        "worlds": found.worlds,
        "same": same,
    }
    if question.lower_is_better is None:
        return say(
            "{kpi}: in {more} of {worlds} plausible worlds {story} has more than {reference}, in {less} less, in {same} "
            "there is no practical difference.",
            more=more,
            less=less,
            **names,
        )
    better, worse = (less, more) if question.lower_is_better else (more, less)
    return say(
        "{kpi}: in {better} of {worlds} plausible worlds {story} is better than {reference}, in {worse} worse, in {same} "
        "there is no practical difference.",
        better=better,
        worse=worse,
        **names,
    )


def _shares(say: Texts, shares: Sequence[WorldShare]) -> list[str]:
    """``82% (70 tot 90%)`` each, and together 100%."""
    intervals = [say("{low} to {high}", low=say.number(100 * one.low), high=say.percentage(one.high)) for one in shares]
    whole = whole_parts([100 * one.share for one in shares])
    return [f"{say.number(number)}% ({interval})" for number, interval in zip(whole, intervals, strict=True)]


def _ends(say: Texts, question: Question, swing: SwingTold) -> dict[str, str]:
    ends = [estimated(say, end, question.unit, signed=True, points=True) for end in (swing.at_low, swing.at_high)]
    return {"label": swing.label, "low": ends[0], "high": ends[1]}
