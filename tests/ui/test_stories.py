from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from sim.experiment.numbers.levels import LEVELS
from sim.model.files.library import Story, library, plans
from sim.report.answers.stories import FILE, StoredStories
from sim.report.files.stories_page import stories_page
from sim.text.pairs import Language
from sim.text.texts import LANGUAGES, Texts
from sim.ui.make_again import Places
from sim.ui.make_stories import story_fingerprint

STORIES = library()
STORED = StoredStories.decoded(FILE.read_bytes())


def draw(lang: str) -> None:
    """What a visitor of the page gets; Streamlit runs this as a script of its own."""
    from sim.text.texts import Texts  # noqa: PLC0415
    from sim.ui.pages import stories  # noqa: PLC0415

    stories.PAGE.show(Texts("nl" if lang == "nl" else "en"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_shows_every_story_with_its_question_and_what_was_found(lang: Language) -> None:
    found = AppTest.from_function(draw, kwargs={"lang": lang}, default_timeout=120).run()
    assert not found.exception
    say = Texts(lang)
    assert [item.label for item in found.expander] == [say(story.question).strip() for story in STORIES]
    words = "\n".join(str(item.value) for item in found.markdown)
    for story in STORIES:
        assert say(story.about).strip() in words
        assert say(story.look_at).strip() in words
    for story in STORIES:
        told = STORED.of(story.name)
        assert told is not None
        assert all(level.verdict in words for level in told.levels[lang])
    for table, story in zip(found.table, STORIES, strict=True):
        told = STORED.of(story.name)
        assert told is not None
        cells = table.value.to_string()
        assert all(one.difference.split(" (")[0] in cells for same in told.shown(lang) for one in same)


@pytest.mark.parametrize("story", plans(), ids=lambda story: story.file.stem)
def test_what_is_stored_belongs_to_the_story_as_it_is(story: Story) -> None:
    told = STORED.of(story.name)
    assert told is not None, "make answers"
    assert told.fingerprint == story_fingerprint(story, told.replications), "make answers"
    assert told.replications >= 6
    for lang in LANGUAGES:
        assert tuple(level.level for level in told.levels[lang]) == LEVELS
        assert all(any(figure.headline for figure in level.figures) for level in told.levels[lang])


def test_the_page_of_the_library_says_what_is_stored() -> None:
    page = Places().docs / "stories.md"
    assert page.read_text(encoding="utf-8") == stories_page(STORIES, STORED), "make answers"


def test_what_is_stored_can_be_read_again() -> None:
    assert StoredStories.decoded(STORED.encoded()) == STORED
