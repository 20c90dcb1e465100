from __future__ import annotations

from pathlib import Path

from sim.model.files.file_form import models_of_a_file
from sim.model.files.loading import load
from sim.model.town.channels import Help
from sim.model.town.measure import Measure
from sim.model.town.population import Segment
from sim.model.values.keys import key_of, meaning_of
from sim.model.words.captions import caption
from sim.model.words.describe import assumptions, describe

DATA = Path(__file__).parent.parent / "data"
DIGITAL = DATA / "town_digital.yaml"


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines()]


def test_it_reads_in_english() -> None:
    lines = lines_of(describe(load(DIGITAL), "en"))
    assert lines[0] == "Marrying online"
    assert "patience:" in lines
    assert "time: exponential, mean 5 min (3 min to 8 min; source V1)" in lines
    assert "rate: 4 per 1000 inhabitants per year (3 to 5; source V10)" in lines
    assert "open: mon-wed 09:00-17:00, thu 09:00-12:00 + 13:00-20:00" in lines
    assert "ageing: 1 day" in lines
    assert "promise: 2 working days" in lines
    assert "cases label: couples" in lines


def test_it_reads_in_dutch_with_a_decimal_comma() -> None:
    lines = lines_of(describe(load(DIGITAL), "nl"))
    assert lines[0] == "Digitaal trouwen"
    assert "inwoners: 50.000" in lines
    assert "per groep:" in lines
    assert "able: 1,2" in lines
    assert "huwelijksaangifte: trouwen" in lines
    assert "klantvragen heten: paren" in lines
    assert "behandeltijd: lognormaal, gemiddeld 20 min, cv 0,5" in lines


def test_measures_are_told_from_old_to_new() -> None:
    lines = lines_of(describe(load(DIGITAL), "en"))
    path = "services.huwelijksaangifte"
    assert f"{path}.steps.notice.options.web.steering: 0 -> 1.5" in lines
    assert f"{path}.reassurance.receipt: 0% -> 50%" in lines
    assert any(line.startswith(f"{path}.steps.talk: not set -> {{after: notice") for line in lines)
    assert any(line.startswith(f"{path}.steps.notice.options.desk: {{handling") and line.endswith("-> removed") for line in lines)
    assert "digital: digital by default (changes from week 0 of the window on, complete after 8 weeks)" in lines


def test_unsourced_assumptions_are_counted_once_per_group() -> None:
    scenario = load(DIGITAL)
    assert [path for path, _ in assumptions(scenario)] == [
        "behaviour.choice.wait",
        "behaviour.reactions.closed.retry",
        "services.huwelijksaangifte.reassurance.contacts_per_case",
        "services.huwelijksaangifte.steps.notice.options.web.resolves",
        "services.paspoort.steps.question.options.web.resolves",
    ]
    assert "Unsourced assumptions: 5" in describe(scenario, "en")
    assert "Aannames zonder bron: 5" in describe(scenario, "nl")
    assert assumptions(load(DATA / "mm2.yaml")) == []


def test_what_a_measure_takes_away_was_assumed_in_its_own_unit() -> None:
    path = "services.huwelijksaangifte.steps.notice.options.desk.handling.lognormal"
    range_of_talk = {"low": "10 min", "mid": "20 min", "high": "30 min", "source": "ASSUMPTION"}
    lines = lines_of(describe(load(DIGITAL, overrides={path: range_of_talk}), "en"))
    assert f"{path}: lognormal, mean 20 min (10 min to 30 min; source ASSUMPTION), cv 0.5" in lines


def test_every_key_says_what_it_is_called_and_what_it_means() -> None:
    keys = {(model, name) for model in models_of_a_file() for name in model.model_fields} - {(Measure, "name")}
    assert len(keys) > 250
    assert [key for key in keys if not key_of(*key).nl or not meaning_of(*key).endswith((".", "?"))] == []


def test_a_key_is_called_by_the_field_it_stands_for() -> None:
    assert caption("skill", "nl", Help) == "vaardigheid"
    assert caption("skill", "nl", Segment) == "digitale vaardigheid"
    assert caption("skill", "en", Help) == "skill"
    assert caption("half_time", "nl", Help) == "half time"


def test_a_preference_reads_in_the_days_and_parts_of_the_language() -> None:
    parts = {"mon-wed morning": 2, "thu evening": 1, "afternoon": 0.5}
    slots = {"places": 1, "preference": {"share": 0.6, "within": "3 days", "parts": parts}}
    visit = {"label": "visit", "kind": "appointment", "nest": "in_person", "open": "always", "slots": slots}
    scenario = load(DATA / "town.yaml", overrides={"channels.visit": visit})
    assert {"preference:", "share: 60%", "within: 3 days", "mon-wed morning: 2", "thu evening: 1"} <= set(
        lines_of(describe(scenario))
    )
    dutch = set(lines_of(describe(scenario, "nl")))
    assert {"voorkeur voor dag en dagdeel:", "dagdelen:", "ma-wo ochtend: 2", "do avond: 1", "middag: 0,5"} <= dutch
