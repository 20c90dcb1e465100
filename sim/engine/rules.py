"""The behaviour rules: what citizens and the municipality decide, as scalar functions of the rulebook.

Both engines call these same compiled functions, so that a rule exists once. Every random number comes from a keyed draw:
it depends on who decides what for which time, and on nothing else. ``time`` is microseconds since the start of the run;
``case`` and ``citizen`` are entities. Indices of draws: ``n`` counts within one step of one case (see :data:`ROUND`).
"""

from __future__ import annotations

from sim.engine.arithmetic import log
from sim.engine.codes import COMPULSORY, DROPPED, IN_PERSON, LIVE, NEVER, REASSURANCE, STATUS, TRANSFERRED_LOST, UNRESOLVED
from sim.engine.distributions import sample
from sim.engine.draws import citizen_entity, clipped_normal, gumbel, uniform, uniform_second
from sim.engine.jit import compiled
from sim.engine.program import Rulebook

SECOND = 1_000_000
HOUR = 3_600 * SECOND
QUARTER = 900 * SECOND
DAY = 24 * HOUR
WEEK = 7 * DAY
TEN_MINUTES = 600.0 * SECOND

ROUND = 128
"""A step that is done again after a correction draws from index ``round * ROUND`` on, so that no draw is used twice."""

GIVE_UP, RETRY, SWITCH = range(3)
NO_HAND_OFF, TRANSFER, CALL_BACK_REQUEST, REFERRAL = range(4)
FAILURE_BITS = 4
MOST_FAILURES = 15
LOOK_AGAIN = -1
WORRY_HORIZON_DAYS = 14
"""Worry is looked up this far ahead and then again: most cases have gone on by then."""
DAY_BEGINS = 8 * HOUR
DAY_LASTS = 12 * HOUR
EVENT_WINDOW_DAYS = 28
REMINDED = 64


@compiled
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


# --- citizens and cases -----------------------------------------------------------------------------------------------


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
    """How many measures this citizen has adopted: a fixed number per citizen against a ramp, so adoption never reverses."""
    adopted = 0
    for number in range(1, len(book.designs)):
        since = time - book.designs[number].start
        if since < 0:
            break
        ramp = book.designs[number].ramp
        if ramp > since and draw(book, citizen, book.settings[0].label_adoption, 0) * ramp >= since:
            break
        adopted = number
    return adopted


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
    return 1 if kind.hidden > 0.0 and draw(book, case, kind.label_hidden, 0) < kind.hidden else 0


@compiled
def follow_up(book: Rulebook, service: int, case: int) -> int:
    """After how long an undiscovered hidden need comes back as a new case; -1 = never."""
    kind = book.services[service]
    if kind.returns <= 0.0 or draw(book, case, kind.label_returns, 0) >= kind.returns:
        return -1
    return in_daytime(book, draw_time(book, kind.returns_after, case, kind.label_returns_after, 0), 0, case, kind.label_returns_after)


