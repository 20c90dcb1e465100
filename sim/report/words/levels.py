"""The three levels at which a result is told: per 100 cases, the team that does the work, the whole front office."""

from __future__ import annotations

from sim.report.told.findings import Findings, Level
from sim.report.words.names import capital, per_hundred
from sim.text.texts import Texts


def level_title(say: Texts, findings: Findings, level: Level) -> str:
    """The heading of a level."""
    if level == "cases":
        heading = capital(per_hundred(say, findings.cases))
        return f"{heading}: {findings.service}" if findings.service else heading
    if level == "team":
        return say("Who does this work: {team}", team=findings.team) if findings.team else say("The teams")
    return say("The whole front office")


def level_words(say: Texts, level: Level) -> str:
    """What is counted at a level, in a sentence."""
    if level == "cases":
        return say("What citizens notice: one case with all that follows from it counts once, whatever becomes of it.")
    if level == "team":
        return say("What the people who do this work notice.")
    return say("All services together. A small service can change much for its citizens and little here.")
