"""What citizens still want to know: the open questions of a case."""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from sim.model.values.distributions import NONE, Distribution
from sim.model.values.keys import Column, Key
from sim.model.values.reasons import WrongValue
from sim.model.values.values import Count, Form, Frozen, Share, exactly


class Questions(Frozen):
    """Open questions of citizens: one measure for all services. A service has them where it has an `inquiry`."""

    per_case: Annotated[Count, Key("vragen per klantvraag"), Column("questions_at_start")] = exactly(0.0)
    """Mean number with which a case begins, for complexity 1 and need for certainty 1 and one participant: it is multiplied by
    each of these. At most 8."""
    opens: Annotated[Count, Key("vragen die een aanvraag opent"), Column("questions_opened")] = exactly(0.0)
    """Mean number that an application opens, for complexity 1 and without a receipt, times what the option `opens`."""
    by_complexity: Annotated[Share, Key("weegt complexiteit"), Column("questions_by_complexity")] = exactly(1.0)
    """How far the complexity of the case itself counts in both: 0 = each case counts with the mean of its service."""
    takes: Annotated[Distribution, Key("tijd per beantwoorde vraag"), Column("question_takes")] = NONE
    """How much longer a contact takes for each question that it settles."""
    within: Annotated[Distribution, Key("dringend na"), Column("question_within")] = NONE
    """When a question becomes urgent that no event date bounds, or that an application opened: this long after the case began,
    or after that application."""


class OwnQuestions(Frozen):
    """The open questions of one service."""

    participants: Annotated[Count, Form("count", least=0.0, above=True), Key("betrokkenen"), Column(absent=1.0)] = exactly(1.0)
    """How many people have questions about the case, such as both partners."""
    page: Annotated[Share, Key("beantwoord op de statuspagina"), Column()] = exactly(0.0)
    """Share of the questions that a status page or a plain web page answers when they become urgent, for who can go online."""

    @model_validator(mode="after")
    def _somebody(self) -> OwnQuestions:
        if self.participants.low <= 0:
            raise WrongValue("participants")
        return self
