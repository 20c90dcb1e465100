"""From what somebody gives a parameter to what stands in the place of its name, in one town."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sim.model.files.errors import Problem, listed, nearest
from sim.model.files.plans.measure_file import RESERVED, MeasureFile, Parameter, ReadMeasure
from sim.model.files.plans.reach import reached
from sim.model.files.plans.use import Use
from sim.model.files.tree import find
from sim.model.files.yaml_file import Entry, entry_of
from sim.model.values.calendar import WEEKDAYS, read_days, read_hours
from sim.model.values.reasons import WrongValue
from sim.model.values.units import read_duration, read_number, read_share

SECTION_OF = {"service": "services", "services": "services", "team": "teams", "channel": "channels"}
ALL = "all"
SELECTS = ("complexity", "having", "lacking")
"""What a selection of services may ask: `{complexity: {below: 0.3}}`, `{having: steps.apply.options.web, lacking: inquiry}`."""
YES, NO = ("on", "yes", "ja", "aan", True), ("off", "no", "nee", "uit", False)


@dataclass(frozen=True)
class Given:
    """The value of a parameter: its ``entry`` in the place of its name, the ``names`` it stands for where it is several.

    ``one_by_one``: each of the names was asked for, so that each must be reached. ``neutral``: nothing that mentions it
    changes. ``lacking`` are names that the town does not have, ``unfit`` those that the measure is not about.
    """

    entry: Entry
    names: tuple[str, ...] = ()
    one_by_one: bool = False
    neutral: bool = False
    lacking: tuple[str, ...] = ()
    unfit: tuple[str, ...] = ()


def values_of(root: Entry, use: Use, read: ReadMeasure, problems: list[Problem]) -> dict[str, Given]:
    """The value of every parameter: as it is used, or its default; of one that does not count, none."""
    measure, said = read.file, use.entry.mapping
    allowed = (*measure.parameters, *RESERVED)
    for key, one in said.items():
        if key not in allowed:
            details = {"name": repr(key), "allowed": listed(allowed), "measure": measure.measure}
            path = f"use.{use.name}.{key}"
            problems.append(Problem(one.file, one.line, path, "scenario.unknown_parameter", None, details, nearest(key, allowed)))
    found: dict[str, Given] = {}
    for name, parameter in measure.parameters.items():
        at = read.entry.mapping["parameters"].mapping[name].mapping
        written = said.get(name, at["default"])
        off = [other for other, level in parameter.only_if.items() if _plain(said, read, other) != level]
        if off and name not in said:
            found[name] = Given(written, neutral=True)
            continue
        if off:
            details = {"name": repr(name), "other": off[0], "level": str(parameter.only_if[off[0]])}
            problems.append(
                Problem(written.file, written.line, f"use.{use.name}.{name}", "scenario.parameter_only_if", None, details)
            )
        try:
            found[name] = given(measure, name, written, at.get("levels"), root)
        except WrongParameterError as wrong:
            problems.append(wrong.problem(written, f"use.{use.name}.{name}", name))
    return found


def _plain(said: Mapping[str, Entry], read: ReadMeasure, name: str) -> object:
    entry = said.get(name) or read.entry.mapping["parameters"].mapping[name].mapping["default"]
    return entry.plain()


def given(measure: MeasureFile, name: str, written: Entry, levels: Entry | None, root: Entry) -> Given:
    """The value of a parameter of a measure as it was ``written``; ``levels`` are those of the file, for a choice.

    Raises ``WrongParameterError`` where it is no value of this parameter.
    """
    parameter = measure.parameters[name]
    value = written.plain()
    if _same(value, measure.neutral(name)):
        return Given(written, neutral=True)
    return READ[parameter.type](parameter, written, value, levels, root)


class WrongParameterError(Exception):
    """A value that a parameter cannot have; carries the problem without its place."""

    def __init__(self, code: str, near: tuple[str, ...] = (), **details: str) -> None:
        super().__init__(code)
        self.code, self.near, self.details = code, near, details

    def problem(self, at: Entry, path: str, name: str) -> Problem:
        return Problem(at.file, at.line, path, self.code, at.plain(), {"name": repr(name)} | self.details, self.near)


def _same(value: Any, neutral: Any) -> bool:
    if neutral is None:
        return False
    if neutral == "off" and (value is False or value in NO):
        return True
    return bool(value == neutral) and isinstance(value, bool) == isinstance(neutral, bool)


def _ends(parameter: Parameter, levels: Sequence[Any]) -> dict[str, str]:
    """The lowest and the highest level, with what they count."""
    first, last = str(levels[0]), str(levels[-1])
    units = {"unit": parameter.unit.en, "unit_nl": parameter.unit.nl}
    return {"first": first, "last": last} | {key: f" {unit}" if unit else "" for key, unit in units.items()}


def _between(read: Callable[[Any], float]) -> Callable[[Parameter, Entry, Any, Entry | None, Root], Given]:
    def parse(parameter: Parameter, written: Entry, value: Any, _levels: Entry | None, _root: Entry) -> Given:
        levels = tuple(parameter.levels)
        try:
            found, ends = read(value), sorted((level for level in levels if _reads(read, level)), key=read)
        except (WrongValue, TypeError, ValueError) as error:
            raise WrongParameterError("scenario.parameter_value", allowed=listed(map(str, levels))) from error
        if not read(ends[0]) <= found <= read(ends[-1]):
            raise WrongParameterError("scenario.parameter_out_of_levels", (), **_ends(parameter, ends))
        return Given(written)

    return parse


def _reads(read: Callable[[Any], float], level: Any) -> bool:
    try:
        read(level)
    except (WrongValue, TypeError, ValueError):
        return False
    return True


def _choice(parameter: Parameter, written: Entry, value: Any, levels: Entry | None, _root: Entry) -> Given:
    names = [str(level) for level in parameter.levels]
    if str(value) not in names:
        raise WrongParameterError("scenario.parameter_choice", nearest(str(value), names), allowed=listed(names))
    known = levels.mapping if levels is not None else {}
    return Given(known.get(str(value), written))


def _switch(_parameter: Parameter, written: Entry, value: Any, _levels: Entry | None, _root: Entry) -> Given:
    if not any(value is one or (isinstance(value, str) and value == one) for one in YES):
        raise WrongParameterError("scenario.parameter_choice", allowed="on, off")
    return Given(entry_of(True, written.file, written.line))  # noqa: FBT003


def _weekday(_parameter: Parameter, written: Entry, value: Any, _levels: Entry | None, _root: Entry) -> Given:
    try:
        read_days(value if isinstance(value, str) else "")
    except WrongValue as error:
        raise WrongParameterError("scenario.parameter_choice", allowed=listed(WEEKDAYS)) from error
    return Given(written)


def _hours(_parameter: Parameter, written: Entry, value: Any, _levels: Entry | None, _root: Entry) -> Given:
    try:
        read_hours(value)
    except WrongValue as error:
        raise WrongParameterError("scenario.parameter_value", allowed="17:00-20:00") from error
    return Given(written)


def _named(parameter: Parameter, written: Entry, value: Any, _levels: Entry | None, root: Entry) -> Given:
    """One thing of the town, or several services: by name, all, or those that are so."""
    there = list(find(root, (SECTION_OF[parameter.type],))[0].mapping)
    if parameter.type == "services":
        return _services(parameter, written, value, root, there)
    if isinstance(value, list | dict):
        raise WrongParameterError("scenario.parameter_choice", allowed=listed(there))
    return Given(written, (str(value),), lacking=() if value in there else (str(value),))


def _services(parameter: Parameter, written: Entry, value: Any, root: Entry, there: list[str]) -> Given:
    fit = names_for(parameter, root)
    if isinstance(value, Mapping):
        return _several(written, _selected(value, root, fit))
    if value == ALL:
        return _several(written, fit)
    names = [str(name).strip() for name in (value if isinstance(value, list) else str(value).split(","))]
    lacking = tuple(name for name in names if name not in there)
    unfit = tuple(name for name in names if name in there and name not in fit)
    found = _several(written, [name for name in names if name in fit])
    return replace(found, one_by_one=True, lacking=lacking, unfit=unfit)


def names_for(parameter: Parameter, root: Entry) -> list[str]:
    """The names of a town that a parameter can have: of services those that the measure can be about."""
    there = list(find(root, (SECTION_OF[parameter.type],))[0].mapping)
    return _selected(parameter.among, root, there) if parameter.among else there


def _several(written: Entry, names: list[str]) -> Given:
    return Given(entry_of(names, written.file, written.line), tuple(names))


def _selected(value: Mapping[str, Any], root: Entry, there: list[str]) -> list[str]:
    if not value or set(value) - {*SELECTS}:
        raise WrongParameterError("scenario.parameter_services", allowed=listed(SELECTS))
    limits = value.get("complexity", {})
    if not isinstance(limits, Mapping) or set(limits) - {"below", "above"}:
        raise WrongParameterError("scenario.parameter_services", allowed="below, above")
    found = []
    for name in there:
        service = root.mapping["services"].mapping[name]
        if not all(_has(root, name, value[key]) == (key == "having") for key in ("having", "lacking") if key in value):
            continue
        if limits and not _between_limits(service, limits):
            continue
        found.append(name)
    return found


def _has(root: Entry, service: str, pattern: Any) -> bool:
    return bool(reached(root, ("services", service, *str(pattern).split(".")), there=True))


def _between_limits(service: Entry, limits: Mapping[str, Any]) -> bool:
    written = service.mapping.get("complexity")
    value = 0.3 if written is None else written.plain()
    complexity = read_share(value["mid"] if isinstance(value, Mapping) else value)
    return read_share(limits.get("above", 0)) <= complexity and (
        "below" not in limits or complexity < read_share(limits["below"])
    )


Root = Entry
READ: dict[str, Callable[[Parameter, Entry, Any, Entry | None, Root], Given]] = {
    "number": _between(read_number),
    "share": _between(read_share),
    "duration": _between(read_duration),
    "choice": _choice,
    "switch": _switch,
    "service": _named,
    "services": _named,
    "team": _named,
    "channel": _named,
    "weekday": _weekday,
    "hours": _hours,
}
