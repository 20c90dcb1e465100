"""Whether a municipality recognises itself: its own figures beside those of the simulated baseline.

The outcome stands in the scenario file, so that it goes wherever the scenario goes.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from sim.model.values.keys import Key
from sim.model.values.values import Frozen
from sim.text.pairs import Text

Figure = Literal[
    "calls",
    "talk_time",
    "answered_within_norm",
    "abandoned",
    "emails",
    "appointments",
    "walk_ins",
    "weddings",
]
FIGURES: tuple[Figure, ...] = get_args(Figure)
LABELS: dict[Figure, Text] = {
    "calls": Text("calls per year", "telefoontjes per jaar"),
    "talk_time": Text("mean talk time", "gemiddelde gesprekstijd"),
    "answered_within_norm": Text("answered within the norm", "opgenomen binnen de norm"),
    "abandoned": Text("abandoned before an answer", "opgehangen voor er is opgenomen"),
    "emails": Text("e-mails per year", "e-mails per jaar"),
    "appointments": Text("visitors by appointment per year", "bezoekers op afspraak per jaar"),
    "walk_ins": Text("visitors without appointment per year", "bezoekers zonder afspraak per jaar"),
    "weddings": Text("weddings and partnerships per year", "huwelijken en partnerschappen per jaar"),
}
SHARES: frozenset[Figure] = frozenset({"answered_within_norm", "abandoned"})
"""Figures between 0 and 1; the others are counts per year, and ``talk_time`` a mean in seconds."""
WIDEST = 0.10
WIDEST_SHARE = 0.05
"""How far a simulated figure may be from the own one: as a share of it, and for shares as a difference (5 points)."""
Outcome = Literal["recognised", "not_recognised", "untested"]


class Compared(Frozen):
    """One figure: the municipality's own and the simulated one, in the unit of the figure."""

    own: Annotated[float, Key("eigen cijfer")] = Field(ge=0)
    """What the municipality counted."""
    simulated: Annotated[float, Key("gesimuleerd")] = Field(ge=0)
    """What came out of its simulated year."""

    @property
    def difference(self) -> float:
        """Simulated less own, as a share of the own figure; infinite where only the own figure is 0."""
        if self.own == 0:
            return 0.0 if self.simulated == 0 else float("inf")
        return self.simulated / self.own - 1.0

    @property
    def points(self) -> float:
        """Simulated less own, for shares."""
        return self.simulated - self.own

    def within(self, figure: Figure) -> bool:
        """Near enough to be recognised (the ends count as near)."""
        if figure in SHARES:
            return abs(self.points) <= WIDEST_SHARE + 1e-9
        return abs(self.difference) <= WIDEST + 1e-9


class Recognition(Frozen):
    """The recognition test of a baseline. Only figures that the municipality gave are in it; none = not tested."""

    figures: Annotated[dict[Figure, Compared], Key("cijfers")] = {}
    """Both numbers of each figure: counts per year, `talk_time` in seconds, shares between 0 and 1."""

    @property
    def outside(self) -> dict[Figure, Compared]:
        """The figures that are not near enough, in the order of :data:`FIGURES`."""
        found = self.figures
        return {name: found[name] for name in FIGURES if name in found and not found[name].within(name)}

    @property
    def outcome(self) -> Outcome:
        if not self.figures:
            return "untested"
        return "not_recognised" if self.outside else "recognised"

    @property
    def recognised(self) -> bool:
        return self.outcome == "recognised"
