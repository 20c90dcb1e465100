"""The report page: one HTML file that needs nothing else, in Dutch or English."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sim.experiment.found.intervals import Difference
from sim.model.values.calendar import clock
from sim.report.charts.day import day_chart
from sim.report.charts.differences import differences_chart
from sim.report.charts.tipping import tipping_chart
from sim.report.charts.tornado import tornado_chart
from sim.report.gather.cost_years import cost_cells, cost_heads, cost_rounding
from sim.report.told.findings import LEVELS, Findings, Level, Row
from sim.report.words import certainty, verdict
from sim.report.words.gains import changed, group_cells, noise_floor, resolved_cells, waited
from sim.report.words.levels import level_title, level_words
from sim.report.words.limits import limits
from sim.report.words.lost import lost_blocks, lost_cell, lost_title, lost_words
from sim.report.words.making import making_lines
from sim.report.words.measure_first import measure_first, measure_words
from sim.report.words.names import capital, cases_word
from sim.report.words.sensitivity import deciding, trying, worlds_words
from sim.report.words.short import in_short
from sim.report.words.turning import amount, tipping
from sim.text.texts import Texts
from sim.text.units import estimated, rounding, unit_name, written_interval

ROWS_AT_FIRST = 12
TEMPLATES = Path(__file__).resolve().parents[1] / "templates"


@dataclass(frozen=True)
class Cell:
    """One story in one row of a table, in words; ``interval`` is of the difference where there is one, else of the value."""

    value: str
    interval: str
    difference: str = ""
    judgement: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Line:
    """One row of a table, in words."""

    name: str
    over: str
    unit: str
    headline: bool
    empty: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Section:
    """One level of the report: its table, the rows to see at once and the rest."""

    title: str
    words: str
    first: tuple[Line, ...]
    rest: tuple[Line, ...]


def render(findings: Findings, say: Texts) -> str:
    """The page as text. It asks nothing of the network and works from a folder, offline and in print."""
    compared = list(verdict.stories_compared(findings))
    return (
        environment()
        .get_template("page.html")
        .render(
            say=say,
            findings=findings,
            making=findings.making,
            making_lines=making_lines(say, findings),
            verdicts=[
                (findings.stories[story].label, verdict.conclusion(say, findings, story), verdict.points(say, findings, story))
                for story in compared
            ],
            in_short=in_short(say, findings),
            chance=certainty.chance(say, findings),
            leaning=certainty.leaning(say, findings),
            others=certainty.others(say, findings),
            table_caption=certainty.table_caption(say, findings),
            lost_caption=certainty.lost_caption(say, findings),
            chart_caption=certainty.chart_caption(say, findings),
            worlds_caption=certainty.worlds(say),
            margins=verdict.margins(say, findings),
            looking=verdict.looking(say, findings),
            pairing=verdict.pairing(say, findings),
            unfinished=verdict.unfinished(say, findings),
            tipping=[(tipping(say, point), tipping_chart(say, point, number)) for number, point in enumerate(findings.tipping)],
            tornados=[
                (found, deciding(say, found), trying(say, found), tornado_chart(say, found, number))
                for number, found in enumerate(findings.sensitivity)
            ],
            worlds=[worlds_words(say, found) for found in findings.plausible],
            cost_heads=cost_heads(say),
            costs=[(cost.story, cost_cells(say, cost)) for cost in findings.cost_years],
            cost_rounding=cost_rounding(say),
            limits=limits(say, findings),
            measures=measure_first(say, findings),
            measure_words=measure_words(say, findings),
            sections=[section for section in (_section(say, findings, level) for level in LEVELS) if section.first],
            differences=[
                (findings.stories[story].label, chart) for story in compared if (chart := differences_chart(say, findings, story))
            ],
            curves=[
                (curve, day_chart(say, curve, [story.label for story in findings.stories], number))
                for number, curve in enumerate(findings.curves)
            ],
            lost_title=lost_title(say),
            lost_words=lost_words(say, findings),
            lost_blocks=list(lost_blocks(findings)),
            lost_cell=lost_cell,
            clock=clock,
            cases=capital(cases_word(say, findings.cases)),
            changed=changed,
            waited=waited,
            noise_floor=noise_floor,
            resolved_cells=resolved_cells,
            group_cells=group_cells,
            estimated=estimated,
            rounding=rounding(say),
            interval=written_interval,
            amount=amount,
        )
    )


def _section(say: Texts, findings: Findings, level: Level) -> Section:
    lines = sorted((_line(say, findings, row) for row in findings.of(level)), key=lambda line: (not line.headline, line.empty))
    return Section(
        level_title(say, findings, level),
        level_words(say, level),
        tuple(lines[:ROWS_AT_FIRST]),
        tuple(lines[ROWS_AT_FIRST:]),
    )


def _line(say: Texts, findings: Findings, row: Row) -> Line:
    headline = any(difference is not None and difference.headline for difference in row.differences)
    empty = not any(estimate.value for estimate in row.estimates)
    cells = tuple(_cell(say, row, index) for index in range(len(row.estimates)))
    name = verdict.table_name(say, findings, row)
    over = say(row.denominator) if row.denominator else ""
    return Line(name, over, unit_name(say, row.unit), headline, empty, cells)


def _cell(say: Texts, row: Row, index: int) -> Cell:
    estimate, difference = row.estimates[index], row.differences[index]
    value = estimated(say, estimate, row.unit, bare=True)
    if difference is None:
        return Cell(value, written_interval(say, estimate.low, estimate.high, row.unit))
    interval = written_interval(say, difference.low, difference.high, row.unit, signed=True)
    judgement = verdict.judged(say, difference.judgement)
    return Cell(value, interval, change_text(say, row, difference), judgement, difference.judgement)


def change_text(say: Texts, row: Row, difference: Difference) -> str:
    """``+45,2``; shares with the words for percentage points."""
    points = " " + say("% points") if row.unit == "share" else ""
    return estimated(say, difference, row.unit, signed=True, bare=True) + points


@cache
def environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["style"] = Markup((TEMPLATES / "page.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file
    return environment
