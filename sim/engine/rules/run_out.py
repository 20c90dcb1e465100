"""Rules of the run-out: what is noted of the office while it is there, and what stands for it once it has stopped.

After the window the office goes on for a while (``office_after`` of the period). Then nobody begins a fresh case and nobody has
a roster; the cases of the window go on, and who joins a queue waits a time drawn from what was waited there.

Waits are kept as counts: by queue, by hour of the week of joining (the last band holds all hours), and by class of time. Class 0
is nothing at all, then come four seconds one by one, then four classes to each doubling; a draw is spread evenly in its class.
"""

from __future__ import annotations

from sim.engine.compiler.jit import compiled
from sim.engine.luck.draws import uniform_second
from sim.engine.program.program import Array, Rulebook
from sim.engine.program.run_out import ALL_HOURS, CLASSES, EXACT
from sim.engine.rules.case import HOUR, SECOND, draw

WAITED, ANNOUNCED = range(2)
"""What times are noted of: how long it took to be served, and how long who asked was told that it would take."""


@compiled
def office_is_there(book: Rulebook, time: int) -> bool:
    """Is the office still run?"""
    return time < book.settings[0].office_until


@compiled
def is_noted(book: Rulebook, since: int, now: int) -> bool:
    """Does what began at ``since`` and is known now tell how the office is under the design of the window?"""
    settings = book.settings[0]
    return settings.notes_from <= since and now < settings.office_until


@compiled
def counts_in_window(book: Rulebook, time: int) -> bool:
    """Is a line that begins now followed to its end?"""
    settings = book.settings[0]
    return settings.window_start <= time < settings.window_end


@compiled
def class_of(time: int) -> int:
    """The class of a time in microseconds."""
    if time <= 0:
        return 0
    seconds = time // SECOND
    if seconds < EXACT:
        return 1 + seconds
    power = 2
    while seconds >> (power + 1) > 0:
        power += 1
    return min(CLASSES - 1, 4 * power - 3 + ((seconds >> (power - 2)) & 3))


@compiled
def begin_of(number: int) -> int:
    """The shortest time of a class, in microseconds."""
    if number <= EXACT:
        return max(0, number - 1) * SECOND
    return ((4 + (number + 3) % 4) << ((number + 3) // 4 - 2)) * SECOND


@compiled
def note(times: Array, kind: int, queue: int, joined: int, time: int, weight: int) -> None:
    """Count a time of who joined then, as ``weight`` people."""
    number = class_of(time)
    times[kind, queue, joined // HOUR % ALL_HOURS, number] += weight
    times[kind, queue, ALL_HOURS, number] += weight


@compiled
def count_above(times: Array, kind: int, queue: int, band: int, number: int, least: int) -> float:
    """How many of a class were longer than ``least``."""
    count = times[kind, queue, band, number]
    begin, end = begin_of(number), begin_of(number + 1)
    if count == 0 or least <= begin:
        return float(count)
    return count * ((end - least) / (end - begin)) if least < end else 0.0


@compiled
def time_at(times: Array, kind: int, queue: int, joined: int, least: int, u: float) -> int:
    """The time at quantile ``u`` of those that were longer than ``least``; that itself where none was.

    Where nobody joined at that hour of the week, all hours count.
    """
    for band in (joined // HOUR % ALL_HOURS, ALL_HOURS):
        total = 0.0
        for number in range(CLASSES):
            total += count_above(times, kind, queue, band, number, least)
        if total == 0.0:
            continue
        left, found = u * total, least
        for number in range(CLASSES):
            count = count_above(times, kind, queue, band, number, least)
            if count == 0.0:
                continue
            begin, end = max(begin_of(number), least), max(begin_of(number + 1), least)
            found = begin + int((end - begin) * min(1.0, left / count))
            if left < count:
                break
            left -= count
        return found
    return least


@compiled
def wait_for_turn(book: Rulebook, times: Array, queue: int, step: int, case: int, n: int, joined: int, waited: int) -> int:
    """How long who has waited so long already still waits to be served; ``n`` counts the turns he awaited in this step."""
    u = draw(book, case, book.steps[step].label_turn, n)
    return time_at(times, WAITED, queue, joined, waited, u) - waited


@compiled
def told_wait(book: Rulebook, times: Array, queue: int, step: int, case: int, n: int, now: int) -> int:
    """What who would join now is told: long when his wait would be long."""
    return time_at(times, ANNOUNCED, queue, now, 0, draw(book, case, book.steps[step].label_turn, n))


@compiled
def team_at_turn(book: Rulebook, served: Array, serves: Array, design: int, queue: int, step: int, case: int, n: int) -> int:
    """The team that serves him: each as often as it did; where nobody was served, the first that may. -1 = none."""
    settings, total = book.settings[0], 0
    for team in range(served.shape[1]):
        total += served[queue, team]
    if total == 0:
        for team in range(serves.shape[1]):
            if serves[design, team, queue] > 0:
                return team
        return -1
    left = uniform_second(settings.seed, settings.replication, case, book.steps[step].label_turn, n) * total
    team = 0
    while left >= served[queue, team]:
        left -= served[queue, team]
        team += 1
    return team


@compiled
def lines_were_full(book: Rulebook, lines: Array, option: int, case: int, n: int, now: int) -> bool:
    """Are all lines taken, as often as they were at this hour of the week?"""
    channel, band = book.options[option].channel, now // HOUR % ALL_HOURS
    if lines[channel, band, 0] == 0:
        band = ALL_HOURS
    asked, full = lines[channel, band, 0], lines[channel, band, 1]
    return full > 0 and draw(book, case, book.options[option].label_full, n) * asked < full


@compiled
def note_lines(lines: Array, channel: int, now: int, full: int) -> None:
    """Count who asked while there was a limit of lines, and who found all taken."""
    for band in (now // HOUR % ALL_HOURS, ALL_HOURS):
        lines[channel, band, 0] += 1
        lines[channel, band, 1] += full


@compiled
def first_place_after(ahead: Array, channel: int) -> int:
    """How far ahead the first free appointment was on average when one was booked."""
    return ahead[channel, 1] // max(1, ahead[channel, 0])


@compiled
def own_share(conversations: Array, queue: int, time: int) -> int:
    """What a conversation takes of who holds it, where that may be several at once."""
    spent, lasted = conversations[queue, 0], conversations[queue, 1]
    return int(time * (spent / lasted)) if lasted > 0 else time
