"""Teams that help after a while, work faster, or serve a queue in hours of its own. Worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.engine.program.tables import Table
from sim.engine.simulate import CompiledScenario, simulate
from sim.model.values.units import DAY, HOUR, MINUTE
from tests.engine.random_values import Written
from tests.engine.rule_towns import CHANNELS, one_step, rule_town
from tests.engine.scenarios import compile_written, load_written

ENGINES = pytest.mark.parametrize("engine", ["simpy", "compiled"])
ALWAYS = {"days": "mon-sun", "hours": "00:00-24:00"}


def team(people: int, **more: object) -> Written:
    return {"label": "team", "work_on_holidays": True, "shifts": {"all": ALWAYS | {"people": people}}} | more


def legs_of(written: Written, engine: str) -> tuple[Table, CompiledScenario]:
    compiled = compile_written(written)
    return simulate(compiled, seed=21, replication=0, engine=engine).legs, compiled


def town(channel: str, rate: str, handling: str, staff: Written, **queue: object) -> Written:
    written = rule_town(
        one_step({channel: {"handling": handling, **({"wrap_up": "2 min"} if channel == "phone" else {})}}, rate),
        weeks=2,
        channels={channel: CHANNELS[channel]},
        teams=staff,
        queues={"only": {"channel": channel} | queue},
    )
    written["channels"] = {channel: CHANNELS[channel]}
    return written


@ENGINES
def test_a_team_helps_only_what_has_waited_long_enough(engine: str) -> None:
    """One person in front and nine behind, who are always free: no call waits for longer than five minutes."""
    teams = {"front": team(1), "back": team(9)}
    served = {"front": 1, "back": {"skill": 2, "after": "5 min"}}
    legs, compiled = legs_of(town("phone", "1500 per week", "12 min", teams, teams=served), engine)
    legs = np.sort(legs[legs["started"] >= 0], order=["enqueued"])
    waited, behind = legs["started"] - legs["enqueued"], legs["team"] == compiled.names.teams.index("back")
    assert set(waited[behind].tolist()) == {5 * MINUTE}
    assert waited[~behind].max() <= 5 * MINUTE
    free, expected = 0, []
    for joined in legs["enqueued"].tolist():  # front is one server whose customers leave after five minutes
        starts = max(joined, free)
        expected.append(starts > joined + 5 * MINUTE)
        free = free if expected[-1] else starts + 14 * MINUTE
    assert 50 < sum(expected) < len(expected) - 50
    assert behind.tolist() == expected


@ENGINES
def test_a_team_that_is_faster_needs_less_time_for_the_same_work(engine: str) -> None:
    teams = {"front": team(20, speed={"only": 1.25})}
    legs, _ = legs_of(town("phone", "500 per week", "10 min", teams, teams="front"), engine)
    done = legs[legs["released"] >= 0]
    assert set((done["ended"] - done["started"]).tolist()) == {8 * MINUTE}
    assert set((done["released"] - done["ended"]).tolist()) == {2 * MINUTE * 4 // 5}


@ENGINES
def test_a_queue_with_hours_is_served_in_those_alone(engine: str) -> None:
    """Mail is read from 10:00 to 11:00 on Tuesday and Thursday; with enough people all that came before is taken up at 10:00."""
    hours = {"tue, thu": "10:00-11:00"}
    legs, _ = legs_of(town("email", "300 per week", "10 min", {"front": team(300)}, teams="front", hours=hours), engine)
    begun = legs[legs["started"] >= 0]
    assert len(begun) > 300
    for leg in begun:
        at = int(leg["enqueued"])
        blocks = [day * DAY + 10 * HOUR for day in range(14) if day % 7 in (1, 3)]
        block = next(start for start in blocks if at < start + HOUR)
        assert leg["started"] == max(at, block)


def test_a_speed_of_nothing_is_refused() -> None:
    with pytest.raises(sim.ScenarioError, match=r"teams\.front"):
        load_written(town("phone", "1 per week", "1 min", {"front": team(1, speed={"only": 0})}, teams="front"))


def test_a_speed_for_a_queue_that_is_not_there_is_refused() -> None:
    with pytest.raises(sim.ScenarioError, match=r"teams\.front\.speed\.onyl"):
        load_written(town("phone", "1 per week", "1 min", {"front": team(1, speed={"onyl": 2})}, teams="front"))
