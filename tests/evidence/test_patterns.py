"""What the patterns count, in tables written by hand of which every figure is known."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from sim.engine.program import codes
from sim.engine.program.tables import LOOKUPS
from sim.evidence.patterns.observed import Observed
from tests.measure.by_hand import (
    APPOINTMENT,
    CALL_BACK,
    DAY,
    DESK,
    EMAIL,
    HOUR,
    HUWELIJK,
    MINUTE,
    MONDAY,
    NINE,
    PHONE,
    WEB,
    WEEK,
    answered,
    case,
    compiled,
    contact,
    kpi_value,
    leg,
    table,
    tables,
)

KNOWN = compiled()
LATER = NINE + HOUR


def seen(**made: Any) -> Observed:
    return Observed(tables(**made), KNOWN)


def tried(entity: int, number: int = 0, *, outcome: int = codes.DROPPED, **fields: Any) -> dict[str, Any]:
    """An attempt online at nine, failed unless something else is said."""
    return contact(entity, number, channel=WEB, outcome=outcome, **fields)


def test_a_call_after_the_web_is_one_whose_case_was_tried_online_before() -> None:
    found = seen(
        cases=[case(entity) for entity in (1, 2, 3, 4)],
        contacts=[
            tried(1),
            answered(1, 1, requested=LATER),
            answered(2),
            answered(3),
            tried(3, 1, requested=LATER),  # after the call
            contact(4, outcome=codes.CLOSED),  # no call in opening hours
        ],
    )
    assert found.calls() == 3
    assert found.calls_after_web() == pytest.approx(1 / 3)


def test_a_try_online_counts_for_every_case_of_the_line_and_also_when_it_worked_or_lies_before_the_window() -> None:
    found = seen(
        cases=[case(1, started=MONDAY - DAY), case(2, parent=1, root=1)],
        contacts=[tried(1, outcome=codes.RESOLVED, requested=MONDAY - DAY), answered(2, root=1, cause=codes.REASSURANCE)],
    )
    assert found.calls_after_web() == 1.0


def test_calls_back_by_the_municipality_and_calls_outside_the_window_are_no_calls() -> None:
    found = seen(
        cases=[case(1), case(2)],
        contacts=[
            answered(1),
            contact(1, 1, channel=CALL_BACK, cause=codes.CALLED_BACK, requested=LATER),
            answered(2, requested=MONDAY - DAY),
            answered(2, 1, requested=MONDAY + WEEK),
        ],
    )
    assert found.calls() == 1


@pytest.mark.parametrize(("channel", "share"), [(PHONE, 1.0), (DESK, 1.0), (APPOINTMENT, 1.0), (EMAIL, 1.0), (WEB, 0.0)])
def test_a_failed_attempt_goes_on_to_people_when_the_next_contact_is_no_attempt_online(channel: int, share: float) -> None:
    contacts = [tried(1), contact(1, 1, channel=channel, requested=LATER, outcome=codes.RESOLVED)]
    assert seen(cases=[case(1)], contacts=contacts).failed_to_people() == share


def test_only_the_next_contact_of_the_same_line_counts() -> None:
    found = seen(
        cases=[case(entity) for entity in (1, 2, 3)],
        contacts=[
            tried(1),
            tried(1, 1, requested=LATER),  # the first one went on online
            answered(1, 2, requested=LATER + HOUR),  # the second one to people
            tried(2),  # nothing after it
            answered(3),
        ],
    )
    assert found.failed_to_people() == pytest.approx(1 / 3)


def test_look_ups_that_were_let_go_failed_and_nothing_came_after_them() -> None:
    days = [(MONDAY // DAY, 3), (MONDAY // DAY - 1, 50), ((MONDAY + WEEK) // DAY, 50)]  # the others lie outside the window
    rows = [{"day": day, "service": 0, "segment": 0, "found": 9, "let_go": let_go} for day, let_go in days]
    made = tables(cases=[case(1)], contacts=[tried(1), answered(1, 1, requested=LATER)])
    assert Observed(replace(made, lookups=table(LOOKUPS, rows)), KNOWN).failed_to_people() == pytest.approx(1 / 4)


def test_an_attempt_that_worked_is_none_that_failed() -> None:
    found = seen(cases=[case(1)], contacts=[tried(1, outcome=codes.RESOLVED), answered(1, 1, requested=LATER)])
    assert math.isnan(found.failed_to_people())


def test_failure_demand_is_told_of_calls_in_opening_hours_and_reassurance_is_none() -> None:
    causes = [codes.NEED, codes.AGAIN, codes.STATUS, codes.REASSURANCE, codes.CORRECTION]
    calls = [answered(1, number, cause=cause) for number, cause in enumerate(causes)]
    others = [
        contact(2, 0, cause=codes.AGAIN, outcome=codes.CLOSED),
        contact(2, 1, cause=codes.AGAIN, channel=EMAIL, outcome=codes.RESOLVED),
    ]
    found = seen(cases=[case(1), case(2)], contacts=[*calls, *others])
    assert found.failure_demand_of_calls() == pytest.approx(3 / 5)


def test_contacts_per_100_are_those_of_the_cases_of_the_window_with_all_that_follows() -> None:
    found = seen(
        cases=[case(1, service=HUWELIJK), case(2, parent=1, root=1, service=HUWELIJK), case(3, service=HUWELIJK), case(4)],
        contacts=[
            answered(1, service=HUWELIJK),
            contact(2, root=1, service=HUWELIJK, channel=EMAIL, outcome=codes.RESOLVED),
            contact(3, service=HUWELIJK, outcome=codes.CLOSED),
            contact(3, 1, service=HUWELIJK, channel=DESK, outcome=codes.RESOLVED),
            answered(4),
        ],
    )
    assert found.calls_per_100("huwelijk") == 50
    assert found.remote_per_100("huwelijk") == 100


def test_back_office_hours_are_the_work_that_is_no_contact() -> None:
    work = {"channel": -1, "started": LATER, "ended": LATER + 30 * MINUTE, "released": LATER + 30 * MINUTE}
    found = seen(cases=[case(1), case(2)], contacts=[answered(1)], legs=[leg(1), leg(1, -1, **work)])
    assert found.back_office_hours_per_100("paspoort") == pytest.approx(100 * 0.5 / 2)


def test_an_application_online_is_one_handed_in_by_self_service() -> None:
    found = seen(
        cases=[
            case(1, applied=NINE, applied_channel=WEB),
            case(2, applied=NINE, applied_channel=DESK),
            case(3, applied=NINE, applied_channel=WEB, service=HUWELIJK),
            case(4),
        ]
    )
    assert found.online_applications() == 2
    assert found.digital_share("paspoort") == 0.5
    assert found.online_applications_per_inhabitant() == pytest.approx(2 / 1000 * 365 / 7)


def test_where_nobody_came_there_is_no_figure() -> None:
    found = seen(cases=[case(1)])
    figures = [
        found.calls_after_web(),
        found.failed_to_people(),
        found.failure_demand_of_calls(),
        found.calls_per_100("huwelijk"),
    ]
    assert all(math.isnan(figure) for figure in figures)


def test_what_is_a_kpi_as_well_is_the_same_number() -> None:
    made = tables(
        cases=[case(1, service=HUWELIJK), case(2, service=HUWELIJK, applied=NINE, applied_channel=WEB), case(3)],
        contacts=[
            tried(1, service=HUWELIJK),
            answered(1, 1, service=HUWELIJK, cause=codes.AGAIN),
            contact(1, 2, service=HUWELIJK, channel=CALL_BACK, cause=codes.CALLED_BACK, requested=LATER),
            contact(2, service=HUWELIJK, channel=EMAIL, cause=codes.QUESTION, outcome=codes.RESOLVED),
            contact(2, 1, service=HUWELIJK, outcome=codes.CLOSED, cause=codes.STATUS),
            answered(3, cause=codes.QUESTION),
            answered(3, 1, requested=LATER),
        ],
    )
    found = Observed(made, KNOWN)
    assert found.remote_per_100("huwelijk") == 100 * kpi_value(made, "remote_contacts_per_root_case", "service", "huwelijk")
    assert found.failure_demand_of_calls() == kpi_value(made, "failure_demand", "channel", "phone")
    assert found.digital_share("huwelijk") == kpi_value(made, "digital_applications", "service", "huwelijk")
