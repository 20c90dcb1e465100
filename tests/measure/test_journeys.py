from __future__ import annotations

from sim.engine.program import codes
from sim.measure.journeys import ENDS, Flow, flows_of
from tests.measure.by_hand import DAY, DESK, HUWELIJK, MONDAY, NINE, PHONE, answered, case, compiled, contact, tables

KNOWN = compiled()


def test_every_outcome_is_told_as_an_end() -> None:
    assert set(ENDS) == set(codes.OUTCOMES)


def test_flows_count_the_contacts_of_root_cases_of_the_window_with_all_that_follows() -> None:
    log = tables(
        cases=[case(1), case(2, parent=1, root=1), case(3, service=HUWELIJK), case(4, started=MONDAY - DAY)],
        contacts=[
            answered(1),
            contact(1, 1, cause=codes.AGAIN, channel=DESK, outcome=codes.ABANDONED),
            answered(2, cause=codes.REASSURANCE),
            answered(3, service=HUWELIJK, step=1),
            answered(4),
        ],
    )
    found = flows_of(log, KNOWN, ())
    assert found.cases == 2
    assert set(found.flows) == {
        Flow("paspoort", "ask", "need", "phone", "resolved", 1),
        Flow("paspoort", "ask", "again", "desk", "not_reached", 1),
        Flow("paspoort", "ask", "reassurance", "phone", "resolved", 1),
        Flow("huwelijk", "ask", "need", "phone", "resolved", 1),
    }
    assert found.contacts == 4


def test_flows_of_one_service_leave_the_others_out_and_put_the_most_first() -> None:
    calls = [answered(1), answered(1, 1, requested=NINE + DAY, outcome=codes.SENT_AWAY), answered(3, service=HUWELIJK, step=1)]
    calls += [contact(3, n, service=HUWELIJK, step=1, channel=PHONE, outcome=codes.CLOSED) for n in (1, 2)]
    log = tables(cases=[case(1), case(3, service=HUWELIJK)], contacts=calls)
    found = flows_of(log, KNOWN, ["huwelijk"])
    assert found.cases == 1
    assert [flow.count for flow in found.flows] == [2, 1]
    assert {flow.service for flow in found.flows} == {"huwelijk"}
