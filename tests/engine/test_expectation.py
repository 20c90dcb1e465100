"""What citizens expect to wait: learnt for the weekday and hour in which was asked, and not in the prelude."""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine.program.tables import Tables
from sim.engine.simulate import CompiledScenario, simulate
from sim.model.values.units import DAY, HOUR
from tests.engine.random_values import Written
from tests.engine.rule_towns import CHANNELS, one_step, rule_town
from tests.engine.scenarios import compile_written

MONDAY_DESK: Written = {
    "staff": {
        "label": "staff",
        "work_on_holidays": True,
        "shifts": {"morning": {"days": "mon", "hours": "09:00-10:00", "people": 50}},
    }
}
NOBODY: Written = {"staff": MONDAY_DESK["staff"] | {"absence": 1}}
SATURDAY, MONDAY = 5, 0
ON_SATURDAY: Written = {"demand": {"rate": "70 per week", "profile": {"week": [0, 0, 0, 0, 0, 1, 0], "day": {"12:00-13:00": 1}}}}
"""They write on Saturday between 12:00 and 13:00; on Monday from 9:00 on everything is answered at once."""


def letters(engine: str, prelude: int = 0, staff: Written = MONDAY_DESK) -> tuple[Tables, CompiledScenario]:
    email = CHANNELS["email"] | {"expected_wait": "1 hour"}
    event: Written = {"event": {"ahead": "1 days"}} if prelude else {}
    town = rule_town(
        one_step({"email": {}}, **ON_SATURDAY, **event),
        weeks=4,
        channels={"email": email},
        choice={"feedback": 1},
        teams=staff,
        queues={"mail": {"channel": "email", "teams": "staff"}},
    )
    for unused in ("phone", "desk", "messages"):
        del town["channels"][unused]
    town["period"]["prelude"] = prelude
    compiled = compile_written(town)
    return simulate(compiled, seed=3, replication=0, engine=engine), compiled


@pytest.mark.parametrize("engine", ["simpy", "compiled"])
def test_an_answer_counts_for_the_weekday_and_hour_of_asking(engine: str) -> None:
    """Asked on Saturday from 12:00 to 13:00 and answered on Monday at 9:00 is 44 to 45 hours, learnt for Saturday at 12."""
    rows = letters(engine)[0].expectation
    assert len(rows) == 3, "the mail of three weekends is answered within the four weeks"
    assert set(rows["weekday"]) == {SATURDAY}
    assert set(rows["hour"]) == {12}
    assert set(rows["day"] % 7) == {MONDAY}
    assert ((rows["expected"] >= 44 * HOUR) & (rows["expected"] <= 45 * HOUR)).all(), "with weight 1 the last day is all"


@pytest.mark.parametrize("engine", ["simpy", "compiled"])
def test_nothing_is_learnt_in_the_prelude(engine: str) -> None:
    tables, compiled = letters(engine, prelude=2)
    rows = tables.expectation
    assert compiled.clock.window_start == 14 * DAY
    before = rows["day"] < 14
    assert before.any()
    assert (rows["expected"][before] == HOUR).all(), "the start value of the file"
    assert (rows["expected"][~before] >= 44 * HOUR).all()


@pytest.mark.parametrize("engine", ["simpy", "compiled"])
def test_a_mailbox_that_nobody_reads_is_expected_to_take_longer_every_day(engine: str) -> None:
    """Nobody leaves the queue; with weight 1 the mail of the first Saturdays says how long has been waited until midnight."""
    tables, compiled = letters(engine, staff=NOBODY)
    rows = tables.expectation
    assert (rows["left"] == 0).all()
    assert (rows["waiting"] > 0).all()
    assert set(rows["day"]) == set(range(SATURDAY + 7, compiled.clock.days - 1)), "from the next Saturday on, every day"
    assert ((rows["expected"] >= 7 * DAY) & (np.diff(rows["expected"], prepend=0) > 0)).all()


@pytest.mark.parametrize("engine", ["simpy", "compiled"])
def test_who_still_waits_when_the_run_ends_has_waited_until_then(engine: str) -> None:
    tables, compiled = letters(engine, staff=NOBODY)
    contacts = tables.contacts
    assert len(contacts)
    assert (contacts["waited"] == compiled.clock.end - contacts["queued"]).all()
