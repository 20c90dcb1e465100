"""Compile what the behaviour rules read: segments, services, steps, options, channels and reactions."""

from __future__ import annotations

from datetime import date

import numpy as np

from sim.engine import codes
from sim.engine.build_calendar import build_calendar, design_starts, next_open_quarters, open_quarters, quarters_down
from sim.engine.build_facility import back_office_queue
from sim.engine.build_learning import Curves
from sim.engine.distributions import DISTRIBUTION, compile_distribution
from sim.engine.draws import Labels, gumbel, name_hash22
from sim.engine.program import (
    CHANNELS,
    DESIGNS,
    HELPERS,
    OPTIONS,
    REACTIONS,
    SEGMENTS,
    SERVICES,
    SETTINGS,
    STEPS,
    Array,
    Rulebook,
)
from sim.engine.rules_choice import GUMBEL_CELLS
from sim.engine.tables import Names
from sim.model.coverage import queue_of
from sim.model.scenario import Design, Scenario
from sim.model.services import Option, Reassurance, Service, Step
from sim.model.values import DAY, WEEK, Distribution, Term


class Distributions:
    """Distributions in order of use; equal ones are stored once."""

    def __init__(self) -> None:
        self.rows: list[tuple[float, ...]] = []
        self.points: list[float] = []
        self._known: dict[str, int] = {}

    def add(self, distribution: Distribution | None) -> int:
        if distribution is None:
            return -1
        key = distribution.model_dump_json()
        if key not in self._known:
            self._known[key] = len(self.rows)
            self.rows.append(compile_distribution(distribution, self.points))
        return self._known[key]


def build_rulebook(scenario: Scenario, names: Names, start: date, days: int, window_start: int) -> Rulebook:
    labels, distributions = Labels(), Distributions()
    reactions = np.zeros(len(codes.REACTIONS), REACTIONS)
    for index, kind in enumerate(codes.REACTIONS):
        reaction = getattr(scenario.behaviour.reactions, kind)
        reactions[index] = (reaction.retry.value, reaction.switch.value, distributions.add(reaction.after))
    segments, taste = _segments(scenario, names)
    curves = Curves(scenario, days, window_start)
    builder = _Services(scenario, names, labels, distributions, curves)
    services, steps, options = builder.build()
    helpers, helped = _helpers(scenario, names, labels)
    is_open = open_quarters(scenario, names, start, days, window_start)
    down = quarters_down(scenario, names, start, days, window_start, "self_service")
    return Rulebook(
        settings=_settings(scenario, names, labels, start, days),
        designs=_designs(scenario, window_start),
        segments=segments,
        taste=taste,
        services=services,
        steps=steps,
        options=options,
        channels=_channels(scenario, names, distributions),
        helpers=helpers,
        helped=helped,
        reactions=reactions,
        distributions=np.array(distributions.rows, DISTRIBUTION),
        points=np.array(distributions.points, np.float64),
        calendar=build_calendar(scenario, start, days, window_start),
        learning=curves.table(),
        next_open=next_open_quarters(is_open),
        gumbels=np.array([gumbel(cell / GUMBEL_CELLS) for cell in range(GUMBEL_CELLS + 1)]),
        down=down if down.any() else down[:, :0].copy(),
    )


def _settings(scenario: Scenario, names: Names, labels: Labels, start: date, days: int) -> Array:
    choice, behaviour = scenario.behaviour.choice, scenario.behaviour
    settings = np.zeros(1, SETTINGS)
    values = {
        "date": (start - date(1970, 1, 1)).days,
        "days": days,
        "end": days * DAY,
        "designs": len(scenario.designs),
        "services": len(names.services),
        "channels": len(names.channels),
        "learns_from": scenario.period.prelude * WEEK // DAY,
        "opening_spread": int(behaviour.opening_spread.value),
        "most_tries": behaviour.most_tries,
        "most_contacts": behaviour.most_contacts,
        **{weight: getattr(choice, weight).value for weight in type(choice).model_fields},
        **{name: labels.label(name) for name in SETTINGS.names or () if name.startswith("label_")},
    }
    for name, value in values.items():
        settings[0][name] = value
    return settings


def _designs(scenario: Scenario, window_start: int) -> Array:
    ramps = [0, *(int(measure.ramp.value) for measure in scenario.measures)]
    return np.array(list(zip(design_starts(scenario, window_start), ramps, strict=True)), DESIGNS)


