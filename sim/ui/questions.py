"""The questions that the dashboard can be asked: which scenarios are compared, and about which assumption it hangs."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sim.model.files.extends import source_files
from sim.model.files.loading import load
from sim.model.files.shipped import scenarios_folder
from sim.model.files.sources import SourceFile
from sim.report.files.layout import Sources
from sim.text.pairs import Text, marked


@dataclass(frozen=True)
class Question:
    """``municipality`` is where it is asked; ``stories`` are the scenario files, the first is today; all below the folder of
    scenarios. ``hinge`` is the assumption shown as a slider, ``pair`` the stories (by number) whose staff time is compared along
    it. ``title`` is a msgid.
    """

    name: str
    title: str
    municipality: str
    stories: tuple[str, ...]
    hinge: str
    pair: tuple[int, int]

    @cached_property
    def place(self) -> Text:
        return load(scenarios_folder() / self.municipality).label

    @property
    def files(self) -> tuple[Path, ...]:
        return tuple(scenarios_folder() / story for story in self.stories)

    @cached_property
    def sources(self) -> Sources:
        """The files of each story, nearest first, called as they are below the folder of scenarios."""
        return tuple(tuple(_named(file) for file in source_files(path)) for path in self.files)


def _named(file: SourceFile) -> SourceFile:
    return SourceFile(Path(os.path.relpath(file.file, scenarios_folder())).as_posix(), file.text)


MARRIAGE = Question(
    "huwelijk",
    marked("What happens if getting married goes digital?"),
    "municipalities/s-hertogenbosch-2019.yaml",
    (
        "huwelijk/vandaag.yaml",
        "huwelijk/volledig-digitaal.yaml",
        "huwelijk/hybride.yaml",
        "huwelijk/verbeterd-digitaal.yaml",
    ),
    "behaviour.questions.per_case+behaviour.questions.opens",
    (2, 1),
)
QUESTIONS = (MARRIAGE,)
