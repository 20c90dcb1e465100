"""How many people are needed, in sentences: the answer, what is out of reach, and what it rests on."""

from __future__ import annotations

from sim.experiment.staffing.outcome import Chain, Reason, StaffPlan, Weeks
from sim.experiment.staffing.requirements import MOST_BUSY
from sim.report.staff.words import fte_change_text, fte_text, hours_text, norm_name, share_text, target_text, weeks_text
from sim.report.words.certainty import not_all_met, plan_chance, plan_leaning
from sim.report.words.names import labels_of
from sim.report.words.recognition import data_line, marks
from sim.text.pairs import marked
from sim.text.texts import Texts

FEW = 6
"""Repeats below which the bound of a norm lies so far from its mean that a plan is larger than it need be."""
SOME_HOURS = 0.5
"""Fewer hours a week than this are not told of."""
MOSTLY_IDLE = 0.5
"""A team with less work than this share of its time is told to be so."""
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


def title(say: Texts, plan: StaffPlan) -> str:
    return say("People needed: {scenario}", scenario=say(plan.scenario.label))


def answer(say: Texts, plan: StaffPlan) -> str:
    formation, change = plan.formation, plan.formation.change
    both = (formation.needed, formation.today)
    numbers = {
        "needed": fte_text(say, formation.needed, *both),
        "today": fte_text(say, formation.today, *both),
        "change": fte_change_text(say, formation.needed, formation.today),
    }
    if abs(change) < plan.scenario.margins.fte.value:
        first = say("A formation of {needed} fte is needed, and today takes {today}: no practical difference.", **numbers)
    elif change < 0:
        first = say("A formation of {needed} fte is needed, {change} fewer than the {today} that today takes.", **numbers)
    else:
        first = say("A formation of {needed} fte is needed, {change} more than the {today} that today takes.", **numbers)
    overtime = plan.overtime_hours
    if max(overtime.needed, overtime.today) >= SOME_HOURS:
        first += " " + say(
            "In it are {hours} hours of overtime a week: work after the end of a shift (today {hours_today}).",
            hours=hours_text(say, overtime.needed),
            hours_today=hours_text(say, overtime.today),
        )
    if not plan.norms:
        first += " " + say("Nobody asks these teams for anything: this is who must be there while it is open.")
    bookable = sum(chain.bookable_fte for chain in plan.chain.values())
    if bookable > 0:
        rest = sum(chain.surplus_hours - chain.bookable_hours for chain in plan.chain.values())
        told = marked("Bookable as formation: {fte} fte; the other hours that come free make no whole shift.")
        all_of_it = marked("Bookable as formation: {fte} fte.")
        first += " " + say(told if rest >= SOME_HOURS else all_of_it, fte=fte_text(say, bookable))
    if plan.replications < FEW:
        first += " " + say(
            "With {replications} repeats a plan must be ample to be sure of the norms: more repeats give a smaller one.",
            replications=plan.replications,
        )
    if plan.found:
        return first
    return first + " " + not_all_met(say)


def per_team(say: Texts, plan: StaffPlan) -> list[str]:
    """Per team the formation needed and what it is made of, what is free and what of it can be booked."""
    labels = labels_of([plan.scenario], say)
    return [_team(say, labels.teams.get(team, team), plan.chain[team]) for team in plan.teams]


def _team(say: Texts, name: str, chain: Chain) -> str:
    def fte(value: float) -> str:
        return fte_text(say, value, chain.formation.needed, chain.formation.today)

    told = say(
        "{name}: formation {needed} fte, which is {rostered} rostered fte ({hours} hours at work a week) and {overtime} fte of "
        "overtime; work in fte {work}. Today {today} fte, which is {rostered_today} rostered fte ({hours_today} hours) and "
        "{overtime_today} fte of overtime.",
        name=name,
        needed=fte(chain.formation.needed),
        rostered=fte(chain.rostered_fte.needed),
        overtime=fte(chain.overtime_fte.needed),
        hours=hours_text(say, chain.people_hours.needed),
        work=fte(chain.work_in_fte.needed),
        today=fte(chain.formation.today),
        rostered_today=fte(chain.rostered_fte.today),
        overtime_today=fte(chain.overtime_fte.today),
        hours_today=hours_text(say, chain.people_hours.today),
    )
    if chain.surplus_hours >= SOME_HOURS:
        told += " " + say(
            "Hours freed: {surplus} a week, of which {bookable} in stretches that make a shift; bookable: {fte} fte.",
            surplus=hours_text(say, chain.surplus_hours),
            bookable=hours_text(say, chain.bookable_hours),
            fte=fte(chain.bookable_fte),
        )
    if chain.shortage_hours >= SOME_HOURS:
        told += " " + say("Hours short: {shortage} a week.", shortage=hours_text(say, chain.shortage_hours))
    return told


def out_of_reach(say: Texts, plan: StaffPlan) -> list[str]:
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


def warnings(say: Texts, plan: StaffPlan) -> list[str]:
    """What a reader must know first: a baseline not recognised, norms out of reach, idle teams, more people that did not help."""
    return [
        *marks(say, [plan.scenario]),
        *out_of_reach(say, plan),
        *idle_teams(say, plan),
        *filter(None, [monotone_text(say, plan)]),
    ]


