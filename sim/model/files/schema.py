"""The JSON Schema of scenario files, for completion and checks while typing in an editor.

It is made from the types of the model, with every value in the form in which a file writes it. It says less than ``load``: names
that refer to nothing, shares that do not add up and the like are found only there.
"""

from __future__ import annotations

from typing import Any

from sim.model.files.file_form import NEVER_WRITTEN, ScenarioFile, models_of_a_file
from sim.model.values.calendar import PARTS_OF_DAY, WEEKDAYS
from sim.model.values.distributions import KINDS
from sim.model.values.keys import meaning_of
from sim.model.values.units import NUMBER as ANY_NUMBER
from sim.model.values.units import UNITS

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
NUMBER = rf"(?!-?0*[1-9][\d_ ]*\.\d{{3}}(?!\d))(?:{ANY_NUMBER})"
"""Without those that can be read in two ways, such as 48.000."""
CLOCK = r"\d{1,2}:(00|15|30|45)"
HOURS = rf"^\s*{CLOCK}\s*-\s*{CLOCK}\s*$"
DAY = f"({'|'.join(WEEKDAYS)})"
DAYS = rf"^{DAY}(\s*-\s*{DAY})?(\s*,\s*{DAY}(\s*-\s*{DAY})?)*$"
PART = rf"^\s*({DAY}(\s*-\s*{DAY})?(\s*,\s*{DAY}(\s*-\s*{DAY})?)*\s+)?({'|'.join(PARTS_OF_DAY)})\s*$"
DURATION = rf"\s*({NUMBER})\s*({'|'.join(sorted(UNITS, key=len, reverse=True))})\s*$"
POSITIVE = rf"^(?!\s*-){DURATION}"
MOMENT = r"^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2})?)?$"
RATE = rf"^\s*(?!-){NUMBER}\s*(per\s+({NUMBER}\s*)?inhabitants?\s*)?per\s+(hour|day|week|year)\s*$"
WORKING_DAYS = r"^\s*\d+(\.\d+)?\s*working days?\s*$"
RATE_MEANS = (
    "Per year: what every calendar year gets, of 365 or 366 days; part of a year gets its part by the profile. "
    "Per hour, day or week: the mean over the calendar year, closed days included."
)


