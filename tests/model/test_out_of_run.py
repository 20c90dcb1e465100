from __future__ import annotations

from pathlib import Path

import pytest

from sim.model.checks.out_of_run import out_of_run_warnings
from sim.model.files.loading import load
from tests.measure.by_hand import scenario as by_hand

TOWN = Path(__file__).resolve().parents[1] / "data" / "town.yaml"
PERIOD = {"period.weeks": 2, "period.warm_up": 1, "period.follow_up": 2, "period.prelude": 0}


def codes(tmp_path: Path, text: str) -> list[tuple[str, str]]:
    path = tmp_path / "changed.yaml"
    path.write_text(f"schema: 1\nextends: {TOWN}\nlabel: changed\n{text}\n")
    found = out_of_run_warnings(load(path, overrides=PERIOD))
    assert all(warning.text("en") != warning.text("nl") for warning in found)
    return [(warning.code, warning.path) for warning in found]


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ("start: 1 weeks", []),
        ("start: 2 weeks", [("measure.after", "measures.m.start")]),
        ("start: 4 weeks", [("measure.never", "measures.m.start")]),
        ("start: 100 weeks, ramp: 10 weeks", [("measure.never", "measures.m.start")]),
        ("start: 1 weeks, ramp: 20 weeks", []),
        ("start: 1 weeks, ramp: 21 weeks", [("measure.ramp", "measures.m.ramp")]),
    ],
)
def test_measures_that_are_not_in_force_in_the_window(tmp_path: Path, when: str, found: list[tuple[str, str]]) -> None:
    assert codes(tmp_path, f"measures: {{m: {{label: m, {when}, set: {{channels.phone.lines: 1}}}}}}") == found


@pytest.mark.parametrize(
    ("outage", "code"),
    [
        ("from: 1 weeks, length: 4 hours", None),
        ("from: 2023-12-25, length: 4 hours", None),
        ("from: 2023-12-18, length: 169 hours", None),
        ("from: 2023-12-18, length: 168 hours", "outage.never"),
        ("from: 2 weeks, length: 4 hours", "outage.after"),
        ("from: 4 weeks, length: 4 hours", "outage.never"),
        ("from: 2090-01-01, length: 4 hours", "outage.never"),
        ("from: 1 weeks, length: 0 hours", "outage.never"),
    ],
)
def test_outages_that_do_not_fall_in_the_run(tmp_path: Path, outage: str, code: str | None) -> None:
    found = [] if code is None else [(code, "channels.phone.outages.0")]
    assert codes(tmp_path, f"channels: {{phone: {{outages: [{{{outage}}}]}}}}") == found
    measure = "measures: {m: {label: m, start: 1 weeks, set: {channels.phone.lines: 1}}}"
    assert codes(tmp_path, f"channels: {{phone: {{outages: [{{{outage}}}]}}}}\n{measure}") == found


def test_an_outage_before_its_measure_never_is(tmp_path: Path) -> None:
    change = "{channels.phone.outages: [{from: 0 weeks, length: 4 hours}]}"
    measure = f"measures: {{m: {{label: m, start: 1 weeks, set: {change}}}}}"
    assert codes(tmp_path, measure) == [("outage.never", "channels.phone.outages.0")]


def test_a_scenario_without_either_is_not_warned_of() -> None:
    assert out_of_run_warnings(by_hand()) == ()
