"""Warm transfer: who explains the question to the next, for how long, and what that saves. Each check: false alarm 1e-6."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

import sim
from sim.engine.program import codes
from sim.engine.program.program import Array
from sim.engine.program.tables import Table, Tables
from sim.engine.simulate import simulate
from sim.model.values.units import DAY, HOUR, MINUTE
from tests.engine.random_values import Written
from tests.engine.rule_towns import FALSE_ALARM, one_step, rule_town, trials_fit
from tests.engine.scenarios import compile_written, load_written

ENGINES = pytest.mark.parametrize("engine", ["simpy", "compiled"])
COLD: Written = {"transfer": 0.7, "transfer_to": "second"}


def town(
    hand_off: Written,
    *,
    front: int = 200,
    back: int = 200,
    rate: str = "2000 per week",
    channel: str = "phone",
    patience: str | None = None,
    chats: int = 1,
) -> Written:
    def team(people: int) -> Written:
        return {
            "label": "team",
            "work_on_holidays": True,
            "shifts": {"all": {"days": "mon-sun", "hours": "00:00-24:00", "people": people}},
        }

    option: Written = {"handling": "10 min", "resolves": 0.4, "hand_off": hand_off}
    written = rule_town(
        one_step({channel: option | ({"wrap_up": "2 min"} if channel != "web" else {})}, rate),
        weeks=2,
        teams={"front": team(front), "back": team(back), "staff": {"label": "staff", "unlimited": True}},
    )
    phone = written["channels"]["phone"] | {"concurrency": chats}
    written["channels"]["phone"] = phone | ({"patience": patience} if patience else {})
    written["queues"] |= {
        "phone": {"channel": "phone", "teams": "front"},
        "second": {"channel": "phone", "teams": "back", "handoff_only": True},
    }
    return written


def run(engine: str, hand_off: Written, **more: object) -> Tables:
    return simulate(compile_written(town(hand_off, **more)), seed=4, replication=0, engine=engine)  # type: ignore[arg-type]


def finished(tables: Tables) -> tuple[Table, Array]:
    """Pieces of work that were done in time to see what came next, in order, and which of them were put through."""
    legs = np.sort(tables.legs, order=["case", "contact", "leg"])
    followed = np.zeros(len(legs), bool)
    same = (legs["case"][1:] == legs["case"][:-1]) & (legs["contact"][1:] == legs["contact"][:-1])
    followed[:-1] = same & (legs["leg"][1:] == legs["leg"][:-1] + 1)
    in_time = (legs["started"] >= 0) & (legs["started"] < 13 * DAY)
    return legs[in_time], followed[in_time]


@ENGINES
def test_who_puts_a_contact_through_explains_and_nobody_else_does(engine: str) -> None:
    legs, put_through = finished(run(engine, COLD | {"warm": "3 min"}))
    assert trials_fit(put_through, np.full(len(legs), 0.6 * 0.7))
    after = legs["released"] - legs["ended"]
    assert set(after[put_through].tolist()) == {5 * MINUTE}
    assert set(after[~put_through].tolist()) == {2 * MINUTE}
    assert set((legs["ended"] - legs["started"]).tolist()) == {10 * MINUTE}, "nobody needs more or less time for the citizen"


@ENGINES
def test_the_citizen_goes_to_the_next_at_once(engine: str) -> None:
    """The first is not held, and the next does not wait for the explaining."""
    legs, put_through = finished(run(engine, COLD | {"warm": "3 min"}))
    at = np.flatnonzero(put_through[:-1])
    assert (legs["enqueued"][at + 1] == legs["ended"][at]).all()
    assert (legs["started"][at + 1] == legs["ended"][at]).all()


@ENGINES
def test_the_time_to_explain_is_drawn_anew_for_every_transfer(engine: str) -> None:
    legs, put_through = finished(run(engine, COLD | {"warm": {"exponential": "4 min"}}))
    explained = (legs["released"] - legs["ended"] - 2 * MINUTE)[put_through]
    assert len(explained) > 1000
    assert stats.kstest(explained, stats.expon(scale=4 * MINUTE).cdf).pvalue > FALSE_ALARM


@ENGINES
def test_who_is_briefed_needs_less_time(engine: str) -> None:
    legs, _ = finished(run(engine, COLD | {"warm": "1 min", "briefed": 0.7}))
    spent = legs["ended"] - legs["started"]
    assert set(spent[legs["leg"] == 0].tolist()) == {10 * MINUTE}
    assert set(spent[legs["leg"] > 0].tolist()) == {7 * MINUTE}
    assert legs["leg"].max() > 2


@ENGINES
def test_warm_or_cold_the_same_contacts_are_put_through(engine: str) -> None:
    cold, warm = (run(engine, COLD | more).contacts for more in ({}, {"warm": "3 min", "briefed": 0.7}))
    early = cold["requested"] < 12 * DAY
    assert (cold["case"] == warm["case"]).all()
    assert (cold["transfers"] == warm["transfers"])[early].all()
    assert (cold["outcome"] == warm["outcome"])[early].all()


@ENGINES
def test_who_explains_takes_no_other_call_meanwhile(engine: str) -> None:
    """One person in front, always busy: every call begins when he is done with the call before, explaining included."""
    legs, put_through = finished(run(engine, COLD | {"warm": "8 min"}, front=1, rate="3000 per week"))
    first = legs["leg"] == 0
    order = np.argsort(legs["started"][first])
    started, explains = legs["started"][first][order], put_through[first][order]
    taken = np.diff(started)
    assert explains.sum() > 100
    assert set(taken[explains[:-1]][10:].tolist()) == {20 * MINUTE}
    assert set(taken[~explains[:-1]][10:].tolist()) == {12 * MINUTE}


STAYS: Written = COLD | {"warm": "3 min", "stays": True}


def from_the_front(tables: Tables) -> tuple[Table, Table]:
    """Pieces of work of the front office that were put through, each beside what the back office then did."""
    legs = np.sort(tables.legs, order=["case", "contact", "leg"])
    legs = legs[legs["leg"] < 2]
    at = np.flatnonzero((legs["leg"][:-1] == 0) & (legs["leg"][1:] == 1) & (legs["case"][1:] == legs["case"][:-1]))
    first, second = legs[at], legs[at + 1]
    early = (first["started"] < 13 * DAY) & (second["started"] >= 0)
    return first[early], second[early]


@ENGINES
def test_who_stays_is_free_when_the_next_answered_and_was_told_and_he_has_wrapped_up(engine: str) -> None:
    """Few in the back, so that there is a wait: 3 minutes of explaining for both and 2 of wrap-up come after it."""
    first, second = from_the_front(run(engine, STAYS, front=20, back=2, rate="1200 per week"))
    waited = second["started"] - first["ended"]
    assert (waited > 0).sum() > 100
    assert (first["released"] == second["started"] + 5 * MINUTE).all()
    assert (first["spent"] == first["released"] - first["started"]).all(), "staff time has the wait and the explaining"
    told = second["end"] == codes.LEG_DONE
    assert set((second["ended"] - second["started"])[told].tolist()) == {13 * MINUTE}


@ENGINES
def test_within_the_second_line_nobody_stays(engine: str) -> None:
    """Who put a question through to his own queue would wait for himself: he explains it at once, as without `stays`."""
    legs, put_through = finished(run(engine, STAYS))
    later = legs["leg"] > 0
    assert set((legs["released"] - legs["ended"])[put_through & later].tolist()) == {5 * MINUTE}


@ENGINES
def test_who_stays_is_free_when_the_citizen_hangs_up(engine: str) -> None:
    """He explains nothing then: the wrap-up is all that is left."""
    tables = run(engine, STAYS, front=20, back=2, rate="1500 per week", patience="4 min")
    lost = tables.contacts[(tables.contacts["outcome"] == codes.TRANSFERRED_LOST) & (tables.contacts["transfers"] == 1)]
    ended = dict(zip(zip(lost["case"].tolist(), lost["contact"].tolist(), strict=True), lost["ended"].tolist(), strict=True))
    pieces = [leg for leg in tables.legs if leg["leg"] == 0 and (leg["case"], leg["contact"]) in ended]
    assert len(pieces) > 100
    assert {int(leg["released"] - ended[int(leg["case"]), int(leg["contact"])]) for leg in pieces} == {2 * MINUTE}
    assert {int(leg["released"] - leg["ended"]) for leg in pieces} == {6 * MINUTE}


@ENGINES
def test_who_stays_goes_home_at_the_end_of_his_shift(engine: str) -> None:
    """The back office comes two hours after the front office went home; what it does then is not explained."""
    written = town(STAYS, front=5, rate="200 per week")
    written["teams"]["front"]["shifts"]["all"]["hours"] = "09:00-12:00"
    written["teams"]["back"]["shifts"]["all"]["hours"] = "14:00-24:00"
    first, second = from_the_front(simulate(compile_written(written), seed=4, replication=0, engine=engine))
    noon = first["started"] // DAY * DAY + 12 * HOUR
    in_time = first["ended"] < noon
    assert in_time.sum() > 50
    assert (first["released"] == noon + 2 * MINUTE)[in_time].all()
    told = (second["end"] == codes.LEG_DONE) & in_time
    assert set((second["ended"] - second["started"])[told].tolist()) == {10 * MINUTE}


@ENGINES
def test_who_stays_in_a_chat_has_it_in_hand_until_then(engine: str) -> None:
    """Of the two conversations that he may hold the one that he put through is one, so he takes no third."""
    tables = run(engine, STAYS, front=1, back=1, rate="700 per week", chats=2)
    legs = tables.legs[(tables.legs["queue"] == 0) & (tables.legs["started"] >= 0)]
    changes = sorted(
        [(int(leg["released"]), -1) for leg in legs if leg["released"] >= 0] + [(int(leg["started"]), 1) for leg in legs]
    )
    assert np.cumsum([change for _, change in changes]).max() == 2
    first, second = from_the_front(tables)
    assert (first["released"] == second["started"] + 5 * MINUTE).all()


@pytest.mark.parametrize(
    ("hand_off", "channel", "place", "told"),
    [
        ({"warm": "2 min"}, "phone", "hand_off", "add transfer_to"),
        (COLD | {"briefed": 0.7}, "phone", "hand_off", "cold transfer"),
        (COLD | {"warm": "2"}, "phone", r"hand_off\.warm", "not a duration"),
        (COLD | {"warm": "-1 min"}, "phone", r"hand_off\.warm", "negative"),
        (COLD | {"warm": "2 min", "briefed": -1}, "phone", r"hand_off\.briefed", "negative"),
        (COLD | {"warm": "2 min"}, "web", r"hand_off\.warm", "nobody of the staff"),
        (COLD | {"stays": True}, "phone", "hand_off", "add warm"),
        (STAYS, "email", r"hand_off\.stays", "nobody to stay with at email"),
        (STAYS | {"transfer_to": "phone"}, "phone", r"hand_off\.stays", "every team of phone serves phone too"),
    ],
)
def test_a_warm_transfer_that_cannot_be_is_refused(hand_off: Written, channel: str, place: str, told: str) -> None:
    with pytest.raises(sim.ScenarioError, match=rf"options\.{channel}\.{place}: .*{told}"):
        load_written(town(hand_off, channel=channel))
