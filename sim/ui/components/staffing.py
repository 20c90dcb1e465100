"""Today's roster against what is needed: a map of shortage and surplus per weekday and half hour, and the chain to euros."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import altair as alt
import numpy as np
import streamlit as st

from sim.report.staff.chart import EVEN, SHORT, SPARE, staff_drawn
from sim.report.staff.told import TeamTold
from sim.text.texts import Texts
from sim.ui.components import charts

DIVERGING = (SHORT[-1], SHORT[0], EVEN, SPARE[0], SPARE[-1])
"""Vermillion where people are short, blue where there are more than needed (Okabe and Ito); the number stands in every cell."""
DARK = 0.96
"""From this part of the furthest value on the blue needs white letters; on the vermillion black has 4.5:1 everywhere."""


def shortage_map(say: Texts, team: TeamTold, key: str) -> None:
    """People at work today less those needed: - is short, + is more than needed."""
    drawn = staff_drawn(say, np.array(team.needed), np.array(team.today), team.name)
    st.markdown(f"**{drawn.description}** " + say("Today's people less those needed: − is short, + is more than needed."))
    furthest = max([1.0, *(abs(cell.value) for cell in drawn.cells)])
    colour = alt.Scale(range=list(DIVERGING), domain=[-furthest, furthest], interpolate="rgb")
    grid = replace(drawn, description=f"{team.name}: {drawn.description}")
    charts.heat_map(say, grid, colour, white_above=DARK * furthest, about=say("needed (today)"), key=key)
    with st.expander(say("The same in numbers")):
        days = {
            charts.weekday(say, day): [cells[place].about for _, cells in drawn.rows()] for place, day in enumerate(drawn.days)
        }
        st.table({say("from"): [time for time, _ in drawn.rows()]} | days, border="horizontal", hide_index=True)


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
