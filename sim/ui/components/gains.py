"""Who is better and who is worse off, by group."""

from __future__ import annotations

import altair as alt
import streamlit as st

from sim.report.told.findings import Findings, GainsTold
from sim.report.words.gains import changed, noise_floor
from sim.report.words.names import capital
from sim.text.texts import Texts
from sim.ui.components import charts

ROW = 44


def gains(say: Texts, findings: Findings, key: str = "gains") -> None:
    """The sentence of each story, and the groups of the one that is chosen."""
    stories = {gain.story: gain for gain in findings.gains}
    if not stories:
        return
    chosen = next(iter(stories))
    if len(stories) > 1:
        chosen = st.segmented_control(
            say("Compared with {reference}", reference=findings.stories[0].label),
            list(stories),
            format_func=lambda story: findings.stories[story].label,
            default=chosen,
            key=key,
            required=True,
        )
    gain = stories[chosen]
    st.markdown(f"**{changed(say, gain, findings.cases)}** {noise_floor(say, gain, findings.cases)}")
    _chart(say, gain, f"{key}-chart")
    st.caption(
        say(
            "Better or worse off: helped in one of both only, or at least {minutes} minutes less or more effort (waiting "
            "included), for the same people under the same luck.",
            minutes=say.number(gain.relevant_effort),
        )
    )


def shares(gain: GainsTold) -> list[tuple[str, float, float]]:
    """(group, share better off, share worse off), groups without people left out."""
    return [(group.label, group.gains / group.people, group.losses / group.people) for group in gain.groups if group.people >= 1]


def _chart(say: Texts, gain: GainsTold, key: str) -> None:
    better, worse = say("better off"), say("worse off")
    rows = []
    for group, gained, lost in shares(gain):
        for kind, share, side in ((worse, lost, -1), (better, gained, 1)):
            rows.append({"group": capital(group), "kind": kind, "share": side * share, "told": say.percentage(share)})
    base = alt.Chart(charts.data(rows)).encode(
        y=alt.Y("group:N", title=None, sort=[capital(group) for group, _, _ in shares(gain)]),
        x=alt.X(
            "share:Q",
            title=say("Share of the group"),
            scale=alt.Scale(domain=[-1, 1]),
            axis=alt.Axis(values=[-1, -0.5, 0, 0.5, 1], labelExpr="format(abs(datum.value), '.0%')"),
        ),
    )
    bars = base.mark_bar().encode(color=_colour(worse, better))
    to_the_right = base.transform_filter(alt.datum.kind == better).mark_text(align="left", dx=5, fontSize=charts.FONT)
    to_the_left = base.transform_filter(alt.datum.kind == worse).mark_text(align="right", dx=-5, fontSize=charts.FONT)
    words = [side.encode(text="told:N") for side in (to_the_left, to_the_right)]
    alt_text = say.listed(
        [f"{group}: {say.percentage(gained)} {better}, {say.percentage(lost)} {worse}" for group, gained, lost in shares(gain)]
    )
    charts.show(alt.layer(bars, *words), say, alt_text=alt_text, height=ROW * max(2, len(shares(gain))), key=key)


def _colour(worse: str, better: str) -> alt.Color:
    scale = alt.Scale(domain=[worse, better], range=[charts.COLOURS[1], charts.COLOURS[0]])
    return alt.Color("kind:N", scale=scale, title=None, legend=alt.Legend(orient="top"))
