"""What a comparison is about: the services that the measures touch, who serves them, and the KPIs declared beforehand."""

from __future__ import annotations

from collections.abc import Sequence

from sim.engine import codes
from sim.measure.definitions import BY_NAME, Definition
from sim.measure.rows import FOCUS, FOCUS_TEAM, Focus, Key
from sim.model.scenario import Margins, Scenario
from sim.model.values import DAY, HOUR, MINUTE, SECOND

MOST_HEADLINES = 6
DURATIONS = {"seconds": SECOND, "minutes": MINUTE, "hours": HOUR, "days": DAY}


def focus_of(scenarios: Sequence[Scenario]) -> Focus:
    """The services whose parts the measures of these scenarios change, and the teams that serve them.

    Measures that change channels, teams or queues only touch all services: then there is no focus. The teams are those that
    do the back-office work of these services, and those of queues that are for these services by name.
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
    """The limited teams that serve these services and not just everything, in order of their names in the scenarios."""
    found: set[str] = set()
    known: dict[str, None] = {}
    for design in (design for scenario in scenarios for design in scenario.designs):
        known |= dict.fromkeys(name for name, team in design.teams.items() if not team.unlimited)
        for service in (design.services[name] for name in services if name in design.services):
            found |= {step.team for step in service.steps.values() if step.team}
        for queue in design.queues.values():
            if queue.services != "all" and set(queue.services) & set(services):
                found |= set(queue.teams)
    return tuple(name for name in known if name in found)


def default_headlines(scenarios: Sequence[Scenario], focus: Focus) -> tuple[Key, ...]:
    """At most six KPIs at three levels: the services in focus per case, the team that serves them, the whole front office."""
    dimension, member = (FOCUS, FOCUS) if focus.services else ("overall", "all")
    keys = [Key(kpi, dimension, member) for kpi in ("contacts_per_root_case", "citizen_effort", "time_to_resolution")]
    if focus.teams:
        keys.append(Key("work_in_fte", FOCUS_TEAM, FOCUS_TEAM))
    keys.append(Key("work_in_fte"))
    phone = telephone(scenarios[0])
    if phone is not None:
        keys.append(Key("service_level_offered", "channel", phone))
    return tuple(keys)


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
