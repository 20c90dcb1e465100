"""What citizens choose, against the formulas of docs/model.md worked out by themselves. Each test: false alarm 1e-6 a check."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import integrate

from sim.engine.program import codes
from sim.engine.program.tables import Table
from tests.engine.random_values import Written
from tests.engine.rule_towns import (
    CHANNELS,
    EVERYONE,
    MANY,
    counts_by_channel,
    ends,
    first_contacts,
    logit,
    one_step,
    rule_town,
    run,
    shares_fit,
)

PLAIN = {"web": {"constant": 0.4}, "phone": {"constant": 0.9}, "desk": {}, "email": {"constant": -0.3}}


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_the_plain_logit_gives_the_closed_shares(scale: float) -> None:
    tables, compiled = run(rule_town(one_step(PLAIN), choice={"channel_noise": scale}))
    shares = logit({"web": 0.4, "phone": 0.9, "desk": 0.0, "email": -0.3}, scale)
    counts = counts_by_channel(first_contacts(tables), compiled)
    assert shares_fit({name: counts[name] for name in shares}, shares)
    shares["web"] += 0.02
    shares["phone"] -= 0.02
    assert not shares_fit({name: counts[name] for name in shares}, shares), "the test sees two points"


def test_every_term_of_the_utility_counts_as_documented() -> None:
    """One town with a segment, a service and channels for which all terms but habit and failures are there."""
    choice = {"wait": 0.7, "travel": 1.3, "complexity": 1.1, "certainty": 0.8, "closed": 1.7}
    everyone = EVERYONE | {"travel": "40 min", "need_for_certainty": 1.6, "taste": {"email": 0.45}}
    options = {
        "web": {"constant": 0.2, "steering": 0.5},
        "phone": {"constant": 0.3, "dialogue": 0.5, "certainty": 0.4},
        "desk": {"constant": 0.1, "dialogue": 0.9, "certainty": 0.7},
        "email": {"certainty": 0.2, "dialogue": 0.1},
    }
    channels = {
        "phone": CHANNELS["phone"] | {"expected_wait": "25 min", "constant": -0.2},
        "desk": CHANNELS["desk"] | {"expected_wait": "5 min", "open": {"mon-sun": "06:00-18:00"}},
        "email": CHANNELS["email"] | {"expected_wait": "3 hours"},
    }
    population = {"inhabitants": MANY, "segments": {"everyone": everyone}}
    services = one_step(options, complexity=0.35)
    tables, compiled = run(rule_town(services, choice=choice, channels=channels, population=population))
    waits = {"web": 0.0, "phone": 25.0, "desk": 5.0, "email": 180.0}
    dialogue = {"web": 0.0, "phone": 0.5, "desk": 0.9, "email": 0.1}
    certainty = {"web": 0.0, "phone": 0.4, "desk": 0.7, "email": 0.2}
    constant = {"web": 0.2 + 0.5, "phone": 0.3 - 0.2, "desk": 0.1 - 1.3 * 40 / 60, "email": 0.45}

    def by_formula(name: str) -> float:
        value = constant[name] + 1.1 * 0.35 * dialogue[name] + 0.8 * 1.6 * certainty[name]
        return value - 0.7 * math.log(1 + waits[name] / 10)

    utilities = {name: by_formula(name) for name in waits}
    first = first_contacts(tables)
    hour = first["requested"] // 3_600_000_000 % 24
    is_open = (hour >= 6) & (hour < 18)
    for rows, closed in ((first[is_open], 0.0), (first[~is_open], 1.7)):
        counts = counts_by_channel(rows, compiled)
        shares = logit(utilities | {"desk": utilities["desk"] - closed})
        assert shares_fit({name: counts[name] for name in shares}, shares)


def test_steering_multiplies_the_odds_by_its_exponential() -> None:
    steering, odds = 1.2, []
    for value in (0.0, steering):
        tables, compiled = run(rule_town(one_step(PLAIN | {"web": {"constant": 0.4, "steering": value}})))
        counts = counts_by_channel(first_contacts(tables), compiled)
        others = sum(counts.values()) - counts["web"]
        odds.append((counts["web"] / others, 1 / counts["web"] + 1 / others))
    (plain, variance), (steered, other) = odds
    # The runs share their draws, which makes the difference smaller than two independent ones; 4.9 sd is 1e-6.
    assert abs(math.log(steered / plain) - steering) < 4.9 * math.sqrt(variance + other)


def nested_shares(
    utilities: dict[str, float], written: tuple[str, ...], nest_noise: float, channel_noise: float
) -> dict[str, float]:
    """Shares with two nests: the difference of their Gumbel noises is logistic, integrated out."""

    def share(name: str) -> float:
        def integrand(x: float) -> float:
            raised = {key: value + nest_noise * x * (key in written) for key, value in utilities.items()}
            return logit(raised, channel_noise)[name] * math.exp(-abs(x)) / (1 + math.exp(-abs(x))) ** 2

        return float(integrate.quad(integrand, -60, 60, points=[0.0], limit=200)[0])

    return {name: share(name) for name in utilities}


def test_taste_for_a_nest_gives_the_integrated_shares() -> None:
    """Nearly each case has a citizen of its own (20 million inhabitants), so cases are independent."""
    options = {"phone": {"constant": 1.5}, "email": {"constant": 0.2}, "messages": {}}
    choice = {"nest_noise": 1.5, "channel_noise": 0.6}
    tables, compiled = run(rule_town(one_step(options), choice=choice))
    shares = nested_shares({"phone": 1.5, "email": 0.2, "messages": 0.0}, ("email", "messages"), 1.5, 0.6)
    counts = counts_by_channel(first_contacts(tables), compiled)
    assert sum(shares.values()) == pytest.approx(1.0)
    assert shares_fit({name: counts[name] for name in shares}, shares)
    plain = logit({"phone": 1.5, "email": 0.2, "messages": 0.0}, 0.6)
    assert not shares_fit({name: counts[name] for name in plain}, plain)


def test_taste_for_a_nest_stays_with_the_citizen_and_that_for_a_channel_with_the_case() -> None:
    """Without noise of channels a citizen always chooses the same; with it, cases of one citizen are a plain logit again."""
    options: Written = {"phone": {}, "email": {}}
    population = {"inhabitants": 200, "segments": {"everyone": EVERYONE}}
    tables, compiled = run(rule_town(one_step(options), choice={"nest_noise": 1, "channel_noise": 0}, population=population))
    first = first_contacts(tables)
    citizen = dict(zip(tables.cases["case"].tolist(), tables.cases["citizen"].tolist(), strict=True))
    pairs = {(citizen[int(row["case"])], int(row["channel"])) for row in first}
    assert len(pairs) == 200
    by_phone = sum(channel == compiled.names.channels.index("phone") for _, channel in pairs)
    assert 65 <= by_phone <= 135, "200 coins; 5 sd from 100"
    population = {"inhabitants": 1, "segments": {"everyone": EVERYONE}}
    alone, compiled = run(rule_town(one_step(options), population=population))
    counts = counts_by_channel(first_contacts(alone), compiled)
    assert shares_fit({name: counts[name] for name in options}, {"phone": 0.5, "email": 0.5})


def test_with_one_option_there_is_nothing_to_choose() -> None:
    tables, compiled = run(rule_town(one_step({"email": {"constant": -50}}, rate="2000 per week")))
    assert counts_by_channel(tables.contacts, compiled)["email"] == len(tables.cases) == len(tables.contacts)


def test_who_may_not_use_the_only_option_gives_up_without_a_contact() -> None:
    tables, _ = run(rule_town(one_step({"web": {"eligible": 0.7}})))
    total = len(tables.cases)
    none = int(np.count_nonzero(tables.cases["contacts"] == 0))
    assert ends(tables)["gave_up"] == none
    assert shares_fit({"may": total - none, "may not": none}, {"may": 0.7, "may not": 0.3})


def test_who_is_not_online_divides_over_the_other_channels() -> None:
    population = {"inhabitants": MANY, "segments": {"everyone": EVERYONE | {"online": 0.6}}}
    tables, compiled = run(rule_town(one_step(PLAIN), population=population))
    utilities = {"web": 0.4, "phone": 0.9, "desk": 0.0, "email": -0.3}
    online, offline = logit(utilities), logit({name: value for name, value in utilities.items() if name != "web"})
    shares = {name: 0.6 * online[name] + 0.4 * offline.get(name, 0.0) for name in utilities}
    counts = counts_by_channel(first_contacts(tables), compiled)
    assert shares_fit({name: counts[name] for name in shares}, shares)


def test_a_failure_lowers_the_channel_where_it_happened_and_taste_persists() -> None:
    """Who chose i takes i again only if i is still best with the penalty, and it was best without: shares of logit(V_i - f)."""
    utilities, penalty = {"web": 0.4, "phone": 0.9, "desk": 0.0, "email": -0.3}, 0.8
    options = {name: {"constant": value, "resolves": 0} for name, value in utilities.items()}
    again = {"default": {"retry": 0, "switch": 1, "after": "1 hour"}}
    behaviour = {"reactions": again, "most_tries": 2}
    tables, compiled = run(rule_town(one_step(options), choice={"failure": penalty}, behaviour=behaviour))
    contacts = tables.contacts
    second: Table = contacts[contacts["attempt"] == 1]
    first: Table = contacts[contacts["attempt"] == 0]
    before = dict(zip(first["case"].tolist(), first["channel"].tolist(), strict=True))
    pairs = [(before[int(row["case"])], int(row["channel"])) for row in second]
    for name in utilities:
        number = compiled.names.channels.index(name)
        share = logit(utilities | {name: utilities[name] - penalty})[name]
        repeated = pairs.count((number, number))
        assert shares_fit({"again": repeated, "not": len(second) - repeated}, {"again": share, "not": 1 - share})


def test_habit_favours_the_channel_of_the_last_case() -> None:
    """One citizen whose cases follow each other: each choice is a logit that depends on the one before."""
    habit, utilities = 1.1, {"web": 0.3, "phone": 0.0, "desk": -0.2}
    options = {name: {"constant": value} for name, value in utilities.items()}
    population = {"inhabitants": 1, "segments": {"everyone": EVERYONE}}
    services = one_step(options, rate="500 per week")
    tables, compiled = run(rule_town(services, weeks=104, choice={"habit": habit}, population=population))
    contacts = tables.contacts[np.argsort(tables.contacts["requested"])]
    channels = contacts["channel"].tolist()
    for name, value in utilities.items():
        number = compiled.names.channels.index(name)
        after = contacts[1:][np.array(channels[:-1]) == number]
        counts = counts_by_channel(after, compiled)
        shares = logit(utilities | {name: value + habit})
        assert shares_fit({key: counts[key] for key in shares}, shares)
    assert (contacts["outcome"] == codes.RESOLVED).all()
