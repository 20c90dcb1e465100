"""The plan for a planning tool: one CSV file of half hours, and a workbook with real tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from sim.experiment.staffing.available import Available
from sim.experiment.staffing.outcome import Chain, StaffPlan
from sim.model.values.calendar import WEEKDAYS as DAY_KEYS
from sim.report.files.sheets import LIKE_A_FORMULA, Book, Cell, Figure
from sim.report.staff.answer import answer, basis, measured, per_team, sureness, title, warnings
from sim.report.staff.available import DIVISIONS, available_answer, available_basis, available_title
from sim.report.staff.chain import EUROS, FTE, HOURS
from sim.report.staff.words import WEEKDAYS, clock_text, norm_name, target_text, verdict_text
from sim.report.words.names import labels_of
from sim.text.texts import Texts

HEAD = ("team", "team_label", "weekday", "start", "end", "required", "present", "difference", "minimum", "erlang_c", "erlang_a")
"""Columns of the CSV file, the same in every language: what a planning tool reads."""
DECIMALS = 2
"""Of people in the CSV file; never three, which may be read as thousands."""
Value = str | int | float | None


def half_hour_rows(plan: StaffPlan, say: Texts) -> list[list[Value]]:
    """One row per team, weekday and half hour with anybody needed or present, in the columns of ``HEAD``."""
    labels = labels_of([plan.scenario], say)
    rows: list[list[Value]] = []
    for team in plan.teams:
        needed, present, formulas = plan.required[team], plan.present[team], plan.erlang.get(team)
        for day in range(7):
            for half_hour in range(48):
                if needed[day, half_hour] == 0 and present[day, half_hour] == 0:
                    continue
                now = round(float(present[day, half_hour]), DECIMALS)
                rows.append(
                    [
                        team,
                        labels.teams.get(team, team),
                        DAY_KEYS[day],
                        clock_text(half_hour),
                        clock_text(half_hour + 1),
                        int(needed[day, half_hour]),
                        now,
                        round(now - int(needed[day, half_hour]), DECIMALS),
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
    """The answer in words, the norms, the chain, the half hours, and a grid per team; equal plans give equal bytes."""
    labels = labels_of([plan.scenario], say)
    book = Book(title(say, plan))
    told = [answer(say, plan), *sureness(say, plan), *per_team(say, plan), *warnings(say, plan)]
    told += [measured(say, plan), *basis(say, plan)]
    book.lines(say("Read me"), [(title(say, plan), ""), *(("", sentence) for sentence in told if sentence)], bold=(0,))
    shares = [f"{head} (%)" for head in (say("Today's roster"), say("With the plan"), say("Bound"))]
    heads = [say("Norm"), say("Target"), *shares, say("Verdict")]
    rows: list[list[Cell]] = [
        [
            norm_name(say, norm.requirement, labels),
            target_text(say, norm.requirement),
            *(_share(share) for share in (norm.today, norm.value, norm.bound)),
            verdict_text(say, norm.verdict),
        ]
        for norm in plan.norms
    ]
    book.table(say("Norms"), "Norms", heads, rows)
    book.table(
        say("Chain"),
        "Chain",
        _heads_of_chain(say),
        [_chain_row(labels.teams.get(team, team), plan.chain[team]) for team in plan.teams],
    )
    half_hours = [[_cell(value) for value in row] for row in half_hour_rows(plan, say)]
    book.table(say("Half hours"), "HalfHours", _heads_of_half_hours(say), half_hours)
    for number, team in enumerate(plan.teams, start=1):
        grid = plan.required[team]
        week: list[list[Cell]] = [
            [clock_text(half_hour), *(Figure(float(grid[day, half_hour]), "0") for day in range(7))]
            for half_hour in range(48)
            if grid[:, half_hour].any()
        ]
        days = [f"{say(day)} ({say('people')})" for day in WEEKDAYS]
        book.table(labels.teams.get(team, team), f"Team{number}", [say("from"), *days], week)
    return book.to_bytes()


def available_workbook(found: Available, say: Texts) -> bytes:
    """The answer in words, and each norm under each division."""
    labels = labels_of([found.scenario], say)
    book = Book(available_title(say, found))
    told = [*available_answer(say, found), *available_basis(say, found)]
    book.lines(say("Read me"), [(available_title(say, found), ""), *(("", sentence) for sentence in told)], bold=(0,))
    rows: list[list[Cell]] = [
        [
            say(DIVISIONS[division.name]),
            norm_name(say, asked, labels),
            target_text(say, asked),
            _share(judged.value),
            _share(judged.bound),
            verdict_text(say, judged.verdict),
        ]
        for division in found.divisions
        for asked, judged in division.norms
    ]
    shares = [f"{head} (%)" for head in (say("Share"), say("Bound"))]
    heads = [say("Division of the hours"), say("Norm"), say("Target"), *shares, say("Verdict")]
    book.table(say("Norms"), "Norms", heads, rows)
    divided: list[list[Cell]] = [
        [say(DIVISIONS[division.name]), Figure(division.met, "0"), Figure(division.overtime_hours, "#,##0.0")]
        for division in found.divisions
    ]
    heads = [say("Division of the hours"), f"{say('Norms met')} ({say('number')})", say("overtime, hours a week")]
    book.table(say("Divisions"), "Divisions", heads, divided)
    return book.to_bytes()


def _heads_of_half_hours(say: Texts) -> list[str]:
    """What stands in the columns of ``HEAD``, in the language of the reader."""
    people = [
        say("needed"),
        say("at work today"),
        say("difference"),
        say("at least"),
        say("needed by Erlang C"),
        say("needed by Erlang A"),
    ]
    names = [say("Name in the scenario"), say("Team"), say("Weekday"), say("from"), say("until")]
    return [*names, *(f"{head} ({say('people')})" for head in people)]


def _share(share: float) -> Figure:
    return Figure(100 * share, "0.0")


def _heads_of_chain(say: Texts) -> Sequence[str]:
    """Each link needed and today, and then what of the difference can be booked."""
    linked = [
        head
        for name, _ in (*HOURS, *FTE, *EUROS)
        for head in (say("{link}: needed", link=say(name)), say("{link}: today", link=say(name)))
    ]
    return [
        say("Team"),
        *linked,
        say("difference in formation, fte"),
        say("hours freed a week"),
        say("hours short a week"),
        say("of those freed, in shifts, hours a week"),
        say("bookable formation, fte"),
    ]


def _chain_row(team: str, chain: Chain) -> list[Cell]:
    linked = [
        Figure(value, form)
        for links, form in ((HOURS, "#,##0.0"), (FTE, "0.00"), (EUROS, "#,##0"))
        for _, link_of in links
        for value in (link_of(chain).needed, link_of(chain).today)
    ]
    freed = [chain.surplus_hours, chain.shortage_hours, chain.bookable_hours]
    return [
        team,
        *linked,
        Figure(chain.formation.change, "0.00"),
        *(Figure(value, "#,##0.0") for value in freed),
        Figure(chain.bookable_fte, "0.00"),
    ]


def _cell(value: Value) -> Cell:
    return value if isinstance(value, str) else Figure(float("nan") if value is None else value)


def _harmless(value: Value) -> Value:
    """Text that a spreadsheet would compute gets an apostrophe in front (OWASP, CSV injection)."""
    return "'" + value if isinstance(value, str) and value.startswith((*LIKE_A_FORMULA, "\r")) else value
