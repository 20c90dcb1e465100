from __future__ import annotations

import pytest

from sim.experiment.found.headlines import focus_of
from sim.experiment.numbers.dials import Dial, dials_of, turned
from sim.experiment.numbers.vary import range_at
from sim.model.files.loading import load
from sim.model.files.shipped import scenarios_folder
from sim.model.town.scenario import Scenario
from sim.model.values.units import MINUTE

WEDDING = "services.huwelijksaangifte"


@pytest.fixture(scope="module")
def pair() -> tuple[Scenario, Scenario]:
    folder = scenarios_folder() / "huwelijk"
    return load(folder / "vandaag.yaml"), load(folder / "hybride.yaml")


@pytest.fixture(scope="module")
def dials(pair: tuple[Scenario, Scenario]) -> dict[str, Dial]:
    return {dial.name: dial for dial in dials_of(pair[1], focus_of(pair))}


def set_to(pair: tuple[Scenario, Scenario], dials: dict[str, Dial], **settings: float) -> tuple[Scenario, Scenario]:
    return turned(*pair, list(dials.values()), settings)


def test_the_nine_dials_and_the_phone_are_there(dials: dict[str, Dial]) -> None:
    assert list(dials) == [
        "steering", "questions", "reassurance", "online_works", "complete_at_once", "digital_work", "conversation", "talk_time",
        "people.contact_centre", "people.wedding_team", "closing",
    ]  # fmt: skip
    for dial in dials.values():
        assert dial.low <= dial.value <= dial.high
        assert dial.low < dial.high


def test_dials_that_nobody_turned_change_nothing(pair: tuple[Scenario, Scenario], dials: dict[str, Dial]) -> None:
    assert set_to(pair, dials) == pair
    assert set_to(pair, dials, **{name: dial.value for name, dial in dials.items()}) == pair


def test_a_lever_leaves_today_as_it_is(pair: tuple[Scenario, Scenario], dials: dict[str, Dial]) -> None:
    for name, dial in dials.items():
        for value in (dial.low, dial.high):
            if dial.kind == "lever" and value != dial.value:
                reference, story = set_to(pair, dials, **{name: value})
                assert reference == pair[0], name
                assert story.baseline == pair[1].baseline, name
                assert story.design != pair[1].design, name


def test_an_assumption_holds_in_both_and_today_as_well(pair: tuple[Scenario, Scenario], dials: dict[str, Dial]) -> None:
    for scenario in set_to(pair, dials, reassurance=0.5):
        assert range_at(scenario, f"{WEDDING}.reassurance.contacts_per_case").value == 0.5
    for scenario in set_to(pair, dials, complete_at_once=0.9):
        steps = [design.services["huwelijksaangifte"].steps for design in scenario.designs]
        assert {step["notice"].options["web"].complete.value for step in steps} == {0.9}


def test_numbers_that_mean_the_same_move_together_to_their_ends(pair: tuple[Scenario, Scenario], dials: dict[str, Dial]) -> None:
    dial = dials["online_works"]
    low = set_to(pair, dials, online_works=dial.low)[1]
    high = set_to(pair, dials, online_works=dial.high)[1]
    for step in ("find_out", "reserve", "notice", "complete"):
        path = f"{WEDDING}.steps.{step}.options.web.resolves"
        own = range_at(pair[1], path)
        assert range_at(low, path).value == pytest.approx(own.low)
        assert range_at(high, path).value == pytest.approx(own.high)


def test_steering_scales_what_the_story_steers(pair: tuple[Scenario, Scenario], dials: dict[str, Dial]) -> None:
    steps = set_to(pair, dials, steering=0.5)[1].design.services["huwelijksaangifte"].steps
    assert [steps[name].options["web"].steering.value for name in ("reserve", "notice")] == [2.0, 3.0]


def test_no_minutes_is_no_conversation(pair: tuple[Scenario, Scenario], dials: dict[str, Dial]) -> None:
    without = set_to(pair, dials, conversation=0.0)[1].design.services["huwelijksaangifte"].steps["conversation"]
    longer = set_to(pair, dials, conversation=45.0)[1].design.services["huwelijksaangifte"].steps["conversation"]
    assert without.applies.value == 0.0
    assert longer.applies.value == 1.0
    assert longer.options["appointment"].handling.mean.value == 45 * MINUTE


def test_people_come_and_go_in_the_largest_shift(pair: tuple[Scenario, Scenario], dials: dict[str, Dial]) -> None:
    more, fewer = (set_to(pair, dials, **{"people.contact_centre": n})[1].design.teams["contact_centre"].shifts for n in (2, -2))
    assert (more["early"].people, fewer["early"].people) == (7, 3)
    assert more["late"] == fewer["late"]


def test_the_phone_closes_later_with_people_or_earlier(pair: tuple[Scenario, Scenario], dials: dict[str, Dial]) -> None:
    later = set_to(pair, dials, closing=20.0)[1].design
    assert {span.closes for spans in later.channels["phone"].open.days.values() for span in spans} == {80}
    evening = later.teams["contact_centre"].shifts["evening (dial)"]
    assert (evening.hours.opens, evening.hours.closes, evening.people) == (69, 81, 2)
    earlier = set_to(pair, dials, closing=15.0)[1].design
    assert {span.closes for spans in earlier.channels["phone"].open.days.values() for span in spans} == {60}
    assert earlier.teams == pair[1].design.teams
