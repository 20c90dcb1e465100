"""The bands in which the model must come out to agree, and the role of each pattern: both as they stand in their files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from ruamel.yaml import YAML

from sim.text.pairs import Text, marked

PatternUnit = Literal["change", "ratio", "share", "per_inhabitant", "calls_per_application"]
Role = Literal["set", "seen", "predicted"]
BANDS = Path(__file__).parents[1] / "patterns.yaml"
PARAMETERS = Path(__file__).parents[1] / "parameters.yaml"
SURENESS = {
    "A": marked("annual report or statistics office"),
    "B": marked("press or municipal page"),
    "C": marked("vendor or second-hand"),
    "X": marked("assumption"),
}
EDGES = {"published": marked("published"), "ours": marked("ours, an assumption")}
"""Where the ends of a band come from."""


@dataclass(frozen=True)
class Pattern:
    """Something that was observed: ``what`` was compared, the ``band`` (low, high) in which it lies, and where that comes from.

    ``unit``: a ``change`` and a ``ratio`` are of the second of two designs against the first; ``without`` is what the program
    cannot be asked where the pattern does not come out.
    """

    id: str
    source: str
    sureness: str
    edges: str
    what: Text
    unit: PatternUnit
    band: tuple[float, float]
    without: Text

    @property
    def holds_of_town(self) -> bool:
        """Can it be asked of a town, and not only of the shipped files it is about?"""
        return self.id in {"K2a", "K2b", "K3", "S3", "S3-share", "D", "R5"}


@dataclass(frozen=True)
class Setting:
    """What patterns set, so that they are no evidence: ``parameter`` (what it is), its ``value`` and the ids ``set_by``."""

    parameter: Text
    value: str
    set_by: tuple[str, ...]


@dataclass(frozen=True)
class Roles:
    """What set something, what was seen while the mechanism was tried, and what else is to be said of a pattern; by id."""

    settings: tuple[Setting, ...]
    seen: frozenset[str]
    notes: Mapping[str, Text]

    def of(self, pattern: str) -> Role:
        if any(pattern in setting.set_by for setting in self.settings):
            return "set"
        return "seen" if pattern in self.seen else "predicted"


@cache
def patterns() -> tuple[Pattern, ...]:
    """All patterns, in the order of their file."""
    found = tuple(_pattern(row) for row in _read(BANDS))
    unknown = {one.unit for one in found} - set(get_args(PatternUnit))
    if unknown:
        raise ValueError(f"{BANDS.name} has units that are none: {', '.join(sorted(unknown))}")
    return found


@cache
def roles() -> Roles:
    """The roles, as they stand in their file."""
    told = _read(PARAMETERS)
    settings = tuple(Setting(_text(row["parameter"]), str(row["value"]), tuple(row["set_by"])) for row in told["set"])
    notes = {name: _text(note) for name, note in told["notes"].items()}
    known = {one.id for one in patterns()}
    named = {name for one in settings for name in one.set_by} | set(told["seen"]) | set(notes)
    if named - known:
        raise ValueError(f"{PARAMETERS.name} names patterns that are none: {', '.join(sorted(named - known))}")
    return Roles(settings, frozenset(told["seen"]), notes)


def bands_hash(file: Path = BANDS) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of the file of bands: ``sha256sum`` gives the same."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]


def _read(file: Path) -> Any:
    return YAML(typ="safe").load(file)


def _pattern(row: Mapping[str, Any]) -> Pattern:
    low, high = row["band"]
    return Pattern(
        id=row["id"],
        source=row["source"],
        sureness=row["sureness"],
        edges=row["edges"],
        what=_text(row["what"]),
        unit=row["unit"],
        band=(float(low), float(high)),
        without=_text(row["without"]),
    )


def _text(pair: Mapping[str, str]) -> Text:
    return Text(en=pair["en"], nl=pair["nl"])
