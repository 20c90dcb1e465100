"""The reference of all keys of a scenario file, docs/keys.md, as the fields of the model say it.

``python -m tests.model.keys_reference`` writes it. Its examples are cut from docs/keys.yaml, one scenario in which every part is.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from sim.model.files.file_form import NEVER_WRITTEN, ONLY_WRITTEN, ScenarioFile, models_of_a_file
from sim.model.files.yaml_file import Entry, read_yaml_text
from sim.model.values.calendar import Hours, WeekHoursModel
from sim.model.values.distributions import Distribution
from sim.model.values.keys import forms_of, key_of, meaning_of, models_in
from sim.model.values.names import Refers
from sim.model.values.values import Form, FormName, Range, Rate, Term
from sim.model.words.captions import caption
from sim.model.words.describe import entry_lines
from sim.text.pairs import Text

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLE, PAGE = DOCS / "keys.yaml", DOCS / "keys.md"
FORMS: dict[FormName, str] = {
    "number": "number",
    "count": "number, not below 0",
    "share": "share",
    "duration": "duration",
    "signed_duration": "duration, may be negative",
}
WRITTEN: dict[Any, str] = {
    Distribution: "distribution",
    Rate: "rate",
    Term: "duration or working days",
    Text: "text",
    WeekHoursModel: "opening hours",
    Hours: "hours",
    bool: "`true` or `false`",
    int: "whole number",
    float: "number",
    str: "text",
    date: "date",
    datetime: "date and time",
    Any: "any value",
}
GONE_ONCE_READ = {
    "after": ("na", "The step to place this one behind, where a file adds one to those of another file.", "name of a step"),
    "default": ("andere", "The reaction to all that is not given.", "[reaction](#reaction)"),
}
HEAD = """# The keys of a scenario file

Made from the model by `python -m tests.model.keys_reference`: do not edit. The examples are cut from [keys.yaml](keys.yaml), one
small town in which every part is written once. `sweetspot schema` writes the same for an editor.

How values are written:

- *number*, *share*: `0.3`, `30%`; never `48.000` (from 1 on, with just three decimals), which can be read in two ways
- *duration*: `90 seconds`, `4 min`, `1.5 hours`, `2 days`, `6 weeks`; 0 needs no unit
- *distribution*: `4 min`, `{exponential: 4 min}`, `{lognormal: 4 min, cv: 0.8}`, `{uniform: [2 min, 6 min]}`,
  `{triangular: [2 min, 3 min, 9 min]}`, `{empirical: [1 min, 2 min, 9 min]}` (equally likely values, straight lines between them)
- *rate*: `60 per 1000 inhabitants per year`, `300 per week`
- *working days*: `2 working days`
- *opening hours*, in quarter-hours: `always`, `09:00-17:00` (Monday to Friday), `{mon-wed: "09:00-17:00", thu: ["09:00-12:00",
  "18:00-20:00"]}`
- *text*: `desk`, and where a person reads it also `{nl: balie, en: desk}`
- a *range*, in the place of any number, share, duration or rate (not of a whole number):
  `{low: 3 min, mid: 4 min, high: 6 min, source: V1}`. The `mid` is used where nothing else is said; `source` is an id of
  [the sources](sources.md) or `ASSUMPTION`; ranges of one `group` move together

