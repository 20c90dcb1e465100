"""How a step goes through one channel, and what is done with what does not work out there."""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from sim.model.town import counted
from sim.model.town.complexity import ByComplexity
from sim.model.town.turning_up import NoShow, Reminder
from sim.model.values.distributions import NONE, Distribution
from sim.model.values.keys import Column, Key
from sim.model.values.names import ChannelName, QueueName
from sim.model.values.reasons import WrongValue
from sim.model.values.units import DAY
from sim.model.values.values import Count, Duration, Frozen, Number, Share, exactly


class HandOff(Frozen):
    """What staff does with a contact it cannot resolve; what is left of 1 stays unresolved and reacts as ``unresolved``."""

    transfer: Annotated[Share, Key("doorverbinden"), Column()] = exactly(0.0)
    """Share that is put through at once."""
    transfer_to: Annotated[QueueName | None, Key("doorverbinden naar")] = None
    """To which queue."""
    call_back: Annotated[Share, Key("terugbellen"), Column()] = exactly(0.0)
    """Share that becomes a call-back request."""
    refer: Annotated[Share, Key("doorverwijzen"), Column()] = exactly(0.0)
    """Share that hears "you must go elsewhere"."""
    refer_to: Annotated[ChannelName | None, Key("doorverwijzen naar")] = None
    """To which channel."""
    warm: Annotated[Distribution, Key("uitleg bij warm overdragen")] = NONE
    """How long the first explains the question to the next, once the citizen was put through: a warm transfer."""
    stays: Annotated[bool, Key("blijft tot er wordt opgenomen"), Column()] = False
    """Does the first stay with the citizen until the next answers, and explain it then? Else he explains it at once."""
    briefed: Annotated[Count, Key("behandeltijd na die uitleg, maal"), Column()] = exactly(1.0)
    """How many times the handling time the next needs after that explanation."""

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
        if self.stays and not self.is_warm:
            raise WrongValue("stays")
        if self.transfer.value + self.call_back.value + self.refer.value > 1 + 1e-9:
            raise WrongValue("hand_off")
        return self


class Save(Frozen):
    """A half-filled form may be saved and gone on with later."""

    share: Annotated[Share, Key("aandeel"), Column("save")]
    """Share of the attempts that is saved; it stops at any moment of filling in."""
    resume_after: Annotated[Distribution, Key("gaat verder na"), Column()]
    """How long after it was saved the citizen goes on."""
    forgets: Annotated[Share, Key("vergeet het", counted=counted.FORGETS), Column("forgotten")] = exactly(0.0)
    """Share of what was saved that the citizen forgets until he is reminded."""
    reminded_after: Annotated[Duration | None, Key("herinnerd na"), Column("save_reminded", absent=-1)] = None
    """How long after it was saved the municipality reminds him; he goes on after another draw of `resume_after`. Without it he
    never does."""
    kept: Annotated[Duration, Key("bewaard"), Column()] = exactly(28.0 * DAY)
    """How long a form is kept; what was not gone on with by then is deleted, and the attempt has failed."""

    @model_validator(mode="after")
    def _reminded_in_time(self) -> Save:
        if self.reminded_after is not None and self.reminded_after.value >= self.kept.value:
            raise WrongValue("reminded_after")
        return self


class Option(Frozen):
    """How a step goes through one channel."""

    handling: Annotated[Distribution, Key("behandeltijd", counted=counted.WORK), Column()] = NONE
    """How long a citizen is served, or how long a message takes to answer."""
    wrap_up: Annotated[Distribution, Key("nawerk", counted=counted.WORK), Column()] = NONE
    """Work that follows it, when the citizen is gone."""
    citizen_time: Annotated[Duration, Key("tijd van de inwoner"), Column()] = exactly(0.0)
    """The citizen's own time for one attempt, beside being served, waiting and travelling."""
    resolves: Annotated[Share, Key("lukt", counted=counted.RESOLVES), Column()] = exactly(1.0)
    """Chance that one served attempt does the step, for complexity 0 and skill 1."""
    complete: Annotated[Share, Key("in een keer volledig", counted=counted.COMPLETE), Column()] = exactly(1.0)
    """Chance that the application is complete at once, for complexity 0 and skill 1."""
    harder_when_complex: Annotated[Share, Key("moeilijker bij complexe vragen"), Column("complex")] = exactly(0.0)
    """Both chances fall by this times the complexity of the case."""
    harder_when_unskilled: Annotated[Share, Key("moeilijker bij weinig digitale vaardigheid"), Column("unskilled")] = exactly(0.0)
    """Both chances fall by this times (1 - skill)."""
    certainty: Annotated[Share, Key("zekerheid", counted=counted.CERTAINTY), Column()] = exactly(0.0)
    """How much reassurance the citizen takes from it, 0 to 1."""
    dialogue: Annotated[Share, Key("gesprek", counted=counted.SETTLED), Column()] = exactly(0.0)
    """How much it is a conversation, 0 to 1: the chance that it settles an open question, also one that is not urgent yet."""
    together: Annotated[bool, Key("samen in een contact"), Column()] = True
    """Do all participants take part in the same contact?"""
    eligible: Annotated[Share, Key("mogelijk voor", counted=counted.ELIGIBLE), Column()] = exactly(1.0)
    """Share of the cases for which this channel can be used."""
    eligible_for: Annotated[ByComplexity | None, Key("alleen mogelijk voor klantvragen met"), Column()] = None
    """Of which cases it is that share, by their complexity; of all when nothing is said."""
    constant: Annotated[Number, Key("constante", counted=counted.CHANNELS)] = exactly(0.0)
    """What it adds to the utility of this channel for this step; calibrated."""
    steering: Annotated[Number, Key("sturing"), Column()] = exactly(0.0)
    """What it adds as well, as a lever of the design: how hard people are steered to it. It counts at the first attempt of a step
    only: who could not do it goes where it works."""
    steering_for: Annotated[ByComplexity | None, Key("sturing alleen bij klantvragen met"), Column()] = None
    """Which cases are steered, by their complexity; all when nothing is said."""
    opens: Annotated[Count, Key("opent vragen, maal", counted=counted.QUESTIONS), Column()] = exactly(0.0)
    """How many times the questions that an application `opens` (behaviour.questions) an application through it opens: 1 for a
    form that one fills in alone, 0 where somebody explains it."""
    explains: Annotated[Share, Key("legt uit", counted=counted.SETTLED), Column()] = exactly(0.0)
    """Share of the open and later questions that its form settles by itself; only at self-service."""
    no_show: Annotated[NoShow | None, Key("niet verschenen", counted=counted.NO_SHOW)] = None
    """The chance that nobody turns up, where it is not that of the channel; only by appointment."""
    cancelled: Annotated[Share | None, Key("afgezegd"), Column()] = None
    """Share that is called off ahead, where it is not that of the channel; only by appointment."""
    reminder: Annotated[Reminder | None, Key("herinnering aan de afspraak")] = None
    """Who is reminded, where that is not as at the channel; only by appointment."""
    hand_off: Annotated[HandOff, Key("doorgeven")] = HandOff()
    """What staff does with what it cannot resolve."""
    save: Annotated[Save | None, Key("half ingevuld bewaren")] = None
    """A half-filled form may be saved; only at self-service."""
