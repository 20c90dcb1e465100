"""Mailings and the first weeks after a change: how many come on top, and when."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import sim
from sim.engine.program.tables import Tables
from sim.engine.simulate import compile_scenario, simulate
from sim.experiment.numbers.vary import only_services
from sim.model.checks.mailings import mailing_warnings
from sim.model.town.scenario import Scenario
from sim.model.values.units import DAY
from tests.engine.random_values import Written
from tests.engine.rule_towns import rule_town
from tests.engine.scenarios import compile_written, load_written

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
    assert more.max() < 600, "Monday also has those of the weekend, in which nobody asks"


def test_reactions_come_on_days_on_which_people_ask() -> None:
    base = expected(town(), "paspoort")
    more, day = on_top(delay={"uniform": ["0 days", "14 days"]})
    window = slice(day, day + 14)
    assert (more[base == 0] == 0).all()
    ratio = more[window][base[window] > 0] / base[window][base[window] > 0]
    after_weekend = np.flatnonzero((base[window] > 0)[1:] & (base[window] == 0)[:-1])
    assert len(after_weekend) == 2
    typical = float(np.median(ratio))
    assert np.count_nonzero(np.abs(ratio / typical - 1) < 0.01) == len(ratio) - 2
    assert np.count_nonzero(np.abs(ratio / (3 * typical) - 1) < 0.01) == 2, "Mondays also have those of the weekend"


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


CALL = {"call": {"label": "call", "options": {"phone": {}}}}
SATURDAY = date(2024, 6, 8)


def office(*, week: list[int] | None = None, weeks: int = 2, **mailing: Any) -> Written:
    """Letters about a service that else nobody asks for, in a town where no day is closed unless that is said."""
    letter = {"label": "letter", "day": SATURDAY.isoformat(), "number": 400, "reacts": 0.5} | mailing
    profile = {"week": week or [1, 1, 1, 1, 1, 0, 0], "day": {"09:00-17:00": 1}, "when_closed": 0}
    demand = {"rate": "0 per year", "profile": profile, "mailings": {"letter": letter}}
    town = rule_town({"call": {"label": "call", "demand": demand, "steps": CALL}})
    return town | {"period": {"start": "2024-06-03", "weeks": weeks, "warm_up": 1, "follow_up": 1}}


def reactions(town: Written) -> dict[date, float]:
    """Expected on each day on which anybody comes."""
    compiled = compile_written(town)
    days = np.asarray(compiled.program.demand.rates.sum(axis=0))
    return {compiled.clock.start + timedelta(days=int(day)): float(days[day]) for day in np.flatnonzero(days)}


def test_who_gets_a_letter_on_a_day_on_which_nobody_asks_comes_on_the_next() -> None:
    assert reactions(office()) == {date(2024, 6, 10): pytest.approx(200)}
    monday_too = office() | {"closed_days": {"holidays": "none", "closed": ["2024-06-10"]}}
    assert reactions(monday_too) == {date(2024, 6, 11): pytest.approx(200)}


@pytest.mark.parametrize("engine", ["simpy", "compiled"])
def test_the_letters_of_a_saturday_bring_their_number(engine: str) -> None:
    """A Poisson number of mean 200 is outside these limits once in a million seeds."""
    tables = simulate(compile_written(office()), engine=engine, seed=1, replication=0)
    low, high = stats.poisson.interval(1 - 1e-6, 200)
    assert low <= len(tables.cases) <= high


@given(
    day=st.integers(-2, 10),
    spread=st.integers(0, 6),
    delay=st.sampled_from(["0 min", "3 days", {"uniform": ["0 days", "4 days"]}]),
    week=st.lists(st.integers(0, 3), min_size=7, max_size=7).filter(any),
)
def test_no_reaction_is_lost_or_comes_before_its_letter(day: int, spread: int, delay: object, week: list[int]) -> None:
    letters = {"day": (date(2024, 6, 3) + timedelta(days=day)).isoformat(), "spread": f"{spread} days", "delay": delay}
    found = reactions(office(week=week, weeks=3, **letters))
    assert sum(found.values()) == pytest.approx(200)
    assert min(found) >= date(2024, 6, 3) + timedelta(days=day)
    assert all(week[date.weekday()] > 0 for date in found)


def test_letters_count_by_the_measure_in_force_when_they_leave() -> None:
    """Half of the letters of the measure would have left before it begins; those that left before it go on to be reacted to."""
    town = office(day="2024-06-05", delay="7 days")
    change = {"services.call.demand.mailings.letter.day": "2024-06-06", "services.call.demand.mailings.letter.spread": "8 days"}
    town["measures"] = {"spread": {"label": "spread", "start": "1 weeks", "set": change}}
    assert sum(reactions(town).values()) == pytest.approx(200 + 100)


@pytest.mark.parametrize(
    ("mailing", "code"),
    [
        ({"day": "2024-06-24"}, "mailing_outside"),
        ({"day": "2024-05-20", "delay": "6 days"}, "mailing_outside"),
        ({"day": "2024-06-20", "delay": "4 days"}, "mailing_outside"),
        ({"day": "2024-06-22"}, "mailing_without_days"),
    ],
)
def test_letters_to_which_nobody_can_react_are_refused(mailing: dict[str, Any], code: str) -> None:
    with pytest.raises(sim.ScenarioError) as refused:
        load_written(office(**mailing))
    (problem,) = refused.value.problems
    assert (problem.code, problem.path) == (f"scenario.{code}", "services.call.demand.mailings.letter.day")
    assert problem.line > 0
    assert "2024-06-23" in problem.text("en")
    assert "2024-06-23" in problem.text("nl")


def test_letters_that_leave_before_their_measure_begins_are_refused() -> None:
    town = office()
    change = {"services.call.demand.mailings.letter.number": 500}
    town["measures"] = {"more": {"label": "more", "start": "1 weeks", "set": change}}
    with pytest.raises(sim.ScenarioError, match=r"never sent: .* on 2024-06-08, and the measure begins on 2024-06-10"):
        load_written(town)


@pytest.mark.parametrize(
    ("mailing", "codes"),
    [
        ({}, []),
        ({"day": "2024-05-25", "spread": "7 days"}, ["mailing.early"]),
        ({"day": "2024-06-19", "spread": "7 days"}, ["mailing.late"]),
        ({"day": "2024-06-14", "delay": {"exponential": "3 days"}}, ["mailing.late"]),
    ],
)
def test_letters_of_which_a_part_falls_outside_are_warned_of(mailing: dict[str, Any], codes: list[str]) -> None:
    found = mailing_warnings(load_written(office(**mailing)))
    assert [warning.code for warning in found] == codes
    assert all("2024-" in warning.text("en") and "2024-" in warning.text("nl") for warning in found)


@pytest.mark.parametrize("start", ["2023-01-02", "2024-01-01", "2025-06-30"])
@pytest.mark.parametrize("holidays", ["NL", "none"])
def test_every_calendar_year_adds_up_to_its_rate(start: str, holidays: str) -> None:
    """Leap years too, and however the holidays fall; of a rate per day every day of 365 or 366 counts."""
    profile = {"week": [3, 1, 1, 1, 1, 0, 0], "year": [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3], "when_closed": 0.1}
    rates = {"year": "1000 per year", "each": "2 per 100 inhabitants per year", "day": "10 per day", "week": "70 per week"}
    services = {
        name: {"label": name, "demand": {"rate": rate, "profile": profile}, "steps": CALL} for name, rate in rates.items()
    }
    town = rule_town(services) | {"closed_days": {"holidays": holidays}}
    town["population"] = town["population"] | {"inhabitants": 50_000}
    town["period"] = {"start": start, "weeks": 190, "warm_up": 0, "follow_up": 0}
    compiled = compile_written(town)
    for year in (2026, 2027, 2028) if start > "2025" else (2024, 2025):
        first = (date(year, 1, 1) - compiled.clock.start).days
        length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
        found = compiled.program.demand.rates[:, first : first + length].sum(axis=1)
        assert found.tolist() == pytest.approx([1000, 1000, 10 * length, 10 * length])


def test_the_rate_of_a_date_does_not_depend_on_when_the_run_begins() -> None:
    early, late = (
        rule_town({"call": {"label": "call", "demand": {"rate": "1000 per year", "profile": {"when_closed": 0}}, "steps": CALL}})
        | {"closed_days": {"holidays": "NL"}, "period": {"start": start, "weeks": 4, "warm_up": 0, "follow_up": 0}}
        for start in ("2023-12-18", "2024-01-01")
    )
    one, other = (compile_written(town).program.demand.rates[0] for town in (early, late))
    assert one[14:].tolist() == other[:14].tolist()


def test_letters_of_a_service_that_is_left_out_bring_nobody() -> None:
    silent = only_services(load_written(office()), [])
    assert compile_scenario(silent).program.demand.rates.sum() == 0


def test_a_service_that_no_group_asks_for_is_refused() -> None:
    town = office()
    town["services"]["call"]["demand"]["by_segment"] = {"everyone": 0}
    with pytest.raises(sim.ScenarioError, match=r"services\.call\.demand\.by_segment: all groups .* so nobody asks"):
        load_written(town)
