"""Steps that go on beside each other: when each begins, what waits for all of them, and how the case ends."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.engine.program import codes
from sim.engine.program.tables import Table, Tables
from sim.engine.simulate import simulate
from sim.model.values.units import DAY, HOUR
from tests.engine.random_values import Written
from tests.engine.rule_towns import rule_town, service, trials_fit
from tests.engine.scenarios import compile_written, load_written

ENGINES = pytest.mark.parametrize("engine", ["simpy", "compiled"])
WEB: Written = {"web": {"handling": "1 hours"}}
NOTICE: Written = {"label": "notice", "application": True, "options": WEB}
CHECK: Written = {"label": "check", "kind": "back_office", "team": "staff", "work": "5 hours"}
TALK: Written = {"label": "talk", "beside": "check", "options": {"phone": {"handling": "2 hours"}}}
SIGN: Written = {"label": "sign", "beside": "check", "timing": {"after": "3 hours"}, "options": WEB}
DAY_ITSELF: Written = {"label": "day itself", "options": WEB}


def run(engine: str, steps: Written, *, reactions: Written | None = None, **more: object) -> tuple[Tables, dict[str, int]]:
    town = rule_town({"notice": service(steps, "400 per week", **more)}, weeks=2)
    town["behaviour"]["reactions"] |= reactions or {}
    compiled = compile_written(town)
    names = {step: number for number, (_, step) in enumerate(compiled.names.steps)}
    return simulate(compiled, seed=7, replication=0, engine=engine), names


def moments(table: Table, step: int, name: str, early: set[int]) -> dict[int, int]:
    """When something of this step was, by case."""
    rows = table[table["step"] == step]
    return {int(row["case"]): int(row[name]) for row in rows if int(row["case"]) in early}


def early_cases(tables: Tables) -> set[int]:
    return set(tables.cases["case"][tables.cases["started"] < 11 * DAY].tolist())


@ENGINES
def test_steps_beside_each_other_begin_when_the_step_before_is_over_and_the_next_waits_for_all(engine: str) -> None:
    """After the notice of 1 hour: 5 hours of checking, 2 of talking, and signing from 3 hours on; the last is over after 5."""
    steps = {"notice": NOTICE, "check": CHECK, "talk": TALK, "sign": SIGN, "day": DAY_ITSELF}
    tables, names = run(engine, steps)
    early = early_cases(tables)
    handed_in = moments(tables.contacts, names["notice"], "ended", early)
    checked = moments(tables.legs, names["check"], "started", early)
    talked = moments(tables.contacts, names["talk"], "requested", early)
    signed = moments(tables.contacts, names["sign"], "requested", early)
    last = moments(tables.contacts, names["day"], "requested", early)
    assert len(early) > 300
    for case, moment in handed_in.items():
        assert (checked[case], talked[case], signed[case]) == (moment, moment, moment + 3 * HOUR)
        assert last[case] == moment + 5 * HOUR
    assert (tables.cases["contacts"][np.isin(tables.cases["case"], list(early))] == 4).all()


@ENGINES
def test_the_slowest_of_them_decides(engine: str) -> None:
    slow = SIGN | {"timing": {"after": "9 hours"}}
    tables, names = run(engine, {"notice": NOTICE, "check": CHECK, "talk": TALK, "sign": slow, "day": DAY_ITSELF})
    early = early_cases(tables)
    signed = moments(tables.contacts, names["sign"], "ended", early)
    assert moments(tables.contacts, names["day"], "requested", early) == signed


@ENGINES
def test_what_a_case_has_not_is_not_waited_for(engine: str) -> None:
    """Half has no check, and then talking and signing are left, the last over after 4 hours; a third has no talk."""
    steps = {
        "notice": NOTICE,
        "check": CHECK | {"applies": 0.5},
        "talk": TALK | {"applies": 0.7},
        "sign": SIGN,
        "day": DAY_ITSELF,
    }
    tables, names = run(engine, steps)
    early = early_cases(tables)
    handed_in = moments(tables.contacts, names["notice"], "ended", early)
    checked = moments(tables.legs, names["check"], "started", early)
    talked = moments(tables.contacts, names["talk"], "requested", early)
    last = moments(tables.contacts, names["day"], "requested", early)
    assert trials_fit([case in checked for case in early], np.full(len(early), 0.5))
    assert trials_fit([case in talked for case in early], np.full(len(early), 0.7))
    assert all(last[case] - moment == (5 if case in checked else 4) * HOUR for case, moment in handed_in.items())


@ENGINES
def test_who_gives_up_one_of_them_ends_the_case_when_the_others_are_over(engine: str) -> None:
    """Signing fails for half and nobody tries again: the check is still done, then the case has ended, and no day comes."""
    failing = SIGN | {"options": {"web": {"handling": "1 hours", "resolves": 0.5}}}
    tables, names = run(engine, {"notice": NOTICE, "check": CHECK, "sign": failing, "day": DAY_ITSELF})
    early = early_cases(tables)
    cases = {int(row["case"]): row for row in tables.cases if int(row["case"]) in early}
    gave_up = {case for case, row in cases.items() if row["end"] == codes.CASE_GAVE_UP}
    assert trials_fit([case in gave_up for case in early], np.full(len(early), 0.5))
    checked = moments(tables.legs, names["check"], "ended", early)
    last = moments(tables.contacts, names["day"], "requested", early)
    assert checked.keys() == early
    assert last.keys() == early - gave_up
    assert all(cases[case]["ended"] == checked[case] for case in gave_up)


@ENGINES
def test_an_incomplete_application_goes_back_while_the_other_steps_go_on(engine: str) -> None:
    """All are incomplete once or more: the talk is had once, and the day waits for the last check."""
    notice = NOTICE | {"options": {"web": {"handling": "1 hours", "complete": 0.5}}}
    again = {"label": "again", "only_incomplete": True, "options": {"web": {"handling": "1 hours", "complete": 0.5}}}
    steps = {"notice": notice, "check": CHECK | {"checks_completeness": True}, "talk": TALK, "again": again, "day": DAY_ITSELF}
    tables, names = run(engine, steps)
    early = early_cases(tables)
    of_early = tables.contacts[np.isin(tables.contacts["case"], list(early))]
    corrections = {int(row["case"]): int(row["corrections"]) for row in tables.cases if int(row["case"]) in early}
    handed_in = moments(tables.contacts, names["notice"], "ended", early)
    last = moments(tables.contacts, names["day"], "requested", early)
    assert sum(count > 1 for count in corrections.values()) > 50
    assert (of_early["step"] == names["talk"]).sum() == len(early)
    done = [case for case in last if corrections[case] < 7]
    assert all(last[case] - handed_in[case] == (5 + 6 * corrections[case]) * HOUR for case in done)


@ENGINES
def test_of_promises_side_by_side_the_first_is_asked_about(engine: str) -> None:
    """A letter promised within 2 days and work promised within 6, both late: who chases does so after the first."""
    late = {"lead": "10 days", "promise": "6 days"}
    letter = {"label": "letter", "beside": "check", "options": {"email": {"handling": "1 hours"}}}
    inquiry = {"phone": {"handling": "1 min"}}
    firsts = []
    for term in ("2 days", "8 days"):
        written = rule_town(
            {
                "notice": service(
                    {"notice": NOTICE, "check": CHECK | late, "letter": letter, "day": DAY_ITSELF},
                    "400 per week",
                    inquiry=inquiry,
                    reassurance={"contacts_per_case": 0, "chasing": 1},
                )
            },
            weeks=4,
        )
        written["channels"] = written["channels"] | {"email": written["channels"]["email"] | {"promise": term, "broken": 1}}
        compiled = compile_written(written)
        tables = simulate(compiled, seed=7, replication=0, engine=engine)
        started = {int(row["case"]): int(row["started"]) for row in tables.cases if row["started"] < 11 * DAY}
        asked = tables.contacts[tables.contacts["cause"] == codes.STATUS]
        firsts.append(
            min((int(row["requested"]) - started[int(row["case"])]) / DAY for row in asked if int(row["case"]) in started)
        )
    assert 1 < firsts[0] < 3, "the letter is late after 2 days"
    assert 5 < firsts[1] < 7, "the work is late after 6 days, before the letter"


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ({"notice": NOTICE | {"beside": "notice"}}, "notice says beside"),
        ({"notice": NOTICE, "check": CHECK, "talk": TALK | {"beside": "notice"}}, "talk says beside: 'notice'"),
        ({"notice": NOTICE, "check": CHECK, "talk": TALK, "sign": SIGN | {"beside": "talk"}}, "beside none: check"),
        ({"notice": NOTICE, "check": CHECK, "talk": TALK | {"application": True}}, "can be no application"),
        ({"notice": NOTICE, "check": CHECK, "talk": TALK | {"only_incomplete": True}}, "goes on beside nothing"),
        ({"notice": NOTICE, "check": CHECK, "more": CHECK | {"beside": "check"}}, "only one can be back_office"),
    ],
)
def test_steps_that_cannot_go_on_beside_each_other_are_refused(steps: Written, told: str) -> None:
    with pytest.raises(sim.ScenarioError, match=told):
        load_written(rule_town({"notice": service(steps)}))
