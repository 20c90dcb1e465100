"""Turning the dials: what if the design or an assumption were different?"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from sim.experiment.found.headlines import focus_of
from sim.experiment.numbers.dials import Dial, dials_of, turned
from sim.measure.rows import Focus
from sim.model.town.scenario import Scenario
from sim.report.files.layout import Sources
from sim.report.gather.more_dials import more_dials
from sim.report.told.findings import Findings
from sim.report.told.recipe import Recipe
from sim.report.words.certainty import leaning
from sim.report.words.recognition import marks as recognition_marks
from sim.text.pairs import marked
from sim.text.texts import Texts
from sim.ui.components.downloads import downloads, packed
from sim.ui.components.knobs import Knob, knobs_of, mind, other_knobs, turn
from sim.ui.components.marks import marks, place_and_year
from sim.ui.components.outcome import outcome
from sim.ui.components.tornado import tornado
from sim.ui.components.work import compiling, follow, still_compiling
from sim.ui.deciding import deciding
from sim.ui.jobs import LOOKS, SEED, Asked, Run
from sim.ui.page import Page
from sim.ui.questions import MARRIAGE
from sim.ui.session import jobs, owner, place_of, scenarios_of, sources_of, tasks, town
from sim.ui.town import plain

EVERY = 0.25
"""Seconds between two looks at a run that is going on."""


def show(say: Texts) -> None:
    st.title(say("Turn the dials"))
    question = MARRIAGE
    scenarios, own = scenarios_of(question), town()
    st.caption(place_and_year(say, say(place_of(question)), scenarios[0].year_of_data))
    marks(recognition_marks(say, scenarios[:1]))
    names = [scenario.name for scenario in scenarios[1:]]
    labels = {scenario.name: say(scenario.label) for scenario in scenarios}
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
        focus = focus_of([reference, story])
        dials = dials_of(story, focus)
        knobs, others = knobs_of(dials, (reference, story)), _others(reference, story, focus, dials)
        settings = turn(say, knobs, others, f"dial-{chosen}" if own is None else f"dial-{own.file}-{chosen}")
    every = (*knobs, *others)
    asked = Asked(
        turned(reference, story, [knob.dial for knob in every], settings),
        (question.stories[0], question.stories[number]),
        place_of(question),
        mind(every, settings),
        offices=(reference, story),
    )
    sources = sources_of(question)
    run = jobs().ask(owner(), asked)
    with right:
        st.fragment(partial(_follow, say, run), run_every=EVERY if run.running else None)()
        if run.phase == "done" and run.answers is not None:
            st.session_state["answered"] = run.key
            _take_along(say, run, asked, (sources[0], sources[number]))
            _deciding(say, asked, run.answers[say.lang].findings)


def _others(reference: Scenario, story: Scenario, focus: Focus, dials: tuple[Dial, ...]) -> tuple[Knob, ...]:
    """The other assumptions; found once for each story of a visitor, for it takes a third of a second."""
    known: tuple[Scenario, tuple[Knob, ...]] | None = st.session_state.get(f"others-{story.name}")
    if known is None or known[0] is not story:
        known = (story, other_knobs(more_dials((reference, story), focus, dials), (reference, story), focus))
        st.session_state[f"others-{story.name}"] = known
    return known[1]


def _take_along(say: Texts, run: Run, asked: Asked, sources: Sources) -> None:
    """The report, the workbook and, where the scenario files say all of it, the archive."""
    answer = (run.answers or {})[say.lang]

    def archive() -> bytes:
        return packed(say, answer.findings, asked.scenarios, sources, Recipe(LOOKS[-1], SEED), run.digests)

    about = (answer.place, answer.findings.stories[-1].label)
    downloads(say, answer.findings, about, archive if asked.mind is None else None, key="dials")


def _deciding(say: Texts, asked: Asked, findings: Findings) -> None:
    """Which assumption decides: on demand, for it takes minutes."""
    st.subheader(say("Which assumption decides?"), anchor=False)
    key, task = st.session_state.get("deciding", ("", None))
    if task is None or key != asked.key or task.phase in ("stopped", "failed"):
        if task is not None and task.running:
            task.stop()
        st.markdown(say("Every assumption goes to both ends of its range, one at a time. That takes a few minutes."))
        st.button(say("Find out"), on_click=_find_out, args=(asked,), icon=":material/tornado:", key="find-out")
    if task is not None and key == asked.key:
        if task.result is None:
            follow(say, task, say("Trying one assumption after another"), "deciding")
        else:
            st.markdown(plain(leaning(say, replace(findings, sensitivity=task.result[say.lang]))))
            tornado(say, task.result[say.lang], "tornado")


def _find_out(asked: Asked) -> None:
    st.session_state["deciding"] = (asked.key, tasks().start(owner(), "deciding", partial(deciding, asked)))


def _follow(say: Texts, run: Run) -> None:
    """The run as it is now; while it is going on this is drawn again and again."""
    if run.look().running:
        told = {
            "waiting": say("Waiting for a free place ..."),
            "compiling": compiling(say),
            "provisional": say("First impression: {done} of {asked} repeats", done=run.done, asked=run.asked),
            "refining": say("The whole front office: {done} of {asked} repeats", done=run.done, asked=run.asked),
        }[run.phase]
        st.progress(run.done / max(1, run.asked), text=told)
        st.button(say("Stop"), on_click=run.stop, icon=":material/stop_circle:", key="stop")
    elif run.phase == "stopped":
        nothing = run.quick is None and run.answers is None
        told = (
            say("Stopped; nothing was finished.")
            if nothing
            else say("Stopped. What was finished is shown; turn a dial to go on.")
        )
        st.info(told + still_compiling(say))
    elif run.phase == "failed":
        st.error(say("This could not be worked out. The dials are as you left them; the details are in the log of the server."))
    outcome(say, run)
    if not run.running and st.session_state.get("seen") != run.key + run.phase:
        st.session_state["seen"] = run.key + run.phase
        st.rerun()


PAGE = Page(marked("Turn the dials"), "dials", ":material/tune:", show)
