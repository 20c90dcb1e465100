"""Runs every story of the library beside its base at the low, the middle and the high of its deciding assumption.

``python -m sim.ui.make_stories`` writes ``answers/stories.json`` beside this file and ``docs/stories.md``; some fifteen minutes
on one core. Names of files (``verhalen/paspoortgolf.yaml``) run these alone and leave the rest as stored.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sim.experiment.levels import LEVELS, at_level, comparison_of
from sim.experiment.result import Result
from sim.experiment.run import run
from sim.model.library import Story, library
from sim.model.scenario import Scenario
from sim.report.stories import LevelTold, StoredStories, StoryTold, assumed_values, level_told
from sim.report.stories_page import stories_page
from sim.report.texts import LANGUAGES, Lang, Texts
from sim.ui.fingerprints import fingerprint

FILE = Path(__file__).with_name("answers") / "stories.json"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "stories.md"
REPLICATIONS, SEED = 10, 1
TOLD_APART = frozenset({"question", "look_at", "beside", "about"})
"""What a story says of itself and a page reads from its file."""


@dataclass
class Runner:
    """Simulates scenarios, each once."""

    replications: int
    results: dict[str, Result] = field(default_factory=dict)

    def result(self, scenario: Scenario, *, keep: bool) -> Result:
        """With ``keep`` for the next story that is compared with it."""
        key = fingerprint([scenario], self.replications, SEED)
        if key in self.results:
            return self.results[key]
        found = run(scenario, replications=self.replications, seed=SEED, jobs=1)
        if keep:
            self.results[key] = found
        return found


def story_fingerprint(story: Story, replications: int) -> str:
    """Of what decides its figures: equal fingerprints mean equal figures."""
    return fingerprint([story.reference, story.scenario], replications, SEED, without=TOLD_APART)


def made(story: Story, runner: Runner) -> StoryTold:
    """The story at every level of its deciding assumption; a minute of work, or less."""
    started = time.perf_counter()
    deciding = story.scenario.deciding
    if deciding is None:
        raise ValueError(f"{story.name} has no deciding assumption")
    say_of: dict[Lang, Texts] = {lang: Texts(lang) for lang in LANGUAGES}
    assumed = {lang: assumed_values(story.scenario, deciding, say) for lang, say in say_of.items()}
    told: dict[Lang, list[LevelTold]] = {lang: [] for lang in LANGUAGES}
    for level in LEVELS:
        reference = runner.result(at_level(story.reference, deciding, level), keep=True)
        comparison = comparison_of(reference, runner.result(at_level(story.scenario, deciding, level), keep=False))
        for lang, say in say_of.items():
            told[lang].append(level_told(comparison, level, assumed[lang][level], say))
    seconds = round(time.perf_counter() - started, 1)
    levels = {lang: tuple(found) for lang, found in told.items()}
    return StoryTold(story.name, story_fingerprint(story, runner.replications), runner.replications, seconds, levels)


def store(told: StoryTold, names: Sequence[str]) -> None:
    """Puts what was found of one story in the file, in the order of ``names``; what is stored of others stays."""
    found = {story.name: story for story in stored().stories} | {told.name: told}
    FILE.write_text(StoredStories(tuple(found[name] for name in names if name in found)).encoded(), encoding="utf-8")


def stored() -> StoredStories:
    """What is in the file; nothing where there is none."""
    return StoredStories.decoded(FILE.read_bytes()) if FILE.exists() else StoredStories(())


def make_stories(stories: Sequence[Story], chosen: Sequence[str], replications: int) -> None:
    """Runs the stories with these names, all when there are none, and stores each."""
    runner = Runner(replications)
    for story in stories:
        if chosen and story.name not in chosen:
            continue
        told = made(story, runner)
        store(told, [story.name for story in stories])
        verdicts = "; ".join(level.verdict for level in told.levels["en"])
        sys.stderr.write(f"{story.name} ({told.seconds:.0f} s): {verdicts}\n")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m sim.ui.make_stories", description=__doc__)
    parser.add_argument("names", nargs="*", help="stories to run, all when left out")
    parser.add_argument("--replications", type=int, default=REPLICATIONS)
    parser.add_argument("--only-page", action="store_true", help="run nothing, write the page from what is stored")
    options = parser.parse_args(arguments)
    stories = library()
    if not options.only_page:
        make_stories(stories, options.names, options.replications)
    PAGE.write_text(stories_page(stories, stored()), encoding="utf-8")


if __name__ == "__main__":
    main()
