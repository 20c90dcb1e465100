"""A call back instead of waiting: who is offered it, and how many take it. Each check: false alarm 1e-6."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.engine.program import codes
from sim.engine.program.tables import Tables
from sim.engine.simulate import simulate
from sim.model.values.units import MINUTE
from tests.engine.random_values import Written
from tests.engine.rule_towns import CHANNELS, one_step, rule_town, trials_fit
from tests.engine.scenarios import compile_written, load_written

ABOVE = "3 min"
ENGINES = pytest.mark.parametrize("engine", ["simpy", "compiled"])


def town(taken: float) -> Written:
    """Two people for more calls than they can do; call-backs are for others, of whom there are enough."""
    day: Written = {"all": {"days": "mon-sun", "hours": "00:00-24:00", "people": 2}}
    written = rule_town(
        one_step({"phone": {"handling": {"exponential": "10 min"}}}, "2500 per week"),
        weeks=4,
        channels={
            "phone": CHANNELS["phone"]
            | {
                "patience": {"exponential": "15 min"},
                "announced_wait": {"tolerance": 1, "call_back": {"above": ABOVE, "taken": taken}},
            },
            "call_back": CHANNELS["email"] | {"label": "call back", "handoff_only": True},
        },
        teams={
            "front": {"label": "front", "work_on_holidays": True, "shifts": day},
            "staff": {"label": "staff", "unlimited": True},
        },
    )
    written["queues"]["phone"]["teams"] = "front"
    return written


def run(taken: float, engine: str) -> Tables:
    return simulate(compile_written(town(taken)), seed=11, replication=0, engine=engine)


@ENGINES
def test_the_share_of_those_who_hear_of_a_long_wait_takes_the_offer(engine: str) -> None:
    contacts = run(0.3, engine).contacts
    asked = contacts[contacts["cause"] == codes.NEED]
    took = asked["outcome"] == codes.CALL_BACK
    offered = asked["announced"] > 3 * MINUTE
    assert not took[~offered].any()
    assert trials_fit(took[offered], np.full(int(offered.sum()), 0.3))
    assert (asked["queued"][took] == -1).all()
    assert (asked["ended"] == asked["requested"])[took].all()
    called = contacts[contacts["cause"] == codes.CALLED_BACK]
    assert len(called) == took.sum()
    assert set(called["requested"].tolist()) == set(asked["ended"][took].tolist())
    balked = asked["outcome"] == codes.BALKED
    assert (asked["announced"][balked] > asked["patience"][balked]).all()
    assert (balked & offered).any(), "who says no may still find it too long"


@ENGINES
def test_raising_the_share_only_adds_people_among_those_who_are_offered_it_first(engine: str) -> None:
    """Until the first person who takes it in one run alone, both runs are the same."""
    few, many = run(0.2, engine).contacts, run(0.5, engine).contacts

    def taken(contacts: np.ndarray) -> set[int]:
        return set(contacts["case"][contacts["outcome"] == codes.CALL_BACK].tolist())

    first = min(
        contacts["requested"][np.isin(contacts["case"], list(taken(many) - taken(few)))].min() for contacts in (few, many)
    )
    early_few, early_many = (contacts[contacts["requested"] < first] for contacts in (few, many))
    assert taken(early_few) == taken(early_many)
    assert len(taken(many)) > 1.5 * len(taken(few))


def test_who_offers_it_must_have_somebody_who_calls_back() -> None:
    written = town(0.3)
    del written["channels"]["call_back"], written["queues"]["call_back"]
    with pytest.raises(sim.ScenarioError, match=r"channels\.phone\.announced_wait\.call_back"):
        load_written(written)
