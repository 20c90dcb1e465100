"""A figure of which nothing can be decided says why, in words, wherever a verdict stands."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from sim.experiment.compare import compare
from sim.experiment.found.comparison import Comparison
from sim.measure.rows import Key
from sim.model.files.loading import load
from sim.report.files.page import render
from sim.report.files.workbook import workbook
from sim.report.gather.outcome import gather_comparison
from sim.report.told.findings import Findings
from sim.report.words.several import overall
from sim.report.words.verdict import conclusion, looking, points
from sim.text.texts import Texts
from tests.degenerate_designs import Change, beside, changed, no_demand, write_pair
from tests.report.test_workbook import Read

EN, NL = Texts("en"), Texts("nl")
PHONE = Key("service_level_offered", "channel", "phone")


def compared(folder: Path, *kinds: Change, measure: str = "nothing", replications: int = 2, **options: object) -> Comparison:
    paths = write_pair(folder, changed(*kinds), beside(measure))
    return compare([load(path) for path in paths], replications=replications, jobs=1, **options)  # type: ignore[arg-type]


def told(found: Comparison, say: Texts = EN) -> Findings:
    return gather_comparison(found, ["first.yaml", "second.yaml"], say)


def test_a_channel_that_one_design_has_not_is_nothing_to_compare(tmp_path: Path) -> None:
    found = compared(tmp_path, measure="no phone")
    row = found.difference(PHONE)
    assert (row.judgement, row.headline, row.count) == ("nothing", True, 0)
    assert 0 < row.first <= 1, "what the first design has is still told"
    assert math.isnan(row.second)
    findings = told(found)
    expected = "Nothing to compare: service level, phone (nothing to measure in Otherwise)."
    assert expected in points(EN, findings, 1)
    assert expected in render(findings, EN)
    (row_of_phone,) = (row for row in Read(workbook(findings, EN)).sheets["Verdict"] if row[1] == "service level")
    assert "nothing to compare" in row_of_phone
    assert "niets te meten in Anders" in " ".join(points(NL, told(found, NL), 1))


def test_nobody_to_count_over_is_nothing_to_compare(tmp_path: Path) -> None:
    found = compared(tmp_path, no_demand, measure="more people")
    findings = told(found)
    said = " ".join(points(EN, findings, 1))
    assert "calls and e-mails (in opening hours) per 100 cases (nothing to measure in either)" in said
    assert "Exactly equal: work in fte (0.00 fte in both)." in said, "no work is as much as no work"
    assert "not yet decided" not in render(findings, EN)
    assert conclusion(EN, findings, 1) == "In every main figure that can be compared, Otherwise is exactly equal to Today."


def test_equal_designs_are_exactly_equal(tmp_path: Path) -> None:
    findings = told(compared(tmp_path))
    assert conclusion(NL, findings, 1).endswith("is Otherwise precies gelijk aan Today.")
    assert overall(EN, findings) == "Otherwise is exactly equal to Today in every main figure."


def test_one_repeat_decides_nothing_and_says_that_chance_is_not_measured(tmp_path: Path) -> None:
    findings = told(compared(tmp_path, measure="more people", replications=1))
    assert conclusion(EN, findings, 1).startswith("One repeat does not tell whether Otherwise is better or worse than Today")
    assert overall(EN, findings) == "One repeat does not tell whether Otherwise is better or worse than Today."
    page = render(findings, EN)
    assert "Chance not measured: " in page
    assert "not yet decided" not in page
    assert "no difference shown" not in page


def test_nothing_to_compare_is_looked_at_no_longer_than_once(tmp_path: Path) -> None:
    found = compared(tmp_path, no_demand, until_decided=True)
    assert found.looks == (10,)
    assert "every figure of the verdict that can be compared is decided" in looking(EN, told(found))


@pytest.mark.parametrize("say", [EN, NL])
def test_a_comparison_of_nothing_is_told_in_both_languages(say: Texts, tmp_path: Path) -> None:
    findings = told(compared(tmp_path, no_demand), say)
    word = "niets te vergelijken" if say is NL else "nothing to compare"
    assert word in render(findings, say)