def json_schema() -> Schema:
    """A JSON Schema (2020-12) that accepts the files of a municipality and those that extend one."""
    made = ScenarioFile.model_json_schema(by_alias=True)
    definitions: Schema = {**made.pop("$defs"), **_written_forms()}
    definitions["municipality"] = made
    for model, names in NEVER_WRITTEN.items():
        for name in names:
            definitions[model.__name__]["properties"].pop(name)
    _open_up(definitions)
    _describe(definitions)
    definitions = {name: _tidy(definition) for name, definition in definitions.items() if name != "Range"}
    partial = {f"part_{name}": _partial(definition) for name, definition in definitions.items()}
    del definitions["municipality"]["properties"]["extends"]
    return {
        "$schema": DIALECT,
        "title": "Sweetspot scenario file",
        "type": "object",
        "required": ["schema"],
        "if": {"required": ["extends"]},
        "then": _ref("part_municipality"),
        "else": _ref("municipality"),
        "$defs": definitions | partial,
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _text(pattern: str) -> Schema:
    return {"type": "string", "pattern": pattern}


def _any(*schemas: Schema) -> Schema:
    return {"anyOf": list(schemas)}


def _object(properties: Schema, required: tuple[str, ...] = ()) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def _ranged(single: Schema) -> Schema:
    """One value, or a mapping of low, mid, high and where they come from."""
    parts = {"low": single, "mid": single, "high": single, "source": {"type": "string"}, "group": {"type": "string"}}
    return _any(single, _object(parts, ("mid",)))


def _written_forms() -> Schema:
    """Definitions for values whose form in a file differs from the fields of the model."""
    number = _text(rf"^\s*{NUMBER}\s*$")
    positive = _text(rf"^(?!\s*-)\s*{NUMBER}\s*$")
    percent = _text(r"^\s*\d+(\.\d+)?\s*%\s*$")
    duration = _any({"const": 0}, _text(POSITIVE))
    durations = {"type": "array", "items": duration, "minItems": 2}
    of_kinds = [
        {name: durations if kind.points else _ref("duration")} | ({"cv": _ref("count")} if kind.cv else {})
        for name, kind in KINDS.items()
    ]
    distribution = [
        _ref("duration"),
        *(_object(keys, tuple(keys)) for keys in of_kinds),
    ]
    spans = _any(_text(HOURS), {"type": "array", "items": _text(HOURS)})
    week = {"type": "object", "patternProperties": {DAYS: spans}, "additionalProperties": False}
    return {
        "number": _ranged(_any({"type": "number"}, number)),
        "count": _ranged(_any({"type": "number", "minimum": 0}, positive)),
        "share": _ranged(_any({"type": "number", "minimum": 0, "maximum": 1}, percent, positive)),
        "duration": _ranged(duration),
        "signed_duration": _ranged(_any({"const": 0}, _text(f"^{DURATION}"))),
        "Rate": _ranged(_text(RATE)) | {"description": RATE_MEANS},
        "Term": _ranged(_any(duration, _text(WORKING_DAYS))),
        "Distribution": _any(*distribution),
        "LabelText": _any({"type": "string"}, _object({"nl": {"type": "string"}, "en": {"type": "string"}}, ("nl", "en"))),
        "Hours": _text(HOURS),
        "WeekHoursModel": _any({"const": "always"}, _text(HOURS), week),
    }


def _open_up(definitions: Schema) -> None:
    """Let in what a file may write shorter than the model has it, or only a file has."""
    queue = definitions["Queue"]["properties"]
    queue["teams"] = _any({"type": "string"}, queue["teams"])
    queue["services"] = _any({"type": "string"}, {"type": "array", "items": {"type": "string"}})
    definitions["Outage"]["properties"]["from"] = _any({"type": "string", "format": "date"}, _text(MOMENT), _text(f"^{DURATION}"))
    definitions["Shift"]["properties"]["days"] = _text(DAYS)
    definitions["Demand"]["properties"]["profile"] = _any({"type": "string"}, _ref("Profile"))
    definitions["Step"]["properties"]["after"] = {"type": "string", "description": "The step to place this one behind."}
    definitions["Reactions"]["properties"]["default"] = _ref("Reaction")
    definitions["Profile"]["properties"]["day"]["propertyNames"] = {"pattern": HOURS}
    definitions["Preference"]["properties"]["parts"]["propertyNames"] = {"pattern": PART}
    definitions["municipality"]["properties"]["year_of_data"] = {"type": ["string", "integer"]}
    definitions["municipality"]["properties"]["extends"] = {"type": "string"}
    uses = definitions["municipality"]["properties"]["use"]
    definitions["municipality"]["properties"]["use"] = _any(
        {"type": "string"}, {"type": "array", "items": {"type": "string"}}, uses
    )


def _describe(definitions: Schema) -> None:
    """What each key means; and patience may be no more than a distribution."""
    for model in models_of_a_file():
        properties = definitions["municipality" if model is ScenarioFile else model.__name__]["properties"]
        for name, field in model.model_fields.items():
            written = field.alias or name
            if written in properties:
                properties[written] = properties[written] | {"description": meaning_of(model, name)}
    definitions["Patience"] = _any(_ref("Distribution"), definitions["Patience"])


def _tidy(schema: Any) -> Any:
    """Forms in the place of their marks; without titles and defaults, which only repeat the names and the model."""
    if isinstance(schema, list):
        return [_tidy(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if isinstance(schema.get("form"), str):
        return _ref(schema["form"]) | {key: item for key, item in schema.items() if key == "description"}
    return {
        key: {name: _tidy(part) for name, part in item.items()} if key == "properties" else _tidy(item)
        for key, item in schema.items()
        if key not in ("title", "default")
    }


def _partial(schema: Any) -> Any:
    """The same for a file that extends another: nothing is required, and null removes."""
    if isinstance(schema, list):
        return [_partial(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return schema | _ref(f"part_{schema['$ref'].rsplit('/', 1)[-1]}")
    changed = {}
    for key, item in schema.items():
        if key in ("properties", "patternProperties"):
            changed[key] = {name: _removable(_partial(part)) for name, part in item.items()}
        elif key == "additionalProperties" and isinstance(item, dict):
            changed[key] = _removable(_partial(item))
        elif key not in ("required", "minProperties"):
            changed[key] = _partial(item)
    return changed


def _removable(schema: Schema) -> Schema:
    about = {key: item for key, item in schema.items() if key == "description"}
    return _any({key: item for key, item in schema.items() if key not in about}, {"type": "null"}) | about
