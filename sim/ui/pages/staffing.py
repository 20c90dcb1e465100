"""How many people are needed, and when: each design beside the roster of today."""

from __future__ import annotations

import streamlit as st

from sim.report.staff.told import PlanTold
from sim.text.pairs import marked
from sim.text.texts import Texts
from sim.ui.components.staffing import chain_table, norms_table, shortage_map
from sim.ui.page import Page
from sim.ui.questions import MARRIAGE
from sim.ui.shipped_answers import stored_plans


def show(say: Texts) -> None:
    plans = stored_plans(MARRIAGE).plans[say.lang]
    st.title(say("How many people, and when?"))
    number = st.segmented_control(
        say("Which design?"),
        list(range(len(plans))),
        format_func=lambda number: plans[number].story.capitalize(),
        default=0,
        key="staff-design",
        required=True,
    )
    plan = plans[number or 0]
    with st.container(border=True):
        st.header(plan.answer, anchor=False)
        for sentence in plan.sureness:
            st.markdown(sentence)
        for warning in plan.warnings:
            st.markdown(f"**{say('Mind:')}** {warning}")
        st.caption(plan.measured)
    st.header(say("Who is needed when"))
    names = [team.name for team in plan.teams]
    for team, tab in zip(plan.teams, st.tabs(names, key=f"staff-teams-{number}"), strict=True):
        with tab:
            shortage_map(say, team, key=f"map-{number}-{team.name}")
    st.header(say("From work to euros; today's between brackets"))
    chain_table(say, plan.teams)
    for sentence in plan.per_team:
        st.markdown(f"- {sentence}")
    st.header(say("Norms"))
    norms_table(say, plan.norms)
    _beside(say, plan)


def _beside(say: Texts, plan: PlanTold) -> None:
    for heading, sentences in (
        (say("One person fewer or more"), plan.neighbours),
        (say("What the formulas would have said"), plan.formulas),
        (say("What this rests on"), plan.basis),
    ):
        if sentences:
            with st.expander(heading):
                st.markdown("\n".join(f"- {sentence}" for sentence in sentences))


PAGE = Page(marked("Staff needed"), "staff", ":material/groups:", show)
