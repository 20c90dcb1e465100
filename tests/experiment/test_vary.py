from __future__ import annotations

import pytest

from sim.experiment.numbers.vary import range_at, with_value
from sim.experiment.numbers.world import resolved_in_world
from sim.model.town.scenario import Scenario
from sim.model.values.units import MINUTE
from tests.measure.by_hand import scenario

PATH = "services.huwelijk.reassurance.contacts_per_case"


def two_designs() -> Scenario:
    base = scenario()
    services = {"huwelijk": base.baseline.services["huwelijk"]}
    return base.model_copy(update={"designs": (base.baseline, base.baseline.model_copy(update={"services": services}))})


def test_a_value_is_set_in_every_design_and_nothing_else_changes() -> None:
    base = two_designs()
    varied = with_value(base, PATH, 0.9)
    assert [design.services["huwelijk"].reassurance.contacts_per_case.value for design in varied.designs] == [0.9, 0.9]
    assert base.baseline.services["huwelijk"].reassurance.contacts_per_case.value == 0.5
    assert varied.baseline.services["paspoort"] is base.baseline.services["paspoort"]
    assert with_value(varied, PATH, 0.5) == base


def test_a_value_outside_the_range_widens_it() -> None:
    found = range_at(with_value(two_designs(), PATH, 3.0), PATH)
    assert (found.low, found.mid, found.high) == (0.1, 3.0, 3.0)


def test_several_numbers_move_in_proportion_and_the_first_is_told() -> None:
    base = two_designs()
    both = f"{PATH}+services.paspoort.complexity"
    complexity = range_at(base, "services.paspoort.complexity").value
    varied = with_value(base, both, 0.25)
    assert range_at(varied, PATH).value == 0.25
    assert range_at(varied, "services.paspoort.complexity").value == pytest.approx(complexity / 2)
    assert range_at(base, both) == range_at(base, PATH)
    with pytest.raises(ValueError, match="it lies between 0 and 1"):
        with_value(base, both, 0.5 * 1.1 / complexity)
    with pytest.raises(ValueError, match="in proportion"):
        with_value(with_value(base, PATH, 0.0), both, 1.0)


def test_rates_means_and_parts_outside_the_designs() -> None:
    base = two_designs()
    assert with_value(base, "services.huwelijk.demand.rate", 12.0).design.services["huwelijk"].demand.rate.amount.value == 12
    handling = "services.huwelijk.steps.ask.options.phone.handling"
    assert range_at(with_value(base, handling, 7.0 * MINUTE), handling + ".constant").value == 7 * MINUTE
    assert with_value(base, "behaviour.choice.wait", 2.0).behaviour.choice.wait.value == 2


def test_a_service_of_only_one_design_is_enough() -> None:
    varied = with_value(two_designs(), "services.paspoort.complexity", 0.8)
    assert varied.baseline.services["paspoort"].complexity.value == 0.8


@pytest.mark.parametrize(
    "path", ["services.nowhere.complexity", "services.huwelijk", "services.huwelijk.label", "name", "period.weeks"]
)
def test_what_is_no_number_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="not the path of a number"):
        with_value(two_designs(), path, 1.0)


def test_worlds_are_the_same_for_everyone_and_world_0_is_mid() -> None:
    base = two_designs()
    assert resolved_in_world(base, 0) is base
    values = [range_at(resolved_in_world(base, world), PATH).value for world in range(1, 20)]
    assert len(set(values)) == len(values)
    assert all(0.1 <= value <= 1.5 for value in values)
    assert range_at(resolved_in_world(scenario(), 7), PATH) == range_at(resolved_in_world(base, 7), PATH)
    with pytest.raises(ValueError, match="parameter world"):
        resolved_in_world(base, -1)
