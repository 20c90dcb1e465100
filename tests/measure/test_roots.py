from __future__ import annotations

from dataclasses import replace
from math import isnan

import pytest

from sim.engine.program import codes
from sim.measure.kpis import evaluate
from sim.measure.measuring import measure, root_cases
from sim.measure.roots import lines_of
from sim.measure.rows import Focus, rows_of
from tests.measure.by_hand import (
    APPOINTMENT,
    DAY,
    DESK,
    EMAIL,
    END,
    HOUR,
    HUWELIJK,
    HUWELIJKEN,
    MINUTE,
    MONDAY,
    NINE,
    PASPOORT,
    SECOND,
    WEB,
    Compiled,
    answered,
    case,
    compiled,
    contact,
    kpi_value,
    leg,
    scenario,
    tables,
)

OLD = 1


def test_a_descendant_counts_with_its_root_whenever_it_started() -> None:
    log = tables(
        cases=[
            case(1, hidden=1, ended=NINE + HOUR),
            case(50, parent=1, root=1, started=NINE + 9 * DAY, ended=NINE + 10 * DAY, service=HUWELIJK),
            case(2, started=MONDAY - 1),
            case(51, parent=2, root=2),
        ],
        contacts=[answered(1), answered(50, root=1, requested=NINE + 9 * DAY), answered(51, root=2)],
    )
    assert kpi_value(log, "root_cases") == 1
    assert kpi_value(log, "contacts_per_root_case", "service", "paspoort") == 2
    assert kpi_value(log, "lead_time") == pytest.approx(10)
    assert kpi_value(log, "lead_time_p50") == pytest.approx(10)
    # The hidden need came back as a case of its own and was met there.
    assert kpi_value(log, "resolved") == 1
    assert kpi_value(log, "first_contact_resolution") == 0


def test_the_ends_of_root_cases_exclude_each_other() -> None:
    log = tables(
        cases=[
            case(1),
            case(2, hidden=1),
            case(3, hidden=1, discovered=NINE),
            case(4, end=codes.CASE_GAVE_UP),
            case(5, end=codes.CASE_EXHAUSTED),
            case(6, end=codes.CASE_OPEN, ended=-1),
            case(7, hidden=1),
            case(8, parent=7, root=7, end=codes.CASE_GAVE_UP),
            case(9),
            case(10, parent=9, root=9, end=codes.CASE_OPEN, ended=-1),
        ]
    )
    assert kpi_value(log, "root_cases") == 8
    shares = [kpi_value(log, name) for name in ("resolved", "hidden_need_unmet", "gave_up", "exhausted", "still_open")]
    assert shares == [2 / 8, 1 / 8, 2 / 8, 1 / 8, 2 / 8]
    assert kpi_value(log, "hidden_need_discovered") == pytest.approx(1 / 3)


def test_who_gave_up_is_told_apart_by_what_his_last_failure_was() -> None:
    log = tables(
        cases=[
            *(case(number, end=codes.CASE_GAVE_UP) for number in (1, 2, 3)),
            case(4, end=codes.CASE_EXHAUSTED),
            case(5),
            case(6, end=codes.CASE_GAVE_UP),
        ],
        contacts=[
            contact(1, outcome=codes.DROPPED, channel=WEB),
            contact(1, 1, requested=NINE + HOUR, outcome=codes.ABANDONED),
            contact(2, outcome=codes.ABANDONED),
            contact(2, 1, requested=NINE + HOUR, outcome=codes.UNRESOLVED),
            contact(3, outcome=codes.PROMISE_BROKEN, channel=EMAIL),
            contact(4, outcome=codes.NO_SLOT, channel=APPOINTMENT),
            contact(5, outcome=codes.ABANDONED),
            answered(5, 1, requested=NINE + HOUR),
        ],
    )
    shares = [kpi_value(log, name) for name in ("lost_waiting", "lost_unable", "lost_unanswered")]
    # Case 6 gave up without any contact: nothing that the municipality did could help him.
    assert shares == pytest.approx([2 / 6, 2 / 6, 1 / 6])
    assert sum(shares) == pytest.approx(kpi_value(log, "gave_up") + kpi_value(log, "exhausted"))


def test_what_is_compulsory_ends_late_and_never_lost() -> None:
    services = dict(scenario().baseline.services)
    services["huwelijk"] = services["huwelijk"].model_copy(update={"obligation": "verplicht"})
    known = replace(compiled(), scenario=scenario(designs=[scenario().baseline.model_copy(update={"services": services})]))
    log = tables(
        cases=[
            case(1, service=HUWELIJK, end=codes.CASE_GAVE_UP),
            case(2, service=HUWELIJK, end=codes.CASE_EXHAUSTED, too_late=1),
            case(3, service=HUWELIJK, too_late=2),
            case(4, service=PASPOORT, end=codes.CASE_GAVE_UP),
            case(5, service=PASPOORT),
        ],
        contacts=[contact(number, outcome=codes.ABANDONED) for number in (1, 2, 4)],
    )
    of_the_wedding = [kpi_value(log, name, "service", "huwelijk", known=known) for name in ("lost_waiting", "late", "too_late")]
    assert of_the_wedding == pytest.approx([0, 1, 2 / 3])
    assert [kpi_value(log, name, "service", "paspoort", known=known) for name in ("lost_waiting", "late")] == [0.5, 0]


