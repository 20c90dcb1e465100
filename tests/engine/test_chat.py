"""Several conversations at once: who takes which, how long the agent is busy, and when he has his break. Worked out by hand."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

import sim
from sim.engine.program import codes
from sim.engine.program.tables import Table, Tables
from sim.engine.simulate import simulate
from sim.measure.log import Columns
from sim.model.values.units import DAY, HOUR, MINUTE
from tests.engine.random_values import Written
from tests.engine.rule_towns import CHANNELS, one_step, rule_town, service
from tests.engine.scenarios import compile_written, load_written
from tests.measure.in_hand import in_hand

ENGINES = pytest.mark.parametrize("engine", ["simpy", "compiled"])
CHAT = CHANNELS["phone"] | {"label": "chat", "open": "09:00-17:00"}


def staff(people: int = 1, **more: object) -> Written:
    shift = {"days": "mon-sun", "hours": "09:00-17:00", "people": people} | more
    return {"staff": {"label": "staff", "work_on_holidays": True, "shifts": {"day": shift}}}


def town(rate: str, concurrency: int, *, teams: Written | None = None, **option: object) -> Written:
    """People who chat between 9:00 and 12:00, and who wait for as long as it takes."""
    written = rule_town(
        one_step({"chat": {"handling": "20 min"} | option}, rate, demand={"rate": rate, "profile": {"day": {"09:00-12:00": 1}}}),
        weeks=2,
        teams=teams or staff(),
        channels={"chat": CHAT | {"concurrency": concurrency, "closing_grace": "7 hours"}},
        queues={"chat": {"channel": "chat", "teams": "staff"}},
    )
    for unused in ("web", "phone", "desk", "email", "messages"):
        del written["channels"][unused]
    return written


def run(written: Written, engine: str) -> Tables:
    return simulate(compile_written(written), seed=4, replication=0, engine=engine)


def most_at_once(legs: Table) -> int:
    changes = [(int(row["started"]), 1) for row in legs] + [(int(row["released"]), -1) for row in legs if row["released"] >= 0]
    return int(np.cumsum([change for _, change in sorted(changes)]).max())


def starts_by_hand(joined: list[int], at_once: int, lasts: int) -> list[int]:
    """First come, first served by ``at_once`` places that are equal: a D server queue, worked out in plain Python."""
    free, found = [0] * at_once, []
    for moment in joined:
        place = free.index(min(free))
        found.append(max(moment, free[place]))
        free[place] = found[-1] + lasts
    return found


@ENGINES
@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_one_agent_with_several_conversations_is_a_queue_with_as_many_places(engine: str, at_once: int) -> None:
    legs = run(town("60 per week", at_once), engine).legs
    monday = np.sort(legs[(legs["enqueued"] < DAY)], order="enqueued")
    expected = starts_by_hand(monday["enqueued"].tolist(), at_once, 20 * MINUTE)
    assert len(monday) > 4
    assert monday["started"].tolist() == expected
    assert most_at_once(legs) == at_once


@ENGINES
def test_the_agent_is_busy_for_as_long_as_he_has_one_in_hand(engine: str) -> None:
    tables = run(town("200 per week", 2, wrap_up="5 min"), engine)
    busy = int(tables.integrals["integral"][tables.integrals["kind"] == 1].sum())
    together = int((tables.legs["released"] - tables.legs["started"])[tables.legs["released"] >= 0].sum())
    on_duty = int((tables.duty["end"] - tables.duty["start"])[tables.duty["kind"] == codes.DUTY_SHIFT].sum())
    assert together / 2 < busy < 0.75 * together
    assert busy <= on_duty


@ENGINES
def test_the_time_of_each_conversation_is_what_the_whole_log_says(engine: str) -> None:
    """``spent`` and ``counted``, which an engine notes as it goes, beside the same worked out from all rows together."""
    shift = {"days": "mon-sun", "hours": "00:00-24:00", "people": 2}
    teams = {"staff": {"label": "staff", "work_on_holidays": True, "shifts": {"all day": shift}}}
    written = town("900 per week", 3, teams=teams, wrap_up="7 min")
    written["channels"]["chat"] |= {"open": "always"}
    written["services"]["ask"]["demand"] = {"rate": "900 per week", "profile": {"week": [1] * 7, "day": {"00:00-24:00": 1}}}
    compiled = compile_written(written)
    legs, end = simulate(compiled, seed=4, replication=0, engine=engine).legs, compiled.clock.end
    assert (legs["released"] < 0).sum() > 1, "some are in hand at the end"
    told = in_hand(Columns(legs), end)
    assert np.array_equal(legs["spent"], told.own)
    released = np.where(legs["released"] >= 0, legs["released"], end)
    for agent in (0, 1):
        noted = sorted(zip(legs["counted"], released, legs["agent"], strict=True))
        spans = [(first, last) for first, last, whose in noted if whose == agent and last > first]
        assert all(last <= after for (_, last), (after, _) in pairwise(spans)), "counted once"
        assert sum(last - first for first, last in spans) == (told.ends - told.starts)[told.agents == agent].sum()


@ENGINES
def test_conversations_spread_over_people_before_anybody_takes_a_second(engine: str) -> None:
    """With as many people as conversations at once nobody ever has two; half as many people have at most two each."""
    many = run(town("300 per week", 3, teams=staff(40)), engine).legs
    assert all(most_at_once(many[many["agent"] == agent]) == 1 for agent in set(many["agent"].tolist()))
    few = run(town("300 per week", 3, teams=staff(2)), engine).legs
    assert {most_at_once(few[few["agent"] == agent]) for agent in (0, 1)} == {3}


@ENGINES
def test_before_a_break_nothing_new_is_taken_and_the_break_keeps_its_length(engine: str) -> None:
    pause = {"breaks": [{"length": "30 min", "at": "10:00-11:00"}]}
    tables = run(town("300 per week", 2, teams=staff(1, **pause)), engine)
    breaks = tables.duty[tables.duty["kind"] == codes.DUTY_BREAK]
    assert len(breaks) == 14
    for row in breaks:
        planned = row["start"] // DAY * DAY + 10 * HOUR
        assert planned <= row["start"] < planned + 20 * MINUTE, "it waits for the conversations in hand"
        assert row["end"] - row["start"] == 30 * MINUTE
        within = (tables.legs["started"] >= planned) & (tables.legs["started"] < row["end"])
        assert not within.any()


@ENGINES
def test_who_has_a_chat_in_hand_takes_no_call(engine: str) -> None:
    calls = {"phone": {"handling": "10 min"}}
    written = town("100 per week", 3)
    written["channels"]["phone"] = CHANNELS["phone"] | {"open": "09:00-17:00", "closing_grace": "7 hours"}
    written["queues"]["phone"] = {"channel": "phone", "teams": "staff"}
    written["services"]["call"] = service({"call": {"label": "call", "options": calls}}, "100 per week")
    compiled = compile_written(written)
    legs = simulate(compiled, seed=4, replication=0, engine=engine).legs
    phone = legs[legs["channel"] == compiled.names.channels.index("phone")]
    assert len(phone) > 50
    for call in phone[phone["started"] >= 0]:
        overlap = (legs["started"] < call["released"]) & (legs["released"] > call["started"])
        assert overlap.sum() == 1, "only the call itself"


def test_only_live_channels_have_several_at_once() -> None:
    written = rule_town(one_step({"email": {}}), channels={"email": CHANNELS["email"] | {"concurrency": 2}})
    with pytest.raises(sim.ScenarioError, match="concurrency"):
        load_written(written)
