"""People present per weekday and half hour: read from a roster, and turned into one.

A *grid* has shape (7, 48): weekdays from Monday, half hours from midnight. Whole numbers where it is a plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np

from sim.measure.layout import Array
from sim.model.town.channels import Shift, Team
from sim.model.town.scenario import Design, Scenario
from sim.model.values.calendar import QUARTERS_PER_DAY
from sim.model.values.units import MINUTE
from sim.model.values.values import exactly

DAYS, HALF_HOURS = 7, 48
QUARTERS = 2
"""Quarter-hours in a half hour."""
MINUTES_PER_DAY = 24 * 60


def empty() -> Array:
    return np.zeros((DAYS, HALF_HOURS), np.int64)


def staffed_teams(scenario: Scenario) -> tuple[str, ...]:
    """The teams that have a roster: unlimited ones have none, and their people are outside the model."""
    return tuple(name for name, team in scenario.design.teams.items() if not team.unlimited and team.shifts)


def present(team: Team) -> Array:
    """Mean number of people at work per half hour under the roster of a team: breaks and absence taken off; float64."""
    return _minutes(team, with_breaks=False) * (1 - team.absence.value)


def rostered(team: Team) -> Array:
    """People on the roster per half hour, their breaks included and before absence; float64."""
    return _minutes(team, with_breaks=True)


def break_share(team: Team) -> float:
    """Hours of break per hour at work, as in the roster of a team; 0 without a roster."""
    at_work, on_roster = _minutes(team, with_breaks=False).sum(), rostered(team).sum()
    return float(on_roster / at_work - 1) if at_work > 0 else 0.0


def _minutes(team: Team, *, with_breaks: bool) -> Array:
    minutes = np.zeros((DAYS, MINUTES_PER_DAY))
    for shift in team.shifts.values():
        day = np.zeros(MINUTES_PER_DAY)
        day[shift.hours.opens * 15 : shift.hours.closes * 15] = shift.people
        for pause in () if with_breaks else shift.breaks:
            begins = pause.at.opens * 15
            if shift.hours.opens <= pause.at.opens < shift.hours.closes:
                day[begins : begins + round(pause.length.value / MINUTE)] = 0
        minutes[list(shift.days)] += day
    return np.asarray(minutes.reshape(DAYS, HALF_HOURS, 30).mean(axis=2))


def with_people(scenario: Scenario, plan: Mapping[str, Array]) -> Scenario:
    """The scenario in its last design, in force from the start, with these teams at work as the grids of ``plan`` say.

    Present means present: the people have no breaks and nobody is absent. Person n is there in every half hour that has
    more than n people, so that the people of a smaller plan are among those of a larger one.
    """
    design = scenario.design
    changed = {"absence": exactly(0.0)}
    planned = {name: design.teams[name].model_copy(update=changed | {"shifts": shifts_of(grid)}) for name, grid in plan.items()}
    return in_force(scenario, design.model_copy(update={"teams": design.teams | planned}))


def with_endless_people(scenario: Scenario) -> Scenario:
    """The scenario in its last design with as many people as there is work: what no roster can better."""
    design = scenario.design
    teams = {name: team.model_copy(update={"unlimited": True, "shifts": {}}) for name, team in design.teams.items()}
    return in_force(scenario, design.model_copy(update={"teams": teams}))


def in_force(scenario: Scenario, design: Design) -> Scenario:
    return scenario.model_copy(update={"designs": (design,), "measures": ()})


def shifts_of(grid: Array) -> dict[str, Shift]:
    """Shifts that put as many people to work in each half hour as the grid says, the longest possible first."""
    spans = Counter((*span, day) for day in range(DAYS) for span in spans_of(grid[day]))
    found: dict[str, Shift] = {}
    for first, last in sorted({(first, last) for first, last, _ in spans}):
        counts = [spans[first, last, day] for day in range(DAYS)]
        for number in sorted(set(counts) - {0}):
            below = max((other for other in counts if other < number), default=0)
            days = tuple(day for day in range(DAYS) if counts[day] >= number)
            name = f"{clock(first)}-{clock(last)} {''.join(str(day + 1) for day in days)}"
            found[name] = Shift.model_validate(
                {
                    "days": days,
                    "hours": {"opens": first * QUARTERS, "closes": min(last * QUARTERS, QUARTERS_PER_DAY)},
                    "people": number - below,
                }
            )
    return found


def spans_of(day: Array) -> list[tuple[int, int]]:
    """(first, last) half hour, half-open, of each person's time at work: person n wherever there are more than n."""
    there = day > np.arange(int(day.max(initial=0)))[:, None]
    edges = np.diff(there.astype(np.int8), axis=1, prepend=0, append=0)
    firsts, lasts = np.nonzero(edges == 1)[1], np.nonzero(edges == -1)[1]
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))


def clock(half_hour: int) -> str:
    """``0930`` of half hour 19."""
    return f"{half_hour // 2:02d}{30 * (half_hour % 2):02d}"
