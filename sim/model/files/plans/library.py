"""The measures that come with the program, and a measure as the form that a planner fills in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.model.files.measures import finished
from sim.model.files.plans.found import measure_names, shipped_measure
from sim.model.files.plans.measure_file import GROUPS, MeasureFile, Parameter, ReadMeasure, read_measure
from sim.model.files.plans.parameters import SECTION_OF, names_for
from sim.model.files.plans.told import value_text
from sim.model.files.tree import find
from sim.model.files.yaml_file import Entry
from sim.model.values.calendar import WEEKDAYS
from sim.text.pairs import Text


@dataclass(frozen=True)
class Level:
    """A value that a parameter can have, and how a person reads it."""

    value: Any
    said: Text


@dataclass(frozen=True)
class Field:
    """One parameter as a form shows it: what it is called, what it is now, and what can be chosen.

    ``levels`` are in order; between those of a number any value is allowed. ``neutral`` is the value of today. ``only_if`` says
    at which value of another field it counts.
    """

    name: str
    label: Text
    type: str
    default: Any
    neutral: Any
    levels: tuple[Level, ...]
    unit: Text
    only_if: Mapping[str, Any]


@dataclass(frozen=True)
class Form:
    """A measure as a card or a lever: all that a screen needs to draw it, be it in the dashboard, in a workshop or on paper."""

    measure: str
    label: Text
    why: Text
    group: Text
    fields: tuple[Field, ...]
    legal: Text
    sources: tuple[str, ...]


def shipped_measures() -> tuple[ReadMeasure, ...]:
    """The measures of the program, group by group. Raises ``sim.ScenarioError`` for one that is wrong."""
    order = list(GROUPS)
    found = [read_measure(shipped_measure(name)) for name in measure_names()]
    return tuple(sorted(found, key=lambda one: order.index(one.file.group)))


def form_of(measure: MeasureFile, town: Entry | None = None) -> Form:
    """The form of a measure; the names to choose from are those of a ``town`` (as :func:`town_of` reads it), if one is given."""
    fields = tuple(_field(measure, name, parameter, town) for name, parameter in measure.parameters.items())
    about = (measure.label, measure.why, GROUPS[measure.group])
    return Form(measure.measure, *about, fields, measure.legal, measure.sources)


def town_of(root: Entry) -> Entry:
    """A town as wildcards and names see it, from files that were read (``sim.model.files.extends.read_chain``)."""
    return finished(root, [])


def _field(measure: MeasureFile, name: str, parameter: Parameter, town: Entry | None) -> Field:
    values = _values(parameter, town)
    neutral = measure.neutral(name)
    levels = tuple(Level(value, _said(parameter, value, town)) for value in values)
    about = (parameter.default, neutral, levels, parameter.unit, parameter.only_if)
    return Field(name, parameter.label, parameter.type, *about)


def _values(parameter: Parameter, town: Entry | None) -> Sequence[Any]:
    if parameter.type == "switch":
        return ("on", "off")
    if parameter.type == "weekday" and not parameter.levels:
        return WEEKDAYS[:5]
    if parameter.type in SECTION_OF and not parameter.levels:
        return tuple(names_for(parameter, town)) if town is not None else ()
    return tuple(parameter.levels)


def _said(parameter: Parameter, value: Any, town: Entry | None) -> Text:
    """A name by its label in the town; the level of a choice by its own, where it says one."""
    if parameter.type in SECTION_OF and town is not None:
        entry, done = find(town, (SECTION_OF[parameter.type], str(value), "label"))
        if len(done) == 3:
            label = entry.plain()
            return Text(label, label) if isinstance(label, str) else Text(label.get("en", label["nl"]), label["nl"])
    return Text.of(lambda language: value_text(parameter, value, language))
