"""How findings were made, in words: files, window, repeats, seed, engine and versions."""

from __future__ import annotations

from sim.report.told.findings import Findings
from sim.text.texts import Texts


def measured(say: Texts, findings: Findings) -> str:
    """Which weeks the figures are of; it stands beside them wherever other figures may be of other weeks."""
    making = findings.making
    return say("Measured over {weeks} weeks from {first}.", weeks=making.weeks, first=say.day(making.start))


def making_lines(say: Texts, findings: Findings) -> list[tuple[str, str]]:
    """Pairs (what, value), in the order in which a reader needs them."""
    making = findings.making
    window = say(
        "{weeks} weeks from {start}; {warm_up} weeks of warm-up before, {follow_up} weeks of follow-up after, the first {office} "
        "with the whole office",
        weeks=making.weeks,
        start=say.day(making.start),
        warm_up=making.warm_up,
        follow_up=making.follow_up,
        office=making.office,
    )
    return [
        (say("Files"), ", ".join(story.file for story in findings.stories)),
        (say("Measured window"), window),
        (say("Repeats"), say("{done} of {asked}", done=making.replications, asked=making.asked)),
        (say("Seed"), str(making.seed)),
        (say("Engine"), making.engine),
        (say("Versions"), ", ".join(f"{name} {version}" for name, version in making.versions)),
    ]
