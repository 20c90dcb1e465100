"""The first screen of an answer: a few figures side by side, and the norms that are met or missed."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from sim.engine.program import codes
from sim.experiment.found.intervals import Difference, Estimate
from sim.measure.layout import channel_named
from sim.measure.norms import answer_term, kpi_of_norm, longest_wait, share_asked
from sim.measure.rows import FOCUS, OVERALL, Key
from sim.model.town.scenario import Scenario
from sim.model.values.units import HOUR, MINUTE, SECOND
from sim.report.gather.outcome import Gatherer
from sim.report.told.findings import Row
from sim.report.words.certainty import NOT_SURE
from sim.report.words.names import capital
from sim.text.pairs import marked
from sim.text.texts import Texts
from sim.text.units import written

Standing = Literal["met", "missed", "unsure", "unknown"]
STANDINGS: dict[Standing, tuple[str, str]] = {
    "met": ("✓", marked("met")),
    "missed": ("✗", marked("missed")),
    "unsure": ("?", NOT_SURE),
    "unknown": ("–", marked("not in this model")),
}
MOST_TEAMS = 6
OTHER_TEAMS = 1
"""Of teams that are not in focus, where some are."""
LETTERS = "post"
"""The key of the channel of letters."""


@dataclass(frozen=True)
class Norm:
    """One norm of the municipality and how each story stands to it.

    ``asked`` is what is asked, in words; ``values`` are the shares within the norm, one per story, NaN where nobody came, and
    ``intervals`` their ends (empty in answers stored before they were kept).
    """

    name: str
    asked: str
    values: tuple[float, ...]
    standings: tuple[Standing, ...]
    intervals: tuple[tuple[float, float], ...] = ()

    def share(self, story: int) -> Estimate:
        """The share within the norm of one story."""
        return Estimate(self.values[story], *(self.intervals[story] if self.intervals else (math.nan, math.nan)))


@dataclass(frozen=True)
class Overview:
    """The six figures, some of several rows, and the norms.

    ``apart``: online attempts and calls to a closed phone, told below the figures and never in one sum with the contacts.
    ``conversation``: what part of the work is a conversation that is wanted. Both are empty where there is nothing of it, and in
    answers stored before.
    """

    teams: tuple[Row, ...]
    reach: tuple[Row, ...]
    contacts: Row
    work: Row
    effort: Row
    cost: Row
    norms: tuple[Norm, ...]
    apart: tuple[Row, ...] = ()
    conversation: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """The figures of the table, in the order in which they are shown; those told apart stand below it."""
        return (self.contacts, self.work, *self.conversation, self.effort, *self.teams, *self.reach, self.cost)


def overview_of(gatherer: Gatherer) -> Overview:
    """What the first screen shows of a comparison. Raises ``ValueError`` when no replication was finished."""
    scenario = gatherer.scenarios[0]
    about = (FOCUS, FOCUS) if gatherer.focus.services else (OVERALL, "all")
    phone = next((name for name in _channels(scenario) if _is_phone(scenario, name)), None)
    reach = [] if phone is None else [Key(kpi, "channel", phone) for kpi in ("reachability", "service_level_offered")]

    def per_case(kpi: str) -> Row:
        return _per_case(gatherer.row("cases", Key(kpi, *about)), gatherer.say, gatherer.cases)

    return Overview(
        teams=tuple(gatherer.row("office", Key("work_in_fte", "team", team)) for team in _teams(gatherer)),
        reach=tuple(gatherer.row("office", key) for key in reach),
        contacts=per_case("remote_contacts_per_root_case"),
        work=gatherer.row("cases", Key("staff_time_per_root_case", *about)),
        effort=gatherer.row("cases", Key("citizen_effort", *about)),
        cost=_cost(gatherer.row("office", Key("work_in_fte")), scenario),
        norms=norms_of(gatherer),
        apart=_there(per_case(kpi) for kpi in ("online_attempts_per_root_case", "closed_calls_per_root_case")),
        conversation=_there([gatherer.row("cases", Key("wanted_time_per_root_case", *about))]),
    )


def _there(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Those of which there is anything in any story."""
    return tuple(row for row in rows if any(estimate.value > 0 for estimate in row.estimates))


