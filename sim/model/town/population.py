"""Who lives in the municipality, and how its citizens decide."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from sim.model.town import counted
from sim.model.town.questions import Questions
from sim.model.values.distributions import NONE, Distribution
from sim.model.values.keys import NAMED, Column, Key
from sim.model.values.names import ChannelName, OwnName
from sim.model.values.reasons import WrongValue
from sim.model.values.units import MINUTE, WEEK
from sim.model.values.values import Count, Duration, Form, Frozen, Label, Number, Share, exactly


class Segment(Frozen):
    """A population group: its share of the inhabitants and what sets it apart."""

    label: Annotated[Label, NAMED]
    share: Annotated[Share, Key("aandeel")]
    """Its share of the inhabitants; those of all groups add up to 1."""
    skill: Annotated[Share, Key("digitale vaardigheid"), Column()] = exactly(0.7)
    """Digital skill, 0 to 1: governs success and satisfaction online, hardly the first choice (R4)."""
    skill_spread: Annotated[Share, Key("spreiding van de vaardigheid"), Column()] = exactly(0.0)
    """How much that differs between its citizens: a standard deviation."""
    need_for_certainty: Annotated[Count, Key("behoefte aan zekerheid"), Column("need")] = exactly(1.0)
    """How much its citizens want to be sure; the mean over the population is 1."""
    need_spread: Annotated[Count, Key("spreiding van die behoefte"), Column()] = exactly(0.0)
    """How much that differs between its citizens: a standard deviation."""
    travel: Annotated[Duration, Key("reistijd"), Column()] = exactly(15.0 * MINUTE)
    """Travel time of one visit."""
    online: Annotated[Share, Key("kan online"), Column()] = exactly(1.0)
    """Share that can use digital channels at all (L2)."""
    taste: Annotated[dict[ChannelName, Number], Key("voorkeur")] = {}
    """What it adds to the utility of a channel, by its name."""


class Population(Frozen):
    """The inhabitants, in segments whose shares add up to 1."""

    inhabitants: Annotated[int, Key("inwoners")] = Field(gt=0, lt=2**31)
    """How many people live there."""
    segments: Annotated[dict[OwnName, Segment], Key("groepen")] = Field(min_length=1)
    """The groups in which they fall."""

    @model_validator(mode="after")
    def _whole(self) -> Population:
        total = sum(segment.share.value for segment in self.segments.values())
        if abs(total - 1) > 1e-6:
            raise WrongValue("segments", total=f"{total:.4f}")
        return self


class Choice(Frozen):
    """Weights of the utility from which a citizen chooses a channel (random utility with nested taste noise, Gumbel)."""

    wait: Annotated[Number, Key("wachttijd")] = exactly(0.5)
    """Taken off per ln(1 + expected wait / 10 min)."""
    travel: Annotated[Number, Key("reistijd")] = exactly(1.0)
    """Taken off per hour of travel, in person only."""
    complexity: Annotated[Number, Key("complexiteit")] = exactly(1.0)
    """Added times the complexity of the case times the `dialogue` of the option."""
    certainty: Annotated[Number, Key("zekerheid")] = exactly(1.0)
    """Added times the citizen's need for certainty times the `certainty` the option gives."""
    closed: Annotated[Number, Key("gesloten")] = exactly(1.5)
    """Taken off when a live channel is closed now."""
    habit: Annotated[Number, Key("gewoonte")] = exactly(0.5)
    """Added for the channel this citizen used last."""
    failure: Annotated[Number, Key("na mislukken")] = exactly(1.0)
    """Taken off per attempt of this step there that did not work out: not done online, not helped, sent elsewhere."""
    unreached: Annotated[Number, Key("na niemand treffen")] = exactly(1.0)
    """Taken off per attempt of this step there at which nobody was to be had: closed, all lines busy, the wait too long, no slot,
    an answer that never came."""
    nest_noise: Annotated[Count, Key("spreiding per soort contact")] = exactly(0.5)
    """Scale of the taste of a citizen for each nest of channels."""
    channel_noise: Annotated[Count, Key("spreiding per kanaal")] = exactly(1.0)
    """Scale of the taste for each channel, of a citizen in one case."""
    feedback: Annotated[Share, Key("gewicht van de laatste dag")] = exactly(0.1)
    """Weight of a day in the expected wait; 0 is that expectations stand still."""
    experience: Annotated[Number, Key("eerdere ervaring")] = exactly(0.0)
    """Added per attempt that worked, less those that failed, at this channel in earlier cases of the citizen."""
    experience_fades: Annotated[Duration, Form("duration", least=0.0, above=True), Key("half vergeten na")] = exactly(26.0 * WEEK)
    """After how long half of that is forgotten."""

    @model_validator(mode="after")
    def _fades(self) -> Choice:
        if self.experience_fades.low <= 0:
            raise WrongValue("experience_fades")
        return self


