"""For which cases something is meant, by how complex staff or a form takes them to be."""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from sim.model.values.keys import Key
from sim.model.values.reasons import WrongValue
from sim.model.values.values import Frozen, Share, exactly


class ByComplexity(Frozen):
    """Only the cases from one complexity on, or below another. Whether a case is recognised for what it is, is one draw of the
    case: the same wherever the cases of a service are told apart.
    """

    complexity_above: Annotated[Share | None, Key("complexiteit vanaf")] = None
    """Those with at least this complexity."""
    complexity_below: Annotated[Share | None, Key("complexiteit onder")] = None
    """Those with less than this complexity."""
    recognised: Annotated[Share, Key("herkend")] = exactly(1.0)
    """Share of the cases that is told apart by its complexity; the others are taken for what they are not."""

    @model_validator(mode="after")
    def _some_and_not_all(self) -> ByComplexity:
        above, below = self.complexity_above, self.complexity_below
        if above is None and below is None:
            raise WrongValue("by_complexity")
        if above is not None and below is not None and above.value >= below.value:
            raise WrongValue("complexity_band")
        return self
