"""Which values of one number are run to find where an answer turns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.experiment.numbers.vary import TOGETHER, range_at
from sim.model.files.domains import domain_at
from sim.model.town.scenario import Scenario

STEPS = 5
BELOW, BEYOND = (0.0, 0.5), (2.0, 4.0, 8.0)
"""Where the answer does not turn within the range, it is looked for at these multiples of its low and its high end."""


def settings_within(scenarios: Sequence[Scenario], number: int, path: str) -> tuple[float, ...]:
    """``STEPS`` values from the low to the high of the range that scenario ``number`` has at ``path``, and its own value.

    None is one that the number cannot have in one of the scenarios. Raises ``ValueError`` when no number stands there.
    """
    assumed, domain = range_at(scenarios[number], path), domain_at(scenarios, path.split(TOGETHER, maxsplit=1)[0])
    steps = np.linspace(assumed.low, assumed.high, STEPS).tolist()
    return tuple(sorted({domain.clipped(value) for value in (*steps, assumed.mid)}))


def settings_beyond(scenarios: Sequence[Scenario], number: int, path: str) -> tuple[float, ...]:
    """Values below and above that range, no further than the number can go: a share ends at 1, a count begins at 0."""
    assumed, domain = range_at(scenarios[number], path), domain_at(scenarios, path.split(TOGETHER, maxsplit=1)[0])
    below = {domain.clipped(assumed.low * times) for times in BELOW if assumed.low > 0}
    above = {domain.clipped(assumed.high * times) for times in BEYOND}
    return tuple(sorted({value for value in below if value < assumed.low} | {value for value in above if value > assumed.high}))
