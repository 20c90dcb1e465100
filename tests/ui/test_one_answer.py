"""What is stored of one design is the same on every page of the dashboard and in the library of stories."""

from __future__ import annotations

from sim.report.told.findings import Row
from sim.text.texts import LANGUAGES, Texts
from sim.text.units import estimated
from sim.ui.make_answers import REPLICATIONS
from sim.ui.pages.stories import stored_stories
from sim.ui.questions import MARRIAGE
from sim.ui.shipped_answers import stored_answer


def test_the_stories_tell_what_the_first_page_tells() -> None:
    stored = stored_answer(MARRIAGE)
    for lang in LANGUAGES:
        rows: dict[tuple[str, str], Row] = {(row.key, row.level): row for row in stored.answers[lang].findings.rows}
        for number, name in enumerate(MARRIAGE.stories[1:], 1):
            story = stored_stories().of(name)
            assert story is not None
            assert story.replications == REPLICATIONS, "make answers"
            (mid,) = (level for level in story.levels[lang] if level.level == "mid")
            told = 0
            for figure in mid.figures:
                found = next((row for (key, _), row in rows.items() if key == figure.key), None)
                if found is not None and figure.headline:
                    told += 1
                    assert figure.reference == estimated(Texts(lang), found.estimates[0], found.unit), (name, figure.key)
                    assert figure.story == estimated(Texts(lang), found.estimates[number], found.unit), (name, figure.key)
            assert told >= 5


def test_the_page_of_dials_begins_where_the_first_page_is() -> None:
    stored = stored_answer(MARRIAGE)
    for number, pair in enumerate(stored.pairs, 1):
        for lang in LANGUAGES:
            first = {(row.key, row.level): row for row in stored.answers[lang].findings.rows}
            told = 0
            for row in pair.answers[lang].findings.rows:
                if same := first.get((row.key, row.level)):
                    told += 1
                    assert repr(row.estimates) == repr((same.estimates[0], same.estimates[number])), row.key
            assert told > 40
