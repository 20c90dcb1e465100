"""What the dashboard rests on: the model, its limits, and who it is for."""

from __future__ import annotations

import streamlit as st

import sim
from sim.report.texts import Texts, marked
from sim.ui.page import Page


def show(say: Texts) -> None:
    st.title(say("About Sweetspot"))
    st.write(say("Sweetspot {version}. Everything runs on this computer; nothing is sent anywhere.", version=sim.__version__))


PAGE = Page(marked("About"), "about", ":material/info:", show)
