"""A whole scenario: a municipality, and the measures that change it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from sim.model.town.channels import Channel, Queue, Team
from sim.model.town.population import Behaviour, Population
from sim.model.town.recognition import Recognition
from sim.model.town.services import Service, options_of
from sim.model.values.calendar import ClosedDays, Day, Profile
from sim.model.values.names import ChannelName, FieldPath, FileName, FreeText, NumberPaths, OwnName, ServiceName, StepName
from sim.model.values.reasons import WrongValue
from sim.model.values.units import WEEK
from sim.model.values.values import Count, Duration, Form, Frozen, Label, Range, Share, exactly
from sim.text.pairs import Text

SAYS_OF_ITSELF = frozenset(
    {"name", "label", "about", "question", "look_at", "beside", "deciding", "year_of_data", "recognition"},
)
"""What a scenario says of itself: nothing of it is simulated."""
MOST_CHANNELS = 15
"""As many as the engines count failures of side by side, in one number."""


class Period(Frozen):
    """What is simulated: whole weeks from the Monday ``start`` of the measured window.

    Before it run ``warm_up`` weeks of the baseline (and before those, only for services whose cases start long before their
    event date, ``prelude`` weeks); after it ``follow_up`` weeks in which cases that started in the window are followed.
    """

    start: Day
    weeks: int = Field(default=13, ge=1, le=520)
    warm_up: int = Field(default=8, ge=0, le=520)
    prelude: int = Field(default=0, ge=0, le=520)
    follow_up: int = Field(default=8, ge=0, le=520)

    @field_validator("start")
    @classmethod
    def _monday(cls, start: date) -> date:
        if start.weekday() != 0:
            raise WrongValue("monday", value=start)
        return start


class Busyness(Frozen):
    """How much days differ beyond chance for all services together (sd of the log)."""

    spread: Count = exactly(0.0)


class Norms(Frozen):
    """The norms the municipality reports against (T7, T8)."""

    answer_within: Duration = exactly(25e6)
    answered_share: Share = exactly(0.8)
    abandoned_share: Share = exactly(0.07)
    desk_wait: Duration = exactly(15 * 60e6)
    appointment_wait: Duration = exactly(5 * 60e6)
    email_working_days: Count = exactly(5)
    call_back_working_days: Count = exactly(2)


class Costs(Frozen):
    """Productive hours per fte a year, and euros per productive hour (G3, G5)."""

    hours_per_fte: Count = exactly(1363)
    direct: Count = exactly(40)
    full: Count = exactly(60)

    @model_validator(mode="after")
    def _works(self) -> Costs:
        if self.hours_per_fte.low <= 0:
            raise WrongValue("hours_per_fte")
        return self


class Margins(Frozen):
    """The smallest difference that matters, per kind of KPI: what is smaller is no practical difference."""

    fte: Count = exactly(0.1)
    share: Share = exactly(0.05)
    wait: Duration = exactly(60e6)
    lead_time: Duration = exactly(86_400e6)
    contacts_per_case: Count = exactly(0.1)
    effort: Duration = exactly(5 * 60e6)
    staff_time: Duration = exactly(5 * 60e6)


class Shock(Frozen):
    """The first weeks after a change (P2): ``factor`` times as many fresh cases of ``services`` at once, fading to 1 in a
    straight line over ``lasts``. Of all services where none is named.
    """

    factor: Count
    lasts: Duration = exactly(8.0 * WEEK)
    services: tuple[ServiceName, ...] = ()


class Learning(Frozen):
    """Staff must learn what a measure changed: handling, wrap-up and back-office work take ``factor`` times as long at its start,
    and half of what is too long is gone after every ``half_time``.

    Of the ``services``, ``steps`` and ``channels`` named, of all where none are; back-office work has no channel, so it is left
    out where channels are named.
    """

    factor: Annotated[Count, Form("count", least=1.0)]
    half_time: Annotated[Duration, Form("duration", least=0.0, above=True)] = exactly(4.0 * WEEK)
    services: tuple[ServiceName, ...] = ()
    steps: tuple[StepName, ...] = ()
    channels: tuple[ChannelName, ...] = ()

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
    """What a measure costs beside the work that is simulated, in euros; hours cost the direct rate.

    ``training`` are hours once, ``parallel`` how long the old way runs beside the new one, which takes ``parallel_hours`` a week.
    """

    one_off: Count = exactly(0.0)
    yearly: Count = exactly(0.0)
    training: Count = exactly(0.0)
    parallel: Duration = exactly(0.0)
    parallel_hours: Count = exactly(0.0)


class Measure(Frozen):
    """One change within a scenario, in force from ``start`` weeks after the start of the window.

    ``ramp`` is how long adoption takes to be complete; a citizen who adopted never goes back. ``set`` gives new values by
    their path in the file ('services.huwelijksaangifte.steps.notice.options.web.steering'); None removes what stands there.
    ``name`` is the key of the measure in the file.
    """

    name: OwnName = ""
    label: Label
    start: Duration = exactly(0.0)
    ramp: Duration = exactly(0.0)
    shock: Shock | None = None
    learning: Learning | None = None
    price: Price = Price()
    set: dict[FieldPath, Any] = Field(min_length=1)

    @field_validator("start")
    @classmethod
    def _whole_weeks(cls, start: Range) -> Range:
        if start.value % WEEK or start.is_ranged:
            raise WrongValue("whole_weeks")
        return start


class Deciding(Frozen):
    """The assumption that decides a story, ``what`` in words: the numbers with a range at ``paths`` (``*`` stands for anything).

    ``of`` says whose numbers they are: of the ``measure``, or of the ``baseline`` and so of every scenario it is compared with.
    """

    what: Label
    paths: tuple[NumberPaths, ...] = Field(min_length=1)
    of: Literal["baseline", "measure"] = "baseline"


class Design(Frozen):
    """How the service is run: everything a measure may change."""

    channels: dict[OwnName, Channel] = Field(min_length=1, max_length=MOST_CHANNELS)
    teams: dict[OwnName, Team] = {}
    queues: dict[OwnName, Queue] = {}
    services: dict[OwnName, Service] = Field(min_length=1)


class Scenario(Frozen):
    """A municipality and its measures, fully resolved: what a scenario file means.

    ``designs[0]`` is the baseline; ``designs[n]`` has the first n measures in force. ``recognition`` is that of a baseline made
    from own figures, None for others. A story of the library also has the ``question`` it answers, what to ``look_at``, the
    file to compare it with (``beside``, as seen from its own file) and the assumption that decides it (``deciding``).
    """

    schema_version: Literal[1] = 1
    name: OwnName
    label: Label
    about: Label = Text("", "")
    question: Label = Text("", "")
    look_at: Label = Text("", "")
    beside: FileName = ""
    deciding: Deciding | None = None
    year_of_data: FreeText = ""
    recognition: Recognition | None = None
    period: Period
    closed_days: ClosedDays = ClosedDays()
    population: Population
    behaviour: Behaviour = Behaviour()
    busyness: Busyness = Busyness()
    profiles: dict[OwnName, Profile] = {}
    norms: Norms = Norms()
    costs: Costs = Costs()
    margins: Margins = Margins()
    measures: tuple[Measure, ...] = ()
    designs: tuple[Design, ...] = Field(min_length=1)

    @property
    def baseline(self) -> Design:
        return self.designs[0]

    @property
    def design(self) -> Design:
        """The design with all measures in force."""
        return self.designs[-1]


__all__ = ["Design", "Measure", "Norms", "Period", "Scenario", "options_of"]
