"""What the baseline of a municipality must come to: its own figures, and for those it does not know what its size suggests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sim.evidence.own_figures import OwnFigures

Origin = Literal["own", "scaled", "default"]


@dataclass(frozen=True)
class Target:
    """A figure to reach. ``low`` and ``high`` are equal to ``value`` for own figures; ``source`` goes into the scenario file."""

    value: float
    low: float
    high: float
    origin: Origin
    source: str

    @property
    def spread(self) -> tuple[float, float]:
        return (self.low / self.value, self.high / self.value) if self.value else (1.0, 1.0)


@dataclass(frozen=True)
class Rate:
    """A figure per inhabitant per year: low, mid and high, and where it comes from (docs/sources.md)."""

    low: float
    mid: float
    high: float
    source: str


DESK_SHARE = 0.65
"""Of all visitors, those with an appointment: 216,282 of 333,427 in 's-Hertogenbosch, 2016 to 2019 (V1)."""
RATES: dict[str, Rate] = {
    "calls": Rate(0.8, 1.3, 2.0, "V1 V4 V5"),
    "emails": Rate(0.03, 0.10, 0.40, "V1 V5"),
    "appointments": Rate(0.25 * DESK_SHARE, 0.5 * DESK_SHARE, 0.85 * DESK_SHARE, "V1 V4 V5"),
    "walk_ins": Rate(0.25 * (1 - DESK_SHARE), 0.5 * (1 - DESK_SHARE), 0.85 * (1 - DESK_SHARE), "V1 V4 V5"),
    "weddings": Rate(0.0045, 0.0049, 0.0053, "V10"),
}
"""Figures that scale from the inhabitants where a municipality does not know them."""
TALK_TIME = Rate(230.0, 290.0, 340.0, "T1 T3 C3")
"""Mean talk time in seconds does not depend on size."""


@dataclass(frozen=True)
class Targets:
    """Every figure that a baseline is solved for.

    ``answered_within_norm`` and ``abandoned`` are None where they are neither known nor needed: then people follow from the fte.
    """

    calls: Target
    talk_time: Target
    emails: Target
    appointments: Target
    walk_ins: Target
    weddings: Target
    answered_within_norm: float | None
    abandoned: float | None


def targets_of(own: OwnFigures, norm_share: float) -> Targets:
    """The figures to reach.

    A municipality that knows neither how its calls are answered nor its fte gets the people with which the norm
    (``norm_share`` answered within it) is just met.
    """
    assumed = None if own.fte_contact_centre is not None or own.abandoned is not None else norm_share
    return Targets(
        **{name: _target(own, name, rate) for name, rate in RATES.items()},
        talk_time=Target(TALK_TIME.mid, TALK_TIME.low, TALK_TIME.high, "default", TALK_TIME.source)
        if own.talk_time is None
        else _own(own, own.talk_time),
        answered_within_norm=assumed if own.answered_within_norm is None else own.answered_within_norm,
        abandoned=own.abandoned,
    )


def _target(own: OwnFigures, name: str, rate: Rate) -> Target:
    value = getattr(own, name)
    if value is not None:
        return _own(own, value)
    low, mid, high = (part * own.inhabitants for part in (rate.low, rate.mid, rate.high))
    return Target(mid, low, high, "scaled", f"scaled from inhabitants {rate.source}")


def _own(own: OwnFigures, value: float) -> Target:
    return Target(value, value, value, "own", own.source)
