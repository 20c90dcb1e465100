from __future__ import annotations

from datetime import datetime

from sim.engine.program import codes
from sim.engine.program.tables import Tables
from sim.experiment.found.followed import Followed, follow
from sim.measure.log import Log
from sim.measure.measuring import root_cases
from tests.measure.by_hand import APPOINTMENT, DAY, HOUR, HUWELIJK, MINUTE, NINE, answered, case, compiled, contact, leg, tables

KNOWN = compiled()


def followed(before: Tables, after: Tables, services: tuple[str, ...] = ()) -> tuple[Followed, ...]:
    logs = (Log.of(before), Log.of(after))
    roots = (root_cases(before, KNOWN), root_cases(after, KNOWN))
    return follow(logs, roots, (KNOWN, KNOWN), services)


def test_the_middle_one_of_those_who_gain_and_of_those_who_lose() -> None:
    before = tables(cases=[case(n, citizen_time=30 * MINUTE) for n in range(1, 7)])
    times = {1: 29, 2: 20, 3: 5, 4: 31, 5: 40, 6: 90}
    after = tables(cases=[case(n, citizen_time=minutes * MINUTE) for n, minutes in times.items()])
    gains, loses = followed(before, after)
    assert (gains.which, gains.entity) == ("gains", 2)
    assert (loses.which, loses.entity) == ("loses", 5)
    assert [life.effort for life in loses.lives] == [30 * MINUTE, 40 * MINUTE]


def test_who_is_resolved_in_one_world_only_is_not_followed() -> None:
    before = tables(cases=[case(1, citizen_time=MINUTE), case(2, citizen_time=MINUTE, end=codes.CASE_GAVE_UP)])
    after = tables(cases=[case(1, citizen_time=MINUTE), case(2, citizen_time=DAY)])
    assert followed(before, after) == ()


def test_a_life_has_every_contact_in_order_also_of_what_followed() -> None:
    before = tables(cases=[case(1, citizen_time=MINUTE, event=NINE + DAY)], contacts=[answered(1)], legs=[leg(1)])
    after = tables(
        cases=[case(1, citizen_time=2 * MINUTE), case(7, parent=1, root=1, citizen_time=3 * MINUTE, ended=NINE + DAY)],
        contacts=[
            contact(1, 0, requested=NINE, outcome=codes.CLOSED, cause=codes.NEED),
            answered(1, 1, requested=NINE + HOUR, wait=4 * MINUTE, cause=codes.AGAIN, citizen_time=MINUTE),
            answered(7, 0, requested=NINE + DAY, cause=codes.REASSURANCE, root=1),
        ],
    )
    (found,) = followed(before, after, ("paspoort",))
    assert found.event == datetime(2025, 9, 9, 9, 0)
    first, second = found.lives
    assert [moment.outcome for moment in second.moments] == ["closed", "resolved", "resolved"]
    assert [moment.cause for moment in second.moments] == ["need", "again", "reassurance"]
    assert second.moments[0].took_place is None
    assert second.moments[1].took_place == second.moments[1].asked == datetime(2025, 9, 8, 10, 0)
    assert (second.moments[1].waited, second.moments[1].effort) == (4 * MINUTE, MINUTE)
    assert second.effort == 5 * MINUTE + 4 * MINUTE
    assert second.ended == datetime(2025, 9, 9, 9, 0)
    assert first.staff_time == 5 * MINUTE


def test_a_life_is_told_in_the_order_in_which_it_took_place() -> None:
    """An appointment that was booked before a call, and comes after it, stands after the call."""
    later = NINE + 5 * DAY
    visit = contact(
        1, 0, channel=APPOINTMENT, slot=later, queued=later, answered=later, ended=later + HOUR, outcome=codes.RESOLVED
    )
    call = answered(1, 1, requested=NINE + DAY)
    before = tables(cases=[case(1, citizen_time=MINUTE)], contacts=[visit, call])
    after = tables(cases=[case(1, citizen_time=2 * MINUTE)], contacts=[visit, call])
    (found,) = followed(before, after)
    moments = found.lives[0].moments
    assert [moment.channel for moment in moments] == ["phone", "appointment"]
    assert (moments[1].asked, moments[1].took_place) == (datetime(2025, 9, 8, 9, 0), datetime(2025, 9, 13, 9, 0))


def test_only_the_services_asked_for_are_followed() -> None:
    before = tables(cases=[case(1, citizen_time=MINUTE), case(2, citizen_time=MINUTE, service=HUWELIJK)])
    after = tables(cases=[case(1, citizen_time=2 * MINUTE), case(2, citizen_time=3 * MINUTE, service=HUWELIJK)])
    assert [one.entity for one in followed(before, after, ("huwelijk",))] == [2]
