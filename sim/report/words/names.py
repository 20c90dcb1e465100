"""What services, channels, teams and groups are called in a set of scenarios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.measure.layout import BACK_OFFICE, UNLIMITED
from sim.measure.rows import FOCUS, FOCUS_SEGMENT, FOCUS_TEAM, OVERALL, Focus, Key
from sim.model.town.scenario import Scenario
from sim.text.pairs import marked
from sim.text.texts import Texts

PER_HUNDRED = marked("per 100 cases")


@dataclass(frozen=True)
class Labels:
    """Names by code; a code without a name stands for itself."""

    services: dict[str, str]
    channels: dict[str, str]
    teams: dict[str, str]
    segments: dict[str, str]
    cases: dict[str, str]
    """What the root cases of a service are called, for services that have a word for it."""

    def cases_of(self, focus: Focus) -> str:
        """The word for the cases of the one service in focus; empty where there is none or they are of several services."""
        return self.cases.get(focus.services[0], "") if len(focus.services) == 1 else ""

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
        of_dimension = {"service": self.services, "channel": self.channels, "team": self.teams}
        of_dimension |= dict.fromkeys(("segment", FOCUS_SEGMENT), self.segments)
        return of_dimension.get(key.dimension, {}).get(key.member, key.member)


def labels_of(scenarios: Sequence[Scenario], say: Texts) -> Labels:
    """The names in the first scenario and design that has them."""
    services: dict[str, str] = {}
    channels: dict[str, str] = {BACK_OFFICE: say("back office")}
    teams: dict[str, str] = {UNLIMITED: say("without limit")}
    segments: dict[str, str] = {}
    cases: dict[str, str] = {}
    for scenario in scenarios:
        for name, segment in scenario.population.segments.items():
            segments.setdefault(name, say(segment.label))
        for design in scenario.designs:
            for found, parts in ((services, design.services), (channels, design.channels), (teams, design.teams)):
                for name, part in parts.items():
                    found.setdefault(name, say(part.label))
            for name, service in design.services.items():
                if service.cases_label is not None:
                    cases.setdefault(name, say(service.cases_label))
    return Labels(services, channels, teams, segments, cases)


def cases_word(say: Texts, cases: str) -> str:
    """``paren``, or ``klantvragen`` where the cases told of have no word of their own."""
    return cases or say("cases")


def per_hundred(say: Texts, cases: str) -> str:
    """``per 100 paren``."""
    return say("per 100 {cases}", cases=cases) if cases else say(PER_HUNDRED)


def capital(words: str) -> str:
    """The words with a capital, as at the start of a sentence."""
    return words[:1].upper() + words[1:]
