"""Runs every plan of the library beside its base at the low, the middle and the high of its deciding assumption.

:mod:`sim.ui.make_again` stores what was found where :mod:`sim.report.answers.stories` reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.experiment.compare import compare
from sim.experiment.numbers.levels import LEVELS, at_level
from sim.experiment.running.store import Store
from sim.model.files.library import Story
from sim.report.answers.stories import LevelTold, StoredStories, StoryTold, assumed_values, level_told, stored
from sim.report.told.findings import unsourced_among
from sim.report.words.sources import sourced_of
from sim.text.pairs import Language
from sim.text.texts import LANGUAGES, Texts
from sim.ui.fingerprints import fingerprint
from sim.ui.make_answers import SEED

TOLD_APART = frozenset({"question", "look_at", "beside", "about"})
"""What a story says of itself and a page reads from its file."""


def story_fingerprint(story: Story, replications: int) -> str:
    """Of what decides its figures: equal fingerprints mean equal figures."""
    return fingerprint([story.reference, story.scenario], replications, SEED, without=TOLD_APART)


def made(story: Story, replications: int, store: Store | None = None) -> StoryTold:
    """The story at every level of its deciding assumption, on one core; a minute of work, or less."""
    deciding = story.scenario.deciding
    if deciding is None:
        raise ValueError(f"{story.name} has no deciding assumption")
    say_of: dict[Language, Texts] = {lang: Texts(lang) for lang in LANGUAGES}
    assumed = {lang: assumed_values(story.scenario, deciding, say) for lang, say in say_of.items()}
    told: dict[Language, list[LevelTold]] = {lang: [] for lang in LANGUAGES}
    for level in LEVELS:
        scenarios = [at_level(one, deciding, level) for one in (story.reference, story.scenario)]
        comparison = compare(scenarios, replications=replications, seed=SEED, jobs=1, store=store)
        for lang, say in say_of.items():
            told[lang].append(level_told(comparison, level, assumed[lang][level], say))
    levels = {lang: tuple(found) for lang, found in told.items()}
    unsourced = unsourced_among(sourced_of([story.reference, story.scenario], Texts("en")))
    return StoryTold(story.name, story_fingerprint(story, replications), replications, levels, unsourced)


def store_story(file: Path, names: Sequence[str], told: StoryTold) -> None:
    """Puts what was found of one story in the file, in the order of ``names``; what is stored of others stays."""
    found = {story.name: story for story in stored(file).stories} | {told.name: told}
    whole = StoredStories(tuple(found[name] for name in names if name in found))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(whole.encoded(), encoding="utf-8")
