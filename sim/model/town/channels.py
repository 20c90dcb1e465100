"""Channels, and the teams and queues that serve them."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, model_validator

from sim.model.town import counted
from sim.model.town.turning_up import NO_REMINDER, NoShow, Reminder
from sim.model.values.calendar import PARTS_OF_DAY, QUARTER, Hours, WeekHours, WeekHoursModel, check_year, read_days, read_parts
from sim.model.values.distributions import NONE, Distribution
from sim.model.values.keys import NAMED, Column, Key, key_of
from sim.model.values.names import ChannelName, FreeText, OwnName, QueueName, SegmentName, ServiceName, TeamName
from sim.model.values.reasons import WrongValue
from sim.model.values.units import DAY, MINUTE, WEEK, read_duration
from sim.model.values.values import Count, Duration, Form, Frozen, Label, Number, Range, Share, Term, exactly

ChannelKind = Literal["self_service", "live", "appointment", "deferred"]
Nest = Literal["in_person", "live_remote", "written", "self_service"]

FURTHEST_HORIZON = 520 * WEEK
LEAST_IN_PERSON = 2
"""Nobody sits alone at a desk (ASSUMPTION)."""
ONLINE, LIVE, APPOINTMENT, DEFERRED = [(kind,) for kind in get_args(ChannelKind)]


class Patience(Frozen):
    """How long a citizen waits for somebody to serve him, drawn anew for each queue that he joins and for each appointment."""

    time: Annotated[Distribution, Key("tijd"), Column("patience")]
    """How long citizens wait before they hang up or walk away, of those who do not leave at a fixed moment."""
    at_once: Annotated[Share, Key("haakt meteen af"), Column()] = exactly(0.0)
    """Share that leaves as soon as it must wait."""
    at_announcement: Annotated[Share, Key("haakt af bij de melding"), Column()] = exactly(0.0)
    """Share that leaves when the announcement plays."""
    announcement: Annotated[Duration, Key("melding na"), Column()] = exactly(1.0 * MINUTE)
    """How long after joining the queue the announcement plays."""

    @model_validator(mode="before")
    @classmethod
    def _parse(cls, value: Any) -> Any:
        is_value = isinstance(value, str | int | Distribution)
        is_short = is_value or (isinstance(value, dict) and not value.keys() & cls.model_fields.keys())
        return {"time": value} if is_short else value

    @model_validator(mode="after")
    def _at_most_one(self) -> Patience:
        if self.at_once.value + self.at_announcement.value > 1 + 1e-9:
            raise WrongValue("patience")
        return self


class Punctuality(Frozen):
    """When who has an appointment arrives: before his time, or after it."""

    early: Annotated[Distribution, Key("te vroeg"), Column()] = NONE
    """How long before his time somebody arrives who is not late."""
    late: Annotated[Share, Key("te laat"), Column()] = exactly(0.0)
    """Share that arrives after its time."""
    late_by: Annotated[Distribution, Key("zoveel te laat"), Column()] = NONE
    """How long after his time somebody arrives who is late."""
    grace: Annotated[Duration, Key("nog geholpen tot"), Column()] = exactly(15.0 * MINUTE)
    """Who is later than this is not helped any more, and counts as not turned up."""


class CallBackOffer(Frozen):
    """To be called back instead of waiting."""

    above: Annotated[Duration, Key("boven"), Column("offer_above", absent=-1)]
    """Offered to who hears of a longer wait than this."""
    taken: Annotated[Share, Key("neemt het aan"), Column("offer_taken")]
    """Share of those who are offered it that says yes."""


class AnnouncedWait(Frozen):
    """The exchange tells the expected wait before a citizen joins the queue."""

    tolerance: Annotated[Count, Key("maal het geduld"), Column()] = exactly(1.0)
    """Who finds the announced wait longer than this many times his patience does not join."""
    call_back: Annotated[CallBackOffer | None, Key("terugbellen")] = None
    """Before that he may be offered to be called back."""


class Preference(Frozen):
    """When citizens want to come: the ``share`` of the bookings is meant for one part of the week, as the days and hours suit.

    Who prefers a part takes the first free slot in it, unless that is more than ``within`` later than the first free slot of all:
    then he takes that one, as everybody else does.
    """

    share: Annotated[Share, Key("aandeel"), Column("prefers")]
    """Share of the bookings that is meant for one part of the week."""
    within: Annotated[Duration, Key("hoogstens later"), Column("prefers_within")]
    """How much later than the first free slot of all the slot in the preferred part may be."""
    parts: Annotated[dict[FreeText, Count], Key("dagdelen")] = {}
    """Weights of parts of the week, such as `wed afternoon`, `mon-thu morning` or `evening`; each part that a text names has its
    weight. When nothing is said a part weighs the hours that the channel is open in it."""

    @model_validator(mode="after")
    def _once_each(self) -> Preference:
        named: set[int] = set()
        for text in self.parts:
            parts = read_parts(text)
            if not named.isdisjoint(parts):
                raise WrongValue("parts_twice", value=repr(text))
            named.update(parts)
        if self.parts and max(weight.low for weight in self.parts.values()) <= 0:
            raise WrongValue("weights", name="parts")
        return self

    def weights(self, hours: WeekHoursModel) -> list[float]:
        """The weight of each part of the week, at a channel with these opening hours."""
        if not self.parts:
            return [float(quarters) for quarters in hours.quarters_by_part()]
        weights = [0.0] * (7 * len(PARTS_OF_DAY))
        for text, weight in self.parts.items():
            for part in read_parts(text):
                weights[part] = weight.value
        return weights


class Slots(Frozen):
    """Appointments on offer: ``places`` per ``every`` within the hours of the channel.

    The first slot of each stretch of hours is at its opening, the last is over by its closing time.
    """

    every: Annotated[Duration, Key("elke")] = exactly(15.0 * MINUTE)
    """How long one slot takes; they follow each other from each opening on."""
    places: Annotated[int, Key("plaatsen")] = Field(ge=1)
    """Appointments that are offered in each slot."""
    overbooking: Annotated[Share, Key("meer afspraken dan plaatsen")] = exactly(0.0)
    """Share of places that is given out beyond those there are, spread evenly over the day, because not everybody turns up."""
    notice: Annotated[Duration, Key("minstens vooraf"), Column()] = exactly(1.0 * DAY)
    """How long ahead a slot must be booked at least."""
    horizon: Annotated[Duration, Key("afspraken tot"), Column()] = exactly(42.0 * DAY)
    """How long ahead a slot can be booked at most."""
    preference: Annotated[Preference | None, Key("voorkeur voor dag en dagdeel")] = None
    """When citizens want to come; without it everybody takes the first free slot."""

    @model_validator(mode="after")
    def _can_be_booked(self) -> Slots:
        if self.every.low < MINUTE:
            raise WrongValue("slot_length")
        if self.notice.high >= self.horizon.low:
            raise WrongValue("notice")
        if self.horizon.high > FURTHEST_HORIZON:
            raise WrongValue("horizon")
        return self

    def times(self, hours: WeekHoursModel, weekday: int) -> list[int]:
        """When the slots of a weekday begin, microseconds since midnight, at a channel with these opening hours."""
        return slot_times(hours, weekday, int(self.every.value))


def slot_times(hours: WeekHoursModel, weekday: int, every: int) -> list[int]:
    """One slot after the other from each opening on, for as long as the next is over by closing time."""
    return [
        opens * QUARTER + number * every
        for opens, closes in hours.stretches(weekday)
        for number in range((closes - opens) * QUARTER // every)
    ]


def read_moment(value: Any) -> datetime | Range:
    """A date with a time of the day ('2024-03-04 08:00', without time: midnight), or a duration since the start of the window."""
    if isinstance(value, Range):
        return value
    if isinstance(value, datetime):
        return check_year(value)
    if isinstance(value, date):
        return datetime.combine(check_year(value), time())
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) and "-" in value else exactly(read_duration(value))
    except ValueError as error:
        if isinstance(error, WrongValue) and error.reason == "two_readings":
            raise
        raise WrongValue("moment", near=getattr(error, "near", ()), value=repr(value)) from None
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        raise WrongValue("moment", value=repr(value))
    return check_year(moment) if isinstance(moment, datetime) else moment


Moment = Annotated[datetime | Range, BeforeValidator(read_moment), Form("signed_duration")]


class Outage(Frozen):
    """A time in which a channel does not work, in whole quarter-hours: one that has begun counts."""

    begins: Annotated[Moment, Key("begint")] = Field(alias="from")
    """A date and time, or a time since the start of the window."""
    length: Annotated[Duration, Key("duur")]
    """How long it does not work."""


class Helper(Frozen):
    """Somebody who does it for a citizen at a self-service channel: family, an authorised person, an information point.

    Who is more skilled himself does it himself.
    """

    label: Annotated[Label, NAMED]
    share: Annotated[Share, Key("aandeel")]
    """Share of the citizens that has this help."""
    by_segment: Annotated[dict[SegmentName, Share], Key("per groep")] = {}
    """Another share in some groups, by their names."""
    skill: Annotated[Share, Key("digitale vaardigheid")]
    """Digital skill of the helper, 0 to 1: an attempt succeeds, and its application is complete, as with this skill."""
    citizen_time: Annotated[Duration, Key("tijd van de inwoner")] = exactly(0.0)
    """Time that one attempt with help adds to the effort of the citizen (ASSUMPTION: the minutes of a helper count as his)."""
    travel: Annotated[Duration, Key("reistijd")] = exactly(0.0)
    """Travel time that one attempt with help adds to it."""


class ChannelNorm(Frozen):
    """The norm of one channel, where it is not that of the municipality (``norms``)."""

    within: Annotated[Term | None, Key("binnen")] = None
    """Within what time is answered. Working days are for deferred channels alone (letters 30 working days); other channels have
    a duration, and so may these (messages 4 hours)."""
    share: Annotated[Share | None, Key("aandeel")] = None
    """Share of the contacts that must be answered within it."""


class Channel(Frozen):
    """One way to reach the municipality. What citizens do when it fails stands in ``behaviour.reactions``."""

    label: Annotated[Label, NAMED]
    kind: Annotated[ChannelKind, Key("soort"), Column()]
    """How it works: a citizen does it himself (`self_service`), is helped at once or waits in a queue (`live`), books a slot
    (`appointment`), or is answered later (`deferred`)."""
    nest: Annotated[Nest, Key("soort contact"), Column()]
    """Channels of one nest are alike to a citizen and share his taste for them. Travel counts at those `in_person`."""
    open: Annotated[WeekHours, Key("open")]
    """When it is open: `always`, hours from Monday to Friday, or hours by weekday."""
    constant: Annotated[Number, Key("constante"), Column()] = exactly(0.0)
    """What it adds to the utility of this channel for everybody; calibrated on the baseline and then frozen."""
    expected_wait: Annotated[Duration, Key("verwachte wachttijd")] = exactly(0.0)
    """The wait that citizens expect at the start of the run; from then on they learn."""
    handoff_only: Annotated[bool, Key("alleen doorgegeven contacten", kinds=DEFERRED)] = False
    """Never a citizen's own choice: it takes the call-back requests."""
    lines: Annotated[int | None, Key("lijnen", kinds=LIVE), Column(absent=-1)] = Field(default=None, ge=1)
    """How many citizens can be in conversation or wait at once; who comes then finds all lines busy. Without it all can."""
    patience: Annotated[Patience | None, Key("geduld", kinds=LIVE + APPOINTMENT, counted=counted.PATIENCE)] = None
    """How long citizens wait before they leave: a distribution, or its parts. Without it they wait for ever."""
    announced_wait: Annotated[AnnouncedWait | None, Key("wachttijd wordt gemeld", kinds=LIVE)] = None
    """The exchange tells the expected wait, with what follows from it; without it nothing is told."""
    closing_grace: Annotated[Duration, Key("na sluitingstijd nog geholpen", kinds=LIVE + APPOINTMENT)] = exactly(0.0)
    """How long after closing time those already waiting are still served; the rest is sent away."""
    slots: Annotated[Slots | None, Key("afspraken", kinds=APPOINTMENT)] = None
    """The appointments on offer; a channel by appointment must have them."""
    no_show: Annotated[NoShow, Key("niet verschenen", kinds=APPOINTMENT, counted=counted.NO_SHOW)] = NoShow()
    """The chance that nobody turns up to an appointment."""
    cancelled: Annotated[Share, Key("afgezegd", kinds=APPOINTMENT), Column()] = exactly(0.0)
    """Share of the appointments that is called off ahead."""
    reminder: Annotated[Reminder, Key("herinnering aan de afspraak", kinds=APPOINTMENT)] = NO_REMINDER
    """Who has an appointment is reminded of it. An option may have another reminder, no-show and share called off."""
    punctuality: Annotated[Punctuality | None, Key("op tijd komen", kinds=APPOINTMENT)] = None
    """When who has an appointment arrives; without it everybody is on time."""
    minimum: Annotated[int | None, Key("mensen op zijn minst", kinds=LIVE + APPOINTMENT)] = Field(default=None, ge=0, le=10_000)
    """People at work while it is open, whatever there is to do: when nothing is said 2 at a channel in person, for safety, and
    else 1 (ASSUMPTION). Only what works out how many people are needed looks at it."""
    promise: Annotated[Term | None, Key("belofte", kinds=DEFERRED), Column()] = None
    """Within what time an answer is promised: a duration or working days."""
    broken: Annotated[Share, Key("beloften niet nagekomen", kinds=DEFERRED, counted=counted.BROKEN), Column()] = exactly(0.0)
    """Share of the promises that is never kept (T11, T12)."""
    norm: Annotated[ChannelNorm, Key("norm")] = ChannelNorm()
    """Its own norm, where that is not that of the municipality."""
    outages: Annotated[tuple[Outage, ...], Key("storingen", kinds=ONLINE + LIVE)] = ()
    """When it does not work: an attempt at self-service then fails at once, and a live channel is closed."""
    helpers: Annotated[dict[OwnName, Helper], Key("hulp van anderen", kinds=ONLINE)] = {}
    """Who does it for citizens, also for those who cannot go online themselves."""
    concurrency: Annotated[int, Key("gesprekken tegelijk", kinds=LIVE)] = Field(default=1, ge=1, le=20)
    """How many conversations of this channel one person holds at once (chat)."""

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Channel:
        kinds = {name: key_of(Channel, name).kinds for name in self.model_fields_set}
        wrong = sorted(name for name, having in kinds.items() if having and self.kind not in having)
        if wrong:
            raise WrongValue("not_of_this_kind", names=", ".join(wrong), kind=self.kind)
        if self.kind == "appointment" and self.slots is None:
            raise WrongValue("slots")
        if self.kind != "deferred" and self.norm.within is not None and self.norm.within.working_days:
            raise WrongValue("norm_in_working_days", kind=self.kind)
        return self

    @property
    def offers_call_back(self) -> bool:
        """Does it offer to call back who would have to wait?"""
        return self.announced_wait is not None and self.announced_wait.call_back is not None

    @property
    def people_at_least(self) -> int:
        """People at work while it is open."""
        if self.minimum is not None:
            return self.minimum
        return LEAST_IN_PERSON if self.nest == "in_person" else 1


