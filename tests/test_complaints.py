"""What users of other tools complain about, and the tests in which this engine answers.

Each complaint names the tool, the issue, and the tests that fail when it comes true here. Those that no other file has stand
below. Complaints about installation, speed of a dashboard and translations are answered elsewhere.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from sim.engine.program import codes
from sim.engine.program.tables import Tables
from sim.engine.simulate import CompiledScenario, simulate
from sim.measure.layout import Array
from sim.model.values.units import DAY, HOUR, MINUTE
from tests.engine.random_values import Written
from tests.engine.rule_towns import CHANNELS, one_step, rule_town, service
from tests.engine.scenarios import compile_written

TESTS = Path(__file__).parent
HERE = "test_complaints.py"
IDENTITIES = (
    "engine/test_invariants.py::test_identities_hold_on_random_scenarios",
    "engine/test_invariants.py::test_identities_hold_on_a_shipped_scenario",
)
ENGINES = pytest.mark.parametrize("engine", ["simpy", "compiled"])
OFFICE: Written = {"days": "mon-sun", "hours": "09:00-17:00"}


@dataclass(frozen=True)
class Complaint:
    """What somebody ran into elsewhere: ``issues`` by tool and number, and ``tests`` as file::name."""

    issues: str
    about: str
    tests: tuple[str, ...]


COMPLAINTS = (
    # calendars, opening and closing
    Complaint(
        "Prosimos#50",
        "the first case gets in before opening",
        (f"{HERE}::test_nobody_gets_in_before_opening", *IDENTITIES),
    ),
    Complaint(
        "Prosimos#67",
        "work that is left at the end is dropped in silence",
        (
            f"{HERE}::test_work_left_at_the_end_is_counted",
            "measure/test_work.py::test_backlog_is_what_waits_at_the_end_of_the_window",
        ),
    ),
    Complaint(
        "r-simmer#21, #246",
        "what happens to who is being served when the shift ends",
        (
            f"{HERE}::test_a_call_is_finished_and_a_letter_is_put_back_when_the_shift_ends",
            "measure/test_work.py::test_work_after_the_end_of_a_shift_is_overtime_and_not_occupancy",
            *IDENTITIES,
        ),
    ),
    Complaint(
        "Ciw#83",
        "no opening hours where there is no limit to who is served",
        (
            f"{HERE}::test_a_channel_without_limit_keeps_its_hours",
            "engine/test_outages.py::test_every_attempt_online_in_an_outage_fails_at_once_and_no_other",
        ),
    ),
    Complaint(
        "r-simmer#309; AutomaticProcessSimulation#6, #7; Simod#59, #64",
        "business hours as a plain input; staff without a calendar; nights counted as work",
        (
            f"{HERE}::test_a_call_is_finished_and_a_letter_is_put_back_when_the_shift_ends",
            "engine/test_overflow.py::test_a_queue_with_hours_is_served_in_those_alone",
            "measure/test_engine_log.py::test_busy_time_stays_within_duty_and_finishing",
            "measure/test_engine_log.py::test_handling_is_the_sum_of_the_legs_of_each_contact",
        ),
    ),
    Complaint("argmin-gravitas#2339", "services overlap and arrivals count twice", IDENTITIES),
    Complaint(
        "bcgov/queue-management#969",
        "who waits keeps his place overnight",
        (f"{HERE}::test_letters_keep_their_place_overnight", *IDENTITIES),
    ),
    # impatience, priorities, mixed desks
    Complaint(
        "r-simmer#227, #268, #200",
        "who left a queue cannot join one again",
        (
            f"{HERE}::test_who_left_a_queue_joins_again_and_is_served",
            "engine/test_contact_outcomes.py::test_who_fails_retries_switches_or_gives_up_in_the_shares_of_that_failure",
        ),
    ),
    Complaint("Non-Elective-Flow-Simulation#34, #47", "places are not freed when people leave; endless waits", IDENTITIES),
    Complaint(
        "AmbModelOpen#11",
        "who gave up must be told apart: not helped, went elsewhere, solved it himself",
        (
            "measure/test_roots.py::test_who_gave_up_is_told_apart_by_what_his_last_failure_was",
            "measure/test_roots.py::test_what_is_compulsory_ends_late_and_never_lost",
            "experiment/test_lost.py::test_people_and_shares_are_those_of_the_group",
        ),
    ),
    Complaint(
        "phubers/erlang#3, #6",
        "abandonment beside Erlang C",
        (
            "verification/test_theory.py::test_engine_agrees_with_theory",
            "verification/test_formulas.py::test_erlang_a_with_endless_patience_is_erlang_c",
        ),
    ),
    Complaint(
        "it-at-m/eappointment#1309",
        "walk-ins starve between appointments",
        (f"{HERE}::test_walk_ins_beside_appointments_do_not_starve_where_they_age",),
    ),
    Complaint(
        "it-at-m/eappointment#959, #3304",
        "when somebody joined the queue, whether he missed his appointment, and how long others wait",
        (
            "engine/test_appointments.py::test_who_is_late_within_the_grace_is_helped_and_who_is_later_is_not",
            "measure/test_contacts.py::test_appointments_tell_no_shows_and_how_far_ahead",
            "measure/test_contacts.py::test_ten_calls_are_told_with_both_denominators",
        ),
    ),
    Complaint(
        "hsma6_des_book#2",
        "booking of appointments is missing",
        (
            "engine/test_appointments.py::test_the_share_calls_off_at_any_moment_before",
            "engine/test_appointments.py::test_a_place_that_is_given_back_in_time_is_the_next_to_be_booked",
            "engine/test_contact_outcomes.py::test_not_turning_up_rises_with_every_week_between_booking_and_appointment",
            *IDENTITIES,
        ),
    ),
    # statistics and trust
    Complaint(
        "sim-tools#88",
        "no standard way to compare scenarios",
        (
            "experiment/test_intervals.py::test_a_t_interval_by_hand",
            "experiment/test_intervals.py::test_the_error_rate_of_comparing_like_with_like_is_alpha",
            "experiment/test_compare.py::test_headlines_come_first_and_share_the_error_rate",
            "experiment/test_vary.py::test_worlds_are_the_same_for_everyone_and_world_0_is_mid",
        ),
    ),
    Complaint(
        "hsma6_des_book#39, #40; Non-Elective-Flow-Simulation#26",
        "how long a warm-up, how many runs",
        (
            "model/test_warm_up.py::test_shipped_scenarios_begin_early_enough",
            "model/test_warm_up.py::test_an_agenda_that_reaches_further_than_the_warm_up",
            "experiment/test_intervals.py::test_looks_together_stay_below_alpha",
        ),
    ),
    Complaint(
        "CS_Proxymix#148; Non-Elective-Flow-Simulation PR#2",
        "the same seed, and still other people",
        (
            "engine/test_draw_checks.py::test_scenarios_meet_the_same_citizens_and_are_the_same_before_the_measure",
            "engine/test_draw_checks.py::test_change_of_one_service_leaves_the_others_alone_where_nobody_is_in_the_way",
            "experiment/test_compare.py::test_a_scenario_does_not_differ_from_itself",
        ),
    ),
    Complaint(
        "starsim#73, #118, PR#349; CompetingClocks.jl#49",
        "shared luck breaks with every change of the code, and nobody sees what it gains",
        (
            "engine/test_draw_checks.py::test_higher_chance_only_adds_events",
            "engine/test_draw_checks.py::test_order_of_services_segments_and_teams_in_the_file_changes_no_draw",
            "experiment/test_intervals.py::test_pairing_gain_tells_how_much_the_shared_luck_saves",
        ),
    ),
)


@pytest.mark.parametrize("complaint", COMPLAINTS, ids=lambda complaint: complaint.issues)
def test_every_complaint_has_tests_that_are_there(complaint: Complaint) -> None:
    assert complaint.tests
    for named in complaint.tests:
        file, _, name = named.partition("::")
        tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, named


def run(town: Written, engine: str = "compiled") -> tuple[Tables, CompiledScenario]:
    compiled = compile_written(town)
    return simulate(compiled, seed=33, replication=0, engine=engine), compiled


def staff(people: int, shift: Written) -> Written:
    return {"staff": {"label": "staff", "work_on_holidays": True, "shifts": {"day": shift | {"people": people}}}}


def in_hours(time: Array) -> Array:
    """Whether each moment lies between 9:00 and 17:00."""
    of_day = time % DAY
    inside: Array = (of_day >= 9 * HOUR) & (of_day < 17 * HOUR)
    return inside


@ENGINES
def test_nobody_gets_in_before_opening(engine: str) -> None:
    """People call day and night; who calls outside the hours hears that it is closed, the first at once."""
    phone = CHANNELS["phone"] | {"open": {"mon-sun": "09:00-17:00"}}
    town = rule_town(one_step({"phone": {"handling": "5 min"}}, "2000 per week"), weeks=1, channels={"phone": phone})
    contacts = run(town, engine)[0].contacts
    outside = ~in_hours(contacts["requested"])
    assert outside.sum() > 1000
    assert contacts["requested"].min() < 9 * HOUR
    assert ((contacts["outcome"] == codes.CLOSED) == outside).all()
    assert (contacts["queued"][outside] == -1).all()
    assert in_hours(contacts["answered"][~outside]).all()


@ENGINES
def test_work_left_at_the_end_is_counted(engine: str) -> None:
    """One person cannot read all letters; every letter is in the log, read or not, and every case ended or open."""
    town = rule_town(one_step({"email": {"handling": "30 min"}}, "500 per week"), weeks=2, teams=staff(1, OFFICE))
    tables, _ = run(town, engine)
    contacts, legs, cases = tables.contacts, tables.legs, tables.cases
    waiting = legs[legs["started"] == -1]
    unread = contacts[(contacts["outcome"] == codes.OPEN) & (contacts["answered"] == -1)]
    assert len(unread) > 500
    assert set(unread["case"].tolist()) == set(waiting["case"].tolist())
    assert len(contacts) == len(cases)
    open_contacts = set(contacts["case"][contacts["outcome"] == codes.OPEN].tolist())
    assert set(cases["case"][cases["end"] == codes.CASE_OPEN].tolist()) == open_contacts


@ENGINES
def test_a_call_is_finished_and_a_letter_is_put_back_when_the_shift_ends(engine: str) -> None:
    """Work of three hours each: a call runs on past 17:00, a letter goes on at 9:00, and no night counts as work."""
    options = {"phone": {"handling": "3 hours"}, "email": {"handling": "3 hours"}}
    services = {name: service({"ask": {"label": name, "options": {name: options[name]}}}, "30 per week") for name in options}
    tables, compiled = run(rule_town(services, weeks=3, teams=staff(3, OFFICE)), engine)
    legs = tables.legs[(tables.legs["started"] >= 0) & (tables.legs["ended"] >= 0)]
    channel = np.array(compiled.names.channels)[legs["channel"]]
    calls, letters = legs[channel == "phone"], legs[channel == "email"]
    lasted = calls["ended"] - calls["started"]
    assert set(lasted.tolist()) == {3 * HOUR}
    assert (~in_hours(calls["ended"] - 1)).any(), "some ran on"
    assert in_hours(letters["started"]).all()
    assert in_hours(letters["ended"] - 1).all()
    assert (letters["end"] != codes.LEG_DONE).any(), "some were put back"
    spent: dict[int, int] = {}
    for leg in letters:
        spent[int(leg["case"])] = spent.get(int(leg["case"]), 0) + int(leg["ended"] - leg["started"])
    done = set(letters["case"][letters["end"] == codes.LEG_DONE].tolist())
    assert {spent[case] for case in done} == {3 * HOUR}


@ENGINES
def test_letters_keep_their_place_overnight(engine: str) -> None:
    """With one reader, letters are taken up in the order in which they came, whenever that was."""
    town = rule_town(one_step({"email": {"handling": "20 min"}}, "150 per week"), weeks=2, teams=staff(1, OFFICE))
    legs = run(town, engine)[0].legs
    first = np.sort(legs[(legs["started"] >= 0) & (legs["leg"] == 0)], order=["started"])
    assert len(first) > 200
    assert (np.diff(first["enqueued"]) >= 0).all()
    overnight = first["enqueued"] // DAY < first["started"] // DAY
    assert overnight.sum() > 50


@ENGINES
def test_a_channel_without_limit_keeps_its_hours(engine: str) -> None:
    """A website with office hours: everybody at once while it is open, nobody while it is not."""
    web = CHANNELS["web"] | {"open": {"mon-sun": "09:00-17:00"}}
    town = rule_town(one_step({"web": {"handling": "2 hours"}}, "3000 per week"), weeks=1, channels={"web": web})
    contacts = run(town, engine)[0].contacts
    inside = in_hours(contacts["requested"])
    assert (contacts["answered"][inside] == contacts["requested"][inside]).all()
    assert (contacts["outcome"][~inside] == codes.CLOSED).all()
    hour = contacts["answered"][inside] // HOUR
    assert np.unique(hour, return_counts=True)[1].max() > 15, "a visit takes two hours, so these are there side by side"


@ENGINES
def test_who_left_a_queue_joins_again_and_is_served(engine: str) -> None:
    phone = CHANNELS["phone"] | {"patience": {"exponential": "5 min"}}
    town = rule_town(
        one_step({"phone": {"handling": "10 min"}}, "600 per week"),
        weeks=2,
        channels={"phone": phone},
        teams=staff(1, {"days": "mon-sun", "hours": "00:00-24:00"}),
        behaviour={"reactions": {"default": {"retry": 1, "switch": 0, "after": "30 min"}}},
    )
    contacts = run(town, engine)[0].contacts
    left = {(int(row["case"]), int(row["attempt"])) for row in contacts[contacts["outcome"] == codes.ABANDONED]}
    again = [row for row in contacts if (int(row["case"]), int(row["attempt"]) - 1) in left]
    assert len(again) > 100
    assert all(row["queued"] == row["requested"] for row in again)
    assert sum(row["outcome"] == codes.RESOLVED for row in again) > 50
    answered = contacts[contacts["answered"] >= 0]
    order = np.argsort(answered["answered"])
    assert (answered["ended"][order][:-1] <= answered["answered"][order][1:]).all(), "who left held nobody"


@ENGINES
def test_walk_ins_beside_appointments_do_not_starve_where_they_age(engine: str) -> None:
    """One desk; appointments go first, and fill it for hours. A walk-in whose priority ages by 1 every 20 minutes counts as one
    after 40 minutes, and goes before those who came later; without ageing he waits for a gap.
    """
    longest = {}
    for ageing in ("0 min", "20 min"):
        services = {
            "appointed": service({"ask": {"label": "a", "options": {"desk": {"handling": "10 min"}}}}, "1000 per week"),
            "walk_in": service({"ask": {"label": "w", "options": {"phone": {"handling": "10 min"}}}}, "60 per week"),
        }
        queues = {
            "appointed": {"channel": "desk", "priority": 1, "teams": "staff"},
            "walk_in": {"channel": "phone", "priority": 3, "ageing": ageing, "teams": "staff"},
        }
        shift = {"days": "mon-sun", "hours": "00:00-24:00"}
        town = rule_town(services, weeks=2, teams=staff(1, shift), queues=queues)
        town["channels"] = {name: CHANNELS[name] for name in ("desk", "phone")}
        tables, compiled = run(town, engine)
        walk_ins = tables.legs[tables.legs["channel"] == compiled.names.channels.index("phone")]
        ends = np.where(walk_ins["started"] >= 0, walk_ins["started"], compiled.clock.end)
        longest[ageing] = int((ends - walk_ins["enqueued"]).max())
    assert longest["0 min"] > 6 * HOUR
    assert longest["20 min"] < longest["0 min"] / 3
    assert longest["20 min"] > 10 * MINUTE