def idle_teams(say: Texts, plan: StaffPlan) -> list[str]:
    """The teams of which today's roster is mostly idle in the model: they do more than it knows, or the roster is not theirs."""
    labels = labels_of([plan.scenario], say)
    return [
        say(
            "In this model {team} is at work on {busy} of its time today. Either it also does work that is not in the model, or "
            "this is not its roster. Find out which before you count on hours that come free there.",
            team=labels.teams.get(team, team),
            busy=share_text(say, _busy_today(chain)),
        )
        for team, chain in plan.chain.items()
        if chain.people_hours.today > 0 and _busy_today(chain) < MOSTLY_IDLE
    ]


def _busy_today(chain: Chain) -> float:
    """The part of the time at work that is filled with work, overtime left out."""
    return (chain.work_hours.today - chain.overtime_hours.today) / chain.people_hours.today


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
        if neighbour.people_changed == 0:
            kept = say("not possible, the minimum is there already")
        else:
            kept = say("all norms are met") if not lost else say("not met: {norms}", norms="; ".join(lost))
        head = say("One person fewer in {team}", team=name) if neighbour.by < 0 else say("One person more in {team}", team=name)
        found.append(f"{head}: {kept}.")
    return [*found, say("These are means over other repeats than the plan was confirmed on.")] if found else []


def monotone_text(say: Texts, plan: StaffPlan) -> str:
    """A warning where more people did not help; empty where all went as it should."""
    if plan.monotone:
        return ""
    return say(
        "For at least one norm more people gave a worse figure, or fewer people a better one, within the noise of the "
        "repeats. Read the plan as a range of about one person."
    )


def erlang_text(say: Texts, plan: StaffPlan) -> list[str]:
    labels = labels_of([plan.scenario], say)
    return [
        say(
            "{team}: at most {load} erlang of work that cannot wait is asked for at once. Erlang C would have said {c} hours at "
            "work a week and Erlang A {a}, half hour by half hour, without the {deferred} hours of work that may wait; "
            "simulation says {needed} with it. The erlangs follow from who asks, not from today's roster.",
            team=labels.teams.get(team, team),
            load=say.number(found.busiest, 1),
            c=hours_text(say, float(found.c.sum()) / 2),
            a=hours_text(say, float(found.a.sum()) / 2),
            deferred=hours_text(say, found.deferred_hours),
            needed=hours_text(say, plan.chain[team].people_hours.needed),
        )
        for team, found in plan.erlang.items()
    ]


def sureness(say: Texts, plan: StaffPlan) -> list[str]:
    """How sure it is that a norm is met, and, apart from that, what the plan leans on."""
    return [plan_chance(say, plan.confidence, plan.replications), plan_leaning(say, plan.scenario)]


def basis(say: Texts, plan: StaffPlan) -> list[str]:
    return [searching(say, plan), *filter(None, counted_once(say, plan))]


def searching(say: Texts, plan: StaffPlan) -> str:
    """On which weeks the plan was searched and confirmed, and what that took."""
    return say(
        "The plan was confirmed on {weeks}, and searched on other repeats ({searched}). It took {rounds} look(s), {tried} plans "
        "and {runs} simulated periods.",
        weeks=weeks_text(say, plan.confirmed_on),
        searched=weeks_text(say, plan.searched_on),
        rounds=plan.rounds,
        tried=plan.tried,
        runs=plan.runs,
    )


def measured(say: Texts, plan: StaffPlan) -> str:
    """Which weeks the shares and the work are of, today's and the plan's alike, and that other pages tell of other weeks."""
    period = plan.scenario.period
    return say(
        "Shares and work were measured in {weeks}, with today's roster and with the plan alike. A run or a comparison of this "
        "scenario measures {window}, so its figures may differ.",
        weeks=weeks_text(say, plan.confirmed_on),
        window=weeks_text(say, Weeks((period.start,), period.weeks, whole_year=False)),
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
            "Work in fte is the handling time of all work; rostered fte are the hours at work on the roster; formation is what "
            "is paid: rostered and overtime. Overtime is work after the end of a shift, at the same rate, paid or taken back."
        ),
        say(
            "Hours with breaks and absence add the breaks of today's roster, and the hours of those who will be away where "
            "the team has an absence; they do not enter the fte."
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
            "People per half hour are no roster yet: shifts that cannot follow them exactly cost hours on top. Of back-office "
            "work only that the team keeps up is asked, not its term."
        ),
        data_line(say, [plan.scenario]),
        say("Every figure is rounded by itself, so teams need not add up exactly to the whole."),
        say(
            "Norms name a time; where they name no share, {share} is asked (assumption). A team may be busy at most {busy} of "
            "its time, or work that may wait piles up (assumption).",
            share=say.percentage(plan.scenario.norms.answered_share.value),
            busy=say.percentage(MOST_BUSY),
        ),
    ]
    if plan.scenario.period.prelude > 52:
        found.append(
            say("Cases that began more than a year before the weeks shown are left out, which is little work for a few teams.")
        )
    return found


def minimum_text(say: Texts, plan: StaffPlan) -> str:
    labels = labels_of([plan.scenario], say)
    parts = [
        say("{count} at {channel}", count=channel.people_at_least, channel=labels.channels.get(name, name))
        + ("" if channel.minimum is not None else " (" + say("assumption") + ")")
        for name, channel in plan.scenario.design.channels.items()
        if channel.kind in ("live", "appointment") and channel.people_at_least
    ]
    return say("People there at least while it is open: {parts}.", parts=say.listed(parts)) if parts else ""
