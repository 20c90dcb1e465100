from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.engine.simulate import CompiledScenario, compile_scenario, simulate
from sim.experiment.compare import compare, narrowed, pairs_of
from sim.experiment.found.closer import closer_look
from sim.experiment.found.comparison import Comparison
from sim.experiment.found.headlines import check_headlines, default_headlines, focus_of, margin_of
from sim.experiment.numbers.comparable import NOTHING_SHARED, NotComparableError, check_comparable
from sim.experiment.numbers.neutral import with_neutral_case
from sim.experiment.numbers.vary import range_at
from sim.experiment.run import run
from sim.experiment.tipping import Question, tipping_point, tipping_points
from sim.measure.definitions import BY_NAME, DEFINITIONS
from sim.measure.measuring import root_cases
from sim.measure.rows import Focus, Key
from sim.model.town.scenario import Scenario
from sim.text.pairs import Text
from tests.experiment.like_with_like import error_rate
from tests.measure.by_hand import scenario

DATA = Path(__file__).resolve().parents[1] / "data"
WEDDING = "huwelijksaangifte"
PEOPLE = ("teams.front.shifts.day.people",)


def town(**overrides: object) -> Scenario:
    return sim.load(DATA / "town.yaml", overrides={"period.weeks": 2, "period.follow_up": 2, **overrides})


@pytest.fixture(scope="module")
def today() -> Scenario:
    return town()


@pytest.fixture(scope="module")
def busier() -> Scenario:
    """The same with calls of thrice the length."""
    return town(**{"services.paspoort.steps.question.options.phone.handling": "12 min"}).model_copy(update={"name": "busier"})


@pytest.fixture(scope="module")
def comparison(today: Scenario, busier: Scenario) -> Comparison:
    return compare([today, busier], replications=4, jobs=1, pairs="all", focus=Focus(("paspoort",), ()))


def test_longer_calls_cost_more_work_and_nothing_else_changes_demand(comparison: Comparison) -> None:
    work = comparison.difference(Key("work_in_fte"))
    assert work.value > 0
    assert work.headline
    assert comparison.difference(Key("root_cases")).value == 0
    assert comparison.difference(Key("root_cases")).low == 0
    handling = comparison.difference(Key("average_handling_time", "channel", "phone"))
    assert handling.value > 1
    assert not handling.headline
    assert handling.judgement == "changed"


def test_a_pair_of_a_comparison_is_what_comparing_the_two_finds(today: Scenario, busier: Scenario) -> None:
    other = busier.model_copy(update={"name": "other"})
    three = compare([today, other, busier], replications=3, jobs=1, seed=4)
    found, two = narrowed(three, (0, 2)), compare([today, busier], replications=3, jobs=1, seed=4)
    assert (found.focus, found.headlines, found.pairs, found.alpha) == (two.focus, two.headlines, two.pairs, two.alpha)
    assert repr(found.differences) == repr(two.differences)  # NaN equals itself there
    assert repr(found.gains) == repr(two.gains)


def test_a_comparison_holds_two_separate_runs(comparison: Comparison, today: Scenario, busier: Scenario) -> None:
    for result, described in zip(comparison.results, (today, busier), strict=True):
        alone = run(described, replications=4, jobs=1)
        assert all(alone.measurements[number].same_as(result.measurements[number]) for number in range(4))


def test_processes_give_the_same_comparison(comparison: Comparison, today: Scenario, busier: Scenario) -> None:
    other = compare([today, busier], replications=4, jobs=2, pairs="all", focus=Focus(("paspoort",), ()))
    assert repr(other.differences) == repr(comparison.differences)
    assert (other.gains[0, 1].tallies == comparison.gains[0, 1].tallies).all()


def test_headlines_come_first_and_share_the_error_rate(comparison: Comparison) -> None:
    heads = comparison.headline_differences
    assert [row.key for row in heads] == list(comparison.headlines)
    assert comparison.differences[: len(heads)] == heads
    wider = comparison.difference(Key("service_level_offered", "channel", "phone"))
    plain = comparison.difference(Key("service_level_answered", "channel", "phone"))
    assert wider.margin == plain.margin == 0.05
    assert comparison.alpha == 0.05


