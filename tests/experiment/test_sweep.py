"""A sweep: every combination of levels, with the figures that running each of them by itself would give."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.experiment.sweep.levels import levels_of
from sim.experiment.sweep.points import MOST_POINTS, Designs
from sim.experiment.sweep.refused import SweepError
from sim.experiment.sweep.runner import TOGETHER, Pace
from sim.measure.rows import Key
from sim.model.files.extends import read_chain, source_files

DATA = Path(__file__).resolve().parents[1] / "data"
MM2 = DATA / "mm2.yaml"
PEOPLE, RATE = "teams.agents.shifts.all.people", "services.call.demand.rate"
WEEK = {"period.weeks": 1, "period.warm_up": 0, "period.follow_up": 0}
KPIS = ["citizen_effort", "service_level_offered:phone"]


def swept(over: dict[str, Any], **options: Any) -> sim.Swept:
    asked: dict[str, Any] = {"overrides": WEEK, "kpis": KPIS, "replications": 3, "jobs": 1}
    return sim.sweep(MM2, over, **asked | options)


def test_a_row_is_what_running_that_design_by_itself_gives() -> None:
    found = swept({PEOPLE: [2, 3], RATE: ["20 per hour", "24 per hour"]})
    assert [tuple(one.point.levels.values()) for one in found.found] == [
        (2, "20 per hour"), (2, "24 per hour"), (3, "20 per hour"), (3, "24 per hour"),
    ]  # fmt: skip
    for one in found.found:
        alone = sim.run(sim.load(MM2, overrides=WEEK | dict(one.point.levels)), replications=3, jobs=1).estimates()
        assert [one.estimates[key] for key in found.figures] == [alone[key] for key in found.figures]
    rows = found.frame().to_pylist()
    assert len(rows) == 4 * 2
    assert (rows[-1]["design"], rows[-1][PEOPLE], rows[-1]["channel"], rows[-1]["member"]) == (4, 3, "", "phone")
    assert (rows[-1]["replications"], rows[-1]["seed"], rows[-1]["scenario"], rows[-1]["unit"]) == (3, 1, "mm2", "share")
    assert found.complete


def test_where_work_piles_up_a_design_is_run_with_the_whole_office_as_it_is_by_itself() -> None:
    long = {"period.weeks": 12, "period.warm_up": 0, "period.follow_up": 4, "period.office_after": 1}
    over = {RATE: "16 per hour, 10 per hour"}
    found = swept(over, overrides=long | {PEOPLE: 1})
    assert [one.balance.state for one in found.found] == ["not balanced", "balanced"]
    for one in found.found:
        alone = sim.run(sim.load(MM2, overrides=long | {PEOPLE: 1} | dict(one.point.levels)), replications=3, jobs=1).estimates()
        assert repr([one.estimates[key] for key in found.figures]) == repr([alone[key] for key in found.figures])


def test_more_designs_than_go_side_by_side_come_to_the_same() -> None:
    many = swept({PEOPLE: f"2..{TOGETHER + 3}/{TOGETHER + 2}"}, replications=1)
    assert [one.point.number for one in many.found] == list(range(1, TOGETHER + 3))
    last = swept({PEOPLE: [TOGETHER + 3]}, replications=1)
    assert repr(many.found[-1].estimates) == repr(last.found[0].estimates)


def test_each_world_has_repeats_of_its_own() -> None:
    town, short = DATA / "town.yaml", {"period.weeks": 1, "period.prelude": 0, "period.warm_up": 0, "period.follow_up": 0}
    over = {"behaviour.choice.wait": [0.1, 0.2]}
    found = sim.sweep(town, over, overrides=short, kpis=["citizen_effort"], replications=2, worlds=2, jobs=1)
    assert [(one.point.number, one.world) for one in found.found] == [(1, 1), (1, 2), (2, 1), (2, 2)]
    second = sim.run(sim.load(town, overrides=short | {"behaviour.choice.wait": 0.1}), replications=4, world=2, jobs=1)
    own = [value for value in second.replication_frame().to_pylist() if value["kpi"] == "citizen_effort"]
    own = [row["value"] for row in own if row["dimension"] == "overall" and row["replication"] in (2, 3)]
    assert found.found[1].estimates[Key("citizen_effort")].value == sum(own) / 2
    assert found.found[0].estimates != found.found[1].estimates
    with pytest.raises(ValueError, match="leave world out"):
        swept({PEOPLE: [2]}, worlds=2, world=3)


@pytest.mark.parametrize("executor", ["serial", "threads", "processes"])
def test_any_executor_finds_the_same(executor: str) -> None:
    here = swept({PEOPLE: [2, 3]}, replications=2)
    assert swept({PEOPLE: [2, 3]}, replications=2, jobs=2, executor=executor).frame().equals(here.frame())


def test_nothing_is_simulated_twice_and_a_stopped_sweep_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, asked = sim.Store(tmp_path), {PEOPLE: f"2..{TOGETHER + 2}/{TOGETHER + 1}"}
    seen: list[int] = []
    halted = swept(asked, store=store, on_progress=lambda done, _: seen.append(done), stop=lambda: bool(seen))
    assert not halted.complete
    assert [one.replications for one in halted.found] == [1] * TOGETHER, "what was finished when it was stopped is told"
    kept = store.contents().entries
    assert kept == TOGETHER
    whole = swept(asked, store=store)
    assert whole.complete
    assert store.contents().entries == 3 * (TOGETHER + 1), "only what was not there is new"

    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("it was kept")

    monkeypatch.setattr("sim.experiment.running.work_unit.simulate_each", never)
    assert swept(asked, store=store).frame().equals(whole.frame())


def test_what_takes_too_long_is_told_by_the_pace_of_the_first() -> None:
    paces: list[Pace] = []
    with pytest.raises(SweepError, match=r"2 designs × 40 repeats take about .* hours .*--hours") as refused:
        swept({PEOPLE: [2, 3]}, replications=40, hours=1e-7, on_pace=paces.append)
    assert [(pace.work.designs, pace.work.replications) for pace in paces] == [(2, 40)]
    assert 0 < paces[0].seconds < 3600
    assert str(pickle.loads(pickle.dumps(refused.value))) == str(refused.value)  # noqa: S301 - our own, across processes


def test_halving_ends_with_the_design_that_running_all_of_them_finds() -> None:
    over = {PEOPLE: "1..12/12", RATE: ["20 per hour"]}
    asked = {"kpis": ["service_level_offered:phone"], "best": "work_in_fte", "replications": 6}
    whole = swept(over, **asked)
    halved = swept(over, **asked, halving=True)
    looks = [one.standing.look for one in halved.found if one.standing]
    assert (looks.count(1), looks.count(2), looks.count(3)) == (7, 0, 5)
    assert halved.complete
    first = halved.in_order()[0]
    assert first.standing is not None
    assert first.point.levels == whole.in_order()[0].point.levels
    assert repr(first.estimates) == repr(whole.in_order()[0].estimates), "the last look has all repeats"
    assert first.standing.behind.value == 0
    assert [one.replications for one in halved.in_order()] == [6] * 5 + [3] * 7
    rows = halved.frame().to_pylist()
    assert {row["look"] for row in rows} == {1, 3}
    assert all((row["behind"] == row["behind"]) == (row["kpi"] == "work_in_fte") for row in rows)
    assert not any(row["alone"] for row in rows), "who works for all is not told by some services"


def test_the_first_look_leaves_other_services_out_where_a_case_is_asked_about() -> None:
    short = {"period.weeks": 1, "period.prelude": 0, "period.warm_up": 0, "period.follow_up": 1}
    found = sim.sweep(
        DATA / "town_digital.yaml",
        {"behaviour.questions.opens": "0..2/6"},
        overrides=short,
        kpis=["citizen_effort:focus"],
        best="remote_contacts_per_root_case:focus",
        halving=True,
        replications=5,
        jobs=1,
    )
    left = next(one for one in found.found if one.standing and one.standing.look == 1)
    assert left.standing is not None
    assert left.standing.alone
    assert not any(one.standing.alone for one in found.found if one.standing and one.standing.look > 1)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"halving": True}, "--best NAME"),
        ({"halving": True, "best": "work_in_fte", "worlds": 2}, "leave --worlds out"),
        ({"halving": True, "best": "work_in_fte"}, "at least 4 repeats"),
        ({"best": "contacts_offered"}, "neither more nor less of it is better"),
    ],
)
def test_what_cannot_be_halved_is_refused(options: dict[str, Any], told: str) -> None:
    with pytest.raises(SweepError, match=told):
        swept({PEOPLE: [1, 2]}, **options)


def level_texts(path: str, text: str, file: Path = MM2) -> tuple[Any, ...]:
    return levels_of(path, text, read_chain(source_files(file), []))


def test_levels_as_they_are_typed() -> None:
    assert level_texts(PEOPLE, "8,10, 12") == (8, 10, 12)
    assert level_texts(PEOPLE, "2..8/4") == (2, 4, 6, 8)
    assert level_texts(RATE, "0.1..0.5/3") == (0.1, 0.3, 0.5)
    assert level_texts(RATE, "10 per hour, 12 per hour") == ("10 per hour", "12 per hour")
    assert level_texts(RATE, "2..3 min/3") == ("2 min", "2.5 min", "3 min")
    assert level_texts(RATE, "2 min..4 min/2") == ("2 min", "4 min")
    assert level_texts("channels.phone.open", "always, {mon-fri: '09:00-17:00'}") == ("always", {"mon-fri": "09:00-17:00"})
    marriage = Path(__file__).resolve().parents[2] / "scenarios" / "huwelijk" / "hybride.yaml"
    assert level_texts("behaviour.questions.opens", "range", marriage) == (0.5, 1.5, 3.0)
    assert level_texts("behaviour.questions.opens", "range/6", marriage) == (0.5, 1, 1.5, 2, 2.5, 3)


@pytest.mark.parametrize(
    ("over", "told"),
    [
        ({}, "Say what to vary"),
        ({PEOPLE: []}, "give at least one level"),
        ({PEOPLE: 3}, "give at least one level"),
        ({PEOPLE: [1.0, float("nan")]}, "nan is no number"),
        ({PEOPLE: "1,2,1"}, "the level 1 stands twice"),
        ({PEOPLE: "3..1/2"}, "3..1/2 is no range of levels"),
        ({PEOPLE: "1..3/1"}, "is no range of levels"),
        ({PEOPLE: "1 min..3 hours/2"}, "is no range of levels"),
        ({PEOPLE: "1..3"}, "is no range of levels"),
        ({PEOPLE: "range"}, "has no range"),
        ({"period.weeks": [1, 2]}, "period.weeks is set twice"),
        ({PEOPLE: "1..400/400", RATE: "1..100/100"}, rf"40000 designs .*at most {MOST_POINTS}"),
    ],
)
def test_what_cannot_be_swept_is_refused_before_anything_is_simulated(over: dict[str, Any], told: str) -> None:
    with pytest.raises(SweepError, match=told):
        Designs.of(MM2, over, WEEK)


def test_a_path_or_a_level_that_the_scenario_refuses_is_told_with_what_is_near() -> None:
    with pytest.raises(sim.ScenarioError, match="Did you mean 'people'") as unknown:
        swept({"teams.agents.shifts.all.peoples": [1, 2]})
    assert len(unknown.value.problems) == 1
    with pytest.raises(sim.ScenarioError) as wrong:
        swept({PEOPLE: [1, -1, 2.5, 3], RATE: ["20 per hour", "often"]})
    assert len(wrong.value.problems) == 3


def test_figures_are_named_with_whom_they_are_about() -> None:
    found = swept({PEOPLE: [2]}, kpis=["work_in_fte:agents", "work_in_fte", "work_in_fte"], replications=1)
    assert found.figures == (Key("work_in_fte", "team", "agents"), Key("work_in_fte"))
    with pytest.raises(SweepError, match="choose from work_in_fte"):
        swept({PEOPLE: [2]}, kpis=["work_in_ftes"])
    with pytest.raises(SweepError, match="work_in_fte:agents"):
        swept({PEOPLE: [2]}, kpis=["work_in_fte:agnts"])
