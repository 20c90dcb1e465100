"""Services and the journey of their cases."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.model.town import counted
from sim.model.town.complexity import ByComplexity
from sim.model.town.options import Option
from sim.model.town.questions import OwnQuestions
from sim.model.values.calendar import Day, Profile
from sim.model.values.distributions import NONE, Distribution
from sim.model.values.keys import NAMED, Column, Key
from sim.model.values.names import ChannelName, OwnName, SegmentName, ServiceName, StepName, TeamName
from sim.model.values.reasons import WrongValue
from sim.model.values.units import DAY, WEEK
from sim.model.values.values import Count, Duration, Frozen, Label, Number, Rate, Share, SignedDuration, Term, exactly

Obligation = Literal["verplicht", "recht", "keuze"]
StepKind = Literal["contact", "back_office", "milestone"]


class SecondParticipant(Frozen):
    """The other person who must take part after the first did, where the option is not ``together``."""

    after: Annotated[Distribution, Key("daarna na"), Column("second_after")]
    """How long after the first he does his part."""
    forgets: Annotated[Share, Key("vergeet het"), Column()] = exactly(0.0)
    """Share that does not come by itself."""
    reminded_after: Annotated[Duration, Key("herinnerd na"), Column()] = exactly(21.0 * DAY)
    """How long after the first did his part the municipality reminds who forgot; he then does it after another draw of `after`. A
    contact of the first participant about the case has the same effect at once."""


class Timing(Frozen):
    """When a step starts, by the step before it or by the date of the event."""

    after: Annotated[Distribution, Key("daarna na"), Column()] = NONE
    """How long after the previous step ended."""
    before_event: Annotated[Distribution | None, Key("voor de gebeurtenis"), Column()] = None
    """How long ahead of the event date of the case, instead of after the previous step."""
    earliest: Annotated[SignedDuration | None, Key("op zijn vroegst"), Column()] = None
    """Relative to the event date (`-365 days`): the step never starts before it."""
    latest: Annotated[SignedDuration | None, Key("op zijn laatst"), Column()] = None
    """Relative to the event date (`-14 days`): when the step is finished after it the case is too late, and the event moves."""

    @property
    def starts_at_once(self) -> bool:
        """Does nothing keep it from starting when the step before it has ended?"""
        return self.after == NONE and self.before_event is None and self.earliest is None


class Step(Frozen):
    """One stage of a journey."""

    label: Annotated[Label, NAMED]
    kind: Annotated[StepKind, Key("soort"), Column()] = "contact"
    """The citizen needs a contact through one of its `options` (`contact`), a `team` works on it (`back_office`), or nothing
    happens but the passing of its date (`milestone`)."""
    applies: Annotated[Share, Key("geldt voor"), Column()] = exactly(1.0)
    """Share of the cases that has this step."""
    applies_to: Annotated[ByComplexity | None, Key("alleen voor klantvragen met"), Column()] = None
    """Of which cases it is that share, by their complexity; of all when nothing is said."""
    beside: Annotated[StepName | None, Key("naast")] = None
    """The step before it beside which it goes on: it does not wait for that one. The first step after them that is beside none
    waits for all."""
    timing: Annotated[Timing, Key("wanneer")] = Timing()
    """When it starts."""
    options: Annotated[dict[ChannelName, Option], Key("kan via")] = {}
    """Through which channels it goes, and how."""
    second_participant: Annotated[SecondParticipant | None, Key("tweede betrokkene", counted=counted.FORGETS)] = None
    """The other person who must take part as well, such as a partner."""
    application: Annotated[bool, Key("aanvraag"), Column()] = False
    """Is the application handed in by it?"""
    wanted: Annotated[bool, Key("gewenst gesprek")] = False
    """Is it a conversation that the municipality wants to have? The dashboard has a dial for how long it takes."""
    in_person_by_law: Annotated[bool, Key("volgens de wet in persoon")] = False
    """Must it be in person by law? Only the legal check looks at it."""
    team: Annotated[TeamName | None, Key("team")] = None
    """Which team works on it; back-office steps must have one."""
    work: Annotated[Distribution, Key("werk", counted=counted.WORK), Column()] = NONE
    """How long the back office works on it."""
    work_digital_factor: Annotated[
        Count, Key("werk bij digitale aanvraag, maal", counted=counted.DIGITAL_WORK), Column("digital_factor")
    ] = exactly(1.0)
    """How many times that work takes where the application was digital."""
    lead: Annotated[Distribution, Key("wachttijd vooraf"), Column()] = NONE
    """How long it lies before the work on it can begin."""
    promise: Annotated[Term | None, Key("belofte"), Column()] = None
    """Within what time it is promised to be done: a duration or working days."""
    checks_completeness: Annotated[bool, Key("toetst volledigheid"), Column("checks")] = False
    """Is the application checked here? One that is not complete goes on with the step that is `only_incomplete`."""
    completion_work: Annotated[Distribution, Key("werk bij aanvulling", counted=counted.WORK), Column()] = NONE
    """Extra work on an application that was not complete."""
    only_incomplete: Annotated[bool, Key("alleen bij onvolledige aanvraag"), Column()] = False
    """Only entered when the back office found the application incomplete; it goes back to the check after it."""
    confirms: Annotated[Share, Key("zekerheid van de bevestiging", counted=counted.CERTAINTY), Column()] = exactly(0.0)
    """How much reassurance the citizen takes from the message sent when the step is done, 0 to 1."""
    explains: Annotated[Share, Key("legt uit", counted=counted.SETTLED), Column()] = exactly(0.0)
    """Share of the open and later questions that this message settles; only of a step of the back office."""

    @property
    def begins_at_once(self) -> bool:
        """Is it, as the first step, a contact of every case at the moment at which it begins?"""
        always = self.applies == exactly(1.0) and self.applies_to is None
        return always and self.kind == "contact" and not self.only_incomplete and self.timing.starts_at_once

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Step:
        if self.kind == "contact" and not self.options:
            raise WrongValue("contact_options")
        if self.kind != "contact" and self.options:
            raise WrongValue("no_options", kind=self.kind)
        if self.kind == "back_office" and self.team is None:
            raise WrongValue("step_team")
        if not self.application and any(option.opens.high > 0 for option in self.options.values()):
            raise WrongValue("opens")
        if self.kind != "back_office" and self.explains.high > 0:
            raise WrongValue("letter_explains", kind=self.kind)
        return self


class Event(Frozen):
    """A date that drives the case, such as the wedding day."""

    ahead: Annotated[Distribution, Key("vooraf", counted=counted.AHEAD), Column()]
    """How long after the first question it is."""
    furthest: Annotated[Duration, Key("uiterlijk vooraf"), Column()] = exactly(104.0 * WEEK)
    """It is never further ahead than this."""
    weekdays: Annotated[tuple[float, ...], Key("weekdagen")] = Field(default=(1.0,) * 7, min_length=7, max_length=7)
    """Seven weights from Monday: on which weekdays it is."""
    months: Annotated[tuple[float, ...], Key("maanden")] = Field(default=(1.0,) * 12, min_length=12, max_length=12)
    """Twelve weights from January: in which months it is."""
    postponement: Annotated[Duration, Key("uitstel"), Column()] = exactly(28.0 * DAY)
    """By how much a case that is too late moves its event."""


class LookUp(Frozen):
    """Looking something up on the website before asking: one attempt, at the moment at which the case would begin.

    Who finds it, or lets it go, is no root case; both are counted apart.
    """

    share: Annotated[Share, Key("zoekt eerst op"), Column("looks_up")]
    """Share of the cases that looks it up first, of who can go online or has help."""
    goes_on: Annotated[Share, Key("vraagt het daarna"), Column()] = exactly(1.0)
    """Share that goes on to ask when it was not found; the others let it go."""
    options: Annotated[dict[ChannelName, Option], Key("kan via")]
    """Through which self-service channel, and how; exactly one."""

    @model_validator(mode="after")
    def _one(self) -> LookUp:
        if len(self.options) != 1:
            raise WrongValue("look_up")
        return self


class HiddenNeed(Frozen):
    """The question behind the question: an open question that is never urgent, so that nobody asks it aloud."""

    share: Annotated[Share, Key("aandeel"), Column("hidden")]
    """Share of the cases that has one."""
    by_complexity: Annotated[Number, Key("meer bij complexe"), Column("hidden_by_complexity")] = exactly(0.0)
    """How much the chance rises per point of complexity above the mean of the service, and falls below it; cut to 0..1."""
    discovery: Annotated[Share, Key("komt naar boven"), Column()]
    """Chance that a served contact brings it out, times the `dialogue` of the option."""
    extra_time: Annotated[Distribution, Key("extra tijd", counted=counted.EXTRA_TIME), Column()] = NONE
    """How much longer that contact then takes."""
    returns: Annotated[Share, Key("komt terug"), Column()] = exactly(0.0)
    """Chance that it comes back as a new case when it was not discovered."""
    after: Annotated[Distribution, Key("komt terug na"), Column("returns_after")] = NONE
    """How long after this case ended."""
    service: Annotated[ServiceName | None, Key("dienst")] = None
    """Of which service that new case is; of this one when nothing is said."""


class Reassurance(Frozen):
    """Contacts made only to be sure: a hazard that grows with silence and nearness of the event date."""

    contacts_per_case: Annotated[Count, Key("contacten per klantvraag", counted=counted.TO_BE_SURE)] = exactly(0.0)
    """How many an average citizen makes in a case that waits `reference` long without any confirmation."""
    reference: Annotated[Duration, Key("gerekend over")] = exactly(26.0 * WEEK)
    """Over how long that number is meant."""
    silence: Annotated[Duration, Key("stilte", counted=counted.SILENCE)] = exactly(7.0 * DAY)
    """After how long without a word the hazard is half its ceiling."""
    nearness: Annotated[Count, Key("meer navraag dichtbij", counted=counted.SILENCE), Column()] = exactly(0.0)
    """Near the event date the hazard is up to 1 + this times as high."""
    near: Annotated[Duration, Key("dichtbij is")] = exactly(28.0 * DAY)
    """At this time before the event date half of that comes on top."""
    status_visible: Annotated[Share, Key("zichtbare status neemt weg"), Column()] = exactly(0.0)
    """Share of the hazard that a status the citizen can see takes away."""
    receipt: Annotated[Share, Key("zekerheid van een ontvangstbevestiging"), Column()] = exactly(0.0)
    """How much reassurance who applied online takes from the receipt, 0 to 1."""
    chasing: Annotated[Share, Key("navraag per dag te laat", counted=counted.CHASING), Column()] = exactly(0.0)
    """Chance per day to ask about something later than promised."""


class Mailing(Frozen):
    """Letters or another event that make people come.

    Who the letter sends to which channel, or in which words, is a property of the service it is about (K1).
    """

    label: Annotated[Label, NAMED]
    day: Annotated[Day, Key("dag")]
    """The date on which they go out, or on which they begin to."""
    number: Annotated[Count, Key("aantal")]
    """How many there are."""
    reacts: Annotated[Share, Key("reageert")]
    """Share that comes as a fresh case of the service."""
    delay: Annotated[Distribution, Key("vertraging")] = NONE
    """How long after its letter, or on the next day after that on which anybody asks."""
    spread: Annotated[Duration, Key("verspreid over")] = exactly(0.0)
    """They go out evenly over this time; 0 is all on one day."""
    cost: Annotated[Count, Key("kosten per stuk")] = exactly(0.0)
    """Euros a piece."""


class Demand(Frozen):
    """Fresh cases: how many, when, and of whom."""

    rate: Annotated[Rate, Key("aantal", counted=counted.CASES)]
    """How many. Of a rate per year every calendar year gets the number, be it of 365 or 366 days and however its holidays fall;
    part of a year gets its part by the profile. One per hour, day or week is the mean over the calendar year."""
    profile: Annotated[Profile, Key("verdeling over de tijd")] = Profile()
    """How they spread over the week, the day and the year; or the name of one of the `profiles`."""
    by_segment: Annotated[dict[SegmentName, Count], Key("per groep")] = {}
    """How many times as many as others some groups ask, by their names."""
    because_online: Annotated[Count, Key("extra omdat het online kan", counted=counted.BECAUSE_ONLINE)] = exactly(0.0)
    """What comes on top of the rate because it can be done online, as a part of the rate: people who come only if an online
    channel is their first choice, and else not at all (R5)."""
    busyness: Annotated[Count, Key("drukteverschillen", counted=counted.CASES)] = exactly(0.0)
    """How much days differ beyond chance: the standard deviation of the logarithm."""
    mailings: Annotated[dict[OwnName, Mailing], Key("mailings en aanleidingen")] = {}
    """Letters that bring cases on top of the rate, at the same hours and from the same segments."""


class Service(Frozen):
    """What the municipality does for a citizen, by its UPL name as key."""

    label: Annotated[Label, NAMED]
    cases_label: Annotated[Label | None, Key("klantvragen heten")] = None
    """What its root cases are called, in the plural (paren, couples), where figures are told per 100 of them."""
    obligation: Annotated[Obligation, Key("plicht, recht of keuze"), Column()] = "recht"
    """Must a citizen do it (`verplicht`), has he a right to it (`recht`), or is it his choice (`keuze`)? Nobody gives up what is
    compulsory."""
    demand: Annotated[Demand, Key("vraag")]
    """How many fresh cases there are, when, and of whom."""
    complexity: Annotated[Share, Key("complexiteit"), Column()] = exactly(0.3)
    """How complex its cases are, 0 to 1."""
    complexity_spread: Annotated[Share, Key("spreiding van de complexiteit"), Column()] = exactly(0.0)
    """How much that differs between cases: a standard deviation."""
    event: Annotated[Event | None, Key("gebeurtenis")] = None
    """The date that drives its cases, such as a wedding day."""
    hidden_need: Annotated[HiddenNeed | None, Key("vraag achter de vraag", counted=counted.HIDDEN_NEED)] = None
    """The question behind the question, where there is one."""
    questions: Annotated[OwnQuestions | None, Key("open vragen", counted=counted.QUESTIONS)] = None
    """What is special about the open questions of its cases; a service has them where it has an `inquiry`."""
    look_up: Annotated[LookUp | None, Key("eerst opzoeken", counted=counted.LOOKED_UP)] = None
    """Looking it up on the website before asking."""
    reassurance: Annotated[Reassurance, Key("bevestigingscontacten", counted=counted.REASSURANCE)] = Reassurance()
    """Contacts made only to be sure."""
    inquiry: Annotated[dict[ChannelName, Option], Key("navraag")] = {}
    """Through which channels such contacts and questions about what is late are made, and how."""
    steps: Annotated[dict[OwnName, Step], Key("stappen")] = Field(min_length=1)
    """The stages of its journey, in order."""
    certainty_sensitive: Annotated[bool, Key("gevoelig voor onzekerheid")] = False
    """A note that its citizens look for certainty; nothing is computed from it."""

    @model_validator(mode="after")
    def _beside_each_other(self) -> Service:
        first, offices = "", 0
        for name, step in self.steps.items():
            first, offices = (name, 0) if step.beside is None else (first, offices)
            offices += step.kind == "back_office"
            if step.beside is None:
                continue
            if step.beside != first:
                raise WrongValue("beside", name=name, value=repr(step.beside), first=first or "-")
            if step.only_incomplete or self.steps[first].only_incomplete:
                raise WrongValue("beside_incomplete", name=name)
            if step.application or step.checks_completeness or step.second_participant is not None:
                raise WrongValue("beside_alone", name=name, first=first)
            if offices > 1:
                raise WrongValue("beside_back_office", name=name, first=first)
        return self

    @model_validator(mode="after")
    def _coherent(self) -> Service:
        if self.event is None and any(
            step.timing.before_event or step.timing.earliest or step.timing.latest for step in self.steps.values()
        ):
            raise WrongValue("no_event")
        worries = self.reassurance.contacts_per_case.high > 0 or self.reassurance.chasing.high > 0
        if worries and not self.inquiry:
            raise WrongValue("no_inquiry")
        if self.questions is not None and not self.inquiry:
            raise WrongValue("no_way_to_ask")
        if self.look_up is not None and not next(iter(self.steps.values())).begins_at_once:
            raise WrongValue("look_up_first")
        return self


def options_of(service: Service) -> list[tuple[str, str, Option]]:
    """Every (step, channel, option) of a service, with the inquiry as step 'inquiry' and the look-up as step 'look_up'."""
    found = [(name, channel, option) for name, step in service.steps.items() for channel, option in step.options.items()]
    found += [("inquiry", channel, option) for channel, option in service.inquiry.items()]
    looked = service.look_up.options if service.look_up else {}
    return found + [("look_up", channel, option) for channel, option in looked.items()]
