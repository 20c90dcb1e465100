from __future__ import annotations

from pathlib import Path

import pytest

from sim.model.checks.legal import legal_warnings
from sim.model.checks.warned import Warned
from sim.model.files.loading import load

DATA = Path(__file__).parent.parent / "data"
TOWN = DATA / "town.yaml"
STEPS = "services.huwelijksaangifte.steps"


def warnings_of(changes: dict[str, object], **overrides: object) -> list[Warned]:
    measure = {"label": "change", "set": changes}
    return list(legal_warnings(load(TOWN, overrides={"measures": {"change": measure}} | overrides)))


def codes(changes: dict[str, object], **overrides: object) -> list[str]:
    return [warning.code.removeprefix("legal.") for warning in warnings_of(changes, **overrides)]


def test_the_baseline_has_no_warnings() -> None:
    assert legal_warnings(load(TOWN)) == ()
    assert legal_warnings(load(DATA / "mm2.yaml")) == ()


def test_closing_the_only_non_digital_route() -> None:
    (warning,) = warnings_of({f"{STEPS}.notice.options.desk": None})
    assert warning.code == "legal.non_digital_route_closed"
    assert warning.path == f"{STEPS}.notice"
    assert "Awb 2:1" in warning.law
    assert "notice of marriage" in warning.text("en")
    assert "melding" in warning.text("nl")


def test_steering_to_the_web_closes_nothing() -> None:
    assert codes({f"{STEPS}.notice.options.web.steering": 5}) == []


def test_nobody_eligible_is_closed() -> None:
    assert codes({f"{STEPS}.notice.options.desk.eligible": 0}) == ["non_digital_route_closed"]


def test_a_route_for_complex_cases_only_is_closed_to_the_others() -> None:
    assert codes({f"{STEPS}.notice.options.desk.eligible_for": {"complexity_above": 0.6}}) == ["non_digital_route_closed"]


def test_email_is_a_digital_route_and_post_is_not() -> None:
    def replaced_by(channel: str) -> dict[str, object]:
        return {f"{STEPS}.notice.options.desk": None, f"{STEPS}.notice.options.{channel}": {"handling": "5 min"}}

    post = {"label": "post", "kind": "deferred", "nest": "written", "open": "always"}
    more: dict[str, object] = {"channels.post": post, "queues.post": {"channel": "post", "teams": "front"}}
    assert codes(replaced_by("email")) == ["non_digital_route_closed"]
    assert codes(replaced_by("post"), **more) == []
    assert codes(replaced_by("phone")) == []


def test_an_application_that_never_had_a_non_digital_route() -> None:
    assert codes({"channels.phone.lines": 9}, **{f"{STEPS}.notice.options.desk": None}) == ["no_non_digital_route"]


@pytest.mark.parametrize(("latest", "expected"), [("-7 days", ["notice_too_short"]), ("-14 days", []), ("-20 days", [])])
def test_less_than_fourteen_days(latest: str, expected: list[str]) -> None:
    assert codes({f"{STEPS}.notice.timing.latest": latest}) == expected


def test_no_limit_at_all_is_less_than_fourteen_days() -> None:
    assert codes({f"{STEPS}.notice.timing.latest": None}) == ["notice_too_short"]


def test_a_step_in_person_by_law() -> None:
    assert codes({f"{STEPS}.ceremony": None}) == ["in_person_step_removed"]
    assert codes({f"{STEPS}.ceremony.options.web": {"resolves": 1}}) == ["in_person_step_elsewhere"]
    (warning,) = warnings_of({f"{STEPS}.ceremony.options.phone": {"handling": "5 min"}})
    assert warning.text("nl").endswith("en kan ook via: phone (BW 1:43-1:46, 1:62)")
