"""The words for staff: fte and hours, norms and their verdicts, weeks and half hours."""

from __future__ import annotations

import math

from sim.experiment.staffing.outcome import NormOutcome, Weeks
from sim.experiment.staffing.requirements import Kind, Requirement, Verdict
from sim.model.values.calendar import clock
from sim.report.words.certainty import NOT_SURE
from sim.report.words.names import Labels
from sim.text.pairs import marked
from sim.text.texts import Texts

SMALL_TEAM = 3.0
"""Below so many fte a second decimal is shown."""
SYMBOLS: dict[Verdict, str] = {"met": "✓", "not_met": "✗", "unsure": "?", "infeasible": "⊘"}
VERDICTS: dict[Verdict, str] = {
    "met": marked("met"),
    "not_met": marked("not met"),
    "unsure": NOT_SURE,
    "infeasible": marked("out of reach"),
}
NORMS: dict[Kind, str] = {
    "answered_within": marked("{name}: answered within {limit} s"),
    "abandoned": marked("{name}: gone before they were answered"),
    "desk_wait": marked("{name}: helped within {limit} min"),
    "appointment_wait": marked("{name}: helped within {limit} min of the time agreed"),
    "written": marked("{name}: answered within {limit} working days"),
    "written_hours": marked("{name}: answered within {limit} hours"),
    "call_back": marked("{name}: called back within {limit} working days"),
    "keeps_up": marked("{name}: share of the time that is filled with work"),
}
WEEKDAYS = (
    marked("Monday"),
    marked("Tuesday"),
    marked("Wednesday"),
    marked("Thursday"),
    marked("Friday"),
    marked("Saturday"),
    marked("Sunday"),
)


def fte_text(say: Texts, fte: float, *beside: float) -> str:
    """With one decimal; with two where it, or the least of the figures that it is told ``beside``, is below 3 fte."""
    return say.number(fte, _fte_decimals(*(beside or (fte,))))


def fte_change_text(say: Texts, needed: float, today: float, *, signed: bool = False) -> str:
    """How much more is needed than there is today: the difference of the two as they are written beside it."""
    decimals = _fte_decimals(needed, today)
    change = round(needed, decimals) - round(today, decimals)
    return say.number(change if signed else abs(change), decimals, signed=signed)


def _fte_decimals(*fte: float) -> int:
    return 2 if min(abs(one) for one in fte) < SMALL_TEAM else 1


def hours_text(say: Texts, hours: float, *, signed: bool = False) -> str:
    return say.number(hours, 0 if abs(hours) >= 100 else 1, signed=signed)


def share_text(say: Texts, share: float) -> str:
    """``81,2%``; a dash where there was nothing to count."""
    return "–" if math.isnan(share) else say.percentage(share, 1)


def norm_name(say: Texts, requirement: Requirement, labels: Labels) -> str:
    """The norm without its target."""
    names = labels.teams if requirement.kind == "keeps_up" else labels.channels
    limit = requirement.limit / 60 if requirement.kind in ("desk_wait", "appointment_wait") else requirement.limit
    decimals = 0 if limit == round(limit) else 1
    return say(NORMS[requirement.kind], name=names.get(requirement.member, requirement.member), limit=say.number(limit, decimals))


def target_text(say: Texts, requirement: Requirement) -> str:
    """``≥ 80%``."""
    return ("≥ " if requirement.better > 0 else "≤ ") + say.percentage(requirement.target)


def verdict_text(say: Texts, verdict: Verdict) -> str:
    """Symbol and words, never a colour alone."""
    return f"{SYMBOLS[verdict]} {say(VERDICTS[verdict])}"


def norm_row(say: Texts, norm: NormOutcome, labels: Labels) -> list[str]:
    """Name, target, today, with the plan, bound and verdict."""
    return [
        norm_name(say, norm.requirement, labels),
        target_text(say, norm.requirement),
        share_text(say, norm.today),
        share_text(say, norm.value),
        share_text(say, norm.bound),
        verdict_text(say, norm.verdict),
    ]


def weeks_text(say: Texts, weeks: Weeks) -> str:
    first = say.day(weeks.starts[0])
    if weeks.whole_year:
        return say("a full year of 52 weeks from {first}", first=first)
    if len(weeks.starts) > 1:
        return say(
            "{count} times {weeks} representative weeks, one from each quarter from {first} on, weighing the same",
            count=len(weeks.starts),
            weeks=weeks.weeks,
            first=first,
        )
    return say("{weeks} weeks from {first}", weeks=weeks.weeks, first=first)


def clock_text(half_hour: int) -> str:
    return clock(2 * half_hour)


def needed_and_today(say: Texts, needed: float, present: float) -> str:
    """``9 (8,5)``: people needed, and today's between brackets; empty where there is nobody."""
    if not needed and not present:
        return ""
    return f"{say.number(needed)} ({say.number(present, 0 if present == round(present) else 1)})"
