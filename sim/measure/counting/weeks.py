"""Week by week through the window, and time spread over its half hours."""

from __future__ import annotations

from sim.engine.compiler.jit import internal
from sim.engine.program import codes
from sim.measure.counting.arrays import BUSY, FINISHING, ON_DUTY, Array, Known, Rows, Totals
from sim.measure.counting.quantities import HALF_HOUR
from sim.model.values.units import DAY, WEEK


@internal
def week_of(time: int, start: int, weeks: int) -> int:
    """The week of the window, 0 for all that is before it and ``weeks`` for what comes after."""
    return min(max((time - start) // WEEK, 0), weeks)


@internal
def count_open(totals: Totals, start: int, service: int, started: int, ended: int) -> None:
    """A fresh case: the week in which it began, and at the end of which weeks it was open."""
    weeks = totals.case_week.shape[1]
    week = (started - start) // WEEK
    if 0 <= week < weeks:
        totals.case_week[service, week].started += 1
    for later in range(week_of(started, start, weeks), week_of(ended, start, weeks) if ended >= 0 else weeks):
        totals.case_week[service, later].open += 1


@internal
def count_waiting(totals: Totals, start: int, queue: int, joined: int, started: int) -> None:
    """A piece of work that stands in a queue when a week ends; it leaves at ``started``, -1 = never."""
    weeks = totals.queue_week.shape[1]
    for week in range(week_of(joined, start, weeks), week_of(started, start, weeks) if started >= 0 else weeks):
        totals.queue_week[queue, week].waiting += 1


@internal
def spread(load: Array, kind: int, team: int, start: int, end: int, first: int, sign: int) -> None:
    """Adds the time from ``start`` to ``end`` to its half hours, which begin at ``first``; what lies outside them is cut off."""
    moment = max(start, first) - first
    end = min(end - first, load.shape[2] * HALF_HOUR)
    while moment < end:
        place = moment // HALF_HOUR
        stop = min((place + 1) * HALF_HOUR, end)
        load[kind, team, place] += sign * (stop - moment)
        moment = stop


@internal
def count_duty(rows: Rows, known: Known, totals: Totals) -> None:
    """On duty is from coming on to the planned end of the shift (or leaving, when that is earlier), less breaks.

    Finishing is work after the planned end.
    """
    clock = known.clock[0]
    for number in range(len(rows.duty)):
        duty = rows.duty[number]
        if duty.start < 0:
            continue
        team, first = known.team[duty.agent], clock.window_start
        left = duty.end if duty.end >= 0 else clock.end
        if duty.kind == codes.DUTY_SHIFT:
            planned = min(left, duty.planned_end)
            spread(totals.load, ON_DUTY, team, duty.start, planned, first, 1)
            spread(totals.load, FINISHING, team, planned, left, first, 1)
        elif duty.kind == codes.DUTY_BREAK:
            spread(totals.load, ON_DUTY, team, duty.start, left, first, -1)


@internal
def count_busy(totals: Totals, known: Known, team: int, start: int, released: int) -> None:
    """Time in which somebody is busy with work, which may be after the end of his shift."""
    clock = known.clock[0]
    spread(totals.load, BUSY, team, start, released if released >= 0 else clock.end, clock.window_start, 1)


@internal
def count_slots(rows: Rows, known: Known, totals: Totals) -> None:
    """Places on offer in the window, booked and not turned up."""
    clock = known.clock[0]
    for number in range(len(rows.slots)):
        slot = rows.slots[number]
        week = (slot.time - clock.window_start) // WEEK
        if 0 <= week < totals.booking_week.shape[1]:
            totals.booking_week[slot.channel, week].places += slot.places
        if clock.window_start <= slot.time < clock.window_end:
            total = totals.slots[slot.channel]
            total.places += slot.places
            total.booked += slot.booked
            total.no_shows += slot.no_shows


@internal
def count_look_ups(rows: Rows, known: Known, totals: Totals) -> None:
    """Who looked something up in the window and asked nobody.

    Who does not find it and asks has a root case, whose first contact the look-up is.
    """
    clock = known.clock[0]
    for number in range(len(rows.lookups)):
        row = rows.lookups[number]
        if clock.window_start <= row.day * DAY < clock.window_end:
            total = totals.look_up[row.service, row.segment]
            total.found += row.found
            total.let_go += row.let_go
