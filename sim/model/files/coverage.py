"""Is there somebody for every contact, and a contact for everybody on duty?"""

from __future__ import annotations

from collections.abc import Iterator

from sim.model.files.errors import Problem, listed
from sim.model.files.tree import Path, find
from sim.model.files.yaml_file import Entry
from sim.model.town.channels import Channel, Queue, Shift
from sim.model.town.options import HandOff, Option
from sim.model.town.scenario import Design
from sim.model.town.turning_up import TURNING_UP
from sim.model.values.calendar import WEEKDAYS, clock


def uncovered(design: Design, root: Entry) -> list[Problem]:
    """Steps that nobody can serve, and shifts outside all opening hours.

    Names that nothing has are passed over: they are reported by themselves.
    """
    return [
        *_unserved_options(design, root),
        *_done_alone(design, root),
        *_not_by_appointment(design, root),
        *_stays_in_vain(design, root),
        *_unserved_back_office(design, root),
        *_idle_shifts(design, root),
    ]


def queue_of(design: Design, service: str, channel: str) -> str | None:
    """The queue that a contact of ``service`` joins at ``channel``: the first in the file that takes it.

    Queues that only take handed-off contacts are passed over, unless the channel itself is for those only.
    """
    handed_off = design.channels[channel].handoff_only
    return next(
        (
            name
            for name, queue in design.queues.items()
            if queue.channel == channel and takes(queue, service) and (handed_off or not queue.handoff_only)
        ),
        None,
    )


def takes(queue: Queue, service: str) -> bool:
    return queue.services == "all" or service in queue.services


def _options(design: Design) -> Iterator[tuple[str, Path, str, Option, list[str]]]:
    """Every (service, path, channel, option, channels beside it)."""
    for name, service in design.services.items():
        for step_name, step in service.steps.items():
            for channel, option in step.options.items():
                yield name, ("services", name, "steps", step_name, "options", channel), channel, option, list(step.options)
        for channel, option in service.inquiry.items():
            yield name, ("services", name, "inquiry", channel), channel, option, list(service.inquiry)
        for channel, option in service.look_up.options.items() if service.look_up else ():
            yield name, ("services", name, "look_up", "options", channel), channel, option, [channel]


def _unserved_options(design: Design, root: Entry) -> Iterator[Problem]:
    for service, path, channel, option, beside in _options(design):
        known = design.channels.get(channel)
        if known is None:
            continue
        if known.kind != "self_service":
            queue = queue_of(design, service, channel)
            if queue is None:
                yield problem_at(root, path, "scenario.nobody_serves", service=service, channel=channel)
            elif not _anybody(design, queue):
                yield problem_at(root, path, "scenario.nobody_on_duty", teams=listed(design.queues[queue].teams))
        if known.offers_call_back and not _takes_call_backs(design, service):
            yield problem_at(
                root, ("channels", channel, "announced_wait", "call_back"), "scenario.no_call_back_channel", service=service
            )
        hand_off = option.hand_off
        if hand_off.is_warm and known.kind == "self_service":
            yield problem_at(root, (*path, "hand_off", "warm"), "scenario.warm_without_staff", channel=channel)
        if hand_off.call_back.high > 0 and not _takes_call_backs(design, service):
            yield problem_at(root, (*path, "hand_off", "call_back"), "scenario.no_call_back_channel", service=service)
        if hand_off.transfer_to in design.queues and not _anybody(design, hand_off.transfer_to):
            teams = listed(design.queues[hand_off.transfer_to].teams)
            yield problem_at(root, (*path, "hand_off", "transfer_to"), "scenario.nobody_on_duty", teams=teams)
        if hand_off.refer_to in design.channels and hand_off.refer_to not in beside:
            details = {"name": repr(hand_off.refer_to), "allowed": listed(beside)}
            yield problem_at(root, (*path, "hand_off", "refer_to"), "scenario.referred_nowhere", **details)


def _done_alone(design: Design, root: Entry) -> Iterator[Problem]:
    """What can only be done where one helps oneself."""
    for _, path, channel, option, _ in _options(design):
        if path[2] == "look_up" and (option.save is not None or option.hand_off != HandOff()):
            yield problem_at(root, path, "scenario.look_up_handed_on")
        known = design.channels.get(channel)
        if known is None or known.kind == "self_service":
            continue
        if option.save is not None:
            yield problem_at(root, (*path, "save"), "scenario.save_not_self_service", channel=channel)
        if option.explains.high > 0:
            yield problem_at(root, (*path, "explains"), "scenario.explains_not_self_service", channel=channel)
        if path[2] == "look_up":
            yield problem_at(root, path, "scenario.look_up_not_self_service", channel=channel)


