"""What was asked for beside the scenarios: with their files, enough to ask it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

WEEKS = "period.weeks"


@dataclass(frozen=True)
class Recipe:
    """The options that decide the results; how many processes worked on it is none of them.

    ``overrides`` are values by dotted path, put into every scenario when it is read (:func:`sim.model.files.loading.load`).
    ``until_decided``: look after 10, 20, 40 and 80 replications instead of ``replications``. ``noise_floor``: measure it.
    ``tipping`` are paths of numbers; ``pair`` says which scenarios these and the sensitivity are about, counted from 1:
    ``"2:3"``. ``sensitivity`` is the number of replications of its runs, ``worlds`` that of plausible worlds; 0 = not asked.
    """

    replications: int
    seed: int = 1
    engine: str = "auto"
    world: int = 0
    overrides: Mapping[str, Any] = field(default_factory=dict)
    until_decided: bool = False
    noise_floor: bool = False
    tipping: tuple[str, ...] = ()
    pair: str | None = None
    sensitivity: int = 0
    worlds: int = 0


def of_weeks(weeks: int | None) -> dict[str, Any]:
    """The overrides that set the number of weeks, where one is asked for."""
    return {} if weeks is None else {WEEKS: weeks}


class _Written(BaseModel):
    """A recipe as it stands in a manifest, to be checked when it is read."""

    model_config = ConfigDict(extra="forbid", strict=True)

    replications: int = Field(ge=1, le=100_000)
    seed: int = Field(ge=0, lt=2**32)
    engine: str = Field(pattern="^(auto|simpy|compiled)$")
    world: int = Field(ge=0, lt=2**32)
    overrides: dict[str, Any]
    until_decided: bool
    noise_floor: bool
    tipping: list[str]
    pair: str | None
    sensitivity: int = Field(ge=0, le=100_000)
    worlds: int = Field(ge=0, le=100_000)


def read_recipe(written: Any) -> Recipe:
    """The recipe in a manifest. Raises ``ValueError`` that names what is wrong."""
    try:
        found = _Written.model_validate(written)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ValueError(f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from error
    return Recipe(**found.model_dump() | {"tipping": tuple(found.tipping)})
