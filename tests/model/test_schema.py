from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from sim.model.files.schema import json_schema
from sim.model.files.shipped import scenario_files

ROOT = Path(__file__).parent.parent.parent
DATA = ROOT / "tests" / "data"
FILES = {*DATA.glob("*.yaml"), *DATA.glob("plain/**/*.yaml"), *scenario_files()}
GOOD = sorted(FILES - {DATA / "wrong_files.yaml"})
VALIDATOR = Draft202012Validator(json_schema())


def read(path: Path) -> Any:
    return as_json(YAML(typ="safe", pure=True).load(path))


def as_json(value: Any) -> Any:
    """As an editor sees it: dates are texts, keys are texts."""
    if isinstance(value, dict):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def test_it_is_a_schema_that_can_be_written() -> None:
    Draft202012Validator.check_schema(json_schema())
    assert json.loads(json.dumps(json_schema())) == json_schema()


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good_files_are_accepted(path: Path) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(read(path))] == []


@pytest.mark.parametrize(
    "name",
    [
        "unknown_key",
        "unknown_top_key",
        "negative_time",
        "no_unit",
        "extends_not_a_path",
        "missing",
        "many",
        "section_not_a_mapping",
    ],
)
def test_bad_files_are_refused(name: str) -> None:
    assert not VALIDATOR.is_valid(read(DATA / "bad" / f"{name}.yaml"))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("population.inhabitnts", 5),
        ("population.segments.able.skil", 0.5),
        ("services.paspoort.demand.rate", "60 per year per year"),
        ("services.paspoort.demand.rate", "60.000 per year"),
        ("services.paspoort.complexity", "1.000"),
        ("norms.desk_wait", "1.500 hours"),
        ("services.paspoort.steps.question.options.phone.handling", {"lognormal": "4 min"}),
        ("services.paspoort.steps.question.options.phone.resolves", 1.5),
        ("services.paspoort.steps.question.options.phone.resolves", {"low": 0.5, "high": 0.9}),
        ("channels.phone.open", "9-17"),
        ("channels.phone.kind", "alive"),
        ("teams.front.shifts.day.days", "mo-fr"),
        ("services.paspoort.label", {"nl": "x"}),
        ("services.paspoort.cases_label", {"en": "x"}),
        ("behaviour.reactions.defaul", {"retry": 0.1}),
        ("channels.desk.slots", {"places": 1, "preference": {"share": 0.5, "within": "2 days", "parts": {"wed noon": 1}}}),
        ("channels.desk.slots", {"places": 1, "preference": {"share": 0.5}}),
    ],
)
def test_a_typing_error_is_refused(path: str, value: object) -> None:
    content = read(DATA / "town.yaml")
    *way, last = path.split(".")
    place = content
    for key in way:
        place = place.setdefault(key, {})
    place[last] = value
    assert not VALIDATOR.is_valid(content)


def test_a_municipality_needs_its_sections_and_a_scenario_does_not() -> None:
    assert not VALIDATOR.is_valid({"schema": 1, "label": "x"})
    assert VALIDATOR.is_valid({"schema": 1, "label": "x", "extends": "town.yaml", "channels": {"phone": {"lines": None}}})
    assert not VALIDATOR.is_valid({"extends": "town.yaml"})
