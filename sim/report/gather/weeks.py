"""The week in half hours: maps of a KPI by weekday and time, and curves of waiting over the day with their uncertainty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.experiment.found.result import Result
from sim.measure.definitions import BY_NAME
from sim.measure.kpis import evaluate
from sim.measure.layout import HALF_HOUR_NAMES, Array, Dimensions
from sim.measure.rows import HALF_HOUR_DIMENSION, Key, Rows, rows_of
from sim.report.words.kpis import kpi_text
from sim.text.pairs import marked
from sim.text.units import Unit

HALF_HOURS = 48
DAYS = 7


@dataclass(frozen=True)
class WeekMap:
    """One KPI by weekday and half hour, in ``unit``: ``values[story][day][place]``, NaN where there is nothing to tell.

    ``name`` is the msgid of the KPI, ``about`` the channel or team in words. ``hours`` are the starts of the half hours shown,
    the same for all days; ``days`` the numbers of the weekdays shown (0 = Monday).
    """

    kpi: str
    name: str
    about: str
    unit: Unit
    days: tuple[int, ...]
    hours: tuple[float, ...]
    values: tuple[tuple[tuple[float, ...], ...], ...]


TOLD_OF_CHANNELS = ("average_time_in_queue", "service_level_offered")
TOLD_OF_TEAMS = ("occupancy", "hours_on_duty")
PEOPLE_ON_DUTY = "people_on_duty"


def week_maps(results: Sequence[Result], channels: dict[str, str], teams: dict[str, str]) -> tuple[WeekMap, ...]:
    """Waiting and service level of the live channels, occupancy and people on duty of the teams, for each result.

    ``channels`` and ``teams`` give the names of those that are told of. Hours on duty become people on duty.
    """
    pooled = [result.pooled for result in results]
    rows = [_rows(one.dimensions) for one in pooled]
    each = zip(pooled, rows, results, strict=True)
    values = [evaluate([one], told, result.scenario.costs).value[0] for one, told, result in each]

    def week(kpi: str, **about: str) -> Array:
        """float64 of shape (stories, days, half hours)."""
        keys = [Key(kpi, HALF_HOUR_DIMENSION, half_hour, **about) for half_hour in HALF_HOUR_NAMES]
        found = [
            [one[told.places[key]] if key in told.places else np.nan for key in keys]
            for one, told in zip(values, rows, strict=True)
        ]
        return np.array(found).reshape(-1, DAYS, HALF_HOURS)

    found = [_map(kpi, label, week(kpi, channel=name)) for name, label in channels.items() for kpi in TOLD_OF_CHANNELS]
    for name, label in teams.items():
        occupancy, duty = week("occupancy", team=name), week("hours_on_duty", team=name)
        on_duty = duty > 0
        found.append(_map("occupancy", label, np.where(on_duty, occupancy, np.nan)))
        weeks = np.array([result.scenario.period.weeks for result in results])[:, None, None]
        found.append(_map(PEOPLE_ON_DUTY, label, np.where(on_duty, 2 * duty / weeks, np.nan)))
    return tuple(one for one in found if one is not None)


@lru_cache(maxsize=8)
def _rows(dimensions: Dimensions) -> Rows:
    """Made once for all stories and languages."""
    definitions = tuple(BY_NAME[name] for name in (*TOLD_OF_CHANNELS, *TOLD_OF_TEAMS))
    return rows_of(dimensions, half_hours=True, definitions=definitions)


def _map(kpi: str, about: str, values: Array) -> WeekMap | None:
    """Only days and half hours at which there is something to tell in any story, without holes between them."""
    known = ~np.isnan(values)
    days, places = np.flatnonzero(known.any(axis=(0, 2))), np.flatnonzero(known.any(axis=(0, 1)))
    if not len(days):
        return None
    span = range(int(places[0]), int(places[-1]) + 1)
    shown = [[[float(story[day, place]) for place in span] for day in days] for story in values]
    people = kpi == PEOPLE_ON_DUTY
    unit: Unit = "people" if people else BY_NAME[kpi].unit
    return WeekMap(
        kpi,
        marked("people on duty, on average") if people else kpi_text(kpi),
        about,
        unit,
        tuple(int(day) for day in days),
        tuple(place / 2 for place in span),
        tuple(tuple(tuple(row) for row in story) for story in shown),
    )
