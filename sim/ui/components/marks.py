"""What must be seen before any figure: of which year the data are, and that a baseline is not recognisable."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from sim.report.texts import Texts
from sim.ui.town import plain


def marks(found: Sequence[str]) -> None:
    """A warning per mark."""
    for mark in found:
        st.warning(plain(mark), icon=":material/warning:")


def place_and_year(say: Texts, place: str, year: str) -> str:
    """Whose figures these are and of which year, which the name of the place may say already."""
    if not year or year in place:
        return f"{plain(place)}."
    return say("{place}, with the figures of {year}.", place=plain(place), year=year)
