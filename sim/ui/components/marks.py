"""What must be seen before any figure: of which year the data are, and whether a baseline is recognisable; and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from sim.report.told.findings import Findings
from sim.report.words.certainty import leaning, sure
from sim.report.words.short import in_short
from sim.text.texts import Texts
from sim.ui.town import plain


def marks(found: Sequence[str]) -> None:
    for mark in found:
        st.warning(plain(mark), icon=":material/warning:")


def grounds(say: Texts, findings: Findings, why: str, *, final: bool = True, how: str | None = None) -> None:
    """Why a verdict is what it is, and below it how sure: of chance and of the world in a sentence each."""
    how_sure = " ".join(filter(None, (sure(say, findings, final=final), plain(leaning(say, findings, how)))))
    st.markdown("  \n".join(filter(None, (why, how_sure))))


def below_the_verdict(say: Texts, findings: Findings) -> None:
    """What citizens ask, what comes back, the hours and where it turns, a line each; the verdict itself stands above it."""
    lines = in_short(say, findings)[1:]
    if lines:
        st.header(say("In short"))
        st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def place_and_year(say: Texts, place: str, year: str) -> str:
    """Whose figures these are and of which year, which the name of the place may say already."""
    if not year or year in place:
        return f"{plain(place)}."
    return say("{place}, with the figures of {year}.", place=plain(place), year=year)
