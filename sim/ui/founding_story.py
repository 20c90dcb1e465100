"""What the README tells of the founding story: the answer in a few lines, and whether it agrees with what was seen."""

from __future__ import annotations

from sim.evidence.patterns import words
from sim.evidence.patterns.table import EvidenceTable
from sim.report.answers.answer import StoredAnswer
from sim.report.words.short import in_short
from sim.text.texts import Texts

BLOCK = "founding-story"
SEEN = ("M1a", "M1b")
"""The patterns of the seven municipalities."""


def founding_story(answer: StoredAnswer, table: EvidenceTable) -> str:
    """The lines in Markdown, in English as all documentation."""
    say = Texts("en")
    seen = [line for pattern in SEEN for line in words.told(say, table, pattern)]
    return "\n".join(f"- {line}" for line in [*in_short(say, answer.answers["en"].findings), *seen])
