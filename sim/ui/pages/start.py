"""The first minute: the verdict, the figures behind it, what it hangs on, who is worse off, and the norms."""

from __future__ import annotations

import streamlit as st

from sim.report.answers.answer import Answer, StoredAnswer
from sim.report.words.certainty import norms
from sim.report.words.making import measured
from sim.report.words.rebound import rebound
from sim.report.words.several import overall, why
from sim.text.pairs import marked
from sim.text.texts import Texts
from sim.ui.components.downloads import downloads, packed
from sim.ui.components.figures import figures_table, norm_cards
from sim.ui.components.gains import gains
from sim.ui.components.hinge import hinge
from sim.ui.components.marks import below_the_verdict, grounds, marks, place_and_year
from sim.ui.components.tornado import tornado
from sim.ui.page import Page
from sim.ui.questions import MARRIAGE, Question
from sim.ui.session import shipped_scenarios
from sim.ui.shipped_answers import stored_answer
from sim.ui.town import plain


def show(say: Texts) -> None:
    question, stored = MARRIAGE, stored_answer(MARRIAGE)
    answer = stored.answers[say.lang]
    st.title(say(question.title))
    place = place_and_year(say, answer.place, answer.year)
    st.caption(f"{place} {measured(say, answer.findings)} {say('Worked out beforehand.')}")
    marks(answer.findings.marks)
    verdict(say, answer)
    stories = [story.label for story in answer.findings.stories]
    figures_table(say, answer.overview, stories)
    below_the_verdict(say, answer.findings)
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
    st.caption(norms(say))
    if answer.findings.sensitivity:
        st.header(say("Which assumption decides?"))
        tornado(say, answer.findings.sensitivity, "start-tornado")
    st.header(say("Take it along"))
    _take_along(say, question, stored)


def verdict(say: Texts, answer: Answer) -> None:
    """The answer in one sentence, how many of the calls and e-mails that the first design saves come back, and how sure it is."""
    with st.container(border=True):
        st.header(overall(say, answer.findings), anchor=False)
        grounds(say, answer.findings, plain(rebound(say, answer.findings, 1)) or why(say, answer.findings))


def _take_along(say: Texts, question: Question, stored: StoredAnswer) -> None:
    """The report, the workbook, and the archive from which anyone makes this answer again."""
    answer = stored.answers[say.lang]

    def archive() -> bytes:
        return packed(say, answer.findings, shipped_scenarios(question), question.sources, stored.recipe, stored.digests)

    downloads(say, answer.findings, (answer.place, question.name), archive, key="start")


PAGE = Page(marked("The answer"), "", ":material/balance:", show)
