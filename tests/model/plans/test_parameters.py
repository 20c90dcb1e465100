"""What each kind of parameter takes, and what it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.model.files.errors import ScenarioError
from tests.model.plans.measures import OF, codes, use, write_measure

STEERED = "services.$of.steps.*.options.web.steering: 3"
KINDS: dict[str, tuple[str, str]] = {
    "number": ("levels: [0, 1, 2], default: 1, neutral: 0", "channels.phone.constant: $it"),
    "share": ("levels: [0, 0.2, 0.5], default: 0.2, neutral: 0", "channels.phone.patience.at_once: $it"),
    "duration": ("levels: [never, 30 s, 5 min], default: 30 s, neutral: never", "channels.phone.closing_grace: $it"),
    "choice": ("levels: [today, 2 working days], default: 2 working days, neutral: today", "channels.email.promise: $it"),
    "switch": ('default: "on"', "channels.call_back.handoff_only: $it"),
    "team": ("default: registry", "teams.$it.shifts.day.people: 3"),
    "channel": ("default: phone", "channels.$it.constant: 3"),
    "service": ("default: paspoort", "services.$it.complexity: 0.5"),
    "weekday": ("default: wed", "teams.front.shifts.more: {days: $it, hours: '09:00-12:00', people: 1}"),
    "hours": ('default: "09:00-12:00"', "teams.front.shifts.more: {days: mon, hours: $it, people: 1}"),
}


def of_kind(folder: Path, kind: str, value: Any = None) -> dict[str, Any]:
    rest, line = KINDS[kind]
    write_measure(folder, parameters=f"it: {{label: {{nl: dit, en: it}}, type: {kind}, {rest}}}", set_=line)
    said = "" if value is None else f", it: {value}"
    measures = use(folder, f"{{own: {{measure: own.yaml{said}}}}}").measures
    return dict(measures[0].set) if measures else {}


@pytest.mark.parametrize(
    ("kind", "value", "path", "new"),
    [
        ("number", 1.5, "channels.phone.constant", 1.5),
        ("share", "30%", "channels.phone.patience.at_once", "30%"),
        ("duration", "90 s", "channels.phone.closing_grace", "90 s"),
        ("choice", None, "channels.email.promise", "2 working days"),
        ("switch", "yes", "channels.call_back.handoff_only", True),
        ("team", "front", "teams.front.shifts.day.people", 3),
        ("channel", "desk", "channels.desk.constant", 3),
        ("service", "huwelijksaangifte", "services.huwelijksaangifte.complexity", 0.5),
        ("weekday", "mon-tue", "teams.front.shifts.more", {"days": "mon-tue", "hours": "09:00-12:00", "people": 1}),
        ("hours", '"10:00-15:00"', "teams.front.shifts.more", {"days": "mon", "hours": "10:00-15:00", "people": 1}),
    ],
)
def test_each_kind_takes_its_values(tmp_path: Path, kind: str, value: Any, path: str, new: Any) -> None:
    assert of_kind(tmp_path, kind, value) == {path: new}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("number", 0), ("share", 0), ("duration", "never"), ("choice", "today"), ("switch", "off"), ("switch", "no"),
        ("switch", "false"), ("team", "none"), ("channel", "none"), ("service", "none"), ("weekday", "none"), ("hours", "none"),
    ],
)  # fmt: skip
def test_at_the_neutral_level_nothing_is_changed(tmp_path: Path, kind: str, value: Any) -> None:
    assert of_kind(tmp_path, kind, value) == {}


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("number", 3, "parameter_out_of_levels"),
        ("number", -1, "parameter_out_of_levels"),
        ("number", "many", "parameter_value"),
        ("number", "[1]", "parameter_value"),
        ("share", "70%", "parameter_out_of_levels"),
        ("duration", "10 min", "parameter_out_of_levels"),
        ("duration", "often", "parameter_value"),
        ("choice", "3 working days", "parameter_choice"),
        ("switch", "perhaps", "parameter_choice"),
        ("switch", 2, "parameter_choice"),
        ("team", "nobody", "measure_lacks"),
        ("team", "[front]", "parameter_choice"),
        ("channel", "fax", "measure_lacks"),
        ("service", "trouwen", "measure_lacks"),
        ("weekday", "vrijdag", "parameter_choice"),
        ("weekday", 3, "parameter_choice"),
        ("hours", '"20:00-18:00"', "parameter_value"),
        ("hours", '"17:10-18:00"', "parameter_value"),
    ],
)
def test_each_kind_refuses_what_is_none_of_its_values(tmp_path: Path, kind: str, value: Any, code: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        of_kind(tmp_path, kind, value)
    assert f"scenario.{code}" in codes(caught.value)


@pytest.mark.parametrize(
    ("of", "reached"),
    [
        ("all", {"huwelijksaangifte", "paspoort"}),
        ("paspoort", {"paspoort"}),
        ("[paspoort, huwelijksaangifte]", {"huwelijksaangifte", "paspoort"}),
        ("'paspoort, huwelijksaangifte'", {"huwelijksaangifte", "paspoort"}),
        ("{complexity: {below: 0.4}}", {"paspoort"}),
        ("{complexity: {above: 40%}}", {"huwelijksaangifte"}),
        ("{complexity: {above: 0.1, below: 0.4}}", {"paspoort"}),
        ("{having: inquiry.phone}", {"huwelijksaangifte"}),
        ("{having: 'steps.*.options.phone'}", {"paspoort"}),
        ("{lacking: 'steps.*.options.phone'}", {"huwelijksaangifte"}),
        ("{lacking: inquiry, having: 'steps.*.options.web', complexity: {below: 0.5}}", {"paspoort"}),
        ("none", set()),
    ],
)
def test_services_are_named_or_chosen_by_what_they_are(tmp_path: Path, of: str, reached: set[str]) -> None:
    write_measure(tmp_path, parameters=OF, set_=STEERED)
    measures = use(tmp_path, f"{{own: {{measure: own.yaml, of: {of}}}}}").measures
    assert {path.split(".")[1] for path in (measures[0].set if measures else ())} == reached


@pytest.mark.parametrize(
    "of", ["{simple: true}", "{}", "{complexity: 0.3}", "{complexity: {over: 0.3}}", "{having: inquiry.phone, simple: 1}"]
)
def test_a_selection_by_anything_else_is_refused(tmp_path: Path, of: str) -> None:
    write_measure(tmp_path, parameters=OF, set_=STEERED)
    with pytest.raises(ScenarioError) as caught:
        use(tmp_path, f"{{own: {{measure: own.yaml, of: {of}}}}}")
    assert codes(caught.value) == ["scenario.parameter_services"]


def test_all_are_those_that_the_measure_can_be_about_and_another_is_refused_by_name(tmp_path: Path) -> None:
    among = OF.replace("default: all", "default: all, among: {having: inquiry.phone}")
    write_measure(tmp_path, parameters=among, set_=STEERED)
    assert [*use(tmp_path, "{own: {measure: own.yaml}}").measures[0].set] == [
        "services.huwelijksaangifte.steps.notice.options.web.steering"
    ]
    with pytest.raises(ScenarioError) as caught:
        use(tmp_path, "{own: {measure: own.yaml, of: [paspoort, huwelijksaangifte, trouwen]}}")
    assert codes(caught.value) == ["scenario.measure_lacks", "scenario.measure_changes_nothing"]
    assert [problem.details["name"] for problem in caught.value.problems] == ["'trouwen'", "'paspoort'"]


def test_a_parameter_that_counts_only_with_another_is_left_out_without_it_and_refused_when_said(tmp_path: Path) -> None:
    who = "who: {label: {nl: wie, en: who}, type: choice, levels: [none, all, some], default: all, neutral: none}"
    at = "at: {label: {nl: bij, en: at}, type: channel, default: web, only_if: {who: some}}"
    lines = "teams.front.shifts.day.people: {when: $who, plus: 1}\nchannels.$at.constant: 0.2"
    write_measure(tmp_path, parameters=f"{who}\n{at}", set_=lines)
    both = ["teams.front.shifts.day.people", "channels.web.constant"]
    assert [*use(tmp_path, "{own: {measure: own.yaml}}").measures[0].set] == both[:1]
    assert [*use(tmp_path, "{own: {measure: own.yaml, who: some}}").measures[0].set] == both
    with pytest.raises(ScenarioError) as caught:
        use(tmp_path, "{own: {measure: own.yaml, at: phone}}")
    assert codes(caught.value) == ["scenario.parameter_only_if"]
