"""A scenario in readable form: what it holds, what its measures change, and what it assumes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from sim.model.town.channels import Preference
from sim.model.town.measure import Measure
from sim.model.town.population import Reaction, Reactions
from sim.model.town.recognition import LABELS, Compared, Recognition
from sim.model.town.scenario import Design, Scenario
from sim.model.town.worlds import values
from sim.model.values.calendar import Hours, Profile, WeekHoursModel
from sim.model.values.distributions import Distribution
from sim.model.values.keys import forms_of
from sim.model.values.values import Form, Range, Rate, Term
from sim.model.words.captions import caption, value_word
from sim.model.words.written import (
    distribution,
    duration,
    figure_text,
    form_of,
    hours,
    number,
    part_of_week,
    profile,
    ranged,
    rate,
    term,
    week_hours,
    weekdays,
)
from sim.text.pairs import Language, Text

INDENT = "  "
NOTHING: Mapping[str, Any] = MappingProxyType({})
Lines = Iterator[str]
TEXTS: dict[str, Text] = {
    "yes": Text("yes", "ja"),
    "no": Text("no", "nee"),
    "changes": Text("changes from week {week} of the window on", "verandert vanaf week {week} van de gemeten periode"),
    "full": Text("complete after {ramp}", "volledig na {ramp}"),
    "until": Text("until week {week}", "tot week {week}"),
    "removed": Text("removed", "verdwijnt"),
    "absent": Text("not set", "niet opgegeven"),
    "assumptions": Text("Unsourced assumptions: {count}", "Aannames zonder bron: {count}"),
    "none": Text("(there are none)", "(die zijn er niet)"),
    "recognised": Text("recognised", "herkenbaar"),
    "not_recognised": Text("not recognisable, calibrate first", "niet herkenbaar, eerst kalibreren"),
    "untested": Text("not tested, there are no own figures", "niet getoetst, er zijn geen eigen cijfers"),
    "far": Text("too far apart", "te ver uit elkaar"),
}


def describe(scenario: Scenario, language: Language = "en") -> str:
    """The scenario as plain text: what it says of itself, every section with units, its measures and unsourced assumptions."""
    return as_text([*head_lines(scenario, language), *whole_lines(scenario, language)])


def as_text(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"


def head_lines(scenario: Scenario, language: Language) -> list[str]:
    """What the scenario says of itself."""
    lines = [scenario.label.said(language), ""]
    about = scenario.about.said(language)
    if about:
        lines += [about.strip(), ""]
    return lines + story_lines(scenario, language)


def whole_lines(scenario: Scenario, language: Language) -> list[str]:
    """Every section, the measures, and the unsourced assumptions."""
    lines: list[str] = []
    for name in ("year_of_data", "period", "closed_days", "population", "behaviour", "busyness", "norms", "costs", "margins"):
        lines += _section(name, getattr(scenario, name), language) if getattr(scenario, name) else []
        if name == "year_of_data" and scenario.recognition is not None:
            lines += recognition_lines(scenario.recognition, language)
    for name in Design.model_fields:
        lines += _section(name, getattr(scenario.baseline, name), language)
    if scenario.measures:
        lines += [caption("measures", language).capitalize()]
        for number in range(len(scenario.measures)):
            lines += [INDENT + line for line in measure_lines(scenario, number, language)]
        lines.append("")
    return lines + _assumptions(scenario, language)


def assumptions_counted(scenario: Scenario, language: Language) -> str:
    """How many numbers of the scenario rest on no source, in one line."""
    return TEXTS["assumptions"].said(language).format(count=number(len(assumptions(scenario)), language))


def assumptions(scenario: Scenario) -> list[tuple[str, Range]]:
    """Every (path, range) that rests on no source: marked ASSUMPTION, or a range without a source; a group counts once."""
    found: dict[str, tuple[str, Range]] = {}
    for path, value in values(scenario):
        if value.is_assumption or (value.is_ranged and not value.source):
            found.setdefault(value.group or path, (path, value))
    return list(found.values())


def story_lines(scenario: Scenario, language: Language) -> list[str]:
    """What a story of the library asks, what to look at, and what decides it; nothing for other scenarios."""
    told = {name: getattr(scenario, name).said(language).strip() for name in ("question", "look_at")}
    told |= {"beside": scenario.beside}
    if scenario.deciding is not None:
        told |= {"deciding": f"{scenario.deciding.what.said(language)} ({', '.join(scenario.deciding.paths)})"}
    lines = [f"{caption(name, language).capitalize()}: {text}" for name, text in told.items() if text]
    return [*lines, ""] if lines else []


def recognition_lines(found: Recognition, language: Language) -> list[str]:
    """The outcome of the recognition test, then a line per figure."""
    own, simulated = caption("own", language, Compared), caption("simulated", language, Compared)
    lines = [f"{caption('recognition', language).capitalize()}: {TEXTS[found.outcome].said(language)}"]
    for figure, pair in found.figures.items():
        values = f"{own} {figure_text(figure, pair.own, language)}, {simulated} {figure_text(figure, pair.simulated, language)}"
        far = "" if pair.within(figure) else f" ({TEXTS['far'].said(language)})"
        lines.append(f"{INDENT}{LABELS[figure].said(language)}: {values}{far}")
    return [*lines, ""]


def _section(name: str, value: Any, language: Language) -> list[str]:
    lines = list(entry_lines(caption(name, language), value, (), language))
    if not lines:
        return []
    lines[0] = lines[0][:1].upper() + lines[0][1:]
    return [*lines, ""]


def entry_lines(title: str, value: Any, forms: tuple[Form, ...], language: Language, *, own_name: bool = False) -> Lines:
    """What a key or a thing is called, and its value; nothing where the value is what it is when nobody says anything."""
    short = _short(value, forms, language)
    if short is not None:
        yield f"{title}: {short}"
        return
    if isinstance(value, BaseModel):
        label = getattr(value, "label", None)
        below = list(field_lines(value, language))
        title += f": {label.said(language)}" if isinstance(label, Text) and label.said(language) != title else ""
    else:
        items = value.items() if isinstance(value, dict) else enumerate(value, 1)
        below = [line for key, item in items for line in entry_lines(str(key), item, forms, language, own_name=True)]
    if below or own_name:
        yield title + (":" if below and ": " not in title else "")
        yield from (INDENT + line for line in below)


def field_lines(value: BaseModel, language: Language) -> Lines:
    if isinstance(value, Reactions):
        yield from _reactions(value, language)
        return
    for name, field in type(value).model_fields.items():
        item, title = getattr(value, name), caption(name, language, type(value))
        if name == "label" or (not field.is_required() and item == field.default):
            continue
        if name == "days" and isinstance(item, tuple):
            yield f"{title}: {weekdays(item, language)}"
        elif isinstance(value, Preference) and name == "parts":
            parts = {part_of_week(text, language): weight for text, weight in item.items()}
            yield from entry_lines(title, parts, forms_of(field), language)
        else:
            yield from entry_lines(title, item, forms_of(field), language)


def _reactions(value: Reactions, language: Language) -> Lines:
    """Equal reactions together, those of which nobody said anything left out."""
    names: dict[Reaction, list[str]] = {}
    for name in type(value).model_fields:
        if name in value.model_fields_set:
            names.setdefault(getattr(value, name), []).append(caption(name, language, Reactions))
    for reaction, captions in names.items():
        yield from entry_lines(", ".join(captions), reaction, (), language, own_name=True)


def _short(value: Any, forms: tuple[Form, ...], language: Language) -> str | None:
    """A value on one line; None where it needs more."""
    simple = _simple(value, language)
    if simple is not None:
        return simple
    if isinstance(value, Range):
        return ranged(value, form_of(forms), language)
    if isinstance(value, Distribution):
        return distribution(value, language)
    if isinstance(value, Rate):
        return rate(value, language)
    if isinstance(value, Term):
        return term(value, language)
    if isinstance(value, Hours):
        return hours(value)
    if isinstance(value, WeekHoursModel):
        return week_hours(value, language)
    if isinstance(value, tuple) and not any(isinstance(item, BaseModel) for item in value):
        return ", ".join(_simple(item, language) or str(item) for item in value)
    return profile(value, language) if isinstance(value, Profile) else None


def _simple(value: Any, language: Language) -> str | None:
    if value is None:
        return TEXTS["absent"].said(language)
    if isinstance(value, bool):
        return TEXTS["yes" if value else "no"].said(language)
    if isinstance(value, int | float):
        return number(value, language)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Text):
        return value.said(language)
    return value_word(value, language) if isinstance(value, str) else None


def measure_lines(scenario: Scenario, number: int, language: Language) -> Lines:
    """A measure with when it starts, and what it brings and changes below that."""
    measure = scenario.measures[number]
    yield f"{measure.name}: {measure.label.said(language)} ({timing(measure, language)})"
    yield from (INDENT + line for line in lines_of_measure(scenario, number, language))


def lines_of_measure(scenario: Scenario, number: int, language: Language) -> Lines:
    """What a measure brings, and what it changes in what was there when it begins."""
    earlier = {path: value for one in scenario.measures[:number] for path, value in one.set.items()}
    yield from lines_below(scenario.before(number), scenario.measures[number], language, earlier)


def timing(measure: Measure, language: Language) -> str:
    """``changes from week 4 of the window on, complete after 8 weeks``."""
    week = number(measure.start.value / (7 * 86_400e6), language)
    ramp = f", {TEXTS['full'].said(language).format(ramp=duration(measure.ramp.value, language))}" if measure.ramp.value else ""
    until = ""
    if measure.until is not None:
        until = f", {TEXTS['until'].said(language).format(week=number(measure.until.value / (7 * 86_400e6), language))}"
    return TEXTS["changes"].said(language).format(week=week) + ramp + until


def lines_below(before: Design, measure: Measure, language: Language, earlier: Mapping[str, Any] = NOTHING) -> Lines:
    """What a measure brings, and what it changes in the design ``before`` it, or in what ``earlier`` measures set by path."""
    for name in ("shock", "learning", "price"):
        told = getattr(measure, name)
        parts = [] if told is None else [line.strip() for line in field_lines(told, language)]
        if parts:
            yield f"{caption(name, language, Measure)}: {', '.join(parts)}"
    for path, value in measure.set.items():
        was = given(earlier[path], language) if path in earlier else found_at(before, path, language)
        yield f"{path}: {was} -> {given(value, language)}"


def given(value: Any, language: Language) -> str:
    """A value as the file gives it, on one line."""
    if value is None:
        return TEXTS["removed"].said(language)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {given(item, language)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(given(item, language) for item in value) + "]"
    return _simple(value, language) or str(value)


def found_at(root: BaseModel, path: str, language: Language) -> str:
    """What stands at a path of a design, or of the rest of a scenario, on one line."""
    value: Any = root
    forms: tuple[Form, ...] = ()
    for key in path.split("."):
        if isinstance(value, Distribution):
            value, forms = (value.cv, (Form("count"),)) if key == "cv" else (value, ())
        elif isinstance(value, BaseModel) and key in type(value).model_fields:
            field = type(value).model_fields[key]
            value, forms = getattr(value, key), forms_of(field)
        elif isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, tuple) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        elif not isinstance(value, Range | Rate | Term | WeekHoursModel):
            return TEXTS["absent"].said(language)
    short = _short(value, forms, language)
    if short is not None:
        return short
    parts = [line.strip() for line in (field_lines(value, language) if isinstance(value, BaseModel) else map(str, value))]
    return "{" + ", ".join(parts).replace(":,", ":") + "}"


def _assumptions(scenario: Scenario, language: Language) -> list[str]:
    lines = [assumptions_counted(scenario, language)]
    for path, value in assumptions(scenario):
        lines.append(f"{INDENT}{path}: {_assumed(scenario, path, value, language)}")
    return lines


def _assumed(scenario: Scenario, path: str, value: Range, language: Language) -> str:
    """An assumption in its unit, from the last design that has it: a measure may have taken it away."""
    of_design = path.partition(".")[0] in Design.model_fields
    roots: list[Any] = [*reversed(scenario.designs)] if of_design else [scenario]
    for root in roots:
        text = found_at(root, path, language)
        if value.source in text and text != TEXTS["absent"].said(language):
            return text
    return ranged(value, "number", language)
