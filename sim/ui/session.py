"""What visitors share (jobs, scenarios as they were read) and what each has of his own."""

from __future__ import annotations

import uuid
from functools import cache

import streamlit as st

from sim.experiment.running.store import Store
from sim.experiment.running.warming import warming
from sim.model.files.loading import load
from sim.model.town.scenario import Scenario
from sim.report.files.layout import Sources
from sim.text.pairs import Text
from sim.ui.jobs import JobService
from sim.ui.questions import QUESTIONS, Question
from sim.ui.shipped_answers import stored_answer
from sim.ui.tasks import TaskService
from sim.ui.town import Town


@st.cache_resource(on_release=JobService.close)
def jobs() -> JobService:
    """The one job service of this server; what the stories say before a dial is turned came with the program."""
    known = [pair for question in QUESTIONS for pair in stored_answer(question).pairs]
    return JobService(known=known, store=Store.of_user(), warming=warming())


def owner() -> str:
    """A name for this visitor that nobody else has, for as long as the page is open."""
    if "owner" not in st.session_state:
        st.session_state["owner"] = uuid.uuid4().hex
    return str(st.session_state["owner"])


@st.cache_resource(on_release=TaskService.close)
def tasks() -> TaskService:
    return TaskService(warming=warming())


def town() -> Town | None:
    """The municipality of his own on which this visitor asks his questions; None = the one that comes with the question."""
    return st.session_state.get("town")


def use_town(found: Town | None) -> None:
    """From now on this visitor asks his questions there; nobody else does."""
    st.session_state["town"] = found


def scenarios_of(question: Question) -> tuple[Scenario, ...]:
    """The scenarios of a question, where this visitor asks it; nobody changes them."""
    own = town()
    return shipped_scenarios(question) if own is None else own.scenarios[question.name]


@cache
def shipped_scenarios(question: Question) -> tuple[Scenario, ...]:
    return tuple(load(file) for file in question.files)


def sources_of(question: Question) -> Sources:
    own = town()
    return question.sources if own is None else own.sources[question.name]


def place_of(question: Question) -> Text:
    own = town()
    return question.place if own is None else own.place
