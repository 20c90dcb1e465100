"""What the commands print: verdict, tables and problems, readable at 100 columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sim.experiment.found.intervals import Difference, Judgement
from sim.report.gather.cost_years import cost_cells, cost_heads, cost_rounding
from sim.report.told.findings import LEVELS, Findings, GainsTold, Row
from sim.report.words.certainty import assumptions, chance, leaning, others
from sim.report.words.gains import changed, noise_floor
from sim.report.words.levels import level_title
from sim.report.words.lost import lost_sentences, lost_title
from sim.report.words.measure_first import measure_first
from sim.report.words.sensitivity import deciding, worlds_words
from sim.report.words.short import in_short
from sim.report.words.turning import tipping
from sim.report.words.verdict import (
    conclusion,
    judged,
    looking,
    margins,
    pairing,
    points,
    stories_compared,
    table_name,
    unfinished,
)
from sim.text.texts import Texts
from sim.text.units import Unit, estimated, rounding, unit_name, written_interval

WIDTH = 100
COUNTED: tuple[Unit, ...] = ("contacts", "cases", "count")
"""Units that the name of the figure says already; of others only the name itself tells whether it does."""
STYLES: dict[Judgement, str] = {"better": "blue", "worse": "yellow"}


AT_A_GLANCE = frozenset(
    {
        "work_in_fte",
        "occupancy",
        "work_pressure",
        "contacts_requested",
        "failure_demand",
        "service_level_offered",
        "average_time_in_queue",
        "abandonment_offered",
    }
)


OF_CASES = frozenset(
    {
        *(f"{name}_contacts_per_root_case" for name in ("journey", "question", "reassurance", "failed")),
        "online_attempts_per_root_case",
        "closed_calls_per_root_case",
        "wanted_time_per_root_case",
        "other_time_per_root_case",
        "citizen_effort_wanted",
        "citizen_effort_other",
    }
)
"""What stands below the headlines of the cases, changed or not: what the contacts are for, and what is no part of them."""


def console(*, errors: bool = False) -> Console:
    """The screen: as wide as the terminal, at most ``WIDTH``; ``WIDTH`` where there is no terminal."""
    wide = Console(stderr=errors, highlight=False)
    return Console(stderr=errors, highlight=False, width=min(wide.width, WIDTH) if wide.is_terminal else WIDTH)


def composed(write: Callable[[Console], None]) -> str:
    """What is printed, as text. Composed before a file is written: what cannot be told leaves nothing that looks finished."""
    screen = console()
    with screen.capture() as captured:
        write(screen)
    return captured.get()


def print_findings(screen: Console, say: Texts, findings: Findings) -> None:
    """The verdict in words and how sure it is, then what lies behind it, then the figures per level."""
    print_head(screen, say, findings)
    _print_in_short(screen, in_short(say, findings))
    for story in stories_compared(findings):
        _print_verdict(screen, say, findings, story)
    for sentence in (chance(say, findings), leaning(say, findings)):
        screen.print(Text(sentence))
    screen.print()
    for gain in findings.gains:
        _print_gains(screen, say, findings, gain)
    _print_lost(screen, say, findings)
    for point in findings.tipping:
        screen.print(Text.assemble((say("Tipping point.") + " ", "bold"), tipping(say, point)))
        screen.print()
    _print_costs(screen, say, findings)
    print_assumptions(screen, say, findings)
    told = (
        others(say, findings),
        looking(say, findings),
        margins(say, findings),
        pairing(say, findings),
        *findings.notes,
    )
    for sentence in filter(None, told):
        screen.print(Text(sentence))
    if len(findings.stories) > 1:
        for story in stories_compared(findings):
            _print_comparison(screen, say, findings, story)
    else:
        _print_run(screen, say, findings)


def print_head(screen: Console, say: Texts, findings: Findings) -> None:
    """What was compared, with the figures of when, and whether all of it was done."""
    screen.print(Text.assemble((findings.title, "bold"), f". {findings.data}" if findings.data else ""))
    for mark in findings.marks:
        screen.print(Text(mark, style="bold"))
    if note := unfinished(say, findings):
        screen.print(Text(note, style="bold"))
    screen.print()


def _print_in_short(screen: Console, lines: Sequence[str]) -> None:
    """The first line is the answer."""
    if lines:
        screen.print(Text(lines[0], style="bold"))
        print_lines(screen, lines[1:])
        screen.print()


def _print_verdict(screen: Console, say: Texts, findings: Findings, story: int) -> None:
    screen.print(Text(conclusion(say, findings, story), style="bold"))
    print_lines(screen, points(say, findings, story))
    screen.print()


def _print_gains(screen: Console, say: Texts, findings: Findings, gain: GainsTold) -> None:
    names = {"story": findings.stories[gain.story].label, "reference": findings.stories[0].label}
    head = say("Who gains and who loses: {story} compared with {reference}.", **names)
    told = f"{changed(say, gain, findings.cases)} {noise_floor(say, gain, findings.cases)}".strip()
    screen.print(Text.assemble((head + " ", "bold"), told))
    screen.print()


def _print_lost(screen: Console, say: Texts, findings: Findings) -> None:
    """Who gave up or was late: everybody, and the group with the largest share of it; the page has all groups and causes."""
    told = lost_sentences(say, findings)
    if not told:
        return
    screen.print(Text(lost_title(say), style="bold"))
    print_lines(screen, told)
    screen.print()


def _print_costs(screen: Console, say: Texts, findings: Findings) -> None:
    """What each story costs in four years, where anything has a price of its own."""
    if not findings.cost_years:
        return
    heads = cost_heads(say)
    screen.print(Text(say("What it costs in four years"), style="bold"))
    for cost in findings.cost_years:
        told = "; ".join(f"{head} {amount}" for head, amount in zip(heads[1:], cost_cells(say, cost), strict=True))
        screen.print(Text(f"  {cost.story}: {told}."))
    screen.print(Text(f"  {cost_rounding(say)}"))
    screen.print()


def print_assumptions(screen: Console, say: Texts, findings: Findings) -> None:
    """Which assumption decides, in how many plausible worlds, and what to measure first."""
    told = [deciding(say, found) for found in findings.sensitivity] + [worlds_words(say, found) for found in findings.plausible]
    for sentence in (*told, *assumptions(say, findings)):
        screen.print(Text(sentence))
    for number, item in enumerate(measure_first(say, findings), start=1):
        head = say("Measure first") if number == 1 else ""
        screen.print(Text.assemble((head + "\n" if head else "", "bold"), f"{number}. {item.title}. {item.how}"))
    if told:
        screen.print()


def _print_comparison(screen: Console, say: Texts, findings: Findings, story: int) -> None:
    """A table per level: the reference, the story, their difference, its interval and what that amounts to."""
    reference, other = findings.stories[0].label, findings.stories[story].label
    screen.print()
    screen.print(Text(say("A = {reference}; B = {story}", reference=reference, story=other), style="bold"))
    for level in LEVELS:
        rows = [(row, difference) for row in _shown(findings.of(level)) if (difference := row.differences[story]) is not None]
        if not rows:
            continue
        table = table_below(level_title(say, findings, level))
        table.add_column(say("Figure (unit)"), ratio=1)
        for heading in ("A", "B", say("Difference"), say("Interval")):
            table.add_column(heading, justify="right", no_wrap=True)
        table.add_column(say("Verdict"), max_width=19)
        for row, difference in rows:
            table.add_row(*_comparison_row(say, findings, row, difference, story), style="" if difference.headline else "dim")
        screen.print(table)
    screen.print()
    screen.print(Text(f"{rounding(say)} {say('A difference of per cents is in percentage points.')}", style="dim"))


def _comparison_row(say: Texts, findings: Findings, row: Row, difference: Difference, story: int) -> list[Text]:
    values = [estimated(say, row.estimates[index], row.unit, bare=True) for index in (0, story)]
    change = estimated(say, difference, row.unit, signed=True, bare=True)
    interval = written_interval(say, difference.low, difference.high, row.unit, signed=True)
    verdict = Text(judged(say, difference.judgement), style=STYLES.get(difference.judgement, ""))
    return [_named(say, findings, row), *(Text(value) for value in (*values, change, interval)), verdict]


def _print_run(screen: Console, say: Texts, findings: Findings) -> None:
    """A table per level of the main figures above zero; the page has all."""
    for level in LEVELS:
        rows = [row for row in findings.of(level) if row.estimates[0].value and (level == "cases" or row.kpi in AT_A_GLANCE)]
        if not rows:
            continue
        table = table_below(level_title(say, findings, level))
        table.add_column(say("Figure (unit)"), ratio=1)
        for heading in (say("Mean"), say("Interval")):
            table.add_column(heading, justify="right", no_wrap=True)
        for row in rows:
            estimate = row.estimates[0]
            mean = estimated(say, estimate, row.unit, bare=True)
            table.add_row(
                _named(say, findings, row), Text(mean), Text(written_interval(say, estimate.low, estimate.high, row.unit))
            )
        screen.print(table)


def print_lines(screen: Console, sentences: Iterable[str]) -> None:
    """Each on a line of its own, indented."""
    for sentence in sentences:
        screen.print(Padding(Text(sentence), (0, 0, 0, 2), expand=False))


def table_below(title: str) -> Table:
    return Table(
        title=Text("\n" + title, style="bold"), title_justify="left", box=None, expand=True, header_style="bold", pad_edge=False
    )


def _named(say: Texts, findings: Findings, row: Row) -> Text:
    name, unit = table_name(say, findings, row), unit_name(say, row.unit)
    said = row.unit in COUNTED or unit in name.split()
    return Text.assemble(name, ("" if said else f" ({unit})", "dim"))


def _shown(rows: Iterable[Row]) -> list[Row]:
    """Headline figures first, then those of :data:`OF_CASES` and what an exploratory look found changed."""
    found = list(rows)
    headline = [row for row in found if any(d is not None and d.headline for d in row.differences)]
    rest = [row for row in found if row not in headline]
    always = [row for row in rest if row.level == "cases" and row.kpi in OF_CASES and any(one.value for one in row.estimates)]
    changed = [
        row for row in rest if row not in always and any(d is not None and d.judgement == "changed" for d in row.differences)
    ]
    return headline + always + changed[: max(0, 8 - len(headline))]
