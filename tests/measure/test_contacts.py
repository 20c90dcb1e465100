from __future__ import annotations

import math
from dataclasses import replace

import pytest

from sim.engine.program import codes
from sim.measure.measuring import measure
from sim.measure.rows import Key, rows_of
from sim.model.town.channels import ChannelNorm
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
    SECOND,
    WEB,
    answered,
    compiled,
    contact,
    kpi_value,
    leg,
    tables,
)


def test_ten_calls_are_told_with_both_denominators() -> None:
    calls = [answered(n, wait=10 * SECOND) for n in range(4)]
    calls += [answered(4, wait=25 * SECOND), answered(5, wait=26 * SECOND)]
    calls += [contact(6, queued=NINE, ended=NINE + 90 * SECOND, waited=90 * SECOND, outcome=codes.ABANDONED)]
    calls += [contact(7, outcome=codes.BALKED), contact(8, outcome=codes.LINES_FULL), contact(9, outcome=codes.CLOSED)]
    log = tables(contacts=calls)

    assert kpi_value(log, "contacts_requested", "channel", "phone") == 10
    assert kpi_value(log, "contacts_offered", "channel", "phone") == 9
    assert kpi_value(log, "reachability", "channel", "phone") == pytest.approx(6 / 9)
    assert kpi_value(log, "service_level_offered", "channel", "phone") == pytest.approx(5 / 9)
    assert kpi_value(log, "service_level_answered", "channel", "phone") == pytest.approx(5 / 6)
    assert kpi_value(log, "abandonment_queued", "channel", "phone") == pytest.approx(1 / 7)
    assert kpi_value(log, "abandonment_offered", "channel", "phone") == pytest.approx(1 / 9)
    assert kpi_value(log, "balked", "channel", "phone") == pytest.approx(1 / 9)
    assert kpi_value(log, "blocked", "channel", "phone") == pytest.approx(1 / 9)
    assert kpi_value(log, "closed", "channel", "phone") == pytest.approx(1 / 10)
    assert kpi_value(log, "average_speed_of_answer", "channel", "phone") == pytest.approx(91 / 6)
    assert kpi_value(log, "average_time_in_queue", "channel", "phone") == pytest.approx(181 / 7)
    assert kpi_value(log, "wait_p50", "channel", "phone") == 10
    assert kpi_value(log, "wait_p90", "channel", "phone") == 26


def test_only_contacts_requested_in_the_window_count() -> None:
    log = tables(contacts=[answered(0, requested=MONDAY - 1), answered(1, requested=MONDAY), answered(2, requested=2 * MONDAY)])
    assert kpi_value(log, "contacts_offered") == 1


def test_each_half_hour_and_segment_has_its_own_row() -> None:
    log = tables(
        contacts=[
            answered(0, wait=10 * SECOND, segment=1),
            answered(1, wait=40 * SECOND, requested=NINE + 30 * MINUTE, service=HUWELIJK),
        ]
    )
    assert kpi_value(log, "average_speed_of_answer", "half_hour", "mon 09:00", channel="phone") == 10
    assert kpi_value(log, "average_speed_of_answer", "half_hour", "mon 09:30", channel="phone") == 40
    assert math.isnan(kpi_value(log, "average_speed_of_answer", "half_hour", "mon 10:00", channel="phone"))
    assert kpi_value(log, "wait_p50", "segment", "old", channel="phone") == 10
    assert kpi_value(log, "service_level_offered", "service", "huwelijk", channel="phone") == 0


