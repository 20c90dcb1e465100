"""Warnings where a run starts too late to be as it would be in the middle of a year.

A run begins with an empty agenda and empty piles. What the window shows is only right when everything that takes long had
time to fill before it: agendas up to their horizon, work that lies for weeks, and cases that wait for their event date. It is a
warning and no error: who tries something out in a few weeks may know that, but should not have to find out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from sim.model.checks.warned import Warned
from sim.model.town.scenario import Scenario
from sim.model.town.services import Event, Service, options_of
from sim.model.values.units import WEEK
from sim.model.values.values import Term
from sim.model.words.written import duration, term
from sim.text.pairs import Text

WORKING_DAYS_PER_WEEK = 5

TEXTS: dict[str, Text] = {
    "warm_up.horizon": Text(
        "'{name}' is booked up to {longest} ahead, and {before} are simulated before the window; its agenda is then emptier "
        "than it would be. Write {write} or more",
        "'{name}' wordt tot {longest} vooruit geboekt, en voor de gemeten periode worden {before} gesimuleerd; de agenda is "
        "dan leger dan hij zou zijn. Schrijf {write} of meer",
    ),
    "warm_up.promise": Text(
        "'{name}' promises an answer within {longest}, and {before} are simulated before the window; fewer are late then than "
        "would be. Write {write} or more",
        "'{name}' belooft een antwoord binnen {longest}, en voor de gemeten periode worden {before} gesimuleerd; dan is "
        "minder te laat dan zou zijn. Schrijf {write} of meer",
    ),
    "warm_up.lead": Text(
        "'{name}' takes up to {longest}, and {before} are simulated before the window; less of it is under way then than "
        "would be. Write {write} or more",
        "'{name}' duurt tot {longest}, en voor de gemeten periode worden {before} gesimuleerd; dan loopt er minder dan zou "
        "zijn. Schrijf {write} of meer",
    ),
    "warm_up.event": Text(
        "'{name}' begins up to {longest} before its date, and {before} are simulated before the window; fewer are under way "
        "then than would be. Write {write} or more",
        "'{name}' begint tot {longest} voor de datum, en voor de gemeten periode worden {before} gesimuleerd; dan lopen er "
        "minder dan zou zijn. Schrijf {write} of meer",
    ),
}


@dataclass(frozen=True)
class Longer:
    """What takes ``longest``: longer than the weeks ``before`` the window. ``needed`` weeks of ``key`` under period cover it."""

    code: str
    path: str
    label: Text
    longest: float | Term
    before: int
    key: str
    needed: int

    def warning(self) -> Warned:
        time = self.longest
        longest = Text.of(lambda language: term(time, language) if isinstance(time, Term) else duration(time, language))
        before = Text("1 week", "1 week") if self.before == 1 else Text(f"{self.before} weeks", f"{self.before} weken")
        write = f"period: {{{self.key}: {self.needed}}}"
        return Warned(self.code, self.path, TEXTS[self.code].filled(name=self.label, longest=longest, before=before, write=write))


def warm_up_warnings(scenario: Scenario) -> tuple[Warned, ...]:
    """What the baseline has that takes longer than the weeks before the window; of each kind the longest."""
    worst: dict[str, Longer] = {}
    for found in (*_channels(scenario), *_steps(scenario), *_events(scenario)):
        if found.code not in worst or found.needed > worst[found.code].needed:
            worst[found.code] = found
    return tuple(found.warning() for found in worst.values())


def _channels(scenario: Scenario) -> Iterator[Longer]:
    """Agendas and promises of the channels that a service uses."""
    design, period = scenario.baseline, scenario.period
    used = {channel for service in design.services.values() for _, channel, _ in options_of(service)}
    for name, channel in design.channels.items():
        if name not in used and not channel.handoff_only:
            continue
        path = f"channels.{name}"
        if channel.slots is not None:
            longest = channel.slots.horizon.value
            if longest > period.warm_up * WEEK:
                weeks = ceil(longest / WEEK)
                yield Longer("warm_up.horizon", f"{path}.slots.horizon", channel.label, longest, period.warm_up, "warm_up", weeks)
        if channel.promise is not None and _weeks(channel.promise) > period.warm_up:
            weeks = ceil(_weeks(channel.promise))
            yield Longer("warm_up.promise", f"{path}.promise", channel.label, channel.promise, period.warm_up, "warm_up", weeks)


def _steps(scenario: Scenario) -> Iterator[Longer]:
    """Promises and lead times of the back office; a service with an event date also has the weeks of the prelude."""
    period = scenario.period
    for service_name, service in scenario.baseline.services.items():
        for name, step in service.steps.items():
            if step.kind != "back_office":
                continue
            before = period.warm_up + (period.prelude if service.event else 0)
            label = _of(step.label, service)
            path = f"services.{service_name}.steps.{name}"
            if step.promise is not None and _weeks(step.promise) > before:
                needed = ceil(_weeks(step.promise))
                yield Longer("warm_up.promise", f"{path}.promise", label, step.promise, before, "warm_up", needed)
            lead = step.lead.longest
            if lead > before * WEEK:
                yield Longer("warm_up.lead", f"{path}.lead", label, lead, before, "warm_up", ceil(lead / WEEK))


def _events(scenario: Scenario) -> Iterator[Longer]:
    period = scenario.period
    before = period.prelude + period.warm_up
    for name, service in scenario.baseline.services.items():
        if service.event is None:
            continue
        longest = _furthest(service.event)
        if longest > before * WEEK:
            needed = ceil(longest / WEEK) - period.warm_up
            yield Longer("warm_up.event", f"services.{name}.event", service.label, longest, before, "prelude", needed)


def _furthest(event: Event) -> float:
    """How far ahead of the event a case begins at most; the engine looks for a date that suits within four weeks of it."""
    return min(event.furthest.value, event.ahead.longest) if event.ahead.is_bounded else event.furthest.value


def _weeks(promise: Term) -> float:
    return promise.amount.value / (WORKING_DAYS_PER_WEEK if promise.working_days else WEEK)


def _of(step: Text, service: Service) -> Text:
    return Text.of(lambda language: f"{step.said(language)} ({service.label.said(language)})")
