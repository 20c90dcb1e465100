"""What services, channels, teams and groups are called in a set of scenarios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.measure.layout import BACK_OFFICE, UNLIMITED
from sim.measure.rows import FOCUS, FOCUS_TEAM, OVERALL, Focus, Key
from sim.model.scenario import Scenario
from sim.report.texts import Texts


@dataclass(frozen=True)
class Labels:
    """Names by code; a code without a name stands for itself."""

    services: dict[str, str]
    channels: dict[str, str]
    teams: dict[str, str]
    segments: dict[str, str]

    def about(self, key: Key, focus: Focus) -> str:
        """Whom a row is about, in words; empty = all."""
        parts = [self._member(key, focus), self.channels.get(key.channel, key.channel), self.teams.get(key.team, key.team)]
        return ", ".join(part for part in parts if part)

    def team_names(self, focus: Focus) -> str:
        """The teams in focus, in one breath."""
        return " + ".join(self.teams.get(name, name) for name in focus.teams)

    def _member(self, key: Key, focus: Focus) -> str:
        if key.dimension in (OVERALL, FOCUS):
            return ""
        if key.dimension == FOCUS_TEAM:
            return self.team_names(focus)
        of_dimension = {"service": self.services, "channel": self.channels, "team": self.teams, "segment": self.segments}
        return of_dimension.get(key.dimension, {}).get(key.member, key.member)


def labels_of(scenarios: Sequence[Scenario], say: Texts) -> Labels:
    """The names in the first scenario and design that has them."""
    services: dict[str, str] = {}
    channels: dict[str, str] = {BACK_OFFICE: say("back office")}
    teams: dict[str, str] = {UNLIMITED: say("without limit")}
    segments: dict[str, str] = {}
    for scenario in scenarios:
        for name, segment in scenario.population.segments.items():
            segments.setdefault(name, say.label(segment.label))
        for design in scenario.designs:
            for found, parts in ((services, design.services), (channels, design.channels), (teams, design.teams)):
                for name, part in parts.items():
                    found.setdefault(name, say.label(part.label))
    return Labels(services, channels, teams, segments)
