"""Which values of one number are run to find where an answer turns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.experiment.numbers.vary import range_at
from sim.model.files.domains import domain_at
from sim.model.town.scenario import Scenario

STEPS = 5
BEYOND = (2.0, 4.0, 8.0)
"""Where the answer does not turn within the range, it is looked for at these multiples of its high end."""


def settings_within(scenarios: Sequence[Scenario], number: int, path: str) -> tuple[float, ...]:
    """``STEPS`` values from the low to the high of the range that scenario ``number`` has at ``path``, and its own value.

    None is one that the number cannot have in one of the scenarios. Raises ``ValueError`` when no number stands there.
    """
    assumed, domain = range_at(scenarios[number], path), domain_at(scenarios, path)
    steps = np.linspace(assumed.low, assumed.high, STEPS).tolist()
    return tuple(sorted({domain.clipped(value) for value in (*steps, assumed.mid)}))


def settings_beyond(scenarios: Sequence[Scenario], number: int, path: str) -> tuple[float, ...]:
    """Values above that range, no further than the number can go: a share ends at 1."""
    high, domain = range_at(scenarios[number], path).high, domain_at(scenarios, path)
    return tuple(sorted({value for times in BEYOND if (value := domain.clipped(high * times)) > high}))
