"""Charts of the dashboard: one look, the colours of the report, and numbers as the language writes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import streamlit as st

from sim.text.pairs import Language
from sim.text.texts import Texts

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000")
"""Okabe and Ito, those that pass 3:1 on white; each series also has a dash of its own."""
DASHES = ((1, 0), (8, 4), (2, 3), (10, 3, 2, 3), (5, 5))
FONT, FAMILY = 14, '"Source Sans", sans-serif'
PADDING = {"left": 6, "top": 6, "right": 6, "bottom": 6}
"""Around a chart, so that no letter at its edge is cut off; where a side is not given Streamlit takes 0."""
DUTCH_NUMBERS: dict[str, Any] = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["€ ", ""]}
ENGLISH_NUMBERS: dict[str, Any] = {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["€ ", ""]}


def show(chart: Any, say: Texts, *, alt_text: str, height: int, key: str | None = None) -> None:
    """Draws the chart; ``alt_text`` is what it tells, for those who do not see it."""
    numbers = DUTCH_NUMBERS if say.lang == "nl" else ENGLISH_NUMBERS
    configured = (
        chart.properties(height=height, padding=PADDING)
        .configure(locale={"number": numbers}, font=FAMILY)
        .configure_axis(labelFontSize=FONT, titleFontSize=FONT, labelLimit=260, titleFontWeight="normal")
        .configure_legend(labelFontSize=FONT, titleFontSize=FONT, labelLimit=320, symbolSize=300, symbolStrokeWidth=3)
        .configure_header(labelFontSize=FONT, titleFontSize=FONT)
    )
    st.altair_chart(configured, alt=alt_text, key=key, theme=None)


def story_colour(stories: Sequence[str], field: str = "story", *, legend: bool = True) -> Any:
    """One colour per story, in a fixed order."""
    scale = alt.Scale(domain=list(stories), range=list(COLOURS[: len(stories)]))
    return alt.Color(f"{field}:N", scale=scale, title=None, legend=alt.Legend(orient="top") if legend else None)


def story_dash(stories: Sequence[str], field: str = "story", *, legend: bool = True) -> Any:
    """One dash per story, so that lines are told apart without colour."""
    scale = alt.Scale(domain=list(stories), range=[list(dash) for dash in DASHES[: len(stories)]])
    return alt.StrokeDash(f"{field}:N", scale=scale, title=None, legend=alt.Legend(orient="top") if legend else None)


def data(rows: Sequence[dict[str, Any]]) -> Any:
    """Rows for a chart."""
    return alt.InlineData(values=list(rows))


def weekday(lang: Language, number: int) -> str:
    """``ma`` or ``Mon`` of 0."""
    names = {"nl": ("ma", "di", "wo", "do", "vr", "za", "zo"), "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
    return names[lang][number]


def clock(hour: float) -> str:
    """``09:30`` of 9.5."""
    return f"{int(hour):02d}:{round(hour % 1 * 60):02d}"
