"""The first minute: the verdict, the figures behind it, what it hangs on, who is worse off, and the norms."""

from __future__ import annotations

import streamlit as st

from sim.report.answer import Answer
from sim.report.overall import overall, sure, why
from sim.report.texts import Texts, marked
from sim.report.verdict import unsourced
from sim.ui.components.figures import figures_table, norm_cards
from sim.ui.components.gains import gains
from sim.ui.components.hinge import hinge
from sim.ui.page import Page
from sim.ui.questions import MARRIAGE
from sim.ui.shipped_answers import stored_answer


def show(say: Texts) -> None:
    question, answer = MARRIAGE, stored_answer(MARRIAGE.name).answers[say.lang]
    st.title(say(question.title))
    st.caption(f"{place_and_year(say, answer)} {say('Worked out beforehand.')}")
    verdict(say, answer)
    stories = [story.label for story in answer.findings.stories]
    figures_table(say, answer.overview, stories)
    st.header(say("What does it hang on?"))
    hinge(say, answer.findings.tipping)
    left, right = st.columns(2, gap="large")
    with left:
        st.header(say("Who is worse off?"))
        gains(say, answer.findings)
    with right:
        st.header(say("What are these designs?"))
        for story in answer.findings.stories:
            st.markdown(f"**{story.label}.** {story.about}")
            for warning in story.warnings:
                st.warning(warning, icon=":material/gavel:")
    st.header(say("Are the norms met?"))
    norm_cards(say, answer.overview.norms, stories)


def verdict(say: Texts, answer: Answer) -> None:
    """The answer in one sentence, how sure it is, and in which figures it shows."""
    with st.container(border=True):
        st.header(overall(say, answer.findings), anchor=False)
        st.markdown(f"{why(say, answer.findings)} {sure(say, answer.findings)} {unsourced(say, answer.findings)}")


def place_and_year(say: Texts, answer: Answer) -> str:
    """Whose figures these are and of which year, which the name of the place may say already."""
    if not answer.year or answer.year in answer.place:
        return f"{answer.place}."
    return say("{place}, with the figures of {year}.", place=answer.place, year=answer.year)


PAGE = Page(marked("The answer"), "", ":material/balance:", show)