def test_an_appointment_counts_in_its_own_half_hour_and_is_asked_for_in_another() -> None:
    at = NINE + DAY + 30 * MINUTE
    log = tables(
        contacts=[
            contact(0, channel=APPOINTMENT, slot=at, queued=at, answered=at + MINUTE, waited=MINUTE, ended=at + 2 * MINUTE),
            contact(1, channel=APPOINTMENT, slot=at, outcome=codes.NO_SHOW),
            contact(2, channel=APPOINTMENT, outcome=codes.NO_SLOT),
        ]
    )

    def at_half_hour(kpi: str, half_hour: str) -> float:
        return kpi_value(log, kpi, "half_hour", half_hour, channel="appointment")

    assert at_half_hour("contacts_requested", "mon 09:00") == 3
    assert at_half_hour("contacts_requested", "tue 09:30") == 0
    assert at_half_hour("contacts_offered", "tue 09:30") == 2
    assert at_half_hour("contacts_offered", "mon 09:00") == 1, "who got no place has no other moment"
    assert at_half_hour("average_time_in_queue", "tue 09:30") == 60
    assert math.isnan(at_half_hour("average_time_in_queue", "mon 09:00"))
    assert at_half_hour("reachability", "tue 09:30") == 0.5


def test_the_norm_follows_the_kind_of_channel() -> None:
    minute_wait = [
        answered(0, wait=MINUTE),
        answered(1, wait=MINUTE, channel=DESK),
        answered(2, wait=MINUTE, channel=APPOINTMENT),
    ]
    log = tables(contacts=minute_wait)
    assert kpi_value(log, "service_level_offered", "channel", "phone") == 0
    assert kpi_value(log, "service_level_offered", "channel", "desk") == 1
    assert kpi_value(log, "served_on_time", "channel", "appointment") == 1


def test_letters_are_answered_within_working_days() -> None:
    def letter(entity: int, days: int, channel: int = EMAIL) -> dict[str, object]:
        sent = NINE + days * DAY
        return contact(entity, channel=channel, answered=sent - HOUR, ended=sent, outcome=codes.RESOLVED, due=NINE + 4 * DAY)

    log = tables(contacts=[letter(0, 4), letter(1, 7), letter(2, 8), letter(3, 2, CALL_BACK), letter(4, 3, CALL_BACK)])
    # Monday and five working days: up to the end of the next Monday, day 7; and for call-backs up to the end of Wednesday.
    assert kpi_value(log, "service_level_offered", "channel", "email") == pytest.approx(2 / 3)
    assert kpi_value(log, "service_level_offered", "channel", "call_back") == pytest.approx(1 / 2)
    assert kpi_value(log, "promise_kept", "channel", "email") == pytest.approx(1 / 3)
    assert kpi_value(log, "wait_p50", "channel", "email") == 7 * DAY // SECOND - 3600


def test_a_channel_may_have_a_norm_of_its_own() -> None:
    def letter(entity: int, days: int, channel: int = EMAIL) -> dict[str, object]:
        sent = NINE + days * DAY
        return contact(entity, channel=channel, answered=sent - HOUR, ended=sent, outcome=codes.RESOLVED, due=NINE + 4 * DAY)

    log = tables(contacts=[letter(0, 1), letter(1, 4), letter(2, 8), answered(3, wait=MINUTE), answered(4, wait=3 * MINUTE)])

    def level(channel: str, within: str) -> float:
        base = compiled()
        own = ChannelNorm.model_validate({"within": within})
        channels = base.scenario.baseline.channels
        changed = channels | {channel: channels[channel].model_copy(update={"norm": own})}
        designs = tuple(design.model_copy(update={"channels": changed}) for design in base.scenario.designs)
        known = replace(base, scenario=base.scenario.model_copy(update={"designs": designs}))
        return kpi_value(log, "service_level_offered", "channel", channel, known=known)

    assert level("email", "10 working days") == 1
    assert level("email", "30 hours") == pytest.approx(1 / 3)
    assert level("phone", "2 min") == pytest.approx(1 / 2)


def test_a_promise_that_is_never_kept_counts_when_it_is_past() -> None:
    broken = contact(0, channel=EMAIL, due=NINE + DAY, ended=NINE + DAY, outcome=codes.PROMISE_BROKEN)
    future = contact(1, channel=EMAIL, due=3 * MONDAY + DAY)
    silent = contact(2, channel=EMAIL, due=NINE + DAY)
    log = tables(contacts=[broken, future, silent])
    assert kpi_value(log, "promise_kept", "channel", "email") == 0
    assert kpi_value(log, "reachability", "channel", "email") == 0


