"""What a KPI is: what is added up, over what it is divided, and of which channels.

value = sum of ``numerator`` / ``per`` / sum of ``denominator``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sim.engine.program import codes
from sim.measure.counting.quantities import STEPS
from sim.model.values.units import DAY, HOUR, MINUTE, SECOND
from sim.text.pairs import Text

if TYPE_CHECKING:  # what writes numbers is slow to load
    from sim.text.units import Unit

Scaling = Literal["", "fte", "direct", "full"]

WAITING = (codes.LIVE, codes.APPOINTMENT)
STAFFED = (codes.LIVE, codes.APPOINTMENT, codes.DEFERRED)
ANSWERING = (codes.LIVE, codes.DEFERRED)
ALL_KINDS = (codes.SELF_SERVICE, codes.LIVE, codes.APPOINTMENT, codes.DEFERRED)
TIMES: dict[Unit, int] = {"seconds": SECOND, "minutes": MINUTE, "hours": HOUR, "days": DAY, "fte": HOUR, "euros": HOUR}
"""Units of what is counted in microseconds; an fte and a price are of hours."""


@dataclass(frozen=True)
class Total:
    """Quantities of one family, added up; one behind a minus sign is taken off. ``causes``: only of contacts made for these."""

    family: str
    quantities: tuple[str, ...]
    causes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Over:
    """What is divided by, and what that is in words. Of a quantile the words are all: it counts what is in its histogram."""

    text: str = ""
    total: Total | None = None


@dataclass(frozen=True)
class Definition:
    """One KPI: ``said`` is its name on the screen.

    ``better`` is +1 where more is better, -1 where less is, 0 where neither can be said; ``margin`` names the smallest
    difference that matters (a field of ``Margins``). ``kinds`` are the kinds of channel that have it; with ``nests`` only the
    channels of those nests, taken together. ``percent`` makes it a quantile of ``histogram``. ``hourly``: also per half hour of
    the week: that of the visit (of an appointment its time), but ``contacts_requested`` by that of asking. ``back_office``: only
    the work that is no contact. ``unfinished`` counts what was not over when the run ended and is in the figure as far as it had
    come: a lower bound where there is any.
    """

    name: str
    said: Text
    unit: Unit
    numerator: Total | None
    over: Over = Over()
    better: int = 0
    margin: str = ""
    kinds: tuple[int, ...] = ALL_KINDS
    histogram: str = ""
    percent: int = 0
    hourly: bool = False
    back_office: bool = False
    scaling: Scaling = ""
    nests: tuple[str, ...] = ()
    unfinished: Total | None = None

    @property
    def denominator(self) -> Total | None:
        return self.over.total

    @property
    def denominator_text(self) -> str:
        return self.over.text

    @property
    def per(self) -> float:
        """How much of what is counted goes into the unit: microseconds, or steps of the histogram."""
        return TIMES.get(self.unit, 1) / STEPS.get(self.histogram, 1)
