"""Your own town: a baseline from at most twelve numbers, tested, and then the place where the questions are asked."""

from __future__ import annotations

from functools import partial

import streamlit as st

from sim.evidence.own_figures import OwnFigures
from sim.model.files.shipped import shipped_name
from sim.text.pairs import marked
from sim.text.texts import Texts
from sim.ui.components.baseline import numbers_table, recognition_test
from sim.ui.components.own_figures import as_csv, figures_form, typed, upload
from sim.ui.components.work import follow
from sim.ui.page import Page
from sim.ui.session import owner, tasks, town, use_town
from sim.ui.tasks import Task
from sim.ui.town import Town, make_town, plain

RIGHT = "own-right"
"""Where the form leaves figures that are right, to be taken from there once."""
MADE = "own-made"


def show(say: Texts) -> None:
    st.title(say("Your own town"))
    st.markdown(
        say(
            "At most twelve numbers of one year make a baseline of your own municipality. Only name, year and inhabitants (*) "
            "must be there; what you leave empty is scaled from the inhabitants or stays at a default, and is marked as such. "
            "Nothing leaves this computer, and nobody else sees it."
        )
    )
    _begin()
    task: Task[Town] | None = st.session_state.get(MADE)
    made = task.result if task is not None else None
    with st.expander(
        say("The twelve numbers"), expanded=task is None or (made is None and not task.running), icon=":material/edit:"
    ):
        figures_form(say, RIGHT)
        left, right = st.columns([2, 1], gap="large", vertical_alignment="bottom")
        with left:
            upload(say)
        with right:
            st.download_button(
                say("Empty file to fill in (CSV)"),
                as_csv(say, {}),
                "sweetspot-cijfers.csv" if say.lang == "nl" else "sweetspot-figures.csv",
                "text/csv",
                on_click="ignore",
                icon=":material/download:",
                key="own-empty",
            )
    if task is not None and made is None:
        follow(say, task, say("Simulating years of today until they come out as yours"), "own")
    if made is not None:
        _result(say, made)


def _begin() -> None:
    """Starts the work for figures that the form just found right."""
    own: OwnFigures | None = st.session_state.pop(RIGHT, None)
    if own is not None:
        st.session_state["own-typed"] = typed()
        st.session_state[MADE] = tasks().start(owner(), "town", lambda task: make_town(own, task.progress, task.stopped))


def _result(say: Texts, made: Town) -> None:
    name = plain(say(made.place))
    st.header(name, anchor=False)
    _use(say, made, name)
    left, right = st.columns(2, gap="large")
    with left:
        recognition_test(say, made.baseline)
    with right:
        numbers_table(say, made.baseline)
    with st.container(horizontal=True):
        st.download_button(
            say("Scenario file (YAML)"),
            partial(made.baseline.text, shipped_name(made.baseline.reference) or made.baseline.reference.name),
            made.file,
            "application/yaml",
            on_click="ignore",
            icon=":material/download:",
            key="own-scenario",
        )
        st.download_button(
            say("The numbers you gave (CSV)"),
            partial(as_csv, say, st.session_state.get("own-typed", {})),
            made.file.replace(".yaml", ".csv"),
            "text/csv",
            on_click="ignore",
            icon=":material/download:",
            key="own-csv",
        )
    st.caption(
        say(
            "The scenario file works in any folder: the municipality that it extends comes with Sweetspot. The numbers as CSV "
            "fill this form again another day."
        )
    )


def _use(say: Texts, made: Town, name: str) -> None:
    if town() is made:
        st.success(
            say("The pages “Turn the dials” and “A closer look” now ask their questions about {place}.", place=name),
            icon=":material/location_on:",
        )
        st.button(say("Back to the example town"), on_click=use_town, args=(None,), icon=":material/undo:", key="own-leave")
        return
    st.button(
        say("Ask the questions about this town"),
        on_click=use_town,
        args=(made,),
        type="primary",
        icon=":material/location_on:",
        key="own-use",
    )
    st.caption(say("It stays yours until you close this page; the first page keeps showing the example town."))


PAGE = Page(marked("Your own town"), "own", ":material/home_work:", show)
