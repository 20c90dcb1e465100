"""Compile services, steps and options, per design."""

from __future__ import annotations

import numpy as np

from sim.engine.build.facility import back_office_queue
from sim.engine.build.learning import Curves
from sim.engine.build.rows import Distributions, fill, labelled, table_of, values_of
from sim.engine.luck.draws import Labels
from sim.engine.program import columns
from sim.engine.program.program import OPTIONS, SERVICES, STEPS, Array
from sim.engine.program.tables import Names
from sim.model.files.coverage import queue_of
from sim.model.town.options import Option
from sim.model.town.scenario import Design, Scenario
from sim.model.town.services import Reassurance, Service, Step
from sim.model.values.units import DAY
from sim.text.pairs import Text

NOTHING_SAID = Step.model_construct(label=Text("", ""))
"""What an inquiry or a look-up is, beside its options."""


class Services:
    """Rows of services, steps and options, per design."""

    def __init__(self, scenario: Scenario, names: Names, labels: Labels, distributions: Distributions, curves: Curves) -> None:
        self.scenario, self.names, self.labels, self.distributions, self.curves = scenario, names, labels, distributions, curves
        self.steps: list[dict[str, float]] = []
        self.options: list[dict[str, float]] = []

    def build(self) -> tuple[Array, Array, Array]:
        services = np.zeros(len(self.scenario.designs) * len(self.names.services), SERVICES)
        services["look_up"] = -1
        for design_number, design in enumerate(self.scenario.designs):
            for number, name in enumerate(self.names.services):
                if name in design.services:
                    index = design_number * len(self.names.services) + number
                    self._service(services[index], index, design, name, design.services[name])
        return services, table_of(self.steps, STEPS), table_of(self.options, OPTIONS)

    def _service(self, row: Array, index: int, design: Design, name: str, service: Service) -> None:
        first = len(self.steps)
        for step_name, step in service.steps.items():
            self._step(index, design, name, step_name, step)
        inquiry, look_up = -1, -1
        if service.inquiry:
            inquiry = len(self.steps)
            self._beside(index, design, name, "inquiry", service.inquiry)
        if service.look_up:
            look_up = len(self.options)
            self._beside(index, design, name, "look_up", service.look_up.options)
        corrections = [first + at for at, step in enumerate(service.steps.values()) if step.only_incomplete]
        hidden, event, worry = service.hidden_need, service.event, service.reassurance
        by_hand = {
            "first_step": first,
            "steps": len(service.steps),
            "inquiry": inquiry,
            "correction": corrections[0] if corrections else -1,
            "look_up": look_up,
            "has_event": event is not None,
            "returns_service": self.names.services.index((hidden.service if hidden else None) or name),
            "worry_scale": worry_scale(worry, event is not None),
            "silence_days": worry.silence.value / DAY,
            "near_days": worry.near.value / DAY,
        }
        fill(row, labelled(values_of(service, columns.SERVICE, self.distributions) | by_hand, SERVICES, self.labels, name))
        if event is not None:
            row["weekdays"], row["months"] = event.weekdays, event.months

    def _step(self, index: int, design: Design, service_name: str, name: str, step: Step) -> None:
        by_hand = {
            "has_earliest": step.timing.earliest is not None,
            "has_latest": step.timing.latest is not None,
            "has_second": step.second_participant is not None,
            "queue": self.names.queues.index(back_office_queue(step.team)) if step.team else -1,
            "learning": self.curves.of(index // len(self.names.services), service_name, name),
        }
        row = values_of(step, columns.STEP, self.distributions) | by_hand
        self._add_step(index, design, service_name, name, row, step.options)

    def _beside(self, index: int, design: Design, service: str, name: str, options: dict[str, Option]) -> None:
        """Contacts that are no step of the journey: inquiries, and looking it up."""
        row = values_of(NOTHING_SAID, columns.STEP, self.distributions) | {"queue": -1, "learning": -1}
        self._add_step(index, design, service, name, row, options)

    def _add_step(
        self, index: int, design: Design, service: str, name: str, row: dict[str, float], options: dict[str, Option]
    ) -> None:
        number, first = len(self.steps), len(self.options)
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
            self._option(number, design, service, name, channel, option, at, call_back_channel)
            self.options[-1]["learning"] = self.curves.of(index // len(self.names.services), service, name, channel)
        row |= {"service": index, "name": self.names.steps.index((service, name)), "first_option": first, "options": len(own)}
        self.steps.append(labelled(row, STEPS, self.labels, service, name))

    def _option(
        self,
        step: int,
        design: Design,
        service: str,
        step_name: str,
        channel: str,
        option: Option,
        at: dict[str, int],
        call_back_channel: str | None,
    ) -> None:
        hand_off, queue = option.hand_off, queue_of(design, service, channel)
        by_hand = {
            "step": step,
            "channel": self.names.channels.index(channel),
            "queue": self.names.queues.index(queue) if queue else -1,
            "constant": option.constant.value,
            "own_choice": not design.channels[channel].handoff_only,
            "transfer_queue": self.names.queues.index(hand_off.transfer_to) if hand_off.transfer_to else -1,
            "warm": self.distributions.add(hand_off.warm) if hand_off.is_warm else -1,
            "call_back_option": at.get(call_back_channel or "", -1),
            "refer_option": at[hand_off.refer_to] if hand_off.refer_to else -1,
            "label_taste": self.labels.label("taste", service, channel),
        }
        row = values_of(option, columns.OPTION, self.distributions) | by_hand
        self.options.append(labelled(row, OPTIONS, self.labels, service, step_name, channel))


def worry_scale(worry: Reassurance, has_event: bool) -> float:
    """The ceiling of the hazard per day that gives ``contacts_per_case`` over the reference time without confirmation."""
    days = max(1, int(worry.reference.value // DAY))
    silence, near = worry.silence.value / DAY, worry.near.value / DAY
    total = 0.0
    for day in range(days):
        nearness = 1.0 + worry.nearness.value * near / (near + days - day - 0.5) if has_event and near > 0 else 1.0
        total += (day + 0.5) / (day + 0.5 + silence) * nearness
    return worry.contacts_per_case.value / total
