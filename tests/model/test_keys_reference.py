"""The reference of the keys says what the model says, and its examples are read."""

from __future__ import annotations

from sim.model.files.file_form import models_of_a_file
from sim.model.files.loading import load
from sim.model.values.keys import key_of
from tests.model.keys_reference import EXAMPLE, PAGE, reference


def test_the_page_is_of_today() -> None:
    """Else: ``python -m tests.model.keys_reference``."""
    assert PAGE.read_text(encoding="utf-8") == reference()


def test_its_examples_are_one_scenario_that_is_read() -> None:
    scenario = load(EXAMPLE)
    assert [measure.name for measure in scenario.measures] == ["evening"]


def test_every_key_stands_in_it_with_its_meaning() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page.count("```yaml") == len(models_of_a_file()) - 1
    for model in models_of_a_file():
        for name, field in model.model_fields.items():
            assert f"| `{field.alias or name}` | {key_of(model, name).nl}" in page or name == "name"
