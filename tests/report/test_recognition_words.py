"""The year of the data and the mark of a baseline that is not recognised, wherever results are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.experiment.run import run
from sim.model.files.loading import load
from sim.model.town.scenario import Scenario
from sim.report.files.page import render
from sim.report.gather.outcome import gather_result
from sim.report.words.recognition import data_line, marks, rows
from sim.text.texts import Texts

TWO_AGENTS = Path(__file__).parent / "two_agents.yaml"
NL, EN = Texts("nl"), Texts("en")


Figures = dict[str, tuple[float, float]]
FAR: Figures = {"calls": (61_000.0, 70_000.0), "abandoned": (0.07, 0.13), "emails": (500.0, 510.0)}
NEAR: Figures = {"calls": (61_000.0, 61_500.0)}


def scenario(figures: Figures, year: str = "2023") -> Scenario:
    section = {"figures": {name: {"own": own, "simulated": simulated} for name, (own, simulated) in figures.items()}}
    return load(TWO_AGENTS, overrides={"year_of_data": year, "recognition": section, "period.weeks": 1})


def test_the_mark_tells_which_figures_are_too_far_off() -> None:
    (mark,) = marks(NL, [scenario(FAR)])
    assert mark == (
        "Niet herkenbaar, eerst kalibreren. telefoontjes per jaar: eigen 61.000, gesimuleerd 70.000 (+14,8%); "
        "opgehangen voor er is opgenomen: eigen 7%, gesimuleerd 13% (+6,0 %-punt)."
    )
    assert marks(EN, [scenario(FAR)])[0].startswith("Not recognisable, calibrate first.")


def test_one_mark_for_scenarios_of_one_baseline_and_none_for_what_is_recognised() -> None:
    far, near = scenario(FAR), scenario(NEAR)
    assert len(marks(EN, [far, far, near])) == 1
    assert marks(EN, [near, load(TWO_AGENTS)]) == ()
    assert marks(EN, [scenario({})]) == ("Not tested: the municipality gave no figures to recognise itself by.",)


def test_the_year_of_the_data() -> None:
    assert data_line(NL, [scenario(NEAR, "2023"), scenario(NEAR, "2019")]) == "Cijfers van 2019 en 2023."
    assert data_line(EN, [scenario(NEAR), scenario(FAR)]) == "Data of 2023."
    assert data_line(EN, [scenario(NEAR, "")]) == ""


def test_the_rows_of_the_table() -> None:
    section = scenario(FAR).recognition
    assert section is not None
    assert list(rows(EN, section))[:2] == [
        ("calls per year", "61,000", "70,000", "+14.8%", "too far apart"),
        ("abandoned before an answer", "7%", "13%", "+6.0 % points", "too far apart"),
    ]


@pytest.mark.parametrize("say", [NL, EN])
def test_the_page_and_the_findings_show_both(say: Texts) -> None:
    findings = gather_result(run(scenario(FAR), replications=1, jobs=1), "x.yaml", say)
    assert findings.data == data_line(say, [scenario(FAR)])
    assert findings.marks == marks(say, [scenario(FAR)])
    page = render(findings, say)
    head = page.partition("</header>")[0]
    assert findings.data in head
    assert f'<p class="notice">{findings.marks[0]}</p>' in page
    assert page.index(findings.marks[0]) < page.index('id="verdict"')
