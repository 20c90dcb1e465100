"""Parameter worlds, numbered: world 0 takes every number at mid, world w draws it from its range."""

from __future__ import annotations

import hashlib

from sim.engine.luck.draws import uniform
from sim.model.town.scenario import Scenario
from sim.model.town.worlds import in_world

SEED_OF_WORLDS = 0
LABEL = int.from_bytes(hashlib.blake2s(b"parameter world", digest_size=4).digest(), "big")


def resolved_in_world(scenario: Scenario, world: int) -> Scenario:
    """The scenario as it is in ``world``: the same numbers for all scenarios and seeds.

    Raises ``ValueError`` for a number that is no world (0 to 2^32 - 1).
    """
    if not 0 <= world < 2**32:
        raise ValueError(f"a parameter world is a number from 0 to 4294967295, got {world}")
    if world == 0:
        return scenario

    def of_parameter(key: str) -> float:
        entity = int.from_bytes(hashlib.blake2s(key.encode(), digest_size=8).digest(), "big") >> 1
        return float(uniform(SEED_OF_WORLDS, 0, entity, LABEL, world))

    return in_world(scenario, of_parameter)
