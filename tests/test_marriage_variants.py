"""What couples do in one visit is a choice of the municipality, with variants; no main design has a step that another lacks."""

from __future__ import annotations

from itertools import pairwise

import pytest

from sim.experiment.numbers.comparable import check_comparable
from sim.model.files.loading import load
from sim.model.files.shipped import scenarios_folder
from sim.model.town.scenario import Scenario
from sim.model.town.services import Step

MAIN = ("vandaag", "volledig-digitaal", "hybride", "verbeterd-digitaal")
WITNESSES = tuple(f"varianten/getuigen-apart{design}" for design in ("", "-digitaal", "-hybride"))
RESERVING = tuple(f"varianten/reserveren-bij-de-melding{design}" for design in ("", "-digitaal", "-hybride"))


def designs(names: tuple[str, ...]) -> list[Scenario]:
    return [load(scenarios_folder() / "huwelijk" / f"{name}.yaml") for name in names]


def steps_of(scenario: Scenario) -> dict[str, Step]:
    """The steps that couples of the design as it ends go through."""
    steps = scenario.design.services["huwelijksaangifte"].steps
    return {name: step for name, step in steps.items() if step.applies.value}


@pytest.mark.parametrize("names", [MAIN, WITNESSES, RESERVING])
def test_the_designs_of_a_variant_differ_in_their_measures_alone(names: tuple[str, ...]) -> None:
    found = designs(names)
    check_comparable(found)
    assert all(first.baseline == second.baseline for first, second in pairwise(found))


@pytest.mark.parametrize("names", [MAIN, WITNESSES])
def test_only_the_wanted_conversation_is_in_some_designs_and_not_in_others(names: tuple[str, ...]) -> None:
    today, *others = map(steps_of, designs(names))
    for other in others:
        assert {name for name in today if name not in other} <= {"conversation"}
        assert other.keys() <= today.keys()
        assert all(other[name].options.keys() == today[name].options.keys() for name in other)


def test_witnesses_are_named_with_the_notice_unless_the_variant_says_apart() -> None:
    assert all("witnesses" not in steps_of(one) for one in designs(MAIN + RESERVING))
    assert all("witnesses" in steps_of(one) for one in designs(WITNESSES))


def test_what_moves_into_a_visit_takes_its_minutes_with_it() -> None:
    main, apart, reserving = (designs(names)[0] for names in (MAIN, WITNESSES, RESERVING))
    with_notice, alone, with_both = (steps_of(one)["notice"].options for one in (main, apart, reserving))
    reserve = steps_of(main)["reserve"].options
    for channel, at_desk in (("appointment", "walk_in"), ("email", "email")):
        assert with_notice[channel].handling.mean.value > alone[channel].handling.mean.value
        more = with_both[channel].handling.mean.value - with_notice[channel].handling.mean.value
        assert more == reserve[at_desk].handling.mean.value


def test_reserving_is_left_out_only_where_it_is_part_of_the_visit() -> None:
    today, *others = map(steps_of, designs(RESERVING))
    main = steps_of(designs(MAIN)[0])
    assert "reserve" not in today
    for other in others:
        assert other["reserve"] == main["reserve"].model_copy(update={"options": other["reserve"].options})
        assert other["notice"].options["appointment"] == main["notice"].options["appointment"]
        assert other["notice"].options["email"] == main["notice"].options["email"]
