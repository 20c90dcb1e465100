"""Turning the dials: what if the design or an assumption were different?"""

from __future__ import annotations

from functools import partial

import streamlit as st

from sim.experiment.dials import Dial, dials_of, turned
from sim.experiment.headlines import focus_of
from sim.report.dial_words import dial_help, dial_label, dial_value, dial_values
from sim.report.names import labels_of
from sim.report.texts import Texts, marked
from sim.ui.components.outcome import outcome
from sim.ui.jobs import Asked, Run
from sim.ui.page import Page
from sim.ui.questions import MARRIAGE
from sim.ui.session import jobs, owner, scenarios_of

EVERY = 0.5
"""Seconds between two looks at a run that is going on."""
FIRST = 8
"""Dials that are seen at once; the rest stands under 'more'."""


def show(say: Texts) -> None:
    st.title(say("Turn the dials"))
    question = MARRIAGE
    scenarios = scenarios_of(question)
    names = [scenario.name for scenario in scenarios[1:]]
    labels = {scenario.name: say.label(scenario.label) for scenario in scenarios}
    left, right = st.columns([2, 3], gap="large")
    with left:
        chosen = st.segmented_control(
            say("Which design?"),
            names,
            format_func=lambda name: labels[name].capitalize(),
            default=names[0],
            key="design",
            required=True,
        )
        number = next(number for number, scenario in enumerate(scenarios) if scenario.name == chosen)
        reference, story = scenarios[0], scenarios[number]
        dials = dials_of(story, focus_of([reference, story]))
        settings = _dials(say, dials, labels_of([story], say).teams, str(chosen))
    asked = Asked(turned(reference, story, dials, settings), (question.stories[0], question.stories[number]), question.place)
    run = jobs().ask(owner(), asked)
    with right:
        st.fragment(partial(_follow, say, run), run_every=EVERY if run.running else None)()


def _dials(say: Texts, dials: tuple[Dial, ...], teams: dict[str, str], story: str) -> dict[str, float]:
    """A slider per dial, the first eight in sight."""
    settings = {}
    for place, some in ((st.container(), dials[:FIRST]), (st.expander(say("More dials")), dials[FIRST:])):
        with place:
            for dial in some:
                settings[dial.name] = st.select_slider(
                    dial_label(say, dial, teams),
                    dial_values(dial),
                    value=dial.value,
                    format_func=partial(dial_value, say, dial),
                    help=dial_help(say, dial),
                    key=f"dial-{story}-{dial.name}",
                )
    if any(settings[dial.name] != dial.value for dial in dials):
        st.button(say("Put all dials back"), on_click=partial(_reset, dials, story), icon=":material/undo:")
    return settings


def _reset(dials: tuple[Dial, ...], story: str) -> None:
    for dial in dials:
        st.session_state[f"dial-{story}-{dial.name}"] = dial.value


def _follow(say: Texts, run: Run) -> None:
    """The run as it is now; while it is going on this is drawn again and again."""
    if run.look().running:
        told = {
            "waiting": say("Waiting for a free place ..."),
            "provisional": say("First impression: {done} of {asked} repeats", done=run.done, asked=run.asked),
            "refining": say("The whole front office: {done} of {asked} repeats", done=run.done, asked=run.asked),
        }[run.phase]
        st.progress(run.done / max(1, run.asked), text=told)
        st.button(say("Stop"), on_click=run.stop, icon=":material/stop_circle:", key="stop")
    elif run.phase == "stopped":
        st.info(say("Stopped. What was finished is shown; turn a dial to go on."))
    elif run.phase == "failed":
        st.error(say("This could not be worked out. The dials are as you left them; the details are in the log of the server."))
    outcome(say, run)
    if not run.running and st.session_state.get("seen") != run.key + run.phase:
        st.session_state["seen"] = run.key + run.phase
        st.rerun()


PAGE = Page(marked("Turn the dials"), "dials", ":material/tune:", show)
