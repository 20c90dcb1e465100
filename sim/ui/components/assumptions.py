"""Every number that could have been another number, with its range and its source, a part of the model at a time."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from sim.model.town.scenario import Scenario
from sim.model.words.captions import caption
from sim.report.told.findings import Assumption, Findings
from sim.report.words.certainty import leaning
from sim.report.words.names import capital
from sim.report.words.paths import path_words
from sim.text.texts import Texts
from sim.ui.town import plain

MOST = 50
"""Rows of a table that are shown at once."""


def assumptions(say: Texts, findings: Findings, scenarios: Sequence[Scenario]) -> None:
    every = findings.assumptions
    st.markdown(
        f"**{say('{count} numbers have a range or a source.', count=len(every))}** {plain(leaning(say, findings))} "
        + say("Sources are the ids of the list of sources (docs/sources.md).")
    )
    bare = st.toggle(say("Only those without a source"), key="about-bare")
    parts = _parts(say, [one for one in every if one.unsourced or not bare], scenarios)
    if not parts:
        st.info(say("There is nothing to show here."))
        return
    chosen = st.selectbox(
        say("Part of the model"), list(parts), key="about-part", format_func=lambda name: f"{name} ({len(parts[name])})"
    )
    rows = parts[chosen]
    page = 1
    if len(rows) > MOST:
        page = st.pagination(-(-len(rows) // MOST), key="about-page")
    st.table(_table(say, rows[(page - 1) * MOST : page * MOST], scenarios), border="horizontal", hide_index=True)


def _parts(say: Texts, found: Sequence[Assumption], scenarios: Sequence[Scenario]) -> dict[str, list[Assumption]]:
    """By service, channel, team or chapter of the file, in words."""
    parts: dict[str, list[Assumption]] = {}
    for one in found:
        steps = one.path.split(".")
        named = steps[0] in ("services", "channels", "teams", "population") and len(steps) > 2
        word = capital(caption(steps[0], say.lang))
        name = f"{word}: {path_words('.'.join(steps[:2]), scenarios, say)}" if named and steps[0] != "population" else word
        parts.setdefault(name, []).append(one)
    return dict(sorted(parts.items()))


def _table(say: Texts, rows: Sequence[Assumption], scenarios: Sequence[Scenario]) -> dict[str, list[str]]:
    return {
        say("Number"): [capital(path_words(one.path, scenarios, say)) for one in rows],
        say("Low"): [one.low for one in rows],
        say("Used"): [f"**{one.mid}**" for one in rows],
        say("High"): [one.high for one in rows],
        say("Source"): [say("assumption") if one.unsourced else one.source for one in rows],
    }
