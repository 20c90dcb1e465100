"""The figures of all stories side by side, and the card of norms."""

from __future__ import annotations

import math
from collections.abc import Sequence

import streamlit as st

from sim.report.answers.first_screen import STANDINGS, Norm, Overview
from sim.report.told.findings import Row
from sim.report.words.names import capital
from sim.report.words.verdict import judged, kpi_name
from sim.text.texts import Texts
from sim.text.units import estimated, rounding

NORMS_IN_A_ROW = 4


def figures_table(say: Texts, overview: Overview, stories: Sequence[str]) -> None:
    """One row per figure, one column per story; beside each figure what its difference from the first story comes to."""
    columns: dict[str, list[str]] = {say("Figure"): [capital(kpi_name(say, row)) for row in overview.rows]}
    for number, story in enumerate(stories):
        columns[story] = [figure(say, row, number) for row in overview.rows]
    st.table(columns, border="horizontal", hide_index=True, alt=say("The main figures of each design"))
    told = "; ".join(_apart(say, row, stories) for row in overview.apart)
    apart = say("In no sum with the calls and e-mails: {figures}.", figures=told) if told else ""
    st.caption("  \n".join(filter(None, (rounding(say), apart))))


def _apart(say: Texts, row: Row, stories: Sequence[str]) -> str:
    """``online pogingen per 100 paren: Vandaag 111, Volledig digitaal 378``."""
    amounts = (f"{story} {estimated(say, estimate, row.unit)}" for story, estimate in zip(stories, row.estimates, strict=True))
    return f"{kpi_name(say, row)}: {', '.join(amounts)}"


def figure(say: Texts, row: Row, story: int) -> str:
    """``**0,69 fte** = geen praktisch verschil``."""
    difference = row.differences[story]
    told = "" if difference is None else f" {judged(say, difference.judgement)}"
    return f"**{estimated(say, row.estimates[story], row.unit)}**{told}"


def norm_cards(say: Texts, norms: Sequence[Norm], stories: Sequence[str]) -> None:
    """A card per norm: what is asked, and how each story stands to it, by symbol and word."""
    for start in range(0, len(norms), NORMS_IN_A_ROW):
        places = st.columns(NORMS_IN_A_ROW)
        for place, norm in zip(places, norms[start : start + NORMS_IN_A_ROW], strict=False):
            with place.container(border=True, height="stretch"):
                st.markdown(f"**{norm.name}**  \n{norm.asked}")
                st.markdown("  \n".join(standings(say, norm, stories)))


def standings(say: Texts, norm: Norm, stories: Sequence[str]) -> list[str]:
    """A line per story; one line for all of them where they stand alike and their shares hardly differ."""
    shares = [norm.share(number) for number in range(len(norm.values))]
    told = [f"{STANDINGS[standing][0]} {say(STANDINGS[standing][1])}" for standing in norm.standings]
    if len(set(norm.standings)) == 1:
        known = sorted((share for share in shares if not math.isnan(share.value)), key=lambda share: share.value)
        if not known:
            return [told[0]]
        low, high = (estimated(say, share, "share") for share in (known[0], known[-1]))
        spread = low if low == high else say("{low} to {high}", low=low, high=high)
        return [f"{told[0]}: {spread}"]
    each = zip(stories, told, shares, strict=True)
    return [f"{story}: {word} ({estimated(say, share, 'share')})" for story, word, share in each]
