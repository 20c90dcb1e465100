"""How many people are needed, in words: the answer, the norms, what it rests on."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from sim.experiment.staffing.available import Available, Name
from sim.experiment.staffing.outcome import Chain, NormOutcome, Reason, StaffPlan, Weeks
from sim.experiment.staffing.requirements import Judged, Kind, Requirement, Verdict
from sim.measure.layout import Array
from sim.report.names import Labels, labels_of
from sim.report.texts import Texts, marked

SMALL_TEAM = 3.0
"""Below so many fte a second decimal is shown."""
SYMBOLS: dict[Verdict, str] = {"met": "✓", "not_met": "✗", "unsure": "?", "infeasible": "⊘"}
VERDICTS: dict[Verdict, str] = {
    "met": marked("met"),
    "not_met": marked("not met"),
    "unsure": marked("not sure"),
    "infeasible": marked("out of reach"),
}
NORMS: dict[Kind, str] = {
    "answered_within": marked("{name}: answered within {limit} s"),
    "abandoned": marked("{name}: gone before they were answered"),
    "desk_wait": marked("{name}: helped within {limit} min"),
    "appointment_wait": marked("{name}: helped within {limit} min of the time agreed"),
    "written": marked("{name}: answered within {limit} working days"),
    "call_back": marked("{name}: called back within {limit} working days"),
    "keeps_up": marked("{name}: share of the time that is filled with work"),
}
REASONS: dict[Reason, str] = {
    "": "",
    "promises_broken": marked(
        "even with as many people as there is work {ceiling} is reached, because part of the promises is never kept in this "
        "scenario (broken); that asks for better agreements, not for more people"
    ),
    "lines_full": marked("even with as many people as there is work {ceiling} is reached, because all lines are taken (lines)"),
    "balked": marked(
        "even with as many people as there is work {ceiling} is reached, because people do not join after the announced wait"
    ),
    "even_with_endless_people": marked("even with as many people as there is work {ceiling} is reached"),
    "not_reached": marked("no roster was found that reaches it together with the other norms"),
}
DIVISIONS: dict[Name, str] = {
    "today": marked("as today's roster"),
    "even": marked("evenly over the hours"),
    "work": marked("as the work comes"),
    "shorter": marked("as the work comes, open an hour less a day"),
    "later": marked("as the work comes, open and closed half an hour later"),
}


def fte_text(say: Texts, fte: float, *, signed: bool = False) -> str:
    """With one decimal, with two below 3 fte."""
    return say.number(fte, 2 if abs(fte) < SMALL_TEAM else 1, signed=signed)


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


def title(say: Texts, plan: StaffPlan) -> str:
    return say("People needed: {scenario}", scenario=say.label(plan.scenario.label))


def answer(say: Texts, plan: StaffPlan) -> str:
    """The answer in one or two sentences."""
    change = plan.fte_needed - plan.fte_today
    numbers = {
        "needed": fte_text(say, plan.fte_needed),
        "today": fte_text(say, plan.fte_today),
        "change": fte_text(say, abs(change)),
    }
    if abs(change) < plan.scenario.margins.fte.value:
        first = say("{needed} fte are needed; today there are {today} fte: no practical difference.", **numbers)
    elif change < 0:
        first = say("{needed} fte are needed; today there are {today} fte, {change} more.", **numbers)
    else:
        first = say("{needed} fte are needed; today there are {today} fte, {change} too few.", **numbers)
    if plan.found:
        return first
    return first + " " + say("This plan does not meet all norms for certain; the table below tells which.")


def per_team(say: Texts, plan: StaffPlan) -> list[str]:
    """A sentence per team: fte needed, what is free and what of it can be booked."""
    labels = labels_of([plan.scenario], say)
    return [_team(say, labels.teams.get(team, team), plan.chain[team]) for team in plan.teams]


def _team(say: Texts, name: str, chain: Chain) -> str:
    told = say(
        "{name}: {needed} fte ({hours} hours at work a week); today {today} fte ({hours_today} hours).",
        name=name,
        needed=fte_text(say, chain.fte.needed),
        today=fte_text(say, chain.fte.today),
        hours=hours_text(say, chain.people_hours.needed),
        hours_today=hours_text(say, chain.people_hours.today),
    )
    if chain.surplus_hours >= 0.5:
        told += " " + say(
            "Hours freed: {surplus} a week, of which {bookable} in stretches that make a shift; bookable: {fte} fte.",
            surplus=hours_text(say, chain.surplus_hours),
            bookable=hours_text(say, chain.bookable_hours),
            fte=fte_text(say, chain.bookable_fte),
        )
    if chain.shortage_hours >= 0.5:
        told += " " + say("Hours short: {shortage} a week.", shortage=hours_text(say, chain.shortage_hours))
    return told


def out_of_reach(say: Texts, plan: StaffPlan) -> list[str]:
    """Each norm that cannot be met, with the reason."""
    labels = labels_of([plan.scenario], say)
    return [
        say(
            "{norm} ({target}) cannot be met: {reason}.",
            norm=norm_name(say, norm.requirement, labels),
            target=target_text(say, norm.requirement),
            reason=say(REASONS[norm.reason], ceiling=share_text(say, norm.ceiling)),
        )
        for norm in plan.norms
        if norm.reason
    ]


def neighbours_text(say: Texts, plan: StaffPlan) -> list[str]:
    """What one person fewer or more in a team, wherever it is at work, would do."""
    labels = labels_of([plan.scenario], say)
    found = []
    for neighbour in plan.neighbours:
        name = labels.teams.get(neighbour.team, neighbour.team)
        lost = [
            f"{norm_name(say, norm.requirement, labels)} ({share_text(say, share)})"
            for norm, share, met in zip(plan.norms, neighbour.shares, neighbour.met, strict=True)
            if not met and norm.verdict != "infeasible"
        ]
        kept = say("all norms are met") if not lost else say("not met: {norms}", norms="; ".join(lost))
        head = say("One person fewer in {team}", team=name) if neighbour.by < 0 else say("One person more in {team}", team=name)
        found.append(f"{head}: {kept}.")
    return found


def monotone_text(say: Texts, plan: StaffPlan) -> str:
    """A warning where more people did not help; empty where all went as it should."""
    if plan.monotone:
        return ""
    return say(
        "Mind: for at least one norm more people gave a worse figure, or fewer people a better one, within the noise of the "
        "repeats. Read the plan as a range of about one person."
    )


def erlang_text(say: Texts, plan: StaffPlan) -> list[str]:
    """What the formulas would have said, per team with live work."""
    labels = labels_of([plan.scenario], say)
    return [
        say(
            "{team}: Erlang C would have said {c} hours at work a week and Erlang A {a}, half hour by half hour, without the "
            "{deferred} hours of work that may wait; simulation says {needed} with it.",
            team=labels.teams.get(team, team),
            c=hours_text(say, float(found.c.sum()) / 2),
            a=hours_text(say, float(found.a.sum()) / 2),
            deferred=hours_text(say, found.deferred_hours),
            needed=hours_text(say, plan.chain[team].people_hours.needed),
        )
        for team, found in plan.erlang.items()
    ]


def weeks_text(say: Texts, weeks: Weeks) -> str:
    """Which weeks stand for the year."""
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


def certainty(say: Texts, plan: StaffPlan) -> str:
    """What "met" means here."""
    return say(
        "A norm is met when the one-sided {level} bound over {replications} fresh repeats meets it: {weeks}. The plan was "
        "searched on other repeats ({searched}). It took {rounds} look(s), {tried} plans and {runs} simulated periods.",
        level=say.percentage(plan.confidence, 1),
        replications=plan.replications,
        weeks=weeks_text(say, plan.confirmed_on),
        searched=weeks_text(say, plan.searched_on),
        rounds=plan.rounds,
        tried=plan.tried,
        runs=plan.runs,
    )


def counted_once(say: Texts, plan: StaffPlan) -> list[str]:
    """How hours become fte, and where absence, breaks and minimum staffing come in."""
    costs = plan.scenario.costs
    found = [
        say(
            "People are people at work: breaks, leave and illness come on top. One fte is {hours} productive hours a year, from "
            "which leave, illness and training are already off, so absence is counted once, there. Closed days are left out.",
            hours=say.number(costs.hours_per_fte.value),
        ),
        say(
            "Rostered hours add the breaks of today's roster, and the hours of those who will be away where the team has an "
            "absence; they do not enter the fte."
        ),
        say(
            "Euros: € {direct} (direct) and € {full} (full, with overhead) per productive hour.",
            direct=say.number(costs.direct.value),
            full=say.number(costs.full.value),
        ),
        say(
            "Bookable is what frees the same person for at least 4 hours on end, and no more than the fte that are fewer in all; "
            "the rest is air in the roster."
        ),
        minimum_text(say, plan),
        say(
            "Norms name a time; where they name no share, {share} is asked (assumption). A team may be busy at most {busy} of its "
            "time, or work that may wait piles up (assumption).",
            share=say.percentage(plan.scenario.norms.answered_share.value),
            busy=say.percentage(next(one.target for one in plan.norms if one.requirement.kind == "keeps_up")),
        ),
    ]
    if plan.scenario.period.prelude > 52:
        found.append(
            say("Cases that began more than a year before the weeks shown are left out, which is little work for a few teams.")
        )
    return found


def minimum_text(say: Texts, plan: StaffPlan) -> str:
    """Minimum staffing per location, and whether it is the default."""
    labels = labels_of([plan.scenario], say)
    parts = [
        say("{count} at {channel}", count=channel.people_at_least, channel=labels.channels.get(name, name))
        + ("" if channel.minimum is not None else " (" + say("assumption") + ")")
        for name, channel in plan.scenario.design.channels.items()
        if channel.kind in ("live", "appointment") and channel.people_at_least
    ]
    return say("People there at least while it is open: {parts}.", parts=say.listed(parts)) if parts else ""


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


def available_title(say: Texts, found: Available) -> str:
    return say("What {fte} fte can do: {scenario}", fte=fte_text(say, found.fte), scenario=say.label(found.scenario.label))


def available_answer(say: Texts, found: Available) -> list[str]:
    """Which norms hold as today's roster divides the hours, and what would be better."""
    labels = labels_of([found.scenario], say)
    today, best = found.divisions[0], found.best
    teams = say.listed([labels.teams.get(team, team) for team in found.teams])
    told = [
        say(
            "With {fte} fte in {teams} (today {now}), divided as today, {met} of {count} norms are met, {missed} are not met and "
            "of {unsure} it is not sure.",
            fte=fte_text(say, found.fte),
            now=fte_text(say, found.fte_today),
            teams=teams,
            met=today.met,
            count=len(today.norms),
            missed=today.missed,
            unsure=len(today.norms) - today.met - today.missed,
        )
    ]
    if (best.met, -best.missed) > (today.met, -today.missed):
        told.append(
            say(
                "Better with the same hours: {way}; then {met} are met and {missed} are not.",
                way=say(DIVISIONS[best.name]),
                met=best.met,
                missed=best.missed,
            )
        )
    else:
        told.append(say("None of the other divisions and opening hours that were tried meets more norms."))
    return told


