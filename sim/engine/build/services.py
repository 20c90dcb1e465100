"""Compile services, steps and options, per design."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.engine.build.facility import back_office_queue
from sim.engine.build.learning import Curves
from sim.engine.build.parts import Itself, keeping
from sim.engine.build.rows import Distributions, fill, labelled, table_of, values_of
from sim.engine.luck.draws import Labels
from sim.engine.program import columns
from sim.engine.program.program import OPTIONS, SERVICES, STEPS, Array
from sim.engine.program.tables import Names as AllNames
from sim.model.files.coverage import queue_of
from sim.model.town.channels import Channel, Queue
from sim.model.town.options import Option
from sim.model.town.scenario import Design, Scenario
from sim.model.town.services import Reassurance, Service, Step
from sim.model.town.turning_up import TURNING_UP
from sim.model.values.distributions import Distribution
from sim.model.values.units import DAY
from sim.text.pairs import Text

NOTHING_SAID = Step.model_construct(label=Text("", ""))
"""What an inquiry or a look-up is, beside its options."""
BESIDE = INQUIRY, LOOK_UP = "inquiry", "look_up"
"""How these are called among the steps."""
MOST = 1024
"""Of so many services the rows are kept: those of some scenarios and of what is tried with them."""


class ServiceRows(NamedTuple):
    """The rows of one service under one design, which numbers steps, options and distributions from its own first ones."""

    service: Array
    steps: Array
    options: Array
    distributions: tuple[tuple[Distribution, str], ...]
    labels: Labels


class Names(NamedTuple):
    """The names that these rows have codes of."""

    services: tuple[str, ...]
    channels: tuple[str, ...]
    queues: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]


def build_services(
    scenario: Scenario, all_names: AllNames, labels: Labels, distributions: Distributions, curves: Curves
) -> tuple[Array, Array, Array]:
    """Services by design, their steps and the options of these."""
    names = Names(all_names.services, all_names.channels, all_names.queues, all_names.steps)
    found: dict[int, ServiceRows] = {}
    for design_number, design in enumerate(scenario.designs):
        channels, queues = Itself(design.channels), Itself(design.queues)
        for number, name in enumerate(names.services):
            if name in design.services:
                index = design_number * len(names.services) + number
                found[index] = _rows_of(index, name, Itself(design.services[name]), channels, queues, names)
                labels.join(found[index].labels)
    services, steps, options = _together(found, distributions, len(scenario.designs) * len(names.services))
    _learnt(steps, options, names, curves)
    return services, steps, options


def _together(found: dict[int, ServiceRows], distributions: Distributions, count: int) -> tuple[Array, Array, Array]:
    """The rows of all services, counted from the first of all."""
    services, known = np.zeros(count, SERVICES), list(found.values())
    services["look_up"] = -1
    there = np.array(list(found), np.int64)
    of_services, of_steps, of_options = (
        _one_table([getattr(one, name) for one in known], dtype)
        for name, dtype in (("service", SERVICES), ("steps", STEPS), ("options", OPTIONS))
    )
    lengths = np.array([(len(one.steps), len(one.options), len(one.distributions)) for one in known])
    first_step, first_option, first_distribution = (np.cumsum(lengths, axis=0) - lengths).T
    places = np.array([distributions.add(*one) for rows in known for one in rows.distributions], np.int64)
    for rows, drawn, service in (
        (of_services, columns.SERVICE, np.arange(len(known))),
        (of_steps, columns.STEP, np.repeat(np.arange(len(known)), lengths[:, 0])),
        (of_options, columns.OPTION, np.repeat(np.arange(len(known)), lengths[:, 1])),
    ):
        for name in (column.name for column in drawn if column.distribution):
            _move(rows, name, first_distribution[service], places)
        for name, first in (
            *((name, first_step) for name in ("first_step", "inquiry", "correction", "step")),
            *((name, first_option) for name in ("look_up", "first_option", "call_back_option", "refer_option")),
        ):
            if name in (rows.dtype.names or ()):
                _move(rows, name, first[service])
    _move(of_options, "warm", np.repeat(first_distribution, lengths[:, 1]), places)
    services[there] = of_services
    return services, of_steps, of_options


def _one_table(parts: list[Array], dtype: np.dtype[np.void]) -> Array:
    """NumPy works out anew what records have in common, for each of those that it puts together."""
    whole, first = np.zeros(sum(map(len, parts)), dtype), 0
    for part in parts:
        whole[first : first + len(part)] = part
        first += len(part)
    return whole


def _move(rows: Array, column: str, first: Array, places: Array | None = None) -> None:
    """Counts from the first of all, and then by ``places``; none stays none."""
    some = rows[column] >= 0
    moved = (rows[column] + first)[some]
    rows[column][some] = moved if places is None else places[moved]


def _learnt(steps: Array, options: Array, names: Names, curves: Curves) -> None:
    """Fills in what takes longer at first, of steps and of their options; contacts beside the journey have but options."""
    steps["learning"], options["learning"] = -1, -1
    if not any(curves.learnings):
        return
    for step in steps:
        design, (service, name) = int(step["service"]) // len(names.services), names.steps[step["name"]]
        if name not in BESIDE:
            step["learning"] = curves.of(design, service, name)
        for option in options[step["first_option"] : step["first_option"] + step["options"]]:
            option["learning"] = curves.of(design, service, name, names.channels[option["channel"]])


@keeping(MOST)
def _rows_of(
    index: int,
    name: str,
    service: Itself[Service],
    channels: Itself[dict[str, Channel]],
    queues: Itself[dict[str, Queue]],
    names: Names,
) -> ServiceRows:
    design = Design.model_construct(channels=channels.value, queues=queues.value, services={})
    return _OneService(names, design, index, name).rows(service.value)


class _OneService:
    """Builds the rows of one service."""

    def __init__(self, names: Names, design: Design, index: int, name: str) -> None:
        self.names, self.design, self.index, self.name = names, design, index, name
        self.labels, self.distributions = Labels(), Distributions()
        self.steps: list[dict[str, float]] = []
        self.options: list[dict[str, float]] = []

    def rows(self, service: Service) -> ServiceRows:
        row = np.zeros(1, SERVICES)
        self._service(row[0], service)
        steps, options = table_of(self.steps, STEPS), table_of(self.options, OPTIONS)
        return ServiceRows(row, steps, options, tuple(self.distributions.added), self.labels)

    def _service(self, row: Array, service: Service) -> None:
        for step_name, step in service.steps.items():
            self._step(step_name, step)
        inquiry, look_up = -1, -1
        if service.inquiry:
            inquiry = len(self.steps)
            self._beside(INQUIRY, service.inquiry)
        if service.look_up:
            look_up = len(self.options)
            self._beside(LOOK_UP, service.look_up.options)
        corrections = [at for at, step in enumerate(service.steps.values()) if step.only_incomplete]
        hidden, event, worry = service.hidden_need, service.event, service.reassurance
        by_hand = {
            "first_step": 0,
            "steps": len(service.steps),
            "inquiry": inquiry,
            "correction": corrections[0] if corrections else -1,
            "look_up": look_up,
            "has_event": event is not None,
            "returns_service": self.names.services.index((hidden.service if hidden else None) or self.name),
            "worry_scale": worry_scale(worry, event is not None),
            "silence_days": worry.silence.value / DAY,
            "near_days": worry.near.value / DAY,
        }
        fill(row, labelled(values_of(service, columns.SERVICE, self.distributions) | by_hand, SERVICES, self.labels, self.name))
        if event is not None:
            row["weekdays"], row["months"] = event.weekdays, event.months

    def _step(self, name: str, step: Step) -> None:
        by_hand = {
            "is_beside": step.beside is not None,
            "has_earliest": step.timing.earliest is not None,
            "has_latest": step.timing.latest is not None,
            "has_second": step.second_participant is not None,
            "queue": self.names.queues.index(back_office_queue(step.team)) if step.team else -1,
        }
        row = values_of(step, columns.STEP, self.distributions) | by_hand
        self._add_step(name, row, step.options)

    def _beside(self, name: str, options: dict[str, Option]) -> None:
        """Contacts that are no step of the journey: inquiries, and looking it up."""
        row = values_of(NOTHING_SAID, columns.STEP, self.distributions) | {"queue": -1}
        self._add_step(name, row, options)

    def _add_step(self, name: str, row: dict[str, float], options: dict[str, Option]) -> None:
        first, design = len(self.options), self.design
        call_back_channel = next((key for key, channel in design.channels.items() if channel.handoff_only), None)
        own = dict(options)
        implicit = call_back_channel is not None and call_back_channel not in own
        asking = [option for option in options.values() if option.hand_off.call_back.value > 0]
        asking += [option for key, option in options.items() if design.channels[key].offers_call_back]
        if implicit and asking:
            source = asking[0]
            own[str(call_back_channel)] = source.model_copy(update={"hand_off": type(source.hand_off)()})
        at = {channel: first + offset for offset, channel in enumerate(sorted(own))}
        for channel, option in sorted(own.items()):
            self._option(name, channel, option, at, call_back_channel)
        place = self.names.steps.index((self.name, name))
        row |= {"service": self.index, "name": place, "first_option": first, "options": len(own)}
        self.steps.append(labelled(row, STEPS, self.labels, self.name, name))

    def _option(self, step: str, channel: str, option: Option, at: dict[str, int], call_back_channel: str | None) -> None:
        """Of the step that is added next."""
        hand_off, queue = option.hand_off, queue_of(self.design, self.name, channel)
        by_hand = {
            "step": len(self.steps),
            "channel": self.names.channels.index(channel),
            "queue": self.names.queues.index(queue) if queue else -1,
            "constant": option.constant.value,
            "own_choice": not self.design.channels[channel].handoff_only,
            "transfer_queue": self.names.queues.index(hand_off.transfer_to) if hand_off.transfer_to else -1,
            "warm": self.distributions.add(hand_off.warm) if hand_off.is_warm else -1,
            "call_back_option": at.get(call_back_channel or "", -1),
            "refer_option": at[hand_off.refer_to] if hand_off.refer_to else -1,
            "label_taste": self.labels.label("taste", self.name, channel),
        }
        of_channel = {name: getattr(self.design.channels[channel], name) for name in TURNING_UP}
        complete = option.model_copy(update={name: found for name, found in of_channel.items() if getattr(option, name) is None})
        row = values_of(complete, columns.OPTION, self.distributions) | by_hand
        self.options.append(labelled(row, OPTIONS, self.labels, self.name, step, channel))


def worry_scale(worry: Reassurance, has_event: bool) -> float:
    """The ceiling of the hazard per day that gives ``contacts_per_case`` over the reference time without confirmation."""
    days = max(1, int(worry.reference.value // DAY))
    silence, near = worry.silence.value / DAY, worry.near.value / DAY
    total = 0.0
    for day in range(days):
        nearness = 1.0 + worry.nearness.value * near / (near + days - day - 0.5) if has_event and near > 0 else 1.0
        total += (day + 0.5) / (day + 0.5 + silence) * nearness
    return worry.contacts_per_case.value / total
