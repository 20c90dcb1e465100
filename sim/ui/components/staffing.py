"""Today's roster against what is needed: a map of shortage and surplus per weekday and half hour, and the chain to euros."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import numpy as np
import streamlit as st

from sim.report.staff.told import TeamTold
from sim.report.staff.words import clock_text, days_shown, half_hours_shown, hours_text, needed_and_today
from sim.text.texts import Texts
from sim.ui.components import charts

ROW = 34
DIVERGING = ("#D55E00", "#FDE3D0", "#f2f2f2", "#DCEBF5", "#0072B2")
"""Vermillion where people are short, blue where there are more than needed (Okabe and Ito); the number stands in every cell."""
DARK = 0.96
"""From this part of the furthest value on the blue needs white letters; on the vermillion black has 4.5:1 everywhere."""


def shortage_map(say: Texts, team: TeamTold, key: str) -> None:
    """People at work today less those needed: - is short, + is more than needed."""
    needed, today = np.array(team.needed), np.array(team.today)
    days, half_hours = days_shown([needed, today]), half_hours_shown([needed, today])
    rows = [
        {
            "day": charts.weekday(say.lang, day),
            "time": clock_text(half_hour),
            "value": float(today[day, half_hour] - needed[day, half_hour]),
            "told": _difference(say, float(today[day, half_hour] - needed[day, half_hour])),
            "people": needed_and_today(say, needed[day, half_hour], today[day, half_hour]),
        }
        for day in days
        for half_hour in half_hours
        if needed[day, half_hour] or today[day, half_hour]
    ]
    short, spare = (float(np.maximum(sign * (today - needed), 0).sum()) / 2 for sign in (-1, 1))
    told = say(
        "{short} hours a week short, {spare} hours a week more than needed.",
        short=hours_text(say, short),
        spare=hours_text(say, spare),
    )
    st.markdown(f"**{told}** " + say("Today's people less those needed: − is short, + is more than needed."))
    furthest = max([1.0, *(abs(float(row["value"])) for row in rows)])  # type: ignore[arg-type]
    base = alt.Chart(charts.data(rows)).encode(
        x=alt.X("time:N", title=None, axis=alt.Axis(labelAngle=-45), sort=[clock_text(half_hour) for half_hour in half_hours]),
        y=alt.Y("day:N", title=None, sort=[charts.weekday(say.lang, day) for day in days]),
    )
    cells = base.mark_rect(stroke="white").encode(
        color=alt.Color(
            "value:Q", scale=alt.Scale(range=list(DIVERGING), domain=[-furthest, furthest], interpolate="rgb"), legend=None
        ),
        tooltip=[
            alt.Tooltip("day:N", title=say("day")),
            alt.Tooltip("time:N", title=say("from")),
            alt.Tooltip("people:N", title=say("needed (today)")),
        ],
    )
    words = base.mark_text(fontSize=charts.FONT).encode(
        text="told:N",
        color=alt.condition(alt.datum.value > DARK * furthest, alt.value("white"), alt.value("black")),
    )
    charts.show(cells + words, say, alt_text=f"{team.name}: {told}", height=ROW * len(days) + 60, key=key)
    with st.expander(say("The same in numbers")):
        st.table(_numbers(say, team, days, half_hours), border="horizontal", hide_index=True)


def _difference(say: Texts, value: float) -> str:
    if abs(value) < 0.05:
        return "="
    return say.number(value, 0 if value == round(value) else 1, signed=True)


def _numbers(say: Texts, team: TeamTold, days: Sequence[int], half_hours: Sequence[int]) -> dict[str, list[str]]:
    """People needed per half hour, today's between brackets."""
    table = {say("from"): [clock_text(half_hour) for half_hour in half_hours]}
    for day in days:
        table[charts.weekday(say.lang, day)] = [
            needed_and_today(say, team.needed[day][half_hour], team.today[day][half_hour]) for half_hour in half_hours
        ]
    return table


def chain_table(say: Texts, teams: Sequence[TeamTold]) -> None:
    """From work to euros: one row per link, one column per team, needed and between brackets today's."""
    table = {say("Link (unit)"): [name for name, _ in teams[0].chain]}
    for team in teams:
        table[team.name] = [cell for _, cell in team.chain]
    st.table(table, border="horizontal", hide_index=True)


def norms_table(say: Texts, norms: Sequence[Sequence[str]]) -> None:
    """The norms under today's roster and under the plan."""
    heads = (say("Norm"), say("Target"), say("Today's roster"), say("With the plan"), say("Bound"), say("Verdict"))
    st.table({head: [norm[place] for norm in norms] for place, head in enumerate(heads)}, border="horizontal", hide_index=True)
