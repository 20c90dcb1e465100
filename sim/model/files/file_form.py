"""The form of a scenario file, and which keys may stand at which place in it."""

from __future__ import annotations

import types
from dataclasses import dataclass
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, Field

from sim.model.town.channels import Channel, Queue, Team
from sim.model.town.measure import Measure
from sim.model.town.population import Reactions
from sim.model.town.scenario import MOST_CHANNELS, Frame
from sim.model.town.services import Service, Step
from sim.model.values.calendar import Hours, WeekHoursModel
from sim.model.values.distributions import KINDS, Distribution
from sim.model.values.keys import Key, models_in
from sim.model.values.names import FieldPath, FileName, FreeText, OwnName
from sim.model.values.values import Frozen, Range, Rate, Term
from sim.text.pairs import Text

SECTIONS: dict[str, type[Frozen]] = {"channels": Channel, "teams": Team, "queues": Queue, "services": Service}
"""What a measure may change: mappings of names to values of these types."""


class ScenarioFile(Frame):
    """Everything a file may hold. A file with ``extends`` may leave out what its parent has."""

    extends: Annotated[FileName | None, Key("gaat uit van")] = None
    """The file that it is a difference from: a path relative to this file, or `library/...` for what comes with the program."""
    set: Annotated[dict[FieldPath, Any], Key("verandert")] = {}
    """New values by their path in that file; null removes what stands there."""
    channels: Annotated[dict[OwnName, Channel], Key("kanalen")] = Field(min_length=1, max_length=MOST_CHANNELS)
    """The ways to reach the municipality."""
    teams: Annotated[dict[OwnName, Team], Key("teams")] = {}
    """Who serves them, and when they are there."""
    queues: Annotated[dict[OwnName, Queue], Key("wachtrijen")] = {}
    """Which contacts wait together, and which teams serve them."""
    services: Annotated[dict[OwnName, Service], Key("diensten")]
    """What citizens come for, each by its UPL name."""
    measures: Annotated[dict[OwnName, Measure], Key("maatregelen")] = {}
    """What changes, and when."""
    use: Annotated[dict[OwnName, dict[FreeText, Any]], Key("gebruikt")] = {}
    """Measures from files of their own, by name, with their parameters and perhaps `start`, `ramp`, `until` and `label`; a
    name, or a list of names, where nothing is said of them. Another name, or a file: `measure`."""
    where_possible: Annotated[bool, Key("voor zover mogelijk")] = False
    """Leave out what the town lacks of the measures, instead of refusing them."""


@dataclass(frozen=True)
class Keys:
    """Which keys a mapping accepts: these ``names``, or any name where it is ``free``."""

    names: tuple[str, ...] = ()
    free: bool = False

    def accept(self, key: str) -> bool:
        return self.free or key in self.names


RANGE_KEYS = ("low", "mid", "high", "source", "group")
WRITTEN: dict[type[Any], Keys] = {
    Text: Keys(("nl", "en")),
    Range: Keys(RANGE_KEYS),
    Rate: Keys(RANGE_KEYS),
    Term: Keys(RANGE_KEYS),
    Distribution: Keys((*KINDS, "cv")),
    WeekHoursModel: Keys(free=True),
    Hours: Keys(),
}
"""Values whose form in a file differs from their fields."""
ONLY_WRITTEN: dict[type[BaseModel], tuple[str, ...]] = {Step: ("after",), Reactions: ("default",)}
"""Keys that a file may hold and that are gone once it is read: the step before a new one, the reaction for all not given."""
NEVER_WRITTEN: dict[type[BaseModel], tuple[str, ...]] = {Measure: ("name",)}
"""Fields that are not written in the mapping itself: the name of a measure is its key."""


def keys_at(path: tuple[str, ...]) -> Keys:
    """Which keys may stand in the mapping at ``path``; none where a single value is expected."""
    return _keys(_shape_at(path))


def model_at(path: tuple[str, ...]) -> type[BaseModel] | None:
    """The model whose keys stand at ``path``; None where names do, or a value."""
    shape = _bare(_shape_at(path))
    return shape if _is_model(shape) and shape not in WRITTEN else None


def is_value_at(path: tuple[str, ...]) -> bool:
    """Does a value stand at this place, which may be written as a range, rather than a mapping of parts?"""
    shape = _bare(_shape_at(path))
    return shape is None or shape in (Range, Rate, Term, Distribution)


def is_text_at(path: tuple[str, ...]) -> bool:
    """Does a text stand at this place of a file, rather than a number or a quantity?"""
    if path[-1:] in (("source",), ("group",)):
        return True
    shape = _shape_at(path)
    return _is_text(shape) or _bare(shape) is Text


def field_names(model: type[BaseModel]) -> tuple[str, ...]:
    """The names of the fields as they are written in a file."""
    absent = NEVER_WRITTEN.get(model, ())
    return tuple(field.alias or name for name, field in model.model_fields.items() if name not in absent)


def models_of_a_file() -> tuple[type[BaseModel], ...]:
    """The models whose keys a file may hold, each once: the file itself, then the parts of each before what follows it."""
    found: dict[type[BaseModel], None] = {}

    def note(model: type[BaseModel]) -> None:
        if model not in found and model not in WRITTEN:
            found[model] = None
            for field in model.model_fields.values():
                for part in models_in(field.annotation):
                    note(part)

    note(ScenarioFile)
    return tuple(found)


def _shape_at(path: tuple[str, ...]) -> Any:
    shape: Any = ScenarioFile
    for key in path:
        shape = _within(shape, key)
    return shape


def _keys(shape: Any) -> Keys:
    shape = _bare(shape)
    if get_origin(shape) is dict:
        return Keys(free=True)
    if not _is_model(shape):
        return Keys()
    return WRITTEN.get(shape) or Keys(field_names(shape) + ONLY_WRITTEN.get(shape, ()))


def _within(shape: Any, key: str) -> Any:
    shape = _bare(shape)
    if get_origin(shape) is dict:
        return get_args(shape)[1]
    if get_origin(shape) is tuple:
        return get_args(shape)[0]
    if shape is Text:
        return str
    if _is_model(shape) and shape not in WRITTEN:
        fields = {field.alias or name: field.annotation for name, field in shape.model_fields.items()}
        return fields.get(key)
    return None


def _bare(shape: Any) -> Any:
    """The model, mapping or list behind an annotation; of alternatives the first that is one of these."""
    if get_origin(shape) is Annotated:
        return _bare(get_args(shape)[0])
    if get_origin(shape) in (Union, types.UnionType):
        bare = [_bare(part) for part in get_args(shape)]
        return next((part for part in bare if get_origin(part) in (dict, tuple) or _is_model(part)), None)
    return shape


def _is_text(shape: Any) -> bool:
    if get_origin(shape) in (Annotated, Union, types.UnionType):
        return any(_is_text(part) for part in get_args(shape))
    return shape is str


def _is_model(shape: Any) -> bool:
    return isinstance(shape, type) and (shape is Text or issubclass(shape, BaseModel))
