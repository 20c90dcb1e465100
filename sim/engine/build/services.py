"""Compile services, steps and options, per design."""

from __future__ import annotations

import numpy as np

from sim.engine.build.facility import back_office_queue
from sim.engine.build.learning import Curves
from sim.engine.build.rows import Distributions, fill, table_of, term
from sim.engine.luck.draws import Labels
from sim.engine.program import codes
from sim.engine.program.program import OPTIONS, SERVICES, STEPS, Array
from sim.engine.program.tables import Names
from sim.model.files.coverage import queue_of
from sim.model.town.scenario import Design, Scenario
from sim.model.town.services import Option, Reassurance, Service, Step
from sim.model.values.distributions import Distribution
from sim.model.values.units import DAY


class Services:
    """Rows of services, steps and options, per design."""

    def __init__(self, scenario: Scenario, names: Names, labels: Labels, distributions: Distributions, curves: Curves) -> None:
        self.scenario, self.names, self.labels, self.distributions, self.curves = scenario, names, labels, distributions, curves
        self.steps: list[dict[str, float]] = []
        self.options: list[dict[str, float]] = []

    def build(self) -> tuple[Array, Array, Array]:
        services = np.zeros(len(self.scenario.designs) * len(self.names.services), SERVICES)
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
        inquiry = -1
        if service.inquiry:
            inquiry = len(self.steps)
            self._inquiry(index, design, name, service)
        corrections = [first + at for at, step in enumerate(service.steps.values()) if step.only_incomplete]
        hidden, event, worry = service.hidden_need, service.event, service.reassurance
        values: dict[str, float] = {
            "obligation": codes.OBLIGATIONS.index(service.obligation),
            "complexity": service.complexity.value,
            "complexity_spread": service.complexity_spread.value,
            "first_step": first,
            "steps": len(service.steps),
            "inquiry": inquiry,
            "correction": corrections[0] if corrections else -1,
            "has_event": int(event is not None),
            "ahead": self.distributions.add(event.ahead if event else None),
            "furthest": int(event.furthest.value) if event else 0,
            "postponement": int(event.postponement.value) if event else 0,
            "hidden": hidden.share.value if hidden else 0.0,
            "discovery": hidden.discovery.value if hidden else 0.0,
            "extra_time": self.distributions.add(hidden.extra_time if hidden else None),
            "returns": hidden.returns.value if hidden else 0.0,
            "returns_after": self.distributions.add(hidden.after if hidden else None),
            "returns_service": self.names.services.index((hidden.service if hidden else None) or name),
            "worry_scale": worry_scale(worry, event is not None),
            "silence_days": worry.silence.value / DAY,
            "nearness": worry.nearness.value,
            "near_days": worry.near.value / DAY,
            "status_visible": worry.status_visible.value,
            "receipt": worry.receipt.value,
            "chasing": worry.chasing.value,
        }
        fill(row, values)
        if event is not None:
            row["weekdays"], row["months"] = event.weekdays, event.months
        for field in SERVICES.names or ():
            if field.startswith("label_"):
                row[field] = self.labels.label(field.removeprefix("label_"), name)

    def _step(self, index: int, design: Design, service_name: str, name: str, step: Step) -> None:
        timing, second = step.timing, step.second_participant
        promise, working = term(step.promise)
        row: dict[str, float] = {
            "kind": codes.STEP_KINDS.index(step.kind),
            "applies": step.applies.value,
            "after": self.distributions.add(timing.after),
            "before_event": self.distributions.add(timing.before_event),
            "has_earliest": int(timing.earliest is not None),
            "earliest": int(timing.earliest.value) if timing.earliest else 0,
            "has_latest": int(timing.latest is not None),
            "latest": int(timing.latest.value) if timing.latest else 0,
            "has_second": int(second is not None),
            "second_after": self.distributions.add(second.after if second else None),
            "forgets": second.forgets.value if second else 0.0,
            "reminded_after": int(second.reminded_after.value) if second else 0,
            "application": int(step.application),
            "queue": self.names.queues.index(back_office_queue(step.team)) if step.team else -1,
            "work": self.distributions.add(step.work),
            "digital_factor": step.work_digital_factor.value,
            "lead": self.distributions.add(step.lead),
            "promise": promise,
            "promise_working": working,
            "checks": int(step.checks_completeness),
            "completion_work": self.distributions.add(step.completion_work),
            "only_incomplete": int(step.only_incomplete),
            "confirms": step.confirms.value,
            "learning": self.curves.of(index // len(self.names.services), service_name, name),
        }
        self._add_step(index, design, service_name, name, row, step.options)

    def _inquiry(self, index: int, design: Design, service_name: str, service: Service) -> None:
        nothing = self.distributions.add(Distribution.model_validate(0))
        row: dict[str, float] = dict.fromkeys(("after", "lead", "work", "completion_work"), nothing)
        row |= {"before_event": -1, "second_after": -1, "promise": -1, "queue": -1, "applies": 1.0, "digital_factor": 1.0}
        row["learning"] = -1
        self._add_step(index, design, service_name, "inquiry", row, service.inquiry)

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
        for field in STEPS.names or ():
            if field.startswith("label_"):
                row[field] = self.labels.label(field.removeprefix("label_"), service, name)
        self.steps.append(row)

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
        hand_off, save = option.hand_off, option.save
        queue = queue_of(design, service, channel)
        self.options.append(
            {
                "step": step,
                "channel": self.names.channels.index(channel),
                "queue": self.names.queues.index(queue) if queue else -1,
                "handling": self.distributions.add(option.handling),
                "wrap_up": self.distributions.add(option.wrap_up),
                "citizen_time": int(option.citizen_time.value),
                "resolves": option.resolves.value,
                "complete": option.complete.value,
                "complex": option.harder_when_complex.value,
                "unskilled": option.harder_when_unskilled.value,
                "certainty": option.certainty.value,
                "dialogue": option.dialogue.value,
                "together": int(option.together),
                "eligible": option.eligible.value,
                "constant": option.constant.value + option.steering.value,
                "own_choice": int(not design.channels[channel].handoff_only),
                "transfer": hand_off.transfer.value,
                "transfer_queue": self.names.queues.index(hand_off.transfer_to) if hand_off.transfer_to else -1,
                "warm": self.distributions.add(hand_off.warm if hand_off.is_warm else None),
                "briefed": hand_off.briefed.value,
                "call_back": hand_off.call_back.value,
                "call_back_option": at.get(call_back_channel or "", -1),
                "refer": hand_off.refer.value,
                "refer_option": at[hand_off.refer_to] if hand_off.refer_to else -1,
                "save": save.share.value if save else 0.0,
                "resume_after": self.distributions.add(save.resume_after if save else None),
                "forgotten": save.forgets.value if save else 0.0,
                "save_reminded": int(save.reminded_after.value) if save and save.reminded_after else -1,
                "kept": int(save.kept.value) if save else 0,
                "label_patience": self.labels.label("patience", service, step_name, channel),
                "label_taste": self.labels.label("taste", service, channel),
                "label_eligible": self.labels.label("eligible", service, step_name, channel),
                "label_broken": self.labels.label("broken", service, step_name, channel),
                "label_offer": self.labels.label("offer", service, step_name, channel),
            }
        )


def worry_scale(worry: Reassurance, has_event: bool) -> float:
    """The ceiling of the hazard per day that gives ``contacts_per_case`` over the reference time without confirmation."""
    days = max(1, int(worry.reference.value // DAY))
    silence, near = worry.silence.value / DAY, worry.near.value / DAY
    total = 0.0
    for day in range(days):
        nearness = 1.0 + worry.nearness.value * near / (near + days - day - 0.5) if has_event and near > 0 else 1.0
        total += (day + 0.5) / (day + 0.5 + silence) * nearness
    return worry.contacts_per_case.value / total
