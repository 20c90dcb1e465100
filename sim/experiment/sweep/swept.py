"""What a sweep found: of every design the figures that were asked, and all that made them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.experiment.found.balance import Balance, balances
from sim.experiment.found.intervals import ALPHA
from sim.experiment.found.result import KpiEstimate, Result
from sim.experiment.sweep.levels import told_level
from sim.experiment.sweep.points import DesignPoint, Designs
from sim.measure.definitions import BY_NAME
from sim.measure.rows import Focus, Key
from sim.model.town.scenario import Scenario


@dataclass(frozen=True, eq=False)
class DesignFound:
    """The figures of one design in one parameter world, over the replications that were finished."""

    point: DesignPoint
    world: int
    replications: int
    estimates: Mapping[Key, KpiEstimate]
    balance: Balance


@dataclass(frozen=True, eq=False)
class Swept:
    """Designs at every combination of levels. ``found`` has those of which a replication was finished, in their order.

    ``designs`` has the files as they were read and what was varied in them, ``figures`` what was asked of each, ``scenario`` is
    the first of them. ``asked`` says how many replications were, in each of ``worlds``.
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

    @property
    def varied(self) -> tuple[str, ...]:
        """The paths whose levels differ."""
        return tuple(self.designs.levels)

    @property
    def complete(self) -> bool:
        whole = len(self.found) == self.designs.count * len(self.worlds)
        return whole and all(one.replications >= self.asked for one in self.found)

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
        columns["balance"] = [one.balance.state for one, _, _ in rows]
        made = {"scenario": self.scenario.name, "seed": self.seed, "engine": self.engine}
        return pa.table(columns | {name: [value] * len(rows) for name, value in made.items()})


def found_of(point: DesignPoint, result: Result, figures: Sequence[Key], focus: Focus, alpha: float = ALPHA) -> DesignFound:
    """What the replications of one design came to; it has one at least."""
    kpis = tuple(dict.fromkeys(BY_NAME[key.kpi] for key in figures))
    told = result.estimates(focus, alpha=alpha, definitions=kpis)
    estimates = {key: told[key] for key in figures if key in told}
    return DesignFound(point, result.world, result.done, estimates, balances([result])[0])


def _column(levels: Sequence[Any]) -> Sequence[Any]:
    """Numbers where all are, else as they are typed."""
    numbers = all(isinstance(level, int | float) and not isinstance(level, bool) for level in levels)
    whole = numbers and all(isinstance(level, int) for level in levels)
    return [level if whole else float(level) for level in levels] if numbers else [told_level(level) for level in levels]
