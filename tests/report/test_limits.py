from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from sim.model.town.scenario import Scenario
from sim.report.words.limits import ABSENT, Absent, limits
from sim.text.texts import LANGUAGES, Texts
from tests.report.examples import findings

MODEL_PAGE = Path(__file__).resolve().parents[2] / "docs" / "model.md"
THERE = {
    ("Channel", "concurrency"): ("chat", "gesprekken tegelijk"),
    ("Demand", "mailings"): ("letter", "mailing", "brieven"),
    ("Slots", "overbooking"): ("overbook", "overboek"),
    ("Channel", "cancelled"): ("cancel", "call off", "afzeg"),
    ("Measure", "learning"): ("learn a new way", "nieuwe werkwijze"),
    ("Channel", "outages"): ("outage", "storing"),
    ("Channel", "helpers"): ("help online", "hulp online"),
    ("Step", "beside"): ("side by side", "naast elkaar"),
    ("Option", "save"): ("save a form", "bewaar"),
}
"""Fields of the model, and how a sentence would deny them."""


def models() -> dict[str, type[BaseModel]]:
    """Every class that a scenario is made of, by name."""
    found: dict[str, type[BaseModel]] = {}
    waiting: list[type[BaseModel]] = [Scenario]
    while waiting:
        model = waiting.pop()
        if model.__name__ not in found:
            found[model.__name__] = model
            waiting += [part for field in model.model_fields.values() for part in _classes(field.annotation)]
    return found


def _classes(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _classes(part)


@pytest.mark.parametrize("absent", ABSENT, ids=lambda absent: absent.fields[0])
def test_what_is_said_not_to_be_in_the_model_is_not(absent: Absent) -> None:
    model = models()[absent.model]
    assert not set(absent.fields) & set(model.model_fields), f"{absent.what!r} is in the model now: take it out of ABSENT"


@pytest.mark.parametrize(("place", "words"), THERE.items(), ids=".".join)
def test_nothing_that_is_in_the_model_is_denied(place: tuple[str, str], words: tuple[str, ...]) -> None:
    model, field = place
    assert field in models()[model].model_fields, "the list of this test is out of date"
    told = " ".join(sentence for lang in LANGUAGES for sentence in limits(Texts(lang), findings())).lower()
    assert not [word for word in words if word in told]


def test_the_page_on_the_model_names_the_same() -> None:
    page = " ".join(MODEL_PAGE.read_text(encoding="utf-8").split()).lower()
    last = page[page.index("## what is not in it yet") :]
    assert [absent.what for absent in ABSENT if absent.what not in last] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_of_it_stands_in_one_sentence(lang: str) -> None:
    say = Texts("nl" if lang == "nl" else "en")
    assert all(say(absent.what) in limits(say, findings())[-1] for absent in ABSENT)
