"""Who helps a citizen online: what it does to success, completeness and effort. Each statistical check: false alarm 1e-6."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sim
from sim.engine.program import codes
from sim.engine.program.tables import Table, Tables
from sim.engine.simulate import simulate
from sim.model.values.units import MINUTE, WEEK
from tests.engine.random_values import Written
from tests.engine.rule_towns import CHANNELS, EVERYONE, first_contacts, one_step, rule_town, service, trials_fit
from tests.engine.scenarios import compile_written, load_written

ENGINES = pytest.mark.parametrize("engine", ["simpy", "compiled"])
FAMILY: Written = {"label": "family", "share": 0.3, "skill": 0.8, "citizen_time": "10 min"}
FORM: Written = {"handling": "2 min", "resolves": 0.9, "harder_when_unskilled": 0.5}


def town(helpers: Written, segment: Written, **more: Any) -> Written:
    people = {"inhabitants": more.pop("inhabitants", 20_000_000), "segments": {"everyone": EVERYONE | segment}}
    options = more.pop("options", {"web": FORM})
    return rule_town(
        one_step(options, "3000 per week"),
        channels={"web": CHANNELS["web"] | {"helpers": helpers}},
        population=people,
        **more,
    )


def run(engine: str, helpers: Written, segment: Written, **more: Any) -> Tables:
    return simulate(compile_written(town(helpers, segment, **more)), seed=8, replication=0, engine=engine)


def done(tables: Tables) -> Table:
    first = first_contacts(tables)
    rows: Table = first[first["ended"] >= 0]
    return rows


def was_helped(rows: Table) -> Any:
    """By the minutes that help costs."""
    return rows["citizen_time"] > 2 * MINUTE


@ENGINES
def test_who_has_help_succeeds_as_the_helper_would_and_spends_his_minutes_too(engine: str) -> None:
    rows = done(run(engine, {"family": FAMILY}, {"skill": 0.2}))
    helped = was_helped(rows)
    assert trials_fit(helped, np.full(len(rows), 0.3))
    worked = rows["outcome"] == codes.RESOLVED
    assert trials_fit(worked[helped], np.full(int(helped.sum()), 0.9 - 0.5 * 0.2))
    assert trials_fit(worked[~helped], np.full(int((~helped).sum()), 0.9 - 0.5 * 0.8))
    assert set(rows["citizen_time"].tolist()) == {2 * MINUTE, 12 * MINUTE}


@ENGINES
def test_an_application_is_as_complete_as_the_helper_makes_it(engine: str) -> None:
    steps: Written = {
        "apply": {
            "label": "apply",
            "application": True,
            "options": {"web": {"handling": "2 min", "complete": 0.9, "harder_when_unskilled": 0.5}},
        },
        "check": {"label": "check", "kind": "back_office", "team": "staff", "checks_completeness": True},
    }
    written = rule_town(
        {"permit": service(steps, "3000 per week")},
        channels={"web": CHANNELS["web"] | {"helpers": {"family": FAMILY}}},
        population={"inhabitants": 20_000_000, "segments": {"everyone": EVERYONE | {"skill": 0.2}}},
    )
    tables = simulate(compile_written(written), seed=8, replication=0, engine=engine)
    over = tables.cases[(tables.cases["ended"] >= 0) & (tables.cases["applied"] >= 0)]
    helped = over["citizen_time"] > 2 * MINUTE
    for group, chance in ((helped, 0.5 * 0.2 + 0.1), (~helped, 0.5 * 0.8 + 0.1)):
        assert trials_fit((over["corrections"][group] > 0).tolist(), np.full(int(group.sum()), chance))


@ENGINES
def test_help_belongs_to_the_citizen_and_a_larger_share_only_adds_people(engine: str) -> None:
    groups: list[set[int]] = []
    for share in (0.3, 0.5):
        tables = run(engine, {"family": FAMILY | {"share": share}}, {"skill": 0.2}, inhabitants=1000)
        rows, cases = done(tables), tables.cases
        citizens = cases["citizen"][np.searchsorted(cases["case"], rows["case"])]
        helped = was_helped(rows)
        groups.append(set(citizens[helped].tolist()))
        assert not groups[-1] & set(citizens[~helped].tolist()), "always the same people"
        assert trials_fit([True] * len(groups[-1]), np.full(len(np.unique(citizens)), share))
    assert groups[0] < groups[1]


@ENGINES
def test_who_can_do_it_better_himself_does_it_himself(engine: str) -> None:
    rows = done(run(engine, {"family": FAMILY | {"share": 1, "skill": 0.6}}, {"skill": 0.6}))
    assert not was_helped(rows).any()
    assert trials_fit((rows["outcome"] == codes.RESOLVED).tolist(), np.full(len(rows), 0.9 - 0.5 * 0.4))


@ENGINES
def test_the_best_of_two_helpers_does_it(engine: str) -> None:
    point = {"label": "information point", "share": 1, "skill": 0.5, "citizen_time": "3 min", "travel": "15 min"}
    rows = done(run(engine, {"family": FAMILY, "point": point}, {"skill": 0.2}))
    times, counts = np.unique(rows["citizen_time"] // MINUTE, return_counts=True)
    assert times.tolist() == [12, 20]
    assert trials_fit([True] * int(counts[0]), np.full(len(rows), 0.3))


@ENGINES
def test_who_cannot_go_online_goes_online_through_a_helper_however_skilled(engine: str) -> None:
    """Everybody prefers the form; the phone is for who has nobody."""
    options = {"web": FORM | {"constant": 1000}, "phone": {}}
    family = FAMILY | {"share": 0.4, "skill": 0.3}
    rows = done(run(engine, {"family": family}, {"skill": 0.9, "online": 0}, options=options))
    online = rows["citizen_time"] > MINUTE
    assert trials_fit(online.tolist(), np.full(len(rows), 0.4))
    assert was_helped(rows)[online].all()
    assert trials_fit((rows["outcome"][online] == codes.RESOLVED).tolist(), np.full(int(online.sum()), 0.9 - 0.5 * 0.7))


@ENGINES
def test_a_measure_opens_an_information_point_for_one_group(engine: str) -> None:
    written = town({}, {}, inhabitants=100_000)
    groups = {name: EVERYONE | {"label": name, "share": 0.5, "skill": 0.2} for name in ("near", "far")}
    written["population"]["segments"] = groups
    point = FAMILY | {"share": 0, "by_segment": {"near": 0.6}, "travel": "20 min"}
    written["measures"] = {"open": {"label": "open", "start": "2 weeks", "set": {"channels.web.helpers": {"point": point}}}}
    compiled = compile_written(written)
    rows = done(simulate(compiled, seed=8, replication=0, engine=engine))
    helped, near = was_helped(rows), rows["segment"] == compiled.names.segments.index("near")
    later = rows["requested"] >= 2 * WEEK
    assert not helped[~later | ~near].any()
    assert trials_fit(helped[later & near], np.full(int((later & near).sum()), 0.6))
    assert set(rows["citizen_time"][helped].tolist()) == {32 * MINUTE}


def test_only_self_service_has_helpers() -> None:
    written = rule_town(one_step({"phone": {}}), channels={"phone": CHANNELS["phone"] | {"helpers": {"family": FAMILY}}})
    with pytest.raises(sim.ScenarioError, match="helpers does not belong to a channel of kind live"):
        load_written(written)


def test_a_group_that_is_helped_must_exist() -> None:
    with pytest.raises(sim.ScenarioError, match=r"channels\.web\.helpers\.family\.by_segment\.nobody"):
        load_written(town({"family": FAMILY | {"by_segment": {"nobody": 0.2}}}, {}))
