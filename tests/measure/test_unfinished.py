"""Who still waits when the run ends counts with the wait so far; week by week it is told what waits, is booked and is open."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.engine.program import codes
from sim.engine.program.tables import Tables
from sim.experiment.run import run
from sim.measure.kpis import unfinished
from sim.measure.measuring import measure
from sim.measure.rows import Key, rows_of
from sim.model.files.loading import load
from tests.measure import by_hand
from tests.measure.by_hand import APPOINTMENT, DAY, END, HOUR, MINUTE, NINE, answered, case, contact, leg

SO_FAR = END - NINE
"""Until the run ends, from nine o'clock on the first morning of the window."""
WAITS = {"queued": NINE, "waited": SO_FAR, "outcome": codes.OPEN}
"""What an engine notes of a contact in a queue at the end; its leg never started."""
UNBEGUN = {"started": -1, "counted": -1, "released": -1, "ended": -1, "spent": 0, "end": codes.LEG_OPEN, "agent": -1, "team": -1}


def one_helped_and_one_who_waits() -> Tables:
    return by_hand.tables(
        cases=[case(1), case(2, ended=-1, end=codes.CASE_OPEN)],
        contacts=[answered(1, wait=2 * MINUTE), contact(2, **WAITS)],
        legs=[leg(1, started=NINE + 2 * MINUTE), leg(2, **UNBEGUN)],
    )


def unfinished_of(log: Tables, kpi: str, dimension: str = "overall", member: str = "all") -> float:
    measured = measure(log, by_hand.compiled()).settled()
    rows = rows_of(measured.dimensions)
    return float(unfinished([measured], rows)[0, rows.places[Key(kpi, dimension, member)]])


@pytest.mark.parametrize("kpi", ["average_speed_of_answer", "average_time_in_queue"])
def test_a_wait_that_is_not_over_counts_up_to_the_end(kpi: str) -> None:
    log = one_helped_and_one_who_waits()
    assert by_hand.kpi_value(log, kpi) == pytest.approx((120 + SO_FAR / 1e6) / 2)
    assert unfinished_of(log, kpi) == 1


def test_quantiles_of_waits_count_who_still_waits() -> None:
    log = one_helped_and_one_who_waits()
    assert by_hand.kpi_value(log, "wait_p50") == 120
    assert by_hand.kpi_value(log, "wait_p90") == SO_FAR // 1_000_000
    assert unfinished_of(log, "wait_p90") == 1


def test_waiting_and_effort_of_a_root_case_count_who_still_waits() -> None:
    log = one_helped_and_one_who_waits()
    assert by_hand.kpi_value(log, "waiting_per_root_case") == pytest.approx((2 + SO_FAR / 60e6) / 2)
    assert unfinished_of(log, "waiting_per_root_case") == unfinished_of(log, "citizen_effort") == 1
    assert unfinished_of(log, "time_to_resolution") == 1


def test_who_was_helped_leaves_nothing_unfinished() -> None:
    log = by_hand.tables(cases=[case(1)], contacts=[answered(1)], legs=[leg(1)])
    assert all(unfinished_of(log, kpi) == 0 for kpi in ("average_time_in_queue", "wait_p90", "citizen_effort"))


def test_back_office_work_counts_from_coming_in_until_done_or_the_end() -> None:
    """A piece done after 2 hours, one paused and done after 3 days, and one that nobody began."""
    pieces = [
        leg(1, number=-1, channel=-1, ended=NINE + 2 * HOUR, released=NINE + 2 * HOUR),
        leg(2, number=-1, channel=-1, end=codes.LEG_PAUSED),
        leg(2, number=-1, leg=1, channel=-1, started=NINE + 2 * DAY, ended=NINE + 3 * DAY, released=NINE + 3 * DAY),
        leg(3, number=-1, channel=-1, **UNBEGUN),
    ]
    log = by_hand.tables(cases=[case(1), case(2), case(3)], legs=pieces)
    total = 2 * HOUR + 3 * DAY + SO_FAR
    assert by_hand.kpi_value(log, "back_office_passage_time") == pytest.approx(total / 3 / DAY)
    assert unfinished_of(log, "back_office_passage_time") == 1


def test_week_by_week() -> None:
    """The window is one week: of two calls one waits on when it ends; a booking ten days ahead; a case of two that stays open."""
    log = by_hand.tables(
        cases=[case(1), case(2, ended=-1, end=codes.CASE_OPEN)],
        contacts=[answered(1), contact(2, **WAITS), contact(2, 1, channel=APPOINTMENT, slot=NINE + 10 * DAY)],
        legs=[leg(1), leg(2, **UNBEGUN)],
        slots=[{"channel": APPOINTMENT, "time": NINE, "places": 4, "booked": 0, "no_shows": 0}],
    )
    cubes = measure(log, by_hand.compiled()).cubes
    assert cubes["queue_week"].tolist() == [[[1]]]
    assert cubes["queue_work"][:, 0].tolist() == [1, 5 * MINUTE]
    assert cubes["booking_week"][:, APPOINTMENT, 0].tolist() == [1, 0, 10 * DAY, 4]
    assert cubes["case_week"].sum(axis=1)[:, 0].tolist() == [2, 1]


OVERLOADED = """\
schema: 1
label: {{nl: te druk, en: overloaded}}
period: {{start: 2024-04-22, weeks: 1, warm_up: 0, follow_up: 0}}
closed_days: {{holidays: none}}
population: {{inhabitants: 1000, segments: {{everyone: {{label: iedereen, share: 1}}}}}}
channels: {{phone: {{label: tel, kind: live, nest: live_remote, open: always}}}}
teams: {{a: {{label: a, work_on_holidays: true, shifts: {{all: {{days: mon-sun, hours: "00:00-24:00", people: {people}}}}}}}}}
queues: {{calls: {{channel: phone, teams: a}}}}
services:
  call:
    label: bellen
    demand: {{rate: 60 per hour}}
    steps: {{call: {{label: bellen, options: {{phone: {{handling: {{exponential: 4 min}}}}}}}}}}
"""


@pytest.mark.parametrize(("people", "minutes"), [(2, 2552.7), (1, 3806.9)])
def test_half_the_people_wait_longer_when_both_are_overloaded(people: int, minutes: float, tmp_path: Path) -> None:
    """60 calls an hour of 4 minutes need 4 people. Of who was helped the mean is 1,287.9 min with two and 940.1 with one."""
    file = tmp_path / "town.yaml"
    file.write_text(OVERLOADED.format(people=people))
    found = run(load(file), replications=1, seed=1).estimates()[Key("average_time_in_queue")]
    assert found.mean / 60 == pytest.approx(minutes, abs=0.05)
    assert found.unfinished > 0
