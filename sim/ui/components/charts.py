"""Charts of the dashboard: one look, the colours of the report, and numbers as the language writes them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import altair as alt
import streamlit as st

from sim.model.values.calendar import clock
from sim.model.words.written import weekdays
from sim.report.charts.drawn import Curve, Grid
from sim.report.charts.svg import BLUE, GREEN, PURPLE, VERMILLION
from sim.text.texts import Texts

COLOURS = (BLUE, VERMILLION, GREEN, PURPLE, "#000000")
"""Okabe and Ito, those that pass 3:1 on white; each series also has a dash of its own."""
DASHES = ((1, 0), (8, 4), (2, 3), (10, 3, 2, 3), (5, 5))
ROW = 34
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


def points(curve: Curve, across: str) -> list[dict[str, Any]]:
    """Rows of a line and the band around it; no band where the interval is not known."""
    rows = []
    for at, one in curve.known():
        low, high = (one.value, one.value) if math.isnan(one.low) else (one.low, one.high)
        rows.append({across: at, "value": one.value, "low": low, "high": high})
    return rows


def heat_map(say: Texts, grid: Grid, colour: Any, *, white_above: float, about: str = "", key: str) -> None:
    """A week with the number in every cell, white above a value; ``about`` names what is told beside it on pointing."""
    rows = [
        {"day": weekday(say, cell.day), "time": clock(2 * cell.half_hour), "value": cell.value, "told": cell.told}
        | ({"about": cell.about} if about else {})
        for cell in grid.cells
    ]
    times, days = ([clock(2 * half_hour) for half_hour in grid.half_hours], [weekday(say, day) for day in grid.days])
    base = alt.Chart(data(rows)).encode(
        x=alt.X("time:N", title=None, axis=alt.Axis(labelAngle=-45), sort=times), y=alt.Y("day:N", title=None, sort=days)
    )
    told = [("day:N", say("day")), ("time:N", say("from")), ("about:N", about)] if about else []
    tooltip = {"tooltip": [alt.Tooltip(field, title=title) for field, title in told]} if about else {}
    cells = base.mark_rect(stroke="white").encode(color=alt.Color("value:Q", scale=colour, legend=None), **tooltip)
    words = base.mark_text(fontSize=FONT).encode(
        text="told:N", color=alt.condition(alt.datum.value > white_above, alt.value("white"), alt.value("black"))
    )
    show(cells + words, say, alt_text=grid.description, height=ROW * len(grid.days) + 60, key=key)


def weekday(say: Texts, number: int) -> str:
    """``ma`` or ``Mon`` of 0."""
    return weekdays((number,), say.lang) if say.lang == "nl" else weekdays((number,), say.lang).capitalize()
