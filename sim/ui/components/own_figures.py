"""The form of the twelve numbers: what is typed stays, and what is wrong is told beside the field."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime

import streamlit as st

from sim.evidence.figure_forms import BY_NAME
from sim.evidence.figures_file import LARGEST, figures_in
from sim.evidence.own_figures import (
    NAME,
    NAME_EXPECTED,
    YEAR,
    YEAR_EXPECTED,
    FigureProblem,
    FiguresError,
    OwnFigures,
    parse_figures,
)
from sim.evidence.targets import RATES, TALK_TIME
from sim.model.words.written import clock_text
from sim.report.words.names import capital
from sim.text.pairs import Text, marked
from sim.text.texts import Texts
from sim.ui.town import plain

LONGEST = 200
"""Characters that fit in a field."""
UPLOAD_MB = 1
"""The smallest limit an uploader has; the file itself may be ``LARGEST`` bytes."""
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (marked("Your town"), ("name", "year", "inhabitants", "weddings", "emails")),
    (marked("Telephone"), ("calls", "talk_time", "answered_within_norm", "abandoned", "fte_contact_centre", "phone_hours")),
    (marked("Desk"), ("appointments", "walk_ins", "fte_civil_affairs", "desk_hours")),
)
NAMES = tuple(name for _, names in GROUPS for name in names)
NEEDED = ("name", "year", "inhabitants")
PROBLEMS = "own-problems"


def key_of(name: str) -> str:
    return f"own-{name}"


def typed() -> dict[str, str]:
    return {name: str(st.session_state.get(key_of(name)) or "") for name in NAMES}


def figures_form(say: Texts, on_right: str) -> None:
    """The form and the upload. Right figures are put in the session under the name ``on_right``, for the page to go on with."""
    st.session_state.setdefault(key_of("year"), str(datetime.now(UTC).year - 1))
    problems: Mapping[str, FigureProblem] = st.session_state.get(PROBLEMS, {})
    if problems:
        st.error(say.plural("{count} number cannot be used.", "{count} numbers cannot be used.", len(problems)))
    with st.form("own-figures", enter_to_submit=False):
        for place, (title, names) in zip(st.columns(len(GROUPS), gap="large"), GROUPS, strict=True):
            with place:
                st.markdown(f"**{say(title)}**")
                for name in names:
                    _field(say, name, problems.get(name))
        st.form_submit_button(
            say("Make the baseline"), on_click=_submit, args=(on_right,), type="primary", icon=":material/play_arrow:"
        )


def upload(say: Texts) -> None:
    """A file with the numbers fills the form; nothing in it is trusted or evaluated."""
    given = st.file_uploader(
        say("Or fill the form from a file (CSV or YAML, at most {size} kB)", size=LARGEST // 1000),
        type=["csv", "yaml", "yml"],
        max_upload_size=UPLOAD_MB,
        key="own-file",
    )
    if given is not None and st.session_state.get("own-file-read") != given.file_id:
        st.session_state["own-file-read"] = given.file_id
        _fill(given.getvalue(), given.name)
        st.rerun()
    for problem in st.session_state.get("own-file-problems", ()):
        st.error(plain(problem.text(say.lang)), icon=":material/error:")


def as_csv(say: Texts, figures: Mapping[str, str]) -> bytes:
    """Numbers as a file that the upload and ``sweetspot new --figures`` read; empty ones are for filling in."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow((say("figure"), say("value")))
    writer.writerows((name, figures.get(name, "")) for name in NAMES)
    return stream.getvalue().encode("utf-8-sig")


def _field(say: Texts, name: str, problem: FigureProblem | None) -> None:
    label, expected, where = _words(name)
    st.text_input(
        capital(say(label)) + (" *" if name in NEEDED else ""),
        key=key_of(name),
        max_chars=LONGEST,
        placeholder=_example(say(expected)),
        help=_help(say, name, expected, where),
        autocomplete="off",
        persist_state="session",
    )
    if problem is not None:
        st.error(plain(capital(problem.text(say.lang))), icon=":material/error:")


def _example(expected: str) -> str:
    """The example of what is expected, which fits in the field; the rest stands in the help and in what is told of a problem."""
    return re.split(r"zoals |such as ", expected)[-1]


def _words(name: str) -> tuple[Text, Text, Text | None]:
    if name in BY_NAME:
        return BY_NAME[name].label, BY_NAME[name].expected, BY_NAME[name].where
    return (NAME, NAME_EXPECTED, None) if name == "name" else (YEAR, YEAR_EXPECTED, None)


def _help(say: Texts, name: str, expected: Text, where: Text | None) -> str:
    parts = [say("Expected: {expected}.", expected=say(expected))]
    if where is not None:
        parts.append(say("You find it here: {where}.", where=say(where)))
    if name in RATES:
        rate = say.number(1000 * RATES[name].mid)
        parts.append(say("Not known? Leave it empty: {rate} per 1000 inhabitants is taken.", rate=rate))
    elif name == "talk_time":
        parts.append(say("Not known? Leave it empty: {value} is taken.", value=clock_text(TALK_TIME.mid)))
    elif name not in NEEDED:
        parts.append(say("Not known? Leave it empty."))
    return plain(" ".join(parts))


def _submit(on_right: str) -> None:
    try:
        figures: OwnFigures = parse_figures(typed())
    except FiguresError as error:
        st.session_state[PROBLEMS] = {problem.name: problem for problem in reversed(error.problems)}
    else:
        st.session_state[PROBLEMS] = {}
        st.session_state[on_right] = figures


def _fill(content: bytes, file: str) -> None:
    """Puts what stands in the file in the fields, right or wrong; a file that cannot be read changes nothing."""
    try:
        found = figures_in(content, file)
    except FiguresError as error:
        st.session_state["own-file-problems"] = error.problems
        return
    strange = [name for name in found if name not in NAMES]
    st.session_state["own-file-problems"] = ()
    for name in NAMES:
        st.session_state[key_of(name)] = found.get(name, "")[:LONGEST]
    try:
        parse_figures(found)
    except FiguresError as error:
        st.session_state[PROBLEMS] = {one.name: one for one in reversed(error.problems) if one.name in NAMES}
        st.session_state["own-file-problems"] = tuple(one for one in error.problems if one.name in strange)
    else:
        st.session_state[PROBLEMS] = {}
