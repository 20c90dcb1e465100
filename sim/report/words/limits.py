"""What the model does not say: in one place, for the page and every other screen."""

from __future__ import annotations

from dataclasses import dataclass

from sim.report.told.findings import Findings
from sim.report.words.certainty import CHANCE_ONLY, EXPLORATORY
from sim.text.pairs import marked
from sim.text.texts import Texts


@dataclass(frozen=True)
class Absent:
    """Something that is not in the model: the field of ``model`` that would make that untrue, by any of the names it may get."""

    what: str
    model: str
    fields: tuple[str, ...]


LIMITS = (
    marked("It compares designs within one model. It is no forecast of next year's numbers."),
    CHANCE_ONLY,
    marked(
        "How people choose a channel and how much certainty they need was put in, with a range. The model works out what follows "
        "from that; it does not prove it."
    ),
    marked("It does not predict how satisfied people are, and it says nothing about individual employees."),
    marked("It does not say whether decisions are good or legally right. A legal warning only names what a design may run into."),
    marked("Fewer hours of work are not yet fewer people: only hours in stretches that make a shift can be booked."),
)
ABSENT = (
    Absent(marked("rooms and other things that must be free"), "Step", ("resource", "resources", "room", "needs")),
    Absent(marked("what people hear from each other"), "Behaviour", ("word_of_mouth", "hearsay", "neighbours")),
    Absent(marked("staff who leave and newcomers who learn the work"), "Team", ("turnover", "newcomers", "experience")),
)
COMPARED = (
    EXPLORATORY,
    marked("People in the tables are people in the model. Nobody real was followed."),
)


def limits(say: Texts, findings: Findings) -> list[str]:
    """The sentences that go with these findings."""
    absent = say("Not in the model: {things}.", things=say.listed([say(one.what) for one in ABSENT]))
    sentences = LIMITS + (COMPARED if len(findings.stories) > 1 else ())
    return [*(say(sentence) for sentence in sentences), absent]
