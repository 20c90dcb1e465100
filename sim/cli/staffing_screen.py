"""What ``staff`` prints: the answer, the norms, the chain, and the half hours; readable at 100 columns."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from sim.cli.screen import print_lines, table_below
from sim.experiment.staffing.available import Available
from sim.experiment.staffing.outcome import StaffPlan
from sim.report.staff import answer as staff_answer
from sim.report.staff import available as staff_available
from sim.report.staff import words
from sim.report.staff.chain import chain_rows
from sim.report.staff.chart import staff_drawn
from sim.report.words.names import Labels, labels_of
from sim.text.texts import Texts


def print_plan(screen: Console, say: Texts, plan: StaffPlan) -> None:
    """The answer first, then what it rests on, then who is needed when."""
    labels = labels_of([plan.scenario], say)
    screen.print(Text(staff_answer.title(say, plan), style="bold"))
    screen.print()
    screen.print(Text(staff_answer.answer(say, plan), style="bold"))
    print_lines(screen, [*staff_answer.sureness(say, plan), *staff_answer.per_team(say, plan)])
    screen.print()
    for sentence in staff_answer.warnings(say, plan):
        screen.print(Text.assemble((say("Mind:") + " ", "bold"), sentence))
    screen.print(Text(staff_answer.measured(say, plan)))
    _print_norms(screen, say, plan, labels)
    _print_chain(screen, say, plan, labels)
    for team in plan.teams:
        _print_half_hours(screen, say, plan, team, labels.teams.get(team, team))
    _print_section(screen, say("One person fewer or more"), staff_answer.neighbours_text(say, plan))
    _print_section(screen, say("What the formulas would have said"), staff_answer.erlang_text(say, plan))
    _print_section(screen, say("What this rests on"), staff_answer.basis(say, plan))


def print_available(screen: Console, say: Texts, found: Available) -> None:
    """Which norms so many fte meet, and the same for other divisions and opening hours."""
    labels = labels_of([found.scenario], say)
    screen.print(Text(staff_available.available_title(say, found), style="bold"))
    screen.print()
    first, *rest = staff_available.available_answer(say, found)
    screen.print(Text(first, style="bold"))
    for sentence in rest:
        screen.print(Text(sentence))
    table = table_below(say("Norms by division of the hours"))
    table.add_column(say("Norm"), ratio=1)
    table.add_column(say("Target"), justify="right", no_wrap=True)
    for number in range(len(found.divisions)):
        table.add_column(chr(ord("A") + number), justify="right", no_wrap=True)
    for place, (asked, _) in enumerate(found.divisions[0].norms):
        cells = [staff_available.judged_cell(say, division.norms[place][1]) for division in found.divisions]
        table.add_row(words.norm_name(say, asked, labels), words.target_text(say, asked), *cells)
    table.add_row(say("Norms met"), "", *(say.number(division.met) for division in found.divisions), style="bold")
    overtime = [words.hours_text(say, division.overtime_hours) for division in found.divisions]
    table.add_row(say("overtime, hours a week"), "", *overtime)
    screen.print(table)
    screen.print()
    for number, division in enumerate(found.divisions):
        screen.print(Text(f"{chr(ord('A') + number)} = {say(staff_available.DIVISIONS[division.name])}"))
    screen.print()
    for sentence in staff_available.available_basis(say, found):
        screen.print(Text(sentence))


def _print_norms(screen: Console, say: Texts, plan: StaffPlan, labels: Labels) -> None:
    if not plan.norms:
        return
    table = table_below(say("Norms"))
    table.add_column(say("Norm"), ratio=1)
    for heading in (say("Target"), say("Today's roster"), say("With the plan"), say("Bound")):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column(say("Verdict"), no_wrap=True)
    for norm in plan.norms:
        table.add_row(*words.norm_row(say, norm, labels))
    screen.print(table)


def _print_chain(screen: Console, say: Texts, plan: StaffPlan, labels: Labels) -> None:
    """One row per link, one column per team: needed, and between brackets today's."""
    table = table_below(say("From work to euros; today's between brackets"))
    table.add_column(say("Link (unit)"), ratio=1)
    for team in plan.teams:
        table.add_column(labels.teams.get(team, team), justify="right", max_width=22)
    chains = [plan.chain[team] for team in plan.teams]
    for name, cells in chain_rows(say, chains):
        table.add_row(name, *cells)
    screen.print(table)


def _print_half_hours(screen: Console, say: Texts, plan: StaffPlan, team: str, name: str) -> None:
    drawn = staff_drawn(say, plan.required[team], plan.present[team], name)
    table = table_below(say("People needed per half hour; today's between brackets: {team}", team=name))
    table.add_column(say("from"), no_wrap=True)
    for day in drawn.days:
        table.add_column(say(words.WEEKDAYS[day]), justify="right", no_wrap=True)
    for time, cells in drawn.rows():
        styles = ["yellow" if cell.value < -0.05 else "blue" if cell.value > 0.05 else "" for cell in cells]
        table.add_row(time, *(Text(cell.about, style=style) for cell, style in zip(cells, styles, strict=True)))
    screen.print(table)
    screen.print(Text(say("Yellow: fewer people today than needed; blue: more."), style="dim"))


def _print_section(screen: Console, heading: str, sentences: Iterable[str]) -> None:
    told = list(sentences)
    if told:
        screen.print()
        screen.print(Text(heading, style="bold"))
        print_lines(screen, told)
