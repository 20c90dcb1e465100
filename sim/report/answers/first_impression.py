"""A first impression of an answer: a few figures of the service itself, quickly put into words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.experiment.found.comparison import Comparison
from sim.report.answers.answer import gatherers_of
from sim.report.told.findings import Row
from sim.text.pairs import Language

IMPRESSION = (
    "remote_contacts_per_root_case",
    "online_attempts_per_root_case",
    "citizen_effort",
    "staff_time_per_root_case",
    "digital_applications",
)
"""KPIs of the first impression, in the order in which they are shown."""


@dataclass(frozen=True)
class Impression:
    """The names of the stories, and the rows of :data:`IMPRESSION` that could be told."""

    stories: tuple[str, ...]
    rows: tuple[Row, ...]


def impressions_of(comparison: Comparison, files: Sequence[str]) -> dict[Language, Impression]:
    """The impression in every language. Raises ``ValueError`` when no replication was finished."""
    return {
        lang: Impression(tuple(story.label for story in gatherer.stories), in_order(gatherer.rows("cases", IMPRESSION)))
        for lang, gatherer in gatherers_of(comparison, files).items()
    }


def in_order(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Those of :data:`IMPRESSION` about all cases, in its order."""
    return tuple(row for kpi in IMPRESSION for row in rows if row.kpi == kpi and not row.about)
