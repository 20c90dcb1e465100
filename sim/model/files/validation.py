"""From entries to values of the model, with what pydantic finds wrong put in the words of the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sim.model.files.errors import Problem, listed, nearest
from sim.model.files.file_form import is_text_at, keys_at
from sim.model.files.tree import Path, find, is_set, unknown_key
from sim.model.files.yaml_file import Doubtful, Entry
from sim.model.values.reasons import WrongValue
from sim.model.values.units import check_one_reading
from sim.model.values.values import Frozen

Value = TypeVar("Value", bound=Frozen)

CODES = {
    "int_parsing": "scenario.not_whole",
    "int_type": "scenario.not_whole",
    "int_from_float": "scenario.not_whole",
    "int_parsing_size": "scenario.not_whole",
    "float_parsing": "scenario.not_a_number",
    "float_type": "scenario.not_a_number",
    "finite_number": "scenario.not_a_number",
    "string_type": "scenario.not_a_text",
    "bool_type": "scenario.not_true_or_false",
    "bool_parsing": "scenario.not_true_or_false",
    "tuple_type": "scenario.not_a_list",
    "dict_type": "scenario.not_a_mapping",
    "model_type": "scenario.not_a_mapping",
    "model_attributes_type": "scenario.not_a_mapping",
    "dataclass_type": "scenario.not_a_mapping",
}
UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument")
RANGE_ENDS = (".low", ".mid", ".high")
LIMITS = {
    "greater_than": ("scenario.too_small", "gt", "more than", "meer dan"),
    "greater_than_equal": ("scenario.too_small", "ge", "at least", "ten minste"),
    "less_than": ("scenario.too_large", "lt", "less than", "minder dan"),
    "less_than_equal": ("scenario.too_large", "le", "at most", "ten hoogste"),
    "too_short": ("scenario.wrong_length", "min_length", "at least", "ten minste"),
    "too_long": ("scenario.wrong_length", "max_length", "at most", "ten hoogste"),
}


def validated(model: type[Value], root: Entry, path: Path, problems: list[Problem]) -> Value | None:
    """The value of ``model`` at ``path`` of the file; None where it is wrong, which is added to ``problems``."""
    entry, _ = find(root, path)
    doubtful = {".".join(problem_path): problem for problem_path, problem in _doubtful(entry, path)}
    try:
        value = model.model_validate(entry.plain())
    except ValidationError as error:
        found = _problems(error.errors(include_url=False), root, path)
        said = doubtful.keys() | {place.rpartition(".")[0] for place in doubtful if place.endswith(RANGE_ENDS)}
        problems.extend(problem for problem in found if problem.path not in said)
        value = None
    problems.extend(doubtful.values())
    return None if doubtful else value


def _doubtful(entry: Entry, path: Path) -> Iterator[tuple[Path, Problem]]:
    """Numbers that can be read in two ways. What a measure sets is looked at where it lands."""
    value = entry.value
    if isinstance(value, dict | tuple):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in () if is_set(path) else items:
            if isinstance(item.value, dict | tuple | Doubtful) or (isinstance(item.value, str) and "." in item.value):
                yield from _doubtful(item, (*path, str(key)))
        return
    text = value.text if isinstance(value, Doubtful) else str(value)
    try:
        check_one_reading(text)
    except WrongValue as wrong:
        if not is_text_at(path):
            yield path, Problem(entry.file, entry.line, ".".join(path), "scenario.bad_value", None, *_told(wrong))


def missing_key(path: Path, entry: Entry, name: str) -> Problem:
    details = {"name": repr(name), "parent": ".".join(path) or entry.file}
    return Problem(entry.file, entry.line, ".".join(path), "scenario.missing", None, details)


def _problems(errors: list[ErrorDetails], root: Entry, path: Path) -> list[Problem]:
    found: dict[Path, Problem] = {}
    for error in errors:
        entry, done = find(root, (*path, *error["loc"]))
        problem = _problem(error, entry, done)
        # Where a value may take one of several forms, pydantic reports each; the first says enough.
        key = (*done, problem.code, problem.details["name"]) if error["type"] in ("missing", *UNKNOWN) else done
        found.setdefault(key, problem)
    return list(found.values())


def _problem(error: ErrorDetails, entry: Entry, path: Path) -> Problem:
    kind, context = error["type"], error.get("ctx", {})
    if kind in UNKNOWN:
        return unknown_key(path, entry, keys_at(path[:-1]).names)
    if kind == "missing":
        return missing_key(path, entry, str(error["loc"][-1]))
    value = None if isinstance(entry.value, Mapping) else entry.plain()
    code, details, near = _code(kind, context, error["msg"], value)
    return Problem(entry.file, entry.line, ".".join(path), code, value, details, near)


def _code(kind: str, context: Mapping[str, Any], message: str, value: Any) -> tuple[str, dict[str, str], tuple[str, ...]]:
    if kind in LIMITS:
        code, limit, relation, relation_nl = LIMITS[kind]
        details = {"relation": relation, "relation_nl": relation_nl, "limit": str(context[limit])}
        return code, details | {"actual": str(context.get("actual_length", ""))}, ()
    if kind == "literal_error":
        names = [name.strip().strip("'") for name in str(context["expected"]).replace(" or ", ", ").split(",")]
        return "scenario.not_allowed", {"allowed": listed(names)}, nearest(str(value), names)
    if kind.startswith(("date_", "datetime_")):
        return "scenario.not_a_date", {}, ()
    if kind in CODES:
        return CODES[kind], {}, ()
    error = context.get("error")
    if isinstance(error, WrongValue):
        return "scenario.bad_value", *_told(error)
    details = {"wrong": message, "allowed": "", "wrong_nl": f"ongeldige waarde: {message}", "allowed_nl": ""}
    return "scenario.bad_value", details, ()


def _told(wrong: WrongValue) -> tuple[dict[str, str], tuple[str, ...]]:
    """The details of ``scenario.bad_value``, and what may be meant."""
    english, dutch = wrong.parts("en"), wrong.parts("nl")
    details = {"wrong": english[0], "allowed": english[1], "wrong_nl": dutch[0], "allowed_nl": dutch[1]}
    return details, wrong.near
