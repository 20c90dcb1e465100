"""One number, one meaning: every figure of one question is the same on the screen, in files and downloads, and in the dashboard.

A small town, two designs, two weeks. What is shown may have fewer digits than what is stored; it is the stored number to the
last digit shown.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from statistics import fmean
from typing import Any

import pyarrow.parquet as pq
import pytest
from rich.console import Console
from streamlit.testing.v1 import AppTest

from sim.cli import main
from sim.cli.screen import print_findings
from sim.experiment.compare import compare
from sim.experiment.found.comparison import Comparison
from sim.measure.rows import Key
from sim.model.files.loading import load
from sim.report.answers.answer import Answer, answers_of
from sim.report.answers.plain import as_json
from sim.report.answers.stories import level_told
from sim.report.files.workbook import SHEETS
from sim.report.gather.outcome import gather_comparison
from sim.report.gather.selection import scaled
from sim.report.told.findings import LEVELS, Findings, Level, Row
from sim.report.words.levels import level_title
from sim.report.words.verdict import kpi_name, table_name
from sim.text.pairs import Language, Text
from sim.text.texts import Texts
from sim.text.units import STYLES, unit_name
from tests.report.test_workbook import Read

TOWN = Path(__file__).parent / "data" / "town.yaml"
DESIGN = """
schema: 1
extends: {town}
label: {{nl: digitaal tenzij, en: digital by default}}
measures:
  digital:
    label: {{nl: digitaal tenzij, en: digital by default}}
    start: 0 weeks
    set:
      services.huwelijksaangifte.steps.notice.options.web.steering: 2.0
