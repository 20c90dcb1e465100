"""Gains and losses of persons, as they are told."""

from __future__ import annotations

from sim.experiment.found.comparison import Comparison
from sim.experiment.found.persons import GainsAndLosses
from sim.measure.rows import Focus
from sim.model.values.units import MINUTE
from sim.report.told.findings import GainsTold, Group
from sim.report.words.names import Labels


def gains_of(comparison: Comparison, labels: Labels) -> tuple[GainsTold, ...]:
    """Of each story compared with the first: of the services in focus, or of all without one."""
    found = []
    for (first, second), tallies in sorted(comparison.gains.items()):
        if first == 0:
            found.append(_told(second, tallies, comparison.focus, comparison.floor, labels))
    return tuple(found)


def _told(story: int, tallies: GainsAndLosses, focus: Focus, floor: GainsAndLosses | None, labels: Labels) -> GainsTold:
    return GainsTold(
        story=story,
        resolved_in_both=_of(tallies, "resolved_in_both", focus),
        only_in_reference=_of(tallies, "only_in_first", focus),
        only_in_story=_of(tallies, "only_in_second", focus),
        resolved_in_neither=_of(tallies, "resolved_in_neither", focus),
        wait_longer=_of(tallies, "wait_longer", focus),
        wait_shorter=_of(tallies, "wait_shorter", focus),
        waited_in_both=_of(tallies, "waited_in_both", focus),
        relevant_minutes=tallies.relevant.wait / MINUTE,
        relevant_effort=tallies.relevant.effort / MINUTE,
        better_off=_of(tallies, "gains", focus),
        worse_off=_of(tallies, "losses", focus),
        changed=_of(tallies, "changed", focus),
        floor=None if floor is None else _of(floor, "changed", focus),
        floor_repeats=0 if floor is None else floor.replications,
        groups=tuple(
            Group(
                labels.segments.get(segment, segment),
                _of(tallies, "compared", focus, segment),
                _of(tallies, "gains", focus, segment),
                _of(tallies, "losses", focus, segment),
            )
            for segment in tallies.segments
        ),
    )


def _of(tallies: GainsAndLosses, name: str, focus: Focus, segment: str | None = None) -> float:
    services = [service for service in focus.services if service in tallies.services]
    if not services:
        return tallies.per_replication(name, segment=segment)
    return sum(tallies.per_replication(name, service=service, segment=segment) for service in services)
