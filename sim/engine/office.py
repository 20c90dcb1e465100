"""A year of the whole office, from which it is known how people wait there.

It stands for the office once that has stopped, or where it is never run. A year has all seasons: what is asked in a spring is
followed through the summer, when nobody waits. See :mod:`sim.engine.rules.run_out`.
"""

from __future__ import annotations

from sim.engine.build.scenario import CompiledScenario, compile_scenario
from sim.engine.compiled.days import InParts, Running
from sim.engine.program import codes
from sim.engine.program.program import Program
from sim.engine.program.run_out import Office
from sim.engine.simulate import seeded
from sim.model.town.scenario import Scenario
from sim.model.values.units import DAY
from sim.model.values.values import exactly

WEEKS = 52
SEED, REPLICATION = 0, 2**32 - 1
"""Luck of its own, the same whatever is asked, so that what is known of an office can be kept."""
ROWS = 32_768


def office_of(scenario: Scenario) -> Office:
    """The office of ``scenario`` when everybody has adopted its measures."""
    compiled = compile_scenario(a_year_of(scenario))
    running = Running(seeded(compiled.program, SEED, REPLICATION), in_parts=InParts(None, ROWS, counts_from=codes.NEVER))
    running.until(compiled.clock.office_days, lambda _day, _days: True)
    return running.office()


def with_office(compiled: CompiledScenario, office: Office) -> CompiledScenario:
    """The same, in which people wait as in this office once that of the run has stopped."""
    return _with(compiled, compiled.program._replace(noted=office.noted), {"notes_from": codes.NEVER})


def without_office(compiled: CompiledScenario, office: Office) -> CompiledScenario:
    """The same, in which nobody works: from the first day on people wait, and expect to wait, as in this office."""
    clock, facility, demand = compiled.clock, compiled.program.facility, compiled.program.demand
    agents, rates = facility.agents.copy(), demand.rates.copy()
    agents["stretches"] = 0
    rates[:, clock.window_end // DAY :] = 0.0
    program = compiled.program._replace(
        facility=facility._replace(agents=agents, start_expectation=office.expectation),
        demand=demand._replace(rates=rates),
        noted=office.noted,
    )
    return _with(compiled, program, {"office_until": 0, "others_until": clock.window_end, "notes_from": codes.NEVER})


def _with(compiled: CompiledScenario, program: Program, changed: dict[str, int]) -> CompiledScenario:
    settings = program.rulebook.settings.copy()
    for name, value in changed.items():
        settings[name] = value
    rulebook = program.rulebook._replace(settings=settings)
    return CompiledScenario(compiled.scenario, compiled.names, compiled.clock, program._replace(rulebook=rulebook))


def a_year_of(scenario: Scenario) -> Scenario:
    """The scenario that is simulated to know its office."""
    settled = {"start": exactly(0.0), "ramp": exactly(0.0), "until": None, "shock": None, "learning": None}
    period = scenario.period.model_copy(update={"weeks": WEEKS, "follow_up": 1, "office_after": 0})
    measures = tuple(scenario.measures[number].model_copy(update=settled) for number in scenario.lasting)
    of_all = {"designs": (scenario.baseline, scenario.design), "in_force": ((), tuple(range(len(measures))))}
    of_none = {"designs": (scenario.baseline,), "in_force": ((),)}
    return scenario.model_copy(update={"period": period, "measures": measures} | (of_all if measures else of_none))


__all__ = ["Office", "a_year_of", "office_of", "with_office", "without_office"]
