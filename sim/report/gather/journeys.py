"""Journeys in words: the flows of contacts, and two citizens followed through both worlds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sim.experiment.found.followed import Followed, Life, Moment
from sim.measure.journeys import Flow, Flows
from sim.model.town.scenario import Scenario
from sim.model.values.units import HOUR, MINUTE
from sim.report.words.names import Labels, capital, cases_word
from sim.text.pairs import marked
from sim.text.texts import Texts

CAUSES = {
    "again": marked("again, after it failed"),
    "correction": marked("complete the application"),
    "reassurance": marked("to be sure"),
    "status": marked("ask about something late"),
    "referral": marked("sent here"),
    "called_back": marked("called back"),
    "question": marked("with a question"),
}
"""Why a contact was made; what is no more than the need itself is told by its step."""
ENDS = {
    "resolved": marked("done"),
    "not_resolved": marked("did not work"),
    "not_reached": marked("not reached"),
    "passed_on": marked("passed on"),
    "open": marked("still going on"),
}
OUTCOMES = {
    "open": marked("still going on"),
    "resolved": marked("done"),
    "unresolved": marked("not solved"),
    "transferred_lost": marked("put through, then lost"),
    "call_back": marked("will be called back"),
    "referred": marked("sent elsewhere"),
    "closed": marked("it was closed"),
    "lines_full": marked("all lines full"),
    "balked": marked("did not wait after the announced wait"),
    "abandoned": marked("gave up waiting"),
    "sent_away": marked("sent away at closing time"),
    "dropped": marked("did not work online"),
    "no_slot": marked("no appointment to be had"),
    "no_show": marked("did not come"),
    "promise_broken": marked("no answer came"),
    "cancelled": marked("called off the appointment"),
}


NOT = "–"
"""Stands where a contact did not take place."""


@dataclass(frozen=True)
class FlowTold:
    """``amount`` contacts per 100 cases for ``reason``, at ``channel``, that ended as ``end``. ``extra``: not the need itself."""

    reason: str
    channel: str
    end: str
    amount: float
    extra: bool


@dataclass(frozen=True)
class MomentTold:
    """One contact, or what was tried within one minute: when it took place, where, what for, and what came of it.

    ``when`` is a dash for what did not take place; ``asked`` is when it was asked for, empty where that is the same minute.
    """

    when: str
    channel: str
    what: str
    result: str
    asked: str = ""


@dataclass(frozen=True)
class LifeTold:
    """The case in one world: the name of the world, its sum in one sentence, and its contacts in order."""

    story: str
    summary: str
    moments: tuple[MomentTold, ...]


@dataclass(frozen=True)
class FollowedTold:
    """One citizen in two worlds: who it is, what the difference comes to, and both lives."""

    title: str
    difference: str
    lives: tuple[LifeTold, ...]


def flows_told(flows: Flows, scenario: Scenario, labels: Labels, say: Texts) -> tuple[FlowTold, ...]:
    """The flows per 100 cases, equal ones together, most first."""
    totals: dict[tuple[str, str, str, bool], float] = {}
    for flow in flows.flows:
        channel = labels.channels.get(flow.channel, flow.channel)
        key = (capital(_reason(flow, scenario, say)), capital(channel), capital(say(ENDS[flow.end])), flow.cause in CAUSES)
        totals[key] = totals.get(key, 0.0) + 100 * flow.count / max(1, flows.cases)
    told = [FlowTold(reason, channel, end, amount, extra) for (reason, channel, end, extra), amount in totals.items()]
    return tuple(sorted(told, key=lambda flow: (-flow.amount, flow.reason, flow.channel, flow.end)))


def followed_told(
    found: Followed, scenarios: tuple[Scenario, Scenario], stories: tuple[str, str], labels: Labels, cases: str, say: Texts
) -> FollowedTold:
    """One citizen in words; ``stories`` are the names of both worlds."""
    group = labels.segments.get(found.segment, found.segment)
    who = say("Group: {group}.", group=group)
    if found.event is not None:
        who += " " + say("The day itself: {day}.", day=say.day(found.event.date()))
    first, second = (round(life.effort / MINUTE) for life in found.lives)  # as they stand at each life
    names = {"story": stories[1], "reference": stories[0], "minutes": abs(second - first)}
    if found.which == "gains":
        difference = say("In {story} this takes {minutes} minutes less of the citizen than in {reference}.", **names)
        title = say("Somebody who gains")
    else:
        difference = say("In {story} this takes {minutes} minutes more of the citizen than in {reference}.", **names)
        title = say("Somebody who loses")
    lives = tuple(
        _life(life, scenario, story, labels, say) for life, scenario, story in zip(found.lives, scenarios, stories, strict=True)
    )
    about = say("The middle one of the {cases} like this. {who}", cases=cases_word(say, cases), who=who)
    return FollowedTold(f"{title}. {about}", difference, lives)


def _life(life: Life, scenario: Scenario, story: str, labels: Labels, say: Texts) -> LifeTold:
    summary = say.plural(
        "{count} contact, {effort} minutes of the citizen (waiting included), {staff} minutes of staff.",
        "{count} contacts, {effort} minutes of the citizen (waiting included), {staff} minutes of staff.",
        len(life.moments),
        effort=say.number(life.effort / MINUTE),
        staff=say.number(life.staff_time / MINUTE),
    )
    lines = groupby(life.moments, key=lambda moment: (_minute(moment.at), _minute(moment.asked)))
    return LifeTold(story, summary, tuple(_line(list(moments), scenario, labels, say) for _, moments in lines))


def _line(moments: Sequence[Moment], scenario: Scenario, labels: Labels, say: Texts) -> MomentTold:
    """What was asked for in one minute, and took place in one minute, as one line."""
    came = next((moment.took_place for moment in moments if moment.took_place is not None), None)
    asked = moments[0].asked
    channels = [labels.channels.get(moment.channel, moment.channel) for moment in moments]
    again = [place > 0 and moment.cause == "again" for place, moment in enumerate(moments)]  # the line tells that itself
    whats = [_what(moment, scenario, say, plain=known) for moment, known in zip(moments, again, strict=True)]
    results = [_result(moment, say) for moment in moments]
    where, why = list(dict.fromkeys(channels)), list(dict.fromkeys(whats))
    if len(where) > 1:
        results = [f"{channel}: {result}" for channel, result in zip(channels, results, strict=True)]
    counts = Counter(results)
    told = [
        result if count == 1 else say("{count} times {result}", count=say.number(count), result=result)
        for result, count in counts.items()
    ]
    return MomentTold(
        NOT if came is None else say.moment(came),
        say(", then ").join([capital(where[0]), *where[1:]]),
        "; ".join([capital(why[0]), *why[1:]]),
        "; ".join(told),
        "" if came is not None and _minute(came) == _minute(asked) else say.moment(asked),
    )


def _what(moment: Moment, scenario: Scenario, say: Texts, *, plain: bool) -> str:
    step = _step(scenario, moment.service, moment.step, say)
    if plain or moment.cause not in CAUSES:
        return step
    return f"{step} ({say(CAUSES[moment.cause])})" if step else say(CAUSES[moment.cause])


def _result(moment: Moment, say: Texts) -> str:
    parts = [say(OUTCOMES[moment.outcome])]
    if moment.waited >= MINUTE:
        parts.append(say("after {time} of waiting", time=_time(moment.waited, say)))
    if moment.found_hidden_need:
        parts.append(say("the question behind the question came up"))
    return ", ".join(parts)


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _reason(flow: Flow, scenario: Scenario, say: Texts) -> str:
    return say(CAUSES[flow.cause]) if flow.cause in CAUSES else _step(scenario, flow.service, flow.step, say)


def _step(scenario: Scenario, service: str, step: str, say: Texts) -> str:
    """The label of a step; empty for an inquiry, which is no step of its own."""
    for design in scenario.designs:
        found = design.services[service].steps.get(step) if service in design.services else None
        if found is not None:
            return say(found.label)
    return ""


def _time(waited: int, say: Texts) -> str:
    if waited < 2 * HOUR:
        return say("{count} min", count=say.number(waited / MINUTE))
    return say("{count} hours", count=say.number(waited / HOUR))


def all_reasons(flows: Sequence[FlowTold]) -> list[str]:
    """The reasons in the order of a journey: the steps first, then what came on top, most contacts first in each."""
    totals: dict[tuple[bool, str], float] = {}
    for flow in flows:
        totals[flow.extra, flow.reason] = totals.get((flow.extra, flow.reason), 0.0) + flow.amount
    return [reason for _, reason in sorted(totals, key=lambda key: (key[0], -totals[key]))]