def norms_of(gatherer: Gatherer) -> tuple[Norm, ...]:
    """The norms by channel: the share within the norm, of those of whom it is asked, against the share that is asked.

    Municipalities publish a share for the phone (T8) and a longest time for the rest (T7); for those the same share is asked
    (ASSUMPTION), unless the scenario says another (``norm`` of the channel).
    A norm is met or missed when the whole interval of the share lies on that side.
    """
    scenario, say = gatherer.scenarios[0], gatherer.say
    found = []
    for channel in _channels(scenario):
        share = share_asked(scenario, channel)
        row = gatherer.row("office", Key(kpi_of_norm(scenario, channel), "channel", channel))
        asked = say(_asked(scenario, channel), share=say.percentage(share), time=_time(scenario, channel, say))
        found.append(_norm(gatherer, capital(gatherer.labels.channels[channel]), asked, row, share, more=True))
    lost = scenario.norms.abandoned_share.value
    for channel in (name for name in _channels(scenario) if _is_phone(scenario, name)):
        row = gatherer.row("office", Key("abandonment_offered", "channel", channel))
        name = say("{channel}: abandoned", channel=capital(gatherer.labels.channels[channel]))
        found.insert(1, _norm(gatherer, name, say("at most {share}", share=say.percentage(lost)), row, lost, more=False))
    if LETTERS in scenario.baseline.channels:
        return tuple(found)
    unknown: list[Standing] = ["unknown" for _ in gatherer.results]
    nothing = (math.nan,) * len(gatherer.results)
    return (*found, Norm(say("Letter"), say("not simulated in this scenario"), nothing, tuple(unknown)))


def standing(estimate: Estimate, asked: float, *, more: bool) -> Standing:
    """Whether at least (``more``) or at most the share ``asked`` is reached, by the interval; unknown without a value."""
    if math.isnan(estimate.value):
        return "unknown"
    if estimate.low >= asked:
        return "met" if more else "missed"
    if estimate.high < asked:
        return "missed" if more else "met"
    return "unsure"


def _norm(gatherer: Gatherer, name: str, asked: str, row: Row, share: float, *, more: bool) -> Norm:
    """Of a story in which work piles up it is not sure that what was kept in these weeks will be kept later."""
    standings: tuple[Standing, ...] = tuple(
        standing(estimate, share, more=more) if balance.holds else "unsure"
        for estimate, balance in zip(row.estimates, gatherer.balance, strict=True)
    )
    values, intervals = zip(*((one.value, (one.low, one.high)) for one in row.estimates), strict=True)
    return Norm(name, asked, values, standings, intervals)


def _teams(gatherer: Gatherer) -> list[str]:
    """The teams that have people, those in focus first."""
    limited = [name for name, team in gatherer.scenarios[0].baseline.teams.items() if not team.unlimited]
    most = len(gatherer.focus.teams) + OTHER_TEAMS if gatherer.focus.teams else MOST_TEAMS
    return sorted(limited, key=lambda name: name not in gatherer.focus.teams)[: min(most, MOST_TEAMS)]


def _channels(scenario: Scenario) -> list[str]:
    return [
        name for name, channel in scenario.baseline.channels.items() if channel.kind != codes.CHANNEL_KINDS[codes.SELF_SERVICE]
    ]


def _asked(scenario: Scenario, channel: str) -> str:
    """The msgid of what a norm of time asks."""
    if channel_named(scenario, channel).kind == codes.CHANNEL_KINDS[codes.APPOINTMENT]:
        return marked("{share} within {time} of the time agreed, of who comes")
    return marked("{share} within {time}")


def _is_phone(scenario: Scenario, channel: str) -> bool:
    described = channel_named(scenario, channel)
    return described.kind == codes.CHANNEL_KINDS[codes.LIVE] and described.nest == "live_remote"


def _time(scenario: Scenario, channel: str, say: Texts) -> str:
    norm = longest_wait(scenario, channel)
    if norm is None:
        term = answer_term(scenario, channel)
        if term.working_days:
            return say.plural("{count} working day", "{count} working days", term.working_days)
        return say.plural("{count} hour", "{count} hours", round(term.time / HOUR))
    if norm < MINUTE:
        return written(say, norm / SECOND, "seconds")
    return f"{say.number(norm / MINUTE)} {say('min')}"


def _per_case(row: Row, say: Texts, cases: str) -> Row:
    """Contacts per case instead of per 100 of them."""
    per = say("per case") if not cases else say("per 100 {cases}", cases=cases)
    return replace(_scaled(row, 0.01), per=per, unit="contacts_per_case") if not cases else replace(row, per=per)


def _cost(row: Row, scenario: Scenario) -> Row:
    """Euros a year of the work in fte, at the direct rate: fte x productive hours of one fte x euros per hour (G3, G5)."""
    costs = scenario.costs
    return replace(
        _scaled(row, costs.hours_per_fte.value * costs.direct.value),
        kpi="cost_per_year",
        key="cost_per_year",
        name=marked("direct cost of the work"),
        per=marked("a year"),
        unit="whole_euros",
    )


def _scaled(row: Row, factor: float) -> Row:
    estimates = tuple(
        replace(one, value=one.value * factor, low=one.low * factor, high=one.high * factor) for one in row.estimates
    )
    differences = tuple(None if one is None else _scaled_difference(one, factor) for one in row.differences)
    return replace(row, estimates=estimates, differences=differences)


def _scaled_difference(found: Difference, factor: float) -> Difference:
    margin = None if found.margin is None else found.margin * factor
    return replace(found, value=found.value * factor, low=found.low * factor, high=found.high * factor, margin=margin)