class Break(Frozen):
    """A break. After somebody who is being served it comes late, at its full length; only the end of the shift cuts it."""

    length: Annotated[Duration, Key("duur")]
    """How long it takes."""
    at: Annotated[Hours, Key("op zijn vroegst")]
    """It starts at the first of these hours at the earliest."""


class Shift(Frozen):
    """People on duty on some weekdays, at the same hours."""

    days: Annotated[tuple[int, ...], BeforeValidator(lambda v: read_days(v) if isinstance(v, str) else v), Key("dagen")]
    """On which weekdays, such as `mon-fri` or `tue, thu`."""
    hours: Annotated[Hours, Key("uren")]
    """From the first to the last quarter-hour."""
    people: Annotated[int, Key("mensen")] = Field(ge=0, le=10_000)
    """How many are on duty."""
    breaks: Annotated[tuple[Break, ...], Key("pauzes")] = ()
    """The breaks that each of them has."""


class Team(Frozen):
    """People who can serve certain contacts, as individual agents with shifts."""

    label: Annotated[Label, NAMED]
    shifts: Annotated[dict[OwnName, Shift], Key("diensten in het rooster")] = {}
    """The roster: who is on duty when, by the name of the shift."""
    absence: Annotated[Share, Key("verzuim", counted=counted.ABSENCE)] = exactly(0.0)
    """Share of agent-days on which somebody is ill or away without replacement."""
    unlimited: Annotated[bool, Key("onbeperkt")] = False
    """As many agents as there is work (for verification, and for work outside the model)."""
    work_on_holidays: Annotated[bool, Key("werkt op feestdagen")] = False
    """Is the roster also worked on closed days?"""
    back_office_priority: Annotated[int, Key("voorrang van werk achteraf")] = Field(default=5, ge=0, le=99)
    """Priority of the back-office work of the team among its queues: the lowest goes first."""
    speed: Annotated[dict[QueueName, Annotated[Count, Form("count", least=0.0, above=True)]], Key("snelheid")] = {}
    """By queue, how many times as fast as others it works on what stands there: handling and wrap-up are divided by it."""

    @model_validator(mode="after")
    def _moves(self) -> Team:
        if any(factor.low <= 0 for factor in self.speed.values()):
            raise WrongValue("speed")
        return self


