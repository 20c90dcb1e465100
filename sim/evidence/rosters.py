"""From fte to people on duty, and from people to shifts: whole persons all day, what is left over as a part-day shift.

fte are productive hours of a year; those are spread over the days that are open; and a person on duty all day works the length
of a shift less the break. So people = fte x hours per fte / (open days x hours per shift).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import Any

from sim.evidence.notation import WeekSpans
from sim.model.values.calendar import WEEKDAYS, clock, read_days, read_hours

LONGEST_SHIFT = 34
"""Quarter-hours: 8.5 hours with a break of half an hour. Longer days have an early and a late shift."""
BREAK_HOURS = 0.5
SHORTEST_WITH_BREAK = 6.0
PEAK = 38
"""09:30 in quarter-hours; where a part-day shift starts if the doors are open then: the busiest hours (P1)."""
QUARTERS_OF_A_PERSON = 4
"""Part-day shifts are a quarter, a half or three quarters of a day."""

Shifts = dict[str, dict[str, Any]]
Days = tuple[int, ...]


@dataclass(frozen=True)
class RosterShape:
    """How a team is on duty around the hours it is open.

    ``before`` and ``after`` are quarter-hours of presence before opening and after closing. ``busy_mornings`` adds, for every
    five people, one on mornings and one on Mondays, as the reference has for the load of calls (P1).
    """

    before: int = 0
    after: int = 1
    busy_mornings: bool = False


CONTACT_CENTRE = RosterShape(busy_mornings=True)
CIVIL_AFFAIRS = RosterShape(before=1, after=2)
OFFICE = RosterShape()


def day_names(days: Days) -> str:
    """``mon-fri`` or ``tue, thu``."""
    if len(days) > 1 and days[-1] - days[0] == len(days) - 1:
        return f"{WEEKDAYS[days[0]]}-{WEEKDAYS[days[-1]]}"
    return ", ".join(WEEKDAYS[day] for day in days)


def week_text(hours: WeekSpans) -> dict[str, Any]:
    alike: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for day, spans in hours.items():
        alike.setdefault(spans, []).append(day)
    texts = {}
    for spans, days in alike.items():
        written = [f"{clock(opens)}-{clock(closes)}" for opens, closes in spans]
        texts[day_names(tuple(days))] = written[0] if len(written) == 1 else written
    return texts


def people_of_fte(fte: float, hours_per_fte: float, open_days: float, hours: WeekSpans, shape: RosterShape) -> float:
    """People on duty all day, on every open day, for whom these fte are enough."""
    return fte * hours_per_fte / (open_days * full_shift_hours(hours, shape))


def fte_of_shifts(shifts: Shifts, hours_per_fte: float, weeks: float) -> float:
    """The fte that a roster of a week takes when it is worked ``weeks`` a year, breaks not counted."""
    return sum(_week_hours(shift) for shift in shifts.values()) * weeks / hours_per_fte


def full_shift_hours(hours: WeekSpans, shape: RosterShape) -> float:
    worked = [_worked(*_early(opens, closes, shape)) for opens, closes in (_envelope(spans) for spans in hours.values())]
    return sum(worked) / len(worked)


def shifts_of(people: float, hours: WeekSpans, shape: RosterShape) -> Shifts:
    """The shifts of a week for a number of people, in quarters of a person; at least a quarter is on duty.

    Half of the whole people (rounded up) start early, the others late, and their breaks do not coincide. On days longer than
    a shift the late ones come later, so that both together cover the day; one person alone is there all day.
    """
    quarters = max(1, round(people * QUARTERS_OF_A_PERSON))
    extra = floor(quarters / QUARTERS_OF_A_PERSON / 5) if shape.busy_mornings else 0
    # One more on mornings is half a person, on Mondays a fifth.
    left = quarters / QUARTERS_OF_A_PERSON - extra * 0.7
    whole = floor(left + 1e-9)
    part = round((left - whole) * QUARTERS_OF_A_PERSON) / QUARTERS_OF_A_PERSON
    if part == 1.0:
        whole, part = whole + 1, 0.0
    shifts: Shifts = {}
    for number, (days, opens, closes) in enumerate(_groups(hours)):
        mark = "" if number == 0 else f"_{number + 1}"
        early = _early(opens, closes, shape) if whole > 1 else (max(0, opens - shape.before), closes)
        _add(shifts, f"early{mark}", days, *early, (whole + 1) // 2, BREAK_EARLY)
        _add(shifts, f"late{mark}", days, *_late(opens, closes, shape), whole // 2, BREAK_LATE)
        if part:
            _add(shifts, f"part_day{mark}", days, *_part_day(opens, closes, part, shape), 1)
        if extra:
            start = min(opens + 2, closes - 4)
            _add(shifts, f"morning{mark}", days, start, min(start + 16, closes), extra)
            if 0 in days:
                _add(shifts, f"monday{mark}", (0,), opens, min(closes, opens + LONGEST_SHIFT), extra, BREAK_MONDAY)
    return shifts


BREAK_EARLY, BREAK_LATE, BREAK_MONDAY = (47, 49), (50, 52), (52, 54)
"""From 11:45, 12:30 and 13:00."""


def _groups(hours: WeekSpans) -> list[tuple[Days, int, int]]:
    """Days with equal first and last hour together; those most common first."""
    alike: dict[tuple[int, int], list[int]] = {}
    for day, spans in hours.items():
        alike.setdefault(_envelope(spans), []).append(day)
    ordered = sorted(alike.items(), key=lambda item: -len(item[1]))
    return [(tuple(days), opens, closes) for (opens, closes), days in ordered]


def _envelope(spans: tuple[tuple[int, int], ...]) -> tuple[int, int]:
    return min(opens for opens, _ in spans), max(closes for _, closes in spans)


def _early(opens: int, closes: int, shape: RosterShape) -> tuple[int, int]:
    start = max(0, opens - shape.before)
    return start, min(closes, start + LONGEST_SHIFT)


def _late(opens: int, closes: int, shape: RosterShape) -> tuple[int, int]:
    end = min(96, closes + shape.after)
    return max(opens, end - LONGEST_SHIFT - shape.after), end


def _part_day(opens: int, closes: int, part: float, shape: RosterShape) -> tuple[int, int]:
    """In the busiest hours where that fits, as long as its part of an all-day shift."""
    first, last = _early(opens, closes, shape)
    length = max(4, round((last - first - BREAK_HOURS * 4) * part))
    start = max(opens, min(PEAK, closes - length))
    return start, min(closes, start + length)


def _add(shifts: Shifts, name: str, days: Days, start: int, end: int, people: int, pause: tuple[int, int] | None = None) -> None:
    if people < 1 or end <= start:
        return
    shift: dict[str, Any] = {"days": day_names(days), "hours": f"{clock(start)}-{clock(end)}", "people": people}
    if pause is not None and (end - start) / 4 >= SHORTEST_WITH_BREAK and start < pause[0] and pause[1] < end:
        shift["breaks"] = [{"length": "30 min", "at": f"{clock(pause[0])}-{clock(pause[1])}"}]
    shifts[name] = shift


def _worked(start: int, end: int) -> float:
    length = (end - start) / 4
    return length - (BREAK_HOURS if length >= SHORTEST_WITH_BREAK else 0.0)


def _week_hours(shift: dict[str, Any]) -> float:
    start, end = read_hours(shift["hours"])
    pause = BREAK_HOURS if "breaks" in shift else 0.0
    return float(((end - start) / 4 - pause) * shift["people"] * len(read_days(shift["days"])))
