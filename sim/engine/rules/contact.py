"""Rules of a contact: how long it takes, whether it helps, and what follows when it does not."""

from __future__ import annotations

from sim.engine.compiler.jit import compiled
from sim.engine.luck.distributions import sample
from sim.engine.luck.draws import uniform_second
from sim.engine.program.codes import COMPULSORY, DROPPED, LIVE, NEVER, REACTION_TO
from sim.engine.program.program import Rulebook
from sim.engine.rules.case import DAY, HOUR, QUARTER, WEEK, draw, draw_time
from sim.engine.rules.choice import channel_of, is_open

GIVE_UP, RETRY, SWITCH = range(3)
NO_HAND_OFF, TRANSFER, CALL_BACK_REQUEST, REFERRAL = range(4)
NOON, EVENING = 12 * HOUR, 18 * HOUR


@compiled
def chance(base: float, complex_slope: float, unskilled_slope: float, complexity: float, skill: float) -> float:
    """A chance that falls with complexity and with lack of skill."""
    return max(0.0, base - complex_slope * complexity - unskilled_slope * (1.0 - skill))


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
def is_resolved(book: Rulebook, option: int, case: int, n: int, complexity: float, skill: float) -> int:
    """Does the n-th service through this option do what is needed?"""
    choice = book.options[option]
    likely = chance(choice.resolves, choice.complex, choice.unskilled, complexity, skill)
    return 1 if likely >= 1.0 or draw(book, case, book.steps[choice.step].label_resolved, n) < likely else 0


@compiled
def serve(
    book: Rulebook, option: int, service: int, case: int, n: int, complexity: float, skill: float, hidden: int, transfers: int
) -> tuple[int, int, int, int]:
    """One piece of service: (time with the citizen, wrap-up time, 1 = resolved, 1 = brought out the hidden need).

    ``transfers`` is how often the contact was put through before.
    """
    choice = book.options[option]
    stage = book.steps[choice.step]
    handling = draw_time(book, choice.handling, case, stage.label_handling, n)
    if transfers > 0 and choice.briefed != 1.0:
        handling = int(handling * choice.briefed)
    wrap_up = draw_time(book, choice.wrap_up, case, stage.label_wrap_up, n)
    resolved = is_resolved(book, option, case, n, complexity, skill)
    discovered = 0
    if hidden and choice.dialogue > 0.0:
        kind = book.services[service]
        if draw(book, case, stage.label_discovered, n) < kind.discovery * choice.dialogue:
            discovered = 1
            handling += draw_time(book, kind.extra_time, case, stage.label_extra, n)
    return max(1, handling), wrap_up, resolved, discovered


@compiled
def explains(book: Rulebook, option: int, queue: int, case: int, n: int, resolved: int) -> tuple[int, int]:
    """How long who puts a contact through explains it to the next: (at once, when the next has answered); 0 = not.

    Within a queue nobody stays until the next answers: he would wait for himself.
    """
    choice = book.options[option]
    if resolved or choice.warm < 0 or route(book, option, case, n) != TRANSFER:
        return 0, 0
    time = draw_time(book, choice.warm, case, book.steps[choice.step].label_warm, n)
    if choice.stays and queue != choice.transfer_queue:
        return 0, max(1, time)
    return time, 0


@compiled
def at_speed(time: int, speed: float, least: int) -> int:
    """How long work takes a team that is ``speed`` times as fast as others."""
    return time if speed == 1.0 else max(least, int(time / speed))


