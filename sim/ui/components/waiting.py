"""Waiting over the day, a line and a band per story, and the week as a map."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt
import streamlit as st

from sim.model.values.calendar import clock
from sim.report.charts.day import day_drawn
from sim.report.charts.drawn import Cell, Grid
from sim.report.gather.weeks import WeekMap
from sim.report.told.findings import DayCurve
from sim.report.words.kpis import kpi_said
from sim.report.words.names import capital
from sim.text.texts import Texts
from sim.text.units import unit_name, written
from sim.ui.components import charts

HEIGHT = 330
SEQUENTIAL = ("#f7fbff", "#08306b")
"""From pale to dark blue: reads in grey and for every colour vision; the number stands in every cell."""
DARK = 0.65
"""From this part of the highest value on a cell needs white letters; there black and white both have 4.5:1."""


def day_chart(say: Texts, curve: DayCurve, stories: Sequence[str], shown: Sequence[int], key: str) -> None:
    """The mean wait per half hour of a working day of the stories ``shown``, with the band in which the mean lies for 95%."""
    drawn = day_drawn(say, curve, stories, shown)
    rows = [row | {"story": one.name} for one in drawn.curves for row in charts.points(one, "hour")]
    names = [one.name for one in drawn.curves]
    base = alt.Chart(charts.data(rows)).encode(
        x=alt.X(
            "hour:Q",
            title=None,
            axis=alt.Axis(tickMinStep=1, labelExpr="format(datum.value, '02d') + ':00'"),
            scale=alt.Scale(zero=False, nice=False),
        ),
        color=charts.story_colour(names),
    )
    band = base.mark_area(opacity=0.18).encode(y=alt.Y("low:Q", title=drawn.heading), y2="high:Q")
    line = base.mark_line(strokeWidth=2.5).encode(y="value:Q", strokeDash=charts.story_dash(names))
    charts.show(band + line, say, alt_text=drawn.description, height=HEIGHT, key=key)


def week_chart(say: Texts, week: WeekMap, story: int, key: str) -> None:
    """One story: weekdays down, half hours across, the number in every cell."""
    cells = [
        Cell(day, round(2 * hour), value, _cell(say, week, value))
        for day, row in zip(week.days, week.values[story], strict=True)
        for hour, value in zip(week.hours, row, strict=True)
        if not math.isnan(value)
    ]
    if not cells:
        st.info(say("There is nothing to show here."))
        return
    top = max(cells, key=lambda cell: cell.value)
    description = say(
        "{name}, {about}: highest {value} on {day} at {time}.",
        name=capital(kpi_said(say, week.name)),
        about=week.about,
        value=top.told,
        day=charts.weekday(say, top.day),
        time=clock(2 * top.half_hour),
    )
    grid = Grid(week_title(say, week), description, week.days, tuple(round(2 * hour) for hour in week.hours), tuple(cells))
    charts.heat_map(say, grid, alt.Scale(range=list(SEQUENTIAL)), white_above=DARK * top.value, key=key)


def week_title(say: Texts, week: WeekMap) -> str:
    """``Gemiddelde wachttijd, telefoon (seconden)``."""
    return f"{capital(kpi_said(say, week.name))}, {week.about} ({unit_name(say, week.unit)})"


def _cell(say: Texts, week: WeekMap, value: float) -> str:
    if week.unit == "share":
        return say.number(100 * value)
    if week.unit == "people":  # a mean over the weeks
        return say.number(value, 0 if value == round(value) else 1)
    return written(say, value, week.unit, bare=True)
