"""The keys of scenario files in plain words, as their fields say, and the fixed words that stand as their values."""

from __future__ import annotations

from pydantic import BaseModel

from sim.model.files.file_form import ScenarioFile, model_at
from sim.model.values.keys import key_of
from sim.text.pairs import Language, Text

DUTCH_VALUES: dict[str, str] = {
    "self_service": "zelf doen",
    "live": "direct",
    "appointment": "op afspraak",
    "deferred": "later beantwoord",
    "in_person": "in persoon",
    "live_remote": "direct op afstand",
    "written": "schriftelijk",
    "contact": "contact",
    "back_office": "achterkant",
    "milestone": "moment",
    "all": "alle",
    "none": "geen",
}


def caption(key: str, language: Language, model: type[BaseModel] | None = ScenarioFile) -> str:
    """A key of a part of a file as a person reads it; as it is written where the part says nothing of it."""
    said = key_of(model, key)
    return (said.nl if language == "nl" else said.en) or key.replace("_", " ")


def how_counted(path: str) -> Text | None:
    """How to count the number at a path in two weeks, as its own key says or else the nearest of which it is a part."""
    parts = tuple(path.split("."))
    keys = [key_of(model_at(parts[:place]), part) for place, part in enumerate(parts)]
    return next((key.counted for key in reversed(keys) if key.counted), None)


def value_word(value: str, language: Language) -> str:
    """A fixed word of a file (a kind, a nest) as a person reads it; names are left alone."""
    return DUTCH_VALUES.get(value, value) if language == "nl" else value.replace("_", " ")
