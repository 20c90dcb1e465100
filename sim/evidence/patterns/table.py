"""The table of patterns: what the model comes to at its middle values and in plausible worlds, beside what was observed."""

from __future__ import annotations

import math
import platform
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal, Unpack

import numpy as np

from sim.evidence.patterns.bands import Pattern, Role, bands_hash, patterns, roles
from sim.evidence.patterns.trials import Trial, figures_of, own_trials, shipped_trials, variant_trials
from sim.evidence.patterns.turning import FIGURE, Turning, turning_of, turning_trials
from sim.experiment.found.intervals import WorldShare, t_intervals, wilson
from sim.experiment.lab import LAB, Lab, LabOptions
from sim.experiment.running.engine_version import engine_version
from sim.experiment.running.pools import usable_processors
from sim.model.files.shipped import scenarios_folder
from sim.model.town.scenario import Scenario
from sim.text.pairs import Text

REPLICATIONS, WORLDS = 10, 40
FEWEST_WORLDS = 10
"""Of fewer the share says nothing."""

Verdict = Literal["agrees", "disagrees", "undecided"]


@dataclass(frozen=True)
class Row:
    """One pattern beside what the model comes to.

    ``value`` with its 95% interval is at middle values over ``replications``; NaN where there is no figure, and then ``missing``
    says why, if it is known. ``which`` names the trial where there are several, such as the year that is farthest off.
    ``inside`` of ``worlds`` plausible worlds lie in the band; 0 worlds: it was not asked.
    """

    pattern: Pattern
    value: float = math.nan
    low: float = math.nan
    high: float = math.nan
    replications: int = 0
    which: str = ""
    inside: int = 0
    worlds: int = 0
    missing: Text | None = None

    @property
    def verdict(self) -> Verdict:
        """Agrees where the interval lies wholly in the band, disagrees where it lies wholly outside; all else is not decided."""
        least, most = self.pattern.band
        if self.replications < 2 or not (math.isfinite(self.low) and math.isfinite(self.high)):
            return "undecided"
        if least <= self.low and self.high <= most:
            return "agrees"
        return "disagrees" if self.high < least or self.low > most else "undecided"

    @property
    def role(self) -> Role:
        return roles().of(self.pattern.id)

    @property
    def note(self) -> Text | None:
        return roles().notes.get(self.pattern.id)

    @property
    def share_inside(self) -> WorldShare | None:
        """The share of plausible worlds in the band with Wilson's interval; None where too few were asked."""
        if self.worlds < FEWEST_WORLDS:
            return None
        return WorldShare(self.inside, self.inside / self.worlds, *wilson(self.inside, self.worlds))


@dataclass(frozen=True)
class EvidenceTable:
    """All rows, and what they were made with: the hash of the bands, versions, seed and numbers of repeats.

    ``town`` is None for the table of all patterns, else the label of the town that was asked. ``label`` says which table it is
    where there are several. ``turning``: where the founding story turns, and ``variants`` what becomes of it where couples do
    something else in one visit; of a town neither is asked.
    """

    rows: tuple[Row, ...]
    bands: str
    versions: tuple[tuple[str, str], ...]
    seed: int
    replications: int
    worlds: int
    town: Text | None = None
    label: Text | None = None
    turning: Turning | None = None
    variants: tuple[Row, ...] = ()

    def row(self, pattern: str) -> Row:
        """The row of a pattern. Raises ``KeyError`` where there is none."""
        for row in self.rows:
            if row.pattern.id == pattern:
                return row
        raise KeyError(pattern)

    def having(self, verdict: Verdict) -> tuple[Row, ...]:
        """Without those that were not asked."""
        return tuple(row for row in self.rows if row.missing is None and row.verdict == verdict)


class NothingToAskError(ValueError):
    """A town that has none of what the patterns are about; ``reasons`` say what is not there."""

    def __init__(self, reasons: Sequence[Text]) -> None:
        self.reasons = tuple(dict.fromkeys(reasons))
        super().__init__("; ".join(reason.en for reason in self.reasons))


@dataclass(frozen=True)
class _Unit:
    """A trial in one world (0 = middle values) with one luck."""

    trial: Trial
    world: int
    replication: int


