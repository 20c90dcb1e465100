"""The behaviour rules: what citizens and the municipality decide, as scalar functions of the rulebook.

Here: citizens, cases and steps. The rest: choosing a channel (choice.py), a contact and what follows it
(contact.py), help and half-filled forms (help.py), and asking to be sure or what is late (worry.py).

Both engines call these same compiled functions, so that a rule exists once. Every random number comes from a keyed draw:
it depends on who decides what for which time, and on nothing else. ``time`` is microseconds since the start of the run;
``case`` and ``citizen`` are entities. Indices of draws: ``n`` counts within one step of one case (see :data:`ROUND`).
"""

from __future__ import annotations

from sim.engine.compiler.jit import compiled, inlined
from sim.engine.luck.distributions import sample
from sim.engine.luck.draws import citizen_entity, clipped_normal, uniform, uniform_second
from sim.engine.program.program import Rulebook

SECOND = 1_000_000
HOUR = 3_600 * SECOND
QUARTER = 900 * SECOND
DAY = 24 * HOUR
WEEK = 7 * DAY

ROUND = 128
"""A step that is done again after a correction draws from index ``round * ROUND`` on, so that no draw is used twice."""

DAY_BEGINS = 8 * HOUR
DAY_LASTS = 12 * HOUR
EVENT_WINDOW_DAYS = 28
REMINDED = 64


@inlined
def draw(book: Rulebook, entity: int, label: int, index: int) -> float:
    """The uniform number of this decision."""
    settings = book.settings[0]
    return uniform(settings.seed, settings.replication, entity, label, index)


@compiled
def draw_time(book: Rulebook, distribution: int, entity: int, label: int, index: int) -> int:
    """A duration from a distribution of the rulebook; one that cannot vary draws nothing."""
    record = book.distributions[distribution]
    if record.kind == 0:
        return sample(record, book.points, 0.5)
    return sample(record, book.points, draw(book, entity, label, index))


@compiled
def acting_citizen(book: Rulebook, segment: int, case: int) -> int:
    """Number of the inhabitant who has this case."""
    size = book.segments[segment].size
    return book.segments[segment].first + min(size - 1, int(draw(book, case, book.settings[0].label_citizen, 0) * size))


@compiled
def citizen_of(book: Rulebook, segment: int, number: int) -> int:
    """Entity of an inhabitant."""
    return citizen_entity(book.segments[segment].hash, number - book.segments[segment].first)


@compiled
def skill_of(book: Rulebook, segment: int, citizen: int) -> float:
    group = book.segments[segment]
    if group.skill_spread == 0.0:
        return group.skill
    return clipped_normal(draw(book, citizen, book.settings[0].label_skill, 0), group.skill, group.skill_spread, 0.0, 1.0)


@compiled
def need_of(book: Rulebook, segment: int, citizen: int) -> float:
    group = book.segments[segment]
    if group.need_spread == 0.0:
        return group.need
    return clipped_normal(draw(book, citizen, book.settings[0].label_need, 0), group.need, group.need_spread, 0.0, 5.0)


@compiled
def complexity_of(book: Rulebook, service: int, case: int) -> float:
    kind = book.services[service]
    if kind.complexity_spread == 0.0:
        return kind.complexity
    return clipped_normal(draw(book, case, kind.label_complexity, 0), kind.complexity, kind.complexity_spread, 0.0, 1.0)


@compiled
def design_for(book: Rulebook, citizen: int, time: int) -> int:
    """The design of the measures that this citizen has adopted: of each a fixed number per citizen against its ramp, so that
    nobody goes back before it is withdrawn.
    """
    now = len(book.phases) - 1
    while book.phases[now].start > time:
        now -= 1
    phase, adopted = book.phases[now], 0
    for bit in range(phase.ramping):
        one = book.ramping[phase.first_ramping + bit]
        if draw(book, citizen, book.settings[0].label_adoption, one.measure) * one.ramp < time - one.start:
            adopted |= 1 << bit
    return book.met[phase.first_met + adopted]


