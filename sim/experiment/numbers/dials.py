"""The dials of a question: the few numbers that a planner turns, each an assumption of all scenarios or a lever of one.

An *assumption* says how citizens and work are, so it holds today as well: it is set in every scenario. A *lever* is how the
service is designed: it is set in the measures of one scenario and leaves today, and the warm-up, as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sim.experiment.numbers.vary import range_at, with_lever, with_value
from sim.measure.rows import Focus
from sim.model.town.channels import Shift, Team
from sim.model.town.options import Option
from sim.model.town.scenario import Design, Scenario
from sim.model.town.services import Service, options_of
from sim.model.values.calendar import Hours, WeekHoursModel
from sim.model.values.units import MINUTE
from sim.model.values.values import Range

Kind = Literal["assumption", "lever"]
Form = Literal["number", "share", "factor", "minutes", "growth", "people", "hour"]
EVENING_PEOPLE = 2
"""People at the phone in hours that a dial adds at the end of the day (ASSUMPTION, as few as can relieve each other)."""
QUESTIONS = ("behaviour.questions.opens", "behaviour.questions.per_case")
MOST_GROWTH = 0.25
"""Calls of HMRC and Calderdale got 18 to 24% longer when the simple ones left (T3)."""


@dataclass(frozen=True, eq=False)
class Dial:
    """One dial. ``value`` is where it stands when nobody has turned it; ``low`` to ``high`` is how far it goes.

    ``source`` is where the range comes from (a fact id, or ASSUMPTION), empty for a lever of the designer. ``about`` names the
    team it is about, empty otherwise. ``turned`` sets it in one scenario.
    """

    name: str
    kind: Kind
    form: Form
    low: float
    value: float
    high: float
    step: float
    source: str
    about: str
    turned: Callable[[Scenario, float], Scenario]


def dials_of(story: Scenario, focus: Focus) -> tuple[Dial, ...]:
    """The dials that this story has something to turn for, in the order in which they are shown."""
    found = [
        *_steering(story, focus),
        *_numbers(story, focus),
        *_conversation(story, focus),
        *_talk_time(story, focus),
        *_people(story, focus),
        *_opening(story),
    ]
    return tuple(found)


def turned(
    reference: Scenario, story: Scenario, dials: Sequence[Dial], settings: Mapping[str, float]
) -> tuple[Scenario, Scenario]:
    """Both scenarios with the dials of ``settings`` (by name) turned; what stands at its value is left alone."""
    for dial in dials:
        value = settings.get(dial.name, dial.value)
        if value == dial.value:
            continue
        story = dial.turned(story, value)
        if dial.kind == "assumption":
            reference = dial.turned(reference, value)
    return reference, story


def _services(story: Scenario, focus: Focus) -> dict[str, Service]:
    return {name: service for name, service in story.design.services.items() if name in focus.services}


def _options(story: Scenario, focus: Focus, kind: str) -> Iterator[tuple[str, Option]]:
    """(path, option) of every step of the services in focus at channels of a kind, as all measures leave them."""
    for name, service in _services(story, focus).items():
        for step, channel, option in options_of(service):
            if story.design.channels[channel].kind == kind:
                place = {"inquiry": "inquiry", "look_up": "look_up.options"}.get(step, f"steps.{step}.options")
                yield f"services.{name}.{place}.{channel}", option


def _steering(story: Scenario, focus: Focus) -> Iterator[Dial]:
    steered = [(f"{path}.steering", option.steering.value) for path, option in _options(story, focus, "self_service")]
    steered = [(path, value) for path, value in steered if value]
    if not steered:
        return

    def turn(scenario: Scenario, factor: float) -> Scenario:
        for path, value in steered:
            scenario = with_lever(scenario, path, value * factor)
        return scenario

    yield Dial("steering", "lever", "factor", 0.0, 1.0, 1.5, 0.25, "", "", turn)


def _numbers(story: Scenario, focus: Focus) -> Iterator[Dial]:
    """Ranged numbers of the file; those of several steps move together, from the low to the high of each."""
    services = _services(story, focus)
    self_service = [path for path, _ in _options(story, focus, "self_service")]
    reassurance = [f"services.{name}.reassurance.contacts_per_case" for name in services]
    checks = [
        f"services.{name}.steps.{step}.work_digital_factor"
        for name, service in services.items()
        for step, described in service.steps.items()
        if described.checks_completeness
    ]
    if any(service.inquiry for service in services.values()):
        yield from _together(story, "questions", QUESTIONS, "number", 0.1)
    yield from _together(story, "reassurance", reassurance, "number", 0.05)
    yield from _together(story, "online_works", [f"{path}.resolves" for path in self_service], "share", 0.01)
    yield from _together(story, "complete_at_once", [f"{path}.complete" for path in self_service], "share", 0.01)
    yield from _together(story, "digital_work", checks, "share", 0.05)


def _together(story: Scenario, name: str, paths: Sequence[str], form: Form, step: float) -> Iterator[Dial]:
    """One dial for numbers that mean the same: it shows the one with the widest range and moves the others alike."""
    ranges = {path: range_at(story, path) for path in paths}
    ranges = {path: found for path, found in ranges.items() if found.is_ranged}
    if not ranges:
        return
    lead = max(ranges.values(), key=lambda found: found.high - found.low)

    def turn(scenario: Scenario, value: float) -> Scenario:
        for path, found in ranges.items():
            scenario = with_value(scenario, path, moved(found, lead, value))
        return scenario

    yield Dial(name, "assumption", form, lead.low, lead.mid, lead.high, step, lead.source or "ASSUMPTION", "", turn)


def moved(found: Range, lead: Range, value: float) -> float:
    """Where ``found`` stands when ``lead`` is moved to ``value``: as far from its middle to its end, and never beyond that."""
    if value >= lead.mid:
        width = lead.high - lead.mid
        at = found.mid + (found.high - found.mid) * ((value - lead.mid) / width if width else 0.0)
    else:
        at = found.mid - (found.mid - found.low) * (lead.mid - value) / (lead.mid - lead.low)
    return min(max(at, found.low), found.high)


def _conversation(story: Scenario, focus: Focus) -> Iterator[Dial]:
    """Minutes of the wanted step of a service, 0 = it does not take place."""
    for name, service in _services(story, focus).items():
        for step, described in service.steps.items():
            if not described.wanted:
                continue
            place = f"services.{name}.steps.{step}"
            lengths = {channel: option.handling.mean.value for channel, option in described.options.items()}
            minutes = max(lengths.values()) / MINUTE

            def turn(
                scenario: Scenario, value: float, place: str = place, channels: tuple[str, ...] = tuple(lengths)
            ) -> Scenario:
                scenario = with_lever(scenario, f"{place}.applies", 1.0 if value else 0.0)
                for channel in channels if value else ():
                    scenario = with_lever(scenario, f"{place}.options.{channel}.handling", value * MINUTE)
                return scenario

            stands = minutes if described.applies.value else 0.0
            yield Dial("conversation", "lever", "minutes", 0.0, stands, 60.0, 5.0, "", "", turn)
            return


def _talk_time(story: Scenario, focus: Focus) -> Iterator[Dial]:
    calls = [
        (f"{path}.handling", option.handling.mean.value)
        for path, option in _options(story, focus, "live")
        if story.design.channels[path.rpartition(".")[2]].nest == "live_remote"
    ]
    if not calls:
        return

    def turn(scenario: Scenario, growth: float) -> Scenario:
        for path, value in calls:
            scenario = with_lever(scenario, path, value * (1.0 + growth))
        return scenario

    yield Dial("talk_time", "lever", "growth", 0.0, 0.0, MOST_GROWTH, 0.05, "T3", "", turn)


def _people(story: Scenario, focus: Focus) -> Iterator[Dial]:
    """More or fewer people, for the team at the phone and the teams in focus."""
    phone = {team for queue in story.design.queues.values() if _is_phone(story, queue.channel) for team in queue.teams}
    answering = [name for name in story.design.teams if name in phone and not _handed_to(story, name)]
    for name in dict.fromkeys([*answering[:1], *focus.teams[:1]]):
        largest = max((shift.people for shift in story.design.teams[name].shifts.values()), default=0)
        if not largest:
            continue
        least = float(-min(3, largest))

        def turn(scenario: Scenario, people: float, name: str = name) -> Scenario:
            return _with_design(scenario, lambda design: _staffed(design, name, int(people)))

        yield Dial(f"people.{name}", "lever", "people", least, 0.0, 3.0, 1.0, "", name, turn)


def _opening(story: Scenario) -> Iterator[Dial]:
    """The hour at which the phone closes; hours that are added have ``EVENING_PEOPLE`` of the team that answers."""
    phones = [name for name in story.design.channels if _is_phone(story, name)]
    for name in phones[:1]:
        hours = story.design.channels[name].open
        closes = max((span.closes for spans in hours.days.values() for span in spans), default=0)
        if hours.always or not closes:
            return

        def turn(scenario: Scenario, hour: float, name: str = name) -> Scenario:
            return _with_design(scenario, lambda design: _closing_at(design, name, round(hour * 4)))

        yield Dial(
            "closing", "lever", "hour", max(12.0, closes / 4 - 3), closes / 4, min(22.0, closes / 4 + 4), 0.5, "", "", turn
        )


def _with_design(scenario: Scenario, change: Callable[[Design], Design]) -> Scenario:
    return scenario.model_copy(update={"designs": (scenario.baseline, *map(change, scenario.designs[1:]))})


def _staffed(design: Design, name: str, people: int) -> Design:
    """People more in (or, below 0, taken from) the shift of the team that has the most."""
    team = design.teams[name]
    chosen = max(team.shifts, key=lambda shift: team.shifts[shift].people)
    shift = team.shifts[chosen]
    new = shift.model_copy(update={"people": max(0, shift.people + people)})
    return _with_team(design, name, team.model_copy(update={"shifts": team.shifts | {chosen: new}}))


def _closing_at(design: Design, name: str, closes: int) -> Design:
    channel = design.channels[name]
    latest = max(span.closes for spans in channel.open.days.values() for span in spans)
    days = {day: tuple(_until(span, latest, closes) for span in spans) for day, spans in channel.open.days.items()}
    opened = channel.model_copy(update={"open": WeekHoursModel(days=days)})
    design = design.model_copy(update={"channels": design.channels | {name: opened}})
    if closes <= latest:
        return design
    answering = [
        team for queue in design.queues.values() if queue.channel == name and not queue.handoff_only for team in queue.teams
    ]
    if not answering or not design.teams[answering[0]].shifts:  # who is unlimited is there in the evening too
        return design
    team = design.teams[answering[0]]
    after = max(shift.hours.closes for shift in team.shifts.values())
    if closes + 1 <= after:
        return design
    evening = Shift(days=tuple(days), hours=Hours(opens=after, closes=closes + 1), people=EVENING_PEOPLE)
    return _with_team(design, answering[0], team.model_copy(update={"shifts": team.shifts | {"evening (dial)": evening}}))


def _until(span: Hours, latest: int, closes: int) -> Hours:
    """A span that ends with the day now ends at ``closes``; others are cut off there."""
    end = closes if span.closes == latest else min(span.closes, closes)
    return Hours(opens=min(span.opens, end - 1), closes=end)


def _with_team(design: Design, name: str, team: Team) -> Design:
    return design.model_copy(update={"teams": design.teams | {name: team}})


def _is_phone(story: Scenario, channel: str) -> bool:
    described = story.design.channels[channel]
    return described.kind == "live" and described.nest == "live_remote"


def _handed_to(story: Scenario, team: str) -> bool:
    """Does the team only get calls that others put through?"""
    queues = [queue for queue in story.design.queues.values() if team in queue.teams and _is_phone(story, queue.channel)]
    return all(queue.handoff_only for queue in queues)
