"""When the office is run whole, to the end of the run."""

from __future__ import annotations

from collections.abc import Sequence

from sim.engine.build.clock import Clock, settles_late
from sim.model.town.scenario import Scenario


def with_whole_office(scenario: Scenario) -> Scenario:
    """The same scenario, of which the office goes on as long as its cases are followed."""
    period = scenario.period
    return scenario.model_copy(update={"period": period.model_copy(update={"office_after": period.follow_up})})


def alike(scenarios: Sequence[Scenario]) -> list[Scenario]:
    """The same scenarios, in all of which the office stops, or in none: where one settles late, it does not."""
    return [with_whole_office(one) for one in scenarios] if any(map(settles_late, scenarios)) else list(scenarios)


def office_stops(scenario: Scenario) -> bool:
    """Does the office stop before the run ends?"""
    clock = Clock.of(scenario)
    return clock.office_end < clock.end