def test_what_is_not_resolved_counts_until_the_end_of_the_run() -> None:
    log = tables(cases=[case(1, ended=NINE + DAY), case(2, end=codes.CASE_GAVE_UP, ended=NINE)])
    assert kpi_value(log, "lead_time") == pytest.approx(1)
    assert kpi_value(log, "time_to_resolution") == pytest.approx((1 + (END - NINE) / DAY) / 2)


def test_contacts_are_split_by_cause_and_channel() -> None:
    log = tables(
        cases=[case(1, service=HUWELIJK), case(2, service=HUWELIJK), case(3)],
        contacts=[
            answered(1, service=HUWELIJK),
            answered(1, 1, service=HUWELIJK, cause=codes.REASSURANCE),
            answered(1, 2, service=HUWELIJK, cause=codes.STATUS, channel=EMAIL),
            contact(2, service=HUWELIJK, outcome=codes.ABANDONED),
            answered(2, 1, service=HUWELIJK, cause=codes.AGAIN),
            answered(3),
        ],
    )
    assert kpi_value(log, "contacts_per_root_case", "service", "huwelijk") == pytest.approx(2.5)
    assert kpi_value(log, "contacts_per_root_case", "focus", "focus") == pytest.approx(2.5)
    assert kpi_value(log, "reassurance_contacts_per_root_case", "focus", "focus") == pytest.approx(0.5)
    assert kpi_value(log, "failure_demand_cases", "focus", "focus") == pytest.approx(2 / 5)
    assert kpi_value(log, "failure_demand_cases_with_reassurance", "focus", "focus") == pytest.approx(3 / 5)
    assert kpi_value(log, "channel_contacts_per_root_case", "focus", "focus", channel="phone") == pytest.approx(2)
    assert kpi_value(log, "channel_contacts_per_root_case", "service", "huwelijk", channel="email") == pytest.approx(0.5)
    assert kpi_value(log, "remote_contacts_per_root_case", "focus", "focus") == pytest.approx(2.5)
    assert kpi_value(log, "first_contact_resolution", "service", "paspoort") == 1
    assert kpi_value(log, "first_contact_resolution", "focus", "focus") == 0


def test_the_groups_of_causes_add_up_to_the_calls_and_emails() -> None:
    every = [answered(1, n, service=HUWELIJK, cause=cause) for n, cause in enumerate(range(len(codes.CAUSES)))]
    log = tables(
        cases=[case(1, service=HUWELIJK)],
        contacts=[*every, answered(1, len(every), service=HUWELIJK, cause=codes.QUESTION, channel=EMAIL)],
    )

    def per_case(name: str) -> float:
        return kpi_value(log, f"{name}_contacts_per_root_case", "focus", "focus")

    assert per_case("question") == 2
    assert per_case("journey") + per_case("question") + per_case("reassurance") + per_case("failed") == per_case("remote")
    assert per_case("remote") == len(every) + 1
    assert sum(per_case(cause) for cause in codes.CAUSES) == per_case("remote")
    assert kpi_value(log, "failure_demand_cases", "focus", "focus") == pytest.approx(6 / 9)


def test_calls_and_messages_leave_out_what_is_done_online_or_in_person() -> None:
    log = tables(
        cases=[case(1, service=HUWELIJK), case(2, service=HUWELIJK)],
        contacts=[
            answered(1, service=HUWELIJK),
            answered(1, 1, service=HUWELIJK, channel=EMAIL),
            answered(1, 2, service=HUWELIJK, channel=DESK),
            answered(1, 3, service=HUWELIJK, channel=WEB),
            answered(2, service=HUWELIJK, channel=APPOINTMENT),
            *(contact(2, n, service=HUWELIJK, outcome=codes.CLOSED) for n in (1, 2, 3, 4)),
            contact(2, 5, service=HUWELIJK, channel=DESK, outcome=codes.CLOSED),
        ],
    )
    about = ("focus", "focus")
    assert kpi_value(log, "remote_contacts_per_root_case", *about) == pytest.approx(1)
    assert kpi_value(log, "need_contacts_per_root_case", *about) == pytest.approx(1)
    assert kpi_value(log, "closed_calls_per_root_case", *about) == pytest.approx(2)
    assert kpi_value(log, "online_attempts_per_root_case", *about) == pytest.approx(0.5)
    by_channel = [kpi_value(log, "channel_contacts_per_root_case", *about, channel=name) for name in ("phone", "email", "desk")]
    assert by_channel == pytest.approx([0.5, 0.5, 0.5])
    assert kpi_value(log, "contacts_per_root_case", *about) == pytest.approx(5)


