"""A whole scenario: a municipality, and the measures that change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal, Protocol

from pydantic import BeforeValidator, Field, PrivateAttr, field_validator, model_validator

from sim.model.town import counted
from sim.model.town.adoption import Numbers, lasting
from sim.model.town.channels import Channel, Queue, Team
from sim.model.town.measure import Measure
from sim.model.town.population import Behaviour, Population
from sim.model.town.recognition import Recognition
from sim.model.town.services import Service, options_of
from sim.model.values.calendar import ClosedDays, Day, Profile
from sim.model.values.keys import NAMED, Key
from sim.model.values.names import FileName, FreeText, NumberPaths, OwnName
from sim.model.values.reasons import WrongValue
from sim.model.values.units import WEEK
from sim.model.values.values import Count, Duration, Frozen, Label, Share, exactly
from sim.text.pairs import Text

SAYS_OF_ITSELF = frozenset(
    {"name", "label", "about", "question", "look_at", "beside", "deciding", "year_of_data", "recognition"},
)
"""What a scenario says of itself: nothing of it is simulated."""
MOST_CHANNELS = 15
"""As many as the engines count failures of side by side, in one number."""


YearText = Annotated[FreeText, BeforeValidator(lambda value: str(value) if type(value) is int else value)]


class Period(Frozen):
    """What is simulated, in whole weeks."""

    start: Annotated[Day, Key("begin")]
    """The Monday on which the measured window begins."""
    weeks: Annotated[int, Key("weken")] = Field(default=13, ge=1, le=520)
    """Weeks of the measured window."""
    warm_up: Annotated[int, Key("weken inloop")] = Field(default=8, ge=0, le=520)
    """Weeks of the baseline before it."""
    prelude: Annotated[int, Key("weken voorloop")] = Field(default=0, ge=0, le=520)
    """Weeks before those, only for services whose cases start long before their event date."""
    follow_up: Annotated[int, Key("weken navolgen")] = Field(default=8, ge=0, le=520)
    """Weeks after the window in which cases that started in it are followed."""
    office_after: Annotated[int, Key("weken bedrijf na het venster")] = Field(default=2, ge=0, le=520)
    """Weeks after the window in which the whole office goes on. After them only the cases of the window do, and they wait as
    people waited until then. With `follow_up` weeks or more it goes on until the end, as it does where a measure starts or is
    learnt later."""

    @field_validator("start")
    @classmethod
    def _monday(cls, start: date) -> date:
        if start.weekday() != 0:
            raise WrongValue("monday", value=start)
        return start


class Busyness(Frozen):
    """How much days differ beyond chance for all services together."""

    spread: Annotated[Count, Key("spreiding")] = exactly(0.0)
    """Standard deviation of the logarithm."""


class Norms(Frozen):
    """The norms the municipality reports against (T7, T8)."""

    answer_within: Annotated[Duration, Key("opnemen binnen")] = exactly(25e6)
    """Within what time a call is answered."""
    answered_share: Annotated[Share, Key("opgenomen binnen de norm")] = exactly(0.8)
    """Share of the calls that must be answered within it."""
    abandoned_share: Annotated[Share, Key("hoogstens afgehaakt")] = exactly(0.07)
    """Share of the calls offered that may be abandoned at most."""
    desk_wait: Annotated[Duration, Key("wachten aan de balie")] = exactly(15 * 60e6)
    """How long a visitor without an appointment waits at most."""
    appointment_wait: Annotated[Duration, Key("wachten bij een afspraak")] = exactly(5 * 60e6)
    """How long a visitor waits after the time of his appointment at most."""
    email_working_days: Annotated[Count, Key("werkdagen voor e-mail")] = exactly(5)
    """Working days within which an e-mail is answered."""
    call_back_working_days: Annotated[Count, Key("werkdagen voor terugbellen")] = exactly(2)
    """Working days within which a citizen is called back."""


class Costs(Frozen):
    """What hours of staff cost (G3, G5)."""

    hours_per_fte: Annotated[Count, Key("uren per fte per jaar")] = exactly(1363)
    """Productive hours per fte a year."""
    direct: Annotated[Count, Key("euro per uur, direct")] = exactly(40)
    """Euros per productive hour, direct costs alone."""
    full: Annotated[Count, Key("euro per uur, volledig")] = exactly(60)
    """Euros per productive hour, all costs."""

    @model_validator(mode="after")
    def _works(self) -> Costs:
        if self.hours_per_fte.low <= 0:
            raise WrongValue("hours_per_fte")
        return self


class Margins(Frozen):
    """The smallest difference that matters, per kind of KPI: what is smaller is no practical difference."""

    fte: Annotated[Count, Key("fte")] = exactly(0.1)
    """Of numbers of fte."""
    share: Annotated[Share, Key("aandeel")] = exactly(0.05)
    """Of shares, as a difference (0.05 is 5 points)."""
    wait: Annotated[Duration, Key("wachttijd")] = exactly(60e6)
    """Of waiting times."""
    lead_time: Annotated[Duration, Key("doorlooptijd")] = exactly(86_400e6)
    """Of the time from the first question to the end of a case."""
    contacts_per_case: Annotated[Count, Key("contacten per klantvraag")] = exactly(0.1)
    """Of numbers of contacts per case."""
    effort: Annotated[Duration, Key("moeite van de inwoner")] = exactly(5 * 60e6)
    """Of the citizen's own time per case."""
    staff_time: Annotated[Duration, Key("werktijd")] = exactly(5 * 60e6)
    """Of the time of staff per case."""