def available_certainty(say: Texts, found: Available) -> str:
    return say(
        "Met and not met: the one-sided 95% bound over {replications} repeats lies on that side; {weeks}. Opening hours change "
        "for all live channels and desks of these teams; whoever finds it closed tries again, as in the scenario.",
        replications=found.replications,
        weeks=weeks_text(say, found.weeks),
    )


def judged_cell(say: Texts, judged: Judged) -> str:
    return f"{SYMBOLS[judged.verdict]} {share_text(say, judged.value)}"


def half_hours_shown(grids: Sequence[Array]) -> range:
    """From the first to the last half hour of the day in which any of the grids (7, 48) has anybody."""
    busy = np.flatnonzero(np.any([grid > 0 for grid in grids], axis=(0, 1)))
    return range(int(busy[0]), int(busy[-1]) + 1) if len(busy) else range(0)


def days_shown(grids: Sequence[Array]) -> list[int]:
    """Weekdays on which any of the grids has anybody."""
    return [int(day) for day in np.flatnonzero(np.any([grid > 0 for grid in grids], axis=(0, 2)))]


WEEKDAYS = (
    marked("Monday"),
    marked("Tuesday"),
    marked("Wednesday"),
    marked("Thursday"),
    marked("Friday"),
    marked("Saturday"),
    marked("Sunday"),
)


def clock_text(half_hour: int) -> str:
    return f"{half_hour // 2:02d}:{30 * (half_hour % 2):02d}"


def needed_and_today(say: Texts, needed: float, present: float) -> str:
    """``9 (8,5)``: people needed, and today's between brackets; empty where there is nobody."""
    if not needed and not present:
        return ""
    return f"{say.number(needed)} ({say.number(present, 0 if present == round(present) else 1)})"
