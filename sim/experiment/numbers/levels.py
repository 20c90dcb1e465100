"""A story at the low, the middle and the high of the assumption that decides it."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Literal, get_args

from sim.model.town.scenario import Deciding, Scenario
from sim.model.town.worlds import at_end, ranges

Level = Literal["low", "mid", "high"]
LEVELS: tuple[Level, ...] = get_args(Level)


def at_level(scenario: Scenario, deciding: Deciding, level: Level) -> Scenario:
    """The scenario with every number of the assumption at its own low or high; as it is at mid.

    What is ``of`` the measure changes in the designs of the measures only, so a scenario without measures stays as it is.
    """
    if level == "mid" or (deciding.of == "measure" and not scenario.measures):
        return scenario
    changed = scenario
    for key in keys_of(scenario, deciding):
        changed = at_end(changed, key, level)
    if deciding.of == "measure":
        changed = changed.model_copy(update={"designs": (scenario.baseline, *changed.designs[1:])})
    return changed


def keys_of(scenario: Scenario, deciding: Deciding) -> tuple[str, ...]:
    """The numbers with a range that the assumption is about, by path or group, each once."""
    found = (
        found.group or path for path, found in ranges(scenario) if any(fnmatchcase(path, pattern) for pattern in deciding.paths)
    )
    return tuple(dict.fromkeys(found))
