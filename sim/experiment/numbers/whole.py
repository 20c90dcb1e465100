"""When the office is run whole, to the end of the run, and when it is not run at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.engine.build.clock import Clock, settles_late
from sim.experiment.numbers.vary import only_services
from sim.measure.definition import Definition
from sim.measure.definitions import BY_NAME
from sim.model.town.scenario import Scenario


def with_whole_office(scenario: Scenario) -> Scenario:
    """The same scenario, of which the office goes on as long as its cases are followed."""
    period = scenario.period
    return scenario.model_copy(update={"period": period.model_copy(update={"office_after": period.follow_up})})


def alike(scenarios: Sequence[Scenario]) -> list[Scenario]:
    """The same scenarios, in all of which the office stops, or in none: where one settles late, it does not."""
    return [with_whole_office(one) for one in scenarios] if any(map(settles_late, scenarios)) else list(scenarios)


def left_alone(scenario: Scenario, services: Sequence[str], figures: Iterable[str]) -> Scenario:
    """The scenario with cases of these services only, to be run without an office, for KPIs of these names.

    Who waits as in an office that is known meets nobody, so of what a case takes nothing is to be simulated before the window;
    for figures of the window itself who asked before is under way in it.
    """
    only = only_services(scenario, services)
    if not all(_of_cases(BY_NAME[name]) for name in figures):
        return only
    return only.model_copy(update={"period": only.period.model_copy(update={"prelude": 0, "warm_up": 0})})


def _of_cases(definition: Definition) -> bool:
    """Is this KPI counted over the cases that started in the window?"""
    parts = (definition.numerator, definition.denominator)
    of_cases = all(part is None or part.family.startswith("root") for part in parts)
    return of_cases and definition.histogram in ("", None, "lead_time")


def office_stops(scenario: Scenario) -> bool:
    """Does the office stop before the run ends?"""
    clock = Clock.of(scenario)
    return clock.office_end < clock.end
