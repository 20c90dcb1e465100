"""Which question is asked, as a short text: by one version of the program equal fingerprints mean equal answers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sim.model.town.scenario import Scenario

NOT_IN_ANSWERS = frozenset({"question", "look_at", "beside", "deciding"})
"""What a story says of itself, which no answer repeats."""


def fingerprint(scenarios: Sequence[Scenario], replications: int, seed: int, *, without: frozenset[str] = NOT_IN_ANSWERS) -> str:
    """Of the scenarios as they were read, the number of replications and the seed; the program itself is not in it.

    ``without`` are the fields of the scenarios that the answer does not depend on.
    """
    digest = hashlib.blake2s(f"{replications} {seed}".encode(), digest_size=16)
    for scenario in scenarios:
        digest.update(b"\0" + scenario.model_dump_json(exclude_defaults=True, exclude=set(without)).encode())
    return digest.hexdigest()
