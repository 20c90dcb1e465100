"""What who could not do it online does: asks while the step waits, or reacts (docs/model.md). Each check: false alarm 1e-6."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from sim.engine.program import codes
from sim.engine.program.tables import Tables
from sim.engine.simulate import CompiledScenario
from sim.model.values.units import HOUR, MINUTE
from tests.engine.random_values import Written
from tests.engine.rule_towns import (
    EVERYONE,
    MANY,
    first_contacts,
    logit,
    one_step,
    rule_town,
    run,
    service,
    shares_fit,
    trials_fit,
)
from tests.engine.scenarios import compile_written
from tests.engine.test_twins import assert_twins

ALONE, TOLD = 0.45, 0.8
"""Chances to do it online: with the skill that people have here, and with all the skill that is needed."""
SKILL, SLOPE = 0.3, 0.5
ASK, RETRY, SWITCH = 0.6, 0.5, 0.3
PHONE: Written = {"phone": {"handling": "5 min"}}


def stuck_town(
    *, ask: float = ASK, together: float = 0, inquiry: Written | None = None, rate: str = "4000 per week", **web: Any
) -> Written:
    """Everybody begins online, and nobody returns there by himself after a failure but who tries again."""
    way = {"handling": "10 min", "constant": 50, "resolves": TOLD, "harder_when_unskilled": SLOPE} | web
    dropped = {"ask": ask, "together": together, "retry": RETRY, "switch": SWITCH, "after": "2 hours"}
    step = {"apply": {"label": "apply", "options": {"web": way, "desk": {"handling": "1 min"}}}}
    return rule_town(
        {
            "permit": service(step, rate, inquiry=PHONE if inquiry is None else inquiry),
            "other": service(step, rate),
        },
        choice={"failure": 100, "unreached": 100},
        behaviour={"reactions": {"default": {"retry": 0, "switch": 0}, "dropped": dropped}},
        population={"inhabitants": MANY, "segments": {"everyone": EVERYONE | {"skill": SKILL}}},
    )


def stories(tables: Tables, compiled: CompiledScenario, name: str) -> list[list[Any]]:
    """The contacts of each case of a service that is over, one after another; all began online."""
    cases = tables.cases
    over = set(cases["case"][(cases["service"] == compiled.names.services.index(name)) & (cases["ended"] >= 0)].tolist())
    found: dict[int, list[Any]] = {}
    for row in tables.contacts:
        if int(row["case"]) in over:
            found.setdefault(int(row["case"]), []).append(row)
    assert len(found) > 10_000
    assert {compiled.names.channels[int(story[0]["channel"])] for story in found.values()} == {"web"}
    return list(found.values())


def next_of(story: list[Any], compiled: CompiledScenario) -> str:
    """What a case did after its first attempt failed."""
    if len(story) == 1:
        return "gives up"
    second = story[1]
    if compiled.names.steps[int(second["step"])][1] == "inquiry":
        return "asks"
    return {"web": "tries again", "desk": "goes elsewhere"}[compiled.names.channels[int(second["channel"])]]


def reactions(found: list[list[Any]], compiled: CompiledScenario) -> Counter[str]:
    return Counter(next_of(story, compiled) for story in found if story[0]["outcome"] == codes.DROPPED)


def test_of_those_who_could_not_do_it_a_share_asks_and_the_others_react() -> None:
    tables, compiled = run(stuck_town())
    found = stories(tables, compiled, "permit")
    assert trials_fit([story[0]["outcome"] == codes.RESOLVED for story in found], [ALONE] * len(found))
    rest = 1 - RETRY - SWITCH
    shares = {
        "asks": ASK,
        "tries again": (1 - ASK) * RETRY,
        "goes elsewhere": (1 - ASK) * SWITCH,
        "gives up": (1 - ASK) * rest,
    }
    assert shares_fit(reactions(found, compiled), shares)


def test_a_service_about_which_nothing_can_be_asked_is_as_before() -> None:
    tables, compiled = run(stuck_town())
    shares = {"tries again": RETRY, "goes elsewhere": SWITCH, "gives up": 1 - RETRY - SWITCH}
    assert shares_fit(reactions(stories(tables, compiled, "other"), compiled), shares)


def test_while_he_asks_the_step_waits_and_goes_on_when_he_is_answered() -> None:
    tables, compiled = run(stuck_town(together=0.4))
    for story in stories(tables, compiled, "permit"):
        for before, after in pairwise(story):
            name = compiled.names.steps[int(after["step"])][1]
            if name == "inquiry":
                assert (after["cause"], after["attempt"]) == (codes.AGAIN, 0)
                assert before["outcome"] == codes.DROPPED
                assert after["requested"] == before["ended"] + 2 * HOUR
                assert after["ended"] == after["answered"] + 5 * MINUTE
            elif compiled.names.steps[int(before["step"])][1] == "inquiry":
                assert compiled.names.channels[int(after["channel"])] == "web"
                assert (after["requested"], after["cause"]) == (before["ended"], codes.AGAIN)


def after_asking(tables: Tables, compiled: CompiledScenario) -> list[int]:
    """How the first attempt ended of each case after it had asked for the first time."""
    asked = [story for story in stories(tables, compiled, "permit") if next_of(story, compiled) == "asks"]
    assert len(asked) > 2000
    return [int(story[2]["outcome"]) for story in asked]


@pytest.mark.parametrize("together", [0.0, 0.4, 1.0])
def test_who_was_answered_does_it_together_or_tries_as_if_he_were_skilled(together: float) -> None:
    outcomes = after_asking(*run(stuck_town(together=together)))
    chance = together + (1 - together) * TOLD
    if together == 1.0:
        assert set(outcomes) == {codes.RESOLVED}
    else:
        assert trials_fit([outcome == codes.RESOLVED for outcome in outcomes], [chance] * len(outcomes))
        assert not trials_fit([outcome == codes.RESOLVED for outcome in outcomes], [chance - 0.1] * len(outcomes))


def test_what_is_done_together_is_not_saved_for_later() -> None:
    """A form that is forgotten and deleted fails; but not while somebody helps."""
    save = {"share": 1, "resume_after": "1 hour", "forgets": 0.5, "kept": "3 hours"}
    tables, compiled = run(stuck_town(together=1, save=save))
    assert set(after_asking(tables, compiled)) == {codes.RESOLVED}
    found = stories(tables, compiled, "permit")
    assert trials_fit([story[0]["outcome"] == codes.RESOLVED for story in found], [0.5 * ALONE] * len(found))


def test_who_is_not_answered_reacts_as_who_did_not_ask() -> None:
    tables, compiled = run(stuck_town(ask=1, inquiry={"phone": {"resolves": 0}}))
    asked = [story[1:] for story in stories(tables, compiled, "permit") if next_of(story, compiled) == "asks"]
    assert {int(story[0]["outcome"]) for story in asked} == {codes.UNRESOLVED}
    counts = Counter(next_of(story, compiled) for story in asked)
    assert shares_fit(counts, {"tries again": RETRY, "goes elsewhere": SWITCH, "gives up": 1 - RETRY - SWITCH})
    assert all(story[1]["requested"] == story[0]["ended"] + 2 * HOUR for story in asked if len(story) > 1)


def test_who_cannot_ask_reacts_as_who_did_not_ask() -> None:
    """Of a fifth of the cases nothing can be asked by phone."""
    tables, compiled = run(stuck_town(ask=1, inquiry={"phone": {"eligible": 0.8}}))
    counts = reactions(stories(tables, compiled, "permit"), compiled)
    shares = {"asks": 0.8, "tries again": 0.2 * RETRY, "goes elsewhere": 0.2 * SWITCH, "gives up": 0.2 * (1 - RETRY - SWITCH)}
    assert shares_fit(counts, shares)


def test_asking_helps_with_one_step_only() -> None:
    """The next step is done with the skill that he has."""
    town = stuck_town(together=1, ask=1)
    steps = town["services"]["permit"]["steps"]
    steps["pay"] = steps["apply"] | {"label": "pay"}
    tables, compiled = run(town)
    paying = [row for story in stories(tables, compiled, "permit") for row in story if _step(row, compiled) == "pay"]
    first = [row for row in paying if row["attempt"] == 0]
    assert trials_fit([row["outcome"] == codes.RESOLVED for row in first], [ALONE] * len(first))


def _step(row: Any, compiled: CompiledScenario) -> str:
    return compiled.names.steps[int(row["step"])][1]


UTILITIES = {"web": 0.4, "phone": 0.9, "desk": 0.0, "email": -0.3}
FAILURE, UNREACHED, STEERING = 0.8, 2.1, 1.2


def second_choices(steering: float = 0) -> tuple[list[tuple[str, str]], int]:
    """Channels of first and second attempts, and how many first ones; by mail no answer comes, elsewhere nobody is helped."""
    options: Written = {name: {"constant": value, "resolves": 0} for name, value in UTILITIES.items()}
    options["web"]["steering"] = steering
    mail = {"label": "mail", "kind": "deferred", "nest": "written", "open": "always", "promise": "2 hours", "broken": 1}
    behaviour = {"reactions": {"default": {"retry": 0, "switch": 1, "after": "1 hour"}}, "most_tries": 2}
    choice = {"failure": FAILURE, "unreached": UNREACHED}
    tables, compiled = run(rule_town(one_step(options), choice=choice, behaviour=behaviour, channels={"email": mail}))
    names, contacts = compiled.names.channels, tables.contacts
    before = {int(row["case"]): names[int(row["channel"])] for row in first_contacts(tables)}
    second = contacts[contacts["attempt"] == 1]
    by_mail = contacts["channel"] == names.index("email")
    ended = contacts["ended"] >= 0
    assert set(contacts["outcome"][by_mail & ended].tolist()) == {codes.PROMISE_BROKEN}
    return [(before[int(row["case"])], names[int(row["channel"])]) for row in second], len(second)


def test_what_did_not_work_and_where_nobody_was_weigh_apart() -> None:
    """Who chose i takes it again only if it is best with its penalty: shares of a logit in which i alone is lowered."""
    pairs, total = second_choices()
    for name, value in UTILITIES.items():
        penalty = UNREACHED if name == "email" else FAILURE
        share = logit(UTILITIES | {name: value - penalty})[name]
        again = pairs.count((name, name))
        assert shares_fit({"again": again, "not": total - again}, {"again": share, "not": 1 - share})
        wrong = logit(UTILITIES | {name: value - (FAILURE if name == "email" else UNREACHED)})[name]
        assert not shares_fit({"again": again, "not": total - again}, {"again": wrong, "not": 1 - wrong})


def test_steering_counts_at_the_first_attempt_of_a_step_only() -> None:
    """Who chose i does so again if it beats all others as they were at first, steered, and as they are now beside its penalty."""
    pairs, total = second_choices(STEERING)
    for name, value in UTILITIES.items():
        penalty = UNREACHED if name == "email" else FAILURE
        others = {other: v + (max(penalty, STEERING) if other == "web" else penalty) for other, v in UTILITIES.items()}
        share = logit(others | {name: value})[name]
        again = pairs.count((name, name))
        assert shares_fit({"again": again, "not": total - again}, {"again": share, "not": 1 - share})
    first = logit(UTILITIES | {"web": UTILITIES["web"] + STEERING})
    counts = Counter(before for before, _ in pairs)
    assert shares_fit(counts, first)
    steered = logit({"web": UTILITIES["web"] + STEERING - FAILURE} | {k: v for k, v in UTILITIES.items() if k != "web"})["web"]
    again = pairs.count(("web", "web"))
    assert not shares_fit({"again": again, "not": total - again}, {"again": steered, "not": 1 - steered})


def test_the_engines_agree_on_these_towns() -> None:
    town = stuck_town(together=0.4, inquiry={"phone": {"resolves": 0.6}, "email": {"resolves": 0.5}}, rate="80 per week")
    assert_twins(compile_written(town), 5)
    assert np.any(run(town)[0].contacts["cause"] == codes.AGAIN)
