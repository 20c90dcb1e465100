"""The plan for a planning tool: one CSV file of half hours, and a workbook with real tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from sim.experiment.staffing.available import Available
from sim.experiment.staffing.outcome import StaffPlan
from sim.model.calendar import WEEKDAYS as DAY_KEYS
from sim.report.names import labels_of
from sim.report.staff_answer import answer, certainty, counted_once, out_of_reach, per_team
from sim.report.staff_available import DIVISIONS, available_answer
from sim.report.staff_words import WEEKDAYS, clock_text, norm_name, target_text, verdict_text
from sim.report.texts import Texts

CELLS_THAT_COUNT = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes text that begins so for a formula (OWASP, CSV injection)."""
HEAD = ("team", "team_label", "weekday", "start", "end", "required", "present", "difference", "minimum", "erlang_c", "erlang_a")
Rows = list[list[Any]]


def half_hour_rows(plan: StaffPlan, say: Texts) -> Rows:
    """One row per team, weekday and half hour with anybody needed or present, in the columns of ``HEAD``."""
    labels = labels_of([plan.scenario], say)
    rows: Rows = []
    for team in plan.teams:
        needed, present, formulas = plan.required[team], plan.present[team], plan.erlang.get(team)
        for day in range(7):
            for half_hour in range(48):
                if needed[day, half_hour] == 0 and present[day, half_hour] == 0:
                    continue
                now = round(float(present[day, half_hour]), 3)
                rows.append(
                    [
                        team,
                        labels.teams.get(team, team),
                        DAY_KEYS[day],
                        clock_text(half_hour),
                        clock_text(half_hour + 1),
                        int(needed[day, half_hour]),
                        now,
                        round(now - int(needed[day, half_hour]), 3),
                        int(plan.least[team][day, half_hour]),
                        None if formulas is None else int(formulas.c[day, half_hour]),
                        None if formulas is None else int(formulas.a[day, half_hour]),
                    ]
                )
    return rows


def as_csv(plan: StaffPlan, say: Texts) -> str:
    """The half hours with a header, commas and decimal points, whatever the language; UTF-8 when written."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows([[_harmless(value) for value in row] for row in half_hour_rows(plan, say)])
    return out.getvalue()


def plan_workbook(plan: StaffPlan, say: Texts) -> bytes:
    """Sheets: the answer in words, the norms, the chain, the half hours, and a grid per team."""
    labels = labels_of([plan.scenario], say)
    lines = [answer(say, plan), *per_team(say, plan), *out_of_reach(say, plan), certainty(say, plan), *counted_once(say, plan)]
    norms = [
        [
            norm_name(say, norm.requirement, labels),
            target_text(say, norm.requirement),
            *_numbers(norm),
            verdict_text(say, norm.verdict),
        ]
        for norm in plan.norms
    ]
    chain = [
        [
            labels.teams.get(team, team),
            *(
                round(value, 3)
                for value in (
                    found.work_hours, found.people_hours.needed, found.people_hours.today, found.rostered_hours.needed,
                    found.rostered_hours.today, found.fte.needed, found.fte.today, found.fte.change, found.surplus_hours,
                    found.shortage_hours, found.bookable_hours, found.bookable_fte, found.direct.needed, found.direct.today,
                    found.full.needed, found.full.today,
                )
            ),
        ]
        for team, found in plan.chain.items()
    ]  # fmt: skip
    chain_head = [
        say("team"), say("work, hours a week"), say("at work, hours a week"), say("at work today, hours a week"),
        say("rostered, hours a week"), say("rostered today, hours a week"), say("fte needed"), say("fte today"),
        say("difference in fte"), say("hours freed a week"), say("hours short a week"), say("of those freed, in shifts"),
        say("bookable fte"), say("direct cost, euro a year"), say("direct cost today, euro a year"),
        say("full cost, euro a year"), say("full cost today, euro a year"),
    ]  # fmt: skip
    norm_head = [say("norm"), say("target"), say("today"), say("with the plan"), say("bound"), say("verdict")]
    half_hours = half_hour_rows(plan, say)
    sheets: list[tuple[str, Sequence[str], Rows]] = [
        (say("Answer"), [say("Answer")], [[line] for line in lines if line]),
        (say("Norms"), norm_head, norms),
        (say("Chain"), chain_head, chain),
        (say("Half hours"), HEAD, half_hours),
    ]
    for team in plan.teams:
        name = labels.teams.get(team, team)
        days = [say(day) for day in WEEKDAYS]
        grid = [
            [clock_text(half_hour), *(int(plan.required[team][day, half_hour]) for day in range(7))]
            for half_hour in range(48)
            if plan.required[team][:, half_hour].any()
        ]
        if grid:
            sheets.append((name, [say("from"), *days], grid))
    return workbook(sheets)


def available_workbook(found: Available, say: Texts) -> bytes:
    """Sheets: the answer in words, and each norm under each division."""
    labels = labels_of([found.scenario], say)
    rows: Rows = [
        [say(DIVISIONS[division.name]), norm_name(say, asked, labels), target_text(say, asked), judged.value, judged.bound,
         verdict_text(say, judged.verdict)]
        for division in found.divisions
        for asked, judged in division.norms
    ]  # fmt: skip
    head = [say("division"), say("norm"), say("target"), say("share"), say("bound"), say("verdict")]
    return workbook(
        [(say("Answer"), [say("Answer")], [[line] for line in available_answer(say, found)]), (say("Norms"), head, rows)]
    )


def workbook(sheets: Sequence[tuple[str, Sequence[str], Rows]]) -> bytes:
    """An Excel file with one table per sheet. Text is written as text, so nothing in it is ever computed."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
        },
    )
    bold = book.add_format({"bold": True, "text_wrap": True})
    taken: set[str] = set()
    for number, (name, head, rows) in enumerate(sheets):
        sheet = book.add_worksheet(_sheet_name(name, taken))
        for row, values in enumerate(rows, start=1):
            for column, value in enumerate(values):
                _write(sheet, row, column, value)
        columns = [{"header": title, "header_format": bold} for title in head]
        sheet.add_table(
            0,
            0,
            max(1, len(rows)),
            len(head) - 1,
            {"columns": columns, "name": f"table_{number + 1}", "style": "Table Style Light 1"},
        )
        widths = [max([len(str(title)), *(len(str(row[column])) for row in rows)]) for column, title in enumerate(head)]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(110, width + 2))
        sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value)
    elif value is not None and value == value:  # noqa: PLR0124 (not a number is left empty)
        sheet.write_number(row, column, value)


def _sheet_name(name: str, taken: set[str]) -> str:
    """At most 31 characters, without those that Excel forbids, and each once."""
    clean = "".join(" " if sign in "[]:*?/\\'" else sign for sign in name).strip()[:28] or "-"
    unique = next(candidate for candidate in (clean, *(f"{clean} {n}" for n in range(2, 100))) if candidate.lower() not in taken)
    taken.add(unique.lower())
    return unique


def _harmless(value: Any) -> Any:
    """Text that a spreadsheet would compute gets an apostrophe in front."""
    return "'" + value if isinstance(value, str) and value.startswith(CELLS_THAT_COUNT) else value


def _numbers(norm: Any) -> list[float]:
    return [norm.today, norm.value, norm.bound]
