"""The answers that come with the program, read once and shared by all visitors."""

from __future__ import annotations

import streamlit as st

from sim.report.answers.answer import StoredAnswer
from sim.report.staff.told import StoredPlans
from sim.ui.make_answers import path_of, plans_path_of
from sim.ui.questions import question_named


@st.cache_resource
def stored_answer(name: str) -> StoredAnswer:
    """The stored answer to the question of this name; nobody changes it."""
    return StoredAnswer.decoded(path_of(question_named(name)).read_bytes())


@st.cache_resource
def stored_plans(name: str) -> StoredPlans:
    """The stored staff plans of the stories of the question of this name."""
    return StoredPlans.decoded(plans_path_of(question_named(name)).read_bytes())
