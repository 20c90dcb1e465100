"""What the dashboard rests on: assumptions with their sources, limits, what to measure, how it was made, and who it is for."""

from __future__ import annotations

import os
from collections.abc import Callable

import streamlit as st

import sim
from sim.evidence.patterns import words
from sim.evidence.patterns.stored import stored_table
from sim.report.answers.answer import Answer
from sim.report.told.findings import Findings
from sim.report.words.certainty import chance, leaning, others
from sim.report.words.limits import limits
from sim.report.words.making import making_lines
from sim.report.words.measure_first import measure_first, measure_words
from sim.report.words.several import overall, why
from sim.text.pairs import marked
from sim.text.texts import Texts
from sim.ui.components.assumptions import assumptions
from sim.ui.components.marks import marks, place_and_year
from sim.ui.page import Page
from sim.ui.questions import MARRIAGE
from sim.ui.session import shipped_scenarios
from sim.ui.shipped_answers import stored_answer
from sim.ui.town import plain

CONTACT = "SWEETSPOT_CONTACT"
"""The environment variable with the contact of whoever runs this dashboard; nothing is made up without it."""
KNOWN_LIMITS = (
    marked("Words of Streamlit itself (such as “Upload” and “Press Enter to apply”) are English in the Dutch dashboard too."),
    marked("What is wrong stands under its field, but is not tied to the field for a screen reader."),
    marked("In charts a screen reader finds one sentence, and beside some of them a table; single points are not read out."),
    marked("It was checked by the makers with automatic tests and the keyboard, not by an independent expert or with users."),
)


def show(say: Texts) -> None:
    answer = stored_answer(MARRIAGE).answers[say.lang]
    st.title(say("About Sweetspot"))
    st.markdown(
        say(
            "Sweetspot imitates how inhabitants of a municipality choose between online, phone, desk and e-mail, and what that "
            "asks of staff. It compares designs of a service; it predicts no year."
        )
    )
    tabs = st.tabs([say(name) for name, _ in PARTS], key="about-tabs")
    for tab, (_, part) in zip(tabs, PARTS, strict=True):
        with tab:
            part(say, answer)


def _sure(say: Texts, answer: Answer) -> None:
    findings = answer.findings
    st.markdown(f"**{overall(say, findings)}** {why(say, findings)}")
    marks(findings.marks)
    st.markdown(f"{chance(say, findings)} {others(say, findings)}")
    st.markdown(plain(leaning(say, findings)))
    st.markdown(say("A figure of the model is no figure of your town: compare designs, and calibrate first."))


def _patterns(say: Texts, _answer: Answer) -> None:
    table = stored_table()
    st.markdown(
        say(
            "A pattern is something that was seen in reality, with a band that was fixed beforehand. Where the model does not "
            "come out in the band, it must not be asked about it."
        )
    )
    st.markdown(f"**{words.summary(say, table)}**")
    lines = []
    for row in table.rows:
        parts = (words.line(say, row), words.warning(say, row), words.note(say, row))
        lines.append("- " + " ".join(plain(part) for part in parts if part))
    st.markdown("\n".join(lines))
    if table.turning:
        st.markdown(plain(words.turning(say, table)))
    variants = [f"- {plain(words.what(say, row))}: {plain(words.simulated(say, row))}." for row in table.variants]
    st.markdown("\n".join(variants))
    st.caption(say("The whole table, with where each pattern comes from and what set a number: docs/evidence.md."))


def _assumptions(say: Texts, answer: Answer) -> None:
    assumptions(say, answer.findings, shipped_scenarios(MARRIAGE))


def _limits(say: Texts, answer: Answer) -> None:
    st.markdown("\n".join(f"- {sentence}" for sentence in limits(say, answer.findings)))


def _measure(say: Texts, answer: Answer) -> None:
    st.markdown(measure_words(say, answer.findings))
    for number, one in enumerate(measure_first(say, answer.findings), start=1):
        with st.container(border=True):
            st.markdown(f"**{number}. {one.title}**  \n{one.why}  \n{one.how}")


def _made(say: Texts, answer: Answer) -> None:
    findings: Findings = answer.findings
    st.markdown(f"{place_and_year(say, answer.place, answer.year)} {say('The answer of the first page was made with:')}")
    told = making_lines(say, findings)
    st.table(
        {say("What"): [name for name, _ in told], say("Value"): [plain(value) for _, value in told]},
        border="horizontal",
        hide_index=True,
    )
    fingerprint = stored_answer(MARRIAGE).fingerprint
    st.caption(
        say("Fingerprint of the scenarios: {fingerprint}. The zip on the first page makes it again.", fingerprint=fingerprint)
    )


def _privacy(say: Texts, _answer: Answer) -> None:
    st.markdown(
        say(
            "There are no data of persons in Sweetspot: the inhabitants are made up, and the inputs are totals. Everything runs "
            "on the computer where it was started; nothing is sent anywhere and no visits are counted. What you fill in stays "
            "in the memory of that computer until you close the page, and nobody else sees it."
        )
    )
    st.markdown(say("It says nothing about individual employees, and is not made to assess them."))


def _accessible(say: Texts, _answer: Answer) -> None:
    st.markdown(
        say(
            "We aim at WCAG 2.1, level AA, which Dutch law asks of municipalities. We do not claim that it is met: it was not "
            "examined by an expert. Everything works with the keyboard, no meaning is in colour alone, and every chart has "
            "a sentence for screen readers. Known limits, most of them of Streamlit, with which this dashboard was made:"
        )
    )
    st.markdown("\n".join(f"- {say(limit)}" for limit in KNOWN_LIMITS))
    st.markdown(say("The report (HTML) has all of it on one plain page."))


def _licence(say: Texts, _answer: Answer) -> None:
    st.markdown(
        say(
            "Sweetspot {version} is free software under the European Union Public Licence 1.2. The sources that numbers come "
            "from are named at the numbers; they belong to their makers.",
            version=sim.__version__,
        )
    )
    contact = os.environ.get(CONTACT, "").strip()
    if contact:
        st.markdown(say("Contact: {contact}", contact=plain(contact)))
    else:
        st.info(say("No contact was filled in. Whoever runs this dashboard puts one in the variable {name}.", name=CONTACT))


PARTS: tuple[tuple[str, Callable[[Texts, Answer], None]], ...] = (
    (marked("How sure"), _sure),
    (marked("Patterns"), _patterns),
    (marked("Assumptions"), _assumptions),
    (marked("What it does not say"), _limits),
    (marked("Measure first"), _measure),
    (marked("How it was made"), _made),
    (marked("Privacy"), _privacy),
    (marked("Accessibility"), _accessible),
    (marked("Licence and contact"), _licence),
)
PAGE = Page(marked("About"), "about", ":material/info:", show)