class Reaction(Frozen):
    """What citizens do after an attempt failed; the rest gives up."""

    retry: Annotated[Share, Key("opnieuw via hetzelfde kanaal"), Column()] = exactly(0.0)
    """Share that tries the same channel again; of cancelled appointments, that books anew."""
    switch: Annotated[Share, Key("via een ander kanaal"), Column()] = exactly(0.0)
    """Share that goes to another channel."""
    after: Annotated[Distribution, Key("daarna na"), Column()] = NONE
    """How long they wait first."""

    @model_validator(mode="after")
    def _at_most_one(self) -> Reaction:
        if self.retry.value + self.switch.value > 1 + 1e-9:
            raise WrongValue("reaction")
        return self


class Stuck(Reaction):
    """What citizens do who could not do it themselves; ``retry`` and ``switch`` are shares of those who do not ask."""

    ask: Annotated[Share, Key("vraagt hulp")] = exactly(0.0)
    """Share that asks about it through a channel of the `inquiry` of the service, while the step waits."""
    together: Annotated[Share, Key("dan samen online")] = exactly(0.0)
    """Share of those answered that does it at once, online and together; the others try again as if they had all the skill."""


class Reactions(Frozen):
    """A reaction per kind of failure; ``default`` is that of all that are not given."""

    closed: Annotated[Reaction, Key("gesloten")] = Reaction()
    """The channel was closed."""
    lines_full: Annotated[Reaction, Key("alle lijnen bezet")] = Reaction()
    """All lines were busy."""
    balked: Annotated[Reaction, Key("wachttijd te lang gevonden")] = Reaction()
    """The announced wait was found too long."""
    abandoned: Annotated[Reaction, Key("opgehangen of weggelopen")] = Reaction()
    """The citizen hung up or walked away."""
    sent_away: Annotated[Reaction, Key("weggestuurd bij sluiting")] = Reaction()
    """He was still waiting when the channel closed."""
    unresolved: Annotated[Reaction, Key("niet gelukt")] = Reaction()
    """He was served, but not helped."""
    dropped: Annotated[Stuck, Key("verbroken")] = Stuck()
    """An attempt at self-service failed."""
    no_slot: Annotated[Reaction, Key("geen afspraak vrij")] = Reaction()
    """No slot was free."""
    no_show: Annotated[Reaction, Key("niet verschenen")] = Reaction()
    """He did not turn up."""
    promise_broken: Annotated[Reaction, Key("belofte niet nagekomen")] = Reaction()
    """The promised answer never came."""
    cancelled: Annotated[Reaction, Key("afgezegd")] = Reaction()
    """He called off the appointment."""


class Behaviour(Frozen):
    """How citizens choose, and choose again. Shared by all scenarios of a comparison."""

    choice: Annotated[Choice, Key("keuze", counted=counted.CHOICE)] = Choice()
    """How a citizen chooses a channel."""
    reactions: Annotated[Reactions, Key("reacties", counted=counted.REACTIONS)] = Reactions()
    """What he does when an attempt failed."""
    questions: Annotated[Questions, Key("open vragen", counted=counted.QUESTIONS)] = Questions()
    """What citizens still want to know, and when they ask it."""
    opening_spread: Annotated[Duration, Key("spreiding na opening"), Column()] = exactly(30.0 * MINUTE)
    """Who waits for a channel to open asks within this time after it."""
    most_tries: Annotated[int, Key("hoogstens pogingen"), Column()] = Field(default=8, ge=1, le=100)
    """After so many attempts at one step a citizen gives up."""
    most_contacts: Annotated[int, Key("hoogstens contacten"), Column()] = Field(default=40, ge=1, le=1000)
    """After so many contacts about a case and all that follows from it as well."""
