"""Checks of keyed draws (docs/verification.md): what a change may touch, and what it must leave exactly as it was."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from sim.engine.program import codes
from sim.engine.program.tables import Table, Tables
from sim.engine.simulate import CompiledScenario, simulate
from sim.model.values.units import DAY, WEEK
from tests.engine.random_values import Written
from tests.engine.scenarios import compile_written

SEED = 11
COLUMNS = ("case", "service", "segment", "citizen", "complexity", "skill", "need", "hidden")
"""What is drawn for a fresh case before anything happens to it."""


def town() -> Written:
    """Two services that share staff, with everything that feeds back switched on."""
    return {
        "schema": 1,
        "label": "town",
        "period": {"start": "2024-02-05", "weeks": 3, "warm_up": 1, "follow_up": 1},
        "population": {
            "inhabitants": 5000,
            "segments": {
                "able": {"label": "able", "share": 0.7, "skill_spread": 0.2, "need_spread": 0.3},
                "not_able": {"label": "not able", "share": 0.3, "skill": 0.3, "online": 0.5},
            },
        },
        "behaviour": {"reactions": {"default": {"retry": 0.4, "switch": 0.4, "after": {"exponential": "2 hours"}}}},
        "busyness": {"spread": 0.2},
        "channels": {
            "web": {"label": "web", "kind": "self_service", "nest": "self_service", "open": "always"},
            "phone": {
                "label": "phone",
                "kind": "live",
                "nest": "live_remote",
                "open": "09:00-17:00",
                "patience": {"exponential": "4 min"},
            },
            "email": {"label": "e-mail", "kind": "deferred", "nest": "written", "open": "always", "promise": "2 working days"},
        },
        "teams": {
            "front": {
                "label": "front",
                "absence": 0.2,
                "shifts": {"day": {"days": "mon-fri", "hours": "09:00-17:00", "people": 2}},
            },
            "back": {"label": "back", "shifts": {"day": {"days": "mon-fri", "hours": "09:00-17:00", "people": 1}}},
        },
        "queues": {
            "calls": {"channel": "phone", "teams": "front"},
            "mail": {"channel": "email", "teams": {"back": 1, "front": 2}},
        },
        "services": {"permit": service("60 per day", 0.6), "question": service("80 per day", 0.8)},
    }


def service(rate: str, resolves: float) -> Written:
    handling = {"lognormal": "6 min", "cv": 0.8}
    return {
        "label": "service",
        "demand": {"rate": rate, "busyness": 0.1},
        "complexity_spread": 0.2,
        "hidden_need": {"share": 0.4, "discovery": 0.5, "returns": 0.5, "after": {"exponential": "2 days"}},
        "reassurance": {"contacts_per_case": 1, "reference": "1 weeks"},
        "inquiry": {"phone": {"handling": handling, "certainty": 0.5}},
        "steps": {
            "apply": {
                "label": "apply",
                "application": True,
                "options": {
                    "web": {"handling": "10 min", "resolves": resolves, "harder_when_unskilled": 0.2},
                    "phone": {"handling": handling, "wrap_up": "1 min", "resolves": resolves, "dialogue": 0.5},
                    "email": {"handling": handling, "resolves": resolves},
                },
            },
            "decide": {"label": "decide", "kind": "back_office", "team": "back", "work": {"exponential": "15 min"}},
        },
    }


def unlimited_town() -> Written:
    """The same town with staff for everybody, expectations that stand still and no habits: nobody is in anybody's way."""
    written = town()
    for team in written["teams"].values():
        team.clear()
        team.update({"label": "enough people", "unlimited": True})
    written["behaviour"]["choice"] = {"feedback": 0, "habit": 0}
    return written


def run(written: Written, engine: str = "compiled") -> tuple[Tables, CompiledScenario]:
    compiled = compile_written(written)
    return simulate(compiled, seed=SEED, replication=2, engine=engine), compiled


def changed(change: Callable[[Written], Any], written: Written | None = None) -> Written:
    new = copy.deepcopy(written or town())
    change(new)
    return new


def fresh(tables: Tables) -> Table:
    return tables.cases[tables.cases["parent"] < 0]


