"""What measuring needs to know of a scenario, as the arrays that the pass reads (:mod:`sim.measure.counting.arrays`)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.engine.program import codes
from sim.measure.counting.arrays import CHANNEL, CLOCK, Known
from sim.measure.layout import Array, Compiled, dimensions_of
from sim.measure.norms import answer_term, deadlines, longest_wait
from sim.model.values.units import DAY


def known_of(compiled: Compiled) -> Known:
    clock, names = compiled.clock, compiled.names
    moments = np.array([(clock.window_start, clock.window_end, clock.end)], CLOCK)
    channels, until = _norms(compiled)
    team = [names.teams.index(team) for team, _ in names.agents]
    return Known(moments, channels, until, _compulsory(compiled), _wanted(compiled), _whole(team))


def _norms(compiled: Compiled) -> tuple[Array, Array]:
    """The channels, and for each until when a request on each day of the run may be answered."""
    dimensions, clock, scenario = dimensions_of(compiled), compiled.clock, compiled.scenario
    channels = np.full(len(dimensions.channels), -1, CHANNEL)
    channels["kind"] = dimensions.channel_kinds
    until = np.zeros((len(channels), -(-clock.end // DAY)), np.int64)
    for number, name in enumerate(dimensions.channels):
        norm = longest_wait(scenario, name)
        if norm is not None:
            channels[number]["norm"] = norm
        elif dimensions.channel_kinds[number] == codes.DEFERRED:
            term = answer_term(scenario, name)
            if term.working_days:
                until[number] = deadlines(scenario, clock, term.working_days)
            else:
                channels[number]["term"] = term.time
    return channels, until


def _compulsory(compiled: Compiled) -> Array:
    """Whether each service must be done by law, in the first design that has it."""
    designs = compiled.scenario.designs
    known = {name: service.obligation for design in reversed(designs) for name, service in design.services.items()}
    return _whole([known.get(name) == codes.OBLIGATIONS[codes.COMPULSORY] for name in compiled.names.services])


def _wanted(compiled: Compiled) -> Array:
    """Whether each step is a conversation that the municipality wants to have, in any design."""
    wanted = {
        (name, step)
        for design in compiled.scenario.designs
        for name, service in design.services.items()
        for step, described in service.steps.items()
        if described.wanted
    }
    return _whole([step in wanted for step in compiled.names.steps])


def _whole(numbers: Sequence[int]) -> Array:
    return np.array(numbers, np.int64)
