"""What a report tells: the outcome of a run or a comparison, apart from how it was computed and how it is shown.

The screen, the page and the JSON all read :class:`Findings`. The first story is the one the others are compared with.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from sim.experiment.found.balance import Balance
from sim.experiment.found.intervals import Difference, Estimate, WorldShare
from sim.experiment.found.lost import Lost
from sim.text.units import Unit

Level = Literal["cases", "team", "office"]
LEVELS: tuple[Level, ...] = ("cases", "team", "office")


@dataclass(frozen=True)
class Row:
    """One KPI of one subject in all stories."""

    level: Level
    kpi: str  # its name in sim.measure.definitions
    key: str  # with whom it is about, stable for machines
    name: str  # msgid, or what the cases are called
    per: str  # msgid, part of the name: "per 100 cases", or words: "per 100 paren"; empty = nothing
    denominator: str  # msgid: over what it is counted, for the tables
    unit: Unit
    about: str  # which service, channel, team or group, already in words; empty = all
    estimates: tuple[Estimate, ...]  # one per story
    differences: tuple[Difference | None, ...]  # None for the reference, and for what is not compared
    lower_is_better: bool | None = None


@dataclass(frozen=True)
class Story:
    """One scenario of the comparison."""

    name: str
    label: str
    about: str
    file: str
    warnings: tuple[str, ...] = ()
    question: str = ""
    look_at: str = ""


@dataclass(frozen=True)
class Group:
    """A population group in the tally of gains and losses, means per replication."""

    label: str
    people: float
    gains: float
    losses: float


@dataclass(frozen=True)
class GainsTold:
    """The same people under the same luck, in the reference and in one story (means per replication).

    ``better_off`` and ``worse_off``: resolved in one only, else less or more effort. ``changed``: anything at all, waiting and
    lead time included, to be read beside ``floor``: how many change between two runs that differ in nothing but, on average,
    one neutral case; None = not measured. That is a mean of ``floor_repeats``, fewer than the rest.
    """

    story: int
    resolved_in_both: float
    only_in_reference: float
    only_in_story: float
    resolved_in_neither: float
    wait_longer: float
    wait_shorter: float
    waited_in_both: float
    relevant_minutes: float
    relevant_effort: float
    better_off: float
    worse_off: float
    changed: float
    floor: float | None = None
    floor_repeats: int = 0
    groups: tuple[Group, ...] = ()

    @property
    def resolutions(self) -> tuple[float, float, float, float]:
        """In both, only in the reference, only in the story, in neither."""
        return self.resolved_in_both, self.only_in_reference, self.only_in_story, self.resolved_in_neither

    @property
    def total(self) -> float:
        return math.fsum(self.resolutions)


@dataclass(frozen=True)
class LostRow:
    """Who gave up for one cause, or was late, of one group: one count per story."""

    ending: str  # names of quantities, stable for machines
    name: str  # msgid
    group: str
    counts: tuple[Lost, ...]
    everybody: bool = False


@dataclass(frozen=True)
class TippingTold:
    """How the difference of one KPI between two stories depends on one assumption.

    ``point`` is where the difference changes sign, None where it does not within the range; ``low`` and ``high`` are its
    interval, None where that goes on beyond the settings. ``values`` are the settings that were run,
    ``differences`` what ``story`` then adds to ``reference``.
    """

    parameter: str
    label: str
    kpi: str
    name: str  # msgid of the KPI
    per: str  # msgid or words, part of the name; empty = nothing
    unit: Unit
    reference: str
    story: str
    values: tuple[float, ...]
    differences: tuple[Difference, ...]
    mid: float
    range_low: float
    range_high: float
    point: float | None
    low: float | None = None
    high: float | None = None
    source: str = ""
    form: str = "number"  # how the parameter is written: number, share, duration ...
    left_out: tuple[float, ...] = ()  # settings not run, because they flood the model with contacts
    alone: bool = False  # the services outside the focus were left out


@dataclass(frozen=True)
class SwingTold:
    """What one assumption does to a difference: at the low and at the high end of its range, all else as assumed.

    ``change`` is what going from its low to its high adds. ``decides``: the verdict is another at one end than at the other.
    """

    path: str
    label: str
    low: str
    mid: str
    high: str
    source: str
    unsourced: bool
    at_low: Difference
    at_high: Difference
    change: Difference
    decides: bool
    size: float
    form: str = "number"  # how the assumption is written: number, share, duration ...
    numbers: tuple[float, float, float] = (math.nan, math.nan, math.nan)  # low, mid, high in the units of the model


@dataclass(frozen=True)
class Question:
    """A difference of one KPI between two stories: what ``story`` has more than ``reference``."""

    kpi: str
    name: str  # msgid of the KPI
    per: str  # msgid or words, part of the name; empty = nothing
    unit: Unit
    reference: str
    story: str
    margin: float | None
    lower_is_better: bool | None


@dataclass(frozen=True)
class SensitivityTold:
    """How far the difference that ``question`` asks for moves when one assumption at a time is at the ends of its range.

    ``swings``: the assumptions that move it most, largest first. ``tried`` is how many were tried in all; those not shown
    moved it less, in one repeat. ``alone``: the services outside the focus were left out.
    """

    question: Question
    as_assumed: Difference
    swings: tuple[SwingTold, ...]
    tried: int
    replications: int
    alone: bool

    @property
    def deciding(self) -> tuple[SwingTold, ...]:
        return tuple(swing for swing in self.swings if swing.decides)


@dataclass(frozen=True)
class PlausibleTold:
    """In how many of ``worlds`` parameter worlds ``story`` takes more, less or practically as much as ``reference``.

    In ``incomparable`` worlds beside these there was nothing to compare.
    """

    question: Question
    worlds: int
    more: WorldShare
    less: WorldShare
    same: WorldShare
    alone: bool
    incomparable: int = 0


@dataclass(frozen=True)
class Assumption:
    """A number that could have been another number: where it stands, its range and where it comes from."""

    path: str
    low: str
    mid: str
    high: str
    source: str
    unsourced: bool
    group: str = ""  # numbers of one group move together and count as one assumption
    numbers: tuple[float, float, float] = (math.nan, math.nan, math.nan)  # low, mid, high in the units of the model
    form: str = "number"  # how it is written: number, share, duration ...


@dataclass(frozen=True)
class DayCurve:
    """Mean wait by half hour on working days at one channel, in minutes: one series per story; NaN where nobody came.

    ``low`` and ``high`` are the 95% intervals of the series over replications, NaN with fewer than two.
    """

    channel: str
    hours: tuple[float, ...]
    series: tuple[tuple[float, ...], ...]
    low: tuple[tuple[float, ...], ...] = ()
    high: tuple[tuple[float, ...], ...] = ()

    def at(self, story: int, place: int) -> Estimate:
        """The wait of one story in one half hour."""
        low, high = (ends[story][place] if ends else math.nan for ends in (self.low, self.high))
        return Estimate(self.series[story][place], low, high)


@dataclass(frozen=True)
class Making:
    """What made these findings."""

    start: date
    weeks: int
    warm_up: int
    follow_up: int
    office: int
    """Weeks after the window in which the whole office goes on."""
    seed: int
    replications: int
    asked: int
    engine: str
    versions: tuple[tuple[str, str], ...]
    seconds: float
    confidence: float = 0.95
    looks: tuple[int, ...] = ()
    """After how many repeats it was looked whether all was decided; empty where their number was fixed beforehand."""

    @property
    def complete(self) -> bool:
        return self.replications >= self.asked


@dataclass(frozen=True)
class CostYears:
    """Euros of one story: direct cost of the simulated ``work`` in a year, what comes ``once`` and ``yearly`` beside it, and the
    total of each year. ``low`` and ``high`` are the interval of the work, NaN with fewer than two replications.
    """

    story: str
    work: float
    once: float
    yearly: float
    years: tuple[float, ...]
    low: float = math.nan
    high: float = math.nan


@dataclass(frozen=True)
class Findings:
    """Everything a report tells."""

    title: str
    stories: tuple[Story, ...]
    rows: tuple[Row, ...]
    making: Making
    gains: tuple[GainsTold, ...] = ()
    lost: tuple[LostRow, ...] = ()
    tipping: tuple[TippingTold, ...] = ()
    sensitivity: tuple[SensitivityTold, ...] = ()
    plausible: tuple[PlausibleTold, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    curves: tuple[DayCurve, ...] = ()
    service: str = ""
    cases: str = ""  # what the cases of that service are called; empty = cases
    team: str = ""
    notes: tuple[str, ...] = field(default=())
    data: str = ""  # of which year the data are, in words
    cost_years: tuple[CostYears, ...] = ()  # empty where nothing has a price of its own
    balance: tuple[Balance, ...] = ()  # one per story; what grows is named in words
    marks: tuple[str, ...] = ()  # what a reader must see first: the baseline is not recognisable

    @property
    def unsourced(self) -> int:
        """How many assumptions without a source there are."""
        return unsourced_among(self.assumptions)

    @property
    def moving(self) -> tuple[tuple[SensitivityTold, SwingTold], ...]:
        """The assumptions that move the verdict, the strongest first, each with the question that it moves most."""
        best: dict[str, tuple[tuple[bool, float], SensitivityTold, SwingTold]] = {}
        for sensitivity in self.sensitivity:
            for swing in sensitivity.swings:
                weight = (swing.decides, swing.size / margin if (margin := sensitivity.question.margin) else 0.0)
                if weight[1] > 0 and (swing.path not in best or best[swing.path][0] < weight):
                    best[swing.path] = (weight, sensitivity, swing)
        ranked = sorted(best.values(), key=lambda item: item[0], reverse=True)
        return tuple((sensitivity, swing) for _, sensitivity, swing in ranked)

    def of_case(self, kpi: str) -> Row | None:
        """A KPI of all cases; None where it is not told."""
        return next((row for row in self.of("cases") if row.kpi == kpi and not row.about), None)

    def of(self, level: Level) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.level == level)


def unsourced_among(assumptions: Iterable[Assumption]) -> int:
    """How many assumptions have no source; those of one group move together and count once."""
    return len({assumption.group or assumption.path for assumption in assumptions if assumption.unsourced})
