"""Waiting over the day, a line and a band per story, and the week as a map."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt
import streamlit as st

from sim.report.gather.weeks import WeekMap
from sim.report.told.findings import DayCurve
from sim.report.words.kpis import kpi_said
from sim.report.words.names import capital
from sim.text.texts import Texts
from sim.text.units import unit_name, written
from sim.ui.components import charts

HEIGHT, ROW = 330, 34
SEQUENTIAL = ("#f7fbff", "#08306b")
"""From pale to dark blue: reads in grey and for every colour vision; the number stands in every cell."""
DARK = 0.65
"""From this part of the highest value on a cell needs white letters; there black and white both have 4.5:1."""


def day_chart(say: Texts, curve: DayCurve, stories: Sequence[str], shown: Sequence[int], key: str) -> None:
    """The mean wait per half hour of a working day of the stories ``shown``, with the band in which the mean lies for 95%."""
    rows = []
    for story in shown:
        low, high = (ends[story] if ends else curve.series[story] for ends in (curve.low, curve.high))
        for hour, value, least, most in zip(curve.hours, curve.series[story], low, high, strict=True):
            if not math.isnan(value):
                known = not math.isnan(least)
                rows.append(
                    {
                        "hour": hour,
                        "story": stories[story],
                        "value": value,
                        "low": least if known else value,
                        "high": most if known else value,
                    }
                )
    names = [stories[story] for story in shown]
    base = alt.Chart(charts.data(rows)).encode(
        x=alt.X(
            "hour:Q",
            title=None,
            axis=alt.Axis(tickMinStep=1, labelExpr="format(datum.value, '02d') + ':00'"),
            scale=alt.Scale(zero=False, nice=False),
        ),
        color=charts.story_colour(names),
    )
    band = base.mark_area(opacity=0.18).encode(y=alt.Y("low:Q", title=say("Mean wait in minutes")), y2="high:Q")
    line = base.mark_line(strokeWidth=2.5).encode(y="value:Q", strokeDash=charts.story_dash(names))
    summary = say.listed([f"{stories[story]} {_mean(say, curve.series[story])}" for story in shown])
    charts.show(
        band + line, say, alt_text=say("Mean over the day in minutes: {summary}.", summary=summary), height=HEIGHT, key=key
    )


def week_chart(say: Texts, week: WeekMap, story: int, key: str) -> None:
    """One story: weekdays down, half hours across, the number in every cell."""
    values = week.values[story]
    rows = [
        {"day": charts.weekday(say.lang, day), "time": charts.clock(hour), "value": value, "told": _cell(say, week, value)}
        for day, row in zip(week.days, values, strict=True)
        for hour, value in zip(week.hours, row, strict=True)
        if not math.isnan(value)
    ]
    if not rows:
        st.info(say("There is nothing to show here."))
        return
    highest = max(row["value"] for row in rows)  # type: ignore[type-var]
    base = alt.Chart(charts.data(rows)).encode(
        x=alt.X("time:N", title=None, axis=alt.Axis(labelAngle=-45), sort=[charts.clock(hour) for hour in week.hours]),
        y=alt.Y("day:N", title=None, sort=[charts.weekday(say.lang, day) for day in week.days]),
    )
    cells = base.mark_rect(stroke="white").encode(
        color=alt.Color("value:Q", scale=alt.Scale(range=list(SEQUENTIAL)), legend=None),
    )
    words = base.mark_text(fontSize=charts.FONT).encode(
        text="told:N",
        color=alt.condition(alt.datum.value > DARK * float(highest), alt.value("white"), alt.value("black")),  # type: ignore[arg-type]
    )
    top = max(rows, key=lambda row: row["value"])  # type: ignore[arg-type, return-value]
    alt_text = say(
        "{name}, {about}: highest {value} on {day} at {time}.",
        name=capital(kpi_said(say, week.name)),
        about=week.about,
        value=top["told"],
        day=top["day"],
        time=top["time"],
    )
    charts.show(cells + words, say, alt_text=alt_text, height=ROW * len(week.days) + 60, key=key)


def week_title(say: Texts, week: WeekMap) -> str:
    """``Gemiddelde wachttijd, telefoon (seconden)``."""
    return f"{capital(kpi_said(say, week.name))}, {week.about} ({unit_name(say, week.unit)})"


def _cell(say: Texts, week: WeekMap, value: float) -> str:
    if week.unit == "share":
        return say.number(100 * value)
    if week.unit == "people":  # a mean over the weeks
        return say.number(value, 0 if value == round(value) else 1)
    return written(say, value, week.unit, bare=True)


def _mean(say: Texts, series: Sequence[float]) -> str:
    known = [value for value in series if not math.isnan(value)]
    return say.number(sum(known) / len(known), 1) if known else "–"