def rows(table: Table, columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
    return list(zip(*(table[name].tolist() for name in columns), strict=True))


def before(table: Table, column: str, time: int) -> Table:
    return table[(table[column] >= 0) & (table[column] < time)]


def test_longer_warm_up_leaves_every_fresh_arrival_at_its_date() -> None:
    short, compiled_short = run(town())
    long, compiled_long = run(changed(lambda new: new["period"].update(warm_up=3)))

    def dated(tables: Tables, start: date) -> list[tuple[Any, ...]]:
        cases = fresh(tables)
        since = (start - date(2024, 1, 29)) // timedelta(days=1) * DAY
        shown = cases[cases["started"] + since >= 0]
        return [(*row, int(time) + since) for row, time in zip(rows(shown, COLUMNS), shown["started"], strict=True)]

    assert compiled_long.clock.start < compiled_short.clock.start == date(2024, 1, 29)
    assert dated(long, compiled_long.clock.start) == dated(short, compiled_short.clock.start)
    assert len(fresh(short)) > 2000


@pytest.mark.parametrize("engine", ["simpy", "compiled"])
def test_scenarios_meet_the_same_citizens_and_are_the_same_before_the_measure(engine: str) -> None:
    measure = {
        "label": "more web",
        "start": "1 weeks",
        "set": {"services.permit.steps.apply.options.web.steering": 3, "teams.front.shifts.day.people": 1},
    }
    short = changed(lambda new: new["period"].update(weeks=2, warm_up=0, follow_up=0))
    today, compiled = run(short, engine)
    other, _ = run(changed(lambda new: new.update(measures={"web": measure}), short), engine)
    start = compiled.clock.window_start + WEEK
    assert rows(fresh(today), (*COLUMNS, "started")) == rows(fresh(other), (*COLUMNS, "started"))
    assert len(today.contacts) != len(other.contacts)
    for name, moment in (("contacts", "ended"), ("legs", "released"), ("duty", "end"), ("cases", "ended")):
        a, b = (before(getattr(tables, name), moment, start) for tables in (today, other))
        assert a.tobytes() == b.tobytes()
        assert len(a) > 10
    is_before = today.expectation["day"] < start // DAY
    assert today.expectation[is_before].tobytes() == other.expectation[other.expectation["day"] < start // DAY].tobytes()


def test_change_of_one_service_leaves_the_others_alone_where_nobody_is_in_the_way() -> None:
    def harder(new: Written) -> None:
        new["services"]["permit"]["demand"]["rate"] = "90 per day"
        new["services"]["permit"]["steps"]["apply"]["options"]["phone"] |= {"resolves": 0.2, "handling": "30 min"}

    plain, compiled = run(unlimited_town())
    other, _ = run(changed(harder, unlimited_town()))
    question = compiled.names.services.index("question")
    for name in ("cases", "contacts", "legs"):
        a, b = getattr(plain, name), getattr(other, name)
        kept = a[a["service"] == question]
        assert kept.tobytes() == b[b["service"] == question].tobytes()
        assert len(kept) > 1000
        assert len(a) < len(b)


def test_order_of_services_segments_and_teams_in_the_file_changes_no_draw() -> None:
    def reverse(new: Written) -> None:
        for part in (new["services"], new["population"]["segments"], new["teams"]):
            turned = dict(reversed(part.items()))
            part.clear()
            part.update(turned)

    def named(tables: Tables, compiled: CompiledScenario) -> list[tuple[Any, ...]]:
        names = compiled.names
        return [
            (case, names.services[service], names.segments[segment], *rest)
            for case, service, segment, *rest in rows(fresh(tables), ("case", "service", "segment", "complexity", "started"))
        ]

    assert named(*run(town())) == named(*run(changed(reverse)))


def test_more_people_leave_the_absence_of_the_others_as_it_was() -> None:
    few, compiled_few = run(town())
    many, compiled_many = run(changed(lambda new: new["teams"]["front"]["shifts"]["day"].update(people=4)))

    def shifts(tables: Tables, compiled: CompiledScenario) -> set[tuple[Any, ...]]:
        duty = tables.duty[tables.duty["kind"] == codes.DUTY_SHIFT]
        return {(compiled.names.agents[int(row["agent"])], int(row["planned_start"])) for row in duty}

    known = set(compiled_few.names.agents)
    assert {row for row in shifts(many, compiled_many) if row[0] in known} == shifts(few, compiled_few)
    assert rows(fresh(few), COLUMNS) == rows(fresh(many), COLUMNS)


def test_higher_rate_only_adds_cases() -> None:
    low = fresh(run(town())[0])
    high = fresh(run(changed(lambda new: new["services"]["question"]["demand"].update(rate="120 per day")))[0])
    kept = high[np.isin(high["case"], low["case"])]
    assert rows(kept, (*COLUMNS, "started")) == rows(low, (*COLUMNS, "started"))
    assert len(high) > 1.2 * len(low)


def test_higher_chance_only_adds_events() -> None:
    def discover(share: float) -> Callable[[Written], None]:
        return lambda new: new["services"]["question"]["hidden_need"].update(share=share)

    def with_hidden_need(share: float) -> set[int]:
        cases = fresh(run(changed(discover(share), unlimited_town()))[0])
        return set(cases["case"][cases["hidden"] == 1].tolist())

    some, more = with_hidden_need(0.4), with_hidden_need(0.6)
    assert some < more


def test_better_service_keeps_every_first_success() -> None:
    """Who was helped at the first attempt is helped when the chance is higher."""

    def resolve(share: float) -> Callable[[Written], None]:
        def change(new: Written) -> None:
            for option in new["services"]["question"]["steps"]["apply"]["options"].values():
                option["resolves"] = share

        return change

    def helped(share: float) -> set[int]:
        contacts = run(changed(resolve(share), unlimited_town()))[0].contacts
        first = contacts[(contacts["attempt"] == 0) & (contacts["cause"] == codes.NEED) & (contacts["outcome"] == codes.RESOLVED)]
        return set(first["case"].tolist())

    assert helped(0.6) < helped(0.9)
