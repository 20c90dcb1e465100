"""A closer look: waiting over the day and the week, journeys, and two citizens in both worlds."""

from __future__ import annotations

import streamlit as st

from sim.report.answers.answer import Answer
from sim.report.words.certainty import band
from sim.report.words.making import measured
from sim.report.words.names import cases_word
from sim.text.pairs import marked
from sim.text.texts import Texts
from sim.text.units import MISSING, estimated
from sim.ui.components.journeys import how_to_read, lives, sankey
from sim.ui.components.marks import marks, place_and_year
from sim.ui.components.waiting import day_chart, week_chart, week_title
from sim.ui.page import Page
from sim.ui.questions import MARRIAGE
from sim.ui.session import jobs, town
from sim.ui.shipped_answers import stored_answer


def show(say: Texts) -> None:
    st.title(say("A closer look"))
    answer = _answer(say)
    stories = [story.label for story in answer.findings.stories]
    st.caption(f"{place_and_year(say, answer.place, answer.year)} {measured(say, answer.findings)}")
    marks(answer.findings.marks)
    for note in answer.findings.notes:
        st.caption(note)
    chosen = st.segmented_control(
        say("Which design beside {reference}?", reference=stories[0]),
        list(range(1, len(stories))),
        format_func=lambda story: stories[story],
        default=1,
        key="closer" if len(stories) > 2 else "closer-own",
        required=True,
    )
    journeys, citizens, day, week = st.tabs(
        [say("Journeys"), say("Two citizens"), say("Waiting over the day"), say("The week")], key="closer-tabs"
    )
    with journeys:
        _journeys(say, answer, stories, chosen)
    with citizens:
        _citizens(say, answer, chosen)
    with day:
        if not answer.findings.curves:
            st.info(say("There is nothing to show here."))
        for curve in answer.findings.curves:
            st.header(say("Waiting by time of day: {channel}", channel=curve.channel), anchor=False)
            day_chart(say, curve, stories, (0, chosen), key=f"day-{curve.channel}")
        told = say("Working days, by the time at which people called or came, answered or not.")
        st.caption(f"{told} {band(say)}")
    with week:
        _week(say, answer, stories, chosen)


def _answer(say: Texts) -> Answer:
    """The one worked out beforehand, or the last one that the visitor had worked out with the dials."""
    stored = stored_answer(MARRIAGE).answers[say.lang]
    run = jobs().finished(st.session_state.get("answered", ""))
    if run is None or run.answers is None:
        return stored
    own = st.segmented_control(
        say("Of which answer?"),
        [False, True],
        format_func=lambda mine: say("Your last turn of the dials") if mine else say("Worked out beforehand"),
        default=town() is not None,
        key="closer-answer",
        required=True,
    )
    return run.answers[say.lang] if own else stored


def _journeys(say: Texts, answer: Answer, stories: list[str], chosen: int) -> None:
    cases = cases_word(say, answer.findings.cases)
    for story in (0, chosen):
        st.header(stories[story], anchor=False)
        sankey(say, answer.flows[story], cases, _over_all(say, answer, story), key=f"sankey-{story}")
    st.caption(say("One repeat of the simulation, everybody who began in the measured weeks, with all that followed."))


def _over_all(say: Texts, answer: Answer, story: int) -> str:
    """Calls and e-mails per 100 cases over all repeats, as every page has them."""
    found = (row for row in answer.findings.of("cases") if row.kpi == "remote_contacts_per_root_case")
    return next((estimated(say, row.estimates[story], row.unit) for row in found), MISSING)


def _citizens(say: Texts, answer: Answer, chosen: int) -> None:
    st.markdown(say("The same citizen with the same luck; only the design differs."))
    for followed in answer.followed.get(chosen, ()):
        with st.container(border=True):
            lives(say, followed)
    if answer.followed.get(chosen):
        how_to_read(say)
    else:
        st.info(say("Nobody's effort differs between these two."))


def _week(say: Texts, answer: Answer, stories: list[str], chosen: int) -> None:
    if not answer.weeks:
        st.info(say("There is nothing to show here."))
        return
    told = {week_title(say, week): week for week in answer.weeks}
    title = st.selectbox(say("What to show"), list(told), key="week-of")
    for story in (0, chosen):
        st.markdown(f"**{stories[story]}**")
        week_chart(say, told[title], story, key=f"week-{story}")
    st.caption(
        say("Waits and answers stand at the time at which people called or came, people at work at the time at which they work.")
    )


PAGE = Page(marked("A closer look"), "closer", ":material/search:", show)
