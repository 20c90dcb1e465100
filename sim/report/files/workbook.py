"""The findings as an Excel workbook: what it says in words, then every figure as a number in a real table."""

from __future__ import annotations

from collections.abc import Iterator

from sim.experiment.found.intervals import Difference
from sim.model.values.units import MINUTE
from sim.report.files.sheets import Book, Cell, Figure
from sim.report.gather.cost_years import cost_heads, cost_rows
from sim.report.told.findings import LEVELS, Assumption, Findings, Level, Row
from sim.report.words.certainty import assumptions, chance, leaning, others
from sim.report.words.kpis import kpi_words
from sim.report.words.limits import limits
from sim.report.words.making import making_lines
from sim.report.words.measure_first import measure_first
from sim.report.words.sensitivity import deciding, worlds_words
from sim.report.words.short import in_short
from sim.report.words.turning import tipping
from sim.report.words.verdict import (
    WORDS,
    conclusion,
    looking,
    margins,
    pairing,
    points,
    stories_compared,
    unfinished,
)
from sim.text.pairs import marked
from sim.text.texts import Texts
from sim.text.units import STYLES, Known, Unit, decimals_of, unit_name

SHEETS: dict[Level, tuple[str, str]] = {
    "cases": (marked("Per case"), "PerCase"),
    "team": (marked("Team"), "Team"),
    "office": (marked("Front office"), "FrontOffice"),
}
FORMS: dict[str, tuple[str, float, str]] = {
    "duration": (marked("minutes"), 1 / MINUTE, "#,##0.0#"),
    "signed_duration": (marked("minutes"), 1 / MINUTE, "#,##0.0#"),
    "share": ("%", 100.0, "#,##0.0#"),
    "working_days": (marked("working days"), 1.0, "#,##0.##"),
    "rate": (marked("a year"), 1.0, "#,##0.####"),
    "rate_per_inhabitant": (marked("per 1000 inhabitants a year"), 1000.0, "#,##0.0###"),
}
"""Unit, factor and number format of an assumption by the form in which it is written; others are plain numbers."""
PLAIN_FORM = (marked("number"), 1.0, "#,##0.0###")


def workbook(findings: Findings, say: Texts) -> bytes:
    """The workbook as a file; equal findings give equal bytes."""
    book = Book(findings.title)
    _read_me(book, findings, say)
    headline = list(_differences(findings, say, headlines_only=True))
    heads = _heads_of_differences(findings, say)
    book.table(say("Verdict"), "Verdict", heads, headline)
    for level in LEVELS:
        name, table = SHEETS[level]
        book.table(say(name), table, _heads_of_level(findings, say), [_level_row(row, say) for row in findings.of(level)])
    book.table(say("Differences"), "Differences", heads, list(_differences(findings, say)))
    book.table(say("Who gave up"), "GaveUp", _heads_of_lost(findings, say), list(_lost(findings, say)))
    book.table(say("Sensitivity"), "Sensitivity", _heads_of_sensitivity(say), list(_swings(findings, say)))
    book.table(say("Plausible worlds"), "PlausibleWorlds", _heads_of_worlds(say), list(_worlds(findings, say)))
    if findings.cost_years:
        rows: list[list[Cell]] = [
            [story, *(Figure(amount, "#,##0") for amount in amounts)] for story, amounts in cost_rows(findings)
        ]
        book.table(say("Costs"), "Costs", cost_heads(say), rows)
    _assumptions(book, findings, say)
    _half_hours(book, findings, say)
    return book.to_bytes()


