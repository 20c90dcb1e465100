"""What is known of offices that are not run whole (:mod:`sim.engine.office`), kept: each takes a replication or two."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future
from functools import lru_cache

from sim.engine.build.parts import Itself
from sim.engine.office import Office, a_year_of, office_of
from sim.engine.simulate import Clock
from sim.model.town.scenario import SAYS_OF_ITSELF, Scenario
from sim.model.values.values import UNNAMED

MOST = 16
"""The last that were asked for, some megabytes each."""


def known_office(scenario: Scenario) -> Office:
    """How people wait in the office of ``scenario``; who asks while it is worked out for somebody else waits for that."""
    return _KNOWN.of(content_of(scenario), scenario)


def content_of(scenario: Scenario) -> str:
    """All that decides how people wait in this office, but for names in words."""
    return _content(Itself(scenario))


def a_season_is_too_short(clock: Clock) -> bool:
    """Are cases followed without the office for longer than its window lasts, so that other seasons count?"""
    return clock.end - clock.office_end > clock.window_end - clock.window_start


class _Known:
    """The last :data:`MOST` offices by their content, and those that are worked out now."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: OrderedDict[str, Future[Office]] = OrderedDict()

    def of(self, content: str, scenario: Scenario) -> Office:
        with self._lock:
            found = self._found.get(content)
            ours = found is None
            if found is None:
                found = self._found[content] = Future()
            self._found.move_to_end(content)
            while len(self._found) > MOST:
                self._found.popitem(last=False)
        if ours:
            self._work_out(found, content, scenario)
        return found.result()

    def _work_out(self, found: Future[Office], content: str, scenario: Scenario) -> None:
        try:
            found.set_result(office_of(scenario))
        except BaseException as error:  # noqa: BLE001 - whoever waits for it must be told, whatever it was
            with self._lock:
                self._found.pop(content, None)
            found.set_exception(error)


_KNOWN = _Known()


@lru_cache(maxsize=MOST)
def _content(itself: Itself[Scenario]) -> str:
    """Many settings are run in one office, and writing it down takes long."""
    return a_year_of(itself.value).model_dump_json(exclude=set(SAYS_OF_ITSELF), context=UNNAMED)
