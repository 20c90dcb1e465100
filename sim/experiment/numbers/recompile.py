"""Compiling a scenario again after one number changed: what does not read that number is kept."""

from __future__ import annotations

from sim.engine.build.rulebook import build_rulebook
from sim.engine.build.scenario import CompiledScenario, compile_scenario
from sim.experiment.numbers.vary import TOGETHER, with_value

RULES_OF_A_SERVICE = frozenset({"complexity", "complexity_spread", "hidden_need", "questions", "look_up", "reassurance"})
"""Parts of a service that only the behaviour rules read, not the rosters, agendas, queues and demand."""


def compiled_with(compiled: CompiledScenario, path: str, value: float) -> CompiledScenario:
    """What :func:`sim.engine.build.scenario.compile_scenario` gives with the number at ``path`` set to ``value``.

    Rosters and agendas of years take most of the time of compiling, and few numbers are about them.

    Raises ``ValueError`` when no number stands at ``path``.
    """
    scenario = with_value(compiled.scenario, path, value)
    if not is_of_rules(path):
        return compile_scenario(scenario)
    names, clock = compiled.names, compiled.clock
    rulebook = build_rulebook(scenario, names, clock.start, clock.days, clock.window_start)
    return CompiledScenario(scenario, names, clock, compiled.program._replace(rulebook=rulebook))


def is_of_rules(path: str) -> bool:
    """Does only the rulebook of a program depend on the number at ``path``, or on each of several?"""
    return all(_is_of_rules(one.split(".")) for one in path.split(TOGETHER))


def _is_of_rules(parts: list[str]) -> bool:
    return parts[0] == "behaviour" or (parts[0] == "services" and len(parts) > 2 and parts[2] in RULES_OF_A_SERVICE)
