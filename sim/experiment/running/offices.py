"""What is known of offices that are not run whole (:mod:`sim.engine.office`), kept: each takes a replication or two."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from sim.engine.office import Office, a_year_of, office_of
from sim.engine.simulate import Clock
from sim.model.town.scenario import SAYS_OF_ITSELF, Scenario
from sim.model.values.values import UNNAMED

MOST = 16
"""The last that were asked for, some megabytes each."""


def known_office(scenario: Scenario) -> Office:
    """How people wait in the office of ``scenario``."""
    return _known(_Year(content_of(scenario), scenario))


def content_of(scenario: Scenario) -> str:
    """All that decides how people wait in this office, but for names in words."""
    return _content(_Itself(scenario))


def a_season_is_too_short(clock: Clock) -> bool:
    """Are cases followed without the office for longer than its window lasts, so that other seasons count?"""
    return clock.end - clock.office_end > clock.window_end - clock.window_start


@dataclass(frozen=True)
class _Year:
    content: str
    scenario: Scenario = field(compare=False)


@lru_cache(maxsize=MOST)
def _known(year: _Year) -> Office:
    return office_of(year.scenario)


@dataclass(frozen=True, eq=False)
class _Itself:
    """A scenario by what it is and not by what it holds: many settings are run in one office, and writing it down takes long."""

    scenario: Scenario

    def __hash__(self) -> int:
        return id(self.scenario)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and other.scenario is self.scenario


@lru_cache(maxsize=MOST)
def _content(itself: _Itself) -> str:
    return a_year_of(itself.scenario).model_dump_json(exclude=set(SAYS_OF_ITSELF), context=UNNAMED)
