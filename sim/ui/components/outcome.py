"""The outcome of a run: first the few figures of a first impression, then everything."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from sim.report.answers.first_impression import in_order
from sim.report.told.findings import Row
from sim.report.words.certainty import others
from sim.report.words.making import measured
from sim.report.words.names import capital
from sim.report.words.sensitivity import error_alone
from sim.report.words.several import overall, why
from sim.report.words.verdict import judged, kpi_name
from sim.text.texts import Texts
from sim.text.units import estimated, rounding, written_interval
from sim.ui.components.figures import figures_table
from sim.ui.components.marks import below_the_verdict, grounds
from sim.ui.jobs import Run


def outcome(say: Texts, run: Run) -> None:
    """What there is of the run so far; nothing before its first impression."""
    if run.answers is not None:
        answer = run.answers[say.lang]
        with st.container(border=True):
            st.header(overall(say, answer.findings), anchor=False)
            told = ("" if run.final else f"**{say('Provisional.')}** ") + why(say, answer.findings)
            grounds(say, answer.findings, told, final=run.final, how=say("which matter most: “Find out” below"))
        figures_table(say, answer.overview, [story.label for story in answer.findings.stories])
        below_the_verdict(say, answer.findings)
        st.caption(measured(say, answer.findings))
        _differences(say, [story.label for story in answer.findings.stories], in_order(answer.findings.of("cases")))
        if run.final:
            st.caption(others(say, answer.findings))
    elif run.quick is not None:
        quick = run.quick[say.lang]
        st.markdown(f"**{say('First impression, the other services left out.')}** {say('The whole front office follows.')}")
        _differences(say, quick.stories, quick.rows)
        st.caption(f"{error_alone(say)} {rounding(say)}")
    elif run.running:
        st.skeleton(height=320)


def _differences(say: Texts, stories: Sequence[str], rows: Sequence[Row]) -> None:
    """The main figures of the service itself, with their difference and its interval."""
    st.table(_columns(say, stories[0], stories[1], rows), border="horizontal", hide_index=True)


def _columns(say: Texts, reference: str, story: str, rows: Sequence[Row]) -> dict[str, list[str]]:
    columns: dict[str, list[str]] = {
        say("Figure"): [capital(kpi_name(say, row)) for row in rows],
        reference: [estimated(say, row.estimates[0], row.unit) for row in rows],
        story: [estimated(say, row.estimates[1], row.unit) for row in rows],
        say("Difference"): [],
        say("Verdict"): [],
    }
    for row in rows:
        difference = row.differences[1]
        if difference is None:
            columns[say("Difference")].append("–")
            columns[say("Verdict")].append("")
            continue
        amount = estimated(say, difference, row.unit, signed=True, points=True)
        interval = written_interval(say, difference.low, difference.high, row.unit, signed=True)
        columns[say("Difference")].append(f"**{amount}** ({interval})")
        columns[say("Verdict")].append(judged(say, difference.judgement))
    return columns
