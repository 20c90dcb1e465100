"""Work in the background as a page shows it: how far it is, a button that stops it, and how it ended."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from sim.experiment.running.warming import warming
from sim.text.texts import Texts
from sim.ui.tasks import Task

EVERY = 0.5
"""Seconds between two looks at work that is going on."""


def follow(say: Texts, task: Task[Any], doing: str, key: str) -> None:
    """Draws itself again and again while the work goes on, and the whole page once when it has ended."""
    st.fragment(partial(_follow, say, task, doing, key), run_every=EVERY if task.running else None)()


def _follow(say: Texts, task: Task[Any], doing: str, key: str) -> None:
    if task.look().running:
        told = {
            "waiting": say("Waiting for a free place ..."),
            "compiling": compiling(say),
            "running": f"{doing} ({say.percentage(task.share)})",
        }[task.phase]
        st.progress(task.share, text=told)
        st.button(say("Stop"), on_click=task.stop, icon=":material/stop_circle:", key=f"{key}-stop")
        return
    if task.phase == "stopped":
        st.info(say("Stopped; nothing was kept. You can start again.") + still_compiling(say))
    elif task.phase == "failed":
        st.error(say("This could not be worked out. What you filled in still stands; the details are in the log of the server."))
    seen = f"{key}-{id(task)}-{task.phase}"
    if st.session_state.get(f"{key}-seen") != seen:
        st.session_state[f"{key}-seen"] = seen
        st.rerun()


def compiling(say: Texts) -> str:
    seconds = say.number(warming().seconds)
    return say(
        "The engine is compiled for this computer first, once: {seconds} s so far. That takes half a minute or so, and minutes "
        "on a computer that is busy.",
        seconds=seconds,
    )


def still_compiling(say: Texts) -> str:
    """What goes on after a stop, with a space before it; nothing when all is compiled."""
    return " " + say("The engine is still being compiled, for the next question.") if warming().compiling else ""