def wanted_ask_of_the_wedding() -> Compiled:
    services = dict(scenario().baseline.services)
    step = services["huwelijk"].steps["ask"].model_copy(update={"wanted": True})
    services["huwelijk"] = services["huwelijk"].model_copy(update={"steps": {"ask": step}})
    return replace(compiled(), scenario=scenario(designs=[scenario().baseline.model_copy(update={"services": services})]))


def test_staff_time_of_a_wanted_conversation_is_told_apart() -> None:
    known = wanted_ask_of_the_wedding()
    talk, back_office, other = leg(1, service=HUWELIJK, step=1), leg(1, -1, service=HUWELIJK, step=1, channel=-1), leg(2)
    log = tables(
        cases=[case(1, service=HUWELIJK), case(2)],
        contacts=[answered(1, service=HUWELIJK, step=1), answered(2)],
        legs=[talk, back_office, other],
    )
    staff = [kpi_value(log, "staff_time_per_root_case", "service", name, known=known) for name in ("huwelijk", "paspoort")]
    assert staff == pytest.approx([10, 5])
    wanted = [kpi_value(log, "wanted_time_per_root_case", "service", name, known=known) for name in ("huwelijk", "paspoort")]
    assert wanted == pytest.approx([5, 0])
    assert kpi_value(log, "other_time_per_root_case", "service", "huwelijk", known=known) == pytest.approx(5)


def test_time_of_the_citizen_in_wanted_conversations_and_the_rest_are_the_effort() -> None:
    log = tables(
        cases=[
            case(1, service=HUWELIJK, citizen_time=70 * MINUTE),
            case(2, service=HUWELIJK, end=codes.CASE_OPEN, ended=-1),
            case(3, citizen_time=5 * MINUTE),
        ],
        contacts=[
            answered(1, service=HUWELIJK, step=1, channel=DESK, wait=8 * MINUTE, citizen_time=50 * MINUTE),
            answered(1, 1, service=HUWELIJK, step=0, citizen_time=20 * MINUTE),
            contact(2, service=HUWELIJK, step=1, channel=DESK, citizen_time=9 * MINUTE),
            answered(3, citizen_time=5 * MINUTE),
        ],
    )
    known = wanted_ask_of_the_wedding()

    def told(kpi: str, *about: str) -> float:
        return kpi_value(log, kpi, *about, known=known)

    # What goes on at the end of the run is in neither, as the case does not have it yet; waiting is wanted by nobody.
    assert told("citizen_effort_wanted", "focus", "focus") == pytest.approx(50 / 2)
    assert told("citizen_effort_other", "focus", "focus") == pytest.approx((20 + 8) / 2)
    assert told("citizen_effort", "focus", "focus") == pytest.approx(78 / 2)
    assert told("citizen_effort_wanted", "service", "paspoort") == 0
    assert told("citizen_effort_wanted") + told("citizen_effort_other") == pytest.approx(told("citizen_effort"))


def test_figures_of_cases_are_told_of_each_group_among_the_cases_in_focus() -> None:
    log = tables(
        cases=[
            case(1, service=HUWELIJK, segment=OLD, citizen_time=30 * MINUTE, ended=NINE + 2 * DAY),
            case(2, service=HUWELIJK, segment=OLD, citizen_time=10 * MINUTE, end=codes.CASE_GAVE_UP),
            case(3, segment=OLD, citizen_time=90 * MINUTE),
            case(4, segment=0, citizen_time=90 * MINUTE),
        ],
        contacts=[answered(1, segment=OLD), answered(2, segment=OLD), answered(2, 1, segment=OLD), answered(3, segment=OLD)],
        legs=[leg(1)],
        lookups=[{"day": 7, "service": HUWELIJK, "segment": OLD, "found": 3, "let_go": 0}],
    )

    def of_group(kpi: str, segment: str = "old") -> float:
        return kpi_value(log, kpi, "focus_segment", segment)

    assert of_group("root_cases") == 2
    assert of_group("resolved") == 0.5
    assert of_group("citizen_effort") == pytest.approx(20)
    assert of_group("contacts_per_root_case") == pytest.approx(1.5)
    assert of_group("staff_time_per_root_case") == pytest.approx(2.5)
    assert of_group("lead_time") == of_group("lead_time_p50") == 2
    assert of_group("looked_up") == pytest.approx(1.5)
    assert of_group("root_cases", "young") == 0
    assert all(isnan(of_group(kpi, "young")) for kpi in ("resolved", "citizen_effort", "lead_time_p50")), "nobody to tell of"
    without = rows_of(measure(log, compiled()).dimensions)
    assert not any(key.dimension == "focus_segment" for key in without.keys), "told where services are in focus"