def test_a_scenario_does_not_differ_from_itself(today: Scenario) -> None:
    found = compare([today, today.model_copy(update={"name": "again"})], until_decided=True, jobs=1)
    assert found.decided
    assert found.looks == (10,)
    assert found.alpha == 0.025
    assert {row.judgement for row in found.headline_differences} == {"equal"}
    assert all(row.value == 0 for row in found.differences)
    assert found.gains[0, 1].per_replication("changed") == 0


def test_a_neutral_case_gives_the_noise_floor(today: Scenario, busier: Scenario) -> None:
    def with_nothing_added(compiled: CompiledScenario) -> CompiledScenario:
        return compiled

    found = compare([today, busier], replications=2, jobs=1, neutral=with_nothing_added)
    assert found.floor is not None
    assert found.floor.per_replication("compared") > 0
    assert found.floor.per_replication("changed") == 0
    assert list(found.gains) == [(0, 1)]


def test_the_noise_floor_is_that_of_the_first_three_replications(today: Scenario, busier: Scenario) -> None:
    five, three = (compare([today, busier], replications=n, jobs=1, neutral=with_neutral_case) for n in (5, 3))
    assert five.floor is not None
    assert three.floor is not None
    assert five.floor.replications == 3
    assert (five.floor.tallies == three.floor.tallies).all()
    assert five.gains[0, 1].replications == 5


def test_a_closer_look_is_at_the_log_of_replication_0(today: Scenario, busier: Scenario) -> None:
    other = busier.model_copy(update={"name": "other"})
    scenarios, focus = [today, busier, other], Focus(("paspoort",), ())
    options: dict[str, Any] = {"replications": 2, "seed": 4, "focus": focus, "neutral": with_neutral_case}
    found = compare(scenarios, closer=True, jobs=1, **options)
    compiled = [compile_scenario(one) for one in scenarios]
    logs = [simulate(one, seed=4, replication=0) for one in compiled]
    roots = [root_cases(log, one) for log, one in zip(logs, compiled, strict=True)]
    assert repr(found.closer) == repr(closer_look(logs, roots, compiled, focus.services))
    assert found.closer is not None
    assert all(any(one.followed.values()) for one in (found.closer, found.closer.beside_first(2)))
    assert compare(scenarios, jobs=1, **options).closer is None


def test_stopping_uses_only_replications_finished_in_all_scenarios(today: Scenario, busier: Scenario) -> None:
    done: list[int] = []
    found = compare([today, busier], replications=6, jobs=1, stop=lambda: len(done) >= 3, on_progress=lambda n, _: done.append(n))
    assert (found.asked, found.done) == (6, 3)
    assert [result.done for result in found.results] == [3, 3]
    assert found.difference(Key("work_in_fte")).count == 3
    nothing = compare([today, busier], replications=6, jobs=1, stop=lambda: True)
    assert (nothing.done, nothing.differences, nothing.gains) == (0, (), {})


def test_what_differs_besides_the_design_is_named() -> None:
    base = scenario()
    other = scenario(name="other", norms={"answer_within": "30 s"}, period={"start": "2025-09-08", "weeks": 2})
    with pytest.raises(NotComparableError, match="the window and its dates; other: the norms") as refused:
        check_comparable([base, base, other])
    assert refused.value.differences == (("other", "the window and its dates"), ("other", "the norms"))
    with pytest.raises(ValueError, match="at least two"):
        check_comparable([base])


def test_the_focus_is_what_the_measures_touch() -> None:
    digital = sim.load(DATA / "town_digital.yaml")
    focus = focus_of([sim.load(DATA / "town.yaml"), digital])
    assert set(focus.services) == {"huwelijksaangifte", "paspoort"}
    assert "registry" in focus.teams
    assert focus_of([scenario()]) == Focus()