@compiled
def event_of(book: Rulebook, service: int, case: int, time: int) -> int:
    """00:00 of the event date: drawn ahead, then the nearest date that suits by weekday and month; -1 = no event."""
    kind = book.services[service]
    if kind.has_event == 0:
        return -1
    ahead = min(draw_time(book, kind.ahead, case, kind.label_event, 0), kind.furthest)
    today = time // DAY
    first = max(today + 1, (time + ahead) // DAY - EVENT_WINDOW_DAYS)
    last = min((time + ahead) // DAY + EVENT_WINDOW_DAYS, len(book.calendar) - 1)
    total = 0.0
    for day in range(first, last + 1):
        total += kind.weekdays[book.calendar[day].weekday] * kind.months[book.calendar[day].month]
    target = draw(book, case, kind.label_event, 1) * total
    for day in range(first, last + 1):
        target -= kind.weekdays[book.calendar[day].weekday] * kind.months[book.calendar[day].month]
        if target < 0.0:
            return day * DAY
    return last * DAY


@compiled
def has_hidden_need(book: Rulebook, service: int, case: int) -> int:
    kind = book.services[service]
    chance = kind.hidden
    if kind.hidden_by_complexity != 0.0:
        chance += kind.hidden_by_complexity * (complexity_of(book, service, case) - kind.complexity)
    return 1 if chance > 0.0 and draw(book, case, kind.label_hidden, 0) < chance else 0


@compiled
def follow_up(book: Rulebook, service: int, case: int) -> int:
    """After how long an undiscovered hidden need comes back as a new case; -1 = never."""
    kind = book.services[service]
    if kind.returns <= 0.0 or draw(book, case, kind.label_returns, 0) >= kind.returns:
        return -1
    return in_daytime(
        book, draw_time(book, kind.returns_after, case, kind.label_returns_after, 0), 0, case, kind.label_returns_after
    )


@compiled
def in_daytime(book: Rulebook, delay: int, time: int, case: int, label: int) -> int:
    """A delay from ``time``; one of half a day or more ends between 08:00 and 20:00, when people are up."""
    if delay < DAY // 2:
        return delay
    settings = book.settings[0]
    moment = int(uniform_second(settings.seed, settings.replication, case, label, 0) * DAY_LASTS)
    return max(delay // 2, (time + delay) // DAY * DAY + DAY_BEGINS + moment - time)


@compiled
def is_meant(book: Rulebook, service: int, case: int, above: float, below: float, recognised: float) -> bool:
    """Is a case taken for one with a complexity from ``above`` to ``below``? Who is not recognised is taken for what he is not.

    One draw for all that tells the cases of a service apart, so that what is for the simple and what for the complex agree.
    """
    if above <= 0.0 and below > 1.0:
        return True
    complexity = complexity_of(book, service, case)
    is_one = above <= complexity < below
    return is_one == (recognised >= 1.0 or draw(book, case, book.services[service].label_recognised, 0) < recognised)


@compiled
def step_applies(book: Rulebook, step: int, case: int) -> bool:
    stage = book.steps[step]
    if not is_meant(book, stage.service, case, stage.applies_to_above, stage.applies_to_below, stage.applies_to_recognised):
        return False
    share = stage.applies
    return share >= 1.0 or draw(book, case, book.steps[step].label_applies, 0) < share


@compiled
def step_start(book: Rulebook, step: int, case: int, n: int, time: int, event: int) -> int:
    """When a step begins whose predecessor ended at ``time``."""
    stage = book.steps[step]
    start = time + in_daytime(book, draw_time(book, stage.after, case, stage.label_after, n), time, case, stage.label_after)
    if event < 0:
        return start
    if stage.before_event >= 0:
        ahead = draw_time(book, stage.before_event, case, stage.label_before, n)
        start = max(start, time + in_daytime(book, event - ahead - time, time, case, stage.label_before))
    if stage.has_latest and start > event + stage.latest:
        start = max(time, event + stage.latest)
    if stage.has_earliest:
        start = max(start, event + stage.earliest)
    return max(start, time)


@compiled
def lead_time(book: Rulebook, step: int, case: int, n: int) -> int:
    """How long back-office work lies before it is taken up at all."""
    return draw_time(book, book.steps[step].lead, case, book.steps[step].label_lead, n)


@compiled
def back_office_work(book: Rulebook, step: int, case: int, n: int, digital: int, incomplete: int) -> int:
    """Time the back office works on a case."""
    stage = book.steps[step]
    work = draw_time(book, stage.work, case, stage.label_handling, n)
    if digital:
        work = int(work * stage.digital_factor)
    if incomplete and stage.checks:
        work += draw_time(book, stage.completion_work, case, stage.label_completion, n)
    return max(1, work)


@compiled
def second_delay(book: Rulebook, step: int, case: int, n: int) -> int:
    """How long after the first participant the second does his part, when he does not forget."""
    stage = book.steps[step]
    return draw_time(book, stage.second_after, case, stage.label_second, n)


@compiled
def second_forgets(book: Rulebook, step: int, case: int, n: int) -> bool:
    stage = book.steps[step]
    return stage.forgets > 0.0 and draw(book, case, stage.label_forgets, n) < stage.forgets


@compiled
def deadline(book: Rulebook, time: int, amount: int, working: int) -> int:
    """When a promise made at ``time`` falls due: after a duration, or when the n-th working day ends; -1 = no promise."""
    if amount < 0:
        return -1
    if not working:
        return time + amount
    day = time // DAY
    left = amount
    while left > 0 and day + 1 < len(book.calendar):
        day += 1
        left -= book.calendar[day].working
    return (day + 1) * DAY
