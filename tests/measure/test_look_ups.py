from __future__ import annotations

import pytest

from sim.engine.program import codes
from tests.measure.by_hand import DAY, HUWELIJK, MONDAY, PASPOORT, answered, case, kpi_value, tables

FIRST = MONDAY // DAY
"""Of the window."""


def test_who_looks_up_and_asks_nobody_is_told_per_case_and_is_no_contact_and_gave_nothing_up() -> None:
    log = tables(
        cases=[case(1), case(2, end=codes.CASE_GAVE_UP), case(3, service=HUWELIJK)],
        contacts=[answered(1), answered(3, service=HUWELIJK)],
        lookups=[
            {"day": FIRST - 1, "service": PASPOORT, "segment": 0, "found": 99, "let_go": 99},
            {"day": FIRST, "service": PASPOORT, "segment": 0, "found": 6, "let_go": 1},
            {"day": FIRST + 6, "service": PASPOORT, "segment": 1, "found": 2, "let_go": 0},
            {"day": FIRST + 7, "service": PASPOORT, "segment": 0, "found": 99, "let_go": 99},
            {"day": FIRST, "service": HUWELIJK, "segment": 0, "found": 0, "let_go": 3},
        ],
    )
    assert kpi_value(log, "looked_up", "service", "paspoort") == pytest.approx(8 / 2)
    assert kpi_value(log, "looked_up_let_go", "service", "paspoort") == pytest.approx(1 / 2)
    assert kpi_value(log, "looked_up_let_go", "focus", "focus") == pytest.approx(3)
    assert kpi_value(log, "looked_up") == pytest.approx(8 / 3)
    assert kpi_value(log, "contacts_offered") == 2
    assert kpi_value(log, "contacts_per_root_case") == pytest.approx(2 / 3)
    assert kpi_value(log, "gave_up") == pytest.approx(1 / 3)
    assert kpi_value(log, "lost_unable") == pytest.approx(1 / 3)
