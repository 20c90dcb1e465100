"""Work that is not done is no saving: a verdict says so, and nothing is better where nobody asks anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.experiment.compare import compare
from sim.model.files.loading import load
from sim.report.gather.outcome import gather_comparison
from sim.report.told.findings import Findings
from sim.report.words.verdict import kind_of, paragraph
from sim.text.pairs import Language
from sim.text.texts import Texts

TOWN = """\
schema: 1
label: {{nl: {name}, en: {name}}}
period: {{start: 2024-04-22, weeks: 4, warm_up: 2, follow_up: 4}}
closed_days: {{holidays: none}}
population: {{inhabitants: 1000, segments: {{everyone: {{label: iedereen, share: 1}}}}}}
behaviour: {{reactions: {{no_slot: {{retry: 0, switch: 0}}}}}}
channels:
  desk: {{label: balie, kind: appointment, nest: in_person, open: {{mon-fri: "09:00-17:00"}}, slots: {{every: 60 min, places: {places}, notice: 0 days, horizon: 1 weeks}}}}
teams: {{a: {{label: ploeg, shifts: {{all: {{days: mon-fri, hours: "09:00-17:00", people: 4}}}}}}}}
queues: {{desk: {{channel: desk, teams: a}}}}
services:
  pass:
    label: paspoort
    demand: {{rate: {rate} per week}}
    steps: {{ask: {{label: vragen, options: {{desk: {{handling: 30 min}}}}}}}}
"""  # noqa: E501


def found(tmp_path: Path, **other: int) -> Findings:
    values = {"places": 3, "rate": 90}
    files = []
    for name, changed in (("today", {}), ("other", other)):
        files.append(tmp_path / f"{name}.yaml")
        files[-1].write_text(TOWN.format(name=name, **(values | changed)))
    comparison = compare([load(file) for file in files], replications=4, seed=1, jobs=1)
    return gather_comparison(comparison, [str(file) for file in files], Texts("en"))


def test_less_work_because_people_give_up_is_not_simply_better(tmp_path: Path) -> None:
    """120 places a week for 90 who ask, against 40."""
    findings = found(tmp_path, places=1)
    told = paragraph(Texts("en"), findings, 1)
    assert kind_of(findings, 1) in ("mixed", "worse")
    assert "is better than today." not in told
    assert "Fewer cases are resolved, and work that is not done is no saving: resolved −" in told


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_nothing_is_better_where_nobody_asks_anything(tmp_path: Path, lang: Language) -> None:
    findings = found(tmp_path, rate=0)
    assert kind_of(findings, 1) == "nothing"
    assert Texts(lang)("Between {story} and {reference} there is nothing to compare: in one of them nobody asks anything.",
                       story="Other", reference="Today") in paragraph(Texts(lang), findings, 1)  # fmt: skip
