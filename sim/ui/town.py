"""A municipality of the visitor's own: its baseline, and the questions asked of it. Knows nothing of Streamlit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from sim.evidence.baseline_file import NewBaseline, make_baseline
from sim.evidence.calibrate import Progress, Stop
from sim.evidence.own_figures import OwnFigures, slug
from sim.model.files.loading import load_sent
from sim.model.files.plans.retarget import leading_to
from sim.model.files.sources import SourceFile
from sim.model.town.scenario import Scenario
from sim.report.files.layout import Sources
from sim.text.pairs import Text
from sim.ui.questions import QUESTIONS, Question


@dataclass(frozen=True, eq=False)
class Town:
    """A baseline that was made from own figures, with the stories of every question (by name) as they are there.

    ``sources`` are the files of the stories, the baseline among them: what an archive needs to make results again.
    """

    baseline: NewBaseline
    sources: Mapping[str, Sources]
    scenarios: Mapping[str, tuple[Scenario, ...]]

    @property
    def place(self) -> Text:
        return self.baseline.scenario.label

    @property
    def file(self) -> str:
        return file_of(self.baseline.own)


def file_of(own: OwnFigures) -> str:
    """``eigen-voorbeeldstad-2024.yaml``: never that of a shipped municipality."""
    return f"eigen-{slug(own.name)}-{own.year}.yaml"


def make_town(own: OwnFigures, progress: Progress, stop: Stop) -> Town:
    """Solves and tests the baseline, and reads the stories as they are there; some ten seconds for 150,000 inhabitants.

    Raises ``Stopped`` (:mod:`sim.engine.simulate`) when ``stop`` said True.
    """
    baseline = make_baseline(own, progress=progress, stop=stop)
    sources = {question.name: sources_at(question, baseline) for question in QUESTIONS}
    return Town(baseline, sources, {name: loaded(found) for name, found in sources.items()})


def sources_at(question: Question, baseline: NewBaseline) -> Sources:
    """The files of the stories, with the own baseline between them and the municipality that it extends."""
    municipality = question.municipality
    own = PurePosixPath(municipality).with_name(file_of(baseline.own))
    made = SourceFile(str(own), baseline.text(PurePosixPath(municipality).name))
    found = []
    for files in question.sources:
        place = next(number for number, file in enumerate(files) if file.file == municipality)
        last = files[place - 1]
        extends = "/".join([".."] * len(PurePosixPath(last.file).parent.parts) + [str(own)])
        found.append((*files[: place - 1], SourceFile(last.file, leading_to(last.text, extends)), made, *files[place:]))
    return tuple(found)


def loaded(sources: Sources) -> tuple[Scenario, ...]:
    return tuple(load_sent(files) for files in sources)


MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&@])")


def plain(text: str) -> str:
    """A text that somebody typed, for a place where Markdown is read: it makes nothing bold, and fetches no picture."""
    return MARKDOWN.sub(r"\\\1", text)
