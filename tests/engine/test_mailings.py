"""Mailings and the first weeks after a change: how many come on top, and when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.engine.simulate import compile_scenario, simulate
from sim.engine.tables import Tables
from sim.model.scenario import Scenario
from sim.model.values import DAY

TOWN = Path(__file__).resolve().parents[1] / "data" / "town.yaml"
LETTER = {"label": "a letter", "day": date(2024, 1, 10), "number": 4000, "reacts": 0.25}


def town(**overrides: object) -> Scenario:
    return sim.load(TOWN, overrides={"period.weeks": 3, "period.follow_up": 2, **overrides})


def expected(scenario: Scenario, service: str) -> np.ndarray:
    """Fresh cases to expect on each day of the run, all segments together."""
    compiled = compile_scenario(scenario)
    demand = compiled.program.demand
    rows = demand.streams["service"] == compiled.names.services.index(service)
    return np.asarray(demand.rates[rows].sum(axis=0))


def on_top(service: str = "paspoort", **mailing: object) -> tuple[np.ndarray, int]:
    """What a mailing adds per day, and which day of the run it went out."""
    with_letter = town(**{f"services.{service}.demand.mailings": {"letter": LETTER | mailing}})
    start = compile_scenario(with_letter).clock.start
    return expected(with_letter, service) - expected(town(), service), (date(2024, 1, 10) - start).days


def test_as_many_react_as_the_share_says() -> None:
    more, day = on_top(delay={"exponential": "2 days"})
    assert more.sum() == pytest.approx(1000, abs=1)  # of the longest delays a few may fall after the run
    assert more[:day] == pytest.approx(0)
    assert more[day : day + 7].sum() > 900


def test_without_a_delay_all_come_on_the_day_itself() -> None:
    more, day = on_top()
    assert more[day] == pytest.approx(1000)


def test_a_dispatch_that_is_spread_comes_over_its_days() -> None:
    more, day = on_top(spread="7 days")
    assert more.sum() == pytest.approx(1000)
    assert more[day : day + 7].sum() == pytest.approx(1000)
    assert more.max() < 400


def test_reactions_come_on_days_on_which_people_ask() -> None:
    base = expected(town(), "paspoort")
    more, day = on_top(delay={"uniform": ["0 days", "14 days"]})
    window = slice(day, day + 14)
    assert np.corrcoef(more[window], base[window])[0, 1] > 0.99


@pytest.mark.parametrize("engine", ["simpy", "compiled"])
def test_who_comes_because_of_a_letter_comes_on_top_of_the_same_others(engine: str) -> None:
    letter = {"services.paspoort.demand.mailings": {"letter": LETTER | {"number": 400}}}
    before = simulate(compile_scenario(town()), engine=engine, seed=1, replication=0)
    after = simulate(compile_scenario(town(**letter)), engine=engine, seed=1, replication=0)
    assert set(cases(before)) <= set(cases(after))
    assert 60 < len(cases(after)) - len(cases(before)) < 140  # 100 expected, 4 standard deviations of a Poisson number


def cases(tables: Tables) -> list[int]:
    """Fresh cases, by their own number."""
    return [int(case) for case in tables.cases["case"][tables.cases["parent"] < 0]]


def shocked(**shock: object) -> Scenario:
    measure = {"label": "something new", "start": "1 weeks", "shock": {"factor": 2, "lasts": "2 weeks", **shock}, "set": CHANGE}
    return town(measures={"new": measure})


CHANGE = {"channels.phone.lines": 20}


def test_a_change_makes_more_people_ask_for_a_while() -> None:
    base, more = expected(town(), "paspoort"), expected(shocked(), "paspoort")
    scenario = shocked()
    first = int(compile_scenario(scenario).clock.window_start // DAY) + 7
    ratio = np.divide(more, base, out=np.ones_like(base), where=base > 0)
    assert ratio[:first] == pytest.approx(1)
    assert ratio[first] == pytest.approx(2)
    assert ratio[first + 7] == pytest.approx(1.5)
    assert ratio[first + 14 :] == pytest.approx(1)


def test_a_shock_may_be_of_some_services_alone() -> None:
    services = [name for name in town().design.services if name != "paspoort"]
    only = shocked(services=["paspoort"])
    assert expected(only, services[0]) == pytest.approx(expected(town(), services[0]))
    assert expected(only, "paspoort").sum() > expected(town(), "paspoort").sum()


def test_a_shock_of_a_service_that_is_not_there_is_refused() -> None:
    with pytest.raises(sim.ScenarioError, match=r"measures\.new\.shock\.services"):
        shocked(services=["paspoortje"])
