"""How sure: every sentence about certainty is made here, and a test finds those that are not.

Certainty about chance (would other repeats say the same?) and about the world (what if an assumption is another number?) are
two sentences, never one.
"""

from __future__ import annotations

from sim.experiment.found.intervals import ALPHA
from sim.model.town.scenario import Scenario
from sim.report.told.findings import Findings, unsourced_among
from sim.report.words.sources import sourced_of
from sim.text.pairs import marked
from sim.text.texts import Texts

MOST_NAMED = 3
NOT_SURE = marked("not sure")
CHANCE_ONLY = marked(
    "The intervals measure chance between repeats. They do not measure whether the model or an assumption is right."
)
EXPLORATORY = marked(
    "Figures that are not marked as headline are exploratory: look at enough of them, and one will differ by chance."
)


def level(say: Texts, sure: float = 1 - ALPHA) -> str:
    """``95%``, with as many decimals, at most two, as say the number as it is."""
    percent = 100 * sure
    return say.percentage(sure, next((places for places in (0, 1) if abs(percent - round(percent, places)) < 1e-9), 2))


def sure(say: Texts, findings: Findings, *, final: bool = True) -> str:
    """How sure a verdict is as far as chance goes, in the fewest words; nothing is claimed while repeats are still coming."""
    if findings.making.replications < 2:
        return say("This is a first impression; chance is not measured yet.")
    if not final:
        return say("How sure this is, is told when all repeats are there.")
    return say("{confidence} sure within this model.", confidence=level(say, findings.making.confidence))


def chance(say: Texts, findings: Findings) -> str:
    """How sure the verdict is as far as chance goes, where its intervals stand beside it; without a verdict, of what is shown."""
    making = findings.making
    if making.replications < 2:
        return say("This is one repeat, so chance is not measured: more repeats are needed for a verdict.")
    if len(findings.stories) < 2:
        return say.plural(
            "{confidence} sure within this model of each interval by itself, not of all together ({count} repeat).",
            "{confidence} sure within this model of each interval by itself, not of all together ({count} repeats).",
            making.replications,
            confidence=level(say),
        )
    return say.plural(
        "{confidence} sure within this model: the intervals of the verdict hold together ({count} repeat).",
        "{confidence} sure within this model: the intervals of the verdict hold together ({count} repeats).",
        making.replications,
        confidence=level(say, making.confidence),
    )


def others(say: Texts, findings: Findings) -> str:
    """How sure the intervals beside those of a verdict are; empty where there are none, or where :func:`chance` says it."""
    if findings.making.replications < 2 or len(findings.stories) < 2:
        return ""
    return say("{confidence} sure of every other interval by itself, not of all together.", confidence=level(say))


def false_alarm(say: Texts) -> str:
    """How often it is said that something piles up where nothing does."""
    return say(
        "Where nothing piles up, it is said in at most {share} of the comparisons that a design is not in balance.",
        share=level(say, ALPHA),
    )


def leaning(say: Texts, findings: Findings, how: str | None = None) -> str:
    """How many assumptions without a source it leans on and which matter most; else ``how`` to find that out (a whole clause)."""
    count = findings.unsourced
    if not count:
        return say("Leans on no assumption without a source.")
    parts = [
        say.plural("Leans on {count} assumption without a source", "Leans on {count} assumptions without a source", count),
        _which(say, findings, say("which matter most was not worked out (compare --sensitivity)") if how is None else how),
    ]
    return "; ".join(filter(None, parts)) + "."


def _which(say: Texts, findings: Findings, how: str) -> str:
    """The assumptions without a source that move the verdict most."""
    if len(findings.stories) < 2:
        return ""
    if not findings.sensitivity:
        return how
    named = list(dict.fromkeys(swing.label for _, swing in findings.moving if swing.unsourced))[:MOST_NAMED]
    if not named:
        return say("none of them is among the numbers that matter most")
    labels = say.listed([f"“{label}”" for label in named])
    return say.plural(
        "the one that matters most is {labels}", "the {count} that matter most are {labels}", len(named), labels=labels
    )


def plan_leaning(say: Texts, scenario: Scenario) -> str:
    """How many assumptions without a source the numbers of people lean on."""
    count = unsourced_among(sourced_of([scenario], say))
    if not count:
        return say("Leans on no assumption without a source.")
    return say.plural("Leans on {count} assumption without a source.", "Leans on {count} assumptions without a source.", count)


def plan_chance(say: Texts, bound: float, replications: int) -> str:
    """What "met" means, and how sure that is: the looks at a plan share the error, the norms do not."""
    return say(
        "{confidence} sure within this model of each norm by itself: it is met when the one-sided {bound} bound over "
        "{replications} fresh repeats meets it.",
        confidence=level(say),
        bound=level(say, bound),
        replications=replications,
    )


