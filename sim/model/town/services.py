"""Services and the journey of their cases."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from sim.model.values.calendar import Day, Profile
from sim.model.values.distributions import NONE, Distribution
from sim.model.values.names import ChannelName, OwnName, QueueName, SegmentName, ServiceName, TeamName
from sim.model.values.reasons import WrongValue
from sim.model.values.units import DAY, WEEK
from sim.model.values.values import Count, Duration, Frozen, Label, Number, Rate, Share, SignedDuration, Term, exactly

Obligation = Literal["verplicht", "recht", "keuze"]


class HandOff(Frozen):
    """What staff does with a contact it cannot resolve; what is left of 1 stays unresolved and reacts as ``unresolved``.

    ``transfer``: put through at once to ``transfer_to`` (a queue). ``call_back``: a call-back request.
    ``refer``: "you must go elsewhere", to the channel ``refer_to``. In a ``warm`` transfer the first takes this long to explain
    the question to the next, once the citizen was put through; who was ``briefed`` needs that many times the handling time.
    """

    transfer: Share = exactly(0.0)
    transfer_to: QueueName | None = None
    call_back: Share = exactly(0.0)
    refer: Share = exactly(0.0)
    refer_to: ChannelName | None = None
    warm: Distribution = NONE
    briefed: Count = exactly(1.0)

    @property
    def is_warm(self) -> bool:
        """Does the first explain the question to the second?"""
        return self.warm.mean.high > 0

    @model_validator(mode="after")
    def _named(self) -> HandOff:
        if self.transfer.value > 0 and self.transfer_to is None:
            raise WrongValue("transfer_to")
        if self.refer.value > 0 and self.refer_to is None:
            raise WrongValue("refer_to")
        if self.is_warm and self.transfer_to is None:
            raise WrongValue("warm")
        if self.briefed != exactly(1.0) and not self.is_warm:
            raise WrongValue("briefed")
        if self.transfer.value + self.call_back.value + self.refer.value > 1 + 1e-9:
            raise WrongValue("hand_off")
        return self


class Save(Frozen):
    """A half-filled form may be saved and gone on with later.

    The ``share`` of attempts that is saved stops at any moment of filling in, and goes on ``resume_after``. Those that a citizen
    ``forgets`` wait until the municipality reminds him, ``reminded_after`` it was saved, and he goes on after another draw of
    ``resume_after``; without a reminder he never does. A form not gone on with within the time it is ``kept`` is deleted: the
    attempt has failed.
    """

    share: Share
    resume_after: Distribution
    forgets: Share = exactly(0.0)
    reminded_after: Duration | None = None
    kept: Duration = exactly(28.0 * DAY)

    @model_validator(mode="after")
    def _reminded_in_time(self) -> Save:
        if self.reminded_after is not None and self.reminded_after.value >= self.kept.value:
            raise WrongValue("reminded_after")
        return self


class Option(Frozen):
    """How a step goes through one channel.

    ``resolves`` is the chance that one served attempt does the step, for complexity 0 and skill 1; it falls by
    ``harder_when_complex`` times the complexity of the case and by ``harder_when_unskilled`` times (1 - skill).
    ``complete`` is the chance that the application is complete at once, falling in the same way.
    ``certainty`` (0 to 1) is how much reassurance the citizen takes from it; ``dialogue`` (0 to 1) how much it is a
    conversation. ``together``: all participants take part in the same contact. ``constant`` and ``steering`` add to the
    utility of this channel for this step (steering is a design lever, constant is calibrated). ``save`` belongs to self-service.
    """

    handling: Distribution = NONE
    wrap_up: Distribution = NONE
    citizen_time: Duration = exactly(0.0)
    resolves: Share = exactly(1.0)
    complete: Share = exactly(1.0)
    harder_when_complex: Share = exactly(0.0)
    harder_when_unskilled: Share = exactly(0.0)
    certainty: Share = exactly(0.0)
    dialogue: Share = exactly(0.0)
    together: bool = True
    eligible: Share = exactly(1.0)
    constant: Number = exactly(0.0)
    steering: Number = exactly(0.0)
    hand_off: HandOff = HandOff()
    save: Save | None = None


class SecondParticipant(Frozen):
    """The other person who must take part after the first did, where the option is not ``together``.

    ``forgets`` do not come by themselves; ``reminded_after`` later the municipality reminds them, and then they do it
    after another draw of ``after``. A contact of the first participant about the case has the same effect at once.
    """

    after: Distribution
    forgets: Share = exactly(0.0)
    reminded_after: Duration = exactly(21.0 * DAY)


class Timing(Frozen):
    """When a step starts: ``after`` the previous one ended, or ``before_event`` ahead of the event date of the case.

    ``earliest`` and ``latest`` are limits relative to the event date ('-365 days', '-14 days'): the step never starts
    before the earliest; when it is finished after the latest the case is too late and the event moves.
    """

    after: Distribution = NONE
    before_event: Distribution | None = None
    earliest: SignedDuration | None = None
    latest: SignedDuration | None = None


class Step(Frozen):
    """One stage of a journey.

    ``contact``: the citizen needs a contact through one of ``options``. ``back_office``: ``team`` works on it after ``lead``.
    ``milestone``: nothing happens but the passing of its date. ``only_incomplete`` steps are entered when the back office
    found the application incomplete, and go back to the check after it. ``confirms`` is the certainty of the message sent
    when the step is done. ``in_person_by_law`` is used by the legal check only.
    """

    label: Label
    kind: Literal["contact", "back_office", "milestone"] = "contact"
    applies: Share = exactly(1.0)
    timing: Timing = Timing()
    options: dict[ChannelName, Option] = {}
    second_participant: SecondParticipant | None = None
    application: bool = False
    wanted: bool = False
    in_person_by_law: bool = False
    team: TeamName | None = None
    work: Distribution = NONE
    work_digital_factor: Count = exactly(1.0)
    lead: Distribution = NONE
    promise: Term | None = None
    checks_completeness: bool = False
    completion_work: Distribution = NONE
    only_incomplete: bool = False
    confirms: Share = exactly(0.0)

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Step:
        if self.kind == "contact" and not self.options:
            raise WrongValue("contact_options")
        if self.kind != "contact" and self.options:
            raise WrongValue("no_options", kind=self.kind)
        if self.kind == "back_office" and self.team is None:
            raise WrongValue("step_team")
        return self


class Event(Frozen):
    """A date that drives the case, such as the wedding day: drawn ``ahead`` of the first question.

    ``weekdays`` and ``months`` weigh the possible dates. A case that is too late moves its event by ``postponement``.
    """

    ahead: Distribution
    furthest: Duration = exactly(104.0 * WEEK)
    weekdays: tuple[float, ...] = Field(default=(1.0,) * 7, min_length=7, max_length=7)
    months: tuple[float, ...] = Field(default=(1.0,) * 12, min_length=12, max_length=12)
    postponement: Duration = exactly(28.0 * DAY)


class HiddenNeed(Frozen):
    """The question behind the question: ``share`` of the cases has one.

    A served contact brings it out with chance ``discovery`` times the dialogue of the option, and then takes ``extra_time``.
    Undiscovered, it ``returns`` with this chance as a new case of ``service`` after a delay.
    """

    share: Share
    discovery: Share
    extra_time: Distribution = NONE
    returns: Share = exactly(0.0)
    after: Distribution = NONE
    service: ServiceName | None = None


class Reassurance(Frozen):
    """Contacts made only to be sure: a hazard that grows with silence and nearness of the event date.

    ``contacts_per_case`` is what an average citizen makes in a case that waits ``reference`` long without any
    confirmation. ``silence`` is the number of days after which the hazard is half its ceiling; within ``near`` of the
    event date it is up to (1 + ``nearness``) times as high. ``status_visible`` is the share of the hazard that a status
    the citizen can see takes away. ``chasing`` is the chance per day to ask about something later than promised.
    """

    contacts_per_case: Count = exactly(0.0)
    reference: Duration = exactly(26.0 * WEEK)
    silence: Duration = exactly(7.0 * DAY)
    nearness: Count = exactly(0.0)
    near: Duration = exactly(28.0 * DAY)
    status_visible: Share = exactly(0.0)
    receipt: Share = exactly(0.0)
    chasing: Share = exactly(0.0)


class Mailing(Frozen):
    """Letters or another event that make people come: ``number`` on ``day``, or spread evenly over ``spread`` from then on.

    ``reacts`` is the share that comes as a fresh case of the service, ``delay`` after its letter, or on the next day after
    that on which anybody asks. ``cost`` is euros a piece.
    Who the letter sends to which channel, or in which words, is a property of the service it is about (K1).
    """

    label: Label
    day: Day
    number: Count
    reacts: Share
    delay: Distribution = NONE
    spread: Duration = exactly(0.0)
    cost: Count = exactly(0.0)


class Demand(Frozen):
    """Fresh cases: a rate, its profile, who asks, and how much days differ beyond chance (``busyness``, sd of the log).

    Of a ``rate`` per year every calendar year gets the number, be it of 365 or 366 days and however its holidays fall; part of a
    year gets its part by the profile. One per hour, day or week is the mean over the calendar year.
    Those of ``mailings`` come on top of the rate, at the same hours and from the same segments.
    """

    rate: Rate
    profile: Profile = Profile()
    by_segment: dict[SegmentName, Count] = {}
    busyness: Count = exactly(0.0)
    mailings: dict[OwnName, Mailing] = {}


class Service(Frozen):
    """What the municipality does for a citizen, by its UPL name as key.

    ``cases_label`` is what its root cases are called, in the plural (paren, couples), where figures are told per 100 of them.
    """

    label: Label
    cases_label: Label | None = None
    obligation: Obligation = "recht"
    demand: Demand
    complexity: Share = exactly(0.3)
    complexity_spread: Share = exactly(0.0)
    event: Event | None = None
    hidden_need: HiddenNeed | None = None
    reassurance: Reassurance = Reassurance()
    inquiry: dict[ChannelName, Option] = {}
    steps: dict[OwnName, Step] = Field(min_length=1)
    certainty_sensitive: bool = False

    @model_validator(mode="after")
    def _coherent(self) -> Service:
        if self.event is None and any(
            step.timing.before_event or step.timing.earliest or step.timing.latest for step in self.steps.values()
        ):
            raise WrongValue("no_event")
        worries = self.reassurance.contacts_per_case.high > 0 or self.reassurance.chasing.high > 0
        if worries and not self.inquiry:
            raise WrongValue("no_inquiry")
        return self


def options_of(service: Service) -> list[tuple[str, str, Option]]:
    """Every (step, channel, option) of a service, the inquiry included as step 'inquiry'."""
    found = [(name, channel, option) for name, step in service.steps.items() for channel, option in step.options.items()]
    return found + [("inquiry", channel, option) for channel, option in service.inquiry.items()]
