"""Channels, and the teams and queues that serve them."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import chain
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from sim.model.values.calendar import PARTS_OF_DAY, QUARTER, Hours, WeekHours, WeekHoursModel, check_year, read_days, read_parts
from sim.model.values.distributions import NONE, Distribution
from sim.model.values.names import ChannelName, FreeText, OwnName, QueueName, SegmentName, ServiceName, TeamName
from sim.model.values.reasons import WrongValue
from sim.model.values.units import DAY, MINUTE, WEEK, read_duration
from sim.model.values.values import Count, Duration, Form, Frozen, Label, Number, Range, Share, Term, exactly

ChannelKind = Literal["self_service", "live", "appointment", "deferred"]
Nest = Literal["in_person", "live_remote", "written", "self_service"]

FURTHEST_HORIZON = 520 * WEEK
LEAST_IN_PERSON = 2
"""Nobody sits alone at a desk (ASSUMPTION)."""


class Patience(Frozen):
    """How long a citizen waits in a live queue, drawn once; shares that leave at fixed moments are explicit (C3).

    ``at_once`` leave as soon as they must wait; ``at_announcement`` leave when the announcement plays.
    """

    time: Distribution
    at_once: Share = exactly(0.0)
    at_announcement: Share = exactly(0.0)
    announcement: Duration = exactly(1.0 * MINUTE)

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
    """When who has an appointment arrives: ``early`` before his time, or for the share ``late`` that time ``late_by`` after it.

    Who is later than ``grace`` is not helped any more, and counts as not turned up.
    """

    early: Distribution = NONE
    late: Share = exactly(0.0)
    late_by: Distribution = NONE
    grace: Duration = exactly(15.0 * MINUTE)


class CallBackOffer(Frozen):
    """Who hears of a wait ``above`` this may be called back instead of waiting; the share ``taken`` says yes."""

    above: Duration
    taken: Share


class AnnouncedWait(Frozen):
    """The exchange tells the expected wait; who finds it longer than ``tolerance`` times his patience does not join.

    Before that he may be offered a ``call_back`` instead of waiting.
    """

    tolerance: Count = exactly(1.0)
    call_back: CallBackOffer | None = None


class Preference(Frozen):
    """When citizens want to come: the ``share`` of the bookings is meant for one part of the week, as the days and hours suit.

    Who prefers a part takes the first free slot in it, unless that is more than ``within`` later than the first free slot of all:
    then he takes that one, as everybody else does. ``parts`` gives weights to texts as ``wed afternoon``, ``mon-thu morning``,
    ``evening``; each part that a text names has its weight. When nothing is said a part weighs the hours that the channel is open
    in it.
    """

    share: Share
    within: Duration
    parts: dict[FreeText, Count] = {}

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

    The first slot of each stretch of hours is at its opening, the last is over by its closing time. Booked are those from
    ``notice`` to ``horizon`` ahead. ``overbooking`` is the share of places given out beyond those, spread evenly over the day,
    because not everybody turns up. Without a ``preference`` everybody takes the first free slot.
    """

    every: Duration = exactly(15.0 * MINUTE)
    places: int = Field(ge=1)
    overbooking: Share = exactly(0.0)
    notice: Duration = exactly(1.0 * DAY)
    horizon: Duration = exactly(42.0 * DAY)
    preference: Preference | None = None

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


class NoShow(Frozen):
    """Chance not to turn up: ``share`` plus ``per_week`` for every week between booking and appointment (N1)."""

    share: Share = exactly(0.0)
    per_week: Share = exactly(0.0)


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


class Outage(Frozen):
    """From when to how long after a channel does not work, in whole quarter-hours: one that has begun counts.

    ``from`` is a date and time, or a time since the start of the window.
    """

    begins: Annotated[datetime | Range, BeforeValidator(read_moment), Form("signed_duration")] = Field(alias="from")
    length: Duration


class Helper(Frozen):
    """Somebody who does it for a citizen at a self-service channel: family, an authorised person, an information point.

    ``share`` of the citizens has this help, in the groups of ``by_segment`` another share. An attempt then succeeds, and its
    application is complete, as with the helper's ``skill``; ``citizen_time`` and ``travel`` are what one attempt with help adds
    to the effort of the citizen (ASSUMPTION: the minutes of a helper count as his). Who is more skilled himself does it himself.
    """

    label: Label
    share: Share
    by_segment: dict[SegmentName, Share] = {}
    skill: Share
    citizen_time: Duration = exactly(0.0)
    travel: Duration = exactly(0.0)


class ChannelNorm(Frozen):
    """The norm of one channel, where it is not that of the municipality (``norms``): the ``share`` answered ``within`` a time.

    Working days are for deferred channels alone (letters 30 working days); other channels have a duration, and so may these
    (messages 4 hours).
    """

    within: Term | None = None
    share: Share | None = None