def test_the_team_in_focus_is_the_one_that_does_nothing_else() -> None:
    stories = Path(__file__).parents[2] / "scenarios" / "huwelijk"
    focus = focus_of([sim.load(stories / "vandaag.yaml"), sim.load(stories / "volledig-digitaal.yaml")])
    assert focus == Focus(("huwelijksaangifte",), ("wedding_team",))


def test_services_without_a_team_of_their_own_are_told_with_all_teams_that_serve_them() -> None:
    stories = Path(__file__).parents[2] / "scenarios" / "huwelijk"
    focus = focus_of([sim.load(stories / "vandaag.yaml"), sim.load(stories / "alle-zekerheidsgevoelige-diensten.yaml")])
    assert focus.teams == ("civil_affairs", "wedding_team", "specialists")


def test_a_case_that_waits_for_its_own_date_is_not_judged_by_its_lead_time() -> None:
    today = sim.load(Path(__file__).parents[2] / "scenarios" / "huwelijk" / "vandaag.yaml")
    kpis = [key.kpi for key in default_headlines([today], Focus(("huwelijksaangifte",), ("wedding_team",)))]
    assert kpis[:3] == ["remote_contacts_per_root_case", "citizen_effort", "staff_time_per_root_case"]
    kpis = [key.kpi for key in default_headlines([today], Focus(("verhuismelding",), ()))]
    assert kpis[:3] == ["remote_contacts_per_root_case", "citizen_effort", "time_to_resolution"]


def test_headlines_are_told_at_three_levels() -> None:
    base = scenario()
    focused = default_headlines([base], Focus(("huwelijk",), ("huwelijken",)))
    assert [(key.kpi, key.dimension) for key in focused] == [
        ("remote_contacts_per_root_case", "focus"),
        ("citizen_effort", "focus"),
        ("time_to_resolution", "focus"),
        ("work_in_fte", "focus_team"),
        ("work_in_fte", "overall"),
        ("service_level_offered", "channel"),
    ]
    assert len(default_headlines([base], Focus())) == 5
    check_headlines(focused, base.margins)
    with pytest.raises(ValueError, match="contacts_per_root_case has no margin or no better direction"):
        check_headlines([Key("contacts_per_root_case")], base.margins)  # calls and web attempts in one sum are no answer
    with pytest.raises(ValueError, match="1 to 6"):
        check_headlines([], base.margins)
    with pytest.raises(ValueError, match="no margin"):
        check_headlines([Key("occupancy")], base.margins)
    with pytest.raises(ValueError, match="not a KPI"):
        check_headlines([Key("happiness")], base.margins)


def test_margins_are_in_the_unit_of_their_kpi() -> None:
    margins = scenario().margins
    expected = {"work_in_fte": 0.1, "reachability": 0.05, "wait_p90": 60, "waiting_per_root_case": 1, "lead_time": 1}
    assert {name: margin_of(BY_NAME[name], margins) for name in expected} == expected
    assert margin_of(BY_NAME["citizen_effort"], margins) == 5
    assert margin_of(BY_NAME["occupancy"], margins) is None
    assert all(
        definition.unit in {"seconds", "minutes", "days"} for definition in DEFINITIONS if definition.margin in {"wait", "effort"}
    )


def test_pairs() -> None:
    assert pairs_of(3, "first") == ((0, 1), (0, 2))
    assert pairs_of(3, "all") == ((0, 1), (0, 2), (1, 2))


def test_other_luck_alone_decides_little(today: Scenario) -> None:
    result = run(today, replications=24, jobs=1)
    rate = error_rate(result, (Key("work_in_fte"), Key("remote_contacts_per_root_case")), 3)
    assert rate.trials == 4
    # Each trial alarms with probability of at most about 5%: three or more of four with probability below 1 in 1,000.
    assert rate.alarms <= 2


