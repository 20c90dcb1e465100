"""The questions that the dashboard can be asked: which scenarios are compared, and about which assumption it hangs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.model.loading import load
from sim.model.shipped import scenarios_folder
from sim.model.values import LabelText
from sim.report.texts import marked


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

    @property
    def place(self) -> LabelText:
        """The name of the municipality."""
        return load(scenarios_folder() / self.municipality).label

    @property
    def files(self) -> tuple[Path, ...]:
        return tuple(scenarios_folder() / story for story in self.stories)


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
    "services.huwelijksaangifte.reassurance.contacts_per_case",
    (2, 1),
)
QUESTIONS = (MARRIAGE,)
