"""What a comparison is about: the services that the measures touch, who serves them, and the KPIs declared beforehand."""

from __future__ import annotations

from collections.abc import Sequence

from sim.engine.program import codes
from sim.measure.definition import Definition
from sim.measure.definitions import BY_NAME
from sim.measure.rows import FOCUS, FOCUS_TEAM, Focus, Key
from sim.model.town.scenario import Margins, Scenario
from sim.model.values.units import DAY, HOUR, MINUTE, SECOND

MOST_HEADLINES = 6
DURATIONS = {"seconds": SECOND, "minutes": MINUTE, "hours": HOUR, "days": DAY}


def focus_of(scenarios: Sequence[Scenario]) -> Focus:
    """The services whose parts the measures of these scenarios change, and the teams that serve them.

    Measures that change channels, teams or queues only touch all services: then there is no focus.
    """
    touched: dict[str, None] = {}
    for scenario in scenarios:
        for measure in scenario.measures:
            for path in measure.set:
                parts = path.split(".")
                if parts[0] == "services" and len(parts) > 1:
                    touched[parts[1]] = None
    return Focus(tuple(touched), teams_of(scenarios, tuple(touched)))


def teams_of(scenarios: Sequence[Scenario], services: Sequence[str]) -> tuple[str, ...]:
    """The limited teams of these services, in order of their names in the scenarios: the small team, not the whole town hall.

    They are the teams that work for these services only, where each service has one; else all that serve them by name.
    """
    serving: dict[str, set[str]] = {name: set() for name in services}
    busy_elsewhere: set[str] = set()
    known: dict[str, None] = {}
    for design in (design for scenario in scenarios for design in scenario.designs):
        known |= dict.fromkeys(name for name, team in design.teams.items() if not team.unlimited)
        for name, service in design.services.items():
            teams = {step.team for step in service.steps.values() if step.team}
            (serving.get(name, busy_elsewhere)).update(teams)
        for queue in design.queues.values():
            named = set() if queue.services == "all" else set(queue.services)
            for name in named & serving.keys():
                serving[name] |= set(queue.teams)
            busy_elsewhere |= set() if named and named <= serving.keys() else set(queue.teams)
    all_serving = {team for teams in serving.values() for team in teams}
    own = all_serving - busy_elsewhere
    small = all(teams & own for teams in serving.values())
    return tuple(name for name in known if name in (own if small else all_serving))


def default_headlines(scenarios: Sequence[Scenario], focus: Focus) -> tuple[Key, ...]:
    """At most six KPIs at three levels: the services in focus per case, the team that serves them, the whole front office."""
    dimension, member = (FOCUS, FOCUS) if focus.services else ("overall", "all")
    third = "staff_time_per_root_case" if has_event(scenarios, focus) else "time_to_resolution"
    keys = [Key(kpi, dimension, member) for kpi in ("remote_contacts_per_root_case", "citizen_effort", third)]
    if focus.teams:
        keys.append(Key("work_in_fte", FOCUS_TEAM, FOCUS_TEAM))
    keys.append(Key("work_in_fte"))
    phone = telephone(scenarios[0])
    if phone is not None:
        keys.append(Key("service_level_offered", "channel", phone))
    return tuple(keys)


def has_event(scenarios: Sequence[Scenario], focus: Focus) -> bool:
    """Does a service in focus wait for a date of its own, so that a shorter time to resolution means nothing?"""
    services = [design.services.get(name) for scenario in scenarios for design in scenario.designs for name in focus.services]
    return any(service is not None and service.event is not None for service in services)


def telephone(scenario: Scenario) -> str | None:
    """The first live channel at a distance: the one of which the service level is told."""
    for name, channel in scenario.baseline.channels.items():
        if channel.kind == codes.CHANNEL_KINDS[codes.LIVE] and channel.nest == "live_remote":
            return name
    return None


def margin_of(definition: Definition, margins: Margins) -> float | None:
    """The smallest difference that matters, in the unit of the KPI; None where the municipality sets none."""
    if not definition.margin:
        return None
    value: float = getattr(margins, definition.margin).value
    return value / DURATIONS[definition.unit] if definition.unit in DURATIONS else value


def check_headlines(headlines: Sequence[Key], margins: Margins) -> None:
    """Raises ``ValueError`` when there are too many, or one has no direction or margin, so that nothing could be decided."""
    if not 1 <= len(headlines) <= MOST_HEADLINES or len(set(headlines)) != len(headlines):
        raise ValueError(f"declare 1 to {MOST_HEADLINES} different headline KPIs, got {len(headlines)}")
    for key in headlines:
        definition = BY_NAME.get(key.kpi)
        if definition is None:
            raise ValueError(f"{key.kpi!r} is not a KPI; choose from {', '.join(BY_NAME)}")
        if margin_of(definition, margins) is None or definition.better == 0:
            raise ValueError(f"{key.kpi} has no margin or no better direction, so it cannot be a headline")