"""
SEED, REPLICATIONS = 1, 3
LANG: Language = "en"
SAY = Texts(LANG)
NUMBER = re.compile(r"[+−-]?\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class Asked:
    """One question, asked on the command line with all its files, and once more in this process."""

    folder: Path
    told: dict[str, Any]
    comparison: Comparison
    findings: Findings
    answer: Answer


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    folder = tmp_path_factory.mktemp("one")
    design = folder / "digital.yaml"
    design.write_text(DESIGN.format(town=TOWN), encoding="utf-8")
    out = folder / "out"
    options = ["--replications", str(REPLICATIONS), "--seed", str(SEED), "--jobs", "1", "--weeks", "2", "--lang", LANG]
    said = StringIO()
    with redirect_stdout(said), pytest.raises(SystemExit):
        main(["compare", str(TOWN), str(design), "--out", str(out), "--json", *options])
    scenarios = [load(file, overrides={"period.weeks": 2}) for file in (TOWN, design)]
    comparison = compare(scenarios, replications=REPLICATIONS, seed=SEED, jobs=1)
    findings = gather_comparison(comparison, [str(TOWN), str(design)], SAY)
    answers = answers_of(comparison, [str(TOWN), str(design)], Text("Town", "Stad"))
    return Asked(out, json.loads(said.getvalue()), comparison, findings, answers[LANG])


def shown(text: str, value: float) -> bool:
    """Whether the first number in the text is ``value`` to the last digit shown; zeros at the end may be rounded."""
    found = NUMBER.search(text)
    if found is None:
        return value != value  # noqa: PLR0124 (nothing to show is a dash)
    digits = found[0].replace(",", "").replace("−", "-")
    decimals = len(digits.partition(".")[2])
    zeros = 0 if decimals else len(digits.lstrip("+-")) - len(digits.lstrip("+-").rstrip("0"))
    unit = 10.0 ** (zeros or -decimals)
    return abs(float(digits) - value) <= 0.5 * unit + 1e-9 * abs(value)


def values_of(row: Row) -> list[float]:
    """What every design shows, in the unit that is shown."""
    return [one.value * STYLES[row.unit].factor for one in row.estimates]


def difference_of(row: Row) -> float | None:
    found = row.differences[1]
    return None if found is None else found.value * STYLES[row.unit].factor


def test_the_screen_of_a_machine_says_what_is_found(asked: Asked) -> None:
    again = json.loads(json.dumps(as_json(asked.findings, SAY)))
    assert asked.told["findings"]["rows"] == again["findings"]["rows"]
    assert asked.told["verdict"] == again["verdict"]
    kept = json.loads((asked.folder / "manifest.json").read_text(encoding="utf-8"))["outcome"]
    assert kept["findings"]["rows"] == again["findings"]["rows"]


def test_the_tables_hold_the_repeats_of_every_figure(asked: Asked) -> None:
    names = [result.scenario.name for result in asked.comparison.results]
    values: dict[tuple[str, str], list[float]] = defaultdict(list)
    keys: dict[str, Key] = {}
    for one in pq.read_table(asked.folder / "kpis.parquet").to_pylist():
        key = Key(*(one[name] for name in ("kpi", "dimension", "member", "channel", "team")))
        keys[str(key)] = key
        values[one["scenario"], str(key)].append(one["value"])
    assert len(asked.findings.rows) > 40
    for row in asked.findings.rows:
        for name, estimate in zip(names, row.estimates, strict=True):
            found = values[name, row.key]
            mean = fmean(found) * scaled(keys[row.key], row.level).factor if found else float("nan")
            assert estimate.value == pytest.approx(mean, nan_ok=True), row.key


def test_the_table_of_differences_is_that_of_the_page(asked: Asked) -> None:
    found = {}
    for one in pq.read_table(asked.folder / "differences.parquet").to_pylist():
        key = Key(*(one[name] for name in ("kpi", "dimension", "member", "channel", "team")))
        found[str(key)] = (key, one)
    for row in asked.findings.rows:
        if (difference := row.differences[1]) is not None:
            key, one = found[row.key]
            factor = scaled(key, row.level).factor
            assert difference.value == pytest.approx(one["difference"] * factor, nan_ok=True)
            assert difference.judgement == one["judgement"]


@dataclass
class Page(HTMLParser):
    """The value of every figure in the tables of a page, by the heading above it and by its name."""

    figures: dict[tuple[str, str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    heading: str = ""
    name: str = ""
    unit: str = ""
    where: list[tuple[str, str]] = field(default_factory=list)
    changes: dict[tuple[str, str, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attrs}
        kind = about.get("class", "") or about.get("scope", "")
        if tag in ("h2", "th", "td", "span"):
            self.where.append((tag, kind))
            if tag == "h2":
                self.heading = ""
            if (tag, about.get("scope")) == ("th", "row"):
                self.name = self.unit = ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("h2", "th", "td", "span"):
            self.where.pop()

    def handle_data(self, data: str) -> None:
        text = data.strip()
        key = (self.heading.strip(), self.name.strip(), self.unit.strip())
        match self.where[-1:]:
            case [("h2", _)]:
                self.heading += data
            case [("th", "row")]:
                self.name += data
            case [("td", "")]:
                self.unit += text
            case [("span", "value")] if text:
                self.figures[key].append(text)
            case [("span", "small")] if text and not text.startswith("("):
                self.changes[key].append(text)


def test_the_report_shows_every_figure(asked: Asked) -> None:
    page = Page()
    page.feed((asked.folder / "report.html").read_text(encoding="utf-8"))
    for row in asked.findings.rows:
        place = (level_title(SAY, asked.findings, row.level), table_name(SAY, asked.findings, row), unit_name(SAY, row.unit))
        cells = page.figures[place]
        assert len(cells) == len(row.estimates), place
        assert all(shown(cell, value) for cell, value in zip(cells, values_of(row), strict=True)), (place, cells, values_of(row))
        difference = difference_of(row)
        if difference is not None:
            assert shown(page.changes[place][-1], difference), (place, page.changes[place], difference)


def test_the_workbook_has_every_figure_as_a_number(asked: Asked) -> None:
    sheets = Read((asked.folder / "report.xlsx").read_bytes()).sheets
    for level in LEVELS:
        _, *lines = sheets[SAY(SHEETS[level][0])]
        rows = asked.findings.of(level)
        assert len(lines) == len(rows)
        for row, line in zip(rows, lines, strict=True):
            assert [line[4], line[7]] == [pytest.approx(value) if value == value else None for value in values_of(row)]  # noqa: PLR0124
    compared = [row for row in asked.findings.rows if difference_of(row) is not None]
    _, *lines = sheets[SAY("Differences")]
    for row, line in zip(compared, lines, strict=True):
        assert line[8] is None or line[8] == pytest.approx(difference_of(row)), row.key


def test_the_screen_shows_the_figures_of_the_verdict(asked: Asked) -> None:
    told = StringIO()
    print_findings(Console(file=told, width=400), SAY, asked.findings)
    titles = [level_title(SAY, asked.findings, level) for level in LEVELS]
    seen = 0
    for level, line in _lines(told.getvalue(), titles):
        cells = re.split(r"\s{2,}", line.strip())
        names = {cells[0], re.sub(r" \((?:[^()]*)\)$", "", cells[0])}  # with its unit, or as it is
        for row in asked.findings.of(level):
            if table_name(SAY, asked.findings, row) in names and len(cells) >= 5:
                assert all(shown(cell, value) for cell, value in zip(cells[1:3], values_of(row), strict=True)), line
                difference = difference_of(row)
                assert difference is not None
                assert shown(cells[3], difference), line
                seen += 1
    assert seen >= len(asked.comparison.headlines)


def _lines(text: str, titles: list[str]) -> Iterator[tuple[Level, str]]:
    """The lines below the titles of the levels."""
    level: Level | None = None
    for line in text.splitlines():
        if line.strip() in titles:
            level = LEVELS[titles.index(line.strip())]
        elif level is not None and line.strip():
            yield level, line


def draw() -> None:
    """What a visitor of the dashboard gets of an answer; Streamlit runs this as a script of its own."""
    import streamlit as st  # noqa: PLC0415

    from sim.text.texts import Texts  # noqa: PLC0415
    from sim.ui.components.figures import norm_cards  # noqa: PLC0415
    from sim.ui.components.outcome import outcome  # noqa: PLC0415
    from sim.ui.jobs import Run  # noqa: PLC0415

    answer = st.session_state["answer"]
    outcome(Texts("en"), Run("one", stage="done", answers={"en": answer}))
    norm_cards(Texts("en"), answer.overview.norms, [story.label for story in answer.findings.stories])


def test_the_dashboard_shows_the_same_figures(asked: Asked) -> None:
    app = AppTest.from_function(draw, default_timeout=60)
    app.session_state["answer"] = asked.answer
    app.run()
    assert not app.exception
    rows = {(row.key, row.per): row for row in asked.findings.rows}
    first, cases = app.table[0].value, app.table[1].value
    for row, line in zip(asked.answer.overview.rows, first.values.tolist(), strict=True):
        assert all(shown(cell, value) for cell, value in zip(line[1:], values_of(row), strict=True)), line
        if row is not asked.answer.overview.cost:
            assert row.estimates == rows[row.key, row.per].estimates, "as in the report"
    names = {kpi_name(SAY, row).lower(): row for row in asked.findings.of("cases")}
    for line in cases.values.tolist():
        row = names[line[0].lower()]
        assert all(shown(cell, value) for cell, value in zip(line[1:3], values_of(row), strict=True)), line
    said = "\n".join(str(one.value) for one in app.markdown)
    for norm in asked.answer.overview.norms:
        assert norm.name in said
        assert norm.asked in said


def test_the_work_costs_the_same_wherever_it_stands(asked: Asked) -> None:
    work = next(row for row in asked.findings.rows if row.key == str(Key("work_in_fte")))
    costs = asked.comparison.results[0].scenario.costs
    euros = [one.value * costs.hours_per_fte.value * costs.direct.value for one in work.estimates]
    assert [one.value for one in asked.answer.overview.cost.estimates] == pytest.approx(euros)


def test_a_norm_is_the_figure_of_its_channel(asked: Asked) -> None:
    estimates = [result.estimates(asked.comparison.focus) for result in asked.comparison.results]
    found = {norm.name: norm for norm in asked.answer.overview.norms}
    for name, kpi, channel in (
        ("Phone", "service_level_offered", "phone"),
        ("Phone: abandoned", "abandonment_offered", "phone"),
        ("Desk", "served_on_time", "desk"),
    ):
        shares = [one[Key(kpi, "channel", channel)].mean for one in estimates]
        assert list(found[name].values) == pytest.approx(shares)


def test_a_story_of_the_library_tells_the_same_figures(asked: Asked) -> None:
    told = {figure.key: figure for figure in level_told(asked.comparison, "mid", "", SAY).figures}
    rows = {row.key: row for row in asked.findings.rows if row.key in told}
    assert {str(key) for key in asked.comparison.headlines} <= set(rows)
    for key, row in rows.items():
        figure, (first, second), difference = told[key], values_of(row), difference_of(row)
        assert difference is not None
        if row.per == "per 100 cases" or row.level != "office":
            assert shown(figure.reference, first), key
        assert shown(figure.difference, difference), key
        assert shown(figure.story, second), key
