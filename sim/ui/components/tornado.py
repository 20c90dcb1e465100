"""Which assumption decides: a tornado per figure, with the same as a table."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from sim.report.charts.tornado import tornado_chart
from sim.report.told.findings import SensitivityTold
from sim.report.words.kpis import kpi_words
from sim.report.words.names import capital
from sim.report.words.sensitivity import deciding, trying
from sim.text.texts import Texts
from sim.text.units import estimated


def tornado(say: Texts, found: Sequence[SensitivityTold], key: str) -> None:
    """The chart of the figure that is chosen."""
    names = [capital(kpi_words(say, one.question)) for one in found]
    chosen = st.segmented_control(
        say("Of which figure?"),
        list(range(len(found))),
        format_func=names.__getitem__,
        default=0,
        key=key,
        required=True,
        label_visibility="collapsed",
    )
    one = found[chosen]
    st.markdown(f"**{deciding(say, one)}**")
    if not one.swings:
        return
    drawn = str(tornado_chart(say, one)).replace("<svg ", '<svg font-family="sans-serif" ', 1)
    st.image(drawn, width="stretch", alt=deciding(say, one))
    st.caption(trying(say, one))
    with st.expander(say("The same as a table")):
        st.table(_table(say, one), border="horizontal", hide_index=True)


def _table(say: Texts, found: SensitivityTold) -> dict[str, list[str]]:
    swings, unit = found.swings, found.question.unit
    return {
        say("Assumption"): [capital(swing.label) for swing in swings],
        say("Low"): [swing.low for swing in swings],
        say("High"): [swing.high for swing in swings],
        say("Difference at low"): [estimated(say, swing.at_low, unit, signed=True, points=True) for swing in swings],
        say("Difference at high"): [estimated(say, swing.at_high, unit, signed=True, points=True) for swing in swings],
        say("Changes the verdict"): [f"**{say('yes')}**" if swing.decides else say("no") for swing in swings],
        say("Source"): [say("assumption") if swing.unsourced else swing.source for swing in swings],
    }
