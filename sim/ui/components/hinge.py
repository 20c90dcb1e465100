"""The assumption that the verdict hangs on, as a slider: what the answer would be if it were another number."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt
import numpy as np
import streamlit as st

from sim.report.charts.tipping import tipping_drawn
from sim.report.told.findings import TippingTold
from sim.report.words.kpis import kpi_words
from sim.report.words.turning import amount, setting, tipping
from sim.text.texts import Texts
from sim.text.units import decimals_of, unit_name, written
from sim.ui.components import charts

STEP = 0.1
HEIGHT = 230


def hinge(say: Texts, points: Sequence[TippingTold]) -> None:
    """A slider over the assumption, and per question what the difference is there; straight lines between what was run."""
    if not points:
        st.info(say("There is nothing to show here."))
        return
    first = points[0]
    values = settings_of(first)
    st.markdown(
        say(
            "The number that nobody knows: **{label}**. We assume {mid}; {low} to {high} is possible.",
            label=first.label,
            mid=amount(say, first, first.mid),
            low=amount(say, first, first.range_low),
            high=amount(say, first, first.range_high),
        )
    )
    chosen = st.select_slider(
        say("What if it is another number?"),
        values,
        value=min(values, key=lambda value: abs(value - first.mid)),
        format_func=lambda value: say.number(value, 1),
        key="hinge",
    )
    for place, point in zip(st.columns(len(points)), points, strict=True):
        with place:
            st.markdown(f"**{sentence_at(say, point, chosen)}**")
            _chart(say, point, chosen)
            st.caption(tipping(say, point))


def settings_of(point: TippingTold) -> list[float]:
    """The range in small round steps with both its ends, and the settings below and above it that were run."""
    first, last = math.ceil(point.range_low / STEP - 1e-9), math.floor(point.range_high / STEP + 1e-9)
    stops = {round(STEP * step, 6) for step in range(first, last + 1)}
    within = sorted(stops | {round(point.range_low, 6), round(point.range_high, 6)})
    below = [value for value in point.values if value < point.range_low]
    return below + within + [value for value in point.values if value > point.range_high]


def difference_at(point: TippingTold, value: float) -> tuple[float, float, float]:
    """The difference and its interval at a setting, on straight lines between the settings that were run."""
    parts = [[getattr(difference, name) for difference in point.differences] for name in ("value", "low", "high")]
    found = [float(np.interp(value, point.values, part)) for part in parts]
    return found[0], found[1], found[2]


def sentence_at(say: Texts, point: TippingTold, value: float) -> str:
    """``Bij 1,0 ... vraagt Volledig digitaal 29,1 uur minder werktijd per 100 paren dan Hybride.``"""
    difference, low, high = difference_at(point, value)
    names = {
        "setting": setting(say, point, value),
        "story": point.story,
        "reference": point.reference,
        "kpi": kpi_words(say, point),
        "amount": written(say, abs(difference), point.unit, decimals=decimals_of(point.unit, low, high)),
    }
    if math.isnan(difference):
        return say("At {setting}, there is nothing to compare in {kpi} between {story} and {reference}.", **names)
    if math.isnan(low):
        return say("At {setting}, one repeat does not tell how {kpi} of {story} differs from {reference}.", **names)
    if low <= 0 <= high:
        return say("At {setting}, the difference in {kpi} between {story} and {reference} is too small to tell.", **names)
    if difference > 0:
        return say("At {setting}, {story} takes {amount} more {kpi} than {reference}.", **names)
    if point.unit == "contacts":
        return say("At {setting}, {story} takes {amount} fewer {kpi} than {reference}.", **names)
    return say("At {setting}, {story} takes {amount} less {kpi} than {reference}.", **names)


def _chart(say: Texts, point: TippingTold, value: float) -> None:
    drawn = tipping_drawn(say, point)
    rows = charts.points(drawn.curves[0], "at")
    title = f"{say('Difference')} ({unit_name(say, point.unit)})"
    base = alt.Chart(charts.data(rows)).encode(x=alt.X("at:Q", title=drawn.across, axis=alt.Axis(tickCount=8)))
    band = base.mark_area(opacity=0.25, color=charts.COLOURS[0]).encode(y=alt.Y("low:Q", title=title), y2="high:Q")
    line = base.mark_line(color=charts.COLOURS[0], strokeWidth=2.5).encode(y="value:Q")
    zero = alt.Chart(charts.data([{"zero": 0}])).mark_rule(color="#000000").encode(y="zero:Q")
    here = alt.Chart(charts.data([{"at": value}])).mark_rule(color=charts.COLOURS[1], strokeWidth=2, strokeDash=[6, 4])
    chart = band + line + zero + here.encode(x="at:Q")
    charts.show(chart, say, alt_text=sentence_at(say, point, value), height=HEIGHT)