In the last column `-` is nothing. Letters with a number, such as (T7), are ids of [the sources](sources.md).
What the keys do: [the model](model.md).
"""


def reference() -> str:
    """The page as it should be."""
    text = EXAMPLE.read_text(encoding="utf-8")
    root = read_yaml_text(text, EXAMPLE.name)
    parts = [HEAD]
    for model in models_of_a_file():
        path, entry = next(iter(_places(ScenarioFile, root, (), model)))
        lines = [f"## {_title(model)}", "", " ".join(inspect.getdoc(model).split()).replace("``", "`"), ""]  # type: ignore[union-attr]
        if model is not ScenarioFile:
            lines += [f"For example `{'.'.join(path)}`:", "", "```yaml", *_cut(text.splitlines(), entry.line), "```", ""]
        parts.append("\n".join([*lines, *_table(model)]) + "\n")
    return "\n".join(parts)


def _title(model: type[BaseModel]) -> str:
    name = "File" if model is ScenarioFile else model.__name__
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip().capitalize()


def _places(shape: Any, entry: Entry, path: tuple[str, ...], model: type[BaseModel]) -> Iterator[tuple[tuple[str, ...], Entry]]:
    """Where a model stands in a file."""
    if shape is model:
        yield path, entry
        return
    kinds = list(models_in(shape))
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        for name, field in shape.model_fields.items():
            found = entry.mapping.get(field.alias or name)
            if found is not None:
                yield from _places(field.annotation, found, (*path, field.alias or name), model)
    elif get_origin(shape) is dict and kinds:
        for name, found in entry.mapping.items():
            yield from _places(get_args(shape)[1], found, (*path, name), model)
    elif get_origin(shape) is tuple and kinds:
        for number, found in enumerate(entry.value if isinstance(entry.value, tuple) else ()):
            yield from _places(get_args(shape)[0], found, (*path, str(number)), model)
    elif not isinstance(shape, type):
        for part in get_args(shape):
            if isinstance(entry.value, Mapping | tuple):
                yield from _places(part, entry, path, model)


def _cut(text: list[str], line: int) -> list[str]:
    """A line of a file and what lies below it."""
    first = text[line - 1]
    indent = len(first) - len(first.lstrip())
    below = [first]
    for more in text[line:]:
        if len(more) - len(more.lstrip()) <= indent:
            break
        below.append(more)
    return [part[indent:] for part in below]


def _table(model: type[BaseModel]) -> Iterator[str]:
    with_kinds = any(key_of(model, name).kinds for name in model.model_fields)
    head = ("Key", "Dutch", "Meaning", "Value", "When nothing is said", *(("Kinds of channel",) if with_kinds else ()))
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for name, field in model.model_fields.items():
        if name in NEVER_WRITTEN.get(model, ()):
            continue
        kinds = (", ".join(key_of(model, name).kinds) or "all",) if with_kinds else ()
        said = (f"`{field.alias or name}`", caption(name, "nl", model), meaning_of(model, name), _value(field), _default(field))
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in (*said, *kinds))} |"
    for name in ONLY_WRITTEN.get(model, ()):
        yield f"| `{name}` | {' | '.join(GONE_ONCE_READ[name])} | - |"


def _value(field: FieldInfo) -> str:
    return _shape(field.annotation, field.metadata, forms_of(field))


def _shape(shape: Any, metadata: list[Any] | tuple[Any, ...], forms: tuple[Form, ...]) -> str:
    origin = get_origin(shape)
    if origin is Annotated:
        return _shape(get_args(shape)[0], shape.__metadata__, forms)
    if origin in (Union, UnionType):
        return " or ".join(dict.fromkeys(_shape(part, metadata, forms) for part in get_args(shape) if part is not type(None)))
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in get_args(shape))
    if origin is dict:
        key, value = get_args(shape)
        return f"by {_named(key)}: {_shape(value, (), forms)}"
    if origin is tuple:
        return f"list: {_shape(get_args(shape)[0], (), forms)}"
    if shape is Range:
        return _number(forms)
    if isinstance(shape, type) and issubclass(shape, BaseModel) and shape not in WRITTEN:
        title = _title(shape)
        return f"[{title.lower()}](#{title.lower().replace(' ', '-')})"
    refers = next((f"name of a {mark.to}" for mark in metadata if isinstance(mark, Refers)), "")
    limits = [text for mark in metadata if (text := _limit(mark))]
    return ", ".join([refers or WRITTEN[shape], *limits])


def _number(forms: tuple[Form, ...]) -> str:
    limits = [f"{'more than' if form.above else 'at least'} {form.least:g}" for form in forms if form.least is not None]
    return f"{FORMS[forms[0].name].split(',')[0]}, {limits[0]}" if limits else FORMS[forms[0].name]


def _named(key: Any) -> str:
    mark = next((mark for mark in getattr(key, "__metadata__", ()) if isinstance(mark, Refers)), None)
    return mark.to if mark else "name"


def _limit(mark: Any) -> str:
    match mark:
        case Ge():
            return f"at least {mark.ge}"
        case Gt():
            return f"more than {mark.gt}"
        case Le():
            return f"at most {mark.le}"
        case Lt():
            return f"less than {mark.lt}"
    return ""


def _default(field: FieldInfo) -> str:
    if field.default is PydanticUndefined:
        return "must be given"
    if isinstance(field.default, bool):
        return f"`{str(field.default).lower()}`"
    if isinstance(field.default, str | None):
        return f"`{field.default}`" if field.default else "-"
    lines = list(entry_lines("", field.default, forms_of(field), "en"))
    return lines[0].removeprefix(": ") if len(lines) == 1 and lines[0] != ": " else "-"


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
