"""What the model does not say: in one place, for the page and every other screen."""

from __future__ import annotations

from sim.report.certainty import CHANCE_ONLY, EXPLORATORY
from sim.report.findings import Findings
from sim.report.texts import Texts, marked

LIMITS = (
    marked("It compares designs within one model. It is no forecast of next year's numbers."),
    CHANCE_ONLY,
    marked(
        "How people choose a channel and how much certainty they need was put in, with a range. The model works out what follows "
        "from that; it does not prove it."
    ),
    marked("It does not predict how satisfied people are, and it says nothing about individual employees."),
    marked("It does not say whether decisions are good or legally right. A legal warning only names what a design may run into."),
    marked("Fewer hours of work are not yet fewer people: only what removes a whole shift can be booked."),
    marked(
        "Not in the model: chat with several conversations at once, post, letters to many people at once, steps side by side, "
        "overbooked or cancelled appointments, and the weeks in which staff learn a new way of working."
    ),
)
COMPARED = (
    EXPLORATORY,
    marked("People in the tables are people in the model. Nobody real was followed."),
)


def limits(say: Texts, findings: Findings) -> list[str]:
    """The sentences that go with these findings."""
    sentences = LIMITS + (COMPARED if len(findings.stories) > 1 else ())
    return [say(sentence) for sentence in sentences]
