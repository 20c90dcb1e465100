"""What a measure in use is called: its label, and the parameters that are not what they are when nothing is said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.model.files.plans.measure_file import MeasureFile, Parameter
from sim.model.files.yaml_file import Entry, entry_of
from sim.text.pairs import Language, Text

MOST_NAMES = 3
WORDS: dict[str, Text] = {
    "all": Text("all", "alle"),
    "on": Text("on", "aan"),
    "off": Text("off", "uit"),
    "none": Text("none", "geen"),
    "never": Text("never", "nooit"),
    "today": Text("as today", "zoals nu"),
    "more": Text("{count} more", "nog {count}"),
    "having": Text("all where it can be", "alle waar het kan"),
    "below": Text("complexity below {limit}", "complexiteit onder {limit}"),
    "above": Text("complexity of at least {limit}", "complexiteit vanaf {limit}"),
    "mon": Text("Monday", "maandag"),
    "tue": Text("Tuesday", "dinsdag"),
    "wed": Text("Wednesday", "woensdag"),
    "thu": Text("Thursday", "donderdag"),
    "fri": Text("Friday", "vrijdag"),
    "sat": Text("Saturday", "zaterdag"),
    "sun": Text("Sunday", "zondag"),
}


def label_of(measure: MeasureFile, said: Mapping[str, Entry], at: Entry) -> Entry:
    """``online first (how hard 2)``, in both languages, as an entry at the place of its use."""
    told = {
        name: one.plain()
        for name, one in said.items()
        if name in measure.parameters and one.plain() != measure.parameters[name].default
    }
    texts = {language: _label(measure, told, language) for language in ("nl", "en")}
    return entry_of(texts, at.file, at.line)


def _label(measure: MeasureFile, told: Mapping[str, Any], language: Language) -> str:
    label, known = measure.label.said(language), measure.parameters
    parts = [f"{known[name].label.said(language)} {value_text(known[name], value, language)}" for name, value in told.items()]
    return f"{label} ({'; '.join(parts)})" if parts else label


def value_text(parameter: Parameter, value: Any, language: Language) -> str:
    """The value of a parameter as a person reads it, with its unit."""
    if isinstance(value, bool):
        return WORDS["on" if value else "off"].said(language)
    if isinstance(value, list):
        names = [str(name) for name in value[:MOST_NAMES]]
        more = [WORDS["more"].filled(count=len(value) - MOST_NAMES).said(language)] if len(value) > MOST_NAMES else []
        return ", ".join(names + more)
    if isinstance(value, Mapping):
        return _selection(value, language)
    if isinstance(value, int | float):
        text = f"{value * 100:g}%" if parameter.type == "share" else f"{value:g}"
        unit = parameter.unit.said(language)
        return (text.replace(".", ",") if language == "nl" else text) + (f" {unit}" if unit else "")
    return (WORDS | parameter.words)[value].said(language) if value in parameter.words or value in WORDS else str(value)


def _selection(value: Mapping[str, Any], language: Language) -> str:
    """Services that are so, rather than by name."""
    limits = value.get("complexity", {})
    parts = [WORDS["having"].said(language)] if "having" in value else []
    for name in ("above", "below"):
        if name in limits:
            limit = str(limits[name]).replace(".", "," if language == "nl" else ".")
            parts.append(WORDS[name].filled(limit=limit).said(language))
    return ", ".join(parts)