class Deciding(Frozen):
    """The assumption that decides a story."""

    what: Annotated[Label, Key("wat")]
    """What it is, in words."""
    paths: Annotated[tuple[NumberPaths, ...], Key("getallen")] = Field(min_length=1)
    """Its numbers with a range, by their paths (`*` stands for anything)."""
    of: Annotated[Literal["baseline", "measure"], Key("van")] = "baseline"
    """Whose numbers they are: of the measure, or of the baseline and so of every scenario it is compared with."""


class Design(Frozen):
    """How the service is run: everything a measure may change."""

    channels: Annotated[dict[OwnName, Channel], Key("kanalen")] = Field(min_length=1, max_length=MOST_CHANNELS)
    """The ways to reach the municipality."""
    teams: Annotated[dict[OwnName, Team], Key("teams")] = {}
    """Who serves them, and when they are there."""
    queues: Annotated[dict[OwnName, Queue], Key("wachtrijen")] = {}
    """Which contacts wait together, and which teams serve them."""
    services: Annotated[dict[OwnName, Service], Key("diensten")] = Field(min_length=1)
    """What citizens come for, each by its UPL name."""


class Frame(Frozen):
    """The top of a file, without what measures change and without the measures."""

    schema_version: Annotated[Literal[1], Key("schema")] = Field(alias="schema")
    """The version of the form of the file."""
    name: Annotated[OwnName | None, Key("korte naam")] = None
    """What results call it; the name of the file when nothing is said."""
    label: Annotated[Label, NAMED]
    about: Annotated[Label, Key("toelichting")] = Text("", "")
    """What it is about, in some sentences."""
    question: Annotated[Label, Key("vraag")] = Text("", "")
    """The question that a story answers."""
    look_at: Annotated[Label, Key("let op")] = Text("", "")
    """What to look at in its answer."""
    beside: Annotated[FileName, Key("vergelijken met")] = ""
    """The file to compare a story with, as seen from its own file."""
    deciding: Annotated[Deciding | None, Key("beslissende aanname")] = None
    """The assumption that decides a story."""
    year_of_data: Annotated[YearText, Key("jaar van de gegevens")] = ""
    """The year of the figures that it was made from."""
    recognition: Annotated[Recognition | None, Key("herkenningstoets")] = None
    """The recognition test of a baseline made from own figures."""
    period: Annotated[Period, Key("periode")]
    """Which weeks are simulated and which of them are measured."""
    closed_days: Annotated[ClosedDays, Key("gesloten dagen")] = ClosedDays()
    """On which dates everything is closed."""
    population: Annotated[Population, Key("bevolking")]
    """Who lives there."""
    behaviour: Annotated[Behaviour, Key("gedrag")] = Behaviour()
    """How citizens choose channels."""
    busyness: Annotated[Busyness, Key("drukteverschillen", counted=counted.CASES)] = Busyness()
    """How much days differ."""
    profiles: Annotated[dict[OwnName, Profile], Key("verdelingen over de tijd")] = {}
    """How demand may spread over time, by a name that services can use."""
    norms: Annotated[Norms, Key("normen")] = Norms()
    """What is reported against."""
    costs: Annotated[Costs, Key("kosten")] = Costs()
    """What hours of staff cost."""
    margins: Annotated[Margins, Key("kleinste verschil dat telt")] = Margins()
    """Which differences matter."""


