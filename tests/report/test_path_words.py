"""Numbers by name: a path in the words of the scenario."""

from __future__ import annotations

from sim.model.files.loading import load
from sim.model.files.shipped import scenarios_folder
from sim.report.words.paths import path_words
from sim.text.texts import Texts


def test_a_number_per_group_names_the_group_as_the_screen_does() -> None:
    story = load(scenarios_folder() / "plannen" / "hulp-bij-digitaal.yaml")
    path = "channels.web.helpers.library.by_segment.older"
    assert path_words(path, [story], Texts("nl")) == (
        "online, informatiepunt in de bibliotheek, 75 jaar en ouder: hulp van anderen, per groep"
    )