def _read_me(book: Book, findings: Findings, say: Texts) -> None:
    lines: list[tuple[str, str]] = [(findings.title, ""), ("", findings.data), ("", unfinished(say, findings))]
    lines += [(say("Mind"), mark) for mark in findings.marks]
    lines += [(say("In short") if number == 0 else "", line) for number, line in enumerate(in_short(say, findings))]
    for story in stories_compared(findings):
        lines.append((say("The verdict"), conclusion(say, findings, story)))
        lines += [("", sentence) for sentence in points(say, findings, story)]
    told = (
        chance(say, findings),
        leaning(say, findings),
        others(say, findings),
        looking(say, findings),
        margins(say, findings),
        pairing(say, findings),
    )
    lines += [("", sentence) for sentence in told]
    lines += [(say("Tipping point"), tipping(say, point)) for point in findings.tipping]
    lines += [(say("What decides it"), deciding(say, found)) for found in findings.sensitivity]
    lines += [("", worlds_words(say, found)) for found in findings.plausible]
    lines += [("", sentence) for sentence in assumptions(say, findings)]
    lines += [(say("Mind"), note) for note in findings.notes]
    lines += [(label, value) for label, value in making_lines(say, findings)]
    lines += [(say("It does not say"), sentence) for sentence in limits(say, findings)]
    lines += [(say("Measure first"), f"{item.title}: {item.how}") for item in measure_first(say, findings)]
    kept = [line for number, line in enumerate(lines) if number == 0 or line[1]]
    book.lines(say("Read me"), kept, bold=(0,))


def _heads_of_differences(findings: Findings, say: Texts) -> list[str]:
    reference = findings.stories[0].label
    return [
        say("Level"),
        say("Figure"),
        say("Whom it is about"),
        say("Story"),
        say("Unit"),
        reference,
        say("Value in the story"),
        say("Unit of the difference"),
        say("Difference"),
        say("Lowest"),
        say("Highest"),
        say("Smallest difference that matters"),
        say("Verdict"),
        say("Declared beforehand"),
    ]


def _differences(findings: Findings, say: Texts, *, headlines_only: bool = False) -> Iterator[list[Cell]]:
    for story in stories_compared(findings):
        for row in findings.rows:
            found = row.differences[story]
            if found is not None and (found.headline or not headlines_only):
                yield _difference_row(findings, row, story, found, say)


def _difference_row(findings: Findings, row: Row, story: int, found: Difference, say: Texts) -> list[Cell]:
    margin: Cell = "" if found.margin is None else Figure(found.margin * STYLES[row.unit].factor, _form(row.unit))
    return [
        say(SHEETS[row.level][0]),
        kpi_words(say, row),
        row.about,
        findings.stories[story].label,
        unit_name(say, row.unit),
        _figures(row.estimates[0], row.unit)[0],
        _figures(row.estimates[story], row.unit)[0],
        unit_name(say, row.unit, points=True),
        *_figures(found, row.unit, signed=True),
        margin,
        say(WORDS[found.judgement]),
        say("yes") if found.headline else say("no"),
    ]


def _heads_of_level(findings: Findings, say: Texts) -> list[str]:
    heads = [say("Figure"), say("Whom it is about"), say("Counted over"), say("Unit")]
    for story in findings.stories:
        heads += [story.label, say("{story}: lowest", story=story.label), say("{story}: highest", story=story.label)]
    return heads


def _level_row(row: Row, say: Texts) -> list[Cell]:
    cells: list[Cell] = [
        kpi_words(say, row),
        row.about,
        say(row.denominator) if row.denominator else "",
        unit_name(say, row.unit),
    ]
    for found in row.estimates:
        cells += _figures(found, row.unit)
    return cells


def _heads_of_lost(findings: Findings, say: Texts) -> list[str]:
    heads = [say("What came of it"), say("Group")]
    for number, story in enumerate(findings.stories):
        names = (story.label, say("{story}: lowest", story=story.label), say("{story}: highest", story=story.label))
        heads += [f"{name} ({unit})" for unit in (say("people"), "%") for name in names]
        if number:
            more = say("{story}: more than {reference}", story=story.label, reference=findings.stories[0].label)
            names = (more, say("{story}: lowest", story=more), say("{story}: highest", story=more))
            heads += [f"{name} ({say('people')})" for name in names]
    return heads


def _lost(findings: Findings, say: Texts) -> Iterator[list[Cell]]:
    for row in findings.lost:
        cells: list[Cell] = [say(row.name), row.group]
        for count in row.counts:
            cells += [*_figures(count.people, "people"), *_figures(count.share, "share")]
            cells += _figures(count.more, "people", signed=True) if count.more else []
        yield cells