Measures = Sequence[str | Mapping[str, Any]]
"""Measures as somebody asks for them: ``online-first:strength=4``, or a mapping of names to parameters."""


class Origin(Protocol):
    """Where a scenario was read from, so that measures can be put on it."""

    def with_measures(self, scenario: Scenario, measures: Measures, *, where_possible: bool) -> Scenario: ...

    def with_plan(self, scenario: Scenario, plan: str, *, where_possible: bool) -> Scenario: ...


class Scenario(Frame):
    """A municipality and its measures, fully resolved: what a scenario file means.

    ``designs[0]`` is the baseline; each other one is a combination of measures that somebody can meet, whose numbers are in
    ``in_force`` at the same place; a later measure wins where two set one thing. ``recognition`` is that of a baseline made
    from own figures, None for others.
    """

    schema_version: Literal[1] = 1
    name: OwnName
    measures: Annotated[tuple[Measure, ...], Key("maatregelen")] = ()
    designs: tuple[Design, ...] = Field(min_length=1)
    in_force: tuple[Numbers, ...] = ((),)

    _origin: Origin | None = PrivateAttr(None)

    @property
    def origin(self) -> Origin:
        """Where it was read from. Raises ``ValueError`` for one that was made in memory."""
        if self._origin is None:
            raise ValueError("this scenario was made in memory; sim.load a file, and put measures on that")
        return self._origin

    def with_measures(self, *measures: str | Mapping[str, Any], where_possible: bool = False) -> Scenario:
        """The same town with measures on it, all together, as ``--measure`` puts them there.

        >>> import sim
        >>> town = sim.load("scenarios/municipalities/voorbeeldstad.yaml")
        >>> digital = town.with_measures("online-first:strength=4", {"desk-closed": {"day": "fri"}})
        >>> [measure.name for measure in digital.measures]
        ['online-first', 'desk-closed']

        ``where_possible``: what the town lacks is left out. Raises ``sim.ScenarioError``, and ``ValueError`` where this is not
        what was read from its file.
        """
        return self.origin.with_measures(self, measures, where_possible=where_possible)

    @property
    def baseline(self) -> Design:
        return self.designs[0]

    @property
    def design(self) -> Design:
        """The design of all measures that last: what they amount to."""
        if len(self.designs) != len(self.in_force):  # one of them alone
            return self.designs[-1]
        return self.designs[self.in_force.index(self.lasting)]

    def before(self, measure: int) -> Design:
        """What a measure changes: the design with as many of those before it as there is one with."""
        earlier = [place for place, numbers in enumerate(self.in_force) if all(number < measure for number in numbers)]
        return self.designs[max(earlier, key=lambda place: len(self.in_force[place]))]

    @property
    def lasting(self) -> Numbers:
        """The measures that are not withdrawn before the measured weeks end."""
        return lasting(self.measures, self.period.weeks * WEEK)


__all__ = ["Design", "Measure", "Norms", "Period", "Scenario", "options_of"]
