"""What a sweep found: of every design the figures that were asked, and all that made them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.experiment.found.balance import Balance, balances
from sim.experiment.found.result import KpiEstimate, Result
from sim.experiment.sweep.halving import LOOKS, Standing
from sim.experiment.sweep.levels import told_level
from sim.experiment.sweep.points import DesignPoint, Designs
from sim.measure.definitions import BY_NAME
from sim.measure.rows import Focus, Key
from sim.model.town.scenario import Scenario


@dataclass(frozen=True, eq=False)
class DesignFound:
    """The figures of one design in one parameter world, over the replications that were finished.

    ``standing`` is where it stood in the last look that it had, where designs were halved.
    """

    point: DesignPoint
    world: int
    replications: int
    estimates: Mapping[Key, KpiEstimate]
    balance: Balance
    standing: Standing | None = None


@dataclass(frozen=True, eq=False)
class Swept:
    """Designs at every combination of levels. ``found`` has those of which a replication was finished, in their order.

    ``designs`` has the files as they were read and what was varied in them, ``figures`` what was asked of each, ``scenario`` is
    the first of them. ``asked`` says how many replications were, in each of ``worlds``. ``best`` is the
    figure by which designs were halved or are put in order.
    """

    found: tuple[DesignFound, ...]
    designs: Designs
    figures: tuple[Key, ...]
    focus: Focus
    scenario: Scenario
    asked: int
    worlds: tuple[int, ...]
    seed: int
    engine: str
    seconds: float = 0.0
    best: Key | None = None

    @property
    def varied(self) -> tuple[str, ...]:
        """The paths whose levels differ."""
        return tuple(self.designs.levels)

    @property
    def complete(self) -> bool:
        whole = len(self.found) == self.designs.count * len(self.worlds)
        standings = [one.standing for one in self.found if one.standing is not None]
        if standings:
            return whole and max(standing.look for standing in standings) == LOOKS
        return whole and all(one.replications >= self.asked for one in self.found)

    def in_order(self) -> tuple[DesignFound, ...]:
        """The best first where a figure says what that is: of the latest look, then of those before it."""
        best = self.best
        if best is None:
            return self.found

        def place(one: DesignFound) -> tuple[int, float]:
            look = 0 if one.standing is None else -one.standing.look
            value = one.estimates[best].value * -BY_NAME[best.kpi].better if best in one.estimates else math.inf
            return look, value

        return tuple(sorted(self.found, key=place))

    def frame(self) -> Any:
        """A ``pyarrow.Table`` with a row per design, world and figure: its levels, whose figure, mean, interval, what made it."""
        import pyarrow as pa  # noqa: PLC0415 (slow to load)

        rows = [(one, key, one.estimates.get(key)) for one in self.found for key in self.figures]
        columns: dict[str, Any] = {"design": [one.point.number for one, _, _ in rows]}
        columns |= {path: _column([one.point.levels[path] for one, _, _ in rows]) for path in self.varied}
        columns["world"] = [one.world for one, _, _ in rows]
        for name in ("kpi", "dimension", "member", "channel", "team"):
            columns[name] = [getattr(key, name) for _, key, _ in rows]
        columns["unit"] = [BY_NAME[key.kpi].unit for _, key, _ in rows]
        columns["replications"] = [one.replications for one, _, _ in rows]
        for name, source in {
            "mean": "value",
            "sd": "deviation",
            "low": "low",
            "high": "high",
            "unfinished": "unfinished",
        }.items():
            columns[name] = np.array([np.nan if told is None else getattr(told, source) for _, _, told in rows], float)
        if any(one.standing is not None for one in self.found):
            columns |= self._standings([(one.standing, key) for one, key, _ in rows])
        columns["balance"] = [one.balance.state for one, _, _ in rows]
        made = {"scenario": self.scenario.name, "seed": self.seed, "engine": self.engine}
        return pa.table(columns | {name: [value] * len(rows) for name, value in made.items()})

    def _standings(self, rows: Sequence[tuple[Standing | None, Key]]) -> dict[str, Any]:
        """The look, and how far behind the best of that look, in the rows of the figure that says which is best."""
        looks = {name: [getattr(standing, name) if standing else None for standing, _ in rows] for name in ("look", "alone")}
        behind = [standing.behind if standing and key == self.best else None for standing, key in rows]
        ends = {"behind": "value", "behind_low": "low", "behind_high": "high"}
        return looks | {
            name: np.array([np.nan if one is None else getattr(one, end) for one in behind], float) for name, end in ends.items()
        }


def found_of(
    point: DesignPoint, result: Result, figures: Sequence[Key], focus: Focus, standing: Standing | None = None
) -> DesignFound:
    """What the replications of one design came to; it has one at least."""
    estimates = result.estimates(focus, figures=figures)
    return DesignFound(point, result.world, result.done, estimates, balances([result])[0], standing)


def _column(levels: Sequence[Any]) -> Sequence[Any]:
    """Numbers where all are, else as they are typed."""
    numbers = all(isinstance(level, int | float) and not isinstance(level, bool) for level in levels)
    whole = numbers and all(isinstance(level, int) for level in levels)
    return [level if whole else float(level) for level in levels] if numbers else [told_level(level) for level in levels]
