"""A comparison: how scenarios differ under the same luck, how sure that is, and what it amounts to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sim.experiment.found.balance import Balance, balances, needs_balance
from sim.experiment.found.closer import Closer
from sim.experiment.found.headlines import margin_of
from sim.experiment.found.intervals import ALPHA, DECIDED, Difference, Judgement, judge, pairing_gain, t_intervals
from sim.experiment.found.persons import GainsAndLosses
from sim.experiment.found.result import Result
from sim.measure.definition import Definition
from sim.measure.definitions import BY_NAME
from sim.measure.layout import Array
from sim.measure.rows import Focus, Key, Rows

Pair = tuple[int, int]
NOTHING_TO_JUDGE: frozenset[Judgement] = frozenset({"equal", "untested", "nothing"})


@dataclass(frozen=True, kw_only=True)
class KpiDifference(Difference):
    """What one KPI of the second scenario of ``pair`` adds to that of the first, in ``unit``, over ``count`` replications.

    ``low`` and ``high``: for headlines the interval that holds together with those of all other headlines and pairs; else an
    exploratory interval of its own.
    """

    key: Key
    pair: Pair
    unit: str
    count: int
    first: float
    second: float
    better: int

    def scaled(self, factor: float) -> Difference:
        """Without a margin where neither is better."""
        return super().scaled(factor) if self.better else replace(super().scaled(factor), margin=None)


@dataclass(frozen=True, eq=False)
class Comparison:
    """Results of scenarios over the same replications, and their differences.

    ``alpha`` is the error rate that the headlines together may have at this look (all looks together stay below 5%).
    ``balance`` says of each result whether work keeps up in it; where it does not, there is no verdict on what that misleads.
    ``gains`` has, per pair, who gains and loses; ``floor`` the same between the first scenario and itself with one neutral
    case added, over the first few replications, None where that was not measured. ``closer`` is a closer look at one
    replication, where it was asked for.
    """

    results: tuple[Result, ...]
    pairs: tuple[Pair, ...]
    focus: Focus
    headlines: tuple[Key, ...]
    alpha: float
    differences: tuple[KpiDifference, ...]
    gains: dict[Pair, GainsAndLosses]
    floor: GainsAndLosses | None = None
    looks: tuple[int, ...] = ()
    balance: tuple[Balance, ...] = ()
    closer: Closer | None = None

    @property
    def asked(self) -> int:
        return self.results[0].asked

    @property
    def done(self) -> int:
        """Replications finished in all scenarios; nothing else is used."""
        return self.results[0].done

    @property
    def decided(self) -> bool:
        """Is nothing left about the headlines that more replications could tell?"""
        return all(difference.judgement in DECIDED for difference in self.headline_differences)

    @property
    def headline_differences(self) -> tuple[KpiDifference, ...]:
        return tuple(difference for difference in self.differences if difference.headline)

    def difference(self, key: Key, pair: Pair = (0, 1)) -> KpiDifference:
        """Raises ``KeyError`` when this is no headline and no replication of both scenarios could tell it."""
        for difference in self.differences:
            if difference.key == key and difference.pair == pair:
                return difference
        raise KeyError(str(key))

    def frame(self) -> Any:
        """The differences as a ``pyarrow.Table``."""
        import pyarrow as pa  # noqa: PLC0415 (slow to load)

        columns: dict[str, list[Any]] = {
            "first": [self.results[row.pair[0]].scenario.name for row in self.differences],
            "second": [self.results[row.pair[1]].scenario.name for row in self.differences],
        }
        for name in ("kpi", "dimension", "member", "channel", "team"):
            columns[name] = [getattr(row.key, name) for row in self.differences]
        names = {"unit": "unit", "replications": "count", "value_first": "first", "value_second": "second", "difference": "value"}
        names |= {name: name for name in ("low", "high", "margin", "judgement", "headline", "variance_ratio")}
        columns |= {name: [getattr(row, source) for row in self.differences] for name, source in names.items()}
        return pa.table(columns)


def compared(
    results: Sequence[Result],
    pairs: Sequence[Pair],
    headlines: Sequence[Key],
    focus: Focus,
    *,
    alpha: float = ALPHA,
    gains: dict[Pair, GainsAndLosses] | None = None,
    floor: GainsAndLosses | None = None,
    looks: Sequence[int] = (),
    closer: Closer | None = None,
) -> Comparison:
    """The comparison of what these replications came to; without differences where none was finished."""
    balance = balances(results) if results[0].done else ()
    found = differences_of(results, pairs, headlines, focus, balance, alpha=alpha) if balance else ()
    return Comparison(
        tuple(results), tuple(pairs), focus, tuple(headlines), alpha, found, gains or {}, floor, tuple(looks), balance, closer
    )


def differences_of(
    results: Sequence[Result],
    pairs: Sequence[Pair],
    headlines: Sequence[Key],
    focus: Focus,
    balance: Sequence[Balance],
    *,
    alpha: float = ALPHA,
    headlines_only: bool = False,
) -> tuple[KpiDifference, ...]:
    """Differences of every KPI that both scenarios of a pair can tell, headlines first.

    A headline that only one of them has, or neither, is there with nothing to compare.

    The headlines share ``alpha`` (Bonferroni: alpha / (headlines x pairs) each); every other interval uses a plain 5%.
    """
    rows_of_result, values = zip(*(result.evaluated(focus) for result in results), strict=True)
    found: list[KpiDifference] = []
    shared_alpha = alpha / (len(headlines) * len(pairs))
    for pair in pairs:
        keys = list(headlines) if headlines_only else _keys(pair, rows_of_result, headlines)
        first, second = (_columns(keys, rows_of_result[number], values[number]) for number in pair)
        definitions = [BY_NAME[key.kpi] for key in keys]
        declared = np.array([key in headlines for key in keys], dtype=bool)
        alphas = np.where(declared, shared_alpha, ALPHA)
        steady = all(balance[number].holds for number in pair)
        found += _compared(pair, keys, definitions, first, second, alphas, declared, results[0], steady=steady)
    order = {key: place for place, key in enumerate(headlines)}
    return tuple(sorted(found, key=lambda row: order.get(row.key, len(order))))


def _keys(pair: Pair, rows: Sequence[Rows], headlines: Sequence[Key]) -> list[Key]:
    """The KPIs that both scenarios of a pair have, and every headline."""
    first, second = (rows[number] for number in pair)
    return list(dict.fromkeys((*(key for key in first.keys if key in second.places), *headlines)))


def _columns(keys: Sequence[Key], rows: Rows, values: Array) -> Array:
    """The values of these KPIs per replication, NaN for a KPI that the scenario does not have."""
    padded = np.pad(values, ((0, 0), (0, 1)), constant_values=np.nan)
    return np.asarray(padded[:, [rows.places.get(key, -1) for key in keys]])


def _compared(
    pair: Pair,
    keys: Sequence[Key],
    definitions: Sequence[Definition],
    first: Array,
    second: Array,
    alphas: Array,
    declared: Array,
    reference: Result,
    *,
    steady: bool,
) -> list[KpiDifference]:
    gap = second - first
    intervals = t_intervals(gap, alphas)
    ratio = pairing_gain(first, second)
    known = ~np.isnan(gap)
    means = [_means(side, known) for side in (first, second)]
    found = []
    for n, (key, definition) in enumerate(zip(keys, definitions, strict=True)):
        if not intervals.count[n] and not declared[n]:
            continue
        low, high = float(intervals.low[n]), float(intervals.high[n])
        margin = margin_of(definition, reference.scenario.margins)
        judgement = judge(low, high, margin, definition.better)
        as_it_is = NOTHING_TO_JUDGE if definition.unfinished is None else NOTHING_TO_JUDGE - {"equal"}
        if not steady and needs_balance(definition) and judgement not in as_it_is:
            judgement = "unbalanced"
        found.append(
            KpiDifference(
                float(intervals.mean[n]), low, high, judgement, margin, bool(declared[n]), float(ratio[n]),
                key=key, pair=pair, unit=definition.unit, count=int(intervals.count[n]),
                first=float(means[0][n]), second=float(means[1][n]), better=definition.better,
            )
        )  # fmt: skip
    return found


def _means(side: Array, known: Array) -> Array:
    """Over the replications in which both scenarios can tell; where there are none, over its own, NaN without any."""
    counted = np.where(known.any(axis=0), known, ~np.isnan(side))
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(counted, side, 0.0).sum(axis=0) / counted.sum(axis=0))
