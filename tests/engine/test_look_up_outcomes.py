"""Who comes at all: looking it up first, and only as it can be done online (docs/model.md). Each check: false alarm 1e-6."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.engine.program import codes
from sim.engine.program.tables import Table, Tables
from sim.engine.rules.arrivals import arrivals_of_day
from sim.engine.simulate import CompiledScenario, seeded
from tests.engine.random_values import Written
from tests.engine.rule_towns import CHANNELS, FALSE_ALARM, MANY, counts_by_channel, logit, one_step, rule_town, run, shares_fit
from tests.engine.scenarios import compile_written
from tests.engine.test_twins import assert_twins

LOOKS, FINDS, GOES_ON = 0.7, 0.55, 0.6
SKILL = 0.4
UTILITIES = {"web": 0.4, "phone": 0.9, "email": -0.3}
OPTIONS: Written = {name: {"constant": value} for name, value in UTILITIES.items()}


def segment(online: float, share: float) -> Written:
    return {"label": "some", "share": share, "online": online, "skill": SKILL, "travel": "0 min"}


def look_up_town(rate: str = "10000 per week", **more: Any) -> Written:
    """Half of the people can go online; the chance to find something is lowered by skill and complexity to FINDS."""
    way = {"resolves": 0.9, "harder_when_unskilled": 0.25, "harder_when_complex": 0.5}
    look_up = {"share": LOOKS, "goes_on": GOES_ON, "options": {"web": way}}
    segments = {"on": segment(1, 0.5), "off": segment(0, 0.5)}
    services = one_step(OPTIONS, rate, complexity=0.4, look_up=look_up)
    return rule_town(services, population={"inhabitants": MANY, "segments": segments}, **more)


def arrivals(compiled: CompiledScenario) -> Counter[tuple[int, int]]:
    """How many there are by stream: (segment, 1 = only online)."""
    program = seeded(compiled.program, 5, 0)
    found: Counter[tuple[int, int]] = Counter()
    for day in range(compiled.clock.days):
        streams = program.demand.streams[arrivals_of_day(program.rulebook, program.demand, day)[2]]
        found.update(zip(streams["segment"].tolist(), streams["only_online"].tolist(), strict=True))
    return found


def of_the_look_up(tables: Tables, compiled: CompiledScenario) -> Table:
    contacts = tables.contacts
    found: Table = contacts[contacts["step"] == compiled.names.steps.index(("ask", "look_up"))]
    return found


@pytest.mark.parametrize("finds", [FINDS, 0.0])
def test_some_look_it_up_and_of_those_who_found_nothing_some_ask(finds: float) -> None:
    """While the website is out of order nothing is found."""
    down = CHANNELS["web"] | {"outages": [{"from": "0 min", "length": "4 weeks"}]}
    tables, compiled = run(look_up_town() if finds else look_up_town(channels={"web": down}))
    on, total = compiled.names.segments.index("on"), arrivals(compiled)
    assert set(tables.lookups["segment"].tolist()) == {on}
    cases = Counter(tables.cases["segment"].tolist())
    first = of_the_look_up(tables, compiled)
    counts = {"found": int(tables.lookups["found"].sum()), "let go": int(tables.lookups["let_go"].sum()), "goes on": len(first)}
    counts["asks at once"] = cases[on] - len(first)
    assert sum(counts.values()) == total[on, 0]
    not_found = LOOKS * (1 - finds)
    shares = {"let go": not_found * (1 - GOES_ON), "goes on": not_found * GOES_ON, "asks at once": 1 - LOOKS}
    if finds:
        assert shares_fit(counts, shares | {"found": LOOKS * finds})
    else:
        assert counts.pop("found") == 0
        assert shares_fit(counts, shares)
    assert cases[1 - on] == total[1 - on, 0], "who cannot go online asks at once"


def test_who_goes_on_begins_with_an_attempt_that_failed() -> None:
    tables, compiled = run(look_up_town())
    web = compiled.names.channels.index("web")
    looked = of_the_look_up(tables, compiled)
    assert set(looked["contact"].tolist()) == set(looked["attempt"].tolist()) == {0}
    assert set(looked["channel"].tolist()) == {web}
    assert set(looked["cause"].tolist()) == {codes.NEED}
    assert set(looked["outcome"].tolist()) == {codes.DROPPED}
    started = dict(zip(tables.cases["case"].tolist(), tables.cases["started"].tolist(), strict=True))
    assert all(row["requested"] == started[int(row["case"])] for row in looked)
    who = set(looked["case"].tolist())
    causes = {True: {codes.AGAIN}, False: {codes.NEED}}
    contacts = tables.contacts[tables.contacts["step"] == compiled.names.steps.index(("ask", "ask"))]
    assert len(contacts) == len(tables.cases), "everybody asks once, and is helped"
    assert all(int(row["cause"]) in causes[int(row["case"]) in who] for row in contacts)
    assert len(who) > 2000


def test_who_found_nothing_online_is_less_inclined_to_go_there_again() -> None:
    """The attempt counts as a failure at that channel, and what steers to a channel no longer counts."""
    town = look_up_town("20000 per week", choice={"failure": 1.3})
    town["services"]["ask"]["steps"]["ask"]["options"]["web"] = {"constant": UTILITIES["web"], "steering": 2}
    tables, compiled = run(town)
    who = set(of_the_look_up(tables, compiled)["case"].tolist())
    second = tables.contacts[(tables.contacts["contact"] == 1) & np.isin(tables.contacts["case"], list(who))]
    counts = counts_by_channel(second, compiled)
    shares = logit(UTILITIES | {"web": UTILITIES["web"] - 1.3})
    assert shares_fit({name: counts[name] for name in shares}, shares)
    wrong = logit(UTILITIES | {"web": UTILITIES["web"] - 1.3 + 2})
    assert not shares_fit({name: counts[name] for name in wrong}, wrong)


def test_how_often_it_is_found_moves_nobody_else() -> None:
    """A better website only takes cases away; the others stay as they were."""
    better = look_up_town()
    better["services"]["ask"]["look_up"]["options"]["web"]["resolves"] = 1
    today, then = run(look_up_town())[0], run(better)[0]
    before, after = ({int(row["case"]): row for row in tables.cases} for tables in (today, then))
    assert after.keys() < before.keys()
    assert all(after[case].tobytes() == before[case].tobytes() for case in after)


EXTRA = 0.5


def online_town(extra: float, steering: float = 0, **more: Any) -> Written:
    town = rule_town(one_step(OPTIONS | {"web": {"constant": UTILITIES["web"], "steering": steering}}, "10000 per week"), **more)
    town["services"]["ask"]["demand"]["because_online"] = extra
    return town


def lines(table: Table) -> dict[tuple[int, ...], bytes]:
    """The rows of a table by case (and contact)."""
    names = [name for name in ("case", "contact") if name in (table.dtype.names or ())]
    return {tuple(int(row[name]) for name in names): row.tobytes() for row in table}


def test_those_who_come_because_it_is_online_would_choose_that_first() -> None:
    """A part of the rate, times the share that chooses online; nobody else comes or goes, and all rows of others are the same."""
    (plain, _), (tables, compiled) = run(online_town(0)), run(online_town(EXTRA))
    for name in ("cases", "contacts"):
        old, new = lines(getattr(plain, name)), lines(getattr(tables, name))
        assert old.items() <= new.items()
    known = set(plain.cases["case"].tolist())
    added = tables.contacts[~np.isin(tables.contacts["case"], list(known))]
    assert set(added["channel"].tolist()) == {compiled.names.channels.index("web")}
    number = len(tables.cases) - len(plain.cases)
    assert number == len(added)
    total = arrivals(compiled)[0, 1]
    share = logit(UTILITIES)["web"]
    assert shares_fit({"come": number, "do not": total - number}, {"come": share, "do not": 1 - share})
    mean = EXTRA * 10_000 * 4
    tail = 2 * min(stats.poisson.cdf(total, mean), stats.poisson.sf(total - 1, mean))
    assert tail > FALSE_ALARM


def test_more_steering_brings_some_and_takes_none_away() -> None:
    plain = set(run(online_town(0))[0].cases["case"].tolist())
    few, more = ({*run(online_town(EXTRA, steering))[0].cases["case"].tolist()} - plain for steering in (0.0, 1.5))
    assert few < more


def test_without_an_online_channel_nobody_comes_for_it() -> None:
    town = online_town(EXTRA)
    del town["services"]["ask"]["steps"]["ask"]["options"]["web"]
    tables, compiled = run(town)
    assert len(tables.cases) == arrivals(compiled)[0, 0]


def test_the_engines_agree_on_these_towns() -> None:
    town = look_up_town("100 per week")
    town["services"]["ask"]["demand"]["because_online"] = EXTRA
    assert_twins(compile_written(town), 5)