@compiled
def while_learning(book: Rulebook, row: int, time: int, now: int) -> int:
    """How long work takes while staff learns it; ``row`` of the curves of the rulebook, -1 = nothing to learn."""
    return time if row < 0 else int(time * book.learning[row, now // DAY])


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
    channel = book.channels[channel_of(book, design, option)]
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
def on_failure(book: Rulebook, step: int, case: int, n: int, outcome: int, obligation: int) -> tuple[int, int]:
    """What the citizen does after an attempt that failed with ``outcome``, and after how long.

    What is compulsory is postponed, never dropped.
    """
    stage, choice = book.steps[step], book.reactions[REACTION_TO[outcome]]
    u = draw(book, case, stage.label_reaction, n)
    delay = delay_after(book, step, case, n, outcome)
    if u < choice.retry:
        return RETRY, delay
    if u < choice.retry + choice.switch:
        return SWITCH, delay
    return (SWITCH, delay + DAY) if obligation == COMPULSORY else (GIVE_UP, 0)


@compiled
def delay_after(book: Rulebook, step: int, case: int, n: int, outcome: int) -> int:
    """How long the citizen waits after an attempt that failed with ``outcome``."""
    return draw_time(book, book.reactions[REACTION_TO[outcome]].after, case, book.steps[step].label_reaction_after, n)


@compiled
def asks(book: Rulebook, step: int, case: int, n: int, outcome: int) -> bool:
    """Does who could not do it himself ask somebody, rather than try again or elsewhere? Only where there is somebody to ask."""
    share = book.settings[0].ask
    if outcome != DROPPED or share <= 0.0 or book.services[book.steps[step].service].inquiry < 0:
        return False
    return draw(book, case, book.steps[step].label_ask, n) < share


@compiled
def does_it_together(book: Rulebook, step: int, case: int, n: int) -> bool:
    """Is it done at once, online and together, with who answered?"""
    share = book.settings[0].together
    return share > 0.0 and draw(book, case, book.steps[step].label_together, n) < share


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
def preferred_part(book: Rulebook, option: int, design: int, case: int, n: int) -> int:
    """The part of the week that suits the citizen for this booking; -1 = the sooner the better."""
    choice, settings = book.options[option], book.settings[0]
    label = book.steps[choice.step].label_preference
    channel = book.channels[channel_of(book, design, option)]
    if channel.prefers <= 0.0 or draw(book, case, label, n) >= channel.prefers:
        return -1
    u = uniform_second(settings.seed, settings.replication, case, label, n)
    part = 0
    while channel.parts[part] <= u:
        part += 1
    return part


@compiled
def part_of_week(book: Rulebook, time: int) -> int:
    """3 x weekday + 0 (morning), 1 (afternoon) or 2 (evening)."""
    moment = time % DAY
    later = 2 if moment >= EVENING else 1 if moment >= NOON else 0
    return 3 * book.calendar[time // DAY].weekday + later


@compiled
def likely_to_miss(book: Rulebook, option: int, ahead: int) -> float:
    """The chance that nobody turns up to what was booked ``ahead`` of time, before anybody is reminded."""
    choice = book.options[option]
    return min(1.0, choice.no_show + choice.no_show_per_week * (ahead / WEEK))


@compiled
def prevented(book: Rulebook, option: int, ahead: int) -> float:
    """The share of the no-shows that a reminder prevents; nobody is reminded of what is booked after the reminders went out."""
    choice = book.options[option]
    return choice.reminder_prevents if ahead >= choice.reminder_ahead else 0.0


@compiled
def misses_appointment(book: Rulebook, option: int, case: int, n: int, ahead: int) -> bool:
    """Does the citizen not turn up for a slot booked ``ahead`` of time, reminded or not?

    A reminder lowers what his draw is held against: who misses it with a reminder does so without.
    """
    choice = book.options[option]
    likely = likely_to_miss(book, option, ahead) * (1.0 - prevented(book, option, ahead))
    return likely > 0.0 and draw(book, case, book.steps[choice.step].label_no_show, n) < likely


@compiled
def cancels_at(book: Rulebook, option: int, case: int, n: int, time: int, slot: int) -> int:
    """When an appointment at ``slot`` that is booked at ``time`` is called off: at any moment, or reminded; -1 = it is not."""
    choice, settings = book.options[option], book.settings[0]
    stage, ahead = book.steps[choice.step], slot - time
    label = stage.label_cancelled
    if choice.cancelled > 0.0 and draw(book, case, label, n) < choice.cancelled:
        return time + int(uniform_second(settings.seed, settings.replication, case, label, n) * ahead)
    likely, share = likely_to_miss(book, option, ahead), prevented(book, option, ahead)
    off = likely * share * choice.reminder_calls_off
    if off <= 0.0:
        return -1
    above = draw(book, case, stage.label_no_show, n) - likely * (1.0 - share)
    return slot - choice.reminder_ahead if 0.0 <= above < off else -1


@compiled
def lateness(book: Rulebook, option: int, design: int, case: int, n: int) -> int:
    """How long after the time of his appointment the citizen arrives; below 0 when he is early."""
    choice = book.options[option]
    stage, channel = book.steps[choice.step], book.channels[channel_of(book, design, option)]
    if channel.early < 0:
        return 0
    if channel.late > 0.0 and draw(book, case, stage.label_late, n) < channel.late:
        return draw_time(book, channel.late_by, case, stage.label_arrival, n)
    return -draw_time(book, channel.early, case, stage.label_arrival, n)


@compiled
def wait_behind(waiting: int, handling: int, at_once: int) -> int:
    """Position times mean handling over what agents on duty can do at once; -1 = nobody is there."""
    return -1 if at_once == 0 else (waiting + 1) * handling // at_once


@compiled
def takes_call_back(book: Rulebook, option: int, design: int, case: int, n: int, announced: int) -> bool:
    """Is the wait so long that a call back is offered, and does the citizen take that instead of waiting?"""
    choice = book.options[option]
    channel = book.channels[channel_of(book, design, option)]
    if channel.offer_above < 0 or announced <= channel.offer_above:
        return False
    return draw(book, case, choice.label_offer, n) < channel.offer_taken


@compiled
def promise_is_broken(book: Rulebook, option: int, design: int, case: int, n: int) -> bool:
    broken = book.channels[channel_of(book, design, option)].broken
    return broken > 0.0 and draw(book, case, book.options[option].label_broken, n) < broken