class Channel(Frozen):
    """One way to reach the municipality.

    ``constant`` is calibrated on the baseline and then frozen. ``handoff_only`` channels (call-back requests) are never a
    citizen's own choice. ``closing_grace``: how long after closing time those already waiting are still served; the rest
    is sent away. ``broken`` is the share of promises that is never kept (T11, T12). ``minimum`` is how many people are at work
    while it is open, whatever there is to do: when nothing is said 2 at a channel in person, for safety, and else 1
    (ASSUMPTION); only what works out how many people are needed looks at it. In ``outages`` an attempt at a self-service channel
    fails at once, and a live channel is closed. ``concurrency`` is how many conversations of this live channel one person holds
    at once (chat). ``cancelled`` is the share of appointments that is called off ahead. ``helpers`` do it for citizens at a
    self-service channel, also for those who cannot go online themselves.
    """

    label: Label
    kind: ChannelKind
    nest: Nest
    open: WeekHours
    constant: Number = exactly(0.0)
    expected_wait: Duration = exactly(0.0)
    handoff_only: bool = False
    lines: int | None = Field(default=None, ge=1)
    patience: Patience | None = None
    announced_wait: AnnouncedWait | None = None
    closing_grace: Duration = exactly(0.0)
    slots: Slots | None = None
    no_show: NoShow = NoShow()
    cancelled: Share = exactly(0.0)
    punctuality: Punctuality | None = None
    minimum: int | None = Field(default=None, ge=0, le=10_000)
    promise: Term | None = None
    broken: Share = exactly(0.0)
    norm: ChannelNorm = ChannelNorm()
    outages: tuple[Outage, ...] = ()
    helpers: dict[OwnName, Helper] = {}
    concurrency: int = Field(default=1, ge=1, le=20)

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Channel:
        allowed: dict[str, tuple[str, ...]] = {
            "self_service": ("outages", "helpers"),
            "live": ("lines", "patience", "announced_wait", "closing_grace", "minimum", "outages", "concurrency"),
            "appointment": ("slots", "no_show", "cancelled", "punctuality", "patience", "closing_grace", "minimum"),
            "deferred": ("promise", "broken", "handoff_only"),
        }
        only = tuple(dict.fromkeys(chain.from_iterable(allowed.values())))
        wrong = sorted((self.model_fields_set & set(only)) - set(allowed[self.kind]))
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
    """A break of ``length`` that starts at ``at`` at the earliest and is late rather than cut short."""

    length: Duration
    at: Hours


class Shift(Frozen):
    """``people`` on duty on these weekdays from the first to the last quarter-hour."""

    days: Annotated[tuple[int, ...], BeforeValidator(lambda v: read_days(v) if isinstance(v, str) else v)]
    hours: Hours
    people: int = Field(ge=0, le=10_000)
    breaks: tuple[Break, ...] = ()


class Team(Frozen):
    """People who can serve certain contacts, as individual agents with shifts.

    ``absence`` is the share of agent-days on which somebody is ill or away without replacement.
    ``unlimited`` teams have as many agents as there is work (for verification, and for work outside the model).
    ``back_office_priority`` is that of the team's back-office work among its queues. ``speed`` is how many times as fast as
    others it works on what stands in a queue: handling and wrap-up are divided by it.
    """

    label: Label
    shifts: dict[OwnName, Shift] = {}
    absence: Share = exactly(0.0)
    unlimited: bool = False
    work_on_holidays: bool = False
    back_office_priority: int = Field(default=5, ge=0, le=99)
    speed: dict[QueueName, Annotated[Count, Form("count", least=0.0, above=True)]] = {}

    @model_validator(mode="after")
    def _moves(self) -> Team:
        if any(factor.low <= 0 for factor in self.speed.values()):
            raise WrongValue("speed")
        return self


class Help(Frozen):
    """A team that serves a queue with this ``skill``, and takes only what has waited for ``after``: overflow."""

    skill: int = Field(default=1, ge=1, le=99)
    after: Duration = exactly(0.0)


class Queue(Frozen):
    """Which contacts wait together, and which teams serve them, best skilled first (1 before 2), some only after a while.

    With ``hours`` it is served in those hours alone: a block of time for e-mail. What was begun is finished after them.

    The head with the lowest ``priority`` is served first; ``ageing`` lowers the priority number by 1 for every such time waited.
    """

    channel: ChannelName
    services: Literal["all"] | tuple[ServiceName, ...] = "all"
    teams: dict[TeamName, int | Help] = Field(min_length=1)
    priority: int = Field(default=3, ge=0, le=99)
    ageing: Duration = exactly(0.0)
    handoff_only: bool = False
    hours: WeekHours | None = None

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
