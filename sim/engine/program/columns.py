"""The columns of the rulebook that follow from the fields of the model, as their marks say (:mod:`sim.model.values.keys`).

Only declared here, not filled. What is computed from several fields, or from where they stand, is declared beside them by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from sim.model.town.channels import Channel
from sim.model.town.complexity import ByComplexity
from sim.model.town.options import Option
from sim.model.town.population import Behaviour, Reaction, Segment
from sim.model.town.services import Service, Step
from sim.model.town.turning_up import TURNING_UP
from sim.model.values.distributions import Distribution
from sim.model.values.keys import Column, forms_of, mark_of
from sim.model.values.values import Term

Path = tuple[str, ...]
FOR_ALL = 2.0
"""Above every complexity."""


@dataclass(frozen=True)
class FieldColumn:
    """A column with the ``path`` of its value below a row's part of the model; a word stands as its place among ``words``."""

    name: str
    type: Literal["i8", "f8"]
    path: Path
    absent: float
    words: tuple[str, ...] = ()
    distribution: bool = False
    """Is it the row of a distribution?"""


def columns_of(model: type[BaseModel], path: Path = ()) -> Iterator[FieldColumn]:
    """The columns of the fields of a model, and of the models that are a part of it, in their order.

    A time, a whole number, a word or a yes or no is an ``i8``, another number an ``f8``. A distribution is the row of it, -1
    where there is none; a term is two columns, the second of which says whether it counts working days. What is meant for cases
    by their complexity is three: from where, below what, and how many are recognised; where nothing is said it is for all.
    """
    for name, field in model.model_fields.items():
        column, kind, here = mark_of(field, Column), _kind(field.annotation), (*path, name)
        if column is None:
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                yield from columns_of(kind, here)
            continue
        called = column.name or name
        if kind is Term:
            yield FieldColumn(called, "i8", (*here, "amount"), -1)
            yield FieldColumn(f"{called}_working", "i8", (*here, "working_days"), 0)
        elif kind is ByComplexity:
            for part, for_all in (("complexity_above", 0.0), ("complexity_below", FOR_ALL), ("recognised", 1.0)):
                yield FieldColumn(f"{called}_{part.removeprefix('complexity_')}", "f8", (*here, part), for_all)
        elif kind is Distribution:
            yield FieldColumn(called, "i8", here, -1, distribution=True)
        else:
            is_number = any(form.name not in ("duration", "signed_duration") for form in forms_of(field))
            words = get_args(kind) if get_origin(kind) is Literal else ()
            yield FieldColumn(called, "f8" if is_number else "i8", here, column.absent, words)


def _kind(annotation: Any) -> Any:
    """The type without its marks, and of an optional one that which is not None."""
    if get_origin(annotation) is Annotated:
        return _kind(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return next((_kind(part) for part in get_args(annotation) if part is not type(None)), None)
    return annotation


SEGMENT, REACTION, SERVICE, STEP, OPTION = (tuple(columns_of(model)) for model in (Segment, Reaction, Service, Step, Option))
CHANNEL = tuple(column for column in columns_of(Channel) if column.path[0] not in TURNING_UP)
"""Whether somebody turns up stands in the rows of the options, which may say it in place of their channel."""
BEHAVIOUR = tuple(column for column in columns_of(Behaviour) if column.path[0] != "reactions")
"""Each reaction is a row of its own."""
