"""What the tables on the screen show: the figures of the verdict, and below them what the contacts are for, changed or not."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

from rich.console import Console

from sim.cli.screen import print_findings
from sim.text.texts import Texts
from tests.report.examples import findings, row


def test_what_calls_are_for_and_what_is_no_part_of_them_is_shown_though_it_did_not_change() -> None:
    whole = findings()
    told = {
        "question_contacts_per_root_case": "calls and e-mails because of a question that stayed open",
        "online_attempts_per_root_case": "online attempts",
        "closed_calls_per_root_case": "calls while it was closed",
    }
    rows = [
        replace(row("cases", name, "contacts", (10.0, 10.0, 10.0, 10.0), ("none", "none", "none")), kpi=kpi)
        for kpi, name in told.items()
    ]
    nothing = replace(
        row("cases", "of which wanted conversation", "hours", (0.0,) * 4, ("none",) * 3), kpi="wanted_time_per_root_case"
    )
    screen = StringIO()
    print_findings(Console(file=screen, width=300), Texts("en"), replace(whole, rows=(*whole.rows, *rows, nothing)))
    assert all(name in screen.getvalue() for name in told.values())
    assert "of which wanted conversation" not in screen.getvalue(), "what no story has takes no line"
