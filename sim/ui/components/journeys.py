"""Journeys: a Sankey diagram of all contacts of a story, and two citizens in both worlds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import streamlit as st

from sim.report.gather.journeys import NOT, FlowTold, FollowedTold, all_reasons
from sim.text.texts import Texts
from sim.text.units import whole_amounts
from sim.ui.components.charts import COLOURS

STEP, EXTRA, CHANNEL, END = COLOURS[0], COLOURS[1], "#5f6b7a", COLOURS[2]
HEIGHT = 560
THIN = 0.75
"""Flows with fewer contacts than this per 100 cases are left out of the drawing; the table has them."""


def sankey(say: Texts, flows: Sequence[FlowTold], cases: str, over_all: str, key: str) -> None:
    """Why, where and how it ended; what came on top of the steps (again, to be sure, late) has a colour of its own.

    The flows are of one repeat; ``over_all`` is the figure over all repeats, as it stands on the other pages.
    """
    total = math.fsum(flow.amount for flow in flows)
    extra = sum(flow.amount for flow in flows if flow.extra)
    told = say(
        "All that was tried in one repeat, also online and while it was closed: {total} attempts per 100 {cases}. {extra} of "
        "these came on top: again after a failure, to complete the papers, with a question that stayed open, to be sure, or to "
        "ask about something late. Calls and e-mails in opening hours are {mean} per 100 over all repeats.",
        total=say.number(total),
        cases=cases,
        mean=over_all,
        extra=say.number(extra),
    )
    st.markdown(f"**{told}**")
    st.echarts_chart(_spec(say, flows), height=HEIGHT, renderer="svg", alt=told, key=key)
    drawn = math.fsum(flow.amount for flow in _thick(flows))
    st.caption(
        say(
            "The numbers are attempts per 100 {cases}; each column adds up to {drawn}. Flows of less than one are only in the "
            "table.",
            cases=cases,
            drawn=say.number(drawn),
        )
    )
    with st.expander(say("The same as a table")):
        st.table(_table(say, flows, cases), border="horizontal", hide_index=True, alt=told)


def lives(say: Texts, followed: FollowedTold) -> None:
    st.markdown(f"**{followed.title}** {followed.difference}")
    for place, life in zip(st.columns(2, gap="large"), followed.lives, strict=True):
        with place:
            st.markdown(f"**{life.story}**: {life.summary}")
            columns = {
                say("Took place"): [moment.when for moment in life.moments],
                say("Asked for"): [moment.asked for moment in life.moments],
                say("Where"): [moment.channel for moment in life.moments],
                say("What for"): [moment.what for moment in life.moments],
                say("What came of it"): [moment.result for moment in life.moments],
            }
            st.table(columns, border="horizontal", hide_index=True, alt=f"{life.story}: {life.summary}")


def how_to_read(say: Texts) -> None:
    st.caption(
        say(
            "Took place: when the citizen was there or had the answer; an appointment stands at its time. Asked for: when he "
            "called, came, booked or wrote, where that was not the same minute. {dash} is what did not take place. What was "
            "tried in one minute is one line.",
            dash=NOT,
        )
    )


def _spec(say: Texts, flows: Sequence[FlowTold]) -> dict[str, Any]:
    thick = _thick(flows)
    links: dict[tuple[str, str], float] = {}
    for flow in thick:
        for pair in ((_left(flow.reason), _middle(flow.channel)), (_middle(flow.channel), _right(flow.end))):
            links[pair] = links.get(pair, 0.0) + flow.amount
    extra = {flow.reason for flow in thick if flow.extra}
    columns: list[dict[str, str]] = [
        {_left(reason): EXTRA if reason in extra else STEP for reason in all_reasons(thick)},
        {_middle(flow.channel): CHANNEL for flow in thick},
        {_right(flow.end): END for flow in thick},
    ]
    nodes = [node for depth, colours in enumerate(columns) for node in _nodes(say, colours, links, depth)]
    series = {
        "type": "sankey",
        "data": nodes,
        "links": [{"source": source, "target": target, "value": round(value, 1)} for (source, target), value in links.items()],
        "nodeGap": 14,
        "nodeWidth": 16,
        "left": 10,
        "right": 190,
        "top": 10,
        "bottom": 10,
        "layoutIterations": 0,
        "lineStyle": {"color": "source", "opacity": 0.35},
        "label": {"fontSize": 14, "color": "#222222", "position": "right"},
        "emphasis": {"focus": "adjacency"},
    }
    return {"series": [series], "tooltip": {"show": False}, "animation": False}


def _thick(flows: Sequence[FlowTold]) -> list[FlowTold]:
    return [flow for flow in flows if flow.amount >= THIN]


def _nodes(say: Texts, colours: dict[str, str], links: dict[tuple[str, str], float], depth: int) -> list[dict[str, Any]]:
    """The nodes of one column, whose numbers add up to what is drawn."""
    side = 0 if depth < 2 else 1
    amounts = [math.fsum(value for pair, value in links.items() if pair[side] == name) for name in colours]
    whole = whole_amounts(say, amounts)
    return [
        {"name": name, "depth": depth, "itemStyle": {"color": colour}, "label": {"formatter": f"{name.strip()} ({number})"}}
        for (name, colour), number in zip(colours.items(), whole, strict=True)
    ]


def _left(name: str) -> str:
    return name


def _middle(name: str) -> str:
    """A name that no reason has: nodes are told apart by their names."""
    return name + " "


def _right(name: str) -> str:
    return name + "  "


def _table(say: Texts, flows: Sequence[FlowTold], cases: str) -> dict[str, list[str]]:
    amounts = [flow.amount for flow in flows]
    return {
        say("What for"): [flow.reason for flow in flows],
        say("Where"): [flow.channel for flow in flows],
        say("How it ended"): [flow.end for flow in flows],
        say("Attempts per 100 {cases}", cases=cases): whole_amounts(say, amounts),
    }
