"""The library of stories: each with its question, what was found, what to look at, and the stored verdict."""

from __future__ import annotations

from functools import cache

import streamlit as st

from sim.model.files.library import Story, library
from sim.report.answers.stories import FigureTold, StoryTold, stored
from sim.report.words.certainty import story_chance, story_leaning
from sim.report.words.verdict import judged
from sim.text.pairs import marked
from sim.text.texts import Texts
from sim.ui.page import Page

stored_stories, shipped_stories = cache(stored), cache(library)
"""What was found of the stories and the stories themselves, read once for all visitors."""


def show(say: Texts) -> None:
    st.title(say("Stories"))
    st.markdown(
        say(
            "Each story changes one thing in a municipality and keeps its citizens as they are. The verdict was worked out "
            "beforehand, at the low, the middle and the high of the assumption that decides it."
        )
    )
    st.markdown(story_chance(say))
    for number, story in enumerate(shipped_stories()):
        with st.expander(say(story.question).strip(), key=f"story-{number}"):
            _story(say, story, stored_stories().of(story.name))


def _story(say: Texts, story: Story, found: StoryTold | None) -> None:
    st.markdown(f"**{say(story.label).capitalize()}.** {say(story.about).strip()}")
    st.markdown(f"**{say('What to look at:')}** {say(story.look_at).strip()}")
    if found is not None:
        levels = found.levels[say.lang]
        for level in levels:
            st.markdown(f"- {level.assumed}: {level.verdict}")
        if found.unsourced is not None:
            st.markdown(story_leaning(say, found.unsourced))
        st.table(_figures(say, found))
    st.code(f"sweetspot compare scenarios/{story.beside_name} scenarios/{story.name}", language=None)


def _figures(say: Texts, found: StoryTold) -> list[dict[str, str]]:
    assumed = [level.assumed for level in found.levels[say.lang]]
    return [
        {say("Figure"): same[0].name} | {level: _cell(say, one) for level, one in zip(assumed, same, strict=True)}
        for same in found.shown(say.lang)
    ]


def _cell(say: Texts, figure: FigureTold) -> str:
    return f"{figure.difference} {judged(say, figure.judgement)}"


PAGE = Page(marked("Stories"), "stories", ":material/library_books:", show)
