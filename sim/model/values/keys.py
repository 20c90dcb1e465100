"""What is said of a key of a scenario file, on its field: what it is called, who has it, and what the engines get of it.

Its type says what may be written and in which unit, the text below it what it means. Captions, the JSON Schema, refusals, the
reference of all keys (docs/keys.md) and the columns of the engines follow from these.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, TypeVar, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.model.values.values import Form
from sim.text.pairs import Text

Mark = TypeVar("Mark", "Key", "Column")


@dataclass(frozen=True)
class Key:
    """What a key is called in Dutch, and in English where that is not the key itself.

    ``kinds`` are the kinds of channel that have it, all where none is named; ``counted`` says how to count it in two weeks,
    or what lies below it; ``about`` is what several fields mean, for one it stands below it.
    """

    nl: str
    en: str = ""
    kinds: tuple[str, ...] = ()
    counted: Text | None = None
    about: str = ""


NAMED = Key("naam", about="What a person reads, in Dutch and English.")


@dataclass(frozen=True)
class Column:
    """The engines get the value as a column, of the name of its key where no other is given.

    It holds ``absent`` where there is no value, or nothing of which it is a part.
    """

    name: str = ""
    absent: float = 0.0


def mark_of(field: FieldInfo, mark: type[Mark]) -> Mark | None:
    return next((item for item in field.metadata if isinstance(item, mark)), None)


def key_of(model: type[BaseModel] | None, name: str) -> Key:
    """What is said of a key of a model; nothing where it has none of that name."""
    field = model.model_fields.get(name) if model else None
    return (mark_of(field, Key) if field else None) or Key("")


def forms_of(field: FieldInfo) -> tuple[Form, ...]:
    """How the numbers of a field are written, be it one number, an optional one or a mapping of names to numbers."""
    return _forms(field.metadata) or next((found for part in get_args(field.annotation) if (found := _forms_in(part))), ())


def _forms_in(annotation: Any) -> tuple[Form, ...]:
    return _forms(getattr(annotation, "__metadata__", ()))


def _forms(metadata: Any) -> tuple[Form, ...]:
    return tuple(item for item in metadata if isinstance(item, Form))


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models of which a type is made: itself, or those of alternatives, of items of a list and of values of a mapping."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from models_in(part)


def meaning_of(model: type[BaseModel], name: str) -> str:
    """What its key says, or the text below a field in its class or in that from which it was taken over."""
    below = (_meanings(kind.__module__).get((kind.__name__, name)) for kind in model.__mro__)
    return key_of(model, name).about or next((text for text in below if text), "")


@cache
def _meanings(module: str) -> dict[tuple[str, str], str]:
    """The texts below fields in the classes of a module. Python does not keep them, so they are read from its source."""
    classes = [part for part in ast.parse(inspect.getsource(sys.modules[module])).body if isinstance(part, ast.ClassDef)]
    return {
        (found.name, ast.unparse(field.target)): " ".join(text.value.value.split())
        for found in classes
        for field, text in pairwise(found.body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }
