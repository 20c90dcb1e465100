"""Compile what the behaviour rules read: settings, segments, helpers, channels and reactions, and the services."""

from __future__ import annotations

from datetime import date

import numpy as np

from sim.engine.build.calendar import build_calendar, design_starts, next_open_quarters, quarters_down
from sim.engine.build.learning import Curves
from sim.engine.build.rows import Distributions, fill, term
from sim.engine.build.services import Services
from sim.engine.luck.distributions import DISTRIBUTION
from sim.engine.luck.draws import Labels, gumbel, name_hash22
from sim.engine.program import codes
from sim.engine.program.program import CHANNELS, DESIGNS, HELPERS, REACTIONS, SEGMENTS, SETTINGS, Array, Rulebook
from sim.engine.program.tables import Names
from sim.engine.rules.choice import GUMBEL_CELLS
from sim.model.town.scenario import Scenario
from sim.model.values.units import DAY, WEEK


def build_rulebook(scenario: Scenario, names: Names, start: date, days: int, window_start: int) -> Rulebook:
    labels, distributions = Labels(), Distributions()
    reactions = np.zeros(len(codes.REACTIONS), REACTIONS)
    for index, kind in enumerate(codes.REACTIONS):
        reaction = getattr(scenario.behaviour.reactions, kind)
        reactions[index] = (reaction.retry.value, reaction.switch.value, distributions.add(reaction.after))
    segments, taste = _segments(scenario, names)
    curves = Curves(scenario, days, window_start)
    builder = Services(scenario, names, labels, distributions, curves)
    services, steps, options = builder.build()
    helpers, helped = _helpers(scenario, names, labels)
    down = quarters_down(scenario, names, start, days, window_start, "self_service")
    return Rulebook(
        settings=_settings(scenario, names, labels, start, days),
        designs=_designs(scenario, window_start),
        segments=segments,
        taste=taste,
        services=services,
        steps=steps,
        options=options,
        channels=_channels(scenario, names, distributions),
        helpers=helpers,
        helped=helped,
        reactions=reactions,
        distributions=np.array(distributions.rows, DISTRIBUTION),
        points=np.array(distributions.points, np.float64),
        calendar=build_calendar(scenario, start, days, window_start),
        learning=curves.table(),
        next_open=next_open_quarters(scenario, names, start, days, window_start),
        gumbels=np.array([gumbel(cell / GUMBEL_CELLS) for cell in range(GUMBEL_CELLS + 1)]),
        down=down if down.any() else down[:, :0].copy(),
    )


def _settings(scenario: Scenario, names: Names, labels: Labels, start: date, days: int) -> Array:
    choice, behaviour = scenario.behaviour.choice, scenario.behaviour
    settings = np.zeros(1, SETTINGS)
    values = {
        "date": (start - date(1970, 1, 1)).days,
        "days": days,
        "end": days * DAY,
        "designs": len(scenario.designs),
        "services": len(names.services),
        "channels": len(names.channels),
        "learns_from": scenario.period.prelude * WEEK // DAY,
        "opening_spread": int(behaviour.opening_spread.value),
        "most_tries": behaviour.most_tries,
        "most_contacts": behaviour.most_contacts,
        **{weight: getattr(choice, weight).value for weight in type(choice).model_fields},
        **{name: labels.label(name) for name in SETTINGS.names or () if name.startswith("label_")},
    }
    for name, value in values.items():
        settings[0][name] = value
    return settings


def _designs(scenario: Scenario, window_start: int) -> Array:
    ramps = [0, *(int(measure.ramp.value) for measure in scenario.measures)]
    return np.array(list(zip(design_starts(scenario, window_start), ramps, strict=True)), DESIGNS)


def _segments(scenario: Scenario, names: Names) -> tuple[Array, Array]:
    groups = scenario.population.segments
    rows, first = [], 0
    for index, (name, segment) in enumerate(groups.items()):
        last = index == len(groups) - 1
        inhabitants = scenario.population.inhabitants
        size = inhabitants - first if last else max(1, int(segment.share.value * inhabitants))
        rows.append(
            (
                name_hash22("segment", name),
                first,
                size,
                segment.skill.value,
                segment.skill_spread.value,
                segment.need_for_certainty.value,
                segment.need_spread.value,
                int(segment.travel.value),
                segment.online.value,
            )
        )
        first += size
    taste = np.zeros((len(groups), len(names.channels)))
    for number, segment in enumerate(groups.values()):
        for channel, value in segment.taste.items():
            taste[number, names.channels.index(channel)] = value.value
    return np.array(rows, SEGMENTS), taste


def _channels(scenario: Scenario, names: Names, distributions: Distributions) -> Array:
    channels = np.zeros(len(scenario.designs) * len(names.channels), CHANNELS)
    helpers = 0
    for design_number, design in enumerate(scenario.designs):
        for number, name in enumerate(names.channels):
            if name not in design.channels:
                continue
            channel = design.channels[name]
            patience, slots = channel.patience, channel.slots
            promise, working = term(channel.promise)
            arrival = channel.punctuality
            offer = channel.announced_wait.call_back if channel.announced_wait else None
            row = {
                "kind": codes.CHANNEL_KINDS.index(channel.kind),
                "nest": codes.NESTS.index(channel.nest),
                "constant": channel.constant.value,
                "digital": int(channel.kind == "self_service"),
                "lines": -1 if channel.lines is None else channel.lines,
                "patience": distributions.add(patience.time if patience else None),
                "at_once": patience.at_once.value if patience else 0.0,
                "at_announcement": patience.at_announcement.value if patience else 0.0,
                "announcement": int(patience.announcement.value) if patience else 0,
                "announced": int(channel.announced_wait is not None),
                "tolerance": channel.announced_wait.tolerance.value if channel.announced_wait else 0.0,
                "offer_above": int(offer.above.value) if offer else -1,
                "offer_taken": offer.taken.value if offer else 0.0,
                "notice": int(slots.notice.value) if slots else 0,
                "horizon": int(slots.horizon.value) if slots else 0,
                "prefers": slots.preference.share.value if slots and slots.preference else 0.0,
                "prefers_within": int(slots.preference.within.value) if slots and slots.preference else 0,
                "no_show": channel.no_show.share.value,
                "no_show_per_week": channel.no_show.per_week.value,
                "cancelled": channel.cancelled.value,
                "early": distributions.add(arrival.early if arrival else None),
                "late": arrival.late.value if arrival else 0.0,
                "late_by": distributions.add(arrival.late_by if arrival else None),
                "grace": int(arrival.grace.value) if arrival else 0,
                "promise": promise,
                "promise_working": working,
                "broken": channel.broken.value,
                "first_helper": helpers,
                "helpers": len(channel.helpers),
            }
            helpers += len(channel.helpers)
            place = channels[design_number * len(names.channels) + number]
            fill(place, row)
            if slots is not None and slots.preference is not None:
                place["parts"] = cumulated(slots.preference.weights(channel.open))
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
