"""Measures: what each changes in how the service is run, when, and what it costs."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, field_validator, model_validator

from sim.model.values.keys import NAMED, Key
from sim.model.values.names import ChannelName, FieldPath, OwnName, ServiceName, StepName
from sim.model.values.reasons import WrongValue
from sim.model.values.units import WEEK
from sim.model.values.values import Count, Duration, Form, Frozen, Label, Range, exactly


class Shock(Frozen):
    """The first weeks after a change (P2): more fresh cases at once, fading in a straight line."""

    factor: Annotated[Count, Key("maal")]
    """How many times as many fresh cases there are when the measure starts."""
    lasts: Annotated[Duration, Key("duurt")] = exactly(8.0 * WEEK)
    """After how long there are as many as ever."""
    services: Annotated[tuple[ServiceName, ...], Key("diensten")] = ()
    """Of which services; of all where none is named."""


class Learning(Frozen):
    """Staff must learn what a measure changed."""

    factor: Annotated[Count, Form("count", least=1.0), Key("maal")]
    """How many times as long handling, wrap-up and back-office work take at its start."""
    half_time: Annotated[Duration, Form("duration", least=0.0, above=True), Key("halveert in")] = exactly(4.0 * WEEK)
    """Half of what is too long is gone after every such time."""
    services: Annotated[tuple[ServiceName, ...], Key("diensten")] = ()
    """Work of which services; of all where none is named."""
    steps: Annotated[tuple[StepName, ...], Key("stappen")] = ()
    """Work of which steps; of all where none is named."""
    channels: Annotated[tuple[ChannelName, ...], Key("kanalen")] = ()
    """Work at which channels; at all, and in the back office, where none is named."""

    @model_validator(mode="after")
    def _slower_at_first(self) -> Learning:
        if self.factor.low < 1:
            raise WrongValue("learning_factor")
        if self.half_time.low <= 0:
            raise WrongValue("learning_half_time")
        return self

    def is_about(self, service: str, step: str, channel: str = "") -> bool:
        """Is this work that must be learnt? ``channel`` is empty for back-office work."""
        named = ((self.services, service), (self.steps, step), (self.channels, channel))
        return all(not names or name in names for names, name in named)


class Price(Frozen):
    """What a measure costs beside the work that is simulated; hours cost the direct rate."""

    one_off: Annotated[Count, Key("eenmalig")] = exactly(0.0)
    """Euros once."""
    yearly: Annotated[Count, Key("per jaar")] = exactly(0.0)
    """Euros a year."""
    training: Annotated[Count, Key("uren opleiding")] = exactly(0.0)
    """Hours of training, once."""
    parallel: Annotated[Duration, Key("dubbel draaien")] = exactly(0.0)
    """How long the old way runs beside the new one."""
    parallel_hours: Annotated[Count, Key("uren per week dubbel draaien")] = exactly(0.0)
    """Hours a week that this takes."""


class Measure(Frozen):
    """One change within a scenario. ``name`` is the key of the measure in the file."""

    name: OwnName = ""
    label: Annotated[Label, NAMED]
    start: Annotated[Duration, Key("begin")] = exactly(0.0)
    """How many whole weeks after the start of the window it comes into force."""
    ramp: Annotated[Duration, Key("volledig ingevoerd na")] = exactly(0.0)
    """After how long everybody has adopted it. Each citizen adopts it at a moment of his own, apart from other measures, and
    does not go back."""
    until: Annotated[Duration | None, Key("tot")] = None
    """How many whole weeks after the start of the window it is withdrawn, for everybody; without it it stays."""
    shock: Annotated[Shock | None, Key("drukte na een verandering")] = None
    """More cases in the first weeks."""
    learning: Annotated[Learning | None, Key("inleren van medewerkers")] = None
    """Longer work in the first weeks."""
    price: Annotated[Price, Key("prijs")] = Price()
    """What it costs beside the work that is simulated."""
    set: Annotated[dict[FieldPath, Any], Key("verandert")] = Field(min_length=1)
    """New values by their path in the file, such as `services.huwelijksaangifte.steps.notice.options.web.steering`; null removes
    what stands there."""

    @field_validator("start", "until")
    @classmethod
    def _whole_weeks(cls, moment: Range | None) -> Range | None:
        if moment is not None and (moment.value % WEEK or moment.is_ranged):
            raise WrongValue("whole_weeks")
        return moment

    @model_validator(mode="after")
    def _withdrawn_later(self) -> Measure:
        if self.until is not None and self.until.value <= self.start.value:
            raise WrongValue("until")
        return self
