"""A baseline made from own figures: does the municipality recognise itself, and where does every number come from?"""

from __future__ import annotations

import streamlit as st

from sim.evidence.baseline_file import ORIGINS, NewBaseline
from sim.model.town.recognition import Recognition
from sim.report.words.names import capital
from sim.report.words.recognition import OUTCOMES, data_line, rows
from sim.text.texts import Texts
from sim.ui.town import plain


def recognition_test(say: Texts, baseline: NewBaseline) -> None:
    """The outcome with its figures: simulated today beside the municipality's own."""
    found: Recognition = baseline.recognition
    st.subheader(say("Do you recognise your town?"), anchor=False)
    outcome = say(OUTCOMES[found.outcome])
    if found.outcome == "recognised":
        st.success(outcome, icon=":material/check_circle:")
    else:
        st.warning(outcome, icon=":material/warning:")
    if not found.figures:
        return
    heads = (say("Figure"), say("Own"), say("Simulated"), say("Difference"), say("Verdict"))
    told = [(capital(name), own, simulated, gap, f"**{verdict}**") for name, own, simulated, gap, verdict in rows(say, found)]
    st.table({head: [row[number] for row in told] for number, head in enumerate(heads)}, border="horizontal", hide_index=True)
    st.caption(
        say("Figures that could be compared: {count} of 8.", count=len(found.figures))
        + " "
        + say("Near enough is within 10% of the own figure; for shares within 5 percentage points. Chance is in it too.")
    )


def numbers_table(say: Texts, baseline: NewBaseline) -> None:
    """Every number of the form as the baseline has it, with where it comes from."""
    st.subheader(say("Where the numbers come from"), anchor=False)
    counts, numbers = baseline.counts, baseline.numbers
    counts, numbers = baseline.counts, baseline.numbers
    st.markdown(
        f"**{data_line(say, [baseline.scenario])}** "
        + say("Of the twelve numbers: own figures {own}, scaled from inhabitants {scaled}, defaults {default}.", **counts)
    )
    columns = {
        say("Number"): [capital(say(used.label)) for used in numbers],
        say("Value"): [plain(say(used.value)) for used in numbers],
        say("Where it comes from"): [origin(say, used.origin) for used in numbers],
    }
    st.table(columns, border="horizontal", hide_index=True)
    for note in baseline.notes:
        st.info(say(note), icon=":material/info:")
    defaults, unsourced = baseline.defaults
    st.caption(
        say(
            "{defaults} other numbers of the model were not touched; {unsourced} of them are assumptions without a source. "
            "The page About shows them.",
            defaults=defaults,
            unsourced=unsourced,
        )
    )


def origin(say: Texts, name: str) -> str:
    """In words; what is not the municipality's own is called an assumption."""
    told = say(ORIGINS[name])  # type: ignore[index]
    return f"**{told}**" if name == "own" else say("{origin}: assumption", origin=told)
