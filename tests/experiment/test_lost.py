"""Who gave up, by group: counts, shares and differences worked out by hand from two replications."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.engine.program import codes
from sim.engine.program.tables import Tables
from sim.experiment.found.lost import ENDINGS, LOST, LostOf, lost_by_segment
from sim.experiment.found.result import Result
from sim.measure.measuring import measure
from sim.measure.rows import Focus
from tests.measure.by_hand import HUWELIJK, case, compiled, contact, scenario, tables

YOUNG, OLD = range(2)


def log(*ends: tuple[int, int, int]) -> Tables:
    """A case per (segment, service, outcome of its only contact); RESOLVED ends well, anything else is given up."""
    rows = list(enumerate(ends, start=1))
    return tables(
        cases=[
            case(
                number,
                segment=segment,
                service=service,
                end=codes.CASE_RESOLVED if outcome == codes.RESOLVED else codes.CASE_GAVE_UP,
            )
            for number, (segment, service, outcome) in rows
        ],
        contacts=[
            contact(number, segment=segment, service=service, outcome=outcome) for number, (segment, service, outcome) in rows
        ],
    )


def result(*logs: Tables) -> Result:
    known = compiled()
    measurements = {number: measure(one, known, replication=number).settled() for number, one in enumerate(logs)}
    return Result(scenario(), 1, 0, "compiled", len(logs), measurements)


BEFORE = result(
    log((OLD, 0, codes.ABANDONED), (OLD, 0, codes.RESOLVED), (YOUNG, 0, codes.RESOLVED), (YOUNG, HUWELIJK, codes.DROPPED)),
    log((OLD, 0, codes.RESOLVED), (OLD, 0, codes.RESOLVED), (YOUNG, 0, codes.RESOLVED), (YOUNG, HUWELIJK, codes.RESOLVED)),
)
AFTER = result(
    log((OLD, 0, codes.ABANDONED), (OLD, 0, codes.ABANDONED), (YOUNG, 0, codes.RESOLVED), (YOUNG, HUWELIJK, codes.DROPPED)),
    log((OLD, 0, codes.ABANDONED), (OLD, 0, codes.RESOLVED), (YOUNG, 0, codes.RESOLVED), (YOUNG, HUWELIJK, codes.RESOLVED)),
)


def found(ending: tuple[str, ...], segment: str, focus: Focus = Focus()) -> LostOf:  # noqa: B008 - frozen
    (row,) = [row for row in lost_by_segment((BEFORE, AFTER), focus) if (row.ending, row.segment) == (ending, segment)]
    return row


def test_people_and_shares_are_those_of_the_group() -> None:
    before, after = found(("lost_waiting",), "old").found
    assert (before.people.value, before.share.value) == (0.5, 0.25)
    assert (after.people.value, after.share.value) == (1.5, 0.75)
    everybody = found(LOST, "").found
    assert [lost.people.value for lost in everybody] == [1.0, 2.0]
    assert [lost.share.value for lost in everybody] == [0.25, 0.5]


def test_the_difference_is_paired() -> None:
    """One more in both replications: no spread at all, whatever the spread of each."""
    more = found(("lost_waiting",), "old").found[1].more
    assert more is not None
    assert (more.value, more.low, more.high) == (1.0, 1.0, 1.0)
    people = found(("lost_waiting",), "old").found[1].people
    assert people.low == 0 < people.high, "chance leaves nobody possible, and never fewer"


def test_causes_add_up_to_all_who_gave_up() -> None:
    rows = lost_by_segment((BEFORE, AFTER))
    assert len(rows) == len(ENDINGS) * 3
    for segment in ("", "young", "old"):
        causes = sum(found((cause,), segment).found[1].people.value for cause in LOST)
        assert found(LOST, segment).found[1].people.value == causes


def test_with_a_focus_only_its_services_count() -> None:
    rows = found(LOST, "young", Focus(("huwelijk",)))
    assert [lost.share.value for lost in rows.found] == [0.5, 0.5]
    assert np.isnan(found(LOST, "old", Focus(("huwelijk",))).found[0].share.value)


def test_one_replication_has_no_interval() -> None:
    alone = replace(BEFORE, measurements={0: BEFORE.measurements[0]})
    share = lost_by_segment((alone,))[0].found[0].share
    assert share.value == pytest.approx(0.5)
    assert np.isnan([share.low, share.high]).all()
