"""How a measure file becomes a measure of one town."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.model.files.errors import ScenarioError
from sim.model.files.extends import source_files
from sim.model.files.loading import left_out
from tests.model.plans.measures import OF, PEOPLE, TOWN, codes, use, write_measure

DAY = "day: {label: {nl: dag, en: day}, type: weekday, default: thu}"


def test_a_line_is_left_out_with_any_parameter_that_it_names(tmp_path: Path) -> None:
    lines = """
teams.front.shifts.evening: {days: $day, hours: "17:00-20:00", people: $people}
channels.phone.open: {when: $people, also: {$day: "17:00-20:00"}}
channels.web.constant: {when: $day, low: 1, mid: 2, high: 3}
"""
    write_measure(tmp_path, parameters=f"{PEOPLE}\n{DAY}", set_=lines)
    both = use(tmp_path, "{own: {measure: own.yaml}}").measures[0].set
    assert [*both] == ["teams.front.shifts.evening", "channels.phone.open", "channels.web.constant"]
    assert both["channels.phone.open"]["thu"] == ["09:00-20:00"]
    nobody = use(tmp_path, "{own: {measure: own.yaml, people: 0}}").measures[0].set
    assert [*nobody] == ["channels.web.constant"]
    assert use(tmp_path, "{own: {measure: own.yaml, day: none}}").measures == ()


def test_a_parameter_that_no_line_names_governs_the_whole(tmp_path: Path) -> None:
    there = 'there: {label: {nl: er, en: there}, type: switch, default: "on"}'
    write_measure(
        tmp_path, parameters=f"{there}\n{PEOPLE}", set_="teams.front.shifts.day.people: {plus: $people}\nchannels.phone.lines: 9"
    )
    assert len(use(tmp_path, "{own: {measure: own.yaml}}").measures[0].set) == 2
    assert [*use(tmp_path, "{own: {measure: own.yaml, people: 0}}").measures[0].set] == ["channels.phone.lines"]
    assert use(tmp_path, "{own: {measure: own.yaml, there: off}}").measures == ()


def test_a_parameter_that_only_another_level_names_governs_nothing(tmp_path: Path) -> None:
    levels = "{none: {}, all: {applies: 1}, some: {applies: $share}}"
    who = f"who: {{label: {{nl: wie, en: who}}, type: choice, default: all, neutral: none, levels: {levels}}}"
    share = "share: {label: {nl: deel, en: share}, type: share, levels: [0, 0.5, 1], default: 0, neutral: 0}"
    write_measure(tmp_path, parameters=f"{who}\n{share}", set_="services.huwelijksaangifte.steps.notice: $who")
    assert dict(use(tmp_path, "{own: {measure: own.yaml}}").measures[0].set) == {
        "services.huwelijksaangifte.steps.notice.applies": 1
    }
    assert use(tmp_path, "{own: {measure: own.yaml, who: some}}").measures == ()


def test_a_level_of_a_choice_may_set_several_keys(tmp_path: Path) -> None:
    levels = "{none: {}, much: {lines: 9, constant: 2}}"
    how = f"how: {{label: {{nl: hoe, en: how}}, type: choice, default: much, neutral: none, levels: {levels}}}"
    write_measure(tmp_path, parameters=how, set_="channels.phone: $how")
    assert dict(use(tmp_path, "{own: {measure: own.yaml}}").measures[0].set) == {
        "channels.phone.lines": 9,
        "channels.phone.constant": 2,
    }


def test_the_range_of_a_line_has_one_value_in_a_world_wherever_it_reaches(tmp_path: Path) -> None:
    line = "services.$of.steps.*.options.web.constant: {low: 0, mid: 1, high: 2, source: ASSUMPTION}"
    write_measure(tmp_path, parameters=OF, set_=line)
    found = use(tmp_path, "{own: {measure: own.yaml}}").design
    options = [
        option for service in found.services.values() for step in service.steps.values() for option in step.options.items()
    ]
    groups = {option.constant.group for channel, option in options if channel == "web"}
    assert groups == {"own: services.*.steps.*.options.web.constant"}


def test_a_service_that_the_town_lacks_is_refused_and_left_out_on_request(tmp_path: Path) -> None:
    write_measure(tmp_path, parameters=OF, set_="services.$of.steps.*.options.web.constant: 3")
    said = "{own: {measure: own.yaml, of: [paspoort, trouwen]}}"
    with pytest.raises(ScenarioError) as caught:
        use(tmp_path, said)
    assert codes(caught.value) == ["scenario.measure_lacks"]
    assert caught.value.problems[0].details["name"] == "'trouwen'"
    found = use(tmp_path, said, more="where_possible: true")
    assert [*found.measures[0].set] == ["services.paspoort.steps.question.options.web.constant"]
    lacking = left_out(source_files(tmp_path / "plan.yaml"))
    assert [(one.of, one.name) for one in lacking] == [("own", "trouwen")]


def test_where_nothing_is_possible_that_is_said_too(tmp_path: Path) -> None:
    write_measure(tmp_path, parameters=OF, set_="services.$of.steps.*.options.web.constant: 3")
    with pytest.raises(ScenarioError) as caught:
        use(tmp_path, "{own: {measure: own.yaml, of: trouwen}}", more="where_possible: true")
    assert codes(caught.value) == ["scenario.nothing_possible"]


def test_a_named_service_is_not_missed_where_another_parameter_leaves_the_line_out(tmp_path: Path) -> None:
    strength = PEOPLE.replace("people", "strength")
    write_measure(tmp_path, parameters=f"{strength}\n{OF}", set_="services.$of.steps.*.options.web.constant: $strength")
    assert use(tmp_path, "{own: {measure: own.yaml, of: [paspoort], strength: 0}}").measures == ()


@pytest.mark.parametrize(
    "line",
    [
        "services.*.steps.*.options.fax.constant: $people",
        "services.*.demand.mailings.*.spread: {when: $people, exponential: 2 days}",
        "channels.fax|telex.constant: $people",
        "services.*.steps.*.options.fax: {when: $people, like: telex}",
    ],
)
def test_a_wildcard_that_reaches_nothing_is_refused(tmp_path: Path, line: str) -> None:
    write_measure(tmp_path, parameters=PEOPLE, set_=line)
    with pytest.raises(ScenarioError) as caught:
        use(tmp_path, "{own: {measure: own.yaml}}")
    assert codes(caught.value) == ["scenario.reaches_nothing"]


def test_a_selection_that_selects_nothing_is_no_neutral_level(tmp_path: Path) -> None:
    write_measure(tmp_path, parameters=OF, set_="services.$of.steps.*.options.web.constant: 3")
    with pytest.raises(ScenarioError) as caught:
        use(tmp_path, "{own: {measure: own.yaml, of: {complexity: {above: 0.9}}}}")
    assert codes(caught.value) == ["scenario.reaches_nothing"]


@pytest.mark.parametrize("line", ["teams.front.shifts.day.people: {plus: $people}", "channels.phone.lines: {times: 2}"])
def test_a_change_starts_from_what_the_town_has(tmp_path: Path, line: str) -> None:
    write_measure(tmp_path, parameters=PEOPLE, set_=f"teams.front.shifts.evening.people: $people\n{line}")
    found = use(tmp_path, "{own: {measure: own.yaml, people: 2}}").design
    today = sim.load(TOWN).design
    if "lines" in line:
        assert (today.channels["phone"].lines, found.channels["phone"].lines) == (12, 24)
    else:
        people = [design.teams["front"].shifts["day"].people for design in (today, found)]
        assert people == [4, 6]


def test_a_change_of_what_cannot_be_changed_so_is_refused(tmp_path: Path) -> None:
    write_measure(tmp_path, parameters=DAY, set_="channels.web.open: {without: $day}")
    with pytest.raises(ScenarioError) as caught:
        use(tmp_path, "{own: {measure: own.yaml}}")
    assert codes(caught.value) == ["scenario.not_relative"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("measures: {own: {label: {nl: dicht, en: closed}, set: {channels.phone.lines: 3}}}", "measure_twice"),
        ("", "unknown_parameter"),
    ],
)
def test_a_name_used_twice_and_a_parameter_of_no_meaning_are_refused(tmp_path: Path, more: str, code: str) -> None:
    write_measure(tmp_path, parameters=PEOPLE, set_="channels.phone.lines: $people")
    with pytest.raises(ScenarioError) as caught:
        use(tmp_path, "{own: {measure: own.yaml%s}}" % ("" if more else ", peple: 2"), more=more)
    assert codes(caught.value) == [f"scenario.{code}"]


def test_a_measure_keeps_its_start_and_ramp_and_what_its_file_says_of_learning(tmp_path: Path) -> None:
    write_measure(
        tmp_path, parameters=OF, set_="services.$of.steps.*.options.web.constant: 3",
        more="learning: {factor: 1.2, half_time: 4 weeks, services: $of}\nramp: 1 weeks",
    )  # fmt: skip
    (measure,) = use(tmp_path, "{own: {measure: own.yaml, of: paspoort, start: 2 weeks, ramp: 3 weeks}}").measures
    week = 7 * 24 * 3600 * 1e6
    assert (measure.start.value, measure.ramp.value) == (2 * week, 3 * week)
    assert measure.learning is not None
    assert measure.learning.services == ("paspoort",)
    assert measure.label.en == "own (for paspoort)"