def test_a_few_figures_are_worked_out_alone_and_are_the_same_to_the_bit() -> None:
    log = tables(
        cases=[case(1, service=HUWELIJK, citizen_time=7 * MINUTE, segment=OLD), case(2, citizen_time=MINUTE)],
        contacts=[answered(1, service=HUWELIJK, segment=OLD, wait=3 * SECOND), answered(2, wait=MINUTE)],
        legs=[leg(1), leg(2)],
    )
    known, focus = compiled(), Focus(("huwelijk",), ("huwelijken",))
    measured = measure(log, known).settled()
    rows = rows_of(measured.dimensions, focus, half_hours=True)
    values = evaluate([measured], rows, known.scenario.costs).value[0]
    for key in rows.keys:
        few = rows_of(measured.dimensions, focus, half_hours=True, figures=(key,))
        assert {(one.kpi, one.dimension) for one in few.keys} == {(key.kpi, key.dimension)}
        found = evaluate([measured], few, known.scenario.costs).value[0, few.places[key]]
        assert found.tobytes() == values[rows.places[key]].tobytes(), key


def test_per_couple() -> None:
    log = tables(
        cases=[case(1, service=HUWELIJK), case(2, service=HUWELIJK), case(3)],
        contacts=[answered(1, service=HUWELIJK), answered(3), answered(3, 1)],
        legs=[leg(1, service=HUWELIJK, team=HUWELIJKEN)],
    )
    assert kpi_value(log, "contacts_per_root_case", "service", "huwelijk") == pytest.approx(0.5)
    assert kpi_value(log, "channel_contacts_per_root_case", "service", "huwelijk", channel="phone") == pytest.approx(0.5)
    assert kpi_value(log, "team_time_per_root_case", "service", "huwelijk", team="huwelijken") == pytest.approx(2.5)


def test_effort_is_own_time_and_waiting_where_one_must_stay() -> None:
    log = tables(
        cases=[case(1, citizen_time=20 * MINUTE)],
        contacts=[
            answered(1, wait=4 * MINUTE),
            answered(1, 1, wait=6 * MINUTE, channel=DESK),
            answered(1, 2, wait=9 * HOUR, channel=EMAIL),
        ],
    )
    assert kpi_value(log, "citizen_effort") == pytest.approx(30)
    assert kpi_value(log, "waiting_per_root_case") == pytest.approx(10)


def test_handoffs_are_counted_apart_and_together() -> None:
    log = tables(
        cases=[case(1), case(2)],
        contacts=[
            answered(1, transfers=2),
            answered(1, 1, outcome=codes.CALL_BACK),
            answered(1, 2, outcome=codes.REFERRED),
            answered(2),
        ],
    )
    assert kpi_value(log, "transfers_per_root_case") == 1
    assert kpi_value(log, "call_backs_per_root_case") == 0.5
    assert kpi_value(log, "referrals_per_root_case") == 0.5
    assert kpi_value(log, "handoffs_per_root_case") == 2
    assert kpi_value(log, "handed_off") == 0.5


def test_applications_complete_digital_and_too_late() -> None:
    log = tables(
        cases=[
            case(1, applied=NINE, applied_channel=WEB),
            case(2, applied=NINE, applied_channel=DESK, corrections=2, too_late=1),
            case(3, reminders=3),
        ]
    )
    assert kpi_value(log, "first_time_complete") == 0.5
    assert kpi_value(log, "digital_applications") == 0.5
    assert kpi_value(log, "too_late") == pytest.approx(1 / 3)
    assert kpi_value(log, "reminders_per_root_case") == 1


def test_cost_is_per_resolved_root_case() -> None:
    log = tables(
        cases=[case(1), case(2, end=codes.CASE_GAVE_UP)],
        contacts=[answered(1), contact(2)],
        legs=[
            leg(1, released=NINE + HOUR),
            leg(2, -1, channel=-1, released=-1, ended=-1, started=END - HOUR, end=codes.LEG_OPEN),
        ],
    )
    assert kpi_value(log, "staff_time_per_root_case") == pytest.approx(60)
    assert kpi_value(log, "back_office_time_per_root_case") == pytest.approx(30)
    assert kpi_value(log, "cost_direct") == pytest.approx(80)
    assert kpi_value(log, "cost_full") == pytest.approx(120)


def test_no_cases_give_no_figures() -> None:
    log = tables()
    lines = lines_of(log, compiled())
    assert len(lines) == 0
    assert root_cases(log, compiled())["contacts"].shape == (0,)
    assert kpi_value(log, "root_cases") == 0