def test_handling_is_talk_and_wrap_up_of_all_legs() -> None:
    log = tables(
        contacts=[answered(0, transfers=1), answered(0, 1, requested=NINE + HOUR), answered(1, wait=3 * SECOND)],
        legs=[
            leg(0),
            leg(0, leg=1, started=NINE + 6 * MINUTE, ended=NINE + 8 * MINUTE, released=NINE + 9 * MINUTE),
            leg(0, 1, released=NINE + 7 * MINUTE),
            leg(1, -1, channel=-1, released=NINE + HOUR),  # back office: no contact
        ],
    )
    assert kpi_value(log, "average_handling_time", "channel", "phone") == pytest.approx((5 + 3 + 7) / 2)
    assert kpi_value(log, "handoffs_per_contact", "channel", "phone") == pytest.approx(1 / 3)


def test_appointments_tell_no_shows_and_how_far_ahead() -> None:
    def booking(entity: int, days: int, outcome: int) -> dict[str, object]:
        return contact(entity, channel=APPOINTMENT, slot=NINE + days * DAY, ended=NINE + days * DAY, outcome=outcome)

    log = tables(
        contacts=[
            booking(0, 2, codes.RESOLVED),
            booking(1, 4, codes.NO_SHOW),
            booking(2, 9, codes.OPEN),
            contact(3, channel=APPOINTMENT, outcome=codes.NO_SLOT),
        ],
        slots=[
            {"channel": APPOINTMENT, "time": NINE, "places": 3, "booked": 1, "no_shows": 0},
            {"channel": APPOINTMENT, "time": NINE + DAY, "places": 3, "booked": 2, "no_shows": 1},
            {"channel": APPOINTMENT, "time": 0, "places": 9, "booked": 9, "no_shows": 0},
        ],
    )
    assert kpi_value(log, "no_show", "channel", "appointment") == pytest.approx(1 / 2)
    assert kpi_value(log, "no_slot", "channel", "appointment") == pytest.approx(1 / 4)
    assert kpi_value(log, "slot_lead_time", "channel", "appointment") == pytest.approx(5)
    assert kpi_value(log, "slot_lead_time_p50", "channel", "appointment") == pytest.approx(4)
    assert kpi_value(log, "slots_booked", "channel", "appointment") == pytest.approx(1 / 2)


def test_failure_demand_is_told_with_and_without_reassurance() -> None:
    log = tables(
        contacts=[answered(n, cause=cause) for n, cause in enumerate([*range(len(codes.CAUSES)), codes.NEED, codes.NEED])]
    )
    assert kpi_value(log, "failure_demand") == pytest.approx(5 / 10)
    assert kpi_value(log, "question_demand") == pytest.approx(1 / 10)
    assert kpi_value(log, "failure_demand_with_reassurance") == pytest.approx(6 / 10)


def test_who_calls_a_closed_phone_is_no_failure_demand_nor_any_demand_that_somebody_heard() -> None:
    closed = [contact(n, outcome=codes.CLOSED, cause=codes.AGAIN) for n in range(3)]
    log = tables(contacts=[*closed, answered(3), answered(4, cause=codes.AGAIN)])
    assert kpi_value(log, "failure_demand") == pytest.approx(1 / 2)


def test_self_service_has_no_wait_and_no_service_level() -> None:
    log = tables(contacts=[contact(0, channel=WEB, answered=NINE, ended=NINE + HOUR, outcome=codes.DROPPED), answered(1)])
    rows = rows_of(measure(log, compiled()).dimensions)
    assert Key("service_level_offered", "channel", "web") not in rows.places
    assert kpi_value(log, "self_service_dropped", "channel", "web") == 1
    assert kpi_value(log, "reachability") == 1
    assert kpi_value(log, "contacts_offered", "channel", "phone") == 1
