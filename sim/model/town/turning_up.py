"""Whether who has an appointment turns up, said of a channel or of one option."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import model_validator

from sim.model.values.keys import Column, Key
from sim.model.values.units import DAY
from sim.model.values.values import Duration, Frozen, Share, exactly


class NoShow(Frozen):
    """Chance not to turn up (N1)."""

    share: Annotated[Share, Key("aandeel"), Column("no_show")] = exactly(0.0)
    """Share of the appointments to which nobody turns up, however soon they are."""
    per_week: Annotated[Share, Key("per week vooruit"), Column("no_show_per_week")] = exactly(0.0)
    """What comes on top of it for every week between booking and appointment."""


class Reminder(Frozen):
    """A message before the appointment (N4). A share alone is what it ``prevents``."""

    prevents: Annotated[Share, Key("voorkomt"), Column("reminder_prevents")]
    """Share of those who would not turn up that turns up after all, or calls off."""
    calls_off: Annotated[Share, Key("zegt dan af"), Column("reminder_calls_off")] = exactly(0.0)
    """Share of these that calls off when reminded, so that somebody else may book the place."""
    ahead: Annotated[Duration, Key("vooraf"), Column("reminder_ahead")] = exactly(2.0 * DAY)
    """How long before the appointment it comes; nobody is reminded of what is booked later than that."""

    @model_validator(mode="before")
    @classmethod
    def _parse(cls, value: Any) -> Any:
        is_long = isinstance(value, Reminder) or (isinstance(value, dict) and value.keys() & cls.model_fields.keys())
        return value if is_long else {"prevents": value}


NO_REMINDER = Reminder(prevents=exactly(0.0))
TURNING_UP = ("no_show", "cancelled", "reminder")
"""Keys of a channel by appointment that each of its options may say otherwise."""
