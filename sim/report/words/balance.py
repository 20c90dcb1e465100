"""Work that piles up: what grows, by how much is short, and that there is no verdict on what that misleads."""

from __future__ import annotations

from collections.abc import Sequence

from sim.experiment.found.balance import FEWEST_WEEKS, Balance, Growth
from sim.report.told.findings import Findings
from sim.report.words.certainty import false_alarm
from sim.text.texts import Texts
from sim.text.units import decimals_of, written

MOST_NAMED = 3


def not_balanced(say: Texts, label: str, balance: Balance) -> str:
    """That work piles up in this story, where and by how much, or that too much is not done; empty otherwise."""
    if balance.state == "unfinished":
        return say(
            "{story}: {hours} of work is waiting when the measured weeks end, and {share} of the cases are open when the "
            "simulated time ends. That is too short to test whether work keeps up, so there is no verdict on staff, waits, "
            "time and costs.",
            story=label,
            hours=written(say, balance.left_over, "hours", decimals=0),
            share=say.percentage(balance.open_share),
        )
    if balance.state != "not balanced":
        return ""
    return say(
        "{story} is not in balance. Towards the end of the measured weeks: {growing}. Work of these weeks is only done later, "
        "so there is no verdict on staff, waits, time and costs.",
        story=label,
        growing="; ".join(_grows(say, growth) for growth in _named(balance)),
    )


def how_tested(say: Texts, balance: Sequence[Balance]) -> str:
    """Why it was not looked at whether work keeps up, or how sure it is that it does not; empty where it does."""
    states = {one.state for one in balance}
    if "not balanced" in states:
        return false_alarm(say)
    if "one replication" in states:
        return say("It was not tested whether work keeps up: that takes two repeats or more.")
    if states & {"too few weeks", "unfinished"}:
        return say(
            "It was not tested whether work keeps up: that takes {weeks} weeks after everything is in force, and a window twice "
            "as long.",
            weeks=FEWEST_WEEKS,
        )
    return ""


def unbalanced(findings: Findings, story: int) -> list[int]:
    """Which of the reference and this story are not in balance, or have too much that is not done."""
    return [number for number in (0, story) if findings.balance and not findings.balance[number].holds]


def _named(balance: Balance) -> list[Growth]:
    """The largest of each kind first: work and appointments say who is short, open cases only what comes of it."""
    causes = [growth for growth in balance.growing if growth.what != "cases"]
    return (causes or list(balance.growing))[:MOST_NAMED]


def _grows(say: Texts, growth: Growth) -> str:
    if growth.what == "work":
        return say("{team} is {hours} of work a week short", team=growth.name, hours=written(say, growth.short, "hours"))
    if growth.what == "cases":
        return say("every week {count} more cases of {service} stay open", count=_count(say, growth), service=growth.name)
    days = written(say, growth.per_week, "days")
    if growth.short < 1:
        return say("the time until the appointment ({channel}) grows by {days} every week", channel=growth.name, days=days)
    return say(
        "{channel}: {places} places a week short, and the time until the appointment grows by {days} every week",
        channel=growth.name,
        places=_count(say, growth),
        days=days,
    )


def _count(say: Texts, growth: Growth) -> str:
    return say.number(max(1.0, growth.short), decimals_of("count"))
