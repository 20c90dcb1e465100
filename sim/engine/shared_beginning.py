"""Scenarios that begin alike are simulated once until the first of them changes something.

A scenario is a difference: the prelude and the warm-up are the same in all that are compared, and only what follows the first
measure differs. The compiled engine takes a snapshot of the first scenario there, from which the others go on.
"""

from __future__ import annotations

import numpy as np

from sim.engine.build.scenario import CompiledScenario
from sim.engine.program.program import Array, Facility
from sim.model.values.calendar import QUARTERS_PER_DAY
from sim.model.values.units import DAY

ALIKE = ("period", "closed_days", "population", "behaviour", "busyness", "baseline")
"""What decides a scenario until its first measure."""
AHEAD = ("slots", "first_slot", "agents", "stretches", "breaks", "start_expectation")
"""Of the facility, what is looked at ahead of time: who books looks at later slots, who goes home at his next shift."""
AHEAD_BY_RULES = ("next_open", "down")
"""The same of the rulebook: who tries again or goes on with a saved form looks at whether it is open and works by then."""


def shared_days(first: CompiledScenario, other: CompiledScenario) -> int:
    """On how many days from the start of the run both do the same, whatever the seed; 0 where that is not certain."""
    days = min(_begins(first), _begins(other), _known_alike(first, other))
    alike = days > 0 and first.names == other.names
    if not alike or any(getattr(first.scenario, part) != getattr(other.scenario, part) for part in ALIKE):
        return 0
    return days if _same_until(days, first, other) else 0


def _known_alike(first: CompiledScenario, other: CompiledScenario) -> int:
    """Until when it makes no difference what is known of an office from before: until the window, while there is one."""
    if all(np.array_equal(one, two) for one, two in zip(first.program.noted, other.program.noted, strict=True)):
        return min(first.clock.days, other.clock.days)
    there = min(int(one.program.rulebook.settings[0]["office_until"]) for one in (first, other))
    return min(first.clock.window_start, other.clock.window_start, there) // DAY


def _begins(compiled: CompiledScenario) -> int:
    """The day on which the first measure comes into force; the last day where there is none."""
    starts = [compiled.clock.window_start + int(measure.start.value) for measure in compiled.scenario.measures]
    return min([compiled.clock.end, *starts]) // DAY


def _same_until(days: int, first: CompiledScenario, other: CompiledScenario) -> bool:
    one, two = first.program, other.program
    quarters = days * QUARTERS_PER_DAY
    return (
        all(np.array_equal(getattr(one.facility, part), getattr(two.facility, part)) for part in AHEAD)
        and np.array_equal(_until(one.facility, days), _until(two.facility, days))
        and all(np.array_equal(getattr(one.rulebook, part), getattr(two.rulebook, part)) for part in AHEAD_BY_RULES)
        and np.array_equal(one.demand.streams, two.demand.streams)
        and np.array_equal(one.demand.rates[:, :days], two.demand.rates[:, :days])
        and _same_or_none(one.facility.shut[:, :quarters], two.facility.shut[:, :quarters])
    )


def _until(facility: Facility, days: int) -> Array:
    closings: Array = facility.closings[facility.closings["time"] < days * DAY]
    return closings


def _same_or_none(one: Array, two: Array) -> bool:
    """Equal, where an array without columns means False everywhere."""
    return np.array_equal(one, two) if one.shape == two.shape else not (one.any() or two.any())


__all__ = ["shared_days"]
