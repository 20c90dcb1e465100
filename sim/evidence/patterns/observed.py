"""What the patterns count in the log of one simulated town: calls, failed attempts online, applications, back-office hours."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.engine.program import codes
from sim.engine.program.tables import Tables
from sim.evidence.front_office import years_of
from sim.measure.counting.quantities import AVOIDABLE
from sim.measure.layout import Array, Compiled, Dimensions, dimensions_of
from sim.measure.log import Log
from sim.measure.measuring import root_cases
from sim.measure.roots import LinesOfLog, RootCases, lines_of
from sim.model.values.units import DAY, HOUR

FAILURE_CAUSES = tuple(codes.CAUSES.index(cause) for cause in AVOIDABLE)
CALLS = ("live_remote",)
REMOTE = ("live_remote", "written")


@dataclass(frozen=True, eq=False)
class Observed:
    """The log of one replication of one town, with what is counted in it.

    Contacts count when requested in the window, cases when they began in it. *In opening hours* is every contact but those that
    found the channel closed. A call is an attempt at a live channel that is no visit; the municipality's calls back are no calls.
    """

    tables: Tables
    compiled: Compiled

    @cached_property
    def log(self) -> Log:
        return Log.of(self.tables)

    @cached_property
    def dimensions(self) -> Dimensions:
        return dimensions_of(self.compiled)

    @cached_property
    def lines(self) -> LinesOfLog:
        return lines_of(self.tables, self.compiled)

    @cached_property
    def roots(self) -> RootCases:
        return root_cases(self.tables, self.compiled)

    @property
    def has_calls(self) -> bool:
        return bool(len(self.dimensions.channels_of([codes.LIVE], CALLS)))

    @property
    def has_web(self) -> bool:
        return bool(len(self._web_channels))

    def calls(self) -> float:
        """Calls in opening hours, requested in the window."""
        return float(np.count_nonzero(self._is_call & self._in_window))

    def calls_after_web(self) -> float:
        """Of those the share whose root case had tried online before; a look-up that found nothing is such a try.

        NaN where nobody calls.
        """
        contacts = self.log.contacts
        web = np.isin(contacts["channel"], self._web_channels)
        root, requested = contacts["root"], contacts["requested"]
        entities, place = np.unique(root, return_inverse=True)
        first = np.full(len(entities), np.iinfo(np.int64).max)
        np.minimum.at(first, place[web], requested[web])
        calls = self._is_call & self._in_window
        return _share(first[place[calls]] < requested[calls])

    def failed_to_people(self) -> float:
        """Of the attempts online that failed in the window the share after which the next contact of the root case was a call,
        a visit or something written.

        The municipality's calls back are no such contact. Look-ups that failed and were let go count as attempts after which
        nothing came. NaN where none failed.
        """
        contacts = self.log.contacts
        made = np.flatnonzero(contacts["cause"] != codes.CALLED_BACK)
        order = made[np.lexsort([contacts.at(name, made) for name in ("contact", "case", "requested", "root")])]
        root, outcome, channel = (contacts.at(name, order) for name in ("root", "outcome", "channel"))
        next_is_own = np.append(root[1:] == root[:-1], False)
        next_channel = np.append(channel[1:], -1)
        people = np.isin(next_channel, self.dimensions.channels_of([codes.LIVE, codes.APPOINTMENT, codes.DEFERRED]))
        failed = (outcome == codes.DROPPED) & np.isin(channel, self._web_channels) & self._in_window[order]
        asked, failures = np.count_nonzero(failed & next_is_own & people), np.count_nonzero(failed) + self._let_go
        return float(asked / failures) if failures else math.nan

    def failure_demand_of_calls(self) -> float:
        """The share of failure demand among calls in opening hours, reassurance apart.

        Its causes are those of the KPI ``failure_demand``, so that both say the same. NaN where nobody calls.
        """
        calls = self._is_call & self._in_window
        return _share(np.isin(self.log.contacts["cause"][calls], FAILURE_CAUSES))

    def calls_per_100(self, service: str) -> float:
        """Calls in opening hours of the root cases of a service that began in the window, per 100 of them; NaN without any."""
        return self._per_100(self._is_call, service)

    def remote_per_100(self, service: str) -> float:
        """Calls, e-mails, messages and letters in opening hours of the root cases of a service, per 100 of them.

        As in the KPI ``remote_contacts_per_root_case`` the municipality's calls back are among them.
        """
        remote = self.dimensions.channels_of([codes.LIVE, codes.DEFERRED], REMOTE)
        return self._per_100(self._in_opening_hours(remote), service)

    def back_office_hours_per_100(self, service: str) -> float:
        """Hours behind the counter per 100 root cases of a service."""
        number = self._roots_of(service)
        hours = self.roots["back_office_time"][number].sum() / HOUR
        return float(100.0 * hours / np.count_nonzero(number)) if number.any() else math.nan

    def digital_share(self, service: str) -> float:
        """The share of the applications for a service that was handed in online."""
        number = self._roots_of(service)
        applications = self.roots["applications"][number].sum()
        return float(self.roots["digital"][number].sum() / applications) if applications else math.nan

    def online_applications(self) -> float:
        """Applications handed in online by the root cases of the window; an appointment booked online is none."""
        return float(self.roots["digital"].sum())

    def online_applications_per_inhabitant(self) -> float:
        """The same per inhabitant a year: the window is taken for the whole year."""
        return self.online_applications() / self.compiled.scenario.population.inhabitants / years_of(self.compiled)

    @cached_property
    def _in_window(self) -> Array:
        clock, requested = self.compiled.clock, self.log.contacts["requested"]
        found: Array = (requested >= clock.window_start) & (requested < clock.window_end)
        return found

    @cached_property
    def _is_call(self) -> Array:
        return self._in_opening_hours(self.dimensions.channels_of([codes.LIVE], CALLS))

    @cached_property
    def _web_channels(self) -> Array:
        return self.dimensions.channels_of([codes.SELF_SERVICE])

    @property
    def _let_go(self) -> int:
        """Look-ups of the window that found nothing and were let go."""
        lookups = self.tables.lookups
        first, end = (moment // DAY for moment in (self.compiled.clock.window_start, self.compiled.clock.window_end))
        inside = (lookups["day"] >= first) & (lookups["day"] < end)
        return int(lookups["let_go"][inside].sum())

    def _in_opening_hours(self, channels: Array) -> Array:
        contacts = self.log.contacts
        found: Array = np.isin(contacts["channel"], channels) & (contacts["outcome"] != codes.CLOSED)
        return found

    def _roots_of(self, service: str) -> Array:
        found: Array = self.lines.service == self.compiled.names.services.index(service)
        return found

    def _per_100(self, contacts: Array, service: str) -> float:
        number = self._roots_of(service)
        of_service = np.append(number, False)[self.lines.of_contact]  # -1 meets the False
        counted = np.count_nonzero(contacts & of_service)
        return float(100.0 * counted / np.count_nonzero(number)) if number.any() else math.nan


def _share(chosen: Array) -> float:
    return float(chosen.mean()) if len(chosen) else math.nan