def _segments(scenario: Scenario, names: Names) -> tuple[Array, Array]:
    groups = scenario.population.segments
    rows, first = [], 0
    for index, (name, segment) in enumerate(groups.items()):
        last = index == len(groups) - 1
        inhabitants = scenario.population.inhabitants
        size = inhabitants - first if last else max(1, int(segment.share.value * inhabitants))
        rows.append(
            (
                name_hash22("segment", name),
                first,
                size,
                segment.skill.value,
                segment.skill_spread.value,
                segment.need_for_certainty.value,
                segment.need_spread.value,
                int(segment.travel.value),
                segment.online.value,
            )
        )
        first += size
    taste = np.zeros((len(groups), len(names.channels)))
    for number, segment in enumerate(groups.values()):
        for channel, value in segment.taste.items():
            taste[number, names.channels.index(channel)] = value.value
    return np.array(rows, SEGMENTS), taste


def _channels(scenario: Scenario, names: Names, distributions: Distributions) -> Array:
    channels = np.zeros(len(scenario.designs) * len(names.channels), CHANNELS)
    helpers = 0
    for design_number, design in enumerate(scenario.designs):
        for number, name in enumerate(names.channels):
            if name not in design.channels:
                continue
            channel = design.channels[name]
            patience, slots = channel.patience, channel.slots
            promise, working = term(channel.promise)
            arrival = channel.punctuality
            offer = channel.announced_wait.call_back if channel.announced_wait else None
            row = {
                "kind": codes.CHANNEL_KINDS.index(channel.kind),
                "nest": codes.NESTS.index(channel.nest),
                "constant": channel.constant.value,
                "digital": int(channel.kind == "self_service"),
                "lines": -1 if channel.lines is None else channel.lines,
                "patience": distributions.add(patience.time if patience else None),
                "at_once": patience.at_once.value if patience else 0.0,
                "at_announcement": patience.at_announcement.value if patience else 0.0,
                "announcement": int(patience.announcement.value) if patience else 0,
                "announced": int(channel.announced_wait is not None),
                "tolerance": channel.announced_wait.tolerance.value if channel.announced_wait else 0.0,
                "offer_above": int(offer.above.value) if offer else -1,
                "offer_taken": offer.taken.value if offer else 0.0,
                "notice": int(slots.notice.value) if slots else 0,
                "horizon": int(slots.horizon.value) if slots else 0,
                "prefers": slots.preference.share.value if slots and slots.preference else 0.0,
                "prefers_within": int(slots.preference.within.value) if slots and slots.preference else 0,
                "no_show": channel.no_show.share.value,
                "no_show_per_week": channel.no_show.per_week.value,
                "cancelled": channel.cancelled.value,
                "early": distributions.add(arrival.early if arrival else None),
                "late": arrival.late.value if arrival else 0.0,
                "late_by": distributions.add(arrival.late_by if arrival else None),
                "grace": int(arrival.grace.value) if arrival else 0,
                "promise": promise,
                "promise_working": working,
                "broken": channel.broken.value,
                "first_helper": helpers,
                "helpers": len(channel.helpers),
            }
            helpers += len(channel.helpers)
            place = channels[design_number * len(names.channels) + number]
            fill(place, row)
            if slots is not None and slots.preference is not None:
                place["parts"] = cumulated(slots.preference.weights(channel.open))
    return channels


def cumulated(weights: list[float]) -> Array:
    """The share of each weight and those before it; all 1 from the last that is above 0 on, or where none is."""
    running = np.cumsum(weights)
    shares: Array = np.where(running >= running[-1], 1.0, running / max(running[-1], 1.0e-300))
    return shares


def _helpers(scenario: Scenario, names: Names, labels: Labels) -> tuple[Array, Array]:
    """Who helps at each channel of each design, by name; and which share of each segment has that help."""
    rows, shares = [], []
    segments = scenario.population.segments
    for design in scenario.designs:
        for channel in names.channels:
            known = design.channels[channel].helpers if channel in design.channels else {}
            for name, helper in sorted(known.items()):
                effort = int(helper.citizen_time.value) + int(helper.travel.value)
                rows.append((helper.skill.value, effort, labels.label("helper", name)))
                shares.append([helper.by_segment.get(segment, helper.share).value for segment in segments])
    return np.array(rows, HELPERS), np.array(shares, np.float64).reshape(len(rows), len(segments))


def term(value: Term | None) -> tuple[int, int]:
    """Amount (microseconds or working days; -1 = none) and whether it counts working days."""
    return (-1, 0) if value is None else (int(value.amount.value), int(value.working_days))


def fill(row: Array, values: dict[str, float]) -> None:
    for name, value in values.items():
        row[name] = value


class _Services:
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
        return services, _table(self.steps, STEPS), _table(self.options, OPTIONS)

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


def _table(rows: list[dict[str, float]], dtype: np.dtype[np.void]) -> Array:
    table = np.zeros(len(rows), dtype)
    for index, row in enumerate(rows):
        fill(table[index], row)
    return table
