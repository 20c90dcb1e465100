"""What visitors share (jobs, scenarios as they were read) and what each has of his own."""

from __future__ import annotations

import uuid

import streamlit as st

from sim.model.loading import load
from sim.model.scenario import Scenario
from sim.ui.jobs import JobService
from sim.ui.questions import QUESTIONS, Question


@st.cache_resource(on_release=JobService.close)
def jobs() -> JobService:
    """The one job service of this server."""
    return JobService()


def owner() -> str:
    """A name for this visitor that nobody else has, for as long as the page is open."""
    if "owner" not in st.session_state:
        st.session_state["owner"] = uuid.uuid4().hex
    return str(st.session_state["owner"])


def scenarios_of(question: Question) -> tuple[Scenario, ...]:
    """The scenarios of a question; nobody changes them."""
    return _loaded(question.name)


@st.cache_resource
def _loaded(name: str) -> tuple[Scenario, ...]:
    question = next(question for question in QUESTIONS if question.name == name)
    return tuple(load(file) for file in question.files)
