from __future__ import annotations

import math

import numpy as np
import pytest

from sim.engine.program import codes
from sim.measure.folds import spread
from sim.measure.measuring import measure
from tests.measure.by_hand import (
    DAY,
    EMAIL,
    HOUR,
    HUWELIJK,
    HUWELIJKEN,
    MINUTE,
    MONDAY,
    NINE,
    compiled,
    contact,
    duty,
    kpi_value,
    leg,
    tables,
)

SHIFT = duty(0, codes.DUTY_SHIFT, NINE, NINE + 8 * HOUR)


def busy(start: int, end: int, **fields: int) -> dict[str, object]:
    return leg(0, **{"enqueued": start, "started": start, "ended": end, "released": end} | fields)


def test_occupancy_is_busy_time_on_duty_over_time_on_duty() -> None:
    pause = duty(0, codes.DUTY_BREAK, NINE + 3 * HOUR, NINE + 4 * HOUR)
    log = tables(legs=[busy(NINE, NINE + HOUR)], duties=[SHIFT, pause])
    assert kpi_value(log, "hours_on_duty", "team", "kcc") == 7
    assert kpi_value(log, "occupancy", "team", "kcc") == pytest.approx(1 / 7)
    assert kpi_value(log, "occupancy", "half_hour", "mon 09:30", team="kcc") == 1
    assert kpi_value(log, "occupancy", "half_hour", "mon 10:00", team="kcc") == 0
    assert math.isnan(kpi_value(log, "occupancy", "half_hour", "mon 12:00", team="kcc"))
    assert math.isnan(kpi_value(log, "occupancy", "team", "huwelijken"))


def test_work_after_the_end_of_a_shift_is_overtime_and_not_occupancy() -> None:
    late = duty(0, codes.DUTY_SHIFT, NINE, NINE + 8 * HOUR + 12 * MINUTE, planned_end=NINE + 8 * HOUR)
    log = tables(legs=[busy(NINE + 7 * HOUR, NINE + 8 * HOUR + 12 * MINUTE)], duties=[late])
    assert kpi_value(log, "overtime", "team", "kcc") == pytest.approx(12)
    assert kpi_value(log, "hours_on_duty", "team", "kcc") == 8
    assert kpi_value(log, "occupancy", "team", "kcc") == pytest.approx(1 / 8)
    assert kpi_value(log, "staff_hours", "team", "kcc") == pytest.approx(1.2)


def test_pressure_counts_half_hours_above_85_percent() -> None:
    log = tables(
        legs=[
            busy(NINE, NINE + 25 * MINUTE + 30_000_000),  # exactly 85%: not above
            busy(NINE + 30 * MINUTE, NINE + 56 * MINUTE),
            busy(NINE + 60 * MINUTE, NINE + 90 * MINUTE),
            busy(NINE + 3 * HOUR, NINE + 4 * HOUR),
        ],
        duties=[SHIFT],
    )
    assert kpi_value(log, "work_pressure", "team", "kcc") == pytest.approx(4 / 16)


def test_staff_hours_belong_to_the_window_in_which_work_starts() -> None:
    log = tables(
        legs=[
            busy(MONDAY - 1, NINE, leg=0),
            busy(2 * MONDAY - HOUR, 2 * MONDAY + HOUR, leg=1),
            busy(2 * MONDAY, 2 * MONDAY + HOUR, leg=2),
            busy(NINE, NINE + HOUR, leg=3, team=HUWELIJKEN, service=HUWELIJK, channel=-1),
            busy(NINE, NINE + HOUR, leg=4, team=-1),  # an unlimited team
            busy(NINE, NINE + HOUR, leg=5, queue=-1, team=-1),  # the citizen alone, on the web
        ]
    )
    assert kpi_value(log, "staff_hours") == pytest.approx(4)
    assert kpi_value(log, "staff_hours", "team", "unlimited") == pytest.approx(1)
    assert kpi_value(log, "back_office_hours") == pytest.approx(1)
    assert kpi_value(log, "back_office_passage_time", "service", "huwelijk") == pytest.approx(1 / 24)
    assert kpi_value(log, "staff_hours", "channel", "back_office") == pytest.approx(1)
    # 1,363 hours a year of 365.25 days, so 26.12 hours in a week.
    assert kpi_value(log, "work_in_fte") == pytest.approx(4 / (1363 * 7 / 365.25))
    assert kpi_value(log, "work_in_fte", "focus_team", "focus_team") == pytest.approx(1 / (1363 * 7 / 365.25))
    assert kpi_value(log, "work_in_fte", "focus", "focus") == pytest.approx(1 / (1363 * 7 / 365.25))


def test_backlog_is_what_waits_at_the_end_of_the_window() -> None:
    end = 2 * MONDAY
    log = tables(
        contacts=[
            contact(0, channel=EMAIL, requested=end - 2 * DAY),
            contact(1, channel=EMAIL, requested=end - 4 * DAY, ended=end + 1),
            contact(2, channel=EMAIL, requested=end - 4 * DAY, ended=end),
            contact(3, channel=EMAIL, requested=end),
            contact(4, requested=end - DAY),
        ],
        legs=[
            leg(
                5, -1, channel=-1, enqueued=end - 9 * DAY, started=-1, ended=-1, released=-1, end=codes.LEG_OPEN, service=HUWELIJK
            ),
            leg(6, -1, channel=-1, enqueued=end - 9 * DAY),
            *sittings(7, [end - DAY, end + DAY, end + 2 * DAY]),
            *sittings(8, [end - 2 * DAY, end - DAY]),
        ],
    )
    assert kpi_value(log, "backlog") == 4
    assert kpi_value(log, "backlog", "channel", "email") == 2
    assert kpi_value(log, "backlog_age", "channel", "email") == pytest.approx(3)
    assert kpi_value(log, "backlog_age", "channel", "back_office") == pytest.approx(9)
    assert kpi_value(log, "backlog", "service", "huwelijk") == 1


def sittings(entity: int, days: list[int]) -> list[dict[str, object]]:
    """Back-office work of nine days ago, done in sittings of an hour, the last of which finishes it."""
    queued = 2 * MONDAY - 9 * DAY
    ends = [codes.LEG_PAUSED] * (len(days) - 1) + [codes.LEG_DONE]
    return [
        leg(entity, -1, leg=n, channel=-1, enqueued=queued, started=at, ended=at + HOUR, released=at + HOUR, end=end)
        for n, (at, end) in enumerate(zip(days, ends, strict=True))
    ]


def test_load_keeps_the_identity_of_busy_and_on_duty() -> None:
    log = tables(legs=[busy(NINE, NINE + HOUR)], duties=[SHIFT])
    found = measure(log, compiled()).load[0]
    assert (found[0] <= found[1] + found[2]).all()
    assert found.shape == (3, 2, 336)


def test_an_interval_is_spread_over_the_half_hours_it_touches() -> None:
    found = spread(np.array([1, 0]), np.array([NINE - 10 * MINUTE, 0]), np.array([NINE + 70 * MINUTE, 5]), NINE, 3, 2)
    assert found.tolist() == [[0, 0, 0], [30 * MINUTE, 30 * MINUTE, 10 * MINUTE]]
