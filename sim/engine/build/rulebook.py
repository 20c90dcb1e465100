"""Compile what the behaviour rules read: settings, segments, helpers, channels and reactions, and the services."""

from __future__ import annotations

from datetime import date

import numpy as np

from sim.engine.build.calendar import build_calendar, next_open_quarters, quarters_down
from sim.engine.build.clock import Clock
from sim.engine.build.learning import Curves
from sim.engine.build.rows import Distributions, fill, table_of, values_of
from sim.engine.build.services import build_services
from sim.engine.luck.distributions import DISTRIBUTION
from sim.engine.luck.draws import Labels, gumbel, name_hash22
from sim.engine.program import codes, columns
from sim.engine.program.program import (
    CHANNELS,
    HELPERS,
    PHASES,
    RAMPING,
    REACTIONS,
    SEGMENTS,
    SETTINGS,
    Array,
    Rulebook,
)
from sim.engine.program.tables import Names
from sim.engine.rules.choice import GUMBEL_CELLS
from sim.model.town.adoption import phases
from sim.model.town.scenario import Scenario
from sim.model.values.units import DAY, WEEK


def build_rulebook(scenario: Scenario, names: Names, start: date, days: int, window_start: int) -> Rulebook:
    labels, distributions = Labels(), Distributions()
    behaviour = scenario.behaviour.reactions
    reactions = [values_of(getattr(behaviour, kind), columns.REACTION, distributions) for kind in codes.REACTIONS]
    segments, taste = _segments(scenario, names)
    curves = Curves(scenario, days, window_start)
    services, steps, options = build_services(scenario, names, labels, distributions, curves)
    helpers, helped = _helpers(scenario, names, labels)
    down = quarters_down(scenario, names, start, days, window_start, "self_service")
    return Rulebook(
        settings=_settings(scenario, names, labels, distributions, start, days),
        **_adoption(scenario, window_start),
        segments=segments,
        taste=taste,
        services=services,
        steps=steps,
        options=options,
        channels=_channels(scenario, names, distributions),
        helpers=helpers,
        helped=helped,
        reactions=table_of(reactions, REACTIONS),
        distributions=np.array(distributions.rows, DISTRIBUTION),
        points=np.array(distributions.points, np.float64),
        calendar=build_calendar(scenario, start, days, window_start),
        learning=curves.table(),
        next_open=next_open_quarters(scenario, names, start, days, window_start),
        gumbels=np.array([gumbel(cell / GUMBEL_CELLS) for cell in range(GUMBEL_CELLS + 1)]),
        down=down if down.any() else down[:, :0].copy(),
    )


def _settings(scenario: Scenario, names: Names, labels: Labels, distributions: Distributions, start: date, days: int) -> Array:
    clock = Clock.of(scenario)
    choice, dropped = scenario.behaviour.choice, scenario.behaviour.reactions.dropped
    settings = np.zeros(1, SETTINGS)
    values = {
        "date": (start - date(1970, 1, 1)).days,
        "days": days,
        "end": days * DAY,
        "designs": len(scenario.designs),
        "services": len(names.services),
        "channels": len(names.channels),
        "window_start": clock.window_start,
        "window_end": clock.window_end,
        "office_until": clock.office_end,
        "others_until": clock.office_end,
        "notes_from": clock.window_start if clock.office_end < clock.end else codes.NEVER,
        "learns_from": scenario.period.prelude * WEEK // DAY,
        "ask": dropped.ask.value,
        "together": dropped.together.value,
        **values_of(scenario.behaviour, columns.BEHAVIOUR, distributions),
        **{weight: getattr(choice, weight).value for weight in type(choice).model_fields},
        **{name: labels.label(name) for name in SETTINGS.names or () if name.startswith("label_")},
    }
    fill(settings[0], values)
    return settings


def _adoption(scenario: Scenario, window_start: int) -> dict[str, Array]:
    """Which design a citizen meets at which time: phases, the measures that ramp in each, and the design of each combination."""
    times: list[tuple[int, ...]] = []
    ramping: list[tuple[int, ...]] = []
    met: list[int] = []
    for phase in phases(scenario.measures):
        begins = 0 if phase.start is None else window_start + int(phase.start)
        times.append((begins, len(ramping), len(phase.ramping), len(met)))
        for number in phase.ramping:
            measure = scenario.measures[number]
            ramping.append((number, window_start + int(measure.start.value), int(measure.ramp.value)))
        met += [scenario.in_force.index(numbers) for numbers in phase.combinations()]
    return {
        "phases": np.array(times, PHASES),
        "ramping": np.array(ramping, RAMPING),
        "met": np.array(met, np.int64),
    }


def _segments(scenario: Scenario, names: Names) -> tuple[Array, Array]:
    groups, inhabitants = scenario.population.segments, scenario.population.inhabitants
    rows, first = [], 0
    for index, (name, segment) in enumerate(groups.items()):
        last = index == len(groups) - 1
        size = inhabitants - first if last else max(1, int(segment.share.value * inhabitants))
        place = {"hash": name_hash22("segment", name), "first": first, "size": size}
        rows.append(place | values_of(segment, columns.SEGMENT, Distributions()))
        first += size
    taste = np.zeros((len(groups), len(names.channels)))
    for number, segment in enumerate(groups.values()):
        for channel, value in segment.taste.items():
            taste[number, names.channels.index(channel)] = value.value
    return table_of(rows, SEGMENTS), taste


def _channels(scenario: Scenario, names: Names, distributions: Distributions) -> Array:
    channels = np.zeros(len(scenario.designs) * len(names.channels), CHANNELS)
    helpers = 0
    for design_number, design in enumerate(scenario.designs):
        for number, name in enumerate(names.channels):
            if name not in design.channels:
                continue
            channel = design.channels[name]
            place = channels[design_number * len(names.channels) + number]
            by_hand = {
                "digital": channel.kind == "self_service",
                "announced": channel.announced_wait is not None,
                "first_helper": helpers,
                "helpers": len(channel.helpers),
            }
            fill(place, values_of(channel, columns.CHANNEL, distributions) | by_hand)
            helpers += len(channel.helpers)
            if channel.slots is not None and channel.slots.preference is not None:
                place["parts"] = cumulated(channel.slots.preference.weights(channel.open))
    return channels


def cumulated(weights: list[float]) -> Array:
    """The share of each weight and those before it; all 1 from the last that is above 0 on, or where none is."""
    running = np.cumsum(weights)
    shares: Array = np.where(running >= running[-1], 1.0, running / max(running[-1], 1.0e-300))
    return shares


def _helpers(scenario: Scenario, names: Names, labels: Labels) -> tuple[Array, Array]:
    """Who helps at each channel of each design, by name; and which share of each segment has that help."""
    rows, shares = [], []
    segments = scenario.population.segments
    for design in scenario.designs:
        for channel in names.channels:
            known = design.channels[channel].helpers if channel in design.channels else {}
            for name, helper in sorted(known.items()):
                effort = int(helper.citizen_time.value) + int(helper.travel.value)
                rows.append((helper.skill.value, effort, labels.label("helper", name)))
                shares.append([helper.by_segment.get(segment, helper.share).value for segment in segments])
    return np.array(rows, HELPERS), np.array(shares, np.float64).reshape(len(rows), len(segments))
