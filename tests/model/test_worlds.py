from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.files.loading import load
from sim.model.files.shipped import scenarios_folder
from sim.model.town.worlds import PARTS_OF_ONE, at_end, in_world, ranges, triangular, values
from sim.model.values.units import MINUTE

DATA = Path(__file__).parent.parent / "data"
DIGITAL = DATA / "town_digital.yaml"

unit = st.floats(0, 1, exclude_min=True, exclude_max=True)


@given(st.tuples(*[st.floats(-1e6, 1e6)] * 3).map(sorted), unit)
def test_a_triangular_value_lies_in_its_range(ends: list[float], u: float) -> None:
    low, mid, high = ends
    if low < high:
        assert low <= triangular(low, mid, high, u) <= high


def test_triangular_inverts_the_distribution() -> None:
    # P(X <= mid) = (mid - low) / (high - low); P(X <= 2) of (0, 4, 4) = 1/4.
    assert triangular(0, 1, 4, 0.25) == 1.0
    assert triangular(0, 4, 4, 0.25) == 2.0
    assert triangular(0, 0, 4, 0.75) == 2.0
    assert triangular(3, 3, 3.5, 1e-9) == pytest.approx(3.0, abs=1e-6)


def test_paths_are_those_of_the_file() -> None:
    paths = {path for path, _ in ranges(load(DIGITAL))}
    assert {
        "behaviour.choice.wait",
        "channels.phone.patience.time.exponential",
        "teams.front.absence",
        "services.huwelijksaangifte.demand.rate",
        "services.huwelijksaangifte.reassurance.contacts_per_case",
        "services.paspoort.steps.question.options.phone.handling.exponential",
    } <= paths
    assert not any(".mean" in path or path.endswith(".amount") for path in paths)


def test_a_path_can_be_given_back_as_an_override() -> None:
    path = "services.paspoort.steps.question.options.phone.handling.exponential"
    handling = load(DIGITAL, overrides={path: "7 min"}).baseline.services["paspoort"].steps["question"].options["phone"].handling
    assert (handling.kind, handling.mean.value) == ("exponential", 7 * MINUTE)


def test_how_many_are_recognised_is_a_number_as_any_other() -> None:
    step = "services.bijstand.steps.conversation.applies_to"
    who = {"complexity_above": 0.7, "recognised": {"low": 0.6, "mid": 0.8, "high": 0.95, "source": "ASSUMPTION"}}
    town = load(scenarios_folder() / "municipalities" / "voorbeeldstad.yaml", overrides={step: who})
    assert (f"{step}.recognised", (0.6, 0.8, 0.95)) in [(path, (one.low, one.mid, one.high)) for path, one in ranges(town)]
    least = at_end(town, f"{step}.recognised", "low").baseline.services["bijstand"].steps["conversation"].applies_to
    assert least is not None
    assert least.recognised.value == 0.6
    set_by_path = load(
        scenarios_folder() / "municipalities" / "voorbeeldstad.yaml", overrides={step: who, f"{step}.recognised": 0.5}
    )
    found = set_by_path.baseline.services["bijstand"].steps["conversation"].applies_to
    assert found is not None
    assert found.recognised.value == 0.5


def test_numbers_without_a_range_stay() -> None:
    scenario = load(DATA / "mm2.yaml")
    assert ranges(scenario) == []
    assert in_world(scenario, lambda _: 0.9) == scenario
    assert dict(values(scenario))["costs.full"].value == 60


def test_a_world_changes_values_and_keeps_ranges() -> None:
    scenario = load(DIGITAL)
    world = in_world(scenario, lambda _: 0.9)
    for (path, old), (same_path, new) in zip(ranges(scenario), ranges(world), strict=True):
        assert (path, old.low, old.high, old.source) == (same_path, new.low, new.high, new.source)
        assert new.value == triangular(old.low, old.mid, old.high, 0.9)


def test_baseline_and_measures_share_a_value_unless_the_measure_sets_it() -> None:
    asked: list[str] = []

    def uniform(key: str) -> float:
        asked.append(key)
        return 0.8

    world = in_world(load(DIGITAL), uniform)
    first, *others = world.designs
    for design in others:
        marriage = design.services["huwelijksaangifte"]
        assert marriage.demand.rate == first.services["huwelijksaangifte"].demand.rate
        assert marriage.reassurance.contacts_per_case == first.services["huwelijksaangifte"].reassurance.contacts_per_case
    for design, numbers in zip(world.designs, world.in_force, strict=True):
        web = design.services["paspoort"].steps["question"].options["web"]
        assert web.resolves.value == (triangular(0.8, 0.85, 0.95, 0.8) if 0 in numbers else 0.8)
    assert first.services["paspoort"].steps["question"].options["web"].resolves.value == 0.8
    assert asked.count("services.huwelijksaangifte.demand.rate") >= 1


def test_a_group_shares_one_draw() -> None:
    asked: set[str] = set()

    def uniform(key: str) -> float:
        asked.add(key)
        return 0.5

    world = in_world(load(DIGITAL), uniform)
    assert "behaviour.reactions.default.retry" in asked
    assert "behaviour.reactions.closed.retry" not in asked
    assert world.behaviour.reactions.closed.retry == world.behaviour.reactions.dropped.retry


def test_shares_of_segments_still_add_up_to_one() -> None:
    share = {"low": 0.6, "mid": 0.8, "high": 0.9}
    scenario = load(DATA / "town.yaml", overrides={"population.segments.able.share": share})
    segments = in_world(scenario, lambda _: 0.1).population.segments
    assert sum(segment.share.value for segment in segments.values()) == pytest.approx(1)
    assert segments["able"].share.value < 0.8


def test_shares_of_one_never_exceed_it() -> None:
    part = {"low": 0.1, "mid": 0.5, "high": 0.9}
    scenario = load(DATA / "town.yaml", overrides={"behaviour.reactions.closed": {"retry": part, "switch": part}})
    closed = in_world(scenario, lambda _: 0.95).behaviour.reactions.closed
    assert closed.retry.value + closed.switch.value == pytest.approx(1)


def test_at_an_end_stand_all_ranges_of_a_path_or_of_a_group_and_no_others() -> None:
    scenario = load(scenarios_folder() / "huwelijk" / "hybride.yaml")
    before = set(values(scenario))
    keys = {value.group or path: value.group != "" for path, value in ranges(scenario)}
    groups, paths = ([key for key, is_group in keys.items() if is_group == wanted] for wanted in (True, False))
    assert groups
    for key in (*groups[:4], *paths[::40]):
        for path, value in values(at_end(scenario, key, "high")):
            if value.is_ranged and (value.group or path) == key:
                assert value.mid == value.high or _shares_a_whole(path), f"{path} did not move with {key}"
            else:
                assert (path, value) in before or _shares_a_whole(path), f"{path} moved with {key}"


def _shares_a_whole(path: str) -> bool:
    """Is it a share that makes room where another part of the whole grows?"""
    return path.rpartition(".")[2] in {part for parts in PARTS_OF_ONE.values() for part in parts} or "segments" in path
