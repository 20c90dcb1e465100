"""The hours of a conversation that the municipality wants to have, told apart from all other work."""

from __future__ import annotations

from sim.report.told.findings import Findings
from sim.report.words.kpis import change, kpi_said, kpi_words
from sim.text.texts import Texts
from sim.text.units import estimated

STAFF, WANTED, OTHER = (f"{work}_time_per_root_case" for work in ("staff", "wanted", "other"))
MOSTLY = 0.5
"""Of a difference in hours: from which part on it is told that it is conversation."""


def conversation(say: Texts, findings: Findings, story: int) -> str:
    """Where a difference in staff time is mostly conversation that is wanted: how much of it is.

    Empty otherwise, and where work is left over, so that nothing can be said of staff.
    """
    rows = [findings.of_case(kpi) for kpi in (STAFF, WANTED, OTHER)]
    staff, wanted, other = (row.differences[story] if row else None for row in rows)
    if rows[0] is None or staff is None or wanted is None or other is None:
        return ""
    if staff.judgement == "unbalanced" or not wanted.shown or abs(wanted.value) < MOSTLY * abs(staff.value):
        return ""
    return say(
        "Of this difference in {kpi}, {wanted} is conversation that is wanted and no waste; all other work makes {other}.",
        kpi=kpi_words(say, rows[0]),
        wanted=change(say, wanted, rows[0].unit),
        other=change(say, other, rows[0].unit),
    )


def of_which(say: Texts, findings: Findings, story: int) -> str:
    """``, waarvan gewenst gesprek 85 uur``; empty where no story has such a conversation."""
    wanted = findings.of_case(WANTED)
    if wanted is None or not any(estimate.value > 0 for estimate in wanted.estimates):
        return ""
    return f", {kpi_said(say, wanted.name)} {estimated(say, wanted.estimates[story], wanted.unit)}"