def evidence_table(
    town: Scenario | None = None,
    *,
    replications: int = REPLICATIONS,
    worlds: int = WORLDS,
    lab: Lab = LAB,
    **options: Unpack[LabOptions],
) -> EvidenceTable:
    """Simulates what the patterns ask, and puts it beside what was observed (docs/evidence.md).

    >>> import sim
    >>> town = sim.load("scenarios/municipalities/voorbeeldstad.yaml", overrides={"period.weeks": 2, "period.prelude": 8})
    >>> table = sim.evidence_table(town, replications=2, worlds=0)
    >>> [row.pattern.id for row in table.rows]
    ['K2a', 'K2b', 'K3', 'S3', 'S3-share', 'D', 'R5']
    >>> table.row("K3").verdict in {"agrees", "disagrees", "undecided"}
    True

    Parameters
    ----------
    town
        Asks only what can be asked of this town, of all of it with its measures; without it all patterns of the shipped files.
    replications
        At middle values; with one nothing is decided.
    worlds
        Plausible worlds 1 to this number, each with a replication of its own; 0 asks none. All designs of a pattern stand in the
        same world with the same luck.
    options
        Those of :class:`sim.experiment.lab.Lab`, without ``world``, ``executor`` and ``store``: patterns are read from logs,
        which are not kept. When it is stopped, what is finished counts.

    Raises
    ------
    ValueError
        For fewer than one replication or 0 worlds; :class:`NothingToAskError` for a town without anything that is asked.
    """
    if replications < 1 or worlds < 0:
        raise ValueError(f"replications must be at least 1 and worlds at least 0, got {replications} and {worlds}")
    lab = lab.with_(**options)
    reason = "patterns are read from logs, which are simulated here"
    lab.refuse(world="patterns are asked at middle values and in worlds 1 to the number asked for", executor=reason, store=reason)
    folder = scenarios_folder()
    trials = shipped_trials(folder) if town is None else own_trials(town, folder)
    if not any(trial.figures for trial in trials):
        raise NothingToAskError([why for trial in trials for why in (trial.missing or {}).values()])
    along, varied = (turning_trials(folder), variant_trials(folder)) if town is None else ((), ())
    found = _simulated(list(_units((*trials, *along, *varied), replications, worlds)), lab)
    asked = [one for one in patterns() if town is None or one.holds_of_town]
    rows = tuple(_row(pattern, trials, found) for pattern in asked)
    label = None if town is None else town.label
    turning = turning_of(folder, [(one, [figure[FIGURE] for unit, figure in found if unit.trial is one]) for one in along])
    known = {pattern.id: pattern for pattern in patterns()}
    variants = tuple(_row_of_trial(known[name], trial, found) for trial in varied for name in trial.figures)
    return EvidenceTable(
        rows, bands_hash(), _versions(), lab.seed, replications, worlds, label, turning=turning, variants=variants
    )


def _versions() -> tuple[tuple[str, str], ...]:
    """What decides the bits: the sources of the engine (a hash), Python, and the packages that compute."""
    packages = tuple((name, version(name)) for name in ("numba", "numpy"))
    return (("engine", engine_version()), ("Python", platform.python_version()), *packages)


def _units(trials: Sequence[Trial], replications: int, worlds: int) -> Iterator[_Unit]:
    """What is simulated, all of one trial after the other; each world with a luck of its own."""
    for trial in trials:
        yield from (_Unit(trial, 0, number) for number in range(replications))
        yield from (_Unit(trial, world, world - 1) for world in range(1, worlds + 1) if trial.in_worlds)


Found = list[tuple[_Unit, dict[str, float]]]


def _simulated(units: Sequence[_Unit], lab: Lab) -> Found:
    """The figures of every unit that was finished, in their order."""

    def work(unit: _Unit) -> tuple[_Unit, dict[str, float]] | None:
        if lab.stopped:
            return None
        return unit, figures_of(unit.trial, seed=lab.seed, replication=unit.replication, world=unit.world, engine=lab.engine)

    found: Found = []
    with ThreadPoolExecutor(lab.jobs or usable_processors()) as pool:
        try:
            for done, one in enumerate(pool.map(work, units), start=1):
                found += [] if one is None else [one]
                if lab.on_progress is not None:
                    lab.on_progress(done, len(units))
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return found


def _row(pattern: Pattern, trials: Sequence[Trial], found: Found) -> Row:
    """Of several trials the one that comes out farthest from the middle of the band."""
    rows = [_row_of_trial(pattern, trial, found) for trial in trials if pattern.id in trial.figures]
    if len(rows) == 1:
        return rows[0]
    if not rows:
        reasons = [trial.missing[pattern.id] for trial in trials if trial.missing and pattern.id in trial.missing]
        return Row(pattern, missing=reasons[0] if reasons else None)
    middle = sum(pattern.band) / 2
    return max(rows, key=lambda row: -1.0 if math.isnan(row.value) else abs(row.value - middle))


def _row_of_trial(pattern: Pattern, trial: Trial, found: Found) -> Row:
    mine = [(unit.world, figures[pattern.id]) for unit, figures in found if unit.trial is trial]
    middle = np.array([value for world, value in mine if world == 0 and not math.isnan(value)])
    worlds = [value for world, value in mine if world > 0 and not math.isnan(value)]
    least, most = pattern.band
    inside = sum(least <= value <= most for value in worlds)
    which = "" if trial.in_worlds else trial.name
    if not len(middle):
        return Row(pattern, which=which, inside=inside, worlds=len(worlds))
    interval = t_intervals(middle[:, np.newaxis])
    value, low, high = (float(end[0]) for end in (interval.mean, interval.low, interval.high))
    return Row(pattern, value, low, high, len(middle), which, inside, len(worlds))