def _heads_of_sensitivity(say: Texts) -> list[str]:
    return [
        say("Figure"),
        say("Compared with"),
        say("Story"),
        say("Unit of the difference"),
        say("Assumption"),
        say("Where in the scenario"),
        say("Unit"),
        say("Low"),
        say("Used"),
        say("High"),
        say("Difference at low"),
        say("Difference as assumed"),
        say("Difference at high"),
        say("From low to high"),
        say("Lowest"),
        say("Highest"),
        say("Changes the verdict"),
        say("Source"),
    ]


def _swings(findings: Findings, say: Texts) -> Iterator[list[Cell]]:
    for found in findings.sensitivity:
        question = found.question
        for swing in found.swings:
            unit, factor, form = FORMS.get(swing.form, PLAIN_FORM)
            differences = (swing.at_low, found.as_assumed, swing.at_high)
            yield [
                kpi_words(say, question),
                question.reference,
                question.story,
                unit_name(say, question.unit, points=True),
                swing.label,
                swing.path,
                say(unit),
                *(Figure(number * factor, form) for number in swing.numbers),
                *(_figures(difference, question.unit, signed=True)[0] for difference in differences),
                *_figures(swing.change, question.unit, signed=True),
                say("yes") if swing.decides else say("no"),
                swing.source,
            ]


def _heads_of_worlds(say: Texts) -> list[str]:
    heads = [say("Figure"), say("Compared with"), say("Story"), f"{say('Worlds')} ({say('number')})"]
    for name in (say("More"), say("Less"), say("No practical difference")):
        heads += [f"{head} (%)" for head in (name, say("{story}: lowest", story=name), say("{story}: highest", story=name))]
    return heads


def _worlds(findings: Findings, say: Texts) -> Iterator[list[Cell]]:
    for found in findings.plausible:
        cells: list[Cell] = [kpi_words(say, found.question), found.question.reference, found.question.story]
        cells.append(Figure(found.worlds, "0"))
        for share in (found.more, found.less, found.same):
            cells += [Figure(100 * number, "0") for number in (share.share, share.low, share.high)]
        yield cells


def _assumptions(book: Book, findings: Findings, say: Texts) -> None:
    heads = [say("Where in the scenario"), say("Unit"), say("Low"), say("Used"), say("High"), say("Source"), say("Assumption")]
    book.table(say("Assumptions"), "Assumptions", heads, [_assumption(item, say) for item in findings.assumptions])


def _assumption(item: Assumption, say: Texts) -> list[Cell]:
    unit, factor, form = FORMS.get(item.form, PLAIN_FORM)
    numbers = [Figure(number * factor, form) for number in item.numbers]
    return [item.path, say(unit), *numbers, item.source, say("yes") if item.unsourced else say("no")]


def _half_hours(book: Book, findings: Findings, say: Texts) -> None:
    heads = [say("Channel"), say("Called or came in the half hour from")]
    heads += [say("{story}: mean wait (min)", story=story.label) for story in findings.stories]
    rows: list[list[Cell]] = [
        [curve.channel, Figure(hour / 24, "hh:mm"), *(Figure(series[place], "#,##0.00") for series in curve.series)]
        for curve in findings.curves
        for place, hour in enumerate(curve.hours)
    ]
    book.table(say("Half hours"), "HalfHours", heads, rows)


def _figures(found: Known, unit: Unit, *, signed: bool = False) -> list[Cell]:
    """Value, lowest and highest, whole and in one scale (shares in per cent), shown to what the interval allows."""
    form = _form(unit, found, signed=signed)
    return [Figure(number * STYLES[unit].factor, form) for number in (found.value, found.low, found.high)]


def _form(unit: Unit, found: Known | None = None, *, signed: bool = False) -> str:
    decimals = decimals_of(unit) if found is None else decimals_of(unit, found.low, found.high)
    form = "#,##0" + ("." + "0" * decimals if decimals > 0 else "")
    return f"+{form};-{form};{form}" if signed else form
