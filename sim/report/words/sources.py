"""The numbers of a scenario that could have been other numbers: their ranges and where they come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sim.model.town.scenario import Scenario
from sim.model.values.calendar import Profile, WeekHoursModel
from sim.model.values.distributions import Distribution
from sim.model.values.keys import forms_of
from sim.model.values.values import Form, Frozen, Range, Rate, Term
from sim.model.words.written import duration, form_of, number, source_text
from sim.report.told.findings import Assumption
from sim.text.pairs import Language
from sim.text.texts import Texts

Found = Iterator[tuple[str, Range, str]]


def sourced_of(scenarios: Sequence[Scenario], say: Texts) -> tuple[Assumption, ...]:
    """The sourced numbers of all scenarios, each (path, values, source) once; those without a source first."""
    found = dict.fromkeys(item for scenario in scenarios for item in sourced_numbers(scenario, say))
    return tuple(sorted(found, key=lambda item: not item.unsourced))


def sourced_numbers(scenario: Scenario, say: Texts) -> tuple[Assumption, ...]:
    """Every number with a range or a source in the whole scenario.

    Unsourced are those marked ASSUMPTION and those with a range but no source; a declared group counts once.
    """
    found: dict[str, Assumption] = {}
    for path, value, form in numbers(scenario):
        if (value.is_ranged or value.source) and path not in found:
            ends = (value.low, value.mid, value.high)
            parts = [written_as(part, form, say) for part in ends]
            unsourced = value.is_assumption or not value.source
            source = source_text(value.source, say.lang)
            found[path] = Assumption(path, parts[0], parts[1], parts[2], source, unsourced, value.group, ends, form)
    return tuple(found.values())


def numbers(scenario: Scenario) -> Found:
    """Every number of the scenario with its path in the file and the form in which it is written (duration, share ...)."""
    for name in Scenario.model_fields:
        if name == "designs":
            for design in scenario.designs:
                yield from _below(design, "", ())
        elif name != "measures":
            yield from _below(getattr(scenario, name), name, forms_of(Scenario.model_fields[name]))


def written_as(value: float, form: str, say: Texts) -> str:
    """A number with the unit of its form."""
    lang: Language = say.lang
    if form in ("duration", "signed_duration"):
        return duration(value, lang)
    if form == "share":
        return f"{number(value * 100, lang)}%"
    if form == "working_days":
        return f"{number(value, lang)} {say('working days')}"
    if form == "rate_per_inhabitant":
        return say("{number} per 1000 inhabitants a year", number=number(value * 1000, lang))
    return say("{number} a year", number=number(value, lang)) if form == "rate" else number(value, lang)


def _below(value: Any, path: str, forms: Sequence[Form], form: str = "") -> Found:
    match value:
        case Range():
            yield path, value, form or form_of(forms)
        case Rate():
            yield path, value.amount, "rate_per_inhabitant" if value.per_inhabitant else "rate"
        case Term():
            yield path, value.amount, "working_days" if value.working_days else "duration"
        case Distribution():
            yield path if value.kind == "constant" else f"{path}.{value.kind}", value.mean, "duration"
            yield f"{path}.cv", value.cv, "count"
        case dict():
            for key, item in value.items():
                yield from _below(item, f"{path}.{key}" if path else str(key), forms)
        case tuple():
            for number, item in enumerate(value):
                yield from _below(item, f"{path}.{number}", forms)
        case Frozen() if not isinstance(value, Profile | WeekHoursModel):
            for name, found in _fields_of(type(value)):
                yield from _below(getattr(value, name), f"{path}.{name}" if path else name, found)


@cache
def _fields_of(model: type[Frozen]) -> tuple[tuple[str, tuple[Form, ...]], ...]:
    return tuple((name, forms_of(field)) for name, field in model.model_fields.items())
