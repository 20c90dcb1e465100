"""A website or a telephone exchange that is out of order: nobody is helped there meanwhile."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.engine.program import codes
from sim.engine.program.tables import Table
from sim.engine.simulate import simulate
from sim.model.values.units import DAY, HOUR
from tests.engine.random_values import Written
from tests.engine.rule_towns import CHANNELS, one_step, rule_town
from tests.engine.scenarios import compile_written, load_written

FROM, TO = 2 * DAY + 8 * HOUR, 5 * DAY + 8 * HOUR
"""Wednesday at 8:00 of the first week, for three days."""
ENGINES = pytest.mark.parametrize("engine", ["simpy", "compiled"])
WRITTEN = pytest.mark.parametrize("begins", ["2024-01-03 08:00", "56 hours"])


def first_attempts(channel: str, begins: str, engine: str, **more: object) -> Table:
    town = rule_town(
        one_step({channel: {"handling": "5 min"}}, "2000 per week"),
        weeks=2,
        channels={channel: CHANNELS[channel] | {"outages": [{"from": begins, "length": "3 days"}]} | more},
    )
    contacts: Table = simulate(compile_written(town), seed=1, replication=0, engine=engine).contacts
    first: Table = contacts[contacts["attempt"] == 0]
    return first


@ENGINES
@WRITTEN
def test_every_attempt_online_in_an_outage_fails_at_once_and_no_other(engine: str, begins: str) -> None:
    contacts = first_attempts("web", begins, engine)
    within = (contacts["requested"] >= FROM) & (contacts["requested"] < TO)
    assert 700 < within.sum() < 1000, "three of seven days of 2000 a week are 857, 5 standard deviations of a Poisson number"
    dropped = contacts["outcome"] == codes.DROPPED
    assert (dropped == within).all()
    assert (contacts["ended"] == contacts["requested"])[dropped].all()
    assert (contacts["answered"] == -1)[dropped].all()


@ENGINES
def test_the_phone_is_closed_in_an_outage(engine: str) -> None:
    contacts = first_attempts("phone", "2024-01-03 08:00", engine)
    within = (contacts["requested"] >= FROM) & (contacts["requested"] < TO)
    assert ((contacts["outcome"] == codes.CLOSED) == within).all()


def test_who_waits_when_the_phone_goes_dead_is_cut_off() -> None:
    """Nobody answers, so all who call before it wait until then."""
    staff: Written = {"staff": {"label": "staff", "shifts": {"never": {"days": "sun", "hours": "23:00-24:00", "people": 1}}}}
    town = rule_town(one_step({"phone": {}}, "2000 per week"), weeks=2, teams=staff)
    town["channels"]["phone"] = CHANNELS["phone"] | {"outages": [{"from": "2024-01-03 08:00", "length": "1 hour"}]}
    contacts = simulate(compile_written(town), seed=1, replication=0).contacts
    cut = contacts[contacts["outcome"] == codes.SENT_AWAY]
    assert len(cut) == np.count_nonzero(contacts["requested"] < FROM)
    assert set(cut["ended"]) == {FROM}


@pytest.mark.parametrize("begins", ["soon", "2024-13-01 08:00", "2024-01-03T08:00+01:00"])
def test_a_moment_that_is_none_is_refused(begins: str) -> None:
    town = rule_town(
        one_step({"web": {}}), channels={"web": CHANNELS["web"] | {"outages": [{"from": begins, "length": "1 day"}]}}
    )
    with pytest.raises(sim.ScenarioError, match=r"channels\.web\.outages\.0\.from"):
        load_written(town)


def test_only_what_is_used_at_once_can_be_out_of_order() -> None:
    town = rule_town(one_step({"email": {}}), channels={"email": CHANNELS["email"] | {"outages": []}})
    with pytest.raises(sim.ScenarioError, match="outages"):
        load_written(town)
