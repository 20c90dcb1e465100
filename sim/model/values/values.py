"""Values with a unit, a range and a source, as they are written in scenario files.

Every number that could have been another number is a :class:`Range`: low, mid and high, and where it comes from.
How they are written, and the units of time, is in :mod:`sim.model.values.units`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal
from unicodedata import bidirectional, category

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, WithJsonSchema, model_validator

from sim.model.values.names import FreeText, OwnName
from sim.model.values.reasons import WrongValue
from sim.model.values.units import (
    read_count,
    read_duration,
    read_number,
    read_positive_duration,
    read_rate,
    read_share,
    read_term,
)
from sim.text.pairs import Text


class Frozen(BaseModel):
    """A value of the model: unknown keys are refused, nothing changes after it was read."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Range(Frozen):
    """A number known between ``low`` and ``high``, with ``mid`` the value to use when nothing else is said.

    ``source`` is an id of docs/sources.md (V1, T3 ...), the word ASSUMPTION, or empty where the number is a design
    decision of the scenario itself (an opening hour is not an assumption).
    """

    low: float
    mid: float
    high: float
    source: FreeText = ""
    group: OwnName = ""

    @model_validator(mode="after")
    def _in_order(self) -> Range:
        if not self.low <= self.mid <= self.high:
            raise WrongValue("range_order", value=f"{self.low}, {self.mid}, {self.high}")
        return self

    @property
    def value(self) -> float:
        """The value in force: mid, or what a parameter world put there."""
        return self.mid

    @property
    def is_ranged(self) -> bool:
        return self.low < self.high

    @property
    def is_assumption(self) -> bool:
        return self.source.upper().startswith("ASSUMPTION")


RANGE_FIELDS = frozenset(Range.model_fields)


def exactly(value: float) -> Range:
    """A range of one value."""
    return Range(low=value, mid=value, high=value)


def ranged(read: Any) -> Any:
    """A reader of either one value or a mapping of low, mid, high and source."""

    def parse(value: Any) -> Any:
        if isinstance(value, Range):
            return value
        if isinstance(value, dict):
            if set(value) - RANGE_FIELDS or "mid" not in value:
                raise WrongValue("range_keys")
            written = [value.get(key, value["mid"]) for key in ("low", "mid", "high")]
            low, mid, high = map(read, written)
            if not low <= mid <= high:
                raise WrongValue("range_order", value=", ".join(map(str, written)))
            return {
                "low": low,
                "mid": mid,
                "high": high,
                "source": value.get("source", ""),
                "group": value.get("group", ""),
            }
        single = read(value)
        return {"low": single, "mid": single, "high": single}

    return parse


FormName = Literal["number", "count", "share", "duration", "signed_duration"]


@dataclass(frozen=True)
class Form:
    """How a range is written in a file, for the JSON Schema and for texts.

    A field that cannot be as low as others of its form has a second one, with the ``least`` it can be; ``above``: only more.
    """

    name: FormName
    least: float | None = None
    above: bool = False

    def __get_pydantic_json_schema__(self, core_schema: Any, handler: Any) -> dict[str, Any]:
        return {"form": self.name}


Number = Annotated[Range, BeforeValidator(ranged(read_number)), Form("number")]
Count = Annotated[Range, BeforeValidator(ranged(read_count)), Form("count")]
Share = Annotated[Range, BeforeValidator(ranged(read_share)), Form("share")]
Duration = Annotated[Range, BeforeValidator(ranged(read_positive_duration)), Form("duration")]
SignedDuration = Annotated[Range, BeforeValidator(ranged(read_duration)), Form("signed_duration")]


class Rate(Frozen):
    """New cases per year: an absolute number, or per inhabitant.

    One that is written per year is the number of a calendar year, of 365 or 366 days; part of a year gets its part by the
    profile. One per hour, day or week is the mean of an hour, a day or seven days over the calendar year; ``amount`` is then that
    of 365.25 days.
    """

    amount: Range
    per_inhabitant: bool = False
    of_calendar_year: bool = True

    @model_validator(mode="before")
    @classmethod
    def _parse(cls, value: Any) -> Any:
        if isinstance(value, Rate) or (isinstance(value, dict) and isinstance(value.get("amount"), Range)):
            return value
        parts = value if isinstance(value, dict) else {"mid": value}
        if "mid" not in parts:
            raise WrongValue("rate", value=repr(value))
        if set(parts) - RANGE_FIELDS:
            raise WrongValue("range_keys")
        forms = {read_rate(parts[key])[1:] for key in ("low", "mid", "high") if key in parts}
        if len(forms) > 1:
            raise WrongValue("rates_differ")
        per_inhabitant, of_year = forms.pop()
        amount = ranged(lambda part: read_rate(part)[0])(parts)
        return {"amount": amount, "per_inhabitant": per_inhabitant, "of_calendar_year": of_year}

    def per_year(self, inhabitants: float) -> float:
        return self.amount.value * (inhabitants if self.per_inhabitant else 1.0)


class Term(Frozen):
    """A promise or legal term: a duration, or a number of working days, which end when that working day closes."""

    amount: Range
    working_days: bool = False

    @model_validator(mode="before")
    @classmethod
    def _parse(cls, value: Any) -> Any:
        if isinstance(value, Term) or (isinstance(value, dict) and isinstance(value.get("amount"), Range)):
            return value
        parts = value if isinstance(value, dict) else {"mid": value}
        if "mid" not in parts:
            raise WrongValue("term_range")
        kinds = {read_term(parts[key])[1] for key in ("low", "mid", "high") if key in parts}
        if len(kinds) > 1:
            raise WrongValue("terms_differ")
        return {"amount": ranged(lambda part: read_term(part)[0])(parts), "working_days": kinds.pop()}


TURNING = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
"""The classes of characters that turn the direction of what follows."""


def read_label(value: Any) -> Any:
    """One text for both languages, or a mapping of nl and en.

    A character that steers a terminal or turns the direction of what follows is refused: a label is shown everywhere as it is.
    """
    found = {"nl": value, "en": value} if isinstance(value, str) else value
    for text in found.values() if isinstance(found, dict) else ():
        if isinstance(text, str) and any(map(_steers, text)):
            raise WrongValue("unprintable", value=ascii(text))
    return found


def _steers(character: str) -> bool:
    return (category(character) == "Cc" and character not in "\n\t") or bidirectional(character) in TURNING


UNNAMED = "unnamed"
"""As the context of a dump: labels are left out, of which nothing is simulated."""
Label = Annotated[
    Text,
    BeforeValidator(read_label),
    PlainSerializer(lambda label, info: None if info.context == UNNAMED else {"nl": label.nl, "en": label.en}),
    WithJsonSchema({"form": "LabelText"}),
]
"""What a person reads on the screen, in Dutch and in English."""