def test_the_tipping_point_of_an_assumption(today: Scenario) -> None:
    """With more staff time in the second scenario, the answer turns where its calls are as long as in the first."""
    path = "services.paspoort.steps.question.options.phone.wrap_up"
    shorter = town(**{"services.paspoort.steps.question.options.phone.handling": "2 min"}).model_copy(update={"name": "shorter"})
    found = tipping_point(today, shorter, path, [0.0, 60e6], Key("work_in_fte"), replications=2, jobs=1)
    assert found.differences.shape == (2, 2)
    assert found.point is None
    assert (found.mean < 0).all()
    with pytest.raises(ValueError, match="two different values"):
        tipping_point(today, shorter, path, [1.0], Key("work_in_fte"))


def test_questions_share_their_runs_and_only_the_open_ones_go_beyond(today: Scenario, busier: Scenario) -> None:
    """Wrap-up is varied alike in all; thrice as long calls never become shorter, and against itself nothing ever differs."""
    path = "services.paspoort.steps.question.options.phone.wrap_up"
    hours = Key("work_in_fte")
    asked = [Question(hours, (0, 1)), Question(hours, (1, 0)), Question(hours, (0, 0))]
    found = tipping_points([today, busier], path, [0.0, 60e6], asked, beyond=[120e6], replications=2, jobs=1)
    assert [point.pair for point in found] == [(0, 1), (1, 0), (0, 0)]
    assert all(point.values == (0.0, 60e6, 120e6) for point in found)
    assert found[0].differences == pytest.approx(-found[1].differences)
    assert not found[2].differences.any()
    alone = tipping_point(today, busier, path, [0.0, 60e6], hours, replications=2, jobs=1)
    assert np.array_equal(found[0].differences[:, :2], alone.differences)


def test_a_setting_beyond_the_range_that_floods_the_model_is_left_out(today: Scenario, busier: Scenario) -> None:
    """Cases are what is varied, so contacts grow in proportion: thrice is run, five times and all after it are not."""
    path, hours = "services.paspoort.demand.rate", Key("work_in_fte")
    middle = range_at(today, path).value
    beyond = [5 * middle, 3 * middle, 8 * middle]
    asked = [Question(hours), Question(Key("remote_contacts_per_root_case"), (1, 1))]
    found = tipping_points([today, busier], path, [0.5 * middle, middle], asked, beyond=beyond, replications=3, jobs=1)
    for point in found:
        assert point.values == (0.5 * middle, middle, 3 * middle)
        assert point.left_out == (5 * middle, 8 * middle)
        assert point.differences.shape == (3, 3)
    within = tipping_points([today, busier], path, [0.5 * middle, middle], asked, beyond=[3 * middle], replications=3, jobs=2)
    assert [point.left_out for point in within] == [(), ()]
    assert np.array_equal(within[0].differences, found[0].differences), "the same bits on two processes"


def test_what_a_segment_is_called_makes_no_other_town() -> None:
    base = town()
    named = base.population.model_dump(mode="python")
    first = next(iter(base.population.segments))
    renamed = base.population.segments[first].model_copy(update={"label": Text("otherwise", "anders")})
    segments = {**base.population.segments, first: renamed}
    other = base.model_copy(update={"name": "other", "population": base.population.model_copy(update={"segments": segments})})
    assert other.population.model_dump(mode="python") != named
    check_comparable([base, other])
    fewer = base.population.model_copy(update={"inhabitants": base.population.inhabitants - 1})
    with pytest.raises(NotComparableError, match="the population"):
        check_comparable([base, base.model_copy(update={"population": fewer})])


def test_towns_without_one_service_in_common_are_not_compared() -> None:
    base = town()
    design = base.baseline
    alone = [design.model_copy(update={"services": {name: design.services[name]}}) for name in list(design.services)[:2]]
    one, other = (base.model_copy(update={"name": f"town {n}", "designs": (part,)}) for n, part in enumerate(alone))
    check_comparable([base, one])
    with pytest.raises(NotComparableError) as refused:
        check_comparable([one, other])
    assert refused.value.differences == (("town 1", NOTHING_SHARED),)
