"""What was found of the stories of the library, in words of one language, as plain values that can be stored."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from sim.experiment.found.comparison import Comparison
from sim.experiment.found.intervals import Difference, Judgement
from sim.experiment.numbers.levels import LEVELS, Level
from sim.measure.rows import Key
from sim.model.town.scenario import Deciding, Scenario
from sim.report.answers.plain import Stored, plain
from sim.report.gather.outcome import Gatherer
from sim.report.told.findings import Row
from sim.report.words.sources import sourced_numbers
from sim.report.words.verdict import conclusion, headlines, kpi_name
from sim.text.pairs import Language, marked
from sim.text.texts import Texts
from sim.text.units import estimated, written_interval

FILE = Path(__file__).with_name("stories.json")
"""What was found of every plan that comes with the program."""
SCHEMA_VERSION = 1
MOST_VALUES = 3
"""As many values of one assumption are told; of more only that they are low or high."""
LEVEL_WORDS: dict[Level, str] = {"low": marked("low"), "mid": marked("middle"), "high": marked("high")}
BESIDE = (
    Key("contacts_offered", "channel", "phone"),
    Key("abandonment_offered", "channel", "phone"),
    Key("average_handling_time", "channel", "phone"),
    Key("service_level_offered", "channel", "walk_in"),
    Key("contacts_offered", "channel", "appointment"),
    Key("slot_lead_time", "channel", "appointment"),
    Key("reachability", "channel", "appointment"),
    Key("digital_applications"),
    Key("gave_up"),
)
"""Figures of the whole front office that are told beside the headlines where they changed."""


@dataclass(frozen=True)
class FigureTold:
    """One figure of a story: beside today, what the story adds, and what that amounts to. ``key`` is for machines."""

    key: str
    name: str
    reference: str
    story: str
    difference: str
    judgement: Judgement
    headline: bool


@dataclass(frozen=True)
class LevelTold:
    """A story at one level of its deciding assumption: what is ``assumed`` there, the verdict, and the figures."""

    level: Level
    assumed: str
    verdict: str
    figures: tuple[FigureTold, ...]


@dataclass(frozen=True)
class StoryTold:
    """One story at low, mid and high, in every language; ``name`` is its file.

    ``unsourced``: how many assumptions without a source it and its reference lean on; None in files from before that was kept.
    """

    name: str
    fingerprint: str
    replications: int
    levels: dict[Language, tuple[LevelTold, ...]]
    unsourced: int | None = None

    def shown(self, lang: Language) -> tuple[tuple[FigureTold, ...], ...]:
        """The figures of the verdict, then what changed at one level at least; each as it is at every level."""
        figures = list(zip(*(level.figures for level in self.levels[lang]), strict=True))
        return tuple(same for same in figures if same[0].headline or any(one.judgement == "changed" for one in same))


@dataclass(frozen=True)
class StoredStories(Stored):
    """What was found of all stories."""

    stories: tuple[StoryTold, ...]
    schema_version: int = SCHEMA_VERSION

    def of(self, name: str) -> StoryTold | None:
        """What was found of the story in this file; None for one that was not run."""
        return next((story for story in self.stories if story.name == name), None)

    def encoded(self) -> str:
        """As JSON, a line per story."""
        lines = ",\n".join(json.dumps(plain(story), ensure_ascii=False) for story in self.stories)
        return f'{{"schema_version": {self.schema_version}, "stories": [\n{lines}\n]}}\n'


def stored(file: Path = FILE) -> StoredStories:
    """What is in the file; nothing where there is none."""
    return StoredStories.decoded(file.read_bytes()) if file.exists() else StoredStories(())


def level_told(comparison: Comparison, level: Level, assumed: str, say: Texts) -> LevelTold:
    gatherer = Gatherer(comparison.results, ("", ""), say, comparison.focus, comparison)
    findings = gatherer.findings()
    pairs = headlines(findings, 1)
    declared = {row.key for row, _ in pairs}
    known = set(gatherer.estimates[0]) & set(gatherer.estimates[1])
    beside = [gatherer.row("office", key) for key in BESIDE if key in known and str(key) not in declared]
    pairs += [(row, found) for row in beside if (found := row.differences[1]) is not None]
    return LevelTold(level, assumed, conclusion(say, findings, 1), tuple(_figure(say, row, found) for row, found in pairs))


def _figure(say: Texts, row: Row, found: Difference) -> FigureTold:
    first, second = (estimated(say, row.estimates[number], row.unit) for number in (0, 1))
    change = estimated(say, found, row.unit, signed=True, points=True)
    interval = written_interval(say, found.low, found.high, row.unit, signed=True)
    return FigureTold(row.key, kpi_name(say, row), first, second, f"{change} ({interval})", found.judgement, found.headline)


def assumed_values(story: Scenario, deciding: Deciding, say: Texts) -> dict[Level, str]:
    """What the deciding assumption is at low, mid and high, as it is written with its units."""
    of = story.model_copy(update={"designs": (story.design if deciding.of == "measure" else story.baseline,)})
    found = [
        (number.low, number.mid, number.high)
        for number in sourced_numbers(of, say)
        if number.low != number.high and any(fnmatchcase(number.path, pattern) for pattern in deciding.paths)
    ]
    return {level: _values(say, level, [values[place] for values in found]) for place, level in enumerate(LEVELS)}


def _values(say: Texts, level: Level, values: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(values))
    return say(LEVEL_WORDS[level]) if len(distinct) > MOST_VALUES else say.listed(distinct)