def available_chance(say: Texts, replications: int) -> str:
    """What met and not met mean where nothing was searched, and how sure that is."""
    return say(
        "{confidence} sure within this model of each norm by itself: met and not met are where the one-sided bound over "
        "{replications} repeats lies on that side.",
        confidence=level(say),
        replications=replications,
    )


def story_chance(say: Texts) -> str:
    """How sure the verdicts of the stories of the library are, as far as chance goes."""
    return say(
        "{confidence} sure within this model of each verdict by itself: the intervals of its figures hold together, at one level "
        "of the assumption.",
        confidence=level(say),
    )


def story_leaning(say: Texts, unsourced: int) -> str:
    """How many assumptions without a source a story leans on."""
    return say.plural(
        "Leans on {count} assumption without a source; only the one that decides was varied.",
        "Leans on {count} assumptions without a source; only the one that decides was varied.",
        unsourced,
    )


def not_all_met(say: Texts) -> str:
    """Of a plan of which a norm is missed, or not surely met."""
    return say("This plan does not meet all norms for certain; the table below tells which.")


def turn(say: Texts, first: str | None, last: str | None) -> str:
    """Between which values an answer turns; None for an end that lies beyond what was looked at."""
    names = {"confidence": level(say), "first": first, "last": last}
    if first is not None and last is not None:
        return say("{confidence} sure: the turn lies between {first} and {last}.", **names)
    if first is not None:
        return say("{confidence} sure: the turn lies above {first}; how far is not known.", **names)
    if last is not None:
        return say("{confidence} sure: the turn lies below {last}; how far is not known.", **names)
    return say("Where exactly is not sure.")


def norms(say: Texts) -> str:
    """What met and missed mean beside the norms."""
    return say("Met or missed: {confidence} sure of each by itself.", confidence=level(say))


def band(say: Texts) -> str:
    """What the band of a curve over the day is."""
    return say("The band holds the mean with {confidence} certainty, each half hour by itself.", confidence=level(say))


def assumptions(say: Texts, findings: Findings) -> list[str]:
    """What stands under what assumptions do: how sure it is that one changes a verdict, and what a share of worlds is."""
    told = [swings(say, findings.sensitivity[0].replications)] if findings.sensitivity else []
    return [*told, *([worlds(say)] if findings.plausible else [])]


def swings(say: Texts, replications: int) -> str:
    """What it means that an assumption changes a verdict, and how sure that is."""
    if replications < 2:
        return say("With one repeat chance is not measured, so that none was shown to change the verdict.")
    return say(
        "One changes the verdict when its ends lie on different sides of the smallest difference that matters; {confidence} sure "
        "of each by itself that it moves the difference.",
        confidence=level(say),
    )


def worlds(say: Texts) -> str:
    """What the interval of a share of plausible worlds is."""
    return say(
        "In each world every number with a range has another value within it. The interval is what chance in the choice of "
        "worlds allows: {confidence} sure of each by itself.",
        confidence=level(say),
    )


def left_behind(say: Texts, others: int, sure: int, earlier: int, sure_earlier: int) -> list[str]:
    """How many designs are surely worse than the best, of ``others`` in the last look and of those left behind ``earlier``."""
    told = [
        say(
            "Of the other {others} designs in the last look, {sure} are surely worse than the first (95% over all looks and "
            "pairs).",
            others=others,
            sure=sure,
        )
    ]
    if earlier:
        told.append(
            say(
                "{left} designs were left behind earlier, {sure} of them surely worse than the best of their look.",
                left=earlier,
                sure=sure_earlier,
            )
        )
    return told


def table_caption(say: Texts, findings: Findings) -> str:
    """What stands in the cells of a table of figures."""
    if len(findings.stories) < 2:
        return say("Mean per repeat, with its interval.")
    told = say(
        "Mean per repeat; below it the difference with {reference}, its interval and what that amounts to. Bold figures make "
        "the verdict.",
        reference=findings.stories[0].label,
    )
    return f"{told} {others(say, findings)}".strip()


def lost_caption(say: Texts, findings: Findings) -> str:
    """What stands in the cells of the table of who gave up."""
    if len(findings.stories) < 2:
        return say("People, mean per repeat; below it per cent of the group with its interval.")
    return say(
        "People, mean per repeat; below it per cent of the group with its interval, and how many more than {reference}.",
        reference=findings.stories[0].label,
    )


def chart_caption(say: Texts, findings: Findings) -> str:
    """What the lines of the chart of differences are."""
    return say("compared with {reference}. The line is the interval.", reference=findings.stories[0].label)
