"""Rules of choice: which channel a citizen takes, and takes next.

Random utility with nested taste noise (Train, Discrete Choice Methods with Simulation, 2009, ch. 4): noise per nest and
citizen, and per channel and case, persists over tries; failures enter as penalties.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.engine.compiler.jit import compiled, inlined
from sim.engine.luck.arithmetic import exp, log
from sim.engine.luck.draws import TWO_MINUS_52, gumbel
from sim.engine.program.codes import IN_PERSON, LIVE
from sim.engine.program.program import Array, Rulebook
from sim.engine.rules.case import DAY, HOUR, QUARTER, SECOND, draw, is_meant

TEN_MINUTES = 600.0 * SECOND
FAILURE_BITS = 4
MOST_FAILURES = 15
HALVING = 0.6931471805599453

GUMBEL_CELLS = 512
"""Cells of the unit interval at whose edges the Gumbel variable is known, in ``book.gumbels``."""
LN2 = 0.6931471805599453
LOG_STEP = 0.0861 * LN2
"""The line between two powers of 2 is at most this far below the logarithm."""
ROUNDING = 1e-9
"""Options that are no further apart than this by their bounds are compared by their values."""


@compiled
def is_open(book: Rulebook, channel: int, time: int) -> bool:
    quarter = time // QUARTER
    return quarter < book.next_open.shape[1] and book.next_open[channel, quarter] == quarter


@compiled
def is_down(book: Rulebook, channel: int, time: int) -> bool:
    """Is this self-service channel out of order?"""
    quarter = time // QUARTER
    return quarter < book.down.shape[1] and book.down[channel, quarter]


@compiled
def design_of_step(book: Rulebook, step: int) -> int:
    """Steps exist once per design; this is the design of one of them."""
    return book.steps[step].service // book.settings[0].services


@inlined
def channel_of(book: Rulebook, design: int, option: int) -> int:
    """Channels exist once per design too; this is the row of the channel of an option, as it is under this design."""
    return design * book.settings[0].channels + book.options[option].channel


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
def is_online(book: Rulebook, citizen: int, segment: int) -> bool:
    online = book.segments[segment].online
    return online >= 1.0 or draw(book, citizen, book.settings[0].label_online, 0) < online


@compiled
def has_helper(book: Rulebook, helper: int, citizen: int, segment: int) -> bool:
    """Has this citizen this help? A fixed number per citizen and kind of help, so a larger share only adds people."""
    share = book.helped[helper, segment]
    return share > 0.0 and draw(book, citizen, book.helpers[helper].label, 0) < share


@compiled
def is_helped(book: Rulebook, channel: int, citizen: int, segment: int) -> bool:
    """Can somebody do it for this citizen at ``channel`` (numbered with design)?"""
    first, helped = book.channels[channel].first_helper, False
    for helper in range(first, first + book.channels[channel].helpers):
        helped = helped or has_helper(book, helper, citizen, segment)
    return helped


class Tried(NamedTuple):
    """What attempts of this step came to nothing: counts of all channels packed as in :func:`failures_at`."""

    failed: int  # it did not work out there
    unreached: int  # nobody was to be had there


class Asker(NamedTuple):
    """Who chooses, in a case."""

    design: int
    case: int
    citizen: int
    segment: int
    need: float
    complexity: float
    habit: int  # the channel used last in an earlier case, -1 = none


@compiled
def may_use(book: Rulebook, option: int, who: Asker, online: bool) -> bool:
    """Is this option open to the citizen at all: his own choice, not excluded, and online or helped where that is needed?"""
    choice = book.options[option]
    if choice.own_choice == 0:
        return False
    if choice.eligible < 1.0 and draw(book, who.case, choice.label_eligible, 0) >= choice.eligible:
        return False
    above, below, recognised = choice.eligible_for_above, choice.eligible_for_below, choice.eligible_for_recognised
    if not is_meant(book, book.steps[choice.step].service, who.case, above, below, recognised):
        return False
    if online:
        return True
    channel = channel_of(book, who.design, option)
    return book.channels[channel].digital == 0 or is_helped(book, channel, who.citizen, who.segment)


@compiled
def is_steered(book: Rulebook, option: int, case: int) -> bool:
    choice = book.options[option]
    above, below, recognised = choice.steering_for_above, choice.steering_for_below, choice.steering_for_recognised
    return is_meant(book, book.steps[choice.step].service, case, above, below, recognised)


@compiled
def left_of(book: Rulebook, experience: float, since: int) -> float:
    """What is left of an experience after a while: half of it after every ``experience_fades``."""
    return experience * exp(-HALVING * since / book.settings[0].experience_fades)


@compiled
def experience_with(book: Rulebook, before: float, since: int, worked: int, failed: int, channel: int) -> float:
    """The experience with a channel at the end of a case: what is left of that ``since`` ago, and what the case adds.

    ``worked`` and ``failed`` are packed counts of attempts, as in :func:`failures_at`.
    """
    return left_of(book, before, since) + (failures_at(worked, channel) - failures_at(failed, channel))


@compiled
def utility(book: Rulebook, option: int, who: Asker, tried: Tried, experience: Array, time: int, waiting: float) -> float:
    """How much a citizen of this kind likes one option now, without taste noise; ``waiting`` is what the wait takes off.

    Steering counts at the first attempt of a step only.
    """
    settings = book.settings[0]
    choice = book.options[option]
    channel = book.channels[channel_of(book, who.design, option)]
    value = channel.constant + choice.constant + book.taste[who.segment, choice.channel]
    value += settings.complexity * who.complexity * choice.dialogue + settings.certainty * who.need * choice.certainty
    value -= waiting
    if channel.nest == IN_PERSON:
        value -= settings.travel * (book.segments[who.segment].travel / HOUR)
    if channel.kind == LIVE and not is_open(book, choice.channel, time):
        value -= settings.closed
    if who.habit == choice.channel:
        value += settings.habit
    if tried.failed == 0 and tried.unreached == 0:
        value += choice.steering if is_steered(book, option, who.case) else 0.0
    else:
        value -= settings.failure * failures_at(tried.failed, choice.channel)
        value -= settings.unreached * failures_at(tried.unreached, choice.channel)
    if settings.experience != 0.0:
        value += settings.experience * experience[choice.channel]
    return value


@compiled
def least_log(x: float) -> float:
    """At most log(x), and no more than ``LOG_STEP`` below it, for x from 1: linear between the powers of 2."""
    return (np.float64(x).view(np.int64) - np.float64(1.0).view(np.int64)) * TWO_MINUS_52 * LN2


@compiled
def expected_wait(option: int, book: Rulebook, time: int, expectation: Array, first_free: Array) -> int:
    channel = book.options[option].channel
    if first_free[channel] >= 0:
        return first_free[channel]
    return expectation[channel, time // DAY % 7, time // HOUR % 24]


@compiled
def choose_channel(
    book: Rulebook, step: int, who: Asker, tried: Tried, experience: Array, time: int, expectation: Array, first_free: Array
) -> int:
    """The option a citizen takes for this step now; -1 where none is open to him. Ties go to the first by name.

    ``expectation``: (channels, 7, 24) int64, expected wait by weekday and hour; ``first_free``: (channels,) int64, wait
    until the first free slot, -1 for channels without slots; ``experience``: (channels,) float64, from earlier cases.

    Six logarithms an option would cost more than all else in a contact. So each option is first held between two bounds that
    need none: mostly one option is above all others by its lower bound, and only else are the values worked out.
    """
    settings, stage, online = book.settings[0], book.steps[step], is_online(book, who.citizen, who.segment)
    if stage.options == 1:
        return stage.first_option if may_use(book, stage.first_option, who, online) else -1
    leader, least, most, rival = -1, -np.inf, -np.inf, -np.inf
    for option in range(stage.first_option, stage.first_option + stage.options):
        if not may_use(book, option, who, online):
            continue
        wait = expected_wait(option, book, time, expectation, first_free)
        waiting = settings.wait * least_log(1.0 + wait / TEN_MINUTES) if wait > 0 else 0.0
        value = utility(book, option, who, tried, experience, time, waiting)
        unsure = abs(settings.wait) * LOG_STEP if wait > 0 else 0.0
        low, high = value - unsure, value + unsure
        if settings.nest_noise > 0.0:
            nest = book.channels[channel_of(book, who.design, option)].nest
            cell = int(draw(book, who.citizen, settings.label_nest, nest) * GUMBEL_CELLS)
            low += settings.nest_noise * book.gumbels[cell]
            high += settings.nest_noise * book.gumbels[cell + 1]
        if settings.channel_noise > 0.0:
            cell = int(draw(book, who.case, book.options[option].label_taste, 0) * GUMBEL_CELLS)
            low += settings.channel_noise * book.gumbels[cell]
            high += settings.channel_noise * book.gumbels[cell + 1]
        if leader < 0 or low > least:
            rival = max(rival, most)
            leader, least, most = option, low, high
        else:
            rival = max(rival, high)
    if leader < 0 or least - rival > ROUNDING * (1.0 + abs(least)):
        return leader
    return closely_compared(book, step, who, tried, experience, time, expectation, first_free)


@compiled
def closely_compared(
    book: Rulebook, step: int, who: Asker, tried: Tried, experience: Array, time: int, expectation: Array, first_free: Array
) -> int:
    """What ``choose_channel`` chooses, by the values themselves: random utility with taste noise per nest and per channel."""
    settings, stage, online = book.settings[0], book.steps[step], is_online(book, who.citizen, who.segment)
    best, best_value = -1, 0.0
    for option in range(stage.first_option, stage.first_option + stage.options):
        if not may_use(book, option, who, online):
            continue
        wait = expected_wait(option, book, time, expectation, first_free)
        waiting = settings.wait * log(1.0 + wait / TEN_MINUTES) if wait > 0 else 0.0
        value = utility(book, option, who, tried, experience, time, waiting)
        if settings.nest_noise > 0.0:
            nest = book.channels[channel_of(book, who.design, option)].nest
            value += settings.nest_noise * gumbel(draw(book, who.citizen, settings.label_nest, nest))
        if settings.channel_noise > 0.0:
            value += settings.channel_noise * gumbel(draw(book, who.case, book.options[option].label_taste, 0))
        if best < 0 or value > best_value:
            best, best_value = option, value
    return best
