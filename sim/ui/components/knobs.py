"""Dials as sliders: what each is about, how far it goes, where it stands by itself and where that comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from sim.experiment.numbers.dials import Dial
from sim.measure.rows import Focus
from sim.model.town.scenario import Scenario
from sim.report.gather.more_dials import Assumed
from sim.report.words.dials import dial_help, dial_label, dial_range, dial_value, dial_values, dials_turned
from sim.report.words.names import labels_of
from sim.text.pairs import Text
from sim.text.texts import Texts

FIRST = 8
"""Dials that are seen at once; the rest stands under 'more'."""
MOST_OTHERS = 5
"""Other assumptions that are turned at the same time."""


@dataclass(frozen=True, eq=False)
class Knob:
    """A dial with its words: its name, a value with its unit, and what it means."""

    dial: Dial
    label: Callable[[Texts], str]
    written: Callable[[Texts, float], str]
    about: Callable[[Texts], str]


def knobs_of(dials: Sequence[Dial], pair: Sequence[Scenario]) -> tuple[Knob, ...]:
    return tuple(_of_question(dial, pair) for dial in dials)


def _of_question(dial: Dial, pair: Sequence[Scenario]) -> Knob:
    return Knob(
        dial,
        lambda say: dial_label(say, dial, labels_of(pair, say).teams),
        lambda say, value: dial_value(say, dial, value),
        lambda say: dial_help(say, dial),
    )


def other_knobs(found: Sequence[Assumed], pair: Sequence[Scenario], focus: Focus) -> tuple[Knob, ...]:
    """Dials of all other assumptions, with where each stands in the scenario file."""
    return tuple(_of_assumption(one, pair, focus) for one in found)


def _of_assumption(one: Assumed, pair: Sequence[Scenario], focus: Focus) -> Knob:
    return Knob(one.dial, lambda say: one.label(say, pair, focus), one.value, lambda _say: f"`{one.path}`")


def turn(say: Texts, knobs: Sequence[Knob], others: Sequence[Knob], key: str) -> dict[str, float]:
    settings = {knob.dial.name: _slider(say, knob, key) for knob in knobs[:FIRST]}
    with st.expander(say("More dials")):
        settings |= {knob.dial.name: _slider(say, knob, key) for knob in knobs[FIRST:]}
        by_name = {knob.dial.name: knob for knob in others}
        chosen = st.multiselect(
            say("Every other assumption ({count})", count=len(others)),
            sorted(by_name, key=lambda name: by_name[name].label(say)),
            format_func=lambda name: by_name[name].label(say),
            max_selections=MOST_OTHERS,
            placeholder=say("Choose which to turn"),
            key=f"{key}-others",
        )
        settings |= {name: _slider(say, by_name[name], key) for name in chosen}
    every = [*knobs, *others]
    if any(settings.get(knob.dial.name, knob.dial.value) != knob.dial.value for knob in every):
        st.button(say("Put all dials back"), on_click=_reset, args=(every, key), icon=":material/undo:")
    return settings


def mind(knobs: Sequence[Knob], settings: dict[str, float]) -> Text | None:
    """Which dials were turned, for whoever reads the report later; None when none was."""
    told = [knob for knob in knobs if settings.get(knob.dial.name, knob.dial.value) != knob.dial.value]
    if not told:
        return None
    return Text.of(lambda lang: dials_turned(Texts(lang), [_told(Texts(lang), knob, settings[knob.dial.name]) for knob in told]))


def _told(say: Texts, knob: Knob, value: float) -> tuple[str, str, str]:
    return knob.label(say), knob.written(say, value), knob.written(say, knob.dial.value)


def _slider(say: Texts, knob: Knob, key: str) -> float:
    dial = knob.dial
    found: float = st.select_slider(
        knob.label(say),
        dial_values(dial),
        value=dial.value,
        format_func=partial(knob.written, say),
        help=knob.about(say),
        key=f"{key}-{dial.name}",
    )
    st.caption(dial_range(say, dial, partial(knob.written, say)))
    return found


def _reset(knobs: Sequence[Knob], key: str) -> None:
    for knob in knobs:
        if f"{key}-{knob.dial.name}" in st.session_state:
            st.session_state[f"{key}-{knob.dial.name}"] = knob.dial.value