def _stays_in_vain(design: Design, root: Entry) -> Iterator[Problem]:
    """Who stays until the next answers needs a citizen to stay with, and somebody who is not waiting in the same way."""
    for service, path, channel, option, _ in _options(design):
        known, second = design.channels.get(channel), option.hand_off.transfer_to
        if known is None or not option.hand_off.stays:
            continue
        place, first = (*path, "hand_off", "stays"), queue_of(design, service, channel)
        if known.kind == "deferred":
            yield problem_at(root, place, "scenario.stays_in_writing", channel=channel)
        elif first and second in design.queues and design.queues[second].teams.keys() <= design.queues[first].teams.keys():
            yield problem_at(root, place, "scenario.stays_for_himself", name=str(second), queue=first)


def _not_by_appointment(design: Design, root: Entry) -> Iterator[Problem]:
    """What can only be said of an appointment."""
    for _, path, channel, option, _ in _options(design):
        known = design.channels.get(channel)
        if known is None or known.kind == "appointment":
            continue
        for name in TURNING_UP:
            if getattr(option, name) is not None:
                yield problem_at(root, (*path, name), "scenario.not_by_appointment", name=name, channel=channel)


def _unserved_back_office(design: Design, root: Entry) -> Iterator[Problem]:
    for name, service in design.services.items():
        for step_name, step in service.steps.items():
            if step.team in design.teams and not _on_duty(design, step.team):
                yield problem_at(root, ("services", name, "steps", step_name, "team"), "scenario.nobody_on_duty", teams=step.team)


def _anybody(design: Design, queue: str) -> bool:
    """Does a team of this queue have people? Unknown teams get the benefit of the doubt."""
    return any(team not in design.teams or _on_duty(design, team) for team in design.queues[queue].teams)


def _on_duty(design: Design, team: str) -> bool:
    known = design.teams[team]
    return known.unlimited or any(shift.people > 0 and shift.days for shift in known.shifts.values())


def _takes_call_backs(design: Design, service: str) -> bool:
    return any(
        channel.kind == "deferred" and channel.handoff_only and queue_of(design, service, name) is not None
        for name, channel in design.channels.items()
    )


def _idle_shifts(design: Design, root: Entry) -> Iterator[Problem]:
    back_office = {step.team for service in design.services.values() for step in service.steps.values()}
    for name, team in design.teams.items():
        served = [queue.channel for queue in design.queues.values() if name in queue.teams]
        channels = [design.channels[channel] for channel in served if channel in design.channels]
        if name in back_office or not channels or any(channel.kind == "deferred" for channel in channels):
            continue
        for shift_name, shift in team.shifts.items():
            if not any(_overlap(shift, channel) for channel in channels):
                allowed = "; ".join(dict.fromkeys(_hours(channel) for channel in channels))
                path = ("teams", name, "shifts", shift_name, "hours")
                yield problem_at(root, path, "scenario.roster_outside_hours", allowed=allowed)


def _overlap(shift: Shift, channel: Channel) -> bool:
    return any(
        span.opens < shift.hours.closes and shift.hours.opens < span.closes
        for day in shift.days
        for span in channel.open.days.get(day, ())
    )


def _hours(channel: Channel) -> str:
    """Opening hours as they are written: ``mon-fri 09:00-17:00``, days with equal hours together."""
    days: dict[str, list[int]] = {}
    for day, spans in sorted(channel.open.days.items()):
        days.setdefault(" and ".join(f"{clock(span.opens)}-{clock(span.closes)}" for span in spans), []).append(day)
    return ", ".join(f"{' '.join(WEEKDAYS[day] for day in group)} {hours}" for hours, group in days.items()) or "never"


def problem_at(root: Entry, path: Path, code: str, **details: str) -> Problem:
    """The problem of what stands at ``path`` of the file, or of the nearest above it."""
    entry, _ = find(root, path)
    value = entry.value if isinstance(entry.value, str | int | float) and not isinstance(entry.value, bool) else None
    return Problem(entry.file, entry.line, ".".join(path), code, value, details)
