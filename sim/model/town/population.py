"""Who lives in the municipality, and how its citizens decide."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from sim.model.values.distributions import NONE, Distribution
from sim.model.values.names import ChannelName, OwnName
from sim.model.values.reasons import WrongValue
from sim.model.values.units import MINUTE, WEEK
from sim.model.values.values import Count, Duration, Form, Frozen, Label, Number, Share, exactly


class Segment(Frozen):
    """A population group: its share of the inhabitants and what sets it apart.

    ``skill`` is the digital skill, 0 to 1, and governs success and satisfaction online, hardly the first choice (R4).
    ``need_for_certainty`` has mean 1 over the population. ``taste`` adds to the utility of a channel.
    ``online`` is the share that can use digital channels at all (L2).
    """

    label: Label
    share: Share
    skill: Share = exactly(0.7)
    skill_spread: Share = exactly(0.0)
    need_for_certainty: Count = exactly(1.0)
    need_spread: Count = exactly(0.0)
    travel: Duration = exactly(15.0 * MINUTE)
    online: Share = exactly(1.0)
    taste: dict[ChannelName, Number] = {}


class Population(Frozen):
    """The inhabitants, in segments whose shares add up to 1."""

    inhabitants: int = Field(gt=0, lt=2**31)
    segments: dict[OwnName, Segment] = Field(min_length=1)

    @model_validator(mode="after")
    def _whole(self) -> Population:
        total = sum(segment.share.value for segment in self.segments.values())
        if abs(total - 1) > 1e-6:
            raise WrongValue("segments", total=f"{total:.4f}")
        return self


class Choice(Frozen):
    """Weights of the utility from which a citizen chooses a channel (random utility with nested taste noise).

    wait: per ln(1 + expected wait / 10 min); travel: per hour, in person only; complexity: times complexity times the
    dialogue of the option; certainty: times need for certainty times the certainty the option gives; closed: when it is
    closed now; habit: for the channel this citizen used last; failure: per attempt of this step that failed there.
    Noise is Gumbel: ``nest_noise`` is the scale per nest and citizen, ``channel_noise`` per channel and case.
    ``feedback`` is the weight of a day in the expectation (0 = expectations stand still). ``experience``: per attempt that
    worked, less those that failed, at this channel in earlier cases of the citizen; after ``experience_fades`` half is forgotten.
    """

    wait: Number = exactly(0.5)
    travel: Number = exactly(1.0)
    complexity: Number = exactly(1.0)
    certainty: Number = exactly(1.0)
    closed: Number = exactly(1.5)
    habit: Number = exactly(0.5)
    failure: Number = exactly(1.0)
    nest_noise: Count = exactly(0.5)
    channel_noise: Count = exactly(1.0)
    feedback: Share = exactly(0.1)
    experience: Number = exactly(0.0)
    experience_fades: Annotated[Duration, Form("duration", least=0.0, above=True)] = exactly(26.0 * WEEK)

    @model_validator(mode="after")
    def _fades(self) -> Choice:
        if self.experience_fades.low <= 0:
            raise WrongValue("experience_fades")
        return self


class Reaction(Frozen):
    """What citizens do after an attempt failed: ``retry`` the same channel, ``switch`` to another, or give up (the rest).

    ``after`` is how long they wait first.
    """

    retry: Share = exactly(0.0)
    switch: Share = exactly(0.0)
    after: Distribution = NONE

    @model_validator(mode="after")
    def _at_most_one(self) -> Reaction:
        if self.retry.value + self.switch.value > 1 + 1e-9:
            raise WrongValue("reaction")
        return self


class Reactions(Frozen):
    """A reaction per kind of failure. Of ``cancelled`` appointments ``retry`` is booking anew."""

    closed: Reaction = Reaction()
    lines_full: Reaction = Reaction()
    balked: Reaction = Reaction()
    abandoned: Reaction = Reaction()
    sent_away: Reaction = Reaction()
    unresolved: Reaction = Reaction()
    dropped: Reaction = Reaction()
    no_slot: Reaction = Reaction()
    no_show: Reaction = Reaction()
    promise_broken: Reaction = Reaction()
    cancelled: Reaction = Reaction()


class Behaviour(Frozen):
    """How citizens choose, and choose again. Shared by all scenarios of a comparison."""

    choice: Choice = Choice()
    reactions: Reactions = Reactions()
    opening_spread: Duration = exactly(30.0 * MINUTE)
    most_tries: int = Field(default=8, ge=1, le=100)
    most_contacts: int = Field(default=40, ge=1, le=1000)
