"""A complete answer: everything the dashboard shows of a comparison, in one language, as plain values that can be stored."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from sim.experiment.found.closer import Closer
from sim.experiment.found.comparison import Comparison
from sim.experiment.found.turning import TippingPoint
from sim.experiment.sensitivity import Sensitivity
from sim.report.answers.first_screen import Overview, overview_of
from sim.report.answers.plain import Stored
from sim.report.gather.journeys import FlowTold, FollowedTold, flows_told, followed_told
from sim.report.gather.outcome import Gatherer
from sim.report.gather.weeks import WeekMap, week_maps
from sim.report.told.findings import Findings
from sim.report.told.recipe import Recipe
from sim.text.pairs import Language, Text
from sim.text.texts import LANGUAGES, Texts

SCHEMA_VERSION = 2


@dataclass(frozen=True)
class Answer:
    """The findings of a comparison with what the dashboard draws beside them.

    ``place`` and ``year`` say whose figures it rests on, and of which year. ``flows`` has the journeys of each story, per 100
    cases; ``followed`` the citizens followed into the story of that number.
    """

    place: str
    year: str
    findings: Findings
    overview: Overview
    weeks: tuple[WeekMap, ...]
    flows: tuple[tuple[FlowTold, ...], ...] = ()
    followed: dict[int, tuple[FollowedTold, ...]] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class StoredAnswer(Stored):
    """One answer in every language, with what it was made from: a fingerprint of the scenarios and how they were run.

    ``recipe`` and ``digests`` (of the tables of results, by name) are what an archive needs from which it is made again.
    ``pairs`` are the answers to the smaller questions inside this one: the first scenario and one other.
    """

    fingerprint: str
    answers: dict[Language, Answer]
    recipe: Recipe
    digests: dict[str, str]
    pairs: tuple[StoredAnswer, ...] = ()
    schema_version: int = SCHEMA_VERSION


def answers_of(
    comparison: Comparison,
    files: Sequence[str],
    place: Text,
    tipping: Sequence[TippingPoint] = (),
    sensitivity: Sequence[Sensitivity] = (),
) -> dict[Language, Answer]:
    """The answer in every language, with journeys where the comparison took a closer look.

    Raises ``ValueError`` when no replication was finished.
    """
    return {
        lang: _answer_of(gatherer, gatherer.findings(tipping, sensitivity), place, comparison.closer)
        for lang, gatherer in gatherers_of(comparison, files).items()
    }


def gatherers_of(comparison: Comparison, files: Sequence[str]) -> dict[Language, Gatherer]:
    """A gatherer per language; the estimates, which have none, are worked out once."""
    first = Gatherer(comparison.results, tuple(files), Texts(LANGUAGES[0]), comparison.focus, comparison)
    return {lang: dataclasses.replace(first, say=Texts(lang), known=first.estimates) for lang in LANGUAGES}


def _answer_of(gatherer: Gatherer, findings: Findings, place: Text, closer: Closer | None) -> Answer:
    """The answer in the language of the gatherer; without ``closer`` it has no journeys."""
    say = gatherer.say
    labels = gatherer.labels
    live = [name for name, channel in gatherer.scenarios[0].baseline.channels.items() if channel.kind == "live"]
    limited = [name for name, team in gatherer.scenarios[0].baseline.teams.items() if not team.unlimited]
    weeks = week_maps(
        gatherer.results, {name: labels.channels[name] for name in live}, {name: labels.teams[name] for name in limited}
    )
    year = gatherer.scenarios[0].year_of_data
    if closer is None:
        return Answer(say(place), year, findings, overview_of(gatherer), weeks)
    scenarios, stories = gatherer.scenarios, [story.label for story in findings.stories]
    told = {
        number: tuple(
            followed_told(one, (scenarios[0], scenarios[number]), (stories[0], stories[number]), labels, gatherer.cases, say)
            for one in found
        )
        for number, found in closer.followed.items()
    }
    flows = tuple(flows_told(found, scenario, labels, say) for found, scenario in zip(closer.flows, scenarios, strict=True))
    return Answer(say(place), year, findings, overview_of(gatherer), weeks, flows, told)