@compiled
def in_daytime(book: Rulebook, delay: int, time: int, case: int, label: int) -> int:
    """A delay from ``time``; one of half a day or more ends between 08:00 and 20:00, when people are up."""
    if delay < DAY // 2:
        return delay
    settings = book.settings[0]
    moment = int(uniform_second(settings.seed, settings.replication, case, label, 0) * DAY_LASTS)
    return max(delay // 2, (time + delay) // DAY * DAY + DAY_BEGINS + moment - time)


# --- steps ------------------------------------------------------------------------------------------------------------


@compiled
def step_applies(book: Rulebook, step: int, case: int) -> bool:
    share = book.steps[step].applies
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


# --- choosing a channel -----------------------------------------------------------------------------------------------


@compiled
def is_open(book: Rulebook, channel: int, time: int) -> bool:
    quarter = time // QUARTER
    return quarter < book.next_open.shape[1] and book.next_open[channel, quarter] == quarter


@compiled
def design_of_step(book: Rulebook, step: int) -> int:
    """Steps exist once per design; this is the design of one of them."""
    return book.steps[step].service // book.settings[0].services


@compiled
def failures_at(failures: int, channel: int) -> int:
    """How often this step failed at ``channel``; the counts of all channels are packed in one integer."""
    return (failures >> (FAILURE_BITS * channel)) & MOST_FAILURES


@compiled
def failed_at(failures: int, channel: int) -> int:
    """The packed counts after one more failure at ``channel``."""
    if failures_at(failures, channel) == MOST_FAILURES:
        return failures
    return failures + (1 << (FAILURE_BITS * channel))


@compiled
def may_use(book: Rulebook, option: int, case: int, citizen: int, segment: int) -> bool:
    """Is this option open to the citizen at all: his own choice, not excluded, and online where that is needed?"""
    choice = book.options[option]
    if choice.own_choice == 0:
        return False
    if choice.eligible < 1.0 and draw(book, case, choice.label_eligible, 0) >= choice.eligible:
        return False
    online = book.segments[segment].online
    if online < 1.0 and book.channels[design_of_step(book, choice.step) * book.settings[0].channels + choice.channel].digital:
        return draw(book, citizen, book.settings[0].label_online, 0) < online
    return True


@compiled
def utility(
    book: Rulebook,
    option: int,
    design: int,
    case: int,
    citizen: int,
    segment: int,
    need: float,
    complexity: float,
    habit: int,
    failures: int,
    time: int,
    wait: int,
) -> float:
    """How much a citizen likes one option now: random utility with taste noise per nest and per channel."""
    settings = book.settings[0]
    choice = book.options[option]
    channel = book.channels[design * settings.channels + choice.channel]
    value = channel.constant + choice.constant + book.taste[segment, choice.channel]
    value += settings.complexity * complexity * choice.dialogue + settings.certainty * need * choice.certainty
    value -= settings.wait * log(1.0 + wait / TEN_MINUTES)
    if channel.nest == IN_PERSON:
        value -= settings.travel * (book.segments[segment].travel / HOUR)
    if channel.kind == LIVE and not is_open(book, choice.channel, time):
        value -= settings.closed
    if habit == choice.channel:
        value += settings.habit
    value -= settings.failure * failures_at(failures, choice.channel)
    if settings.nest_noise > 0.0:
        value += settings.nest_noise * gumbel(draw(book, citizen, settings.label_nest, channel.nest))
    if settings.channel_noise > 0.0:
        value += settings.channel_noise * gumbel(draw(book, case, choice.label_taste, 0))
    return value


@compiled
def choose_channel(
    book: Rulebook,
    step: int,
    design: int,
    case: int,
    citizen: int,
    segment: int,
    need: float,
    complexity: float,
    habit: int,
    failures: int,
    time: int,
    expectation: object,
    first_free: object,
) -> int:
    """The option a citizen takes for this step now; -1 where none is open to him. Ties go to the first by name.

    ``expectation``: (channels, 7, 24) int64, expected wait by weekday and hour; ``first_free``: (channels,) int64, wait
    until the first free slot, -1 for channels without slots.
    """
    stage = book.steps[step]
    if stage.options == 1:
        return stage.first_option if may_use(book, stage.first_option, case, citizen, segment) else -1
    weekday, hour = time // DAY % 7, time // HOUR % 24
    best, best_value = -1, 0.0
    for option in range(stage.first_option, stage.first_option + stage.options):
        if not may_use(book, option, case, citizen, segment):
            continue
        channel = book.options[option].channel
        wait = first_free[channel] if first_free[channel] >= 0 else expectation[channel, weekday, hour]  # type: ignore[index]
        value = utility(book, option, design, case, citizen, segment, need, complexity, habit, failures, time, wait)
        if best < 0 or value > best_value:
            best, best_value = option, value
    return best


# --- contacts ---------------------------------------------------------------------------------------------------------


@compiled
def chance(base: float, complex_slope: float, unskilled_slope: float, complexity: float, skill: float) -> float:
    """A chance that falls with complexity and with lack of skill."""
    return max(0.0, base - complex_slope * complexity - unskilled_slope * (1.0 - skill))


@compiled
def serve(
    book: Rulebook, option: int, service: int, case: int, n: int, complexity: float, skill: float, hidden: int
) -> tuple[int, int, int, int]:
    """One piece of service: (time with the citizen, wrap-up time, 1 = resolved, 1 = brought out the hidden need)."""
    choice = book.options[option]
    stage = book.steps[choice.step]
    handling = draw_time(book, choice.handling, case, stage.label_handling, n)
    wrap_up = draw_time(book, choice.wrap_up, case, stage.label_wrap_up, n)
    likely = chance(choice.resolves, choice.complex, choice.unskilled, complexity, skill)
    resolved = 1 if likely >= 1.0 or draw(book, case, stage.label_resolved, n) < likely else 0
    discovered = 0
    if hidden and choice.dialogue > 0.0:
        kind = book.services[service]
        if draw(book, case, stage.label_discovered, n) < kind.discovery * choice.dialogue:
            discovered = 1
            handling += draw_time(book, kind.extra_time, case, stage.label_extra, n)
    return max(1, handling), wrap_up, resolved, discovered


@compiled
def is_complete(book: Rulebook, option: int, case: int, n: int, complexity: float, skill: float) -> bool:
    """Is the application complete as it was handed in?"""
    choice = book.options[option]
    likely = chance(choice.complete, choice.complex, choice.unskilled, complexity, skill)
    return likely >= 1.0 or draw(book, case, book.steps[choice.step].label_complete, n) < likely


@compiled
def patience(book: Rulebook, option: int, design: int, case: int, n: int) -> int:
    """How long the citizen is prepared to wait in a live queue."""
    choice = book.options[option]
    channel = book.channels[design * book.settings[0].channels + choice.channel]
    if channel.patience < 0:
        return NEVER
    record = book.distributions[channel.patience]
    u = draw(book, case, choice.label_patience, n)
    atoms = channel.at_once + channel.at_announcement
    if u < channel.at_once:
        return 0
    if u < atoms:
        return channel.announcement
    return sample(record, book.points, (u - atoms) / (1.0 - atoms) if atoms > 0.0 else u)


@compiled
def reaction_to(outcome: int) -> int:
    """The reaction (index into codes.REACTIONS) that an outcome calls for; lost in transfer counts as abandoned."""
    if outcome == TRANSFERRED_LOST:
        return 3
    if outcome == UNRESOLVED:
        return 5
    return outcome - 5 if outcome >= DROPPED else outcome - 6


@compiled
def on_failure(book: Rulebook, step: int, case: int, n: int, reaction: int, obligation: int) -> tuple[int, int]:
    """What the citizen does after a failed attempt, and after how long. What is compulsory is postponed, never dropped."""
    stage, choice = book.steps[step], book.reactions[reaction]
    u = draw(book, case, stage.label_reaction, n)
    delay = draw_time(book, choice.after, case, stage.label_reaction_after, n)
    if u < choice.retry:
        return RETRY, delay
    if u < choice.retry + choice.switch:
        return SWITCH, delay
    return (SWITCH, delay + DAY) if obligation == COMPULSORY else (GIVE_UP, 0)


@compiled
def try_again_at(book: Rulebook, step: int, channel: int, kind: int, case: int, n: int, time: int) -> int:
    """When a retry at ``channel`` meant for ``time`` really happens: in closed hours it moves to a while after opening."""
    quarter = time // QUARTER
    if kind != LIVE or is_open(book, channel, time) or quarter >= book.next_open.shape[1]:
        return time
    opening = book.next_open[channel, quarter]
    if opening < 0:
        return time
    spread = int(draw(book, case, book.steps[step].label_opening, n) * book.settings[0].opening_spread)
    return opening * QUARTER + spread


@compiled
def route(book: Rulebook, option: int, case: int, n: int) -> int:
    """What staff does with a contact it could not resolve."""
    choice = book.options[option]
    if choice.transfer + choice.call_back + choice.refer <= 0.0:
        return NO_HAND_OFF
    u = draw(book, case, book.steps[choice.step].label_route, n)
    if u < choice.transfer:
        return TRANSFER
    if u < choice.transfer + choice.call_back:
        return CALL_BACK_REQUEST
    if u < choice.transfer + choice.call_back + choice.refer:
        return REFERRAL
    return NO_HAND_OFF


@compiled
def misses_appointment(book: Rulebook, option: int, design: int, case: int, n: int, ahead: int) -> bool:
    """Does the citizen not turn up for a slot booked ``ahead`` of time?"""
    choice = book.options[option]
    channel = book.channels[design * book.settings[0].channels + choice.channel]
    likely = channel.no_show + channel.no_show_per_week * (ahead / WEEK)
    return likely > 0.0 and draw(book, case, book.steps[choice.step].label_no_show, n) < likely


@compiled
def promise_is_broken(book: Rulebook, option: int, design: int, case: int, n: int) -> bool:
    choice = book.options[option]
    broken = book.channels[design * book.settings[0].channels + choice.channel].broken
    return broken > 0.0 and draw(book, case, choice.label_broken, n) < broken


# --- worry ------------------------------------------------------------------------------------------------------------


@compiled
def worry_hazard(book: Rulebook, service: int, ceiling: float, noon: int, confirmed: int, event: int) -> float:
    """Chance of a reassurance contact on one day: grows with silence since ``confirmed`` and with nearness of the event."""
    kind = book.services[service]
    silent = max(0.0, (noon - confirmed) / DAY)
    hazard = ceiling * (silent / (silent + kind.silence_days))
    if event >= 0 and kind.near_days > 0.0:
        hazard *= 1.0 + kind.nearness * kind.near_days / (kind.near_days + max(0.0, (event - noon) / DAY))
    return min(hazard, 0.5)


@compiled
def next_worry(
    book: Rulebook,
    service: int,
    case: int,
    need: float,
    time: int,
    confirmed: int,
    assurance: float,
    event: int,
    promised: int,
) -> tuple[int, int]:
    """When the citizen next asks for reassurance or about something late, if nothing changes: (time, cause).

    ``confirmed``: last confirmation, -1 = nothing handed in yet; ``assurance``: how much certainty it gave;
    ``promised``: when an answer is due, -1 = no promise. One draw per date against that day's hazard, so a higher hazard
    only adds contacts. LOOK_AGAIN as cause: not before ``time``. NEVER: there is nothing to worry about.
    """
    kind, settings = book.services[service], book.settings[0]
    today = time // DAY
    horizon = min(today + WORRY_HORIZON_DAYS, len(book.calendar) - 1)
    last = horizon if event < 0 else min(horizon, event // DAY)
    reassuring = kind.worry_scale * need * (1.0 - assurance) * (1.0 - kind.status_visible) if confirmed >= 0 else 0.0
    asking = kind.chasing if promised >= 0 else 0.0
    highest = reassuring * (1.0 + kind.nearness) + asking
    if highest <= 0.0 or last < today:
        return NEVER, REASSURANCE
    for day in range(today, last + 1):
        u = draw(book, case, kind.label_worry, settings.date + day)
        if u >= highest:
            continue
        noon = day * DAY + DAY // 2
        hazard = worry_hazard(book, service, reassuring, noon, confirmed, event) if reassuring > 0.0 else 0.0
        if u < hazard + (asking if noon > promised else 0.0):
            asks = uniform_second(settings.seed, settings.replication, case, kind.label_worry, settings.date + day)
            moment = day * DAY + DAY_BEGINS + int(asks * DAY_LASTS)
            if moment > time:
                return moment, (REASSURANCE if u < hazard else STATUS)
    if last < horizon or horizon == len(book.calendar) - 1:
        return NEVER, REASSURANCE
    return (last + 1) * DAY, LOOK_AGAIN
