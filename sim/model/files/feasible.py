"""Can what a design promises be done at all? Slots with staff, teams with work, promises of enough time, a way for everybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.model.files.coverage import problem_at, queue_of
from sim.model.files.errors import Problem, listed
from sim.model.files.yaml_file import Entry
from sim.model.town.channels import Channel, Queue, Team, slot_times
from sim.model.town.options import Option
from sim.model.town.population import Behaviour, Population, Segment
from sim.model.town.scenario import Design
from sim.model.town.services import Service, options_of
from sim.model.values.calendar import QUARTER, QUARTERS_PER_DAY, WEEKDAYS, clock
from sim.model.values.units import DAY, HOUR, MINUTE
from sim.model.values.values import Term

QUARTERS = range(QUARTERS_PER_DAY)


def infeasible(design: Design, root: Entry) -> list[Problem]:
    """What nobody could do, whatever happens. Names that nothing has are passed over: they are reported by themselves."""
    return [*_no_slots(design, root), *_slots_without_staff(design, root), *_promises_too_short(design, root)]


def teams_without_work(design: Design, root: Entry) -> list[Problem]:
    """Teams with people whom no contact and no back-office work ever reaches.

    For the baseline: a measure may leave a team without work on purpose.
    """
    found = []
    back_office = {step.team for service in design.services.values() for step in service.steps.values()}
    options = [(name, channel, option) for name, service in design.services.items() for _, channel, option in options_of(service)]
    known = [(service, channel) for service, channel, _ in options if channel in design.channels]
    called = {queue_of(design, service, channel) for service, channel in known}
    called |= {option.hand_off.transfer_to for _, _, option in options}
    for name, team in design.teams.items():
        own = [
            queue
            for queue, served in design.queues.items()
            if name in served.teams and (queue in called or _is_for_call_backs(design, served))
        ]
        if not own and name not in back_office and any(shift.people > 0 for shift in team.shifts.values()):
            queues = [queue for queue, served in design.queues.items() if name in served.teams]
            found.append(problem_at(root, ("teams", name), "scenario.nobody_calls", queues=listed(queues) or "-"))
    return found


def nobody_to_ask(design: Design, behaviour: Behaviour, root: Entry) -> list[Problem]:
    """Who could not do it himself asks for help where services can be asked about, but no person answers."""
    if behaviour.reactions.dropped.ask.high <= 0:
        return []
    people = {name for name, channel in design.channels.items() if channel.kind != "self_service"}
    asked = {name: service.inquiry for name, service in design.services.items() if service.inquiry}
    alone = [name for name, channels in asked.items() if not people & set(channels)]
    if asked and not alone:
        return []
    path = ("behaviour", "reactions", "dropped", "ask")
    return [problem_at(root, path, "scenario.nobody_to_ask", services=listed(alone or design.services))]


def _is_for_call_backs(design: Design, queue: Queue) -> bool:
    return queue.channel in design.channels and design.channels[queue.channel].handoff_only


def shut_out(design: Design, population: Population, root: Entry) -> list[Problem]:
    """Services that nobody asks for, and steps through which somebody of a group has to go and cannot.

    Every channel is closed to all of the group.
    """
    found = []
    for name, service in design.services.items():
        mute = (
            [] if not service.inquiry else [key for key, one in population.segments.items() if _mute(design, service, key, one)]
        )
        if mute:
            found.append(problem_at(root, ("services", name, "inquiry"), "scenario.nobody_can_ask", segments=listed(mute)))
        if not any(segment.share.high > 0 and _asks(service, key) for key, segment in population.segments.items()):
            found.append(problem_at(root, ("services", name, "demand", "by_segment"), "scenario.nobody_asks"))
        asking = [segment for segment in population.segments if _asks(service, segment)]
        for step_name, step in service.steps.items():
            out = [
                segment
                for segment in asking
                if step.kind == "contact"
                and step.applies.high > 0
                and not any(
                    _is_open_to(design.channels.get(channel), option, population.segments[segment].online.high)
                    for channel, option in step.options.items()
                )
            ]
            if out:
                path = ("services", name, "steps", step_name, "options")
                found.append(problem_at(root, path, "scenario.no_channel_for_segment", segments=listed(out)))
    return found


def _mute(design: Design, service: Service, name: str, segment: Segment) -> bool:
    """Is every channel of the inquiry closed to all of a group that has cases?"""
    options = service.inquiry.items()
    open_to = any(_is_open_to(design.channels.get(channel), option, segment.online.high) for channel, option in options)
    return segment.share.high > 0 and _asks(service, name) and not open_to


def _asks(service: Service, segment: str) -> bool:
    weight = service.demand.by_segment.get(segment)
    return weight is None or weight.high > 0


def _is_open_to(channel: Channel | None, option: Option, online: float) -> bool:
    """Can anybody of a group of whom the share ``online`` can go online choose this? An unknown channel: yes."""
    if channel is None:
        return True
    digital = channel.kind == "self_service"
    return option.eligible.high > 0 and not channel.handoff_only and (online > 0 or not digital)


def _no_slots(design: Design, root: Entry) -> Iterator[Problem]:
    for name, channel in design.channels.items():
        if channel.slots is not None and not any(
            slot_times(channel.open, day, int(channel.slots.every.high)) for day in range(7)
        ):
            longest = max((closes - opens for day in range(7) for opens, closes in channel.open.stretches(day)), default=0)
            details = {"every": _length(channel.slots.every.high), "longest": _length(longest * QUARTER)}
            yield problem_at(root, ("channels", name, "slots", "every"), "scenario.no_slot_fits", **details)


def _slots_without_staff(design: Design, root: Entry) -> Iterator[Problem]:
    for name, channel in design.channels.items():
        queues = [queue for queue in design.queues.values() if queue.channel == name]
        names = list(dict.fromkeys(team for queue in queues for team in queue.teams))
        if channel.slots is None or not queues or any(team not in design.teams for team in names):
            continue
        taken = [_quarters_of_slots(channel, day) for day in range(7)]
        empty = [
            f"{WEEKDAYS[day]} {clock(first)}-{clock(last)}"
            for day in range(7)
            for first, last in _stretches(
                [at in taken[day] and not _is_staffed(day, at, queues, design.teams) for at in QUARTERS]
            )
        ]
        if empty and any(_is_staffed(day, at, queues, design.teams) for day in range(7) for at in QUARTERS):
            details = {"teams": listed(names), "when": listed(empty)}
            yield problem_at(root, ("channels", name, "open"), "scenario.slots_without_staff", **details)


def _quarters_of_slots(channel: Channel, day: int) -> set[int]:
    """The quarter-hours of a weekday in which there is an appointment."""
    if channel.slots is None:
        return set()
    every = int(channel.slots.every.value)
    return {
        quarter
        for begins in slot_times(channel.open, day, every)
        for quarter in range(begins // QUARTER, -(-(begins + every) // QUARTER))
    }


def _is_staffed(day: int, quarter: int, queues: list[Queue], teams: Mapping[str, Team]) -> bool:
    """Is one of these queues served at that quarter-hour of the week, by whom the roster has then?"""
    return any(
        _is_there(teams[team], day, quarter)
        for queue in queues
        if queue.hours is None or queue.hours.is_open(day, quarter)
        for team in queue.teams
    )


def _is_there(team: Team, day: int, quarter: int) -> bool:
    return team.unlimited or any(
        shift.people > 0 and day in shift.days and shift.hours.opens <= quarter < shift.hours.closes
        for shift in team.shifts.values()
    )


def _stretches(marks: list[bool]) -> Iterator[tuple[int, int]]:
    """First and last (half-open) of every row of marks that are set."""
    begun = None
    for place, mark in enumerate([*marks, False]):
        if mark and begun is None:
            begun = place
        elif not mark and begun is not None:
            yield begun, place
            begun = None


def _promises_too_short(design: Design, root: Entry) -> Iterator[Problem]:
    for name, channel in design.channels.items():
        options = [option for service in design.services.values() for _, key, option in options_of(service) if key == name]
        longest = max((option.handling.mean.low for option in options), default=0.0)
        if channel.promise is not None and _time_of(channel.promise) < longest:
            yield _too_short(root, ("channels", name, "promise"), longest)
    for name, service in design.services.items():
        for step_name, step in service.steps.items():
            if step.promise is not None and _time_of(step.promise) < step.work.mean.low:
                yield _too_short(root, ("services", name, "steps", step_name, "promise"), step.work.mean.low)


def _too_short(root: Entry, path: tuple[str, ...], work: float) -> Problem:
    return problem_at(root, path, "scenario.promise_too_short", work=_length(work))


def _length(time: float) -> str:
    unit, size = ("min", MINUTE) if time < 2 * HOUR else ("hours", HOUR)
    return f"{time / size:.3g} {unit}"


def _time_of(promise: Term) -> float:
    """The longest that a promise can give: n working days end with the n-th day after today."""
    return (promise.amount.high + 1) * DAY if promise.working_days else promise.amount.high
