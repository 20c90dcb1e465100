"""What is meant for the cases from some complexity on, or below it, against docs/model.md. Each check: false alarm 1e-6."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.engine.program import codes
from sim.engine.program.tables import Table, Tables
from sim.engine.simulate import CompiledScenario
from tests.engine.random_values import Written
from tests.engine.rule_towns import counts_by_channel, first_contacts, logit, rule_town, run, service, shares_fit, trials_fit

LIMIT = 0.5
Array = np.ndarray[Any, np.dtype[Any]]
VARIED: Written = {"complexity": 0.5, "complexity_spread": 0.2}


def talking(share: float, who: Written | None, ask: Written | None = None, **more: Any) -> Written:
    """Everybody asks, and some have a conversation by phone after it."""
    talk = {"label": "talk", "applies": share, "options": {"phone": {}}} | ({"applies_to": who} if who else {})
    steps = {"ask": {"label": "ask", "options": ask or {"web": {}}}, "talk": talk}
    return rule_town({"ask": service(steps, **(VARIED | more))})


def finished(tables: Tables) -> Table:
    found: Table = tables.cases[tables.cases["end"] == codes.ENDS.index("resolved")]
    return found


def has_contact(tables: Tables, compiled: CompiledScenario, channel: str) -> Array:
    """Of each finished case: did it go through this channel?"""
    contacts = tables.contacts
    there = contacts["case"][contacts["channel"] == compiled.names.channels.index(channel)]
    found: Array = np.isin(finished(tables)["case"], there)
    return found


def talked(who: Written | None, share: float = 1, ask: Written | None = None, **more: Any) -> tuple[Array, Array]:
    """Of each finished case: did it have the conversation, and its complexity."""
    tables, compiled = run(talking(share, who, ask, **more))
    return has_contact(tables, compiled, "phone"), finished(tables)["complexity"]


@pytest.mark.parametrize(
    ("who", "among"),
    [
        ({"complexity_above": LIMIT}, lambda c: c >= LIMIT),
        ({"complexity_below": LIMIT}, lambda c: c < LIMIT),
        ({"complexity_above": 0.4, "complexity_below": 0.6}, lambda c: (c >= 0.4) & (c < 0.6)),
        ({"complexity_above": 0}, lambda c: c >= 0),
        (None, lambda c: c >= 0),
    ],
)
def test_who_is_always_recognised_has_the_step_by_his_complexity(who: Written | None, among: Any) -> None:
    has, complexity = talked(who)
    assert len(has) > 100_000
    assert (has == among(complexity)).all()


def test_a_case_as_complex_as_the_limit_counts_as_complex() -> None:
    for who, expected in (({"complexity_above": LIMIT}, True), ({"complexity_below": LIMIT}, False)):
        has, _ = talked(who, complexity=LIMIT, complexity_spread=0)
        assert (has == expected).all()


def test_who_is_not_recognised_is_taken_for_what_he_is_not_and_the_share_counts_on_top() -> None:
    has, complexity = talked({"complexity_above": LIMIT, "recognised": 0.8}, share=0.7)
    for side, chance in ((complexity >= LIMIT, 0.7 * 0.8), (complexity < LIMIT, 0.7 * 0.2)):
        assert trials_fit(has[side], np.full(side.sum(), chance))
        assert not trials_fit(has[side], np.full(side.sum(), chance + 0.02)), "the test sees two points"


def test_who_is_recognised_by_few_is_recognised_by_more() -> None:
    right = []
    for recognised in (0.3, 0.6, 0.9):
        has, complexity = talked({"complexity_above": LIMIT, "recognised": recognised})
        right.append(has == (complexity >= LIMIT))
    few, some, most = right
    assert not (few & ~some).any()
    assert not (some & ~most).any()
    assert len(few) == len(some) == len(most)


def test_a_plain_share_draws_as_ever_beside_it() -> None:
    """Those who have the step are those who would have it if it were for all."""
    every, _ = talked(None, share=0.5)
    some, complexity = talked({"complexity_above": LIMIT}, share=0.5)
    assert (some == every & (complexity >= LIMIT)).all()


def test_simple_and_complex_cases_are_told_apart_alike_everywhere() -> None:
    """The website for simple cases and the desk for complex ones shut out nobody, and who is at the desk has the conversation."""
    found: Written = {"recognised": 0.8}
    ask = {
        "web": {"eligible_for": {"complexity_below": LIMIT} | found},
        "desk": {"eligible_for": {"complexity_above": LIMIT} | found},
    }
    tables, compiled = run(talking(1, {"complexity_above": LIMIT} | found, ask))
    assert (tables.cases["end"] != codes.ENDS.index("gave_up")).all()
    desk, web, phone = (has_contact(tables, compiled, name) for name in ("desk", "web", "phone"))
    assert (desk != web).all()
    assert (desk == phone).all()
    complex_ones = finished(tables)["complexity"] >= LIMIT
    assert trials_fit(desk[complex_ones], np.full(complex_ones.sum(), 0.8))


def test_only_who_is_meant_is_steered() -> None:
    web = {"constant": 0.4, "steering": 1.2, "steering_for": {"complexity_below": LIMIT, "recognised": 0.9}}
    options: Written = {"web": web, "phone": {"constant": 0.9}, "desk": {}}
    steps = {"ask": {"label": "ask", "options": options}}
    tables, compiled = run(rule_town({"ask": service(steps, **VARIED)}, choice={"complexity": 0}))
    first, cases = first_contacts(tables), tables.cases
    simple = np.isin(first["case"], cases["case"][cases["complexity"] < LIMIT])
    plain = logit({"web": 0.4, "phone": 0.9, "desk": 0.0})
    steered = logit({"web": 1.6, "phone": 0.9, "desk": 0.0})
    for rows, part in ((first[simple], 0.9), (first[~simple], 0.1)):
        shares = {name: part * steered[name] + (1 - part) * plain[name] for name in plain}
        counts = counts_by_channel(rows, compiled)
        assert shares_fit({name: counts[name] for name in shares}, shares)
