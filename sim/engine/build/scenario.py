"""Compile a scenario to a program: names to codes, ranges to numbers, dates to days."""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine.build.clock import Clock
from sim.engine.build.demand import build_demand
from sim.engine.build.facility import agent_names, build_facility, queue_names
from sim.engine.build.rulebook import build_rulebook
from sim.engine.program.program import Program
from sim.engine.program.run_out import nothing_noted
from sim.engine.program.tables import Names
from sim.model.town.scenario import Scenario


@dataclass(frozen=True, eq=False)
class CompiledScenario:
    """A scenario with its program, ready to be run by either engine."""

    scenario: Scenario
    names: Names
    clock: Clock
    program: Program


def union(*groups: tuple[str, ...]) -> tuple[str, ...]:
    """The names of all groups, each once, in order of first appearance."""
    return tuple(dict.fromkeys(name for group in groups for name in group))


def names_of(scenario: Scenario) -> Names:
    designs = scenario.designs
    services = union(*(tuple(design.services) for design in designs))
    steps = []
    for service in services:
        known = [design.services[service] for design in designs if service in design.services]
        beside = ("inquiry", "look_up") if any(one.look_up for one in known) else ("inquiry",)
        steps += [(service, step) for step in (*union(*(tuple(one.steps) for one in known)), *beside)]
    teams = union(*(tuple(design.teams) for design in designs))
    return Names(
        services=services,
        segments=tuple(scenario.population.segments),
        channels=union(*(tuple(design.channels) for design in designs)),
        queues=queue_names(scenario, teams),
        teams=teams,
        steps=tuple(steps),
        agents=agent_names(scenario),
    )


def compile_scenario(scenario: Scenario) -> CompiledScenario:
    """The program of ``scenario``, for its whole run from prelude to follow-up."""
    names, clock = names_of(scenario), Clock.of(scenario)
    program = Program(
        rulebook=build_rulebook(scenario, names, clock.start, clock.days, clock.window_start),
        facility=build_facility(scenario, names, clock.start, clock.days, clock.window_start, clock.office_days),
        demand=build_demand(scenario, names, clock.start, clock.days, clock.window_start, clock.office_days),
        noted=nothing_noted(len(names.queues), len(names.teams), len(names.channels)),
    )
    return CompiledScenario(scenario, names, clock, program)