class Help(Frozen):
    """How a team serves a queue."""

    skill: Annotated[int, Key("vaardigheid")] = Field(default=1, ge=1, le=99)
    """Of the teams that are free the best skilled takes it: 1 goes before 2."""
    after: Annotated[Duration, Key("pas na")] = exactly(0.0)
    """It takes only what has waited for so long: overflow."""


class Queue(Frozen):
    """Which contacts wait together, and which teams serve them."""

    channel: Annotated[ChannelName, Key("kanaal")]
    """The channel whose contacts wait in it."""
    services: Annotated[Literal["all"] | tuple[ServiceName, ...], Key("diensten")] = "all"
    """The services whose contacts wait in it."""
    teams: Annotated[dict[TeamName, int | Help], Key("teams")] = Field(min_length=1)
    """The teams that serve it, each with its skill (1 is best) or with more than that; one name alone has skill 1."""
    priority: Annotated[int, Key("voorrang")] = Field(default=3, ge=0, le=99)
    """Of the heads of queues that somebody is free for the one with the lowest priority is served first."""
    ageing: Annotated[Duration, Key("voorrang door wachten, per")] = exactly(0.0)
    """For every such time waited the number of the priority is 1 lower; 0 is never."""
    handoff_only: Annotated[bool, Key("alleen doorgegeven contacten")] = False
    """Only contacts that were put through wait in it."""
    hours: Annotated[WeekHours | None, Key("uren")] = None
    """It is served in these hours alone: a block of time for e-mail. What was begun is finished after them."""

    @property
    def skills(self) -> dict[str, int]:
        """The skill of each team, 1 is best."""
        return {name: team.skill if isinstance(team, Help) else team for name, team in self.teams.items()}

    @property
    def helps_after(self) -> dict[str, int]:
        """How long something must have waited before each team takes it, microseconds."""
        return {name: int(team.after.value) if isinstance(team, Help) else 0 for name, team in self.teams.items()}

    @model_validator(mode="before")
    @classmethod
    def _parse(cls, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(value.get("teams"), str):
            value = value | {"teams": {value["teams"]: 1}}
        if isinstance(value, dict) and isinstance(value.get("services"), str) and value["services"] != "all":
            value = value | {"services": (value["services"],)}
        return value
