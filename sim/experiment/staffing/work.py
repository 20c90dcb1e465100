"""How much work there is per half hour, measured where nobody has to wait: what Erlang calls the offered load.

It follows from who asks, and from no roster: people are at work in numbers that more would change nothing in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.engine.program import codes
from sim.engine.simulate import CompiledScenario, window_logs
from sim.measure.counting.quantities import HALF_HOUR, HALF_HOURS_PER_WEEK
from sim.measure.folds import half_hour_of_week, spread, sum_by
from sim.measure.layout import Array, Dimensions, dimensions_of
from sim.measure.log import Log
from sim.measure.roots import lines_of
from sim.model.values.units import DAY, WEEK

GRID = (7, 48)
FEWEST_PEOPLE, MOST_PEOPLE = 16, 1024
"""Per team and half hour: the first try, twice as many each time, and where it ends."""
FEWEST_REPLICATIONS, MOST_REPLICATIONS = 2, 50
ENOUGH_PIECES = 40_000
"""The mean of so many exponential handling times is known to half a percent."""
GoesOn = Callable[[int, int], bool]


@dataclass(frozen=True, eq=False)
class Work:
    """Per team grids (7, 48), means per week: ``live`` and ``deferred`` are people busy with what cannot and what can wait,
    ``arrivals`` how many live pieces join its queues in the half hour. ``handling``: mean hours of a live piece.
    ``by_channel`` is hours a week per team and channel, the back office as ``back_office``.
    """

    live: dict[str, Array]
    deferred: dict[str, Array]
    arrivals: dict[str, Array]
    handling: dict[str, float]
    by_channel: dict[str, dict[str, float]]


@dataclass(frozen=True, eq=False)
class _Pieces:
    """Pieces of work that were begun in the window of one replication, and the fresh cases of that window.

    ``cell`` numbers the service and half hour of the week in which the root case of a piece began, -1 outside the window;
    ``fresh`` counts root cases by that number.
    """

    team: Array
    channel: Array  # the back office comes after all channels
    waits: Array  # bool: work that may wait
    enqueued: Array
    started: Array
    released: Array
    cell: Array
    fresh: Array

    def same_live(self, other: _Pieces) -> bool:
        return all(
            np.array_equal(mine[~self.waits], theirs[~other.waits])
            for mine, theirs in (
                (self.team, other.team), (self.enqueued, other.enqueued), (self.started, other.started),
            )
        )  # fmt: skip


def ample(with_people: Callable[[int], CompiledScenario], *, seed: int, goes_on: GoesOn | None = None) -> CompiledScenario:
    """The scenario with as many people in every team and half hour as needed for nobody to wait for one.

    That is so when twice as many change nothing in the live work of the first replication, whatever waits for other reasons.
    """
    people, compiled = FEWEST_PEOPLE, with_people(FEWEST_PEOPLE)
    pieces = _pieces(compiled, seed, 0, goes_on)
    while people < MOST_PEOPLE:
        people *= 2
        more = with_people(people)
        found = _pieces(more, seed, 0, goes_on)
        if found.same_live(pieces):
            break
        compiled, pieces = more, found
    return compiled


def offered_work(compiled: CompiledScenario, *, seed: int, goes_on: GoesOn | None = None) -> Work:
    """The work of the window of a scenario with ample people (:func:`ample`), so done as it comes.

    Live contacts and appointments count where they were served, deferred work where somebody took it up. ``arrivals`` and
    ``handling`` are weighed by root case, so that in each half hour as many cases of each service begin as the scenario says, and
    not as many as luck had it.
    """
    found: list[_Pieces] = []
    while len(found) < FEWEST_REPLICATIONS or (
        len(found) < MOST_REPLICATIONS and sum(int((~one.waits).sum()) for one in found) < ENOUGH_PIECES
    ):
        found.append(_pieces(compiled, seed, len(found), goes_on))
    dimensions, clock = dimensions_of(compiled), compiled.clock
    teams, window = dimensions.teams, clock.window_end - clock.window_start
    weeks, half_hours = window / WEEK * len(found), window // HALF_HOUR
    team, channel, waits, enqueued, started, released, cell = (
        np.concatenate([getattr(one, name) for one in found])
        for name in ("team", "channel", "waits", "enqueued", "started", "released", "cell")
    )
    spent, live = released - started, ~waits
    busy = np.zeros((2, len(teams), HALF_HOURS_PER_WEEK))
    for part, chosen in enumerate((live, waits)):
        over = spread(team[chosen], started[chosen], released[chosen], clock.window_start, half_hours, len(teams))
        busy[part] = over.reshape(len(teams), -1, HALF_HOURS_PER_WEEK).sum(axis=1)
    names = dimensions.members("work_channel")
    hours = sum_by(team * len(names) + channel, spent, len(teams) * len(names)).reshape(len(teams), len(names))
    weight = _weights(found, expected_cases(compiled, dimensions), cell)[live]
    place = team[live] * HALF_HOURS_PER_WEEK + half_hour_of_week(enqueued[live])
    arrivals = np.bincount(place, weight, minlength=len(teams) * HALF_HOURS_PER_WEEK).reshape(len(teams), -1)
    handling = np.bincount(team[live], weight * spent[live], minlength=len(teams)) / (2 * HALF_HOUR)
    return Work(
        {name: (busy[0, n] / HALF_HOUR / weeks).reshape(GRID) for n, name in enumerate(teams)},
        {name: (busy[1, n] / HALF_HOUR / weeks).reshape(GRID) for n, name in enumerate(teams)},
        {name: (arrivals[n] / weeks).reshape(GRID) for n, name in enumerate(teams)},
        {name: float(handling[n] / arrivals[n].sum()) if arrivals[n].any() else 0.0 for n, name in enumerate(teams)},
        {
            name: {place: float(hours[n, c] / (2 * HALF_HOUR) / weeks) for c, place in enumerate(names) if hours[n, c]}
            for n, name in enumerate(teams)
        },
    )


def expected_cases(compiled: CompiledScenario, dimensions: Dimensions) -> Array:
    """How many fresh cases a window brings on average: per service and half hour of the week, in one row."""
    demand, clock = compiled.program.demand, compiled.clock
    first, last = clock.window_start // DAY, clock.window_end // DAY
    found = np.zeros((len(dimensions.services), 7, GRID[1]))
    for stream, rates in zip(demand.streams, demand.rates, strict=True):
        for day in range(first, last):
            design = compiled.program.rulebook.calendar[day]["design"]
            quarters = demand.quarters[design, stream["service"]]
            found[stream["service"], day % 7] += rates[day] * quarters.reshape(GRID[1], -1).sum(axis=1)
    return found.ravel()


def _weights(found: list[_Pieces], expected: Array, cell: Array) -> Array:
    """Of each piece: cases expected over cases that came, of the service and half hour in which its root case began.

    What is expected where none came at all is shared out over the rest of the service.
    """
    fresh = np.sum([one.fresh for one in found], axis=0, dtype=np.float64)
    asked = (expected * len(found)).reshape(-1, HALF_HOURS_PER_WEEK)
    came = fresh.reshape(asked.shape)
    met = np.where(came > 0, asked, 0.0).sum(axis=1, keepdims=True)
    whole = np.divide(asked.sum(axis=1, keepdims=True), met, out=np.ones_like(met), where=met > 0)
    ratio = np.divide(asked * whole, came, out=np.ones_like(asked), where=came > 0).ravel()
    return np.where(cell >= 0, ratio[cell], 1.0)


def _pieces(compiled: CompiledScenario, seed: int, replication: int, goes_on: GoesOn | None) -> _Pieces:
    dimensions, clock = dimensions_of(compiled), compiled.clock
    (tables,) = window_logs([compiled], seed=seed, replication=replication, on_day=goes_on)
    log = Log.of(tables)
    legs, lines = log.legs, lines_of(tables, compiled)
    started = legs["started"]
    inside = (started >= clock.window_start) & (started < clock.window_end)
    rows = np.flatnonzero(inside & (legs["team"] >= 0) & (legs["queue"] >= 0) & (legs["released"] >= 0))
    channel = legs.at("channel", rows).astype(np.int64)
    channel[channel < 0] = len(dimensions.channels)
    kinds = np.array([*dimensions.channel_kinds, codes.DEFERRED])
    begun = lines.service.astype(np.int64) * HALF_HOURS_PER_WEEK + half_hour_of_week(lines.started)
    return _Pieces(
        team=legs.at("team", rows).astype(np.int64),
        channel=channel,
        waits=kinds[channel] == codes.DEFERRED,
        enqueued=legs.at("enqueued", rows),
        started=started[rows],
        released=legs.at("released", rows),
        cell=np.append(begun, -1)[lines.of_leg[rows]],
        fresh=np.bincount(begun, minlength=len(dimensions.services) * HALF_HOURS_PER_WEEK),
    )
