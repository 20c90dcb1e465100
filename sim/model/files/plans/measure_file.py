"""The file of a measure: what it changes in any town, and the few parameters that a planner sets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from sim.model.files.errors import Problem, ScenarioError, listed, nearest
from sim.model.files.plans.placeholders import placeholders
from sim.model.files.sources import SourceFile, is_measure, read_source
from sim.model.files.validation import validated
from sim.model.files.yaml_file import Entry, refuse
from sim.model.values.values import Frozen, Label
from sim.text.pairs import Text

Group = Literal["digital", "desk", "phone", "people", "certainty", "together"]
GROUPS: dict[Group, Text] = {
    "digital": Text("online", "digitaal"),
    "desk": Text("desk and appointment", "balie en afspraak"),
    "phone": Text("phone, chat and mail", "telefoon, chat en mail"),
    "people": Text("people and hours", "mensen en tijden"),
    "certainty": Text("certainty and explanation", "zekerheid en uitleg"),
    "together": Text("working together", "samenwerken"),
}
Kind = Literal["number", "share", "duration", "choice", "switch", "service", "services", "team", "channel", "weekday", "hours"]
NAMES_NONE: dict[str, str] = dict.fromkeys(("service", "services", "team", "channel", "weekday", "hours"), "none") | {
    "switch": "off"
}
"""Kinds of parameter whose neutral level goes without saying."""
OF_MEASURE = ("ramp", "shock", "learning", "price")
"""Keys of a measure that a measure file may give as well."""
RESERVED = ("measure", "label", "start", "ramp", "until")
"""What `use` says beside the parameters, so that no parameter can have such a name."""


class Parameter(Frozen):
    """One thing that a planner sets."""

    label: Label
    """What it is called, in Dutch and English."""
    type: Kind
    """Which values it takes; names are those of the town."""
    default: Any
    """The value when nothing is said."""
    neutral: Any = None
    """The value at which what mentions it stays as it is today."""
    levels: dict[str, Any] | tuple[Any, ...] = ()
    """Values to try: numbers from low to high, between which any is allowed; names of a choice, perhaps with what each sets."""
    words: dict[str, Label] = {}
    """What levels are called where a person reads them, if not as they are written."""
    unit: Label = Text("", "")
    """What a number counts."""
    among: dict[str, Any] = {}
    """Which services it can be about, by what they have or how complex they are; all of these are meant by `all`."""
    only_if: dict[str, Any] = {}
    """It counts only where another parameter has this value."""


class Expected(Frozen):
    """What must follow from more of a parameter: a figure that rises or falls. A test holds the measure to it."""

    figure: str
    """A key of a figure, and behind a colon of whom."""
    of: str
    """The parameter."""
    goes: Literal["up", "down"]
    """How the figure goes as the parameter goes from its first level to its last."""


class MeasureFile(Frozen):
    """Everything a measure file may hold.

    ``set`` and the keys of :data:`OF_MEASURE` may hold ``$parameters``, and are read when it is used.
    """

    schema_version: Annotated[Literal[1], Field(alias="schema")]
    measure: str
    """Its name, that of the file."""
    label: Label
    """What a planner reads, in a few words."""
    why: Label
    """Why one would, in one line."""
    group: Group
    """With which other measures it stands."""
    parameters: Annotated[dict[str, Parameter], Field(min_length=1, max_length=4)]
    """What can be set, by name."""
    set: Annotated[dict[str, Any], Field(min_length=1)]
    """New values by path. `$name` is a parameter, `*` every place that has it, `a|b` either. A value may start from what is there
    (`{times: 0.8}`), or be like what stands beside it (`{like: walk_in}`); with `when: $name` it goes with that parameter."""
    ramp: Any = None
    shock: Any = None
    learning: Any = None
    price: Any = None
    legal: Label = Text("", "")
    """A question for a lawyer; the measure is no advice that it is allowed."""
    sources: tuple[str, ...] = ()
    """Ids of what its numbers rest on."""
    expect: tuple[Expected, ...] = ()
    """What must follow from it."""

    def neutral(self, name: str) -> Any:
        """The value of a parameter at which nothing changes; None where there is none."""
        parameter = self.parameters[name]
        return NAMES_NONE.get(parameter.type) if parameter.neutral is None else parameter.neutral


@dataclass(frozen=True)
class ReadMeasure:
    """A measure file as it was read: what it says, and where it says it."""

    file: MeasureFile
    entry: Entry


def read_measure(source: SourceFile) -> ReadMeasure:
    """The measure in a file. Raises ``ScenarioError`` with everything that is wrong with it by itself."""
    entry = read_source(source)
    if not is_measure(source):
        raise refuse(source.file, 1, "scenario.no_measure")
    problems = [
        *_unknown(entry, _keys(MeasureFile), ()),
        *(p for name, one in _parameters(entry) for p in _unknown(one, _keys(Parameter), ("parameters", name))),
    ]
    found = None if problems else validated(MeasureFile, entry, (), problems)
    if found is not None:
        problems += _incoherent(found, entry)
    if problems or found is None:
        raise ScenarioError(problems)
    return ReadMeasure(found, entry)


def _keys(model: type[Frozen]) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _parameters(entry: Entry) -> list[tuple[str, Entry]]:
    return list(entry.mapping["parameters"].mapping.items()) if "parameters" in entry.mapping else []


def _unknown(entry: Entry, allowed: tuple[str, ...], path: tuple[str, ...]) -> list[Problem]:
    return [
        Problem(
            one.file, one.line, ".".join((*path, key)), "scenario.unknown_key", None, _named(key, allowed), nearest(key, allowed)
        )
        for key, one in entry.mapping.items()
        if key not in allowed
    ]


def _incoherent(found: MeasureFile, entry: Entry) -> list[Problem]:
    """Parameters without a neutral level or that are named as `use` needs it, and placeholders of none."""
    problems = []
    for name, one in _parameters(entry):
        path, parameter = f"parameters.{name}", found.parameters[name]
        if name in RESERVED:
            problems.append(Problem(one.file, one.line, path, "scenario.reserved_parameter", None, {"name": repr(name)}))
        if found.neutral(name) is None and not parameter.only_if:
            problems.append(Problem(one.file, one.line, path, "scenario.no_neutral", None, {"name": repr(name)}))
        if parameter.type in ("number", "share", "duration", "choice") and not parameter.levels:
            problems.append(Problem(one.file, one.line, path, "scenario.no_levels", None, {"name": repr(name)}))
    known = tuple(found.parameters)
    parts = [(f"set.{path}", one) for path, one in entry.mapping["set"].mapping.items()]
    parts += [(key, entry.mapping[key]) for key in (*OF_MEASURE, "parameters") if key in entry.mapping]
    for path, one in parts:
        for name in sorted({*placeholders(one), *placeholders(path)} - {*known}):
            details = _named(f"${name}", tuple(f"${key}" for key in known))
            problems.append(Problem(one.file, one.line, path, "scenario.placeholder", None, details, nearest(name, known)))
    return problems


def _named(name: str, allowed: tuple[str, ...]) -> dict[str, str]:
    return {"name": repr(name), "allowed": listed(allowed)}
